"""From a model's probabilities of labels to chances, and from which chance on a label is right 95 times in 100.

One temperature for each thing that is asked and each way of asking it, and floors by label, fitted on families of programs that no
training saw. Without a fit the probabilities stand as they are, and no label is ever settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import TypeAlias

from cwm_lsp.predict.opinions.opinion import Chances

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


Calibrations: TypeAlias = "Mapping[str, OpinionCalibration]"
"""By `way`."""
PLAIN = OpinionCalibration()
"""The model's word as it is."""


def way(prompt: str, part: str, *, reasoned: bool, samples: int) -> str:
    """What a calibration is for: another prompt, or another way of asking, has other chances.

    Args:
        prompt: the prompt with its version.
        part: which of the things that it asks for; empty where it is only one.
        reasoned: whether the model reasons before it answers.
        samples: how many thoughts vote at most.
    """
    asked = f"{prompt} {part}".rstrip()
    if not reasoned:
        return asked
    return f"{asked}, reasoning" + (f", {samples} samples" if samples > 1 else "")


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


def fitted(
    given: Sequence[tuple[Chances, str]], labels: Sequence[str], on: str, *, each: bool = False
) -> OpinionCalibration:
    """The calibration that fits answers with plain probabilities.

    Args:
        given: chances of all labels as they came, and the true label; at least one.
        labels: all that there are.
        on: what the answers are about, in words.
        each: whether every label gets a floor of its own.
    """
    weighed = [([dict(chances)[label] for label in labels], labels.index(true)) for chances, true in given]
    heated = OpinionCalibration(fitted_temperature(weighed))
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for (weights, _), (_, true) in zip(weighed, given, strict=True):
        label, chance = heated.chances(labels, weights)[0]
        judged[label if each else ANY].append((chance, label == true))
    floors = {label: floor for label, some in judged.items() if (floor := fitted_floor(some)) is not None}
    # Rounded down: what a floor was fitted to has to reach it.
    rounded = {label: int(floor * 1e6) / 1e6 for label, floor in sorted(floors.items())}
    return OpinionCalibration(round(heated.temperature, 3), rounded, on)
