"""Fixtures of the verifier's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from tests.verify.steps import Run, checked


@pytest.fixture(scope="session")
def held_against() -> Iterator[Callable[[str, str], Run]]:
    """Runs a program and a call of it for real, and holds the checker against that."""
    with Sandbox(Limits(frames=400)) as sandbox:
        yield partial(checked, sandbox)
