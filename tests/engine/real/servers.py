"""Real model servers for tests: vLLM on the processor, from an environment of its own, and llama.cpp's from its wheel.

`CWM_LSP_VLLM_PYTHON` names the Python of the environment; `make vllm` makes one in `.venv-vllm`, which is found by itself. A server
that isn't installed is skipped, unless `CWM_LSP_REAL_SERVERS` names it (`vllm`, `llama.cpp`): then its lack is a failure.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from cwm_lsp.engine.choosing import EngineChoice
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.serving.launch import MODULE, LaunchError, Server
from cwm_lsp.serving.plan import environment, flags, plan_for
from cwm_lsp.serving.weights import find_weights
from tests.serving.ports import free_port
from training.export import to_huggingface

PROJECT = Path(__file__).parents[3]
CHECKPOINT = PROJECT / "training" / "checkpoint"
CONTEXT = 1536
START = 300.0
"""Seconds: a busy machine is slow to import torch."""


class RealServer(ABC):
    """A server over the trained weights. It can be ended and started anew at the same address.

    Attributes:
        name: for people.
        running: the server's counter of requests that it is busy with.
        cached: its counter of prompt tokens that it did not compute again.
        model: what the server calls the model.
        lacks: what users are told that it lacks, a part of each sentence.
    """

    name: str
    running: str
    cached: str
    model: str
    lacks: tuple[str, ...]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._server: Server | None = None
        self._write(folder)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    @abstractmethod
    def choice(self) -> EngineChoice:
        """How a user would name it."""

    def start(self) -> None:
        """Start it, and wait until it is healthy."""
        self._server = Server(*self._command(), self.port)
        try:
            self._server.wait(START)
        except LaunchError:
            self.stop()
            raise

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    def metric(self, name: str) -> float:
        """The sum of one of the server's own counters."""
        with urllib.request.urlopen(f"{self.address}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        return sum(float(value) for value in re.findall(rf"^{re.escape(name)}(?:\{{[^}}]*\}})? (\S+)$", text, re.M))

    @abstractmethod
    def _write(self, folder: Path) -> None:
        """The weights in the server's format; skips the test if the server can't be had."""

    @abstractmethod
    def _command(self) -> tuple[list[str], dict[str, str]]:
        """What starts it, and variables for it."""

    def _missing(self, how: str) -> None:
        message = f"no {self.name}: {how}"
        if self.name in os.environ.get("CWM_LSP_REAL_SERVERS", "").split():
            pytest.fail(message)
        pytest.skip(message)


class Vllm(RealServer):
    name = "vllm"
    running = "vllm:num_requests_running"
    cached = "vllm:prefix_cache_hits_total"
    model = "cwm"
    lacks = ()

    @property
    def choice(self) -> EngineChoice:
        return EngineChoice("vllm", endpoint=self.address)

    def _write(self, folder: Path) -> None:
        if self._python() is None:
            self._missing("`make vllm` installs it, or CWM_LSP_VLLM_PYTHON names a Python that has it")
        to_huggingface(CHECKPOINT, folder, SHIPPED / VOCABULARY)

    def _command(self) -> tuple[list[str], dict[str, str]]:
        # As `cwm-lsp serve` would start it.
        weights = find_weights(str(self.folder))
        plan = plan_for(weights, ())
        words = flags(plan, port=self.port, name=self.model)
        command = [str(self._python()), "-m", MODULE, "--model", str(self.folder), *words]
        return command, dict(environment(plan, weights))

    @staticmethod
    def _python() -> Path | None:
        given = os.environ.get("CWM_LSP_VLLM_PYTHON")
        python = Path(given) if given else PROJECT / ".venv-vllm" / "bin" / "python"
        found = python.exists() and list(python.parent.parent.glob("lib/python*/site-packages/vllm"))
        return python if found else None


class LlamaCpp(RealServer):
    name = "llama.cpp"
    running = "llamacpp:requests_processing"
    cached = "llamacpp:prompt_tokens_cached_total"
    model = "model.gguf"
    lacks = ("ignores stop tokens",)

    @property
    def choice(self) -> EngineChoice:
        # The shipped vocabulary's folder stands for the tokenizer's: a GGUF file has none that we read.
        return EngineChoice("vllm", endpoint=self.address, tokenizer=SHIPPED)

    def _write(self, folder: Path) -> None:
        for needed in ("xllamacpp", "gguf"):
            if importlib.util.find_spec(needed) is None:
                self._missing(f"{needed} is not installed, `make llamacpp` does that")
        from tests.engine.real.gguf_export import write_gguf

        write_gguf(CHECKPOINT, folder / "model.gguf")

    def _command(self) -> tuple[list[str], dict[str, str]]:
        program = Path(__file__).with_name("llama_server.py")
        return [sys.executable, str(program), str(self.folder / self.model), str(self.port), str(CONTEXT)], {}


SERVERS: tuple[type[RealServer], ...] = (Vllm, LlamaCpp)
