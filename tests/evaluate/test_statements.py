from __future__ import annotations

import pytest

from cwm_lsp.evaluate.statements import statement_kinds

PROGRAM = """\
import math

class Stack:
    def __init__(self):
        self.items = []

def helper(x):
    return x + 1

def f(xs, n):
    total = 0
    a, b = 1, 2
    xs[0] = 3
    total += n
    xs.append(n)
    helper(n)
    y = helper(n)
    s = Stack()
    z = abs(n)
    ys = [
        x * 2 for x in xs
    ]
    if n > 3: return n
    while n < 10:
        n += 1
    for x in xs:
        pass
    if n:
        total = 1
    elif len(xs) > 2:
        total = 2
    with open("a") as file:
        del total
    try:
        raise ValueError
    except ValueError as error:
        print(error)
    def inner(k):
        yield k
    match n:
        case 1:
            assert n
    return sum(x for x in xs)
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("self.items = []", "assignment to an attribute"),
        ("return x + 1", "return"),
        ("total = 0", "assignment"),
        ("a, b = 1, 2", "unpacking"),
        ("xs[0] = 3", "assignment to an item"),
        ("total += n", "augmented assignment"),
        ("xs.append(n)", "call"),
        ("helper(n)", "call into the file"),
        ("y = helper(n)", "assignment with a call into the file"),
        ("s = Stack()", "assignment with a call into the file"),
        ("z = abs(n)", "assignment with a call"),
        ("ys = [", "assignment with a comprehension"),
        ("x * 2 for x in xs", "assignment with a comprehension"),
        ("if n > 3: return n", "if test + return"),
        ("while n < 10:", "while test"),
        ("for x in xs:", "for header"),
        ("pass", "pass"),
        ("if n:", "if test"),
        ("elif len(xs) > 2:", "elif test with a call"),
        ('with open("a") as file:', "with header with a call"),
        ("del total", "del"),
        ("try:", "try"),
        ("raise ValueError", "raise"),
        ("except ValueError as error:", "except clause"),
        ("print(error)", "call"),
        ("def inner(k):", "def"),
        ("yield k", "yield"),
        ("match n:", "match"),
        ("case 1:", "case"),
        ("assert n", "assert"),
        ("return sum(x for x in xs)", "return with a comprehension"),
        ("import math", "none"),
    ],
)
def test_the_kind_of_a_line(text: str, kind: str):
    lines = [line.strip() for line in PROGRAM.splitlines()]
    assert statement_kinds(PROGRAM)(lines.index(text) + 1) == kind
