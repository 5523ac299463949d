"""Statements of several lines, held against true runs: every line event certain, and nothing shown before it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.steps import Run

Held = Callable[[str, str], Run]


@pytest.mark.parametrize(
    "body",
    [
        "x = g(\n    n,\n    n + 1,\n)\nreturn x",
        "x = {\n    'a': n,\n    'b': [n, 2],\n    'c': str(n),\n}\nreturn x",
        "x = [\n    n,\n    n * 2,\n]\nreturn x",
        "x = [\n    1,\n    2,\n]\nreturn x",
        "return g(\n    n,\n    b=len('abc'),\n)",
        "x = []\nx.append(\n    n\n)\nreturn x",
        "x = 'a'\nx += str(\n    n\n)\nreturn x",
        "x = (n +\n     2)\nreturn x",
        "x = dict(\n    a=n,\n    b=f'{n}!',\n)\nreturn x",
        "for i in range(2):\n    x = max(\n        i,\n        n,\n    )\nreturn x",
        "return (\n    n,\n    n + 1,\n)",
    ],
)
def test_every_step_is_certain(held_against: Held, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    run = held_against(f"def g(a, b=2):\n    return a * b\n\ndef f(n):\n{lines}", "f(3)")
    assert run.wrong == []
    assert run.reasons == []


@pytest.mark.parametrize(
    "body",
    [
        "x = g(\n    g(n),\n    g(1),\n)\nreturn x",
        "x = {\n    'a': n,\n    'b': [][n],\n}\nreturn x",
        "y = [1]\nx = [\n    y.pop(),\n    len(y),\n]\nreturn x, y",
        "i = iter('abc')\nx = [\n    list(i),\n    list(i),\n]\nreturn x",
        "x = (\n    g(n)\n    + 1\n)\nreturn x",
        "x = (n\n     if n\n     else 2)\nreturn x",
        "x = [\n    i\n    for i in range(n)\n]\nreturn x",
        "x = (y := n,\n     y)\nreturn x",
        "x = n and g(\n    n\n)\nreturn x",
        "x = 'a'.join(\n    str(i)\n    for i in 'ab'\n).upper(\n)\nreturn x",
        "x, y = (\n    n,\n    1,\n)\nreturn x",
        "x = [[\n    n\n], [\n    n\n]]\nreturn x",
        "x = int(\n    'no'\n)\nreturn x",
        "d = {}\nd[\n    n\n] = 1\nreturn d",
        "assert n == (\n    3\n), 'no'\nreturn 1",
        "while (\n    n > 0\n    and n < 9\n):\n    n -= 1\nreturn n",
    ],
)
def test_what_happens_on_the_way_is_never_wrong(held_against: Held, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    assert held_against(f"def g(a, b=2):\n    return a * b\n\ndef f(n):\n{lines}", "f(3)").wrong == []
