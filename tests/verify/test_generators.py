"""Generators of the program, followed from one resumption to the next; those that may be dropped leave the next event open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]

SQUARES = """
def squares(n):
    i = 0
    while i < n:
        yield i * i
        i += 1


def doubled(source):
    for one in source:
        yield one * 2


def both(n):
    yield from squares(n)
    yield from [7, 8]


def echo():
    got = yield 1
    yield got
"""


@pytest.mark.parametrize(
    "body",
    [
        "total = 0\nfor one in squares(3):\n    total += one\nreturn total",
        "return list(squares(3)), sum(squares(3)), max(squares(4))",
        "return [one for one in doubled(squares(3)) if one]",
        "return [*both(2)]",
        "g = squares(2)\na = next(g)\nb = next(g)\nc = next(g, None)\nreturn a, b, c",
        "g = echo()\nreturn next(g), next(g), next(g, 3)",
        "g = squares(2)\nfirst = next(g)\nfor rest in g:\n    first += rest\nreturn first",
        "g = echo()\na = next(g)\nb = g.send(5)\nc = next(g, 6)\nreturn a, b, c",
        "g = (one for one in squares(3))\ntwice = lambda n: n * 2\nreturn [twice(one) for one in g]",
        "pairs = list(enumerate(squares(2)))\nzipped = list(zip(squares(3), 'ab'))\nreturn pairs, zipped",
        "g = squares(1)\nnext(g)\ntry:\n    next(g)\nexcept StopIteration:\n    return 'over'",
        "return sum(one for one in squares(3)), ','.join(str(one) for one in squares(2))",
        "for a in squares(2):\n    for b in squares(2):\n        pass\nreturn a, b",
        "return 4 in squares(5), any(one > 3 for one in squares(3))",
    ],
)
def test_every_step_is_certain_and_right(held_against: Held, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    run = held_against(f"{SQUARES}\ndef f():\n{lines}", "f()")
    assert run.wrong == []
    if "in squares(5)" not in body and "zip" not in body:
        # What stops early drops its generator: the next event stays open there.
        assert run.reasons == []


@pytest.mark.parametrize(
    "body",
    [
        "for one in squares(9):\n    if one > 3:\n        break\nreturn one",
        "g = squares(3)\nnext(g)\ng = None\nreturn g",
        "next(squares(3))\nx = 1\nreturn x",
        "g = squares(3)\nreturn 1",
        "g = squares(3)\ndel g\nx = 2\nreturn x",
        "g = squares(3)\nnext(g)\nh = [g]\nh.clear()\ndel g\nreturn h",
        "def inner():\n    g = squares(2)\n    next(g)\n    return 5\nreturn inner() + 1",
    ],
)
def test_a_generator_that_is_dropped_is_never_wrong(held_against: Held, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    assert held_against(f"{SQUARES}\ndef f():\n{lines}", "f()").wrong == []


def test_generators_within_objects(held_against: Held) -> None:
    source = """
    class Bag:
        def __init__(self, items):
            self.items = items

        def __iter__(self):
            for one in self.items:
                yield one

    def f():
        bag = Bag([1, 2])
        return [one + 1 for one in bag], sum(bag), list(bag)
    """
    assert held_against(source, "f()").is_verified
