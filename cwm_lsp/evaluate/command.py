"""`cwm-lsp eval`: runs data sets through an engine and prints how right it is.

The only command that executes programs: those of the data set, in the sandbox.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Counters, Engine, EngineError
from cwm_lsp.evaluate.complexity_command import configure_complexity, run_complexity
from cwm_lsp.evaluate.datasets import DatasetError, Item, read_items
from cwm_lsp.evaluate.failures import failures_table
from cwm_lsp.evaluate.fitting import fit, precision_above, reliability
from cwm_lsp.evaluate.halting_command import configure_halting, run_halting
from cwm_lsp.evaluate.opinions_command import configure_opinions, run_opinions
from cwm_lsp.evaluate.report import as_json, grounds, table
from cwm_lsp.evaluate.trial import Decided, Trial, attempt
from cwm_lsp.predict.calibration import (
    DOUBTED_BELOW,
    HIDDEN_BELOW,
    Asked,
    Calibration,
    asked_of,
    load_calibration,
    store_calibration,
)
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

_VERIFY = "what is done with steps that follow for certain: asked of the model, asked and marked, worked out"


def configure(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, text in (
        ("traces", "predicted runs against true ones, for any data set"),
        ("cruxeval", "the same for CRUXEval items"),
        ("calibrate", "fit the confidence to a data set and store it beside the model"),
    ):
        one = kinds.add_parser(kind, help=text, description=text)
        one.add_argument("data", type=Path, help="a JSON Lines file: CRUXEval, HumanEval, or generated programs")
        one.add_argument("--model", type=Path, default=SHIPPED, help="folder of the embedded model")
        one.add_argument("--limit", type=int, help="use only the first items")
        one.add_argument("--every", type=int, default=1, help="use every n-th item only")
        one.add_argument("--max-frames", type=int, default=256)
        one.add_argument("--verify", choices=[one.value for one in Verify], default=Verify.CORRECT.value, help=_VERIFY)
        one.add_argument(
            "--whole-frames",
            action="store_true",
            help="the embedded model writes frames instead of answering operations",
        )
        one.add_argument(
            "--failures", action="store_true", help="also tell where runs first go wrong, the commonest first"
        )
        one.add_argument("--json", type=Path, help="write all figures and every item here")
    text = "whether functions end: the model alone, rules and runs, and both"
    configure_halting(kinds.add_parser("halting", help=text, description=text))
    text = "how functions grow: the text, predicted runs and the model, each alone and together"
    configure_complexity(kinds.add_parser("complexity", help=text, description=text))
    text = "the model's word alone on both questions, and fitting what its chances are worth"
    configure_opinions(kinds.add_parser("opinions", help=text, description=text))


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; returns the exit code."""
    if arguments.kind == "halting":
        return run_halting(arguments)
    if arguments.kind == "complexity":
        return run_complexity(arguments)
    if arguments.kind == "opinions":
        return run_opinions(arguments)
    try:
        items = read_items(arguments.data)[:: arguments.every][: arguments.limit]
        engine = EmbeddedEngine(arguments.model, operations=not arguments.whole_frames)
        settings = TraceSettings(arguments.max_frames, verify=Verify(arguments.verify))
        asked = asked_of(engine, settings.verify)
        calibration = load_calibration(arguments.model, asked)
        trials, counters = asyncio.run(attempt_all(items, engine, settings, calibration))
    except (DatasetError, EngineError) as error:
        print(f"cwm-lsp eval: {error}", file=sys.stderr)
        return 3
    print(
        f"{arguments.data.name}, {len(items)} items, {engine.model} ({engine.identity}), "
        f"predicting freely, --verify {settings.verify.value}{', whole frames' * arguments.whole_frames}\n"
    )
    print(table(trials))
    decided = [one for trial in trials for one in trial.decided]
    if arguments.kind == "calibrate":
        calibration = fit(decided, f"{arguments.data.name}, {len(decided)} decisions of {len(items)} items")
        store_calibration(calibration, arguments.model, asked)
    print("\n" + grounds(trials))
    print("\n" + _confidence(decided, calibration))
    predicted = sum(trial.predicted_frames for trial in trials)
    print(
        f"{counters.passes / max(1, predicted):.2f} passes and {counters.generated / max(1, predicted):.2f} decided tokens a frame."
    )
    if arguments.failures:
        print("\n" + failures_table(trials))
    if arguments.json is not None:
        about = {
            "data": arguments.data.name,
            "model": engine.model,
            "identity": engine.identity,
            "verify": settings.verify.value,
            "operations": asked is Asked.OPERATIONS,
            "every": arguments.every,
            "max_frames": settings.max_frames,
        }
        arguments.json.write_text(json.dumps(about | as_json(trials), indent=1) + "\n", encoding="utf-8")
    return 0


async def attempt_all(
    items: tuple[Item, ...], engine: Engine, settings: TraceSettings, calibration: Calibration
) -> tuple[list[Trial], Counters]:
    """Try every item, one after the other, with a progress line on a terminal.

    Raises:
        EngineError: the engine can't answer.
    """
    trials: list[Trial] = []
    with Sandbox(Limits(frames=settings.max_frames + 3)) as sandbox:
        for item in items:
            trials.append(await attempt(item, engine, sandbox, settings, calibration))
            if sys.stderr.isatty():
                print(f"\r{len(trials)}/{len(items)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    counters = engine.counters
    await engine.close()
    return trials, counters


def _confidence(decided: list[Decided], calibration: Calibration) -> str:
    if not decided:
        return "No decisions, so nothing to say about confidence."
    found = reliability(decided, calibration)
    lines = [
        f"Confidence over {found.count} decided frames (calibrated on: {calibration.fitted_on or 'nothing'}): "
        f"expected calibration error {found.error:.3f}, Brier score {found.brier:.3f}."
    ]
    for floor, what in ((DOUBTED_BELOW, "shown unmarked"), (HIDDEN_BELOW, "shown at all")):
        precision, coverage = precision_above(decided, calibration, floor)
        lines.append(f"  at least {100 * floor:g} % sure ({what}): {precision:.1%} right, {coverage:.1%} of all")
    return "\n".join(lines)
