"""A run as the steps that were right and the one that was not: where a prediction left the truth, and what was going on. Pure.

After its first error a prediction goes on from a past that never was, so nothing later says anything about the model. A step is
therefore a frame with nothing wrong before it: the last one may be wrong, all others are right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from cwm_lsp.evaluate.comparison import GIVEN
from cwm_lsp.evaluate.values import value_kind
from cwm_lsp.trace.frames import UNCHANGED, Event, Frame
from cwm_lsp.trace.moments import Moment, frames_of

KEPT = "unchanged"
"""The kind of a value that the step leaves as it was."""

ENTRY = "entry"
"""The kind of statement before a scope's first line."""


class Wrong(Enum):
    """What of a frame was wrong first, in the order in which a frame is read."""

    STOPPED = "no frame came"
    EVENT = "event"
    LINE = "line"
    NAMES = "names"
    VALUE = "value of a variable"
    RESULT = "returned value"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Step:
    """A frame with nothing wrong before it.

    Attributes:
        number: from 1, the given frames not counted.
        event: of the true frame.
        statement: the kind of statement that was executing: it gave this frame its state, or chose its line.
        depth: how many scopes are active above `main`.
        values: the kinds of the values that the true frame gives, `KEPT` for those that stay.
        wrong: what was wrong first; None if nothing was.
        wrong_values: the kinds of the true values that were told wrong.
        said: what is and what was said instead, for people; empty if nothing was wrong.
    """

    number: int
    event: Event
    statement: str
    depth: int
    values: tuple[str, ...]
    wrong: Wrong | None = None
    wrong_values: tuple[str, ...] = ()
    said: str = ""


def steps(
    true: Sequence[Moment], predicted: Sequence[Moment], kind: Callable[[int], str], *, at_limit: bool
) -> tuple[Step, ...]:
    """The steps of a prediction up to its first error.

    Args:
        true: the recorded run, `main`'s given frames included.
        predicted: the predicted run, likewise.
        kind: of the statement on a line.
        at_limit: whether the prediction ends because it was asked for no more frames; its end is then no error.
    """
    found: list[Step] = []
    executing = _executing(true)
    for index, (moment, frame) in enumerate(zip(true, frames_of(true), strict=True)):
        if index < GIVEN:
            continue
        other = predicted[index] if index < len(predicted) else None
        if other is None and at_limit:
            break
        wrong, names, said = _compared(moment, other)
        line = executing[index]
        given = _given(frame)
        found.append(
            Step(
                index - GIVEN + 1,
                moment.event,
                kind(line) if line is not None else ENTRY,
                len(moment.stack) - 1,
                tuple(given.values()),
                wrong,
                tuple(given.get(name, KEPT) for name in names),
                said,
            )
        )
        if wrong is not None:
            break
    return tuple(found)


def _executing(true: Sequence[Moment]) -> list[int | None]:
    """For each frame the line whose execution it reports; None where a scope has only been entered."""
    at: dict[int, int | None] = {}
    found: list[int | None] = []
    for moment in true:
        if moment.event is Event.CALL:
            # The caller's line is what calls, the arguments are its work; `main` has no caller.
            found.append(at.get(moment.stack[-2]) if len(moment.stack) > 1 else None)
            at.setdefault(moment.scope, None)
        else:
            found.append(at.get(moment.scope) if moment.event is Event.LINE else moment.line)
            at[moment.scope] = moment.line
    return found


def _given(frame: Frame) -> dict[str, str]:
    """The kinds of the values that a frame gives, by name; a result has no name."""
    if frame.value is not None:
        return {"": value_kind(frame.value)} if frame.event is Event.RETURN else {"": "exception"}
    return {name: KEPT if value == UNCHANGED else value_kind(value) for name, value in frame.state}


def _compared(true: Moment, other: Moment | None) -> tuple[Wrong | None, tuple[str, ...], str]:
    """What is wrong first, the names of wrong values, and both sides for people."""
    if other is None:
        return Wrong.STOPPED, (), ""
    if other.event is not true.event:
        return Wrong.EVENT, (), f"{_place(true)}, not {_place(other)}"
    if other.line != true.line:
        return Wrong.LINE, (), f"{_place(true)}, not {_place(other)}"
    if not true.event.has_state:
        if other.value == true.value:
            return None, (), ""
        wrong = Wrong.RESULT if true.event is Event.RETURN else Wrong.EXCEPTION
        return wrong, ("",), f"{true.value}, not {other.value}"
    state, said = dict(true.state), dict(other.state)
    if state.keys() != said.keys():
        return Wrong.NAMES, (), f"{', '.join(state)}, not {', '.join(said)}"
    names = tuple(name for name, value in state.items() if said[name] != value)
    if not names:
        return None, (), ""
    return Wrong.VALUE, names, "; ".join(f"{name} is {state[name]}, not {said[name]}" for name in names)


def _place(moment: Moment) -> str:
    return f"{moment.event.value} on line {moment.line}"
