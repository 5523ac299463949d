"""Which key-value cache a sequence gets: one that already holds the beginning of its tokens, if any does.

Caches in use belong to their sequence until it gives them back; a bounded number of those given back is kept for their
prefixes.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakSet

from cwm_lsp.engine.network import Cache, Network

WORTH_COPYING = 8
"""Tokens; copying the state of fewer is not worth the while."""


class Shelf:
    """The caches of one network."""

    def __init__(self, network: Network, idle: int) -> None:
        """Args:
        network: makes the caches.
        idle: how many caches that belong to no sequence are kept.
        """
        self._network = network
        self._limit = idle
        self._idle: list[Cache] = []
        # Weak, so that a sequence that was dropped and not closed doesn't keep its memory.
        self._used: WeakSet[Cache] = WeakSet()

    def take(self, ids: Sequence[int]) -> Cache:
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
            cache.copy_from(donor, count)
        self._used.add(cache)
        return cache

    def give_back(self, cache: Cache) -> None:
        """Keep the cache for its prefix, dropping the one that has been idle longest if there are too many."""
        self._used.discard(cache)
        self._idle.append(cache)
        if len(self._idle) > self._limit:
            del self._idle[0]

    def _blank(self, spared: Cache | None) -> Cache:
        """An empty cache: the one that has been idle longest, if there are enough of them."""
        oldest = next((cache for cache in self._idle if cache is not spared), None)
        if oldest is None or len(self._idle) < self._limit:
            return self._network.cache()
        self._idle.remove(oldest)
        oldest.tokens.clear()
        return oldest
