"""The default engine: the small model that ships with the package, in this process, through onnxruntime.

A sequence is a list of token ids; its key-value cache is only a memory of what was computed. Every question compares
the two and computes what is missing: rewinding, cancelling and sharing prefixes can't make answers wrong, only slower.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from cwm_lsp.engine.decoding import Logits, check_options, choice, likeliest, mask
from cwm_lsp.engine.network import Cache, Network
from cwm_lsp.engine.package import REMEDY, SHIPPED, VOCABULARY, Manifest, check_graph, digest_of_words, read_manifest
from cwm_lsp.engine.protocol import Choice, ContextOverflow, Counters, EngineError, Token
from cwm_lsp.engine.shelf import Shelf
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from cwm_lsp.engine.worker import Steps, Worker

REVISION = 1
"""Raised whenever the same weights would give other answers, so that predictions stored before are not used."""

CHUNK = 256
"""The most tokens of one pass, so that a long prompt can be cancelled and others get their turn."""


class EmbeddedEngine:
    """The embedded model as an `Engine`. Several sequences may be asked at once: they take turns, token by token."""

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 1, idle_caches: int = 4) -> None:
        """Nothing is read before it is needed.

        Args:
            folder: where the model's files are.
            threads: how many threads one pass may use; for so small a model, more than one hardly pays.
            idle_caches: how many closed sequences' caches are kept for their prefixes.
        """
        self._folder = folder
        self._threads = threads
        self._idle_caches = idle_caches
        self._worker = Worker("cwm-lsp embedded model")
        self._core: _Core | None = None

    @cached_property
    def _manifest(self) -> Manifest:
        return read_manifest(self._folder)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        path = self._folder / VOCABULARY
        try:
            if digest_of_words(path) != self._manifest.vocabulary:
                raise EngineError(f"The embedded model was trained with another vocabulary than {path}. {REMEDY}")
            tokenizer = Tokenizer.load(path)
        except (OSError, ValueError) as error:
            raise EngineError(f"The embedded model's vocabulary {path} can't be read ({error}). {REMEDY}") from error
        if tokenizer.vocabulary_size != self._manifest.shape.vocabulary:
            raise EngineError(f"The embedded model's vocabulary {path} doesn't fit its weights. {REMEDY}")
        return tokenizer

    @property
    def identity(self) -> str:
        """Names the engine, the model and all that changes its answers; part of every cache key.

        Raises:
            EngineError: the model's description is missing or broken.
        """
        return f"embedded-{REVISION}:{self._manifest.graph[:16]}:{self._manifest.vocabulary[:16]}"

    @property
    def model(self) -> str:
        """The model's name, for people.

        Raises:
            EngineError: the model's description is missing or broken.
        """
        return self._manifest.name

    @property
    def context_length(self) -> int:
        """The most tokens a sequence may have.

        Raises:
            EngineError: the model's description is missing or broken.
        """
        return self._manifest.shape.context

    @property
    def counters(self) -> Counters:
        """What has been done since loading."""
        return self._core.counters if self._core else Counters()

    @property
    def vocabulary_size(self) -> int:
        """Token ids run from 0 to this, exclusive.

        Raises:
            EngineError: the model's description is missing or broken.
        """
        return self._manifest.shape.vocabulary

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into token ids; no text ever becomes a special token.

        Args:
            pieces: the text, cut where its parts mean different things; a piece that is a token by itself stays whole.

        Raises:
            EngineError: the vocabulary is missing or broken.
        """
        return self._tokenizer.encode(pieces)

    def special(self, text: str) -> int:
        """The id of a special token such as `<|frame_sep|>`.

        Raises:
            EngineError: the model has no such token, or its vocabulary is missing or broken.
        """
        token = self._tokenizer.special(text)
        if token is None:
            raise EngineError(f"The embedded model has no token {text!r}.")
        return token

    def data(self, token: int) -> bytes:
        """The bytes that a plain token stands for; empty for special tokens."""
        return self._tokenizer.data(token)

    async def load(self) -> None:
        """Make the engine ready, off the event loop; does nothing when it is.

        Raises:
            EngineError: the model's files are missing or damaged, or this onnxruntime can't run them.
        """
        if self._core is None:
            await self._worker.run(self._loading())

    def _loading(self) -> Steps[None]:
        # Two tasks may both have asked; the second job finds the work done.
        if self._core is None:
            tokenizer, manifest = self._tokenizer, self._manifest
            network = Network(check_graph(self._folder, manifest), manifest.shape, self._threads)
            self._core = _Core(network, tokenizer, self._idle_caches)
        return
        yield

    async def start(self, prompt: Sequence[int]) -> EmbeddedGeneration:
        """Open a sequence. Nothing is computed before its first question.

        Args:
            prompt: at least one token.

        Raises:
            ContextOverflow: the prompt is longer than the context.
            EngineError: the model can't be loaded.
            ValueError: the prompt is empty, or has ids outside the vocabulary.
        """
        await self.load()
        if self._core is None:
            raise EngineError("The engine was closed while it was loading; ask again to start it anew.")
        if not prompt:
            raise ValueError("a prompt needs at least one token")
        generation = EmbeddedGeneration(self._worker, self._core)
        generation.append(prompt)
        return generation

    async def close(self) -> None:
        """Free the memory and end the thread; questions under way fail. The next `start` loads anew."""
        await self._worker.stop()
        self._core = None


class EmbeddedGeneration:
    """One sequence of tokens under way, a `Generation`. A question that fails or is cancelled appends nothing."""

    def __init__(self, worker: Worker, core: _Core) -> None:
        self._worker = worker
        self._core = core
        self._ids: list[int] = []
        self._held = _Held()
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
            self._worker.post(lambda: self._core.release(self._held))

    def _open(self) -> _Held:
        if self._closed:
            raise EngineError("This sequence is closed; start another one.")
        return self._held


class _Held:
    """The cache that a sequence has got, if any; only the worker's thread looks inside."""

    __slots__ = ("cache",)

    def __init__(self) -> None:
        self.cache: Cache | None = None


class _Core:
    """The loaded model with its caches and counters. All but `check_room` runs on the worker's thread."""

    def __init__(self, network: Network, tokenizer: Tokenizer, idle_caches: int) -> None:
        self.size = network.shape.vocabulary
        self.counters = Counters()
        self._network = network
        self._context = network.shape.context
        self._shelf = Shelf(network, idle_caches)
        self._data = [tokenizer.data(token) for token in range(self.size)]
        # Ids that stand for nothing must never come out.
        unused = frozenset(
            token for token in range(self.size) if token >= len(SPECIAL_TOKENS) and not self._data[token]
        )

        @lru_cache(maxsize=64)
        def mask_of(banned: frozenset[int]) -> Logits:
            return mask(self.size, banned | unused)

        self._mask_of = mask_of

    def check_room(self, length: int) -> None:
        """Raises:
        ContextOverflow: a sequence can't be that long.
        """
        if length > self._context:
            raise ContextOverflow(f"{length} tokens don't fit into the embedded model's context of {self._context}.")

    def release(self, held: _Held) -> None:
        """Take a sequence's cache back."""
        if held.cache is not None:
            self._shelf.give_back(held.cache)
            held.cache = None

    def choosing(self, held: _Held, ids: list[int], options: Sequence[Sequence[int]]) -> Steps[Choice]:
        """The job of `choose`."""
        questions = choice(options)
        path = next(questions)
        try:
            while True:
                logits = yield from self._logits(held, [*ids, *path])
                path = questions.send(logits)
                yield
        except StopIteration as end:
            chosen, met = end.value
        self._count(generated=met)
        return chosen

    def completing(
        self, held: _Held, ids: list[int], stop: frozenset[int], banned: frozenset[int], limit: int
    ) -> Steps[tuple[Token, ...]]:
        """The job of `complete`."""
        added = self._mask_of(banned)
        if not limit > 0 or added.max() < 0:
            raise EngineError("Nothing can be generated: every token is banned, or the limit is 0.")
        tokens: list[Token] = []
        while True:
            self.check_room(len(ids) + 1)
            logits = yield from self._logits(held, ids)
            best, logprob = likeliest(logits + added)
            ids.append(best)
            tokens.append(Token(best, self._data[best], logprob))
            if best in stop or len(tokens) == limit:
                break
            yield
        self._count(generated=len(tokens))
        return tuple(tokens)

    def _logits(self, held: _Held, ids: list[int]) -> Steps[Logits]:
        """The logits after `ids`, computing what the cache doesn't hold."""
        cache = held.cache
        if cache is None:
            cache = held.cache = self._shelf.take(ids)
            self._count(reused=min(len(cache.tokens), len(ids) - 1))
        # The last token is always computed: it is its logits that are wanted.
        del cache.tokens[min(cache.shared(ids), len(ids) - 1) :]
        while True:
            part = ids[len(cache.tokens) : len(cache.tokens) + CHUNK]
            logits = self._network.extend(cache, part)
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
