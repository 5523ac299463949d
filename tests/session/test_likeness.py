"""Contexts that ask the same although their functions stand elsewhere."""

from __future__ import annotations

import pytest

from cwm_lsp.session.likeness import fitted, likeness
from cwm_lsp.source.document import Document
from tests.predict.true_runs import context_of

RATE = "RATE = 2\n"
HELPER = "def helper(x):\n    return x * RATE\n"
MAIN = "def f(x):\n    y = helper(x)\n    return Box(y)\n"
BOX = "class Box:\n    def __init__(self, y):\n        self.y = y\n"
ORDERS = [(RATE, HELPER, MAIN, BOX), (HELPER, RATE, MAIN, BOX), (BOX, MAIN, RATE, HELPER), (MAIN, HELPER, BOX, RATE)]


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_functions_and_classes_is_no_difference(order: tuple[str, ...]) -> None:
    first, other = (context_of("\n\n".join(parts), "f", "f(1)") for parts in (ORDERS[0], order))
    assert likeness(first.text) == likeness(other.text)
    text = Document.parse("\n\n".join(order))
    fit = fitted(first.text, other)
    assert fit.text == first.text
    for number, line in enumerate(fit.text.splitlines(), 1):
        where = fit.file_line(number)
        if where is not None:
            assert text.line(where) == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RATE, "RATE = 3\n"),
        (RATE, RATE + "RATE = 3\n"),
        (HELPER, "def helper(y):\n    return y * RATE\n"),
        (BOX, "class Box:\n    def __init__(self, y):\n        self.x = y\n"),
    ],
)
def test_any_other_text_is(before: str, after: str) -> None:
    source = "\n\n".join(ORDERS[0])
    first, other = (context_of(text, "f", "f(1)") for text in (source, source.replace(before, after)))
    assert likeness(first.text) != likeness(other.text)


def test_constants_keep_their_order() -> None:
    one, other = "A = 1\nA = 2\n", "A = 2\nA = 1\n"
    function = "def f():\n    return A\n"
    assert likeness(one + function) != likeness(other + function)


def test_a_name_that_is_defined_twice_keeps_its_place() -> None:
    one, other = "def f():\n    return 1\n", "def f():\n    return 2\n"
    assert likeness(one + other) != likeness(other + one)


@pytest.mark.parametrize(
    "text", ["", "def f(): pass; x = 1\n", "x = 1; y = 2\n", "def f(:\n", "@g\ndef f():\n    pass\n"]
)
def test_any_text_has_one(text: str) -> None:
    assert likeness(text) == likeness(text)
