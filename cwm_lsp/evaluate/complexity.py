"""How right verdicts on growth are: each source alone, and what is shown, over every item of a data set.

Labels are compared as `predict.opinions` names them. An unknown answer is a wrong one in every accuracy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.evaluate.figures import Answer, accuracy, calibration_error, confusion, coverage, unknown
from cwm_lsp.predict.complexity.confidence import text_group
from cwm_lsp.predict.judging.complexity import JudgingSettings, judge_complexity, weigh
from cwm_lsp.predict.judging.termination import question_source
from cwm_lsp.predict.judging.verdicts import ComplexityVerdict
from cwm_lsp.predict.opinions.asking import ask_complexity
from cwm_lsp.predict.opinions.opinion import COMPLEXITY_LABELS, OpinionSettings
from cwm_lsp.source.document import Document


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
    """An item, and what was said of it.

    Attributes:
        item: the function.
        verdict: with all that it rests on; None where the function could not be found.
        without: the same without the model.
    """

    item: GrowthItem
    verdict: ComplexityVerdict | None
    without: ComplexityVerdict | None


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


async def try_growth(
    item: GrowthItem, engine: Engine | None, runs: bool, settings: OpinionSettings | None = None
) -> GrowthTrial:
    """Judge one item.

    Args:
        item: the function.
        engine: asked for its opinion, in the words that an editor asks in; None for the text alone.
        runs: whether runs on growing inputs are predicted, too.
        settings: how the engine is asked.

    Raises:
        EngineError: the engine can't answer.
    """
    document = Document.parse(item.source)
    function = document.function(item.entry)
    if function is None:
        return GrowthTrial(item, None, None)
    opinion = None
    if engine is not None:
        opinion = await ask_complexity(engine, question_source(document, function), function.name, settings)
    judging = JudgingSettings(runs)
    verdict = await judge_complexity(document, function, judging, opinion=opinion)
    return GrowthTrial(item, verdict, weigh(function, verdict.text, verdict.growth))


def answers(trials: Sequence[GrowthTrial]) -> dict[str, list[Answer]]:
    """By source: what it says of each item; every source has every item."""
    sources = ("text", "run", "text and runs", "model", "combined")
    found: dict[str, list[Answer]] = {name: [] for name in (*sources, "space, text", "space, model", "space, combined")}
    for trial in trials:
        one, true = trial.verdict, trial.item.time
        text = one.text if one is not None else None
        time = text.time.label if text is not None and text.time is not None else None
        run = one.growth.label if one is not None and one.growth is not None else None
        opinion = one.opinion if one is not None else None
        model = opinion.chances[0] if opinion is not None and opinion.chances else (None, 0.0)
        found["text"].append(Answer(time, 1.0 if text is not None and not text.unsure else 0.5, true))
        found["run"].append(Answer(run, 1.0, true))
        found["text and runs"].append(
            Answer(time, trial.without.confidence if trial.without is not None else 0.0, true)
        )
        found["model"].append(Answer(*model, true))
        found["combined"].append(Answer(time, one.confidence if one is not None else 0.0, true))
        if trial.item.space is not None:
            space = text.space.label if text is not None and text.space is not None else None
            model = opinion.space[0] if opinion is not None and opinion.space else (None, 0.0)
            without = trial.without.space_confidence if trial.without is not None else 0.0
            found["space, text"].append(Answer(space, without, trial.item.space))
            found["space, model"].append(Answer(*model, trial.item.space))
            chance = one.space_confidence if one is not None else 0.0
            found["space, combined"].append(Answer(space, chance, trial.item.space))
    return found


def growth_table(trials: Sequence[GrowthTrial]) -> str:
    """All figures, for people."""
    lines = ["source            accuracy          known  ECE    at 90 %  at 95 %"]
    found = answers(trials)
    asked = any(one.verdict is not None and one.verdict.opinion is not None for one in trials)
    for name, given in found.items():
        known = len(given) - unknown(given)
        if known or (asked and given and name.endswith("model")):
            right = sum(one.is_right for one in given)
            lines.append(
                f"{name:16}  {right:4}/{len(given):<4} {accuracy(given):6.1%}  {known / len(given):5.0%}  "
                f"{calibration_error(given):.3f}  {coverage(given, 0.9):6.1%}  {coverage(given, 0.95):6.1%}"
            )
    for what, pairs in (
        ("shown, time", _shown(trials)),
        ("shown, space", _shown_space(trials)),
        ("settled by the model's word alone, time", _settled(trials)),
    ):
        right = sum(shown == true for shown, true in pairs)
        share = f"{right / len(pairs):.1%}" if pairs else "nothing"
        lines.append(f"{what}: {len(pairs)} of {len(trials)}, {right} of them right: {share}")
    lines += ["", confusion(found["combined"], COMPLEXITY_LABELS)]
    if asked:
        lines += ["", "the model alone:", confusion(found["model"], COMPLEXITY_LABELS)]
    return "\n".join(lines)


def _settled(trials: Sequence[GrowthTrial]) -> list[tuple[str, str]]:
    return [
        (label, one.item.time)
        for one in trials
        if one.verdict is not None
        and one.verdict.opinion is not None
        and (label := one.verdict.opinion.settled) is not None
    ]


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
                "model": _of_model(verdict),
            }
        )
    return told


def _of_model(verdict: ComplexityVerdict | None) -> Mapping[str, Any] | None:
    if verdict is None or verdict.opinion is None:
        return None
    one = verdict.opinion
    return {"time": dict(one.chances), "space": dict(one.space), "settled": one.settled, "unknown": one.unknown}


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
