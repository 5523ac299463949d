"""Which frames can come next: the timeline's state and the program's text together, before any model is asked.

Pure: reads the builder and the program, decides nothing that they leave open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cwm_lsp.predict.arguments import bound_arguments
from cwm_lsp.predict.program import Program
from cwm_lsp.source.bindings import Returned
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.timeline import Phase, TimelineBuilder


@dataclass(frozen=True, slots=True)
class Sleeper:
    """A suspended generator that the next call event may resume.

    Attributes:
        source: the line it stands at, as frames repeat it.
        state: its locals.
        scope: its id.
    """

    source: str
    state: State
    scope: int


@dataclass(frozen=True, slots=True)
class Options:
    """The frames that can follow.

    Attributes:
        lines: where a line event can be.
        returns: whether the innermost scope can return (or yield) now.
        yields: whether it can only yield if it returns.
        raises: whether an exception event can come.
        calls: the functions that can be entered.
        sleepers: the generators that can be resumed.
    """

    lines: tuple[int, ...] = ()
    returns: bool = False
    yields: bool = False
    raises: bool = False
    calls: tuple[int, ...] = ()
    sleepers: tuple[Sleeper, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that are left, the commonest first."""
        possible = (
            (Event.LINE, bool(self.lines)),
            (Event.RETURN, self.returns),
            (Event.CALL, bool(self.calls or self.sleepers)),
            (Event.EXCEPTION, self.raises),
        )
        return tuple(event for event, is_possible in possible if is_possible)


def options(builder: TimelineBuilder, program: Program) -> Options:
    """What can follow the builder's last moment; an exception if the text leaves nothing, so that a prediction can end.

    Args:
        builder: at least one scope is active.
        program: the text that is traced.
    """
    function, phase = builder.function, builder.phase
    if function is None:
        return Options(returns=True)
    if phase is Phase.ENTERED:
        return Options(lines=_merged(program.first(one) for one in builder.candidates))
    if phase is Phase.LEFT_BY_EXCEPTION:
        return Options(raises=True)
    if phase is Phase.RAISED:
        following = [program.next(function, line) for line in builder.lines]
        lines = _merged(one.handlers for one in following)
        return Options(lines=lines, returns=not lines or any(one.escapes for one in following))
    must = _certain_call(builder, program, function)
    if must is not None:
        return must
    resumed = phase is Phase.RESUMED
    following = [
        program.flow(function).resumed(line) if resumed else program.next(function, line) for line in builder.lines
    ]
    found = Options(
        lines=_merged(one.lines for one in following),
        returns=any(one.returns or one.yields or one.reraises for one in following),
        yields=all(one.yields and not one.returns for one in following),
        raises=any(one.raises for one in following),
        calls=_merged(program.callees(function, line) for line in builder.lines),
        sleepers=_sleepers(builder, program),
    )
    return found if found.events else Options(raises=True)


def _merged(groups: Iterable[Iterable[int]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def _sleepers(builder: TimelineBuilder, program: Program) -> tuple[Sleeper, ...]:
    # Any line can drop the last reference to a generator, which is then entered to be closed.
    return tuple(Sleeper(program.source(lines[0]), state, scope) for scope, lines, state in builder.sleepers if lines)


def _certain_call(builder: TimelineBuilder, program: Program, function: int) -> Options | None:
    """`return f(x)` with plain arguments: first f is entered, and when f has returned, so does this scope."""
    if len(builder.lines) != 1 or builder.phase is not Phase.AT_LINE or builder.sleepers:
        return None
    line = builder.lines[0]
    callees = program.callees(function, line)
    if len(callees) != 1 or program.returned(function, line) != Returned("call", program.name(callees[0])):
        return None
    if bound_arguments(builder, program, callees[0]) is None:
        return None
    has_returned = builder.moments[-1].event is Event.RETURN
    return Options(returns=True) if has_returned else Options(calls=callees)
