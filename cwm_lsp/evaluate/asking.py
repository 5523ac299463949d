"""What the evaluations of questions in words have in common: which engine is asked and how, and going through all items."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from cwm_lsp.engine.choosing import NAMES, EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.opinions.commandline import add_opinion_arguments
from cwm_lsp.predict.opinions.opinion import OpinionSettings

T = TypeVar("T")
R = TypeVar("R")


def add_asking_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments that choose the engine, and say how it is asked."""
    parser.add_argument("--engine", default="embedded", choices=NAMES, help="what is asked (default: embedded)")
    parser.add_argument("--model", help="a folder, or what the server calls its model")
    parser.add_argument("--endpoint", metavar="URL", help="a server's address")
    parser.add_argument("--tokenizer", metavar="DIR", type=Path, help="the folder of the served model's tokenizer.json")
    parser.add_argument("--allow-remote-host", action="store_true", help="let the address be another machine's")
    add_opinion_arguments(parser)
    parser.add_argument("--limit", type=int, help="use only the first items")
    parser.add_argument("--every", type=int, default=1, help="use every n-th item only")


def engine_of(arguments: argparse.Namespace) -> Engine:
    """The engine that is asked for.

    Raises:
        EngineError: it can't be had.
    """
    name = "vllm" if arguments.endpoint and arguments.engine == "embedded" else arguments.engine
    return engine_for(
        EngineChoice(name, arguments.model, arguments.endpoint, arguments.tokenizer, arguments.allow_remote_host)
    )


def told_settings(settings: OpinionSettings) -> str:
    """The same in words."""
    if not settings.reasoning:
        return "without reasoning"
    return f"reasoning, {settings.samples} thought{'s' if settings.samples > 1 else ''} at most"


def some(items: Sequence[T], arguments: argparse.Namespace) -> Sequence[T]:
    """The items that are used."""
    return items[:: arguments.every][: arguments.limit]


@asynccontextmanager
async def asked(engine: Engine | None) -> AsyncGenerator[None, None]:
    """An engine that is closed in the end, if there is one."""
    try:
        yield
    finally:
        if engine is not None:
            await engine.close()


def name_of(engine: Engine | None) -> str:
    """Who was asked, for people; of an engine that was and isn't closed yet."""
    return f"{engine.model} ({engine.identity})" if engine is not None else "no model"


async def each(items: Sequence[T], attempt: Callable[[T], Awaitable[R]]) -> list[R]:
    """Try every item, one after the other, with a progress line on a terminal."""
    tried: list[R] = []
    for item in items:
        tried.append(await attempt(item))
        if sys.stderr.isatty():
            print(f"\r{len(tried)}/{len(items)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    return tried
