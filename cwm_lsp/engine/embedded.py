"""The default engine: the small model that ships with the package, in this process, through onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from cwm_lsp.engine.local import Core, LocalGeneration
from cwm_lsp.engine.network import Cache, Network
from cwm_lsp.engine.package import REMEDY, SHIPPED, VOCABULARY, Manifest, check_graph, digest_of_words, read_manifest
from cwm_lsp.engine.protocol import Counters, EngineError
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from cwm_lsp.engine.worker import Steps, Worker

REVISION = 3
"""Raised whenever the same weights would give other answers, so that predictions stored before are not used."""


class EmbeddedEngine:
    """The embedded model as an `Engine`. Several sequences may be asked at once: they take turns, token by token."""

    reminded = True

    def __init__(
        self, folder: Path = SHIPPED, *, threads: int = 1, idle_caches: int = 4, operations: bool = True
    ) -> None:
        """Nothing is read before it is needed.

        Args:
            folder: where the model's files are.
            threads: how many threads one pass may use; for so small a model, more than one hardly pays.
            idle_caches: how many closed sequences' caches are kept for their prefixes.
        operations: whether single operations are put to the model where it is asked for values; else it writes whole frames.
        """
        self.operations = operations
        self._folder = folder
        self._threads = threads
        self._idle_caches = idle_caches
        self._worker = Worker("cwm-lsp embedded model")
        self._core: Core[Cache] | None = None

    @property
    def folder(self) -> Path:
        """Where the model's files are."""
        return self._folder

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
    def is_loaded(self) -> bool:
        """Whether the weights are in memory."""
        return self._core is not None

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

    def read(self) -> None:
        """Read what names the model and its vocabulary, which is all that encoding takes; the weights stay on disk.

        Raises:
            EngineError: they are missing or don't fit each other.
        """
        _ = self._tokenizer

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
            data = [tokenizer.data(token) for token in range(network.vocabulary)]
            self._core = Core(network, data, frozenset(range(len(SPECIAL_TOKENS))), self._idle_caches)
        return
        yield

    async def start(self, prompt: Sequence[int]) -> LocalGeneration:
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
        generation = LocalGeneration(self._worker, self._core)
        generation.append(prompt)
        return generation

    async def close(self) -> None:
        """Free the memory and end the thread; questions under way fail. The next `start` loads anew."""
        await self._worker.stop()
        self._core = None
