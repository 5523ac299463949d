"""How often each combination of sources is right, counted on families of programs that no evaluation uses; read from data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cwm_lsp.predict.complexity.estimates import TextEstimate

FLOOR = 0.95
"""What is shown is at least this sure."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a combination was right.

    Attributes:
        right, seen: how many were.
    """

    right: int
    seen: int

    @property
    def chance(self) -> float:
        """Of being right; with few seen it stays near a half."""
        return (self.right + 1) / (self.seen + 2)


@cache
def tallies() -> dict[str, Tally]:
    """By combination: `text`, `text-assumed`, `text-unsure`, each for time and, with `space:` before it, for space."""
    held = json.loads(files("cwm_lsp.predict.complexity").joinpath("confidence.json").read_text(encoding="utf-8"))
    return {name: Tally(int(one["right"]), int(one["seen"])) for name, one in held["tallies"].items()}


def text_group(text: TextEstimate) -> str:
    """Which combination an estimate from the text belongs to."""
    return "text-unsure" if text.unsure else "text-assumed" if text.assumed else "text"


def text_chance(text: TextEstimate, prefix: str = "") -> float:
    """The chance that an estimate from the text is right; 0 where there is none."""
    if text.time is None:
        return 0.0
    found = tallies().get(prefix + text_group(text))
    return found.chance if found is not None else 0.5
