"""What a line reads: the last line of each source, as names; `[x]` is indexed or counted, `*x` is walked by a `for`."""

from __future__ import annotations

from textwrap import indent

import pytest

from cwm_lsp.source.document import Document
from cwm_lsp.source.operands import operands


def read(line: str, below: str = "") -> str:
    document = Document.parse("def f():\n" + indent(line, "    ") + "\n" + indent(below, "        "))
    found = operands(document.functions[0], 2)
    marks = [
        f"[{name}]" if name in found.indexed else f"*{name}" if name in found.walked else name for name in found.names
    ]
    return " ".join(marks) + (f" to {found.loop_end}" if found.loop_end else "")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("total = price * count", "price count"),
        ("total += price", "total price"),
        ("row[i] = value", "[row] i value"),
        ("a, xs[j] = xs[j], a", "[xs] j a"),
        ("self.total = shop.price(kind, tax=rate)", "self shop kind rate"),
        ("if left <= right:", "left right"),
        ("while i < len(items):", "i len [items]"),
        ("part = text[start:end]", "text start end"),
        ("return [x + shift for x in values if x]", "values x shift"),
        ("ordered = sorted(names, key=lambda name: ages[name])", "sorted names [ages] name"),
        ("if (m := best(scores)) > m:", "best scores m"),
        ("x: int = y", "y"),
        ("import os", ""),
        ("def inner(a=default):", "default"),
        ("print(f'{a!r:>{width}}')", "print a width"),
    ],
)
def test_names_in_order(line: str, names: str):
    assert read(line, "pass" if line.endswith(":") else "") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("for x in items:", "*items to 3"),
        ("for i, x in enumerate(items):", "enumerate *items to 3"),
        ("for a, b in zip(left, right):", "zip *left *right to 3"),
        ("for key, value in ages.items():", "*ages to 3"),
        ("for i in range(n):", "range n to 3"),
        ("for x in sorted(items):", "sorted items to 3"),
        ("for x in items[1:]:", "items to 3"),
    ],
)
def test_headers_of_loops(line: str, names: str):
    assert read(line, "pass") == names
