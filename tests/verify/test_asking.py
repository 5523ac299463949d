"""Operations that somebody else answers: `words = value`, `words => object after it`; a reply is taken at its word."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits as RecordingLimits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from cwm_lsp.verify.outcome import Expectation, Verdict
from tests.verify.steps import PATIENT, VERSION


def begun(lines: str, **state: str) -> Checker:
    """A checker that asks, on the first of these lines of a function."""
    body = "\n".join("    " + line for line in dedent(lines).strip().splitlines())
    text = f"import heapq, math\n\ndef f({', '.join(state)}):\n{body}\n    return 0\n"
    checker = Checker(TextListing(text, VERSION), PATIENT, asks=True)
    shown: State = tuple(state.items())
    checker.add(Moment(Event.CALL, 0, 3, "", shown, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 4, "", shown, None, (0,)))
    return checker


def answered(checker: Checker, *replies: str) -> Expectation:
    """What is expected after these replies, and true ones to all further questions."""
    expected = checker.expected()
    pending = list(replies)
    while expected.operation is not None:
        expected = checker.answer(pending.pop(0) if pending else expected.operation.truth)
    assert not checker.faults
    return expected


def operations(lines: str, **state: str) -> list[str]:
    """What a line asks for, answered truly."""
    checker = begun(lines, **state)
    expected = checker.expected()
    told: list[str] = []
    while (one := expected.operation) is not None:
        told.append(f"{one.words} {'=>' if one.is_effect else '='} {one.truth}")
        expected = checker.answer(one.truth)
    assert not checker.faults
    return told


@pytest.mark.parametrize(
    ("line", "state", "asked"),
    [
        ("y = a + b * 2", {"a": "3", "b": "4"}, ["4 * 2 = 8", "3 + 8 = 11"]),
        ("y = a - b > 2 and not a", {"a": "3", "b": "-4"}, ["3 - -4 = 7", "7 > 2 = True"]),
        ("y = -a", {"a": "3"}, ["-3 = -3"]),
        ("y = xs[i]", {"xs": "[7, 8]", "i": "-1"}, ["[0 7, 1 8][-1] = 8"]),
        ("y = xs[i]", {"xs": "[7, 8]", "i": "2"}, ["[0 7, 1 8][2] = raise IndexError"]),
        ("y = s[1:]", {"s": "'ab'"}, ["str(0 'a', 1 'b')[1:] = 'b'"]),
        ("y = d['k']", {"d": "{'k': 1}"}, ["{'k': 1}['k'] = 1"]),
        # Which order a set's display gives depends on how it was compiled.
        ("y = len({5, 10, 13})", {}, ["{5, 10, 13} = {10, 5, 13}", "len({10, 5, 13}) = 3"]),
        ("y = len({5, 6, 7})", {}, ["len({5, 6, 7}) = 3"]),
        # Where much is alike, places are told apart by their numbers.
        ("xs.append(1)", {"xs": "[1, 2, 1, 2, 1]"}, ["[0 1, 1 2, 2 1, 3 2, 4 1].append(1) => [1, 2, 1, 2, 1, 1]"]),
        ("xs.append(1)", {"xs": "[1, 2, 3, 4, 5]"}, ["[1, 2, 3, 4, 5].append(1) => [1, 2, 3, 4, 5, 1]"]),
        ("y = len(xs)", {"xs": "[7, 8]"}, ["len([0 7, 1 8]) = 2"]),
        ("y = s.upper().split('-')", {"s": "'a-b'"}, ["'a-b'.upper() = 'A-B'", "'A-B'.split('-') = ['A', 'B']"]),
        ("y = f'{a:03d}{b}'", {"a": "7", "b": "1"}, ["format(7, '03d') = '007'"]),
        ("y = a in xs", {"a": "8", "xs": "[7, 8, 9]"}, ["8 == 7 = False", "8 == 8 = True"]),
        ("y = a not in d", {"a": "'q'", "d": "{'k': 1}"}, ["'q' == 'k' = False"]),
        ("y = a in s", {"a": "'b'", "s": "'abc'"}, ["'b' in 'abc' = True"]),
        ("y = xs in d", {"xs": "[]", "d": "{'k': 1}"}, []),
        ("y = a is None", {"a": "7"}, []),
        ("y = [a, b]", {"a": "7", "b": "1"}, []),
        ("y = [x + 1 for x in xs]", {"xs": "[7, 8]"}, ["7 + 1 = 8", "8 + 1 = 9"]),
        ("y = sum(x * x for x in xs)", {"xs": "[1, 2]"}, ["1 * 1 = 1", "2 * 2 = 4", "sum([1, 4]) = 5"]),
        ("y = sorted(xs, key=len)", {"xs": "['bb', 'a']"}, [
            "len(str(0 'b', 1 'b')) = 2",
            "len(str(0 'a')) = 1",
            "sorted(['bb', 'a'], key=[2, 1]) = ['a', 'bb']",
        ]),
        ("y = max(xs, key=lambda p: p[1])", {"xs": "[(1, 9), (2, 8)]"}, [
            "(0 1, 1 9)[1] = 9",
            "(0 2, 1 8)[1] = 8",
            "max([(1, 9), (2, 8)], key=[9, 8]) = (1, 9)",
        ]),
        ("xs.append(a)", {"xs": "[7]", "a": "8"}, ["[7].append(8) => [7, 8]"]),
        ("y = xs.pop()", {"xs": "[7, 8]"}, ["[7, 8].pop() => [7]", "[7, 8].pop() = 8"]),
        ("y = xs.pop()", {"xs": "[]"}, ["[].pop() => raise IndexError"]),
        ("xs[0], xs[1] = xs[1], xs[0]", {"xs": "[7, 8]"}, [
            "[0 7, 1 8][1] = 8",
            "[0 7, 1 8][0] = 7",
        ]),
        ("d[k] += 1", {"d": "{'k': 1}", "k": "'k'"}, ["{'k': 1}['k'] = 1", "1 + 1 = 2"]),
        ("xs += [8]", {"xs": "[7]"}, ["[7] += [8] => [7, 8]"]),
        ("del d['k']", {"d": "{'k': 1}"}, []),
        ("heapq.heappush(h, 1)", {"h": "[2]"}, ["heappush([2], 1) => [1, 2]"]),
        ("y = next(iter(xs)); z = list(zip(xs, xs))", {"xs": "[7]"}, ["list([(7, 7)]) = [(7, 7)]"]),
        ("y = divmod(a, 3)", {"a": "7"}, ["7 // 3 = 2", "7 % 3 = 1"]),
        ("y = list(d.items())", {"d": "{'k': 1}"}, ["list(dict_items([('k', 1)])) = [('k', 1)]"]),
        ("y = int(s)", {"s": "'x'"}, ["int('x') = raise ValueError"]),
    ],
)  # fmt: skip
def test_a_line_asks_for_each_of_its_operations(line: str, state: dict[str, str], asked: list[str]):
    assert operations(line, **state) == asked


def test_a_reply_is_taken_at_its_word():
    assert answered(begun("y = a + b", a="1", b="2"), "40").values["y"] == "40"
    assert answered(begun("xs.append(1)", xs="[]"), "[5, 5]").values["xs"] == "[5, 5]"
    assert answered(begun("y = xs.pop()", xs="[1, 2]"), "[9]", "8").values == {"xs": "[9]", "y": "8"}


def test_a_reply_decides_where_control_goes():
    lines = """
        if a < b:
            a = 1
        a = 2
    """
    assert answered(begun(lines, a="1", b="2")).line == 5
    assert answered(begun(lines, a="1", b="2"), "False").line == 6


def test_a_reply_may_name_an_exception():
    expected = answered(begun("y = a + b", a="1", b="2"), "raise TypeError")
    assert (expected.event, expected.value) == (Event.EXCEPTION, "'TypeError'")


def test_no_exception_is_raised_that_no_reply_names():
    assert answered(begun("y = xs[3]", xs="[1]"), "1").values["y"] == "1"


def test_objects_keep_their_names_through_replies():
    lines = """
        row = grid[0]; row.append(a); y = grid
    """
    assert answered(begun(lines, grid="[[1], [2]]", a="7")).values["y"] == "[[1, 7], [2]]"
    # A wrong reply changes the object, under all of its names.
    told = answered(begun(lines, grid="[[1], [2]]", a="7"), "[1]", "[8, 8]")
    assert told.values["row"] == "[8, 8]"
    assert told.values["y"] == "[[8, 8], [2]]"


def test_what_a_list_holds_stays_the_object_that_it_is():
    lines = """
        row = []; grid.append(row); grid.append(0); row.append(5); y = grid
    """
    assert answered(begun(lines, grid="[]"), "[[]]", "[[], 1]").values["y"] == "[[5], 1]"


def test_what_is_cut_is_not_asked_for():
    expected = begun("y = xs + [1]", xs=repr([12345] * 40)[:197] + "...").expected()
    assert expected.operation is None
    assert "y" not in expected.values


def test_an_endless_walk_ends():
    lines = """
        y = any(x > a for x in iter(int, 1))
    """
    checker = begun(lines, a="1")
    expected = checker.expected()
    asked = 0
    while expected.operation is not None:
        expected = checker.answer("False")
        asked += 1
    assert asked <= 400
    assert "y" not in expected.values


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_reply_is_too_strange(first: str, second: str):
    for lines, state in (
        ("y = a + 1; xs.append(y); y = xs[0]", {"a": "1", "xs": "[]"}),
        ("d[a] = xs.pop()", {"a": "1", "xs": "[1, 2]", "d": "{}"}),
        ("y = sorted(xs, key=lambda x: x % 3)", {"xs": "[1, 2]"}),
    ):
        answered(begun(lines, **state), first, second, first)


PROGRAMS = {
    "loops": """
        def f(n):
            total, seen = 0, {}
            for i in range(n):
                seen[i % 3] = seen.get(i % 3, 0) + i
                if i in seen and seen[i] > 2:
                    continue
                total += len(seen)
            while total > 5:
                total //= 2
            return total, sorted(seen.items(), key=lambda pair: -pair[1])
    """,
    "calls": """
        def g(xs, n=2):
            if not xs:
                raise ValueError(n)
            return xs[0] * n + (g(xs[1:]) if len(xs) > 1 else 0)
        def f(n):
            try:
                g([])
            except ValueError:
                return g([n, n + 1]) + max(g([k]) for k in range(1, n))
    """,
    "objects": """
        class Stack:
            def __init__(self):
                self.items = []
            def push(self, item):
                self.items.append(item)
                return self
        def f(n):
            stack = Stack()
            for word in 'a b c'.split():
                stack.push(word * n).push(len(word))
            return stack.items
    """,
}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(RecordingLimits(frames=400)) as opened:
        yield opened


@pytest.mark.parametrize("name", PROGRAMS)
def test_true_replies_lead_along_the_true_run(sandbox: Sandbox, name: str):
    text = f"{dedent(PROGRAMS[name]).strip()}\n\n\ndef main():  # << START_OF_TRACE\n    return f(4)\n"
    moments = sandbox.record(text).moments
    checker = Checker(TextListing(text, VERSION), PATIENT, asks=True)
    asked = 0
    for number, moment in enumerate(moments):
        expected = checker.expected()
        while expected.operation is not None:
            asked += 1
            expected = checker.answer(expected.operation.truth)
        judgement = checker.add(moment)
        assert number == 0 or judgement.verdict is Verdict.VERIFIED, (moment, judgement.expectation)
    assert asked > 8
    assert not checker.faults
