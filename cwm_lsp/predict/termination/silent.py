"""Predicted runs without a model: each step follows for certain, or the run stops before it. Costs no tokens.

An engine that knows no answers stands in the model's place; the first question put to it ends the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from cwm_lsp.engine.protocol import Choice, Counters, EngineError, Token
from cwm_lsp.predict.trace import PredictionError, TracePrediction, predict_in_context, trace_context
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.faults import TraceFaultError

_ROOM = 1 << 24
_TAKEN_OVER = 32
"""Frames between two looks at whether the answer is still wanted."""


class _AskedError(EngineError):
    """Something is not certain."""


class _SilentGeneration:
    """A sequence of which only the length is kept."""

    def __init__(self, length: int) -> None:
        self._length = length

    @property
    def length(self) -> int:
        return self._length

    def append(self, ids: Sequence[int]) -> None:
        self._length += len(ids)

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        raise _AskedError("a choice that is not certain")

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        raise _AskedError("a value that is not certain")

    def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        raise _AskedError("a value that is not certain")

    def rewind(self, length: int) -> None:
        self._length = length

    def close(self) -> None:
        pass


class SilentEngine:
    """Knows no answers."""

    identity = "silent"
    model = "none"
    context_length = _ROOM
    counters = Counters()
    vocabulary_size = 1

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """One token a piece, all the same: what differs is never asked."""
        return [0] * len(pieces)

    def special(self, text: str) -> int:
        """All special tokens are one."""
        return 0

    def data(self, token: int) -> bytes:
        """No token stands for anything."""
        return b""

    async def load(self) -> None:
        """There is nothing to load."""

    async def start(self, prompt: Sequence[int]) -> _SilentGeneration:
        """Open a sequence."""
        return _SilentGeneration(len(prompt))

    async def close(self) -> None:
        """There is nothing to free."""


@dataclass(frozen=True, slots=True)
class SilentRun:
    """A run as far as it is certain.

    Attributes:
        prediction: what there is of it.
        stopped: whether it ends before a step that is not certain, and not at its end or at the limit of frames.
    """

    prediction: TracePrediction
    stopped: bool


def silent_run(
    document: Document, function: Function, call: str, *, frames: int, is_wanted: Callable[[], bool] = lambda: True
) -> SilentRun | None:
    """Follow a call as far as each step is verified. Blocks for milliseconds a frame: call it off the event loop.

    Args:
        document: the file.
        function: the function to enter.
        call: the call.
        frames: the most frames.
        is_wanted: asked now and then; once it is false, the run ends.

    Returns:
        The run; None where there is none: the call can't be entered, or not even its first step is certain.
    """
    return asyncio.run(_follow(document, function, call, frames, is_wanted))


async def _follow(
    document: Document, function: Function, call: str, frames: int, is_wanted: Callable[[], bool]
) -> SilentRun | None:
    engine = SilentEngine()
    last: TracePrediction | None = None
    try:
        context = trace_context(engine, document, function, call)
        async with aclosing(predict_in_context(engine, context, max_frames=frames)) as predictions:
            async for prediction in predictions:
                last = prediction
                if len(prediction.frames) % _TAKEN_OVER == 0 and not is_wanted():
                    return SilentRun(prediction, True)
    except (EngineError, PredictionError, TraceFaultError):
        return SilentRun(last, True) if last is not None else None
    return SilentRun(last, False) if last is not None else None
