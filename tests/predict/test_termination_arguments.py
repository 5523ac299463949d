"""Arguments that a reader has for a loop or a recursion that ends, each with a program beside it to which it does not apply.

The rules have to see the first and must not take the second for it; what they say is held against true runs.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cwm_lsp.evaluate.halting_items import ends_in_sandbox
from cwm_lsp.predict.termination.rules import ruling
from cwm_lsp.predict.termination.verdict import Verdict
from cwm_lsp.source.document import Document
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from tests.predict.termination_arguments.argument import Argument
from tests.predict.termination_arguments.loops import LOOPS
from tests.predict.termination_arguments.recursion import RECURSION
from tests.predict.termination_arguments.walks import WALKS

ARGUMENTS = (*LOOPS, *RECURSION, *WALKS)
TWINS = [one for one in ARGUMENTS if one.other is not None]


def said(source: str) -> Verdict | None:
    """What the text alone says of the last function."""
    document = Document.parse(source)
    found = ruling(document, document.functions[-1])
    return found.verdict if found is not None else None


@pytest.mark.parametrize("argument", ARGUMENTS, ids=lambda one: one.name)
def test_a_reader_sees_that_it_ends(argument: Argument) -> None:
    assert said(argument.ends) is Verdict.TERMINATES


@pytest.mark.parametrize("argument", TWINS, ids=lambda one: one.name)
def test_what_only_looks_like_it_is_left_open(argument: Argument) -> None:
    assert argument.other is not None
    assert said(argument.other) is None


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(frames=1_500, seconds=10.0)) as one:
        yield one


def test_true_runs_bear_both_out(sandbox: Sandbox) -> None:
    for one in ARGUMENTS:
        for call in one.calls:
            assert ends_in_sandbox(one.ends, call, sandbox), (one.name, call)
        if one.other is not None and one.endless is not None:
            assert ends_in_sandbox(one.other, one.endless, sandbox) is False, (one.name, one.endless)


def test_what_is_relied_on_is_told() -> None:
    document = Document.parse(next(one.ends for one in LOOPS if one.name == "along a linked list"))
    found = ruling(document, document.functions[-1])
    assert found is not None and not found.is_certain
    assert "as long as nothing is linked in a circle" in found.rule
