"""Real model servers for tests: vLLM on the processor, from an environment of its own, and llama.cpp's from its wheel.

`CWM_LSP_VLLM_PYTHON` names the Python of the environment; `make vllm` makes one in `.venv-vllm`, which is found by itself.
"""

from __future__ import annotations

import os
import re
import urllib.request
from pathlib import Path

import pytest

from cwm_lsp.serving.launch import MODULE, LaunchError, Server
from cwm_lsp.serving.plan import environment, flags, plan_for
from cwm_lsp.serving.weights import find_weights
from tests.serving.ports import free_port

PROJECT = Path(__file__).parents[3]
CHECKPOINT = PROJECT / "training" / "checkpoint"
START = 300.0
"""Seconds: a busy machine is slow to import torch."""


def vllm_python() -> Path | None:
    """The Python that has vLLM; None if there is none."""
    given = os.environ.get("CWM_LSP_VLLM_PYTHON")
    python = Path(given) if given else PROJECT / ".venv-vllm" / "bin" / "python"
    return python if python.exists() and list(python.parent.parent.glob("lib/python*/site-packages/vllm")) else None


def start_vllm(folder: Path, port: int = 0) -> Server:
    """vLLM's server over a checkpoint, as `cwm-lsp serve` would start it, healthy."""
    python = vllm_python()
    if python is None:
        pytest.skip("no vLLM: `make vllm` installs it, or CWM_LSP_VLLM_PYTHON names a Python that has it")
    weights = find_weights(str(folder))
    plan = plan_for(weights, ())
    port = port or free_port()
    command = [str(python), "-m", MODULE, "--model", str(folder), *flags(plan, port=port, name="cwm")]
    server = Server(command, environment(plan, weights), port)
    try:
        server.wait(START)
    except LaunchError:
        server.stop()
        raise
    return server


def metric(server: Server, name: str) -> float:
    """The sum of one of the server's own counters."""
    with urllib.request.urlopen(f"{server.address}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return sum(float(value) for value in re.findall(rf"^{re.escape(name)}(?:\{{[^}}]*\}})? (\S+)$", text, re.M))
