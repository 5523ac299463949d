"""`cwm-lsp eval opinions`: asks any engine both questions about labelled programs, and fits what its chances are worth."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.evaluate.asking import (
    add_asking_arguments,
    asked,
    each,
    engine_of,
    name_of,
    some,
    told_settings,
)
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.evaluate.opinions import Case, Told, ask, fit, measured, read_cases
from cwm_lsp.predict.opinions.calibration import Calibrations
from cwm_lsp.predict.opinions.commandline import opinion_settings
from cwm_lsp.predict.opinions.keeping import calibrations_for, keep_calibrations
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.opinions.questions import Question


def configure_opinions(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    parser.add_argument("data", nargs="+", type=Path, help="JSON Lines files of labelled programs, for either question")
    add_asking_arguments(parser)
    parser.add_argument("--fit", action="store_true", help="fit chances and floors to these programs, and keep them")
    parser.add_argument("--json", type=Path, help="write every answer as it came here")


def run_opinions(arguments: argparse.Namespace) -> int:
    """Ask, fit, and measure; returns the exit code."""
    settings = opinion_settings(arguments)
    try:
        sets = [_DataSet(path.name, *read_cases(path)) for path in arguments.data]
        sets = [replace(one, cases=some(one.cases, arguments)) for one in sets]
        found = asyncio.run(_found(sets, engine_of(arguments), settings, is_fit=arguments.fit))
    except (DatasetError, EngineError, OSError) as error:
        print(f"cwm-lsp eval opinions: {error}", file=sys.stderr)
        return 3
    print(f"{found.name}, {told_settings(settings)}")
    for way, one in sorted(found.calibrations.items()):
        print(f"{way}: temperature {one.temperature}, floors {dict(one.floors) or 'none'}, fitted on {one.fitted_on}")
    if found.kept is not None:
        print(f"Kept in {found.kept}. The figures below flatter: they are of the programs that it was fitted to.")
    for one, told in zip(sets, found.told, strict=True):
        print(f"\n{one.name}")
        for text in measured(one.question, told, found.calibrations):
            print(f"\n{text}")
    if arguments.json is not None:
        every = [asdict(one) for told in found.told for one in told]
        arguments.json.write_text(json.dumps(every, indent=1) + "\n", encoding="utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class _DataSet:
    name: str
    question: Question
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True)
class _Found:
    """The answers to each data set, what they are worth, where that is kept if it was fitted now, and who was asked."""

    told: list[list[Told]]
    calibrations: Calibrations
    kept: Path | None
    name: str


async def _found(sets: Sequence[_DataSet], engine: Engine, settings: OpinionSettings, *, is_fit: bool) -> _Found:
    async with asked(engine):
        told = [await each(one.cases, partial(ask, engine, one.question, settings=settings)) for one in sets]
        if not is_fit:
            return _Found(told, calibrations_for(engine) or {}, None, name_of(engine))
        by_question: dict[str, tuple[Question, list[Told]]] = {}
        for one, answers in zip(sets, told, strict=True):
            by_question.setdefault(one.question.prompt, (one.question, []))[1].extend(answers)
        fits = {name: one for question, some in by_question.values() for name, one in fit(question, some).items()}
        return _Found(told, fits, keep_calibrations(engine, fits), name_of(engine))
