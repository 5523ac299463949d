"""What a client may set when it starts the server. A setting that can't be used is named, and its default taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from cwm_lsp.predict.trace import MAX_FRAMES, TraceSettings
from cwm_lsp.session import SessionSettings

_LEAST_FRAMES = 1
_MOST_FRAMES = 10_000
_LONGEST_DEBOUNCE = 10_000


@dataclass(frozen=True, slots=True)
class Options:
    """The initialization options.

    Attributes:
        model: `cwm.model`, the folder of the embedded model; None for the one that ships.
        max_frames: `cwm.maxFrames`, where a prediction is cut off.
        debounce: `cwm.debounce`, how long the text must rest, in milliseconds.
        complaints: what could not be used, for people.
    """

    model: Path | None = None
    max_frames: int = MAX_FRAMES
    debounce: int = 150
    complaints: tuple[str, ...] = ()

    @property
    def session(self) -> SessionSettings:
        """The session's settings."""
        return SessionSettings(trace=TraceSettings(max_frames=self.max_frames), debounce=self.debounce / 1000)


def read_options(given: object) -> Options:
    """Read initialization options: ``{"cwm": {"maxFrames": 64}}`` or ``{"cwm.maxFrames": 64}``."""
    found = _flat(given)
    complaints: list[str] = []

    def number(name: str, default: int, least: int, most: int) -> int:
        value = found.get(name)
        if value is None:
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most:
            return int(value)
        complaints.append(f"cwm.{name} should be a number from {least} to {most}; {default} is used.")
        return default

    model = found.get("model")
    if model is not None and not (isinstance(model, str) and model):
        complaints.append("cwm.model should be the path of a folder; the model that ships is used.")
        model = None
    max_frames = number("maxFrames", MAX_FRAMES, _LEAST_FRAMES, _MOST_FRAMES)
    debounce = number("debounce", 150, 0, _LONGEST_DEBOUNCE)
    folder = Path(model).expanduser() if isinstance(model, str) else None
    return Options(folder, max_frames, debounce, tuple(complaints))


def _flat(given: object) -> dict[str, object]:
    if not isinstance(given, Mapping):
        return {}
    found: dict[str, object] = {}
    for name, value in cast(Mapping[object, object], given).items():
        if name == "cwm" and isinstance(value, Mapping):
            found |= {str(inner): held for inner, held in cast(Mapping[object, object], value).items()}
        elif isinstance(name, str) and name.startswith("cwm."):
            found[name.removeprefix("cwm.")] = value
    return found
