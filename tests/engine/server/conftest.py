from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _short_contexts_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests' model has room for 160 tokens.
    monkeypatch.setattr("cwm_lsp.engine.server.facts.LEAST_CONTEXT", 128)
