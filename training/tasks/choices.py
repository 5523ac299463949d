"""Decisions with names: a seed decides each by its name alone, so one can be changed and the rest stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """What is decided while one program is put together."""

    def __init__(self, seed: int, changed: Mapping[str, int] | None = None) -> None:
        """Args:
        seed: decides everything.
        changed: decisions that are taken otherwise, as numbers of options.
        """
        self._seed = seed
        self._changed = dict(changed or {})
        self.asked: dict[str, int] = {}
        """How many options there were, by the names of decisions."""

    def of(self, name: str, options: Sequence[T]) -> T:
        """One of the options."""
        self.asked[name] = len(options)
        drawn = int.from_bytes(blake2b(f"{self._seed}/{name}".encode(), digest_size=6).digest(), "big")
        return options[self._changed.get(name, drawn) % len(options)]

    def otherwise(self, rng: Random) -> Choices:
        """The same but for one decision, which is taken at random."""
        name = rng.choice([name for name, count in self.asked.items() if count > 1])
        return Choices(self._seed, {**self._changed, name: rng.randrange(self.asked[name])})
