"""Snapshots of open files, and which lines an edit replaced.

Offsets count characters; how an editor counts is `lsp`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cwm_lsp.source.document import Document


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement.

    Attributes:
        start, end: offsets into the text before it, in characters.
        text: what stands there afterwards.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of an open file. Never changes.

    Attributes:
        uri: names the file.
        version: the editor's count of its states.
        document: its text with what is read from it.
    """

    uri: str
    version: int
    document: Document


@dataclass(frozen=True, slots=True)
class Change:
    """Which lines an edit replaced.

    Attributes:
        first: 1-based, in the text before; the new lines begin there too.
        removed, added: how many lines went, and how many came in their place.
    """

    first: int
    removed: int
    added: int

    def line(self, number: int) -> int | None:
        """Where a line of the text before is now; None for one that was replaced."""
        if number < self.first:
            return number
        if number < self.first + self.removed:
            return None
        return number + self.added - self.removed

    def touches(self, first: int, last: int) -> bool:
        """Whether it replaced one of these lines of the text before, or put something between them."""
        if self.removed:
            return self.first <= last and first < self.first + self.removed
        return self.added > 0 and first < self.first <= last


def change_between(before: Sequence[str], after: Sequence[str]) -> Change:
    """The lines in which two states of a text differ, apart from what they have in common at both ends."""
    shortest = min(len(before), len(after))
    start = _most(shortest, lambda count, known: before[known:count] == after[known:count])
    ends = len(before), len(after)
    tail = _most(
        shortest - start,
        lambda count, known: before[ends[0] - count : ends[0] - known] == after[ends[1] - count : ends[1] - known],
    )
    return Change(start + 1, len(before) - start - tail, len(after) - start - tail)


def _most(limit: int, agrees: Callable[[int, int], bool]) -> int:
    """The largest count up to `limit` for which two sequences agree; slices are compared, since keystrokes wait for it.

    Args:
        limit: the largest that is possible.
        agrees: whether they do up to a count, given that they do up to a smaller one.
    """
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agrees(middle, low):
            low = middle
        else:
            high = middle - 1
    return low
