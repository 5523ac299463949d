from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cwm_lsp.engine.embedded import EmbeddedEngine
from tests.engine.models import write_checkpoint, write_model


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="session")
def exact_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small model with random weights, in float32."""
    return write_model(tmp_path_factory.mktemp("exact"), "float32")


@pytest.fixture(scope="session")
def rounded_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights as shipped: rounded to eight bits."""
    return write_model(tmp_path_factory.mktemp("rounded"), "int8")


@pytest.fixture
async def engine(exact_model: Path) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(exact_model)
    yield engine
    await engine.close()
