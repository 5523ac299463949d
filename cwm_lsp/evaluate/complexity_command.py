"""`cwm-lsp eval complexity`: its arguments, and the way from them to figures. Any engine can be asked."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cwm_lsp.engine.choosing import NAMES, EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine, EngineError
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


def configure_complexity(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    parser.add_argument("data", type=Path, help="a JSON Lines file of labelled programs, or HumanEval")
    parser.add_argument("--labels", type=Path, help="HumanEval's labels, benchmarks/data/complexity_humaneval.jsonl")
    parser.add_argument("--engine", default="embedded", choices=NAMES, help="what is asked (default: embedded)")
    parser.add_argument("--model", help="a folder, or what the server calls its model")
    parser.add_argument("--endpoint", metavar="URL", help="a server's address")
    parser.add_argument("--tokenizer", metavar="DIR", type=Path, help="the folder of the served model's tokenizer.json")
    parser.add_argument("--allow-remote-host", action="store_true", help="let the address be another machine's")
    parser.add_argument("--no-model", action="store_true", help="the text alone; no engine is needed")
    parser.add_argument("--runs", action="store_true", help="also predict runs on growing inputs")
    parser.add_argument("--limit", type=int, help="use only the first items")
    parser.add_argument("--every", type=int, default=1, help="use every n-th item only")
    parser.add_argument("--json", type=Path, help="write every item and what was said of it here")
    parser.add_argument("--fit", metavar="FILE", type=Path, help="write how often each combination of sources is right")


def run_complexity(arguments: argparse.Namespace) -> int:
    """Evaluate; returns the exit code."""
    try:
        items = read_growth_items(arguments.data, arguments.labels)[:: arguments.every][: arguments.limit]
        engine = None
        if not arguments.no_model:
            name = "vllm" if arguments.endpoint and arguments.engine == "embedded" else arguments.engine
            choice = EngineChoice(
                name, arguments.model, arguments.endpoint, arguments.tokenizer, arguments.allow_remote_host
            )
            engine = engine_for(choice)
        trials = asyncio.run(_try_all(items, engine, arguments.runs))
    except (DatasetError, EngineError) as error:
        print(f"cwm-lsp eval complexity: {error}", file=sys.stderr)
        return 3
    asked = engine.model if engine is not None else "no model"
    print(
        f"{arguments.data.name}, {len(items)} functions, {asked}, runs {'predicted' if arguments.runs else 'left out'}\n"
    )
    print(growth_table(trials))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(growth_misses(trials), indent=1) + "\n", encoding="utf-8")
    if arguments.fit is not None:
        held = {"fitted_on": f"{arguments.data.name}, {len(items)} functions", "tallies": fitted_tallies(trials)}
        arguments.fit.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    return 0


async def _try_all(items: Sequence[GrowthItem], engine: Engine | None, runs: bool) -> list[GrowthTrial]:
    trials: list[GrowthTrial] = []
    try:
        for item in items:
            trials.append(await try_growth(item, engine, runs))
            if sys.stderr.isatty():
                print(f"\r{len(trials)}/{len(items)}", end="", file=sys.stderr, flush=True)
    finally:
        if engine is not None:
            await engine.close()
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    return trials
