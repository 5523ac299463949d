"""Reminders: before each frame, what the frames so far say of the names that the line about to run reads.

A small model loses a value that stands forty frames back; whoever keeps the books has it at hand. A reminder holds nothing but
what was predicted (or given) before: values of locals, how often a loop has taken an element and which come next, what calls
made by the line have returned. Nothing is evaluated. Only models that were trained with reminders are given any
(`engine.protocol.is_reminded`).
"""

from __future__ import annotations

from cwm_lsp.predict.elements import elements
from cwm_lsp.predict.program import Program
from cwm_lsp.trace.frames import Event, Special
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.timeline import Phase, TimelineBuilder
from cwm_lsp.trace.writing import NAME_END, NEXT_NAME, Piece, json_text

LONGEST_SHOWN = 160
"""Characters of a value that a reminder repeats; a longer one is left out."""
ELEMENTS_SHOWN = 3
"""How many of the elements that a loop has not taken yet are shown."""
LONGEST_INDEXED = 32
"""Elements of a container that is shown with the index of each."""
RETURNED = "return "


class Reminders:
    """Keeps what reminders need beyond the timeline's books: one for each prediction, told of every frame."""

    def __init__(self, program: Program) -> None:
        """Args:
        program: the context's text.
        """
        self._program = program
        self._at: dict[int, int] = {}
        self._taken: dict[tuple[int, int], int] = {}
        self._returned: dict[int, list[str]] = {}

    def add(self, moment: Moment, builder: TimelineBuilder) -> None:
        """Take over a frame that the builder has just taken over."""
        if moment.event is Event.LINE:
            self._stepped(moment.scope, builder)
        elif moment.event is Event.RETURN and len(moment.stack) > 1:
            self._returned.setdefault(moment.stack[-2], []).append(moment.value or "")

    def _stepped(self, scope: int, builder: TimelineBuilder) -> None:
        self._returned.pop(scope, None)
        function, lines = builder.function, builder.lines
        if function is None or not lines:
            return
        line, before = lines[0], self._at.get(scope)
        self._at[scope] = line
        end = self._program.operands(function, line).loop_end
        if end is not None:
            is_inside = before is not None and line <= before <= end
            self._taken[scope, line] = self._taken.get((scope, line), -1) + 1 if is_inside else 0

    def pieces(self, builder: TimelineBuilder) -> list[Piece]:
        """The reminder that stands before the next frame; empty where there is nothing to be reminded of."""
        function, lines = builder.function, builder.lines
        if function is None or not lines or builder.phase not in (Phase.AT_LINE, Phase.RESUMED):
            return []
        line, scope, last = lines[0], builder.scope, builder.last
        told: list[Piece] = []
        if last is not None and last.event is not Event.LINE:
            # Its source stands far back by now.
            told.append(self._program.source(line))
        read = self._program.operands(function, line)
        state = dict(builder.state)
        taken = self._taken.get((scope, line), 0)
        if read.loop_end is not None:
            told += ["#", str(taken), NEXT_NAME]
        for name in read.names:
            value = state.get(name)
            if value is None:
                continue
            shown = _shown(value, taken if name in read.walked else None, name in read.indexed)
            if shown is not None:
                told += [json_text(name), NAME_END, json_text(shown), NEXT_NAME]
        for value in self._returned.get(scope, ()):
            if len(value) <= LONGEST_SHOWN:
                told += [RETURNED, json_text(value), NEXT_NAME]
        return [Special.ARG_SEP, *told] if told else []


def _shown(value: str, taken: int | None, is_indexed: bool) -> str | None:
    """A value as a reminder has it; None if it is too long.

    Args:
        value: its repr.
        taken: how many elements a loop has taken of it, None if none goes through it.
        is_indexed: whether the line picks elements by index.
    """
    if taken is not None:
        found = elements(value)
        if found is not None:
            rest = found[taken : taken + ELEMENTS_SHOWN]
            more = ", .." if len(found) > taken + ELEMENTS_SHOWN else ""
            value = f"[{', '.join(rest)}{more}]"
    elif is_indexed and not value.startswith(("{", "Counter(", "defaultdict(")):
        found = elements(value)
        if found is not None and len(found) <= LONGEST_INDEXED:
            value = ", ".join(f"{index} {one}" for index, one in enumerate(found))
    return value if len(value) <= LONGEST_SHOWN else None
