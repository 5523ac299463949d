from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from tests.engine.real.servers import CHECKPOINT
from training.export import Precision, to_onnx


@pytest.fixture
async def exact(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    """The same weights in the embedded engine, not rounded to eight bits as those that ship."""
    folder = tmp_path_factory.mktemp("exact")
    to_onnx(CHECKPOINT, folder, SHIPPED / VOCABULARY, Precision.FLOAT32)
    engine = EmbeddedEngine(folder)
    yield engine
    await engine.close()
