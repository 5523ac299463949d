"""Functions and what is said of their end: by a rule, by a predicted run, or not at all. No model is asked."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cwm_lsp.predict.judging.termination import TerminationSettings, combined, gathered, judge, needs_asking
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.opinions.opinion import DOES_NOT_TERMINATE, TERMINATES, Provenance, TerminationOpinion
from cwm_lsp.predict.termination.rules import ruling
from cwm_lsp.predict.termination.verdict import EvidenceKind, Verdict
from cwm_lsp.source.document import Document

FEW = TerminationSettings(calls=6, frames=90)


def read(source: str) -> Document:
    return Document.parse(dedent(source).lstrip("\n"))


def rule(source: str) -> str | None:
    """The rule that says that it ends; None where it is open, or meant to go on."""
    document = read(source)
    found = ruling(document, document.functions[-1])
    return found.rule if found is not None and found.verdict is Verdict.TERMINATES else None


async def said(source: str) -> TerminationVerdict:
    document = read(source)
    return await judge(document, document.functions[-1], None, FEW)


ENDING = {
    "no loop": "def f(n):\n    return n + 1\n",
    "for over a range": "def f(n):\n    for i in range(n):\n        print(i)\n",
    "a counter": "def f(n):\n    i = 0\n    while i < n:\n        i += 1\n",
    "a counter on each path": (
        "def f(n):\n    i = 0\n    while i < n:\n        if i % 2:\n"
        "            i += 1\n            continue\n        i += 2\n"
    ),
    "a limit that moves": "def f(a, b):\n    while a < b:\n        b -= 1\n",
    "halving": "def f(n):\n    while n > 0:\n        n //= 2\n",
    "Euclid": "def f(a, b):\n    while b:\n        a, b = b, a % b\n    return a\n",
    "a stack": "def f(items):\n    while items:\n        items.pop()\n",
    "a break": "def f(n):\n    i = 0\n    while True:\n        if i > n:\n            break\n        i += 1\n",
    "binary search": (
        "def f(xs, x):\n    low, high = 0, len(xs)\n    while low < high:\n        mid = (low + high) // 2\n"
        "        if xs[mid] < x:\n            low = mid + 1\n        else:\n            high = mid\n    return low\n"
    ),
    "recursion": "def f(n):\n    if n <= 0:\n        return 1\n    return n * f(n - 1)\n",
    "a shorter list": "def f(xs):\n    if not xs:\n        return 0\n    return xs[0] + f(xs[1:])\n",
}
OPEN = {
    "no step": "def f(n):\n    i = 0\n    while i < n:\n        print(i)\n",
    "a step on one path only": "def f(n):\n    i = 0\n    while i < n:\n        if i % 2:\n            i += 1\n",
    "a step that continue skips": (
        "def f(n):\n    i = 0\n    while i < n:\n        if i == 3:\n            continue\n        i += 1\n"
    ),
    "the wrong way": "def f(n):\n    while n > 0:\n        n += 1\n",
    "an exact meeting": "def f(n):\n    i = 0\n    while i != n:\n        i += 1\n",
    "halving to truth": "def f(n):\n    while n:\n        n //= 2\n",
    "put back": "def f(items):\n    while items:\n        items.append(items.pop())\n",
    "another name": "def f(items):\n    other = items\n    while items:\n        items.pop()\n        other.append(1)\n",
    "a growing list": "def f(items):\n    for item in items:\n        items.append(item)\n",
    "a middle that stays": (
        "def f(low, high):\n    while low < high:\n        mid = (low + high) // 2\n"
        "        if mid % 2:\n            low = mid\n        else:\n            high = mid\n"
    ),
    "no base": "def f(n):\n    return f(n - 1)\n",
    "an exact base": "def f(n):\n    if n == 0:\n        return 1\n    return f(n - 1)\n",
    "an endless iterator": "from itertools import count\n\n\ndef f():\n    for i in count():\n        print(i)\n",
    "what it calls is open": "def g(n):\n    while n:\n        n -= 2\n\n\ndef f(n):\n    return g(n)\n",
}


@pytest.mark.parametrize("name", ENDING)
def test_a_rule_says_that_it_ends(name: str) -> None:
    assert rule(ENDING[name]) is not None


@pytest.mark.parametrize("name", OPEN)
def test_no_rule_says_that_it_ends(name: str) -> None:
    assert rule(OPEN[name]) is None


@pytest.mark.parametrize(
    "source",
    [
        "def serve(sock):\n    while True:\n        handle(sock.accept())\n",
        "def f(queue):\n    while True:\n        print(queue.get())\n",
        "def f():\n    while True:\n        print(input())\n",
        "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1\n",
        "async def f(task):\n    while True:\n        await task()\n",
        "def main():\n    while True:\n        step()\n",
    ],
)
async def test_what_is_meant_to_go_on_is_not_asked_about(source: str) -> None:
    document = read(source)
    assert not needs_asking(document, document.functions[-1])
    verdict = await said(source)
    assert verdict.verdict is Verdict.UNKNOWN and not verdict.is_warned_of
    assert verdict.rule is not None and "meant to go on" in verdict.rule


ENDLESS = {
    "no step": ("def f(n):\n    i = 0\n    while i < n:\n        n = n\n", EvidenceKind.IDENTICAL_STATE, 3),
    "steps over": ("def f(n):\n    i = 1\n    while i != n * 2:\n        i += 2\n", EvidenceKind.NEVER_LEFT, 3),
    "doubles": ("def f(n):\n    while n > 0:\n        n *= 2\n", EvidenceKind.NEVER_LEFT, 2),
    "tenths": ("def f():\n    x = 0.0\n    while x != 1.0:\n        x += 0.1\n", EvidenceKind.NEVER_LEFT, 3),
    "grows": ("def f(items):\n    for item in items:\n        items.append(item)\n", EvidenceKind.GROWING_SEQUENCE, 2),
    "same": ("def f(n):\n    if n == 0:\n        return 1\n    return f(n)\n", EvidenceKind.REPEATED_ARGUMENTS, 4),
    "down": ("def f(n):\n    return n * f(n - 1)\n", EvidenceKind.GROWING_ARGUMENTS, 2),
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_a_proof_is_warned_of_with_its_line_and_an_example(name: str) -> None:
    source, kind, line = ENDLESS[name]
    verdict = await said(source)
    assert (verdict.verdict, verdict.is_proven, verdict.is_warned_of) == (Verdict.DOES_NOT_TERMINATE, True, True)
    assert verdict.line == line
    assert kind in {one.kind for one in verdict.evidence}
    assert verdict.example is not None and verdict.reason.startswith(verdict.example)


async def test_what_only_a_negative_input_does_is_told_and_not_warned_of() -> None:
    verdict = await said("def f(n):\n    if n == 0:\n        return 1\n    return n * f(n - 1)\n")
    assert verdict.verdict is Verdict.TERMINATES and verdict.only_unusual and not verdict.is_warned_of
    assert verdict.example == "f(-1)"
    assert "RecursionError" in verdict.reason


async def test_an_example_of_the_file_that_never_ends_is_warned_of() -> None:
    source = "# cwm: f(-1)\ndef f(n):\n    while n != 0:\n        n -= 1\n"
    verdict = await said(source)
    assert verdict.is_warned_of and verdict.example == "f(-1)"


async def test_functions_that_enter_each_other_are_each_pointed_at() -> None:
    document = read("def f(n):\n    return g(n)\n\n\ndef g(n):\n    return f(n)\n")
    lines = [(await judge(document, one, None, FEW)).line for one in document.functions]
    assert lines == [2, 6]


def opinion(label: str, chance: float) -> TerminationOpinion:
    other = TERMINATES if label == DOES_NOT_TERMINATE else DOES_NOT_TERMINATE
    return TerminationOpinion(((label, chance), (other, 1 - chance)), Provenance("m", "p"), floor=0.9)


@pytest.mark.parametrize(
    ("label", "chance", "verdict"),
    [
        (DOES_NOT_TERMINATE, 0.95, Verdict.DOES_NOT_TERMINATE),
        (DOES_NOT_TERMINATE, 0.6, Verdict.UNKNOWN),
        (TERMINATES, 0.95, Verdict.TERMINATES),
    ],
)
def test_the_model_counts_above_its_floor_where_nothing_else_is_known(
    label: str, chance: float, verdict: Verdict
) -> None:
    document = read("def f(node):\n    while node.next:\n        node = node.next\n")
    found = combined(document, document.functions[0], None, (), opinion(label, chance))
    assert (found.verdict, found.is_proven) == (verdict, False)


def test_runs_that_end_keep_the_model_from_an_alarm() -> None:
    document = read("def f(n):\n    while n != 0:\n        n -= 1\n")
    function = document.functions[0]
    found = combined(document, function, None, gathered(document, function, FEW), opinion(DOES_NOT_TERMINATE, 0.99))
    assert not found.is_warned_of


def test_a_search_that_nobody_wants_any_more_stops() -> None:
    document = read("def f(n):\n    while n != 0:\n        n -= 1\n")
    assert gathered(document, document.functions[0], FEW, is_wanted=lambda: False) == ()
