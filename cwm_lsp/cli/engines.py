"""From an engine's name on the command line to the engine and its calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cwm_lsp.cli.command import NO_ENGINE, CommandError
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.calibration import Calibration, load_calibration

Maker = Callable[[Path | None], tuple[Engine, Calibration]]


def _embedded(folder: Path | None) -> tuple[Engine, Calibration]:
    folder = folder or SHIPPED
    try:
        return EmbeddedEngine(folder), load_calibration(folder)
    except (OSError, ValueError) as error:
        raise CommandError(
            f"the calibration in {folder} can't be read ({error}); remove it or make it anew", NO_ENGINE
        ) from error


ENGINES: Mapping[str, Maker] = {"embedded": _embedded}
"""Every engine by its name."""


def engine_for(name: str, folder: Path | None) -> tuple[Engine, Calibration]:
    """The engine and what its probabilities are worth.

    Args:
        name: as on the command line.
        folder: with the files of a model; None for the shipped one.

    Raises:
        CommandError: there is no such engine, or its files are wrong.
    """
    if name not in ENGINES:
        raise CommandError(f"no engine is called {name!r}; there is: {', '.join(ENGINES)}")
    return ENGINES[name](folder)
