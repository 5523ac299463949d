"""`cwm-lsp eval halting`: its arguments, and the way from them to figures. Any engine can be asked."""

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
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.evaluate.halting import HaltingTrial, halting_json, halting_misses, halting_table, try_halting
from cwm_lsp.evaluate.halting_items import HaltingItem, ends_in_sandbox, read_halting_items
from cwm_lsp.predict.judging.termination import TerminationSettings
from cwm_lsp.predict.opinions.commandline import opinion_settings
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

FRAMES = 5_000
"""Frames within which a call that ends must have ended in the sandbox."""


def configure_halting(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    parser.add_argument("data", type=Path, help="a JSON Lines file of labelled programs, or HumanEval")
    add_asking_arguments(parser)
    parser.add_argument("--no-model", action="store_true", help="rules and verified runs only")
    parser.add_argument("--calls", type=int, default=10, help="calls to follow of each function (default: 10)")
    parser.add_argument("--max-frames", type=int, default=256, help="frames of each (default: 256)")
    parser.add_argument("--check", action="store_true", help="first hold the labels against the sandbox")
    parser.add_argument("--json", type=Path, help="write every item and what was said of it here")


def run_halting(arguments: argparse.Namespace) -> int:
    """Evaluate; returns the exit code."""
    try:
        items = some(read_halting_items(arguments.data), arguments)
        wrong = _checked(items) if arguments.check else 0
        engine = None if arguments.no_model else engine_of(arguments)
        opinion = opinion_settings(arguments)
        settings = TerminationSettings(arguments.calls, arguments.max_frames, engine is not None, opinion)
        trials, name = asyncio.run(_tried(items, engine, settings))
    except (DatasetError, EngineError) as error:
        print(f"cwm-lsp eval: {error}", file=sys.stderr)
        return 3
    how = f", {told_settings(opinion)}" if engine is not None else ""
    ends = sum(one.ends for one in items)
    print(f"{arguments.data.name}, {len(items)} items, {ends} of them end; {name}{how}\n")
    print(halting_table(trials))
    print("\n" + halting_misses(trials))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(halting_json(trials), indent=1) + "\n", encoding="utf-8")
    return 1 if wrong else 0


async def _tried(
    items: Sequence[HaltingItem], engine: Engine | None, settings: TerminationSettings
) -> tuple[list[HaltingTrial], str]:
    async with asked(engine):
        return await each(items, lambda item: try_halting(item, engine, settings)), name_of(engine)


def _checked(items: Sequence[HaltingItem]) -> int:
    """Hold the labels against the sandbox; prints, and gives how many calls speak against theirs."""
    calls = wrong = 0
    with Sandbox(Limits(frames=FRAMES, seconds=10.0)) as sandbox:
        for item in items:
            for call in item.calls:
                calls += 1
                found = ends_in_sandbox(item.source, call, sandbox)
                if found is not item.ends:
                    wrong += 1
                    print(f"{item.id} {item.family}: the label says {item.ends}, the sandbox {found} for {call}")
    print(f"{calls} calls of {len(items)} programs executed in the sandbox; {wrong} speak against their label.\n")
    return wrong
