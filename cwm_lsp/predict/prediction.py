"""What a prediction is made of: moments with the model's own probabilities, and where they come from.

Turning those probabilities into a confidence that can be trusted is `calibration`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cwm_lsp.trace.frames import Frame
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.outcome import Judgement


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a prediction comes from.

    Attributes:
        engine: the engine's identity, as in the cache's keys.
        model: the model's name, for people.
        call: the call that was predicted; None if the model invented its arguments.
    """

    engine: str
    model: str
    call: str | None


@dataclass(frozen=True, slots=True)
class PredictedFrame:
    """A frame, its place, and how sure the model was. All probabilities are natural logarithms; 0.0 means forced.

    Attributes:
        frame: as the trace language has it.
        moment: as the timeline has it.
        event: of the event, among those the program allows.
        line: of the line, among those the program allows.
        values: of each local whose value the model wrote or kept by choice; names that are missing were certain.
        value: of the returned value or the exception.
        path: the sum over everything the model decided up to and including this frame.
        decisions: how many decisions those were.
        is_cut: whether a value was closed by force because it grew too long.
        judgement: how it compares with what follows for certain from the frames before; None where nothing was checked.
        is_invented: whether these are arguments that the model made up, which can be neither right nor wrong.
    """

    frame: Frame
    moment: Moment
    event: float
    line: float
    values: Mapping[str, float] = field(default_factory=lambda: {})
    value: float = 0.0
    path: float = 0.0
    decisions: int = 0
    is_cut: bool = False
    judgement: Judgement | None = None
    is_invented: bool = False
