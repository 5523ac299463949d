from __future__ import annotations

import os
from pathlib import Path

import pytest

from cwm_lsp.engine.package import GRAPH, SHIPPED


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to serve: that of `CWM_LSP_TEST_MODEL`, else the shipped one, else one of random weights.

    What these tests assert is true of every model.
    """
    given = os.environ.get("CWM_LSP_TEST_MODEL")
    if given:
        return Path(given)
    if (SHIPPED / GRAPH).exists():
        return SHIPPED
    pytest.importorskip("onnx")
    from tests.engine.models import CONFIG, write_model

    size = {"max_position_embeddings": 2048, "sliding_window": 2048}
    return write_model(tmp_path_factory.mktemp("model"), config=CONFIG | size)
