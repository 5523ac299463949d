"""What an edit costs: the engine's questions are counted, and the calls that they were about."""

from __future__ import annotations

import pytest

from cwm_lsp.session import Edit, SessionSettings, State
from tests.session.fakes import Desk, desk

URI = "file:///a.py"
SOURCE = """\
RATE = 3


def helper(x):
    return x * RATE


def uses(x):
    return helper(x) + 1


def alone(x):
    y = x - 1
    return y


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)
        return len(self.items)


assert helper(2) == 6
assert uses(3) == 10
assert alone(4) == 3
assert Stack().push(5) == 1
"""
ALL = ("helper", "uses", "alone", "Stack.push", "Stack.__init__")
CALLS = {"helper": "helper(2)", "uses": "uses(3)", "alone": "alone(4)", "Stack.push": "Stack().push(5)"}


def edit(at: Desk, before: str, after: str) -> None:
    snapshot = at.session.snapshot(URI)
    assert snapshot is not None
    start = snapshot.document.text.index(before)
    at.session.edit(URI, snapshot.version + 1, Edit(start, start + len(before), after))


def is_ready(at: Desk) -> bool:
    views = [at.session.view(URI, function) for function in ALL]
    return all(view is not None and view.state is State.READY for view in views)


async def everything_predicted(at: Desk) -> None:
    at.session.open(URI, 1, SOURCE)
    at.session.reveal(URI, 1, 100)
    await at.until(lambda: is_ready(at))
    await at.rest()


async def cost(at: Desk, *edits: tuple[str, str]) -> set[str]:
    """The calls that the engine is asked about because of some edits."""
    before, questions = len(at.engine.prompts), at.engine.questions
    for one in edits:
        edit(at, *one)
    at.clock.advance(1.0)
    await at.settled(URI)
    assert is_ready(at)
    asked = set(at.engine.predicted()[before:])
    assert bool(asked) == (at.engine.questions > questions)
    return asked


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("y = x - 1", "y = x - 2", {"alone(4)"}),
        ("return x * RATE", "return x * RATE * 1", {"helper(2)", "uses(3)"}),
        ("RATE = 3", "RATE = 4", {"helper(2)", "uses(3)"}),
        ("+ 1\n", "+ 2\n", {"uses(3)"}),
        ("return len(self.items)", "return 1", {"Stack().push(5)"}),
        ("assert alone(4) == 3", "assert alone(5) == 4", {"alone(5)"}),
        ("RATE = 3", "RATE = 3\nOTHER = 4", set[str]()),
        ("    y = x - 1", "    # Only a comment.\n    y = x - 1", set[str]()),
        ("def alone", '"""Text."""\n\n\ndef alone', set[str]()),
        ("assert helper(2)", "\n\n\nassert helper(2)", set[str]()),
        ("def helper", "def new(z):\n    return z\n\n\ndef helper", {"z"}),
    ],
)
async def test_an_edit_costs_what_its_functions_context_holds_and_nothing_else(
    before: str, after: str, asked: set[str]
) -> None:
    async with desk() as at:
        await everything_predicted(at)
        found = await cost(at, (before, after))
        assert found == asked


@pytest.mark.parametrize("function", ["helper", "uses", "alone", "Stack"])
async def test_moving_a_function_costs_nothing(function: str) -> None:
    keyword = "class" if function == "Stack" else "def"
    start = SOURCE.index(f"{keyword} {function}")
    text = SOURCE[start : SOURCE.index("\n\n\n", start) + 3]
    async with desk() as at:
        await everything_predicted(at)
        assert await cost(at, (text, ""), ("assert helper", text + "assert helper")) == set()
        assert await cost(at, (text, ""), ("def ", text + "def ")) == set()


async def test_typing_a_line_letter_by_letter_costs_one_prediction() -> None:
    async with desk(SessionSettings(debounce=0.2)) as at:
        await everything_predicted(at)
        at.session.focus(URI, SOURCE[: SOURCE.index("y = x")].count("\n") + 1)
        before = len(at.engine.prompts)
        typed = "y = x - 1"
        for letter in " + 22":
            edit(at, typed, typed + letter)
            typed += letter
            at.clock.advance(0.05)
            await at.rest()
        assert len(at.engine.prompts) == before
        assert await cost(at) == {"alone(4)"}
