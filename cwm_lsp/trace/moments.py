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
        line: its 1-based line number in the traced text, None where equal lines could not be told apart or the text has no such line.
        source: the source line as the frame repeats it.
        state: all locals before the line runs, nothing unchanged left out; for return and exception the last known state of the scope.
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
    """The shortest history that leaves the model where these moments left it: each active scope entered, then at its line.

    This bounds the context of a long prediction: what has returned is forgotten, what is active is said in full.

    Args:
        moments: a whole history, which ends in a call or line event.

    Returns:
        For each active scope, outermost first, its last call moment and, if it has gone on since, its last line moment.
    """
    entered: dict[int, Moment] = {}
    latest: dict[int, Moment] = {}
    stack: tuple[int, ...] = ()
    for moment in moments:
        if moment.event is Event.CALL:
            entered[moment.scope] = moment
            latest.pop(moment.scope, None)
        elif moment.event is Event.LINE:
            latest[moment.scope] = moment
        stack = moment.stack
    kept: list[Moment] = []
    for scope in stack:
        if scope in entered:
            kept.append(entered[scope])
        if scope in latest:
            kept.append(latest[scope])
    return tuple(kept)


def rebased_frames(moments: Iterable[Moment]) -> Iterator[Frame]:
    """The frames of `rebased`, every state in full."""
    for moment in rebased(moments):
        yield Frame(moment.event, moment.source, moment.state)
