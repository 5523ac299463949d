"""`match` on plain values, held against true runs: every step certain, whichever case fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]

KINDS = """
def kind(x):
    match x:
        case 1 | 2:
            r = "few"
        case -1:
            r = "below"
        case True | None:
            r = "single"
        case "a" | b"b":
            r = "text"
        case [a, b]:
            r = a
        case [1, *rest, last]:
            r = rest
        case (0, (b, _) as pair, *_):
            r = pair
        case {"k": v, **others} if v > 1:
            r = others
        case {"k": [first, *_]}:
            r = first
        case str() | bytes():
            r = "s"
        case float(number):
            r = number
        case _:
            r = "other"
    return r


def nothing(x):
    match x % 3:
        case 0:
            return 1
        case 5:
            return 2


def looped(xs):
    total = 0
    for x in xs:
        match x:
            case ("add", n):
                total += n
            case ("stop",):
                break
            case ("skip", n) if n:
                continue
        total += 100
    return total
"""


@pytest.mark.parametrize(
    "call",
    [
        *(
            f"kind({value})"
            for value in (
                "1",
                "2.0",
                "-1",
                "None",
                "True",
                "'a'",
                "b'b'",
                "[3, 4]",
                "(1, 2, 3, 4)",
                "[0, (5, 6)]",
                "(0, [5, 6], 7, 8)",
                "{'k': 3, 'm': 1}",
                "{'k': [7, 8]}",
                "{'k': 0}",
                "'zz'",
                "2.5",
                "7",
                "{1, 2}",
                "'ab'",
                "range(2)",
                "[]",
            )
        ),
        "nothing(4)",
        "nothing(3)",
        "looped([('add', 2), ('skip', 1), ('skip', 0), ('stop',), ('add', 5)])",
    ],
)
def test_every_step_is_certain(held_against: Held, call: str) -> None:
    run = held_against(KINDS, call)
    assert run.wrong == []
    assert run.reasons == []


@pytest.mark.parametrize(
    "source",
    [
        "class P:\n    __match_args__ = ('x',)\n    def __init__(s):\n        s.x = 1\n"
        "def f():\n    match P():\n        case P(x):\n            return x\n",
        "def f():\n    match 1:\n        case 1: return 2\n        case _: return 3\n",
        "import math\ndef f():\n    match 3:\n        case math.pi:\n            return 1\n        case (\n            3\n"
        "        ):\n            return 2\n",
        "def f():\n    xs = [1, 2]\n    match xs:\n        case [a, *_] if xs.clear() or a:\n            return xs\n",
    ],
)
def test_it_is_never_wrong(held_against: Held, source: str) -> None:
    assert held_against(source, "f()").wrong == []
