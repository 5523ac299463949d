"""Going along a run until something stops: the end of a step, a breakpoint, the run's end, somebody who calls a halt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cwm_lsp.dap.breakpoints import Breakpoints, Hit, Undecided
from cwm_lsp.dap.cursor import Move, stops
from cwm_lsp.dap.run import Run
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Scope

_TURN = 0.01
"""Seconds after which other requests get their turn."""


class Why(Enum):
    """Why one stops at a position."""

    STEP = "step"
    BREAKPOINT = "breakpoint"
    EXCEPTION = "exception"
    ENTRY = "entry"
    GOTO = "goto"
    RESTART = "restart"
    PAUSE = "pause"
    CHANGE = "change"
    SKIP = "skip"
    """Not a stop: the move is held up within a call that could be left at once; the index is its call event's."""
    END = "end"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a move has led.

    Attributes:
        index: the position; -1 if there is no moment anybody could stand at.
        why: what has stopped it.
        hit: the breakpoints.
    """

    index: int
    why: Why
    hit: Hit | None = None


class Walk:
    """One move along a run.

    Attributes:
        index: where it is now.
        is_halted: set by whoever wants it to stop.
    """

    def __init__(
        self,
        run: Run,
        breakpoints: Breakpoints,
        move: Move,
        start: int,
        log: Callable[[str], None] | None = None,
        may_skip: Callable[[Scope], bool] | None = None,
    ) -> None:
        """Args:
        run: predicted further as needed.
        breakpoints: what to look out for.
        move: the way of moving.
        start: where it begins; -1 for before the first moment.
        log: told what log points on the way have to say.
        may_skip: whether a call may be left at once rather than waited for; None if none may.
        """
        self._may_skip = may_skip
        self.index = start
        self.is_halted = False
        self._run = run
        self._breakpoints = breakpoints
        self._move = move
        self._start = start
        self._log = log
        self._turn = time.monotonic()

    async def go(self) -> Arrival:
        """Move.

        Raises:
            Exception: what has kept the run from being predicted.
        """
        return await (self._back() if self._move.is_back else self._forward())

    async def _forward(self) -> Arrival:
        history = self._run.history
        index = self._start + 1
        last = self._start
        while True:
            skipped = self._skippable() if index == len(history) else None
            if skipped is not None:
                return Arrival(skipped, Why.SKIP)
            if not await self._run.reach(index):
                break
            if self.is_halted:
                return Arrival(last, Why.PAUSE)
            hit = await self._hit(index)
            if hit is not None:
                return self._met(index, hit)
            # Before the first moment there is no scope to step over: the first place to stand at is where a step leads.
            move = Move.INTO if self._start < 0 and self._move is not Move.CONTINUE else self._move
            if stops(history, move, self._start, index):
                return Arrival(index, Why.END if await self._is_over(index) else Why.STEP)
            if history.is_shown(index):
                last = self.index = index
            index += 1
            await self._give_way()
        return Arrival(self._last_stop(last), Why.END)

    async def _is_over(self, index: int) -> bool:
        """Whether nothing that is shown follows a return which leaves the outermost scope."""
        history = self._run.history
        if not history.is_leaving(index):
            return False
        index += 1
        while await self._run.reach(index):
            if history.is_shown(index):
                return False
            index += 1
        return True

    def _skippable(self) -> int | None:
        """The call event of the call that a step over is held up in; None if it isn't, or if the call must be waited for."""
        history, start = self._run.history, self._start
        if self._may_skip is None or self._move is not Move.OVER or start < 0 or not self._breakpoints.is_empty:
            return None
        here, last = history.moments[start], history.moments[-1]
        stack = here.stack[:-1] if here.event is Event.RETURN else here.stack
        active = last.stack[:-1] if last.event is Event.RETURN else last.stack
        if self._run.is_whole or active[: len(stack)] != stack or len(active) == len(stack):
            return None
        callee = active[len(stack)]
        entered = history.entered(callee)
        if any(one.index == entered for one in self._run.skipped):
            return None
        return entered if entered > start and self._may_skip(history.scopes[callee]) else None

    def _last_stop(self, last: int) -> int:
        """The end is stood at where the last scope was left, if it was."""
        history = self._run.history
        shown = history.last_shown() if history.ended else None
        return last if shown is None else shown

    async def _back(self) -> Arrival:
        history = self._run.history
        first = self._start
        for index in range(self._start - 1, -1, -1):
            if self.is_halted:
                return Arrival(first, Why.PAUSE)
            hit = self._breakpoints.at(history, index)
            if hit is not None:
                return self._met(index, hit)
            if stops(history, self._move, self._start, index):
                return Arrival(index, Why.STEP)
            if history.is_stop(index):
                first = self.index = index
            await self._give_way()
        return Arrival(first, Why.BEGINNING)

    async def _hit(self, index: int) -> Hit | None:
        if self._breakpoints.is_empty:
            return None
        needed = index
        while True:
            try:
                return self._breakpoints.at(self._run.history, index, self._log)
            except Undecided:
                needed = max(needed, len(self._run.history) - 1) + 1
                if not await self._run.reach(needed):
                    # Cut off: it has not been caught as far as is known.
                    return None

    def _met(self, index: int, hit: Hit) -> Arrival:
        is_exception = not self._run.history.moments[index].event.has_state
        return Arrival(index, Why.EXCEPTION if is_exception else Why.BREAKPOINT, hit)

    async def _give_way(self) -> None:
        now = time.monotonic()
        if now - self._turn > _TURN:
            self._turn = now
            await asyncio.sleep(0)
