"""From the model's probabilities to a confidence: how often a value like this one has been right on held-out programs.

A value is right if the run so far is (the path) and the model's own last decisions are. The three weights below are fitted by
`cwm-lsp eval calibrate` and stored beside the model's weights; the two floors are chances, not taste.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from math import exp
from pathlib import Path

from cwm_lsp.engine.choosing import folder_of
from cwm_lsp.engine.protocol import Engine, answers_operations
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.standing import UNCHECKED, FrameStanding, Standing, StandingReader
from cwm_lsp.trace.frames import UNCHANGED

HIDDEN_BELOW = 0.5
"""A value that is rather wrong than right is not shown."""
DOUBTED_BELOW = 0.995
"""A value that is wrong more than once in two hundred times is marked `~`: what stands unmarked is proven, or as good as that."""
LIKELY_FROM = 0.9
"""In words: from here on a prediction is likely right, below it is doubtful."""


@dataclass(frozen=True, slots=True)
class Floors:
    """Below which chances values are treated with care.

    Attributes:
        hidden: below this a value is not shown.
        doubted: below this it is marked `~`.
    """

    hidden: float = HIDDEN_BELOW
    doubted: float = DOUBTED_BELOW


FLOORS = Floors()


@dataclass(frozen=True, slots=True)
class Calibration:
    """Chance of being right: exp(local * own log-probability + path * log-probability of the run so far - slip * decisions).

    Attributes:
        local: weight of the value's own log-probability.
        path: weight of that of all decisions before.
        slip: what each decision costs however sure the model was.
        fitted_on: what it was fitted on; empty for the plain probabilities of a model without a calibration.
    """

    local: float = 1.0
    path: float = 1.0
    slip: float = 0.0
    fitted_on: str = ""

    def confidence(self, own: float, before: float, decisions: int) -> float:
        """The chance that a value is right, from 0 to 1.

        Args:
            own: log-probability of the decisions that made the value; 0.0 if it was forced.
            before: log-probability of all decisions before its frame.
            decisions: how many those were, its own included.
        """
        return min(1.0, exp(min(0.0, self.local * own + self.path * before - self.slip * decisions)))


@dataclass(frozen=True, slots=True)
class FrameConfidence:
    """How sure each part of a frame is, from 0 to 1.

    Attributes:
        values: of each local in the frame's state.
        place: of the event and the line.
        value: of the returned value or the exception; 1.0 for other events.
        standing: what verification says of the same parts.
    """

    values: dict[str, float]
    place: float
    value: float
    standing: FrameStanding


class ConfidenceReader:
    """Tells the confidence of one frame after the other, in their order of time.

    What is proven is certain whatever the model thought of it, and what rests on a contradiction is worth nothing. A local that
    stays unchanged keeps the confidence of the value it was given, or less where its staying was a decision.
    """

    def __init__(self, calibration: Calibration) -> None:
        """Args:
        calibration: of the model that predicts.
        """
        self._calibration = calibration
        self._standings = StandingReader()
        self._kept: dict[tuple[int, str], float] = {}
        self._before = 0.0
        self._decisions = 0

    def read(self, one: PredictedFrame) -> FrameConfidence:
        """The confidence of every part of the next frame."""
        confidence, kept, before = self._calibration.confidence, self._kept, self._before
        standing = self._standings.read(one)
        values: dict[str, float] = {}
        for name, shown in one.frame.state:
            own = 0.0 if one.is_invented else one.values.get(name, 0.0)
            chance = confidence(own, before, self._decisions + (own != 0.0))
            key = (one.moment.scope, name)
            if shown == UNCHANGED and key in kept:
                chance = min(kept[key], chance) if own else kept[key]
            kept[key] = values[name] = _settled(chance, standing.values.get(name, UNCHECKED))
        place = _settled(confidence(one.event + one.line, before, one.decisions), standing.place)
        value = 1.0
        if one.frame.value is not None:
            value = _settled(confidence(one.value + one.event, before, one.decisions), standing.value)
        self._before, self._decisions = one.path, one.decisions
        return FrameConfidence(values, place, value, standing)

    def so_far(self) -> float:
        """The chance that everything read so far is right."""
        chance = self._calibration.confidence(0.0, self._before, self._decisions)
        return _settled(chance, Standing(is_proven=self._standings.is_proven, is_refuted=self._standings.is_refuted))


def _settled(chance: float, standing: Standing) -> float:
    if standing.is_refuted:
        return 0.0
    return 1.0 if standing.is_proven else chance


@dataclass(frozen=True, slots=True)
class Confidences:
    """How sure a prediction is.

    Attributes:
        frames: of every part of every frame.
        so_far: the chance that all of it is right.
    """

    frames: tuple[FrameConfidence, ...]
    so_far: float


class GrowingConfidences:
    """Reads predictions that grow frame by frame, each frame once."""

    def __init__(self, calibration: Calibration) -> None:
        """Args:
        calibration: of the model that predicts.
        """
        self._calibration = calibration
        self._begin()

    def _begin(self) -> None:
        self._reader = ConfidenceReader(self._calibration)
        self._found: list[FrameConfidence] = []
        self._last: PredictedFrame | None = None

    def read(self, frames: Sequence[PredictedFrame]) -> Confidences:
        """The confidence of a prediction; little work where it only adds to the one that was read before."""
        count = len(self._found)
        if count > len(frames) or (count and frames[count - 1] is not self._last):
            self._begin()
            count = 0
        self._found += [self._reader.read(one) for one in frames[count:]]
        self._last = frames[-1] if frames else None
        return Confidences(tuple(self._found), self._reader.so_far())


def confidences(frames: Sequence[PredictedFrame], calibration: Calibration) -> Confidences:
    """The confidence of every part of every frame, and of the whole."""
    return GrowingConfidences(calibration).read(frames)


class Asked(str, Enum):
    """In which way a model decides; each has a calibration of its own, named by its file."""

    FRAMES = "calibration.json"
    """It writes what is open of a frame."""
    OPERATIONS = "calibration_operations.json"
    """It answers single operations, and frames follow from its answers."""


def asked_of(engine: Engine, verify: Verify) -> Asked:
    """In which way an engine's model decides."""
    return Asked.OPERATIONS if answers_operations(engine) and verify is not Verify.CORRECT else Asked.FRAMES


def calibration_of(engine: Engine, verify: Verify) -> Calibration:
    """What an engine's probabilities are worth, asked as `verify` has it; the plain ones where nobody has measured it.

    Raises:
        OSError, ValueError: the calibration beside the model can't be read.
    """
    folder = folder_of(engine)
    return Calibration() if folder is None else load_calibration(folder, asked_of(engine, verify))


def load_calibration(folder: Path, asked: Asked = Asked.FRAMES) -> Calibration:
    """The calibration beside a model's weights; the plain probabilities if there is none.

    Raises:
        ValueError: the file is not what `store_calibration` wrote.
    """
    path = folder / asked.value
    if not path.exists():
        return Calibration()
    try:
        held: dict[str, float | str] = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(
            float(held["local"]), float(held["path"]), float(held["slip"]), str(held.get("fitted_on", ""))
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} is not a calibration") from error


def store_calibration(calibration: Calibration, folder: Path, asked: Asked = Asked.FRAMES) -> None:
    """Write a calibration beside a model's weights.

    Raises:
        OSError: the folder can't be written.
    """
    (folder / asked.value).write_text(json.dumps(asdict(calibration), indent=1) + "\n", encoding="utf-8")
