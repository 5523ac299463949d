"""A run as somebody who steps through it sees it: which scopes are shown, where one can stand, what the variables were there.

Reads moments as they are added, keeps what makes every question cheap however long the run is. Pure; lines are the context's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment, Scope
from cwm_lsp.trace.timeline import Change, Timeline, changes_between


@dataclass(frozen=True, slots=True)
class Level:
    """One scope of the stack as shown at a position.

    Attributes:
        scope: the activation.
        at: the index of the moment that tells its state: a call or line event.
        line: where it stands, in the context; None where that is not known.
    """

    scope: Scope
    at: int
    line: int | None


class History:
    """The moments of one run so far, and indices to them."""

    def __init__(self, hidden: int | None) -> None:
        """Args:
        hidden: the scope that is not shown, which only makes the call: `main`'s; None if there is none.
        """
        self._hidden = hidden
        self._timeline = Timeline((), (), ended=False)
        self._states: dict[int, list[int]] = {}
        self._returns: dict[int, list[int]] = {}

    def grow(self, timeline: Timeline) -> None:
        """Take in a longer state of the same run. Moments may differ from before in their lines only."""
        for index in range(len(self._timeline.moments), len(timeline.moments)):
            moment = timeline.moments[index]
            if moment.event.has_state:
                self._states.setdefault(moment.scope, []).append(index)
            elif moment.event is Event.RETURN and len(moment.stack) > 1:
                self._returns.setdefault(moment.stack[-2], []).append(index)
        self._timeline = timeline

    def __len__(self) -> int:
        return len(self._timeline.moments)

    @property
    def moments(self) -> Sequence[Moment]:
        """In order of time."""
        return self._timeline.moments

    @property
    def scopes(self) -> Sequence[Scope]:
        """By id."""
        return self._timeline.scopes

    @property
    def ended(self) -> bool:
        """Whether the run is over, rather than cut off or still to be predicted."""
        return self._timeline.ended

    # Where one can stand

    def is_shown(self, index: int) -> bool:
        """Whether anybody sees this moment: not what happens in the hidden scope."""
        return self.moments[index].scope != self._hidden

    def is_leaving(self, index: int) -> bool:
        """Whether this is a return after which no scope is shown: one stands at it in the scope that it leaves."""
        moment = self.moments[index]
        return moment.event is Event.RETURN and not self._shown(moment.stack[:-1])

    def is_stop(self, index: int) -> bool:
        """Whether single steps stop here: before a line, or where a call has returned."""
        return self.is_shown(index) and self.moments[index].event in (Event.LINE, Event.RETURN)

    def last_shown(self) -> int | None:
        """The last moment that anybody sees; None if nothing is shown so far."""
        return next((index for index in range(len(self) - 1, -1, -1) if self.is_shown(index)), None)

    def stack(self, index: int) -> tuple[int, ...]:
        """The ids of the scopes that are shown at a position, outermost first. After a return it is the caller's stack."""
        moment = self.moments[index]
        if moment.event is Event.RETURN and not self.is_leaving(index):
            return self._shown(moment.stack[:-1])
        return self._shown(moment.stack)

    def depth(self, index: int) -> int:
        """How many scopes are shown."""
        return len(self.stack(index))

    def scope(self, index: int) -> int:
        """The innermost scope shown at a position."""
        return self.stack(index)[-1]

    def is_outermost(self, scope: int) -> bool:
        """Whether no scope is shown around this one."""
        caller = self.scopes[scope].caller
        return caller is None or caller == self._hidden

    def _shown(self, stack: tuple[int, ...]) -> tuple[int, ...]:
        return stack[1:] if stack and stack[0] == self._hidden else stack

    # What is seen there

    def levels(self, index: int) -> tuple[Level, ...]:
        """The stack at a position, innermost first."""
        found: list[Level] = []
        for scope in reversed(self.stack(index)):
            at = self.state_index(scope, index)
            line = self.moments[at].line
            own = self.moments[index]
            if own.scope == scope and own.line is not None:
                line = own.line
            found.append(Level(self.scopes[scope], at, line))
        return tuple(found)

    def state_index(self, scope: int, index: int) -> int:
        """The latest moment up to a position that tells a scope's state."""
        states = self._states[scope]
        return states[max(0, bisect_right(states, index) - 1)]

    def previous_state(self, index: int) -> State | None:
        """The state that the same scope had at the call or line event before this one; None for its first."""
        states = self._states[self.moments[index].scope]
        place = bisect_left(states, index)
        return self.moments[states[place - 1]].state if place else None

    def is_first_line(self, index: int) -> bool:
        """Whether this is the first line event of its scope."""
        moment = self.moments[index]
        return moment.event is Event.LINE and self._states[moment.scope][:2][-1] == index

    def entered(self, scope: int) -> int:
        """The moment at which a scope was entered first."""
        return self._states[scope][0]

    def changed(self, index: int) -> tuple[Change, ...]:
        """What the step that led to a position changed in the innermost scope."""
        at = self.state_index(self.scope(index), index)
        before = self.previous_state(at)
        if before is None or self.moments[index].event not in (Event.LINE, Event.CALL):
            return ()
        return changes_between(before, self.moments[at].state)

    def returned(self, index: int) -> tuple[int, ...]:
        """The moments at which calls have returned to the innermost scope since its line began, or during the line before if
        it has just come to a new one."""
        moment = self.moments[index]
        if self.is_leaving(index):
            return (index,)
        scope = self.scope(index)
        states = self._states[scope]
        place = bisect_right(states, index) - 1
        if moment.event is Event.LINE:
            place -= 1
        since = states[place] if place >= 0 else -1
        returns = self._returns.get(scope, [])
        return tuple(returns[bisect_right(returns, since) : bisect_right(returns, index)])

    def left_by_exception(self, index: int) -> bool:
        """Whether a return event is an exception on its way out rather than a value."""
        moment = self.moments[index]
        before = self.moments[index - 1] if index else moment
        return before.event is Event.EXCEPTION and before.scope == moment.scope
