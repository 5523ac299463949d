"""From the words on the command line to an engine and what its probabilities are worth."""

from __future__ import annotations

import argparse
from pathlib import Path

from cwm_lsp.cli.command import NO_ENGINE, CommandError
from cwm_lsp.engine.choosing import NAMES, EngineChoice, folder_of
from cwm_lsp.engine.choosing import engine_for as make
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.calibration import Calibration, calibration_of
from cwm_lsp.predict.certainty import Verify


def add_engine_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that choose an engine."""
    group = parser.add_argument_group("engine")
    group.add_argument(
        "--engine",
        default="embedded",
        metavar="NAME",
        help="what predicts: embedded (the default), vllm (any model server), transformers",
    )
    group.add_argument(
        "--model", metavar="MODEL", help="a folder (embedded, transformers), or what the server calls its model (vllm)"
    )
    group.add_argument("--endpoint", metavar="URL", help="the server's address (default: http://127.0.0.1:8000)")
    group.add_argument("--tokenizer", metavar="DIR", type=Path, help="the folder of the served model's tokenizer.json")
    group.add_argument(
        "--allow-remote-host",
        action="store_true",
        help="let the address be another machine's: your code is sent there",
    )


def choice_of(options: argparse.Namespace) -> EngineChoice:
    """What the words of `add_engine_arguments` choose."""
    # An address is only a server's: whoever gives one need not name the engine as well.
    name: str = "vllm" if options.endpoint and options.engine == "embedded" else options.engine
    return EngineChoice(name, options.model, options.endpoint, options.tokenizer, options.allow_remote_host)


def engine_for(choice: EngineChoice) -> Engine:
    """The engine, not yet loaded.

    Raises:
        CommandError: there is no such engine, or it can't be had.
    """
    if choice.name not in NAMES:
        raise CommandError(f"no engine is called {choice.name!r}; there are: {', '.join(NAMES)}")
    try:
        return make(choice)
    except EngineError as error:
        raise CommandError(str(error), NO_ENGINE) from error


def calibration_for(engine: Engine, verify: Verify) -> Calibration:
    """What a loaded engine's probabilities are worth.

    Raises:
        CommandError: its calibration can't be read.
    """
    try:
        return calibration_of(engine, verify)
    except (OSError, ValueError) as error:
        raise CommandError(
            f"the calibration in {folder_of(engine)} can't be read ({error}); remove it or make it anew", NO_ENGINE
        ) from error
