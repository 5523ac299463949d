from __future__ import annotations

import pytest

from cwm_lsp.source.callees import callees
from cwm_lsp.source.calls import CallError, CallExpression, parse_call
from cwm_lsp.source.context import Context, ContextError, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import effects
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function

EXAMPLES = '''\
"""Module.

>>> add(1, 2)
"""
import pytest
K = [1]
# cwm: add(3, [1, 2])
def add(a, b):  # cwm: add(K, "# x")
    """
    >>> xs = [1,
    ...   2]
    >>> print(add(xs, b=xs))
    """
    return add(a - 1, 2)
class Stack:
    def __init__(self, n=0):
        self.items = []
    def push(self, v):
        """
        >>> s = Stack()
        >>> s.push(3)
        """
assert add(2, 3) == 3
@pytest.mark.parametrize("a, b", [(1, 2), (3, [4]), pytest.param(-5, 6), (unknown, 1)])
@pytest.mark.parametrize("c", [7])
def test_add(a, b, c):
    assert add(a, b) == c
    z = "k"
    add(z, z.upper())
class Tests:
    def test_it(self):
        self.assertEqual(add(
            9,  # a comment
            8,
        ), 3)
if __name__ == "__main__":
    data = [4, 5]
    print(add(data, unknown), add(data, 1), "add(0, 0)")
    Stack(3).push(4)
'''


def function(document: Document, name: str) -> Function:
    found = document.function(name)
    assert found is not None
    return found


def test_example_calls_in_their_order() -> None:
    document = Document.parse(EXAMPLES)
    assert [
        (each.origin, each.expression, each.line) for each in example_calls(document, function(document, "add"))
    ] == [
        ("directive", "add(3, [1, 2])", 7),
        ("directive", 'add(K, "# x")', 8),
        ("doctest", "add(1, 2)", 3),
        ("doctest", "add([1, 2], b=[1, 2])", 12),
        ("assert", "add(2, 3)", 23),
        ("assert", "add(3, [4])", 27),
        ("assert", "add(-5, 6)", 27),
        ("main", "add([4, 5], 1)", 38),
        ("test", 'add("k", "k".upper())', 29),
        ("test", "add(9, 8)", 32),
    ]


def test_example_calls_of_methods_build_their_object() -> None:
    document = Document.parse(EXAMPLES)
    assert [each.expression for each in example_calls(document, function(document, "push"))] == [
        "Stack().push(3)",
        "Stack(3).push(4)",
    ]
    assert [each.expression for each in example_calls(document, function(document, "__init__"))] == [
        "Stack(3)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("add(", "not a Python expression"),
        ("add(1)\nadd(2)", "not a single expression"),
        ("add", "not a call"),
        ("import os", "not a single expression"),
        ("subtract(1)", "no function 'subtract'. It has: add"),
        ("Stack().pop()", "has a method 'pop'"),
        ("(lambda: 1)()", "not a function's name"),
    ],
)
def test_calls_that_are_none_say_what_to_write(text: str, said: str) -> None:
    answer = parse_call(text, Document.parse(EXAMPLES))
    assert isinstance(answer, CallError)
    assert said in answer.message


def test_calls_name_their_function() -> None:
    document = Document.parse(EXAMPLES)
    found = {text: parse_call(text, document) for text in (" add(K,\n 2)  # c", "Stack(1)", "Stack().push(K)")}
    assert all(isinstance(each, CallExpression) for each in found.values())
    assert [(each.text, each.function.qualname) for each in found.values() if isinstance(each, CallExpression)] == [
        ("add(K, 2)", "add"),
        ("Stack(1)", "Stack.__init__"),
        ("Stack().push(K)", "Stack.push"),
    ]


SHOP = '''\
"""A shop."""
import math, os
from typing import (  # types
    List,
)

RATE = 3
TABLE = {}
TABLE["a"] = RATE
UNUSED = 4

# A comment.
class Item(Base):
    """Doc of Item."""

    price: int = RATE

    def __init__(self):
        """Init."""

    def cost(self) -> List[int]:
        """The cost.

        In cents."""
        # A comment.

        return helper(TABLE)  # trailing

    def unused(self):
        return os

class Base:
    """Base."""
    def nope(self): pass

def helper(x):
    s = """a

    # no comment
    """
    def inner(y):
        return y
    return other(inner)

def other(f): return math.pi
def far(): return Item().cost()

if __name__ == "__main__":
    far()
'''


def context(
    document: Document, name: str, call: str | None, *, budget: int = 10_000, docstrings: bool = True
) -> Context:
    found = context_for(document, function(document, name), call, budget=budget, measure=len, docstrings=docstrings)
    assert isinstance(found, Context)
    return found


def test_a_context_holds_what_the_call_needs_and_nothing_else() -> None:
    found = context(Document.parse(SHOP), "far", "far()", docstrings=False)
    assert (
        found.text
        == '''\
import math, os
from typing import (
    List,
)
RATE = 3
TABLE = {}
TABLE["a"] = RATE
class Item(Base):
    price: int = RATE
    def __init__(self):
        """Init."""
    def cost(self) -> List[int]:
        return helper(TABLE)
class Base:
    """Base."""
def helper(x):
    s = """a

    # no comment
    """
    def inner(y):
        return y
    return other(inner)
def other(f): return math.pi
def far(): return Item().cost()
def main():  # << START_OF_TRACE
    return far()
'''
    )
    assert [each.qualname for each in found.functions] == [
        "Item.__init__",
        "Item.cost",
        "helper",
        "helper.<locals>.inner",
        "other",
        "far",
    ]


@pytest.mark.parametrize("name", ["Item.cost", "inner", "other", "far"])
@pytest.mark.parametrize("docstrings", [True, False])
def test_the_lines_of_a_context_are_the_files(name: str, docstrings: bool) -> None:
    document = Document.parse(SHOP)
    found = context(document, name, None, docstrings=docstrings)
    lines = found.text.split("\n")[:-1]
    assert len(lines) == len(found.line_map)
    marked = [number for number, line in enumerate(lines) if line.endswith("  # << START_OF_TRACE")]
    assert [found.line_map[number] for number in marked] == [found.entry.def_line]
    for line, number in zip(lines, found.line_map, strict=True):
        assert number is not None
        assert document.line(number).startswith(line.removesuffix("  # << START_OF_TRACE"))
    assert not Document.parse(found.text).has_error
    assert list(found.line_map) == sorted(number for number in found.line_map if number is not None)


def test_over_budget_callees_go_before_constants() -> None:
    found = context(Document.parse(SHOP), "helper", "helper(RATE)", budget=190)
    assert "RATE = 3" in found.text and "math" not in found.text
    assert found.omitted == ("other",)


def test_an_entry_point_beyond_the_budget_is_an_error() -> None:
    document = Document.parse(SHOP)
    found = context_for(document, function(document, "far"), "far()", budget=20, measure=len)
    assert isinstance(found, ContextError) and "far alone takes" in found.message
    found = context_for(document, function(document, "far"), "far(", budget=9999, measure=len)
    assert isinstance(found, ContextError) and "not a Python expression" in found.message


def test_a_context_from_a_broken_file() -> None:
    document = Document.parse(
        "x = (1,\nclass C:\n    def bad(self:\n        pass\nK = 2\ndef f(a):\n    return a + 1\n"
    )
    assert context(document, "f", "f(3)").text == (
        "def f(a):\n    return a + 1\ndef main():  # << START_OF_TRACE\n    return f(3)\n"
    )


EFFECTS = """\
class S:
    def __init__(self): self.x = []
    def push(self, v):
        self.x.append(v)
def g(a): return a
def f(a, b):
    for i in range(b):
        a = g(i) + (
            len(b))
    try: pass
    except E as e:
        z = 1
    xs = sorted(a, key=g)
    if a: y = 2
    n = a * 2
    import os.path
    s = S()
    s.push(n)
    return a.b[3]
"""


def test_effects_line_by_line() -> None:
    document = Document.parse(EFFECTS)
    told = {line: effects(document, function(document, "f"), line) for line in range(7, 20)}
    assert {line: sorted(each.binds) for line, each in told.items() if each.binds} == {
        7: ["i"],
        8: ["a"],
        9: ["a"],
        11: ["e"],
        12: ["e", "z"],
        13: ["xs"],
        14: ["y"],
        15: ["n"],
        16: ["os"],
        17: ["s"],
    }
    assert [line for line, each in told.items() if not each.may_mutate] == [10, 11, 12, 14, 15, 19]
    assert told[9].first_line == 8 and told[8].calls == {"g", "len"}
    assert told[19].mentions == {"a", "b"}


def test_callees_line_by_line() -> None:
    document = Document.parse(EFFECTS)
    reached = {line: callees(document, function(document, "f"), line) for line in range(7, 20)}
    assert {line: [each.name for each in found] for line, found in reached.items() if found} == {
        8: ["g"],
        9: ["g"],
        13: ["g"],
        17: ["__init__"],
        18: ["push"],
    }


OPERATORS = """\
class Quiet:
    def __add__(self, other):
        return other
class Loud:
    def __add__(self, other):
        self.count += 1
        return self
def f(a, b):
    c = a + b
    d = c
    return c
"""


def test_operators_count_as_calls_where_the_file_gives_them_effects() -> None:
    loud = Document.parse(OPERATORS)
    assert effects(loud, function(loud, "f"), 9).may_mutate
    assert not effects(loud, function(loud, "f"), 10).may_mutate
    quiet = Document.parse(OPERATORS.replace("self.count += 1", "count = 1"))
    assert not effects(quiet, function(quiet, "f"), 9).may_mutate
    assert {each.qualname for each in callees(quiet, function(quiet, "f"), 9)} == {"Quiet.__add__", "Loud.__add__"}


def test_annotations_bring_their_future_import() -> None:
    text = "from __future__ import annotations\ndef f(a: Later):\n    return a\ndef g(a):\n    return a\n"
    document = Document.parse(text)
    assert "__future__" in context(document, "f", "f(1)").text
    assert "__future__" not in context(document, "g", "g(1)").text
