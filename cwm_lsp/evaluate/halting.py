"""How right verdicts on termination are: the model alone, rules and runs without it, and both; and what would be warned of.

Every item counts in every figure: one that is left unknown is wrong in the accuracy, and is listed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.figures import UNKNOWN, Answer, accuracy, calibration_error, coverage, unknown
from cwm_lsp.evaluate.halting_items import ENDLESS, ENDS, HaltingItem
from cwm_lsp.predict.judging.termination import TerminationSettings, combined, gathered, question_source
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.opinions.asking import ask_termination
from cwm_lsp.predict.opinions.opinion import TerminationOpinion
from cwm_lsp.predict.termination.rules import ruling
from cwm_lsp.predict.termination.verdict import Verdict
from cwm_lsp.source.document import Document


@dataclass(frozen=True, slots=True)
class HaltingTrial:
    """One item, and what was said of it.

    Attributes:
        item: the program.
        model: the model alone, its likeliest label however unsure; None where no model was asked.
        is_settled: whether the model is sure enough for its word to count alone.
        without: rules and runs.
        both: the verdict as it is shown.
        reason: of that verdict.
        is_warned_of: whether it would be shown unasked.
        is_proven: whether the verdict is.
        rule: which rule decided.
    """

    item: HaltingItem
    model: Answer | None
    is_settled: bool
    without: Answer
    both: Answer
    reason: str
    is_warned_of: bool
    is_proven: bool
    rule: str | None


async def try_halting(item: HaltingItem, engine: Engine | None, settings: TerminationSettings) -> HaltingTrial:
    """Judge one item.

    Args:
        item: the program.
        engine: asked about every item, whether rules leave it open or not; None asks nobody.
        settings: how, and what it may cost.

    Raises:
        EngineError: the engine can't answer.
    """
    document = Document.parse(item.source)
    function = document.function(item.entry)
    if function is None:
        nothing = Answer(None, 0.0, _true(item))
        model = nothing if engine is not None else None
        return HaltingTrial(item, model, False, nothing, nothing, "no such function", False, False, None)
    opinion: TerminationOpinion | None = None
    if engine is not None:
        opinion = await ask_termination(engine, question_source(document, function), function.name, settings.opinion)
    settled = await asyncio.to_thread(ruling, document, function)
    found = () if settled is not None else await asyncio.to_thread(gathered, document, function, settings)
    without = combined(document, function, settled, found, None)
    if settled is None and opinion is not None and opinion.example is not None:
        found = await asyncio.to_thread(gathered, document, function, settings, opinion.example)
    both = combined(document, function, settled, found, opinion)
    return HaltingTrial(
        item,
        _of_opinion(item, opinion) if opinion is not None else None,
        opinion is not None and opinion.settled is not None,
        _of_verdict(item, without),
        _of_verdict(item, both),
        both.reason,
        both.is_warned_of,
        both.is_proven,
        both.rule,
    )


def _true(item: HaltingItem) -> str:
    return ENDS if item.ends else ENDLESS


def _of_opinion(item: HaltingItem, opinion: TerminationOpinion) -> Answer:
    label, chance = opinion.chances[0] if opinion.chances else (None, 0.0)
    return Answer(label, chance, _true(item))


def _of_verdict(item: HaltingItem, verdict: TerminationVerdict) -> Answer:
    if verdict.verdict is Verdict.UNKNOWN:
        return Answer(None, 0.0, _true(item))
    label = ENDS if verdict.verdict is Verdict.TERMINATES else ENDLESS
    return Answer(label, verdict.confidence, _true(item))


def halting_table(trials: Sequence[HaltingTrial]) -> str:
    """The figures as text."""
    ways: list[tuple[str, Callable[[HaltingTrial], Answer | None]]] = [
        ("model alone", lambda one: one.model),
        ("rules and runs", lambda one: one.without),
        ("combined", lambda one: one.both),
    ]
    lines = [
        f"{'':<16}{'accuracy':>10}{'unknown':>9}{'ECE':>8}{'at 90 %':>9}{'at 95 %':>9}"
        f"{'ends→ends':>11}{'→endless':>10}{'→?':>5}{'endless→endless':>17}{'→ends':>7}{'→?':>5}"
    ]
    for name, way in ways:
        answers = [answer for one in trials if (answer := way(one)) is not None]
        if not answers:
            continue
        cells = {
            (true, said): sum(one.true == true and one.label == said for one in answers)
            for true in (ENDS, ENDLESS)
            for said in (ENDS, ENDLESS, None)
        }
        lines.append(
            f"{name:<16}{accuracy(answers):>10.1%}{unknown(answers):>9}"
            f"{calibration_error(answers):>8.3f}{coverage(answers, 0.90):>9.1%}{coverage(answers, 0.95):>9.1%}"
            f"{cells[ENDS, ENDS]:>11}{cells[ENDS, ENDLESS]:>10}{cells[ENDS, None]:>5}"
            f"{cells[ENDLESS, ENDLESS]:>17}{cells[ENDLESS, ENDS]:>7}{cells[ENDLESS, None]:>5}"
        )
    lines.append("")
    asked = [one for one in trials if one.model is not None]
    if asked:
        settled = [one for one in asked if one.is_settled]
        right = sum(one.model is not None and one.model.is_right for one in settled)
        lines.append(f"settled by the model's word alone: {len(settled)}, of them right: {right}")
    warned = [one for one in trials if one.is_warned_of]
    right = sum(not one.item.ends for one in warned)
    endless = sum(not one.item.ends for one in trials)
    precision = f"{right / len(warned):.1%}" if warned else "none shown"
    lines.append(f"shown as a warning: {len(warned)}, of them right: {right} ({precision}); endless items: {endless}")
    proven = [one for one in trials if one.is_proven]
    lines.append(f"proven verdicts: {len(proven)}, of them right: {sum(one.both.is_right for one in proven)}")
    ruled = [one for one in trials if one.rule is not None and one.both.label is not None]
    lines.append(f"decided by a rule: {len(ruled)}, of them right: {sum(one.both.is_right for one in ruled)}")
    return "\n".join(lines)


def halting_misses(trials: Sequence[HaltingTrial]) -> str:
    """The items that the combined verdict has wrong or leaves unknown, a line each."""
    lines: list[str] = []
    for one in trials:
        if not one.both.is_right:
            said = one.both.label or UNKNOWN
            lines.append(f"  {one.item.id} {one.item.family}: {one.both.true}, said: {said}")
    return "\n".join(["wrong or unknown:", *lines]) if lines else "nothing wrong, nothing unknown"


def halting_json(trials: Sequence[HaltingTrial]) -> dict[str, Any]:
    """Every item with all that was said of it."""
    return {
        "items": [
            {
                "id": one.item.id,
                "family": one.item.family,
                "ends": one.item.ends,
                "model": asdict(one.model) if one.model is not None else None,
                "settled": one.is_settled,
                "rules and runs": asdict(one.without),
                "combined": asdict(one.both),
                "reason": one.reason,
                "warned of": one.is_warned_of,
                "proven": one.is_proven,
                "rule": one.rule,
            }
            for one in trials
        ]
    }
