"""Thoughts and votes over a server, from the question to the last request: what is asked, and that nothing runs on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cwm_lsp.engine.server import engine as served_engine
from cwm_lsp.predict.opinions.asking import ask_complexity, ask_termination
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from tests.engine.models import CONFIG, write_model
from tests.engine.server.completions import LLAMA_CPP, SPECULATING, STRICT, VLLM, Dialect
from tests.engine.server.test_dialects import connected
from tests.engine.waiting import until

SOURCE = "def f(n):\n    while n != 0:\n        n -= 1\n    return n\n"
DIALECTS = {"vllm": VLLM, "vllm speculating": SPECULATING, "llama.cpp": LLAMA_CPP, "strict": STRICT}
TEN_TOKENS = OpinionSettings(reasoning=True, samples=3, at_once=3, thinking=10)


@pytest.fixture(scope="module")
def roomy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model with random weights that has room for questions and thoughts."""
    config = CONFIG | {"max_position_embeddings": 640, "sliding_window": 640}
    return write_model(tmp_path_factory.mktemp("roomy"), "float32", config)


@pytest.fixture(autouse=True)
def _chatting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model's vocabulary has what conversations are written with; here it may use it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(served_engine, "is_for_chat", bool)


@pytest.mark.parametrize("name", DIALECTS)
async def test_thoughts_are_drawn_and_bounded_and_their_labels_are_weighed(name: str, roomy_model: Path):
    async with connected(roomy_model, DIALECTS[name]) as (served, server):
        ending = await ask_termination(served, SOURCE, "f", TEN_TOKENS)
        assert ending.unknown is None
        assert sum(chance for _, chance in ending.chances) == pytest.approx(1.0)
        assert ending.provenance.reasoned and 2 <= ending.provenance.samples <= 3
        drawn = [body for body in server.bodies if body["temperature"] > 0]
        assert {body["seed"] for body in drawn} == {0, 1, 2}
        assert all(body["max_tokens"] <= 10 for body in drawn)
        growth = await ask_complexity(served, SOURCE, "f", TEN_TOKENS)
        assert growth.unknown is None and growth.space
        await until(lambda: server.running == 0)


@pytest.mark.parametrize("dialect", [VLLM, LLAMA_CPP])
async def test_cancelling_stops_all_thoughts_on_the_server(dialect: Dialect, roomy_model: Path):
    async with connected(roomy_model, dialect, delay=0.01) as (served, server):
        settings = OpinionSettings(reasoning=True, samples=3, at_once=3, thinking=300)
        task = asyncio.create_task(ask_termination(served, SOURCE, "f", settings))
        await until(lambda: server.running >= 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: server.running == 0)


async def test_when_time_is_over_every_thought_is_closed(roomy_model: Path):
    async with connected(roomy_model, delay=0.01) as (served, server):
        settings = OpinionSettings(reasoning=True, samples=9, at_once=2, thinking=300, seconds=0.1)
        opinion = await ask_termination(served, SOURCE, "f", settings)
        assert opinion.unknown is None
        assert opinion.provenance.samples <= 2
        await until(lambda: server.running == 0)
