"""Stepping: from a position in a run to the next, forward and back, as debuggers' users know it. Pure.

A position is the index of a moment. Each way of moving says of a later (or earlier) position whether it stops there; who walks
along the run, looking out for breakpoints on the way, is `search`.
"""

from __future__ import annotations

from enum import Enum

from cwm_lsp.dap.history import History
from cwm_lsp.trace.frames import Event


class Move(Enum):
    """A way of moving."""

    INTO = "step in"
    OVER = "step over"
    OUT = "step out"
    CONTINUE = "continue"
    BACK = "step back"
    BACK_INTO = "step back into"
    REVERSE = "reverse continue"

    @property
    def is_back(self) -> bool:
        """Whether it goes back in time."""
        return self in (Move.BACK, Move.BACK_INTO, Move.REVERSE)


def stops(history: History, move: Move, start: int, index: int) -> bool:
    """Whether a move that began at `start` stops at `index`; positions between them were no stops.

    Args:
        history: the run.
        move: the way of moving.
        start: where it began.
        index: behind `start` for moves back, else after it.
    """
    if not history.is_stop(index) or move in (Move.CONTINUE, Move.REVERSE):
        return False
    if move in (Move.INTO, Move.BACK_INTO):
        return True
    if move is Move.OVER:
        return _over(history, start, index)
    if move is Move.OUT:
        return _out(history, start, index)
    return _back(history, start, index)


def _over(history: History, start: int, index: int) -> bool:
    moment, own = history.moments[index], history.scope(start)
    if moment.event is Event.RETURN:
        # Only where the scope itself has just been left.
        return moment.scope == own and start != index
    if _begins_anew(history, start, index):
        return True
    return moment.scope in history.stack(start)


def _out(history: History, start: int, index: int) -> bool:
    moment, own = history.moments[index], history.scope(start)
    if moment.event is Event.RETURN:
        return moment.scope == own
    return _begins_anew(history, start, index) or moment.scope in history.stack(start)[:-1]


def _begins_anew(history: History, start: int, index: int) -> bool:
    """Whether the hidden scope's next call is entered: its line can't be stopped at, so the call counts as what comes next."""
    return history.depth(start) == 1 and history.depth(index) == 1 and history.is_first_line(index)


def _back(history: History, start: int, index: int) -> bool:
    moment = history.moments[index]
    if moment.event is Event.RETURN:
        return history.is_leaving(index) and history.depth(start) == 1
    return moment.scope in history.stack(start)
