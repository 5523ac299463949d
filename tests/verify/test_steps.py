"""One step: from a state and a line to the next state, line, value or exception."""

from __future__ import annotations

import pytest

from cwm_lsp.trace.frames import Event
from tests.verify.steps import step, value

# What a line does to the names: line, state before, what is certain of the state after.
ASSIGNMENTS = [
    ("y = 2", {}, {"y": "2"}),
    ("y = a", {"a": "[1]"}, {"y": "[1]", "a": "[1]"}),
    ("y = z = a + 1", {"a": "2"}, {"y": "3", "z": "3"}),
    ("a, b = b, a", {"a": "1", "b": "'x'"}, {"a": "'x'", "b": "1"}),
    ("a, *b = [1, 2, 3]", {}, {"a": "1", "b": "[2, 3]"}),
    ("(a, b), c = [(1, 2), 3]", {}, {"a": "1", "b": "2", "c": "3"}),
    ("a += 1", {"a": "2"}, {"a": "3"}),
    ("a += [3]", {"a": "[1]"}, {"a": "[1, 3]"}),
    ("a *= 2", {"a": "'ab'"}, {"a": "'abab'"}),
    ("a[0] = 9", {"a": "[1, 2]"}, {"a": "[9, 2]"}),
    ("a[1:] = [7, 8, 9]", {"a": "[1, 2]"}, {"a": "[1, 7, 8, 9]"}),
    ("a['k'] = 1", {"a": "{}"}, {"a": "{'k': 1}"}),
    ("a['k'] += 1", {"a": "{'k': 1}"}, {"a": "{'k': 2}"}),
    ("a[0][1] = 5", {"a": "[[1, 2], [3]]"}, {"a": "[[1, 5], [3]]"}),
    ("a: int = 4", {}, {"a": "4"}),
    ("del a[0]", {"a": "[1, 2]"}, {"a": "[2]"}),
    ("del a['x']", {"a": "{'x': 1, 'y': 2}"}, {"a": "{'y': 2}"}),
    ("a.append(3)", {"a": "[1]"}, {"a": "[1, 3]"}),
    ("y = a.pop()", {"a": "[1, 2]"}, {"a": "[1]", "y": "2"}),
    ("a.sort(key=lambda v: -v)", {"a": "[1, 3, 2]"}, {"a": "[3, 2, 1]"}),
    ("a.setdefault('k', []).append(1)", {"a": "{}"}, {"a": "{'k': [1]}"}),
    ("a.add(2)", {"a": "{1}"}, {"a": "{1, 2}"}),
    ("a.update({'z': 1})", {"a": "{'a': 0}"}, {"a": "{'a': 0, 'z': 1}"}),
    ("if (n := len(a)) > 1: b = n", {"a": "[1, 2]"}, {"n": "2", "b": "2"}),
    ("import math", {}, {}),
    ("a = 1; b = a + 1", {}, {"a": "1", "b": "2"}),
    ("pass", {"a": "1"}, {"a": "1"}),
    ("y = collections.defaultdict(list); y['a'].append(1)", {}, {"y": "defaultdict(<class 'list'>, {'a': [1]})"}),
]

EXPRESSIONS = [
    ("a + b * 2", {"a": "1", "b": "2"}, "5"),
    ("a // 2, a % 3, a ** 2, -a", {"a": "7"}, "(3, 1, 49, -7)"),
    ("7 / 2", {}, "3.5"),
    ("0.1 + 0.2", {}, "0.30000000000000004"),
    ("1 < a <= 3", {"a": "3"}, "True"),
    ("a and b or c", {"a": "0", "b": "1", "c": "'c'"}, "'c'"),
    ("'yes' if a else 'no'", {"a": "[]"}, "'no'"),
    ("a[1:][::-1]", {"a": "'abcd'"}, "'dcb'"),
    ("a['k'][-1]", {"a": "{'k': [1, 2]}"}, "2"),
    ("f'{a:>5}|{a!r}|{b:.2f}'", {"a": "'x'", "b": "1.5"}, "\"    x|'x'|1.50\""),
    ("'%s-%03d' % (a, 7)", {"a": "'x'"}, "'x-007'"),
    ("'{0}{1}{0}'.format(a, b)", {"a": "1", "b": "2"}, "'121'"),
    ("[v * 2 for v in a if v % 2]", {"a": "[1, 2, 3]"}, "[2, 6]"),
    ("{v: len(v) for v in a}", {"a": "['x', 'yy']"}, "{'x': 1, 'yy': 2}"),
    ("[(i, j) for i in range(2) for j in range(i)]", {}, "[(1, 0)]"),
    ("sum(v for v in a)", {"a": "(1, 2)"}, "3"),
    ("sorted(a, key=len, reverse=True)", {"a": "['a', 'ccc', 'bb']"}, "['ccc', 'bb', 'a']"),
    ("list(map(lambda v: v + 1, a))", {"a": "[1, 2]"}, "[2, 3]"),
    ("list(zip(a, 'xy'))", {"a": "[1, 2]"}, "[(1, 'x'), (2, 'y')]"),
    ("' '.join(reversed(a.split()))", {"a": "'x y z'"}, "'z y x'"),
    ("{**a, 'b': 2}", {"a": "{'a': 1}"}, "{'a': 1, 'b': 2}"),
    ("[*a, *b]", {"a": "[1]", "b": "(2,)"}, "[1, 2]"),
    ("a is None", {"a": "None"}, "True"),
    ("isinstance(a, (int, str))", {"a": "'x'"}, "True"),
    ("type(a).__name__", {"a": "[]"}, "'list'"),
    ("math.gcd(12, a), math.pi > 3", {"a": "18"}, "(6, True)"),
    ("collections.Counter(a).most_common(1)", {"a": "'abca'"}, "[('a', 2)]"),
    ("functools.reduce(lambda x, y: x * y, a)", {"a": "[2, 3, 4]"}, "24"),
    ("(lambda x, *r, k=1: (x, r, k))(1, 2, k=3)", {}, "(1, (2,), 3)"),
    ("a.encode().hex()", {"a": "'hi'"}, "'6869'"),
    ("divmod(a, 3), round(2.5), abs(-a)", {"a": "7"}, "((2, 1), 2, 7)"),
]

RAISING = [
    ("y = 1 // a", {"a": "0"}, "ZeroDivisionError"),
    ("y = a[3]", {"a": "[1]"}, "IndexError"),
    ("y = a['q']", {"a": "{}"}, "KeyError"),
    ("y = int(a)", {"a": "'x'"}, "ValueError"),
    ("a, b = a", {"a": "[1]"}, "ValueError"),
    ("y = a + 1", {"a": "'x'"}, "TypeError"),
    ("y = a.foo", {"a": "'x'"}, "AttributeError"),
    ("assert a > 3, 'small'", {"a": "1"}, "AssertionError"),
    ("raise ValueError('no')", {}, "ValueError"),
    ("del a['k']", {"a": "{}"}, "KeyError"),
    ("a.remove(9)", {"a": "[1]"}, "ValueError"),
    ("y = q + 1; q = 2", {}, "UnboundLocalError"),
]

UNKNOWN = [
    ("y = open(a)", {"a": "'x'"}),
    ("y = a.read()", {"a": "<File object>"}),
    ("y = [a]", {"a": "<File object>"}),
    ("y = undefined(a)", {"a": "1"}),
    ("import os", {}),
    ("y = random.random()", {}),
    ("a.b = 1", {"a": "<Point object>"}),
    ("y = await a", {"a": "1"}),
]


@pytest.mark.parametrize(("line", "before", "after"), ASSIGNMENTS, ids=[one[0] for one in ASSIGNMENTS])
def test_a_statement_changes_the_names(line: str, before: dict[str, str], after: dict[str, str]) -> None:
    expected = step(line, **before)
    assert expected.event is Event.LINE
    assert expected.line == 4
    assert {name: shown for name, shown in expected.values.items() if name in after} == after


@pytest.mark.parametrize(("expression", "state", "shown"), EXPRESSIONS, ids=[one[0] for one in EXPRESSIONS])
def test_an_expression_has_a_value(expression: str, state: dict[str, str], shown: str) -> None:
    assert value(expression, **state) == shown


@pytest.mark.parametrize(("line", "state", "kind"), RAISING, ids=[one[0] for one in RAISING])
def test_a_line_raises(line: str, state: dict[str, str], kind: str) -> None:
    expected = step(line, **state)
    assert (expected.event, expected.line, expected.value) == (Event.EXCEPTION, 3, repr(kind))


@pytest.mark.parametrize(("line", "state"), UNKNOWN, ids=[one[0] for one in UNKNOWN])
def test_what_can_not_be_worked_out_is_left_open_with_a_reason(line: str, state: dict[str, str]) -> None:
    expected = step(line, **state)
    assert not expected.is_certain
    assert expected.reason


# Which line follows: the lines of a function's body, its state, the number of the line in the body.
COURSES = [
    ("if a > 1:\n    x = 1\nelse:\n    x = 2", {"a": "2"}, 2),
    ("if a > 1:\n    x = 1\nelse:\n    x = 2", {"a": "0"}, 4),
    ("if a > 1:\n    x = 1\nelif a == 0:\n    x = 2", {"a": "0"}, 3),
    ("for i in a:\n    x = i\ny = 1", {"a": "[5]"}, 2),
    ("for i in a:\n    x = i\ny = 1", {"a": "[]"}, 3),
    ("while a:\n    a -= 1\ny = 1", {"a": "1"}, 2),
    ("while a:\n    a -= 1\nelse:\n    y = 1", {"a": "0"}, 4),
    ("try:\n    x = 1\nexcept ValueError:\n    x = 2", {}, 2),
    ("def g(v):\n    return v\ny = 2", {}, 3),
]


@pytest.mark.parametrize(("body", "state", "number"), COURSES)
def test_the_line_that_follows_is_certain(body: str, state: dict[str, str], number: int) -> None:
    expected = step(body, **state)
    assert (expected.event, expected.line) == (Event.LINE, 2 + number)


def test_what_a_return_gives_is_certain() -> None:
    expected = step("return sorted(a)[0]", a="[3, 1]")
    assert (expected.event, expected.value, expected.is_certain) == (Event.RETURN, "1", True)


def test_of_a_state_with_something_unknown_the_rest_is_certain() -> None:
    expected = step("y = a + 1", a="1", b="<File object>")
    assert expected.values == {"a": "1", "b": "<File object>", "y": "2"}


def test_after_something_unknown_only_what_can_not_change_is_kept() -> None:
    expected = step("y = unknown(a)", a="1", b="[1]", c="'x'")
    assert expected.values == {"a": "1", "c": "'x'"}
