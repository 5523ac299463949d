"""How right verdicts on growth are: each source alone, and what is shown, over every item of a data set.

Labels are compared as `predict.opinions` names them. An unknown answer is a wrong one in every accuracy.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.predict.complexity.confidence import text_group
from cwm_lsp.predict.complexity.growth import GrowthSettings
from cwm_lsp.predict.complexity.judging import JudgingSettings, judge_complexity
from cwm_lsp.predict.complexity.verdict import ComplexityVerdict
from cwm_lsp.predict.opinions.asking import ask_complexity
from cwm_lsp.predict.opinions.opinion import COMPLEXITY_LABELS
from cwm_lsp.source.document import Document

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GrowthItem:
    """One labelled function.

    Attributes:
        id, family: what it is counted under.
        source: the module's text.
        entry: the function's name.
        time, space: its labels; `space` is None where nobody labelled it.
    """

    id: str
    family: str
    source: str
    entry: str
    time: str
    space: str | None


@dataclass(frozen=True, slots=True)
class GrowthTrial:
    """An item with its verdict; None where the function could not be found."""

    item: GrowthItem
    verdict: ComplexityVerdict | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source says of one item: a label and its chance; the chance is 0 where there is no label."""

    label: str
    chance: float
    true: str

    @property
    def right(self) -> bool:
        """Whether it is the true one."""
        return self.label == self.true


def read_growth_items(path: Path, labels: Path | None = None) -> tuple[GrowthItem, ...]:
    """Read labelled programs, or HumanEval with a file of labels beside it.

    Args:
        path: JSON Lines with `source`, `entry`, `time`; or HumanEval's.
        labels: JSON Lines with `task_id`, `time`, `space`, for HumanEval; items without a label are not part of the set.

    Raises:
        DatasetError: a file can't be read, or a line has no known form.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        told: dict[str, Any] = {}
        if labels is not None:
            every = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
            told = {one["task_id"]: one for one in every}
        items: list[GrowthItem] = []
        for one in lines:
            if "canonical_solution" not in one:
                items.append(
                    GrowthItem(one["id"], one["family"], one["source"], one["entry"], one["time"], one.get("space"))
                )
            elif one["task_id"] in told:
                label = told[one["task_id"]]
                source = one["prompt"] + one["canonical_solution"]
                items.append(
                    GrowthItem(one["task_id"], "humaneval", source, one["entry_point"], label["time"], label["space"])
                )
    except OSError as error:
        raise DatasetError(f"{error.filename} can't be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path.name}: no labelled functions ({error!r})") from None
    if not items:
        raise DatasetError(f"{path.name} has no labelled function; HumanEval needs --labels FILE")
    return tuple(items)


async def try_growth(item: GrowthItem, engine: Engine | None, runs: bool) -> GrowthTrial:
    """Judge one item; the model is asked if there is an engine, runs are predicted on demand.

    Raises:
        EngineError: the engine can't answer.
    """
    document = Document.parse(item.source)
    function = document.function(item.entry)
    if function is None:
        return GrowthTrial(item, None)
    opinion = await ask_complexity(engine, item.source, item.entry) if engine is not None else None
    settings = JudgingSettings(GrowthSettings() if runs else None)
    return GrowthTrial(item, await judge_complexity(document, function, engine, settings, opinion=opinion))


def answers(trials: Sequence[GrowthTrial]) -> dict[str, list[Answer]]:
    """By source: what it says of each item; every source has every item."""
    found: dict[str, list[Answer]] = {name: [] for name in ("text", "run", "model", "combined", "space, combined")}
    for trial in trials:
        one, true = trial.verdict, trial.item.time
        text = one.text if one is not None else None
        time = text.time.label if text is not None and text.time is not None else UNKNOWN
        growth = one.growth if one is not None else None
        chances = one.opinion.chances if one is not None and one.opinion is not None else ()
        run = growth.label if growth is not None and growth.label is not None else UNKNOWN
        found["text"].append(Answer(time, 1.0 if text is not None and not text.unsure else 0.5, true))
        found["run"].append(Answer(run, 1.0 if run != UNKNOWN else 0.0, true))
        found["model"].append(Answer(chances[0][0], chances[0][1], true) if chances else Answer(UNKNOWN, 0.0, true))
        found["combined"].append(Answer(time, one.confidence if one is not None else 0.0, true))
        if trial.item.space is not None:
            space = text.space.label if text is not None and text.space is not None else UNKNOWN
            chance = one.space_confidence if one is not None else 0.0
            found["space, combined"].append(Answer(space, chance, trial.item.space))
    return found


def coverage_at(given: Sequence[Answer], precision: float) -> float:
    """The greatest share of all items that can be answered, surest first, with at least this share right."""
    best = 0
    ordered = sorted((one for one in given if one.label != UNKNOWN), key=lambda one: -one.chance)
    right = 0
    for count, one in enumerate(ordered, 1):
        right += one.right
        # Answers of the same chance can only be taken together.
        last = count == len(ordered) or ordered[count].chance < one.chance
        if last and right / count >= precision:
            best = count
    return best / max(1, len(given))


def calibration_error(given: Sequence[Answer], bins: int = 10) -> float:
    """The expected calibration error over bins of equal width; unknown answers have no chance and count in no bin."""
    held = [one for one in given if one.label != UNKNOWN]
    total = 0.0
    for index in range(bins):
        inside = [
            one
            for one in held
            if index / bins <= one.chance < (index + 1) / bins or (one.chance == 1.0 and index == bins - 1)
        ]
        if inside:
            total += abs(sum(one.right for one in inside) - sum(one.chance for one in inside))
    return total / max(1, len(held))


def growth_table(trials: Sequence[GrowthTrial]) -> str:
    """All figures, for people."""
    lines = ["source            accuracy          known  ECE    at 90 %  at 95 %"]
    for name, given in answers(trials).items():
        right, known = sum(one.right for one in given), sum(one.label != UNKNOWN for one in given)
        if known:
            lines.append(
                f"{name:16}  {right:4}/{len(given):<4} {right / len(given):6.1%}  {known / len(given):5.0%}  "
                f"{calibration_error(given):.3f}  {coverage_at(given, 0.9):6.1%}  {coverage_at(given, 0.95):6.1%}"
            )
    for what, pairs in (("time", _shown(trials)), ("space", _shown_space(trials))):
        right = sum(shown == true for shown, true in pairs)
        share = f"{right / len(pairs):.1%}" if pairs else "nothing"
        lines.append(f"shown, {what}: {len(pairs)} of {len(trials)}, {right} of them right: {share}")
    return "\n".join([*lines, "", confusion(answers(trials)["combined"])])


def _shown(trials: Sequence[GrowthTrial]) -> list[tuple[str, str]]:
    return [
        (one.verdict.time.label, one.item.time)
        for one in trials
        if one.verdict is not None and one.verdict.time is not None
    ]


def _shown_space(trials: Sequence[GrowthTrial]) -> list[tuple[str, str]]:
    return [
        (one.verdict.space.label, one.item.space)
        for one in trials
        if one.verdict is not None and one.verdict.space is not None and one.item.space is not None
    ]


def confusion(given: Sequence[Answer]) -> str:
    """True labels down, what was said across."""
    counts = Counter((one.true, one.label) for one in given)
    columns = [*COMPLEXITY_LABELS, UNKNOWN]
    columns = [one for one in columns if any(label == one for _, label in counts)]
    rows = [one for one in COMPLEXITY_LABELS if any(true == one for true, _ in counts)]
    lines = ["true \\ said".ljust(12) + "".join(f"{one:>11}" for one in columns)]
    lines += [f"{row:12}" + "".join(f"{counts[row, one] or '':>11}" for one in columns) for row in rows]
    return "\n".join(lines)


def growth_misses(trials: Sequence[GrowthTrial]) -> list[Mapping[str, Any]]:
    """Every item and what was said of it, as JSON data."""
    told: list[Mapping[str, Any]] = []
    for one in trials:
        verdict = one.verdict
        text = verdict.text if verdict is not None else None
        told.append(
            {
                "id": one.item.id,
                "family": one.item.family,
                "time": one.item.time,
                "space": one.item.space,
                "said": text.time.ascii if text is not None and text.time is not None else None,
                "said of space": text.space.ascii if text is not None and text.space is not None else None,
                "unsure": list(text.unsure) if text is not None else [],
                "shown": verdict is not None and verdict.time is not None,
            }
        )
    return told


def fitted_tallies(trials: Sequence[GrowthTrial]) -> dict[str, dict[str, int]]:
    """How often each combination of sources is right, as `predict.complexity.confidence` reads it."""
    found: dict[str, dict[str, int]] = {}
    for one in trials:
        if one.verdict is None or one.verdict.text.time is None:
            continue
        text = one.verdict.text
        pairs = [("", text.time, one.item.time), ("space:", text.space, one.item.space)]
        for prefix, said, true in pairs:
            if said is not None and true is not None:
                tally = found.setdefault(prefix + text_group(text), {"right": 0, "seen": 0})
                tally["seen"] += 1
                tally["right"] += said.label == true
    return found
