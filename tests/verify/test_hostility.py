"""No line makes the checker slow, large or curious."""

from __future__ import annotations

import tracemalloc

import pytest

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from cwm_lsp.verify.limits import Limits
from cwm_lsp.verify.outcome import Expectation
from tests.verify.hostility import BOMBS, DEEP, GROWING

MOST = 20_000_000
"""Bytes for one step."""
HEAD = "import re, math, itertools, functools, collections\n"


def after(line: str, state: tuple[tuple[str, str], ...] = (("x", "1"),)) -> Expectation:
    """What the checker expects after a line of a function, from a state; the operations and the memory that it takes are held."""
    text = f"{HEAD}def f({', '.join(name for name, _ in state)}):\n    {line}\n    return 0\n"
    checker = Checker(TextListing(text))
    checker.add(Moment(Event.CALL, 0, 2, "", state, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 3, "", state, None, (0,)))
    tracemalloc.start()
    expected = checker.expected()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST
    assert checker.spent <= Limits().operations
    return expected


@pytest.mark.parametrize("expression", BOMBS)
def test_a_bomb_is_refused_or_bounded(expression: str) -> None:
    expected = after(f"y = {expression}")
    for shown in expected.values.values():
        assert len(shown) <= 200


@pytest.mark.parametrize("expression", DEEP, ids=range(len(DEEP)))
def test_deep_nesting_is_refused_or_bounded(expression: str) -> None:
    after(f"y = {expression}")


@pytest.mark.parametrize(
    "expression", ["x.__class__", "'{0.__class__}'.format(x)", "eval('1')", "__import__('os')", "type('A', (), {})"]
)
def test_what_looks_into_objects_is_refused(expression: str) -> None:
    assert not after(f"y = {expression}").is_certain


@pytest.mark.parametrize("line", GROWING)
def test_what_grows_with_each_turn_of_a_loop_stays_bounded(line: str) -> None:
    text = f"def f(a, s, n):\n    while True:\n        {line}\n"
    checker = Checker(TextListing(text, (11, 11)))
    state = (("a", "[1]"), ("s", "'ab'"), ("n", "7"))
    checker.add(Moment(Event.CALL, 0, 1, "", state, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 2, "", state, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 3, "", state, None, (0,)))
    for _ in range(60):
        expected = checker.expected()
        shown = tuple((name, expected.values.get(name, "?")) for name, _ in state)
        checker.add(Moment(Event.LINE, 0, 3, "", shown, None, (0,)))
        assert checker.spent <= Limits().operations


def test_a_file_that_would_leave_a_mark_leaves_none() -> None:
    expected = after("y = open('mark', 'w').write('x')")
    assert not expected.is_certain
