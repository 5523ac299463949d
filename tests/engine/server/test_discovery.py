"""Servers on the usual ports are found by asking for their models, and nothing else is asked."""

from __future__ import annotations

from pathlib import Path

from cwm_lsp.engine.server.discovery import Found, discover
from tests.engine.server.completions import VLLM, serving
from tests.serving.ports import free_port


async def test_what_runs_here_is_found_and_not_used(exact_model: Path):
    async with serving(exact_model, VLLM) as server:
        found = await discover({server.port: "vLLM", free_port(): "SGLang"})
        assert found == (Found(server.endpoint, "vLLM", ("served",)),)
        assert not found[0].is_code_world_model
        assert server.bodies == []
