"""`cwm-lsp eval halting`: its arguments, and the way from them to figures. Any engine can be asked."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cwm_lsp.engine.choosing import NAMES, EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.evaluate.datasets import DatasetError
from cwm_lsp.evaluate.halting import HaltingTrial, halting_json, halting_misses, halting_table, try_all
from cwm_lsp.evaluate.halting_items import HaltingItem, ends_in_sandbox, read_halting_items
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.termination.judging import TerminationSettings
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

FRAMES = 5_000
"""Frames within which a call that ends must have ended in the sandbox."""


def configure_halting(parser: argparse.ArgumentParser) -> None:
    """Give the parser this command's arguments."""
    parser.add_argument("data", type=Path, help="a JSON Lines file of labelled programs, or HumanEval")
    parser.add_argument("--engine", default="embedded", choices=NAMES, help="what is asked (default: embedded)")
    parser.add_argument("--model", help="a folder, or what the server calls its model")
    parser.add_argument("--endpoint", metavar="URL", help="a server's address")
    parser.add_argument("--tokenizer", metavar="DIR", type=Path, help="the folder of the served model's tokenizer.json")
    parser.add_argument("--allow-remote-host", action="store_true", help="let the address be another machine's")
    parser.add_argument("--reasoning", action="store_true", help="let a model that can reason do so before it answers")
    parser.add_argument("--no-model", action="store_true", help="rules and verified runs only")
    parser.add_argument("--calls", type=int, default=10, help="calls to follow of each function (default: 10)")
    parser.add_argument("--max-frames", type=int, default=256, help="frames of each (default: 256)")
    parser.add_argument("--limit", type=int, help="use only the first items")
    parser.add_argument("--every", type=int, default=1, help="use every n-th item only")
    parser.add_argument("--check", action="store_true", help="first hold the labels against the sandbox")
    parser.add_argument("--json", type=Path, help="write every item and what was said of it here")


def run_halting(arguments: argparse.Namespace) -> int:
    """Evaluate; returns the exit code."""
    try:
        items = read_halting_items(arguments.data)[:: arguments.every][: arguments.limit]
        wrong = _checked(items) if arguments.check else 0
        engine = None
        if not arguments.no_model:
            name = "vllm" if arguments.endpoint and arguments.engine == "embedded" else arguments.engine
            engine = engine_for(
                EngineChoice(
                    name, arguments.model, arguments.endpoint, arguments.tokenizer, arguments.allow_remote_host
                )
            )
        opinion = OpinionSettings(reasoning=arguments.reasoning)
        settings = TerminationSettings(arguments.calls, arguments.max_frames, engine is not None, opinion)
        trials = asyncio.run(_try_and_close(items, engine, settings))
    except (DatasetError, EngineError) as error:
        print(f"cwm-lsp eval: {error}", file=sys.stderr)
        return 3
    asked = f"{engine.model} ({engine.identity})" if engine is not None else "no model"
    ends = sum(one.ends for one in items)
    print(f"{arguments.data.name}, {len(items)} items, {ends} of them end; {asked}\n")
    print(halting_table(trials))
    print("\n" + halting_misses(trials))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(halting_json(trials), indent=1) + "\n", encoding="utf-8")
    return 1 if wrong else 0


async def _try_and_close(
    items: Sequence[HaltingItem], engine: Engine | None, settings: TerminationSettings
) -> list[HaltingTrial]:
    try:
        return await try_all(items, engine, settings)
    finally:
        if engine is not None:
            await engine.close()


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
