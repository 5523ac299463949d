"""Where calibrations of opinions are: beside a model's weights, and in the user's data for any engine that somebody has measured.

The latter go by the engine's identity, so that another model at the same address is not taken for the one that was measured.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from platformdirs import user_data_path

from cwm_lsp.engine.choosing import folder_of
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.opinions.calibration import Calibrations, OpinionCalibration

FILE = "opinions.json"
"""Beside weights it also tells that they were trained for these questions."""


def load_calibrations(path: Path) -> Calibrations | None:
    """What a file holds; None if there is none.

    Raises:
        ValueError: the file is not what `store_calibrations` wrote.
    """
    if not path.exists():
        return None
    try:
        return {
            str(name): OpinionCalibration(
                float(one["temperature"]),
                {str(label): float(floor) for label, floor in one["floors"].items()},
                str(one["fitted_on"]),
            )
            for name, one in json.loads(path.read_text(encoding="utf-8")).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a calibration of opinions") from error


def store_calibrations(calibrations: Calibrations, path: Path) -> None:
    """Write them.

    Raises:
        OSError: the file can't be written.
    """
    held = {name: asdict(one) for name, one in sorted(calibrations.items())}
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def calibrations_for(engine: Engine) -> Calibrations | None:
    """What is known of an engine's opinions; None where nobody has measured them. What the user has fitted goes before.

    Args:
        engine: one that knows its identity.

    Raises:
        EngineError: a file can't be used; the message names it.
    """
    folder = folder_of(engine)
    paths = ([folder / FILE] if folder is not None else []) + [_own(engine)]
    try:
        found = [one for path in paths if (one := load_calibrations(path)) is not None]
    except (OSError, ValueError) as error:
        raise EngineError(f"{error}. Remove it, or fit it anew with `cwm-lsp eval opinions --fit`.") from error
    return {name: one for held in found for name, one in held.items()} if found else None


def keep_calibrations(engine: Engine, calibrations: Calibrations) -> Path:
    """Keep what the user has fitted for an engine, beside what was fitted for other ways of asking it.

    Args:
        engine: one that knows its identity.
        calibrations: by way.

    Returns:
        Where they are.

    Raises:
        OSError: the user's data can't be written.
        ValueError: what is there is no calibration.
    """
    path = _own(engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    store_calibrations({**(load_calibrations(path) or {}), **calibrations}, path)
    return path


def _own(engine: Engine) -> Path:
    name = hashlib.sha256(engine.identity.encode()).hexdigest()[:16]
    return user_data_path("cwm-lsp", appauthor=False) / "opinions" / f"{name}.json"
