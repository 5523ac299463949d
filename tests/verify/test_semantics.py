"""The evaluator gives what CPython gives: values, their types and order, exceptions. Only this test evaluates."""

from __future__ import annotations

import ast
import bisect
import collections
import heapq
import itertools
import math
import string
import warnings
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.limits import Budget, Limits, Unknowable
from cwm_lsp.verify.modules import module
from cwm_lsp.verify.objects import Names, Thrown, kind_name
from cwm_lsp.verify.values import show
from tests.verify.expressions import VALUES, expression

MODULES = {one.__name__: one for one in (math, string, itertools, collections, heapq, bisect)}
PATIENT = Limits(seconds=5.0)


def fresh() -> dict[str, Any]:
    """The values that expressions are drawn over."""
    return {name: eval(text) for name, text in VALUES.items()}


def evaluated(text: str) -> tuple[str, Any]:
    """What the evaluator makes of an expression: `value`, `raises` or `unknown`, and what."""
    held = {**fresh(), **{name: module(name) for name in MODULES}}
    names = Names(held, frozenset(held) | {"b"})
    ev = Evaluator(Budget(PATIENT), Names({}, frozenset()))
    try:
        return "value", ev.run(ev.expression(ast.parse(text, mode="eval").body, names))
    except Thrown as error:
        return "raises", error.value
    except Unknowable as error:
        return "unknown", error.reason


def agrees(text: str) -> bool:
    """Hold the evaluator's answer against CPython's; whether there was one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = compile(text, "<drawn>", "eval")
        except SyntaxError:
            return False
        kind, answer = evaluated(text)
        if kind == "unknown":
            return False
        try:
            true = eval(code, {**fresh(), **MODULES})
        except Exception as error:
            assert kind == "raises", f"{text} raises {error!r}"
            assert kind_name(answer.kind) == type(error).__name__, text
            assert answer.arguments is None or repr(answer.arguments) == repr(error.args), text
            return True
    assert kind == "value", f"{text} is {true!r}"
    shown = show(answer)
    whole = repr(true)
    assert shown is None or shown == (whole if len(whole) <= 200 else whole[:197] + "..."), text
    return shown is not None


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**64))
def test_an_expression_is_what_cpython_makes_of_it(seed: int) -> None:
    agrees(expression(Random(seed)))


@pytest.mark.slow
def test_a_large_corpus_is_what_cpython_makes_of_it_and_is_mostly_answered() -> None:
    answered = sum(agrees(expression(Random(seed))) for seed in range(20_000))
    assert answered > 0.85 * 20_000


@pytest.mark.parametrize(
    "text",
    [
        "[heapq.heappush(xs, i), xs]",
        "[heapq.heapify(xs), heapq.heappop(xs), xs]",
        "[heapq.heapify(grid), heapq.heappushpop(grid, [0]), heapq.heapreplace(grid, [9]), grid]",
        "heapq.heappop(empty)",
        "heapq.heappush(ws, 1)",
        "heapq.nlargest(2, xs), heapq.nsmallest(i, ws), heapq.nlargest(0, nums)",
        "bisect.bisect(xs, 2), bisect.bisect_left(ws, 'x'), bisect.bisect_right(xs, 3, 1, 3)",
        "[bisect.insort(xs, 2), bisect.insort_left(ws, 'b'), xs, ws]",
        "bisect.bisect(xs, s)",
    ],
)
def test_heaps_and_bisections_are_what_cpython_makes_of_them(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 // 0", "ZeroDivisionError"),
        ("xs[9]", "IndexError"),
        ("d['q']", "KeyError"),
        ("int('x')", "ValueError"),
        ("'a' + 1", "TypeError"),
        ("'a' @ 1", "TypeError"),
        ("s.foo", "AttributeError"),
        ("{}[[]]", "TypeError"),
        ("next(iter(empty))", "StopIteration"),
        ("2.0 ** 5000", "OverflowError"),
        ("chr(-1)", "ValueError"),
        ("raw.decode('ascii')[99]", "IndexError"),
        ("b'\\xff'.decode()", "UnicodeDecodeError"),
        ("len(5)", "TypeError"),
        ("max([])", "ValueError"),
        ("'%d' % 'a'", "TypeError"),
        ("'{}'.format()", "IndexError"),
        ("f'{s:d}'", "ValueError"),
        ("(lambda a: a)()", "TypeError"),
        ("math.sqrt(-1)", "ValueError"),
        ("[1].index(2)", "ValueError"),
        ("sorted([1, 'a'])", "TypeError"),
    ],
)
def test_exceptions_are_cpythons(text: str, kind: str) -> None:
    found, error = evaluated(text)
    assert found == "raises"
    assert kind_name(error.kind) == kind
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "{3, 11, 12}",
        "{8, 1, 16}",
        "list({9, 1, 17})",
        "set([16, 9, 5]) | {1}",
        "nums.difference(e)",
        "nums - {5}",
        "set(range(40))",
        "{-1, -2}",
        "frozenset({16, 8, 1})",
    ],
)
def test_a_set_of_numbers_that_is_shown_is_shown_in_cpythons_order(text: str) -> None:
    agrees(text)


@pytest.mark.parametrize(
    "text", ["0.1 + 0.2", "1e16 + 1", "-0.0", "1e-7 * 3", "float('nan')", "2 ** 0.5", "10 / 4", "1e400"]
)
def test_floats_are_shown_as_cpython_shows_them(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "list(words)",
        "str(words)",
        "[a for a in words]",
        "hash('a')",
        "1 is 1",
        "s is s[:]",
        "repr(len)",
        "sum([0.1] * 10)",
        "str(lambda: 0)",
    ],
)
def test_what_depends_on_the_process_or_the_version_is_not_known(text: str) -> None:
    assert evaluated(text)[0] == "unknown"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**64), st.data())
def test_whatever_stands_there_only_the_documented_ways_end_an_evaluation(seed: int, data: st.DataObject) -> None:
    text = mangled(expression(Random(seed)), data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    # Neither an `Exception` nor anything else than `Thrown` and `Unknowable`, which `evaluated` turns into answers.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        evaluated(text)


def mangled(text: str, data: st.DataObject) -> str:
    """An expression with a few of its tokens exchanged."""
    tokens = [
        "(",
        ")",
        " ",
        "x",
        "7",
        "10**9",
        "'a'",
        "[",
        "]",
        "*",
        "**",
        ":",
        "lambda q: ",
        " for a in xs",
        ".__class__",
        "@",
        ",",
    ]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(tokens)) + text[at + data.draw(st.integers(0, 2)) :]
    return text
