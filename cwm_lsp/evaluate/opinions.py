"""The model's word alone, on both questions: how right it is, and what its chances are worth, fitted for any engine.

A fit belongs to one engine, one prompt and one way of asking; what is fitted on some families has to be measured on others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.complexity import read_growth_items
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.evaluate.figures import Answer, accuracy, calibration_error, confusion, coverage, unknown
from cwm_lsp.evaluate.halting_items import ENDLESS, ENDS, read_halting_items
from cwm_lsp.predict.judging.termination import question_source
from cwm_lsp.predict.opinions import answers
from cwm_lsp.predict.opinions.asking import answered, way_of
from cwm_lsp.predict.opinions.calibration import PLAIN, Calibrations, OpinionCalibration, fitted
from cwm_lsp.predict.opinions.opinion import OpinionSettings, is_told
from cwm_lsp.predict.opinions.questions import ENDING, GROWTH, Part, Question
from cwm_lsp.source.document import Document


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled function.

    Attributes:
        family: what it is counted under.
        source: the module's text.
        entry: the function's name.
        true: the right label for each part of the question; None where nobody gave one.
    """

    family: str
    source: str
    entry: str
    true: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered about a case; without an answer the reason why."""

    case: Case
    answer: answers.Answer | None
    unknown: str = ""


def read_cases(path: Path) -> tuple[Question, tuple[Case, ...]]:
    """Read labelled programs; which question they are for their fields tell.

    Raises:
        DatasetError: the file can't be read, or a line has no known form.
    """
    try:
        with path.open(encoding="utf-8") as file:
            is_of_growth = '"time":' in file.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} can't be read: {error}") from error
    if is_of_growth:
        grown = read_growth_items(path)
        return GROWTH, tuple(Case(one.family, one.source, one.entry, (one.time, one.space)) for one in grown)
    ending = read_halting_items(path)
    return ENDING, tuple(Case(one.family, one.source, one.entry, (ENDS if one.ends else ENDLESS,)) for one in ending)


async def ask(engine: Engine, question: Question, case: Case, settings: OpinionSettings) -> Told:
    """Ask about one case, in the words that an editor asks in.

    Raises:
        EngineError: the engine can't answer.
    """
    document = Document.parse(case.source)
    function = document.function(case.entry)
    if function is None:
        return Told(case, None, "There is no such function.")
    found = await answered(engine, question, question_source(document, function), function.name, settings)
    return Told(case, None, found) if isinstance(found, str) else Told(case, found[0])


def fit(question: Question, told: Sequence[Told]) -> Calibrations:
    """What fits the answers to one question, for each of its parts and each way in which it was answered.

    Raises:
        DatasetError: there are no answers.
    """
    rows: dict[str, list[tuple[Part, int, Told]]] = defaultdict(list)
    for one in told:
        for place, part in enumerate(question.parts):
            if one.answer is not None and one.case.true[place] is not None:
                rows[way_of(question, part, one.answer)].append((part, place, one))
    if not rows:
        reason = next((one.unknown for one in told if one.unknown), "There are no answers.")
        raise DatasetError(f"Nothing can be fitted. {reason}")
    found: dict[str, OpinionCalibration] = {}
    for name, some in rows.items():
        part = some[0][0]
        given = [
            (PLAIN.chances(part.labels, one.answer.weights[place]), true)
            for _, place, one in some
            if one.answer is not None and (true := one.case.true[place]) is not None
        ]
        on = f"{len(given)} programs of {len({one.case.family for _, _, one in some})} families"
        # Of eleven classes each has too few programs for a floor of its own.
        found[name] = fitted(given, part.labels, on, each=question is ENDING)
    return found


def measured(question: Question, told: Sequence[Told], calibrations: Calibrations) -> Iterator[str]:
    """The figures for each part of a question, as text.

    Args:
        question: what was asked.
        told: the answers, as they came.
        calibrations: what they are worth.
    """
    for place, part in enumerate(question.parts):
        judged = [
            (one, _judged(question, place, one, calibrations)) for one in told if one.case.true[place] is not None
        ]
        given = [answer for _, (answer, _) in judged]
        settled = [answer for _, (answer, is_settled) in judged if is_settled]
        precision = f", {accuracy(settled):.1%} of these right" if settled else ""
        by_family: dict[str, list[Answer]] = defaultdict(list)
        for one, (answer, _) in judged:
            by_family[one.case.family].append(answer)
        reason = next((one.unknown for one, (answer, _) in judged if answer.label is None and one.unknown), "")
        shares = sorted((accuracy(some), family) for family, some in by_family.items())
        yield "\n".join(
            (
                f"{question.prompt} {part.name}".rstrip()
                + f": {accuracy(given):.1%} of {len(given)} right, {unknown(given)} unknown, "
                f"calibration error {calibration_error(given):.3f}" + (f" ({reason})" if reason else ""),
                f"  settled: {len(settled) / max(1, len(given)):.1%} of them{precision}",
                f"  coverage at 90 % precision: {coverage(given, 0.9):.1%}, at 95 %: {coverage(given, 0.95):.1%}",
                "  " + ", ".join(f"{family} {share:.0%}" for share, family in shares),
                confusion(given, part.labels),
            )
        )


def _judged(question: Question, place: int, told: Told, calibrations: Calibrations) -> tuple[Answer, bool]:
    """The answer to one part with its chance, and whether that reaches the floor."""
    part, true = question.parts[place], told.case.true[place] or ""
    if told.answer is None:
        return Answer(None, 0.0, true), False
    calibration = calibrations.get(way_of(question, part, told.answer), PLAIN)
    chances = calibration.chances(part.labels, told.answer.weights[place])
    if not is_told(chances):
        return Answer(None, 0.0, true), False
    label, chance = chances[0]
    floor = calibration.floor(label)
    return Answer(label, chance, true), floor is not None and chance >= floor
