"""From frames to moments: a stack of scopes, every state resolved, every frame tied to its line.

What the program's text allows is asked of a `Listing`, which another floor implements; this module keeps the books. Loops and what
each line gave are read off the finished timeline by `loops` and by `Timeline.given`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from cwm_lsp.trace.faults import Fault, FaultKind, TraceFaultError
from cwm_lsp.trace.frames import UNCHANGED, Event, Frame, State
from cwm_lsp.trace.moments import Moment, Scope

CLOSING = repr("GeneratorExit")
"""What a suspended generator is closed with; it goes no further than that generator."""


class Listing(Protocol):
    """What a program's text allows, in 1-based line numbers; a function is named by the line its call frames stand on."""

    def entered(self, source: str, state: State) -> Sequence[int]:
        """The functions whose call frames show this source line, the likelier first, given the locals they begin with."""
        ...

    def name(self, function: int) -> str:
        """The function's name."""
        ...

    def first(self, function: int) -> Sequence[int]:
        """The lines that may run first once the function is entered."""
        ...

    def after(self, function: int, line: int) -> Sequence[int]:
        """The lines of the same scope that may run after this one, exception handlers included."""
        ...

    def suspended(self, function: int) -> Sequence[int]:
        """The lines where an activation of the function may yield and be resumed."""
        ...

    def only_reraises(self, function: int, line: int) -> bool:
        """Whether the scope can only be left at this line by an exception that was raised before it."""
        ...

    def source(self, line: int) -> str:
        """The line's text as frames repeat it, with its line end."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """What a line did to one name.

    Attributes:
        name: the variable.
        before: its repr when the line began, None if it was not bound.
        after: its repr when the scope's next frame came, None if it was unbound.
    """

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments of one run, predicted or true.

    Attributes:
        moments: in order of time.
        scopes: by id.
        ended: whether the entry point's scope was left.
        fault: why the moments stop early, None if they don't.
    """

    moments: tuple[Moment, ...]
    scopes: tuple[Scope, ...]
    ended: bool
    fault: Fault | None = None

    def given(self, index: int) -> tuple[Change, ...] | None:
        """What the line of a line event did, read from the next state of the same scope.

        Args:
            index: of the moment in `moments`.

        Returns:
            The changes in the order of the names; None where no later state tells (the scope's last lines, other events).
        """
        moment = self.moments[index]
        if moment.event is not Event.LINE:
            return None
        after = self.next_state(index)
        if after is None:
            return None
        return changes_between(moment.state, after.state)

    def next_state(self, index: int) -> Moment | None:
        """The moment whose state shows what a line did; None where no later state of its scope tells. See `successors`."""
        scope = self.moments[index].scope
        resumed: Moment | None = None
        for later in self.moments[index + 1 :]:
            if later.scope == scope and later.event is Event.LINE:
                return later
            if later.scope == scope and later.event is Event.CALL and resumed is None:
                resumed = later
        return resumed


def successors(moments: Sequence[Moment]) -> tuple[int | None, ...]:
    """For each line event the index of the moment whose state shows what the line did; None for the others. One pass for all.

    This is the scope's next line event. A generator's resumption comes before its line has ended, so it only counts where no
    line follows.
    """
    following: dict[int, int] = {}
    found: list[int | None] = [None] * len(moments)
    for index in range(len(moments) - 1, -1, -1):
        moment = moments[index]
        if moment.event is Event.LINE:
            found[index] = following.get(moment.scope)
            following[moment.scope] = index
        elif moment.event is Event.CALL:
            following.setdefault(moment.scope, index)
    return tuple(found)


def changes_between(before: State, after: State) -> tuple[Change, ...]:
    """The names that were bound, rebound or unbound between two states of a scope."""
    old, new = dict(before), dict(after)
    changed = [Change(name, old.get(name), value) for name, value in after if old.get(name) != value]
    return tuple(changed + [Change(name, value, None) for name, value in before if name not in new])


class Phase(Enum):
    """What the innermost scope has just done; decides which events can follow."""

    ENTERED = "entered"
    AT_LINE = "at a line"
    RAISED = "raised"
    RESUMED = "resumed"
    LEFT_BY_EXCEPTION = "called something that an exception has left"


@dataclass(slots=True)
class _Activation:
    """A scope's books: where it can be, and what its names hold."""

    scope: Scope
    candidates: tuple[int, ...]
    """The functions it can be an activation of: several only before its first line, where equal `def` lines leave a doubt."""
    lines: tuple[int, ...]
    state: State
    last: int
    """Index of its latest tied moment, -1 before the first."""
    phase: Phase = Phase.ENTERED
    raised: str | None = None
    """The exception on its way, from its frame until the scope is left or a handler has ended it."""

    @property
    def function(self) -> int | None:
        return self.candidates[0] if self.candidates else None


class TimelineBuilder:
    """Takes frames one by one and keeps the stack; the state of a decoder that knows the program.

    Equal lines are told apart by the control flow. Where it leaves several, all stay possible until a later line decides, and the
    moments already given are corrected then.
    """

    def __init__(self, listing: Listing) -> None:
        """Args:
        listing: the traced text.
        """
        self._listing = listing
        self._moments: list[Moment] = []
        self._possible: list[tuple[int, ...]] = []
        self._before: list[int] = []
        self._scopes: list[Scope] = []
        self._stack: list[_Activation] = []
        self._asleep: list[_Activation] = []
        self._ended = False

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All moments so far."""
        return tuple(self._moments)

    @property
    def last(self) -> Moment | None:
        """The latest moment."""
        return self._moments[-1] if self._moments else None

    @property
    def ended(self) -> bool:
        """Whether the outermost scope was left."""
        return self._ended

    @property
    def depth(self) -> int:
        """How many scopes are active."""
        return len(self._stack)

    @property
    def scope(self) -> int:
        """The id of the innermost active scope, -1 outside of all."""
        return self._stack[-1].scope.id if self._stack else -1

    @property
    def function(self) -> int | None:
        """The function of the innermost active scope, None outside of all or where its text is unknown."""
        return self._stack[-1].function if self._stack else None

    @property
    def candidates(self) -> tuple[int, ...]:
        """All functions that the innermost scope can be an activation of; `function` is the likeliest."""
        return self._stack[-1].candidates if self._stack else ()

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines at which the innermost scope can be, given the frames so far; empty before its first line."""
        return self._stack[-1].lines if self._stack else ()

    @property
    def state(self) -> State:
        """The innermost scope's resolved locals."""
        return self._stack[-1].state if self._stack else ()

    @property
    def phase(self) -> Phase:
        """What the innermost scope has just done; ENTERED before the first call."""
        return self._stack[-1].phase if self._stack else Phase.ENTERED

    @property
    def exception(self) -> str | None:
        """The repr of the name of the exception that is on its way through the innermost scope."""
        return self._stack[-1].raised if self._stack else None

    @property
    def sleepers(self) -> tuple[tuple[int, tuple[int, ...], State], ...]:
        """Suspended generators, the latest first: their scope, the lines where they may be, their locals."""
        return tuple((one.scope.id, one.lines, one.state) for one in reversed(self._asleep) if one.function is not None)

    def timeline(self, fault: Fault | None = None) -> Timeline:
        """The books as they stand."""
        return Timeline(tuple(self._moments), tuple(self._scopes), self._ended, fault)

    def add(self, frame: Frame, line: int | None = None) -> Moment:
        """Put the next frame in its place.

        Args:
            frame: what came.
            line: which line it is, where somebody knows better than the text of the frame tells.

        Raises:
            TraceFaultError: it can't follow the frames before it; nothing was added.
        """
        if self._ended:
            raise self._contradiction("a frame after the outermost scope was left")
        if frame.event is Event.CALL:
            return self._called(frame)
        if not self._stack:
            raise self._contradiction(f"a {frame.event.value} before any call")
        if frame.event is Event.LINE:
            return self._stepped(frame, line)
        if frame.event is Event.RETURN:
            return self._returned(frame)
        return self._raised(frame)

    def _called(self, frame: Frame) -> Moment:
        state = self._resolved(frame, ())
        sleeper = self._woken(frame, state)
        if sleeper is not None:
            self._asleep.remove(sleeper)
            sleeper.state = state
            sleeper.phase = Phase.RESUMED
            self._stack.append(sleeper)
            return self._add(frame, sleeper, sleeper.lines)
        functions = tuple(self._listing.entered(frame.source, state))
        if not functions:
            raise self._contradiction(f"a call of {frame.source.strip()!r}, which is no function of the context")
        function = functions[0]
        scope = Scope(
            len(self._scopes),
            self._stack[-1].scope.id if self._stack else None,
            self._listing.name(function),
            function,
        )
        self._scopes.append(scope)
        activation = _Activation(scope, functions, (), state, -1)
        self._stack.append(activation)
        return self._add(frame, activation, (function,), tied=False)

    def _woken(self, frame: Frame, state: State) -> _Activation | None:
        """The suspended generator that stands on this line and whose locals are these; values may have changed meanwhile."""
        names = [name for name, _ in state]
        fitting = [
            one
            for one in reversed(self._asleep)
            if [name for name, _ in one.state] == names
            and any(self._listing.source(line) == frame.source for line in one.lines)
        ]
        return max(fitting, key=lambda one: len(set(one.state) & set(state)), default=None)

    def _stepped(self, frame: Frame, line: int | None) -> Moment:
        activation = self._stack[-1]
        state = self._resolved(frame, activation.state)
        lines = self._next_lines(activation, frame.source)
        lines = (line,) if line is not None and line in lines else lines
        activation.state = state
        activation.phase = Phase.AT_LINE
        return self._add(frame, activation, lines)

    def _next_lines(self, activation: _Activation, source: str) -> tuple[int, ...]:
        if activation.last < 0 and not activation.lines:
            entered = {
                function: [line for line in self._listing.first(function) if self._listing.source(line) == source]
                for function in activation.candidates
            }
            activation.candidates = tuple(one for one, lines in entered.items() if lines) or activation.candidates
            lines = tuple(entered.get(activation.candidates[0], ()))
        else:
            function = activation.candidates[0]
            reachable = (n for line in activation.lines for n in self._listing.after(function, line))
            lines = tuple(dict.fromkeys(line for line in reachable if self._listing.source(line) == source))
        if not lines:
            raise self._contradiction(f"the line {source.strip()!r} can't run here")
        activation.candidates = activation.candidates[:1]
        return lines

    def _returned(self, frame: Frame) -> Moment:
        activation = self._stack[-1]
        self._check_line(activation, frame)
        moment = self._add(frame, activation, self._here(activation, frame.source))
        self._stack.pop()
        by_exception = activation.phase is Phase.RAISED or self._reraises(activation)
        if not by_exception and self._yields(activation):
            self._asleep.append(activation)
        if activation.raised == CLOSING:
            by_exception = False
        if self._stack:
            caller = self._stack[-1]
            caller.phase = Phase.LEFT_BY_EXCEPTION if by_exception else Phase.AT_LINE
            caller.raised = activation.raised if by_exception else caller.raised
        else:
            self._ended = True
        return moment

    def _yields(self, activation: _Activation) -> bool:
        if activation.function is None:
            return False
        yields = set(self._listing.suspended(activation.function))
        return any(line in yields for line in activation.lines)

    def _reraises(self, activation: _Activation) -> bool:
        """Whether a return at the scope's line can only be an exception on its way out, past a clause that let it through."""
        if activation.function is None or activation.raised is None:
            return False
        return all(self._listing.only_reraises(activation.function, line) for line in activation.lines)

    def _raised(self, frame: Frame) -> Moment:
        activation = self._stack[-1]
        if not self._here(activation, frame.source) and len(self._stack) > 1:
            caller = self._stack[-2]
            if activation.phase is Phase.RAISED and self._here(caller, frame.source):
                # The stream went on in the caller without the frame that leaves the callee.
                self._stack.pop()
                activation = caller
        self._check_line(activation, frame)
        activation.phase = Phase.RAISED
        activation.raised = frame.value
        return self._add(frame, activation, self._here(activation, frame.source))

    def _here(self, activation: _Activation, source: str) -> tuple[int, ...]:
        return tuple(line for line in activation.lines if self._listing.source(line) == source)

    def _check_line(self, activation: _Activation, frame: Frame) -> None:
        if activation.lines and not self._here(activation, frame.source):
            raise self._contradiction(
                f"a {frame.event.value} at {frame.source.strip()!r}, but the scope is at "
                f"{self._listing.source(activation.lines[0]).strip()!r}"
            )

    def _resolved(self, frame: Frame, before: State) -> State:
        known = dict(before)
        resolved: list[tuple[str, str]] = []
        for name, value in frame.state:
            if value == UNCHANGED:
                if name not in known:
                    raise self._contradiction(f"{name!r} is said to be unchanged but has no value yet")
                value = known[name]
            resolved.append((name, value))
        return tuple(resolved)

    def _add(self, frame: Frame, activation: _Activation, lines: tuple[int, ...], *, tied: bool = True) -> Moment:
        if tied:
            activation.lines = lines
        index = len(self._moments)
        moment = Moment(
            frame.event,
            activation.scope.id,
            lines[0] if lines else None,
            frame.source,
            activation.state,
            frame.value,
            tuple(one.scope.id for one in self._stack),
        )
        self._moments.append(moment)
        self._possible.append(lines)
        self._before.append(activation.last)
        if tied and activation.function is not None:
            self._decide(activation.function, index)
            activation.last = index
        return self._moments[index]

    def _decide(self, function: int, index: int) -> None:
        """Strike the lines of earlier moments from which this one can't be reached."""
        while (before := self._before[index]) >= 0 and len(self._possible[before]) > 1:
            same_line = self._moments[index].event is not Event.LINE
            kept = tuple(
                line
                for line in self._possible[before]
                if any(
                    later == line if same_line else later in self._listing.after(function, line)
                    for later in self._possible[index]
                )
            )
            if not kept or kept == self._possible[before]:
                return
            self._possible[before] = kept
            self._moments[before] = replace(self._moments[before], line=kept[0])
            index = before

    def _contradiction(self, message: str) -> TraceFaultError:
        return TraceFaultError(Fault(FaultKind.CONTRADICTORY, len(self._moments), message))


def read_timeline(frames: Iterable[Frame], listing: Listing, *, ended: bool, fault: Fault | None = None) -> Timeline:
    """The timeline of a whole stream of frames; a contradiction ends it early with a fault, nothing is raised.

    Args:
        frames: as decoded.
        listing: the traced text.
        ended: whether the stream had its end token.
        fault: what the decoder found wrong, if anything.
    """
    builder = TimelineBuilder(listing)
    for frame in frames:
        try:
            builder.add(frame)
        except TraceFaultError as error:
            return builder.timeline(error.fault)
    if fault is None and ended and not builder.ended:
        fault = Fault(
            FaultKind.CONTRADICTORY, len(builder.moments), "the trace ended before its outermost scope was left"
        )
    return builder.timeline(fault)
