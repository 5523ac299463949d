"""What a prediction tells its readers, value by value, and whether it was right: by what verification says of it.

Only what would be shown counts: values that a frame gives anew, results and exceptions. Compared with the true run by position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW, Calibration, confidences
from cwm_lsp.predict.standing import UNCHECKED, Standing
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.trace.frames import UNCHANGED
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.outcome import Verdict


class Ground(Enum):
    """What a value stands on, the firmest first."""

    PROVEN = "verified, from the call on"
    VERIFIED = "verified, on predicted ground"
    PREDICTED = "predicted"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Told:
    """One value.

    Attributes:
        ground: what it stands on.
        confidence: from 0 to 1.
        right: whether the true run gives the same value at the same place.
    """

    ground: Ground
    confidence: float
    right: bool

    @property
    def is_unmarked(self) -> bool:
        """Whether it is shown without a mark of doubt."""
        return self.confidence >= DOUBTED_BELOW

    @property
    def is_shown(self) -> bool:
        """Whether it is shown at all."""
        return self.confidence >= HIDDEN_BELOW


def told(prediction: TracePrediction, true: Sequence[Moment], calibration: Calibration, given: int) -> Iterator[Told]:
    """Every value of a prediction but those of the opening frames.

    Args:
        prediction: whole or cut off.
        true: the recorded run.
        calibration: of the model.
        given: how many frames open the run.
    """
    frames = prediction.frames
    for index, (one, chances) in enumerate(zip(frames, confidences(frames, calibration).frames, strict=True)):
        if index < given:
            continue
        real = true[index] if index < len(true) else None
        moment, standing = one.moment, chances.standing
        # A value is right wherever the run goes on from it: what is wrong about the event is told of the place.
        state = dict(real.state) if real is not None and real.stack == moment.stack else {}
        resolved = dict(moment.state)
        for name, shown in one.frame.state:
            if shown != UNCHANGED:
                ground = _ground(standing.values.get(name, UNCHECKED))
                yield Told(ground, chances.values[name], state.get(name) == resolved[name])
        if moment.value is not None:
            right = real is not None and _result(real) == _result(moment)
            yield Told(_ground(standing.value), chances.value, right)


def _result(moment: Moment) -> object:
    return moment.event, moment.stack, moment.line, moment.value


def _ground(standing: Standing) -> Ground:
    if standing.verdict is Verdict.VERIFIED:
        return Ground.PROVEN if standing.is_proven else Ground.VERIFIED
    return Ground.PREDICTED if standing.verdict is Verdict.PREDICTED else Ground.CONTRADICTED
