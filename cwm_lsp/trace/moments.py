"""Moments: frames put in their place, each with its scope, its line number and its state resolved.

A moment is what a reader wants and a frame is what the language writes; this module goes from moments to frames (diffing states).
The way back, from a model's frames to moments, is `timeline`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cwm_lsp.trace.frames import UNCHANGED, Event, Frame, State


@dataclass(frozen=True, slots=True)
class Scope:
    """One activation of a function.

    Attributes:
        id: unique within a timeline, in order of first entry, from 0. A generator keeps its scope over all its resumptions.
        caller: the scope that entered it first, None for the outermost.
        function: the name on its `def` line, empty where that is unknown.
        first_line: the line that its first call frame stands on, None where that is unknown.
    """

    id: int
    caller: int | None
    function: str
    first_line: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame in its place.

    Attributes:
        event: what happened.
        scope: the id of the scope it happened in.
        line: its 1-based line number in the traced text; None where the text has no such line.
        source: the source line as the frame repeats it.
        state: all locals before the line runs, unchanged ones too; for a return or an exception the scope's last known state.
        value: the repr of the returned value or of the exception type's name, None for call and line events.
        stack: ids of the scopes that are active, outermost first; the last is `scope`.
    """

    event: Event
    scope: int
    line: int | None
    source: str
    state: State
    value: str | None
    stack: tuple[int, ...]


def frames_of(moments: Iterable[Moment]) -> Iterator[Frame]:
    """The moments as the language writes them: full states in call frames, what changed since in the scope's line frames."""
    shown: dict[int, dict[str, str]] = {}
    for moment in moments:
        if moment.event.has_state:
            before = {} if moment.event is Event.CALL else shown.get(moment.scope, {})
            yield Frame(moment.event, moment.source, changes(moment.state, before))
            shown[moment.scope] = dict(moment.state)
        else:
            yield Frame(moment.event, moment.source, value=moment.value)


def changes(state: State, before: dict[str, str]) -> State:
    """The state with `UNCHANGED` where a name still holds the repr it had before."""
    return tuple((name, UNCHANGED if before.get(name) == value else value) for name, value in state)


def rebased(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """The shortest history that leaves the model where these moments left it.

    This bounds the context of a long prediction: each active scope is entered and put at its line; of the calls that its line has
    made so far only entry and return stay, since the line still needs their values; all else is forgotten.

    Args:
        moments: a whole history, which ends outside of an exception.
    """
    entered: dict[int, Moment] = {}
    latest: dict[int, Moment] = {}
    finished: dict[int, list[Moment]] = {}
    stack: tuple[int, ...] = ()
    for moment in moments:
        stack = moment.stack
        if moment.event is Event.CALL:
            entered[moment.scope] = moment
            latest.pop(moment.scope, None)
            finished.pop(moment.scope, None)
        elif moment.event is Event.LINE:
            latest[moment.scope] = moment
            finished.pop(moment.scope, None)
        elif moment.event is Event.RETURN:
            stack = moment.stack[:-1]
            if stack:
                finished.setdefault(stack[-1], []).extend((entered[moment.scope], moment))
    kept: list[Moment] = []
    for scope in stack:
        kept.append(entered[scope])
        if scope in latest:
            kept.append(latest[scope])
        kept += finished.get(scope, ())
    return tuple(kept)


def rebased_frames(moments: Iterable[Moment]) -> Iterator[Frame]:
    """The frames of `rebased`, every state in full."""
    for moment in rebased(moments):
        if moment.event.has_state:
            yield Frame(moment.event, moment.source, moment.state)
        else:
            yield Frame(moment.event, moment.source, value=moment.value)
