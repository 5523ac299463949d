"""Loops and recursion that never end although no state of theirs ever comes back as a whole: what decides does, or moves away."""

from __future__ import annotations

from textwrap import dedent

import pytest

from benchmarks.termination_soundness import judged
from cwm_lsp.predict.judging.termination import TerminationSettings
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.termination.verdict import EvidenceKind, Verdict
from cwm_lsp.source.document import Document

SETTINGS = TerminationSettings(calls=6, frames=120, ask=False)


def said(source: str) -> TerminationVerdict:
    """What is said of the last function without a model."""
    document = Document.parse(dedent(source))
    return judged(document, document.functions[-1], SETTINGS)


RECURRING = {
    "results pile up": """
        def f(n):
            found = []
            while n > 0:
                found.append(n)
                n = max(n - 1, 1)
            return found
        """,
    "a counter runs on": """
        def f(n):
            passes = 0
            while n > 1:
                passes += 1
                if n % 2 == 0:
                    n += 1
                else:
                    n -= 1
            return passes
        """,
    "a counter of its own turns": """
        def f(n):
            hits = 0
            while n > 0:
                hits += 1
                if hits > 9:
                    hits = 0
                n = abs(n)
            return hits
        """,
    "a helper gives back what it got": """
        def step(n):
            return (n + 1) // 2


        def f(n):
            total = 0
            while n > 0:
                total += n
                n = step(n)
            return total
        """,
    "nothing is taken from the list": """
        def f(items):
            found = []
            while items:
                found.append(items[0])
            return found
        """,
    "a slice of everything": """
        def f(items):
            parts = []
            while items:
                parts.append(items[:2])
                items = items[0:]
            return parts
        """,
    "a text that is turned round": """
        def f(text):
            turns = 0
            while text:
                text = text[1:] + text[0]
                turns += 1
            return turns
        """,
    "round and round a list": """
        def f(items, wanted):
            at = 0
            while items[at % len(items)] != wanted:
                at += 1
            return at
        """,
    "a walk that marks where it began": """
        def f(graph, start):
            seen = set()
            stack = [start]
            order = []
            while stack:
                node = stack.pop(0)
                seen.add(start)
                order.append(node)
                for other in graph.get(node, []):
                    if other not in seen:
                        stack.append(other)
            return order
        """,
    "equal neighbours are swapped for ever": """
        def f(items):
            is_open = True
            while is_open:
                is_open = False
                for at in range(len(items) - 1):
                    if items[at] >= items[at + 1]:
                        items[at], items[at + 1] = items[at + 1], items[at]
                        is_open = True
            return items
        """,
    "the inner loop steps the outer name": """
        def f(text):
            at = 0
            words = []
            while at < len(text):
                end = at
                while end < len(text) and text[end].isalpha():
                    at = at + 0
                words.append(text[at:end])
                at = end + 1
            return words
        """,
}
LEAVING = {
    "a limit that moves along": """
        def f(n):
            i = total = 0
            while i < n:
                total += i
                n += 1
                i += 1
            return total
        """,
    "a limit behind a break": """
        def f(n):
            i = 0
            while True:
                if i >= n:
                    break
                n, i = n + 1, i + 1
            return i
        """,
    "as much is put back as is taken": """
        def f(items):
            found = []
            while items:
                item = items.pop(0)
                found.append(item)
                items.append(item + 1)
            return found
        """,
    "what is looked for is not among the items": """
        def f(n):
            items = [2, 4, 6]
            i = 0
            while n * 2 + 1 not in items:
                i += 1
            return i
        """,
    "a helper moves away": """
        def more(n):
            if n > 3:
                return n * 2
            return n + 1


        def f(n):
            while n > 0:
                n = more(n)
            return n
        """,
    "a call that is handed on": """
        def inner(n):
            if n <= 0:
                return 0
            return n + inner(n + 1)


        def f(n):
            return inner(n)
        """,
    "functions that enter each other": """
        def even(n):
            if n == 0:
                return True
            return f(n + 1)


        def f(n):
            if n == 0:
                return False
            return even(n + 1)
        """,
    "a list that grows by what is in it": """
        def f(items):
            total = 0
            for item in items:
                total += item
                items.extend([item, 0])
            return total
        """,
}


@pytest.mark.parametrize("name", RECURRING)
def test_what_decides_comes_back(name: str) -> None:
    verdict = said(RECURRING[name])
    assert verdict.verdict is Verdict.DOES_NOT_TERMINATE and verdict.is_proven
    assert EvidenceKind.IDENTICAL_STATE in {one.kind for one in verdict.evidence}


@pytest.mark.parametrize("name", LEAVING)
def test_what_decides_moves_away(name: str) -> None:
    verdict = said(LEAVING[name])
    assert verdict.verdict is Verdict.DOES_NOT_TERMINATE and verdict.is_proven and verdict.is_warned_of


ENDING_AFTER_ALL = {
    "the list of results is the list that is asked": """
        def f(items):
            other = items
            while len(items) < 30:
                other.append(1)
            return items
        """,
    "a result is asked for its length": """
        def f(n):
            found = []
            while n > 0:
                found.append(n)
                if len(found) > 40:
                    break
            return found
        """,
    "a counter is asked at last": """
        def f(n):
            i = 0
            while n > 0:
                i += 1
                if i > 50:
                    n = 0
            return i
        """,
    "a counter that raises at last": """
        def f(n):
            i = 0
            while n > 0:
                i += 1
                x = [0] * 40
                x[i] = n
            return i
        """,
    "a part of the list is the list of results": """
        def f(n):
            rows = [[0], [1]]
            row = rows[0]
            while len(rows[0]) < 40:
                row.append(n)
            return rows
        """,
    "a row that is one of the rows": """
        def f(n):
            items = [1]
            while len(items) < 40:
                row = items
                row.append(n)
            return items
        """,
    "a division that fails at last": """
        def f(n):
            left = 50
            while n > 0:
                left -= 1
                n / left
            return n
        """,
    "a dictionary that fills up": """
        def f(n):
            known = {}
            i = 0
            while len(known) < 40:
                known[i] = n
                i += 1
            return known
        """,
    "a helper that remembers": """
        calls = []


        def more(n):
            calls.append(n)
            return n if len(calls) < 40 else 0


        def f(n):
            total = 0
            while n > 0:
                total += 1
                n = more(n)
            return total
        """,
    "a default that remembers": """
        def more(n, calls=[]):
            calls.append(n)
            return n if len(calls) < 40 else 0


        def f(n):
            while n > 0:
                n = more(n)
            return n
        """,
    "an iterator that is used up": """
        def f(n):
            rest = iter([1] * 40)
            while n > 0:
                n = next(rest, 0)
            return n
        """,
    "the other branch": """
        def f(n):
            i = j = 0
            while j < 1:
                i += 1
                if i > 60:
                    i = 0
                    j = 1
            return j
        """,
}


@pytest.mark.parametrize("name", ENDING_AFTER_ALL)
def test_what_ends_late_is_not_proven_endless(name: str) -> None:
    verdict = said(ENDING_AFTER_ALL[name])
    assert not any(one.kind.is_endless and one.is_proven for one in verdict.evidence)
