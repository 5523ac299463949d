"""From a model's probabilities of labels to chances, and from which chance on a label is right 95 times in 100.

One temperature a question, and floors by label, fitted on families of programs that training never saw (`training.opinions`) and
stored beside the model's weights. Only a model that has this file, or one that chats, is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import exp, log
from pathlib import Path

from cwm_lsp.predict.opinions.opinion import Chances

FILE = "opinions.json"
PRECISION = 0.95
ANY = "*"
"""The key of a floor for labels that have none of their own."""


@dataclass(frozen=True, slots=True)
class OpinionCalibration:
    """How the probabilities of one question become chances.

    Attributes:
        temperature: above 1 where the model is too sure.
        floors: by label, or `ANY`; a label without one is never settled.
        fitted_on: what it was fitted on; empty for plain probabilities.
    """

    temperature: float = 1.0
    floors: Mapping[str, float] = field(default_factory=dict[str, float])
    fitted_on: str = ""

    def chances(self, labels: Sequence[str], weights: Sequence[float]) -> Chances:
        """Labels with chances, most likely first."""
        heated = [exp(log(max(weight, 1e-9)) / self.temperature) for weight in weights]
        total = sum(heated)
        return tuple(sorted(((n, w / total) for n, w in zip(labels, heated, strict=True)), key=lambda one: -one[1]))

    def floor(self, label: str) -> float | None:
        """From which chance on the label is right 95 times in 100; None where no chance is enough."""
        return self.floors.get(label, self.floors.get(ANY))


@dataclass(frozen=True, slots=True)
class OpinionCalibrations:
    """Of the three questions: whether it ends, how time and how space grow."""

    termination: OpinionCalibration = OpinionCalibration()
    time: OpinionCalibration = OpinionCalibration()
    space: OpinionCalibration = OpinionCalibration()


def load_opinion_calibrations(folder: Path) -> OpinionCalibrations | None:
    """What stands beside a model's weights; None if nothing does.

    Raises:
        ValueError: the file is not what `store_opinion_calibrations` wrote.
    """
    path = folder / FILE
    if not path.exists():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return OpinionCalibrations(
            **{
                name: OpinionCalibration(
                    float(one["temperature"]),
                    {str(label): float(floor) for label, floor in one["floors"].items()},
                    str(one["fitted_on"]),
                )
                for name, one in held.items()
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a calibration of opinions") from error


def store_opinion_calibrations(calibrations: OpinionCalibrations, folder: Path) -> None:
    """Write them beside a model's weights.

    Raises:
        OSError: the folder can't be written.
    """
    (folder / FILE).write_text(json.dumps(asdict(calibrations), indent=1) + "\n", encoding="utf-8")


def fitted_temperature(weighed: Sequence[tuple[Sequence[float], int]]) -> float:
    """The temperature that makes the true labels likeliest.

    Args:
        weighed: the model's probabilities of all labels, and the position of the true one; at least one.
    """

    def loss(temperature: float) -> float:
        total = 0.0
        for weights, true in weighed:
            heated = [log(max(weight, 1e-9)) / temperature for weight in weights]
            top = max(heated)
            total += top + log(sum(exp(one - top) for one in heated)) - heated[true]
        return total

    return min((0.5 * 1.05**step for step in range(70)), key=loss)


def fitted_floor(judged: Sequence[tuple[float, bool]], precision: float = PRECISION, least: int = 20) -> float | None:
    """The lowest chance from which on the share of right ones is at least `precision`; None if there is none.

    Args:
        judged: chance, and whether the label was right.
        precision: the share that has to be right.
        least: how many there have to be above the floor for it to count.
    """
    found: float | None = None
    right = 0
    ordered = sorted(judged, reverse=True)
    for count, (chance, is_right) in enumerate(ordered, start=1):
        right += is_right
        # Equal chances can't be told apart: the floor is only below all of them.
        if count < len(ordered) and ordered[count][0] == chance:
            continue
        if count >= least and right >= precision * count:
            found = chance
    return found
