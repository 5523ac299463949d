"""Going on by chance instead of greedily, for engines that can: what several answers to one question have in common is worth more
than the likeliest one. An engine whose sequences are no `Sampler`s is asked once, greedily.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from cwm_lsp.engine.protocol import Token


@dataclass(frozen=True, slots=True)
class Draw:
    """How tokens are drawn.

    Attributes:
        seed: other seeds give other answers; the same one gives the same, as far as the engine keeps its word.
        temperature: 1 for the model's own probabilities, less for likelier tokens.
        top_p: only of the likeliest tokens that have this share together.
    """

    seed: int
    temperature: float = 1.0
    top_p: float = 0.95


@runtime_checkable
class Sampler(Protocol):
    """A `Generation` that can also go on by chance."""

    def drawn(self, draw: Draw, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `Generation.stream`, each token drawn. Leaving the loop or cancelling it stops the model."""
        ...
