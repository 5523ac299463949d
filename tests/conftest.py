from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cwm_lsp.engine.package import GRAPH, SHIPPED

# A test says what is right, never how fast: a busy machine must not fail it.
settings.register_profile("cwm", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
settings.load_profile("cwm")


@pytest.fixture(scope="session")
def any_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model for tests that hold for every model: `CWM_LSP_TEST_MODEL`, the shipped one, or one of random weights."""
    given = os.environ.get("CWM_LSP_TEST_MODEL")
    if given:
        return Path(given)
    if (SHIPPED / GRAPH).exists():
        return SHIPPED
    pytest.importorskip("onnx")
    from tests.engine.models import CONFIG, write_model

    size = {"max_position_embeddings": 2048, "sliding_window": 2048}
    return write_model(tmp_path_factory.mktemp("model"), config=CONFIG | size)
