"""How right verdicts on termination are: the model alone, rules and runs without it, and both; and what would be warned of.

Every item counts in every figure: one that is left unknown is wrong in the accuracy, and is listed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.halting_items import ENDLESS, ENDS, HaltingItem
from cwm_lsp.predict.opinions.asking import ask_termination
from cwm_lsp.predict.opinions.opinion import TerminationOpinion
from cwm_lsp.predict.termination.judging import TerminationSettings, combined, gathered, question_source
from cwm_lsp.predict.termination.rules import ruling
from cwm_lsp.predict.termination.verdict import TerminationVerdict, Verdict
from cwm_lsp.source.document import Document

_BINS = 10
PRECISIONS = (0.90, 0.95)


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict on one item.

    Attributes:
        says: whether it ends; None for unknown.
        confidence: from 0 to 1.
        is_right: whether that is so; unknown is not.
    """

    says: bool | None
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class HaltingTrial:
    """One item, and what was said of it.

    Attributes:
        item: the program.
        model: the model alone, its likeliest label however unsure; None where no model was asked.
        without: rules and runs.
        both: the verdict as it is shown.
        reason: of that verdict.
        is_warned_of: whether it would be shown unasked.
        is_proven: whether the verdict is.
        rule: which rule decided.
    """

    item: HaltingItem
    model: Answer | None
    without: Answer
    both: Answer
    reason: str
    is_warned_of: bool
    is_proven: bool
    rule: str | None


async def try_all(
    items: Sequence[HaltingItem], engine: Engine | None, settings: TerminationSettings
) -> list[HaltingTrial]:
    """Judge every item, one after the other, with a progress line on a terminal.

    Raises:
        EngineError: the engine can't answer.
    """
    trials: list[HaltingTrial] = []
    for item in items:
        trials.append(await _tried(item, engine, settings))
        if sys.stderr.isatty():
            print(f"\r{len(trials)}/{len(items)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    return trials


async def _tried(item: HaltingItem, engine: Engine | None, settings: TerminationSettings) -> HaltingTrial:
    document = Document.parse(item.source)
    function = document.function(item.entry)
    if function is None:
        nothing = Answer(None, 0.0, False)
        return HaltingTrial(item, nothing if engine else None, nothing, nothing, "no such function", False, False, None)
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
        _of_verdict(item, without),
        _of_verdict(item, both),
        both.reason,
        both.is_warned_of,
        both.is_proven,
        both.rule,
    )


def _of_opinion(item: HaltingItem, opinion: TerminationOpinion) -> Answer:
    if not opinion.chances:
        return Answer(None, 0.0, False)
    label, chance = opinion.chances[0]
    says = label == ENDS
    return Answer(says, chance, says == item.ends)


def _of_verdict(item: HaltingItem, verdict: TerminationVerdict) -> Answer:
    if verdict.verdict is Verdict.UNKNOWN:
        return Answer(None, 0.0, False)
    says = verdict.verdict is Verdict.TERMINATES
    return Answer(says, verdict.confidence, says == item.ends)


# Figures


def accuracy(answers: Sequence[Answer]) -> float:
    """The share that is right; unknown counts as wrong."""
    return sum(one.is_right for one in answers) / len(answers) if answers else 0.0


def calibration_error(answers: Sequence[Answer]) -> float:
    """The expected calibration error over ten bins, of those that are not unknown."""
    known = [one for one in answers if one.says is not None]
    error = 0.0
    for number in range(_BINS):
        held = [one for one in known if min(int(one.confidence * _BINS), _BINS - 1) == number]
        if held:
            right = sum(one.is_right for one in held) / len(held)
            sure = sum(one.confidence for one in held) / len(held)
            error += len(held) / len(known) * abs(right - sure)
    return error


def coverage(answers: Sequence[Answer], precision: float) -> float:
    """The largest share of all items that can be answered, the surest first, with at least this precision."""
    known = sorted((one for one in answers if one.says is not None), key=lambda one: -one.confidence)
    best = right = 0
    for count, one in enumerate(known, 1):
        right += one.is_right
        # Equally sure answers are shown together or not at all.
        is_last = count == len(known) or known[count].confidence < one.confidence
        if is_last and right / count >= precision:
            best = count
    return best / len(answers) if answers else 0.0


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
        pairs = [(one.item, answer) for one in trials if (answer := way(one)) is not None]
        if not pairs:
            continue
        answers = [answer for _, answer in pairs]
        cells = {
            (ends, says): sum(item.ends is ends and answer.says is says for item, answer in pairs)
            for ends in (True, False)
            for says in (True, False, None)
        }
        lines.append(
            f"{name:<16}{accuracy(answers):>10.1%}{sum(one.says is None for one in answers):>9}"
            f"{calibration_error(answers):>8.3f}{coverage(answers, 0.90):>9.1%}{coverage(answers, 0.95):>9.1%}"
            f"{cells[True, True]:>11}{cells[True, False]:>10}{cells[True, None]:>5}"
            f"{cells[False, False]:>17}{cells[False, True]:>7}{cells[False, None]:>5}"
        )
    warned = [one for one in trials if one.is_warned_of]
    right = sum(not one.item.ends for one in warned)
    endless = sum(not one.item.ends for one in trials)
    precision = f"{right / len(warned):.1%}" if warned else "none shown"
    lines.append("")
    lines.append(f"shown as a warning: {len(warned)}, of them right: {right} ({precision}); endless items: {endless}")
    proven = [one for one in trials if one.is_proven]
    lines.append(f"proven verdicts: {len(proven)}, of them right: {sum(one.both.is_right for one in proven)}")
    ruled = [one for one in trials if one.rule is not None and one.both.says is not None]
    lines.append(f"decided by a rule: {len(ruled)}, of them right: {sum(one.both.is_right for one in ruled)}")
    return "\n".join(lines)


def halting_misses(trials: Sequence[HaltingTrial]) -> str:
    """The items that the combined verdict has wrong or leaves unknown, a line each."""
    lines: list[str] = []
    for one in trials:
        if not one.both.is_right:
            said = {True: ENDS, False: ENDLESS, None: "unknown"}[one.both.says]
            lines.append(f"  {one.item.id} {one.item.family}: {ENDS if one.item.ends else ENDLESS}, said: {said}")
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
