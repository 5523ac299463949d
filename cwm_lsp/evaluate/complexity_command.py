"""`cwm-lsp eval complexity`: its arguments, and the way from them to figures. Any engine can be asked."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
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
from cwm_lsp.evaluate.complexity import (
    GrowthItem,
    GrowthTrial,
    fitted_tallies,
    growth_misses,
    growth_table,
    read_growth_items,
    try_growth,
)
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.predict.opinions.commandline import opinion_settings
from cwm_lsp.predict.opinions.opinion import OpinionSettings


def configure_complexity(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    parser.add_argument("data", type=Path, help="a JSON Lines file of labelled programs, or HumanEval")
    parser.add_argument("--labels", type=Path, help="HumanEval's labels, benchmarks/data/complexity_humaneval.jsonl")
    add_asking_arguments(parser)
    parser.add_argument("--no-model", action="store_true", help="the text alone; no engine is needed")
    parser.add_argument("--runs", action="store_true", help="also predict runs on growing inputs")
    parser.add_argument("--json", type=Path, help="write every item and what was said of it here")
    parser.add_argument("--fit", metavar="FILE", type=Path, help="write how often each combination of sources is right")


def run_complexity(arguments: argparse.Namespace) -> int:
    """Evaluate; returns the exit code."""
    try:
        items = some(read_growth_items(arguments.data, arguments.labels), arguments)
        engine = None if arguments.no_model else engine_of(arguments)
        opinion = opinion_settings(arguments)
        trials, name = asyncio.run(_tried(items, engine, arguments.runs, opinion))
    except (DatasetError, EngineError) as error:
        print(f"cwm-lsp eval complexity: {error}", file=sys.stderr)
        return 3
    how = f", {told_settings(opinion)}" if engine is not None else ""
    print(
        f"{arguments.data.name}, {len(items)} functions, {name}{how}, runs {'predicted' if arguments.runs else 'left out'}\n"
    )
    print(growth_table(trials))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(growth_misses(trials), indent=1) + "\n", encoding="utf-8")
    if arguments.fit is not None:
        held = {"fitted_on": f"{arguments.data.name}, {len(items)} functions", "tallies": fitted_tallies(trials)}
        arguments.fit.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    return 0


async def _tried(
    items: Sequence[GrowthItem], engine: Engine | None, runs: bool, opinion: OpinionSettings
) -> tuple[list[GrowthTrial], str]:
    async with asked(engine):
        return await each(items, lambda item: try_growth(item, engine, runs, opinion)), name_of(engine)
