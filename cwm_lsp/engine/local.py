"""Sequences of a model in this process, whichever library computes it: questions, and the caches that answer them quickly.

A sequence is a list of token ids; its key-value cache is only a memory of what was computed. Every question compares
the two and computes what is missing: rewinding, cancelling and sharing prefixes can't make answers wrong, only slower.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Generic

from cwm_lsp.engine.decoding import Logits, check_options, choice, likeliest, mask
from cwm_lsp.engine.held import H, Model
from cwm_lsp.engine.protocol import Choice, ContextOverflow, Counters, EngineError, Token
from cwm_lsp.engine.shelf import Shelf
from cwm_lsp.engine.worker import Steps, Worker

CHUNK = 256
"""The most tokens of one pass, so that a long prompt can be cancelled and others get their turn."""


class LocalGeneration:
    """One sequence of tokens under way, a `Generation`. A question that fails or is cancelled appends nothing."""

    def __init__(self, worker: Worker, core: Core[Any]) -> None:
        self._worker = worker
        self._core = core
        self._ids: list[int] = []
        self._slot = _Slot()
        self._closed = False

    @property
    def length(self) -> int:
        """Tokens so far: prompt, appended and generated ones."""
        return len(self._ids)

    def append(self, ids: Sequence[int]) -> None:
        """Force tokens. They are computed together with the next question, in one pass.

        Raises:
            ContextOverflow: they don't fit; none is appended.
            ValueError: an id is outside the vocabulary.
        """
        self._core.check_room(len(self._ids) + len(ids))
        if ids and (min(ids) < 0 or max(ids) >= self._core.size):
            raise ValueError(f"token ids run from 0 to {self._core.size - 1}")
        self._ids.extend(ids)

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        """Pick the likelier continuation, token by token along the tree of the options, and append it.

        Args:
            options: at least two different, non-empty continuations, none the beginning of another.

        Raises:
            ContextOverflow: the longest option doesn't fit.
            EngineError: the engine can't answer.
            ValueError: the options are not as they should be.
        """
        check_options(options)
        self._core.check_room(len(self._ids) + max(len(option) for option in options))
        chosen = await self._worker.run(self._core.choosing(self._open(), list(self._ids), options))
        self.append(options[chosen.index])
        return chosen

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        """Go on greedily until a token of `stop` (included and appended), at most `limit` tokens.

        Args:
            stop: tokens that end the completion.
            banned: tokens that must not be generated.
            limit: the most tokens to generate, at least 1.

        Raises:
            ContextOverflow: the context was full before the completion ended.
            EngineError: the engine can't answer.
        """
        tokens = await self._worker.run(self._core.completing(self._open(), list(self._ids), stop, banned, limit))
        self._ids.extend(token.id for token in tokens)
        return tokens

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `complete`, token by token. Each is computed when it is asked for: leaving the loop stops the model."""
        for _ in range(limit):
            (token,) = await self.complete(stop=stop, banned=banned, limit=1)
            yield token
            if token.id in stop:
                return

    def rewind(self, length: int) -> None:
        """Forget all tokens from position `length` on; what was computed before it is kept.

        Raises:
            ValueError: the sequence isn't that long, or nothing would be left of it.
        """
        if not 1 <= length <= len(self._ids):
            raise ValueError(f"can't rewind a sequence of {len(self._ids)} tokens to {length}")
        del self._ids[length:]

    def close(self) -> None:
        """Give the sequence's memory back, leaving its prefix for others to reuse."""
        if not self._closed:
            self._closed = True
            self._worker.post(lambda: self._core.release(self._slot))

    def _open(self) -> _Slot:
        if self._closed:
            raise EngineError("This sequence is closed; start another one.")
        return self._slot


class _Slot:
    """The cache that a sequence has got, if any; only the worker's thread looks inside."""

    __slots__ = ("cache",)

    def __init__(self) -> None:
        self.cache: Any = None


class Core(Generic[H]):
    """The loaded model with its caches and counters. All but `check_room` runs on the worker's thread."""

    def __init__(self, model: Model[H], data: Sequence[bytes], special: frozenset[int], idle_caches: int) -> None:
        """Args:
        model: the loaded model.
        data: the bytes of each token; empty for special tokens and ids that stand for nothing.
        special: the special tokens.
        idle_caches: how many closed sequences' caches are kept for their prefixes.
        """
        self.size = model.vocabulary
        self.counters = Counters()
        self._model = model
        self._shelf = Shelf(model, idle_caches)
        self._data = data
        # Ids that stand for nothing must never come out.
        unused = frozenset(token for token in range(self.size) if token not in special and not data[token])

        @lru_cache(maxsize=64)
        def mask_of(banned: frozenset[int]) -> Logits:
            return mask(self.size, banned | unused)

        self._mask_of = mask_of

    @property
    def context(self) -> int:
        """The most tokens of a sequence."""
        return self._model.context

    def check_room(self, length: int) -> None:
        """Raises:
        ContextOverflow: a sequence can't be that long.
        """
        if length > self._model.context:
            raise ContextOverflow(f"{length} tokens don't fit into the model's context of {self._model.context}.")

    def release(self, slot: _Slot) -> None:
        """Take a sequence's cache back."""
        if slot.cache is not None:
            self._shelf.give_back(slot.cache)
            slot.cache = None

    def choosing(self, slot: _Slot, ids: list[int], options: Sequence[Sequence[int]]) -> Steps[Choice]:
        """The job of `choose`."""
        questions = choice(options)
        path = next(questions)
        try:
            while True:
                logits = yield from self._logits(slot, [*ids, *path])
                path = questions.send(logits)
                yield
        except StopIteration as end:
            chosen, met = end.value
        self._count(generated=met)
        return chosen

    def completing(
        self, slot: _Slot, ids: list[int], stop: frozenset[int], banned: frozenset[int], limit: int
    ) -> Steps[tuple[Token, ...]]:
        """The job of `complete`."""
        added = self._mask_of(banned)
        if not limit > 0 or added.max() < 0:
            raise EngineError("Nothing can be generated: every token is banned, or the limit is 0.")
        tokens: list[Token] = []
        while True:
            self.check_room(len(ids) + 1)
            logits = yield from self._logits(slot, ids)
            best, logprob = likeliest(logits + added)
            ids.append(best)
            tokens.append(Token(best, self._data[best], logprob))
            if best in stop or len(tokens) == limit:
                break
            yield
        self._count(generated=len(tokens))
        return tuple(tokens)

    def _logits(self, slot: _Slot, ids: list[int]) -> Steps[Logits]:
        """The logits after `ids`, computing what the cache doesn't hold."""
        cache: H | None = slot.cache
        if cache is None:
            cache = slot.cache = self._shelf.take(ids)
            self._count(reused=min(len(cache.tokens), len(ids) - 1))
        # The last token is always computed: it is its logits that are wanted.
        del cache.tokens[min(cache.shared(ids), len(ids) - 1) :]
        while True:
            part = ids[len(cache.tokens) : len(cache.tokens) + CHUNK]
            logits = self._model.extend(cache, part)
            self._count(passes=1, computed=len(part))
            if len(cache.tokens) == len(ids):
                return logits
            yield

    def _count(self, passes: int = 0, computed: int = 0, reused: int = 0, generated: int = 0) -> None:
        before = self.counters
        self.counters = replace(
            before,
            passes=before.passes + passes,
            computed=before.computed + computed,
            reused=before.reused + reused,
            generated=before.generated + generated,
        )
