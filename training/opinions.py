"""Fits the confidence of answers to the two questions in words, and measures them on families that no training or fitting saw.

    python -m training.opinions --weights cwm_lsp/engine/weights

Fitting writes `opinions.json` beside the weights, which also tells that they were trained for a question; `--measure` leaves
it as it is. For other engines than the embedded one: `cwm-lsp eval opinions`.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.evaluate.halting_items import ENDLESS, ENDS
from cwm_lsp.evaluate.opinions import Case, Told, ask, fit, measured
from cwm_lsp.predict.opinions.calibration import way
from cwm_lsp.predict.opinions.keeping import FILE, load_calibrations, store_calibrations
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.opinions.questions import ENDING, GROWTH, Question
from training.held_out_tasks import complexity_cases, termination_cases
from training.tasks.splits import SPLITS

UNSETTLED = way(GROWTH.prompt, "space", reasoned=True, samples=1)
"""Of space its word settles nothing: above the chance that fits the families it was right in 31 of 34 cases on HumanEval."""


def cases(split: str, endings: int, growths: int) -> list[tuple[Question, list[Case]]]:
    """So many programs of each family of a split, for both questions."""
    ending = [
        Case(one.family, one.source, one.entry, (ENDS if one.ends else ENDLESS,))
        for one in termination_cases(split, endings)
    ]
    growth = [
        Case(one.family, one.source, one.entry, (one.time, one.space)) for one in complexity_cases(split, growths)
    ]
    return [(ENDING, ending), (GROWTH, growth)]


async def answers(folder: Path, asked: Sequence[tuple[Question, list[Case]]]) -> list[tuple[Question, list[Told]]]:
    """What the model in a folder says of each case."""
    engine = EmbeddedEngine(folder, threads=2)
    settings = OpinionSettings()
    try:
        return [(question, [await ask(engine, question, one, settings) for one in some]) for question, some in asked]
    finally:
        await engine.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("cwm_lsp/engine/weights"))
    parser.add_argument("--measure", action="store_true", help="fit nothing")
    parser.add_argument("--split", choices=SPLITS, default="test", help="what is measured on")
    parser.add_argument("--endings", type=int, default=32, help="programs a family")
    parser.add_argument("--growths", type=int, default=16, help="programs a family")
    given = parser.parse_args()
    path = given.weights / FILE
    if not given.measure:
        # Without a calibration the model would not be asked.
        store_calibrations({}, path)
        told = asyncio.run(answers(given.weights, cases("calibration", given.endings, given.growths)))
        calibrations = {name: one for question, some in told for name, one in fit(question, some).items()}
        if UNSETTLED in calibrations:
            calibrations[UNSETTLED] = replace(calibrations[UNSETTLED], floors={})
        store_calibrations(calibrations, path)
        print(path.read_text(encoding="utf-8"))
    else:
        calibrations = load_calibrations(path) or {}
    for question, some in asyncio.run(answers(given.weights, cases(given.split, given.endings, given.growths))):
        for text in measured(question, some, calibrations):
            print(f"\n{text}")


if __name__ == "__main__":
    main()
