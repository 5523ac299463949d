"""`cwm-lsp eval`: how good the engine is. What it takes and does is told in `evaluate.command`."""

from __future__ import annotations

import argparse

from cwm_lsp.cli.command import Command


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from cwm_lsp.evaluate.command import configure

    configure(parser)


def _handle(options: argparse.Namespace) -> int:
    from cwm_lsp.evaluate.command import run

    return run(options)


EVAL = Command(
    name="eval",
    summary="measure the engine on a data set (executes the data set's programs)",
    description="Measure how right the engine's predictions are. Executes the programs of the data set, in a sandbox.",
    epilog="",
    add_arguments=_add_arguments,
    handler=_handle,
)
