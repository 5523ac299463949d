"""Programs on which the checker was once wrong, found by the soundness benchmark."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]


@pytest.mark.parametrize(
    ("why", "source", "call"),
    [
        (
            "a bare raise gives no exception event",
            "def f(x):\n    try:\n        return int(x)\n    except ValueError:\n        raise\n",
            "f('a')",
        ),
        (
            "a display of constants has the table of a set that was filled from a frozen one",
            "def f(s):\n    s.add(30)\n    return s\n",
            "f({0, 2, 9, 11, 14})",
        ),
        (
            "a generator expression binds a name when it is asked",
            "def g(items):\n    exec('')\n    return sum(items)\n\n"
            "def f(xs):\n    n = g((d := x - 1) * d for x in xs)\n    return n, d\n",
            "f([1, 2, 5])",
        ),
        (
            "a line that is not worked out may have bound a name before it raised",
            "def f(xs):\n    try:\n        while xs: b = xs.pop(); 1 // b\n    except ZeroDivisionError:\n        return b\n",
            "f([0, 1])",
        ),
        (
            "negative constants are constants",
            "def f(n):\n    s = {-3, 9, (1, 2)}\n    s = {-3, 7, 12, 40, 25}\n    s.add(n)\n    return s\n",
            "f(33)",
        ),
    ],
)
def test_it_is_right_now(held_against: Held, why: str, source: str, call: str) -> None:
    run = held_against(source, call)
    assert run.wrong == [], why


def test_a_bare_raise_is_followed_into_the_caller(held_against: Held) -> None:
    source = """
    def g(x):
        try:
            return int(x)
        except ValueError:
            raise

    def f(x):
        try:
            return g(x)
        except ValueError:
            return 'no'
    """
    assert held_against(source, "f('a')").is_verified
