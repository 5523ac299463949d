"""Fits the confidence of answers to the two questions in words, and measures them on families that no training or fitting saw.

    python -m training.opinions --weights cwm_lsp/engine/weights

Fitting writes `opinions.json` beside the weights; `--measure` leaves it as it is.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.predict.opinions.asking import ask_complexity, ask_termination
from cwm_lsp.predict.opinions.calibration import (
    ANY,
    OpinionCalibration,
    OpinionCalibrations,
    fitted_floor,
    fitted_temperature,
    store_opinion_calibrations,
)
from cwm_lsp.predict.opinions.opinion import (
    COMPLEXITY_LABELS,
    DOES_NOT_TERMINATE,
    TERMINATES,
    TERMINATION_LABELS,
    Chances,
)
from training.held_out_tasks import complexity_cases, termination_cases
from training.tasks.splits import SPLITS


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question.

    Attributes:
        family: the program's.
        chances: of the labels.
        true: the right label.
        floor: from which chance on the first label is settled.
        example: the call that is said never to end.
    """

    family: str
    chances: Chances
    true: str
    floor: float | None
    example: str | None = None

    @property
    def is_right(self) -> bool:
        """Whether the likeliest label is."""
        return self.chances[0][0] == self.true


async def answers(folder: Path, split: str, endings: int, growths: int) -> dict[str, list[Answer]]:
    """The answers to all questions, for so many programs of each family of a split."""
    engine = EmbeddedEngine(folder, threads=2)
    told: dict[str, list[Answer]] = {"termination": [], "time": [], "space": []}
    try:
        for case in termination_cases(split, endings):
            ending = await ask_termination(engine, case.source, case.entry)
            true = TERMINATES if case.ends else DOES_NOT_TERMINATE
            told["termination"].append(Answer(case.family, ending.chances, true, ending.floor, ending.example))
        for grown in complexity_cases(split, growths):
            growth = await ask_complexity(engine, grown.source, grown.entry)
            told["time"].append(Answer(grown.family, growth.chances, grown.time, growth.floor))
            told["space"].append(Answer(grown.family, growth.space, grown.space, growth.space_floor))
    finally:
        await engine.close()
    return told


def fitted(given: Sequence[Answer], labels: Sequence[str], on: str, *, each: bool) -> OpinionCalibration:
    """The calibration that fits answers with plain probabilities.

    Args:
        given: the answers.
        labels: all that there are.
        on: what these were, in words.
        each: whether every label gets a floor of its own.
    """
    weighed = [([dict(one.chances)[label] for label in labels], labels.index(one.true)) for one in given]
    heated = OpinionCalibration(fitted_temperature(weighed))
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for (weights, _), one in zip(weighed, given, strict=True):
        label, chance = heated.chances(labels, weights)[0]
        judged[label if each else ANY].append((chance, label == one.true))
    floors = {label: floor for label, some in judged.items() if (floor := fitted_floor(some)) is not None}
    rounded = {label: round(floor, 4) for label, floor in sorted(floors.items())}
    return OpinionCalibration(round(heated.temperature, 3), rounded, f"{len(given)} programs of {on}")


def tell(name: str, given: Sequence[Answer]) -> None:
    """Print what there is to know of the answers to one question."""
    right = sum(one.is_right for one in given)
    shown = [one for one in given if one.floor is not None and one.chances[0][1] >= one.floor]
    bins: dict[int, list[Answer]] = defaultdict(list)
    for one in given:
        bins[min(9, int(one.chances[0][1] * 10))].append(one)
    error = sum(abs(sum(a.is_right - a.chances[0][1] for a in some)) for some in bins.values()) / len(given)
    precision = f"{sum(one.is_right for one in shown) / len(shown):.1%}" if shown else "-"
    print(f"\n{name}: {right / len(given):.1%} of {len(given)} right, calibration error {error:.3f}")
    print(f"  settled: {len(shown) / len(given):.1%} of them, {precision} of these right")
    for wanted in (0.9, 0.95):
        floor = fitted_floor([(one.chances[0][1], one.is_right) for one in given], wanted)
        covered = 0 if floor is None else sum(one.chances[0][1] >= floor for one in given)
        print(f"  coverage at {wanted:.0%} precision: {covered / len(given):.1%}")
    for true in dict.fromkeys(one.true for one in given):
        said = Counter(one.chances[0][0] for one in given if one.true == true)
        print(f"  {true:>18}: " + ", ".join(f"{label} {count}" for label, count in said.most_common()))
    families = {family: [one for one in given if one.family == family] for family in {one.family for one in given}}
    by_family = sorted((sum(one.is_right for one in some) / len(some), family) for family, some in families.items())
    print("  " + ", ".join(f"{family} {share:.0%}" for share, family in by_family))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("cwm_lsp/engine/weights"))
    parser.add_argument("--measure", action="store_true", help="fit nothing")
    parser.add_argument("--split", choices=SPLITS, default="test", help="what is measured on")
    parser.add_argument("--endings", type=int, default=32, help="programs a family")
    parser.add_argument("--growths", type=int, default=16, help="programs a family")
    given = parser.parse_args()
    if not given.measure:
        store_opinion_calibrations(OpinionCalibrations(), given.weights)
        told = asyncio.run(answers(given.weights, "calibration", given.endings, given.growths))
        families = {name: len({one.family for one in some}) for name, some in told.items()}
        found = OpinionCalibrations(
            fitted(told["termination"], TERMINATION_LABELS, f"{families['termination']} families", each=True),
            fitted(told["time"], COMPLEXITY_LABELS, f"{families['time']} families", each=False),
            fitted(told["space"], COMPLEXITY_LABELS, f"{families['space']} families", each=False),
        )
        store_opinion_calibrations(found, given.weights)
        print(found)
    for name, some in asyncio.run(answers(given.weights, given.split, given.endings, given.growths)).items():
        tell(name, some)


if __name__ == "__main__":
    main()
