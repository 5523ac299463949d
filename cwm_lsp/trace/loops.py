"""The iterations of loops in a timeline: which pass through which loop each moment belongs to.

Where loops stand in the text is handed in as spans of lines; only the counting is done here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment


@dataclass(frozen=True, slots=True)
class Loop:
    """A `for` or `while` statement.

    Attributes:
        header: the line of its keyword.
        first: the first line of its body.
        last: the last line of its body (an `else` block is outside).
    """

    header: int
    first: int
    last: int

    def holds(self, line: int) -> bool:
        """Whether the line is the header or in the body."""
        return line == self.header or self.first <= line <= self.last


Iteration = tuple[tuple[int, int], ...]
"""The loops around a moment, outermost first: (header line, number of the pass, from 1)."""


def iterations(moments: Sequence[Moment], loops: Mapping[int, Sequence[Loop]]) -> tuple[Iteration, ...]:
    """For each moment, the passes it belongs to; the last visit of a header, which ends the loop, counts as one more.

    Args:
        moments: of a timeline, in order.
        loops: for each scope id, the loops of its function, outer before inner.
    """
    counts: dict[int, dict[int, int]] = {}
    found: list[Iteration] = []
    for moment in moments:
        passes = counts.setdefault(moment.scope, {})
        if moment.event is Event.LINE and moment.line is not None:
            _count(passes, moment.line, loops.get(moment.scope, ()))
        found.append(tuple(passes.items()))
    return tuple(found)


def _count(passes: dict[int, int], line: int, loops: Sequence[Loop]) -> None:
    for loop in loops:
        if not loop.holds(line):
            passes.pop(loop.header, None)
        elif line == loop.header:
            passes[loop.header] = passes.get(loop.header, 0) + 1
        else:
            passes.setdefault(loop.header, 1)


def visits(moments: Sequence[Moment], scope: int) -> Mapping[int, tuple[int, ...]]:
    """For each line of a scope, the indices of its line events, in order of time."""
    found: dict[int, list[int]] = {}
    for index, moment in enumerate(moments):
        if moment.scope == scope and moment.event is Event.LINE and moment.line is not None:
            found.setdefault(moment.line, []).append(index)
    return {line: tuple(indices) for line, indices in found.items()}
