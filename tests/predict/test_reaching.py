"""What a line may have changed: the state before it, the line, and the names of which nothing is certain any more."""

from __future__ import annotations

from textwrap import indent

import pytest

from cwm_lsp.predict.program import Program
from cwm_lsp.predict.reaching import is_plain, may_change

STATE = {
    "xs": "[1, 2]",
    "same": "[1, 2]",
    "holder": "{'a': [1, 2]}",
    "other": "[7]",
    "word": "'ab'",
    "shop": "<__main__.Shop object>",
    "grid": "[[1, 2], [7]]",
    "cut": "[1, 2, 3...",
}


def changed(line: str, above: str = "") -> str:
    """The names whose objects the line may change, in the order of `STATE`; those that it binds don't count."""
    below = "\n        pass" if line.endswith(":") else ""
    text = f"{above}def f({', '.join(STATE)}):\n{indent(line, '    ')}{below}\n"
    program = Program(text)
    function = program.document.function("f")
    assert function is not None
    reaches = [program.reach(function.first_line, function.def_line + 1)]
    return " ".join(name for name in STATE if may_change(reaches, STATE, name, program.document.module_names))


UNPLAIN = "shop cut"
ANY = " ".join(STATE)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("n = len(xs) + sum(other)", UNPLAIN),
        ("word = word.strip().upper()", UNPLAIN),
        ("xs.append(3)", "xs same holder grid shop cut"),
        ("other.pop()", "other grid shop cut"),
        ("xs[0] = 5", "xs same holder grid shop cut"),
        ("xs += other", "xs same holder grid shop cut"),
        ("del other[0]", "other grid shop cut"),
        ("grid[0].append(9)", "xs same holder other grid shop cut"),
        ("holder['a'].append(9)", "xs same holder grid shop cut"),
        ("for x in xs:", UNPLAIN),
        ("for key, value in holder.items():", UNPLAIN),
        ("squares = [x * x for x in xs if x not in other]", UNPLAIN),
        ("word = ', '.join(sorted(xs, key=lambda x: -x))", UNPLAIN),
        ("n = unknown(word)", ANY),
        ("n = helper(word)", ANY),
        ("names = list(map(helper, xs))", ANY),
        ("n = shop.count", ANY),
        ("n = shop.get(word)", ANY),
        ("n = [shop]", ANY),
        ("with word:", ANY),
        ("yield xs", ANY),
        ("import os", ANY),
    ],
)
def test_what_a_line_may_change(line: str, names: str):
    above = "def helper(x):\n    return x\n"
    assert sorted(changed(line, above).split()) == sorted(names.split())


def test_a_class_may_write_its_objects_like_a_list():
    assert changed("xs.append(3)", "class A:\n    pass\n") == ANY


@pytest.mark.parametrize(
    "shown", ["[1, {'a': (2, None)}]", "deque([1])", "set()", "Counter()", "-3.5", "range(0, 5)", "b'x'"]
)
def test_plain(shown: str):
    assert is_plain(shown)


@pytest.mark.parametrize("shown", ["<object>", "Point(x=1)", "[1, 2...", "[<object>]", "[nan]", ""])
def test_not_plain(shown: str):
    assert not is_plain(shown)
