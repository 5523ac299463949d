from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cwm_lsp.engine.choosing import engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.server.engine import ServerEngine
from tests.engine.real.servers import CHECKPOINT, SERVERS, RealServer
from training.export import Precision, to_huggingface, to_onnx


@pytest.fixture(scope="module", params=SERVERS, ids=lambda kind: kind.name)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """Each real server in turn, one for the whole module: starting one takes half a minute."""
    server: RealServer = request.param(tmp_path_factory.mktemp("served"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def served(server: RealServer) -> AsyncIterator[ServerEngine]:
    engine = engine_for(server.choice)
    assert isinstance(engine, ServerEngine)
    await engine.load()
    yield engine
    await engine.close()


@pytest.fixture(scope="session")
def exact_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights for the embedded engine, not rounded to eight bits as those that ship."""
    folder = tmp_path_factory.mktemp("exact")
    to_onnx(CHECKPOINT, folder, SHIPPED / VOCABULARY, Precision.FLOAT32)
    return folder


@pytest.fixture
async def exact(exact_folder: Path) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(exact_folder)
    yield engine
    await engine.close()


@pytest.fixture(scope="session")
def huggingface_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights as a `CwmForCausalLM`."""
    folder = tmp_path_factory.mktemp("huggingface")
    to_huggingface(CHECKPOINT, folder, SHIPPED / VOCABULARY)
    return folder
