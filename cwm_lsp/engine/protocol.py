"""What every engine can do, whoever computes the tokens: open a sequence, append to it, ask it to choose or to go on.

An engine knows token ids and bytes. What a frame or a line of Python is, it doesn't know: that is `predict`'s business.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class EngineError(Exception):
    """The engine can't answer; the message says why and what to do about it."""


class ContextOverflow(EngineError):
    """The sequence is longer than the engine's context; nothing was computed for the tokens that did not fit."""


@dataclass(frozen=True, slots=True)
class Token:
    """One generated token.

    Attributes:
        id: its place in the engine's vocabulary.
        data: the bytes it stands for (may end within a UTF-8 character); empty for special tokens.
        logprob: natural logarithm of its probability among the tokens that were allowed.
    """

    id: int
    data: bytes
    logprob: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of several continuations the model prefers.

    Attributes:
        index: the position of the chosen option.
        logprob: natural logarithm of its probability among the options, along the tokens where they differ.
    """

    index: int
    logprob: float


@dataclass(frozen=True, slots=True)
class Counters:
    """What an engine has done since it was loaded.

    Attributes:
        passes: forward passes of the model (one may take many tokens).
        computed: tokens that went through the model.
        reused: prompt tokens whose cached state spared a computation.
        generated: tokens that the model decided (sampled or chosen), forced ones not counted.
    """

    passes: int = 0
    computed: int = 0
    reused: int = 0
    generated: int = 0


class Generation(Protocol):
    """One sequence of tokens under way. Not safe for two tasks at once; cancelling an awaited call leaves it usable."""

    @property
    def length(self) -> int:
        """Tokens so far: prompt, appended and generated ones."""
        ...

    def append(self, ids: Sequence[int]) -> None:
        """Force tokens. They are computed together with the next question, in one pass."""
        ...

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        """Pick the likelier continuation, token by token along the tree of the options, and append it.

        Args:
            options: at least two different, non-empty continuations, none the beginning of another.

        Raises:
            EngineError: the engine can't answer.
        """
        ...

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        """Go on greedily until a token of `stop` (included and appended), at most `limit` tokens.

        Args:
            stop: tokens that end the completion.
            banned: tokens that must not be generated.
            limit: the most tokens to generate, at least 1.

        Raises:
            EngineError: the engine can't answer.
        """
        ...

    def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `complete`, token by token as they come. Leaving the loop or cancelling it stops the model."""
        ...

    def rewind(self, length: int) -> None:
        """Forget all tokens from position `length` on; what was computed before it is kept."""
        ...

    def close(self) -> None:
        """Give the sequence's memory back, leaving its prefix for others to reuse if the engine can."""
        ...


class Engine(Protocol):
    """A source of tokens. Loading is lazy: nothing heavy happens before the first `start`."""

    @property
    def identity(self) -> str:
        """Names the engine, the model and all that changes its answers; part of every cache key."""
        ...

    @property
    def model(self) -> str:
        """The model's name, for people."""
        ...

    @property
    def context_length(self) -> int:
        """The most tokens a sequence may have."""
        ...

    @property
    def counters(self) -> Counters:
        """What has been done since loading."""
        ...

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into token ids; no text ever becomes a special token.

        Args:
            pieces: the text, cut where its parts mean different things; an engine may use the cuts or join them.
        """
        ...

    def special(self, text: str) -> int:
        """The id of a special token such as `<|frame_sep|>`.

        Raises:
            EngineError: the model has no such token, so it can't predict traces.
        """
        ...

    def data(self, token: int) -> bytes:
        """The bytes that a plain token stands for; empty for special tokens."""
        ...

    @property
    def vocabulary_size(self) -> int:
        """Token ids run from 0 to this, exclusive."""
        ...

    async def load(self) -> None:
        """Make the engine ready, off the event loop; does nothing when it is.

        Raises:
            EngineError: weights or server are missing or wrong.
        """
        ...

    async def start(self, prompt: Sequence[int]) -> Generation:
        """Open a sequence. What another sequence has computed for the same beginning is reused.

        Raises:
            ContextOverflow: the prompt is longer than the context.
            EngineError: the engine can't be loaded or reached.
        """
        ...

    async def close(self) -> None:
        """Free memory, threads and connections."""
        ...


def answers_operations(engine: Engine) -> bool:
    """Whether the engine's model was trained to answer single operations (`predict.operations`): only ours was."""
    return bool(getattr(engine, "operations", False))


def is_reminded(engine: Engine) -> bool:
    """Whether the engine's model was trained with reminders (`predict.reminders`): only ours was, wherever it is served."""
    return bool(getattr(engine, "reminded", False))
