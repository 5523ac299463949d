"""A predicted run against the true one: what was right, frame by frame and as a whole. Pure.

The model predicts freely: after a mistake it goes on from its own frames. Frames are compared by position, so one frame too many
makes all later ones wrong. The two frames of `main` that are given to the model are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment

GIVEN = 2
"""The frames that open a bound call."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over one item or many; they add up.

    Attributes:
        items: items counted.
        frames: frames of the true runs.
        frames_right: those whose event, line, state and value are all right.
        lines_right: those whose event and line are right.
        states_right: those whose state (or value, for a return or an exception) is right.
        traces_right: items whose every frame is right, and no frame too many.
        results_right: items whose final return value or exception is right.
        unusable: items that could not be tried, all counted as wrong.
    """

    items: int = 0
    frames: int = 0
    frames_right: int = 0
    lines_right: int = 0
    states_right: int = 0
    traces_right: int = 0
    results_right: int = 0
    unusable: int = 0

    def __add__(self, other: Scores) -> Scores:
        return Scores(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def compare(true: Sequence[Moment], predicted: Sequence[Moment], *, ended: bool, predicted_ended: bool) -> Scores:
    """Score one item.

    Args:
        true: the recorded run, `main`'s frames included.
        predicted: the predicted run, likewise.
        ended: whether the true run came to its end within its limits.
        predicted_ended: whether the predicted run did.
    """
    frames = lines = states = 0
    for index in range(GIVEN, len(true)):
        if index >= len(predicted):
            break
        same_line, same_state = (
            _line(true[index]) == _line(predicted[index]),
            _held(true[index]) == _held(predicted[index]),
        )
        lines += same_line
        states += same_state
        frames += same_line and same_state
    counted = max(0, len(true) - GIVEN)
    whole = frames == counted and ended and predicted_ended and len(predicted) == len(true)
    result = bool(ended and predicted_ended and true and predicted) and outcome(true) == outcome(predicted)
    return Scores(1, counted, frames, lines, states, int(whole), int(result))


def right_frames(true: Sequence[Moment], predicted: Sequence[Moment]) -> tuple[bool, ...]:
    """For each predicted frame, whether its place and its content are right."""
    return tuple(
        index < len(true) and _line(true[index]) == _line(one) and _held(true[index]) == _held(one)
        for index, one in enumerate(predicted)
    )


def outcome(moments: Sequence[Moment]) -> tuple[str, str | None]:
    """How a finished run ended: `return` and the value, or `exception` and its name."""
    last = moments[-1]
    raised = [one for one in moments[-2:-1] if one.event is Event.EXCEPTION and one.scope == last.scope]
    return ("exception", raised[0].value) if raised else ("return", last.value)


def _line(moment: Moment) -> tuple[Event, int | None]:
    return (moment.event, moment.line)


def _held(moment: Moment) -> object:
    return dict(moment.state) if moment.event.has_state else moment.value
