"""Which key-value cache a sequence gets: one that already holds the beginning of its tokens, if any does.

Hs in use belong to their sequence until it gives them back; a bounded number of those given back is kept for their
prefixes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic
from weakref import WeakSet

from cwm_lsp.engine.held import H, Model

WORTH_COPYING = 8
"""Tokens; copying the state of fewer is not worth the while."""


class Shelf(Generic[H]):
    """The caches of one model."""

    def __init__(self, model: Model[H], idle: int) -> None:
        """Args:
        model: makes the caches.
        idle: how many caches that belong to no sequence are kept.
        """
        self._model = model
        self._limit = idle
        self._idle: list[H] = []
        # Weak, so that a sequence that was dropped and not closed doesn't keep its memory.
        self._used: WeakSet[H] = WeakSet()

    def take(self, ids: Sequence[int]) -> H:
        """A cache for a sequence that begins with `ids`, holding as many of them as any cache does."""
        count, donor = max(
            ((cache.shared(ids), cache) for cache in (*self._idle, *self._used)),
            key=lambda pair: pair[0],
            default=(0, None),
        )
        if donor is None or count < WORTH_COPYING:
            cache = self._blank(None)
        elif donor in self._idle and 2 * count >= len(donor.tokens):
            # Little is lost by making the idle cache over.
            cache = donor
            self._idle.remove(donor)
            del cache.tokens[count:]
        else:
            cache = self._blank(donor)
            self._model.copy(donor, cache, count)
        self._used.add(cache)
        return cache

    def give_back(self, cache: H) -> None:
        """Keep the cache for its prefix, dropping the one that has been idle longest if there are too many."""
        self._used.discard(cache)
        self._idle.append(cache)
        if len(self._idle) > self._limit:
            del self._idle[0]

    def _blank(self, spared: H | None) -> H:
        """An empty cache: the one that has been idle longest, if there are enough of them."""
        oldest = next((cache for cache in self._idle if cache is not spared), None)
        if oldest is None or len(self._idle) < self._limit:
            return self._model.cache()
        self._idle.remove(oldest)
        oldest.tokens.clear()
        return oldest
