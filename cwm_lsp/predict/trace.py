"""The first question: what would this call do, line by line? In: a call. Out: predicted frames as they come.

Builds the context, starts the decoding and ties everything back to the user's file. Nothing of the user's is executed.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import Enum

from cwm_lsp.engine.protocol import ContextOverflow, Engine
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.decoding import Decoding
from cwm_lsp.predict.prediction import PredictedFrame, Provenance
from cwm_lsp.predict.writer import encode
from cwm_lsp.source.context import Context, ContextError, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.faults import Fault, TraceFaultError
from cwm_lsp.trace.timeline import Timeline

MAX_FRAMES = 256
"""Frames after which a prediction stops unless it is told otherwise."""


class PredictionError(Exception):
    """The question can't be put to the model; the message says what to do."""


class Status(str, Enum):
    """How far a prediction has come."""

    UNDER_WAY = "under way"
    COMPLETE = "complete"
    CUT_OFF = "cut off"
    """The limit of frames was reached, or the states outgrew the model's context; what is there stands."""
    CONTRADICTED = "contradicted"
    """The next frame could not follow; what is there stands."""


@dataclass(frozen=True, slots=True)
class TraceSettings:
    """Limits of one prediction.

    Attributes:
        max_frames: the most frames, those of `main` not counted.
        context_tokens: the most tokens of the context; None for half of what the engine takes.
        docstrings: whether docstrings go into the context.
        verify: what is done with steps that follow for certain.
    """

    max_frames: int = MAX_FRAMES
    context_tokens: int | None = None
    docstrings: bool = False
    verify: Verify = Verify.CORRECT


@dataclass(frozen=True, slots=True)
class TracePrediction:
    """A predicted run, whole or so far. Line numbers in `timeline` and `frames` are those of the context's text.

    Attributes:
        context: what the model was given; maps its lines to the file's.
        frames: with the model's probabilities, one for each moment of the timeline.
        timeline: the same frames in their places.
        status: how far it has come.
        provenance: which model, which call.
        fault: why it was contradicted.
        seconds: how long it has taken so far.
        made_at: when, in seconds since the epoch; 0.0 where that is unknown.
    """

    context: Context
    frames: tuple[PredictedFrame, ...]
    timeline: Timeline
    status: Status
    provenance: Provenance
    fault: Fault | None = None
    seconds: float = field(default=0.0, compare=False)
    made_at: float = field(default=0.0, compare=False)


async def predict_trace(
    engine: Engine, document: Document, function: Function, call: str | None, settings: TraceSettings | None = None
) -> AsyncGenerator[TracePrediction, None]:
    """Predict a call; yields the prediction so far after each frame, the last one is final.

    Args:
        engine: asked for tokens; loaded if it isn't.
        document: the file.
        function: the function to enter.
        call: an expression that calls it, such as ``f(3)``; None lets the model invent arguments.
        settings: limits.

    Raises:
        PredictionError: there is nothing that could be asked.
        EngineError: the engine can't answer.
    """
    settings = settings or TraceSettings()
    await engine.load()
    context = trace_context(engine, document, function, call, settings)
    async with aclosing(
        predict_in_context(engine, context, max_frames=settings.max_frames, verify=settings.verify)
    ) as predictions:
        async for prediction in predictions:
            yield prediction


async def predict_in_context(
    engine: Engine,
    context: Context,
    *,
    max_frames: int = MAX_FRAMES,
    verify: Verify = Verify.CORRECT,
    history: Sequence[PredictedFrame] = (),
    is_left: bool = False,
) -> AsyncGenerator[TracePrediction, None]:
    """Predict the call of a context that `trace_context` has built; yields as `predict_trace` does.

    Args:
        engine: asked for tokens; loaded if it isn't.
        context: what the model is given.
        max_frames: the most frames, those of `main` not counted.
        verify: what is done with steps that follow for certain.
        history: the run so far, where it is to be gone on from; its frames come first in every prediction.
        is_left: whether the call that the history ends with is left at once, by asking for its return alone.

    Raises:
        PredictionError: the function is not in the context.
        TraceFaultError: the history contradicts the program's text.
        EngineError: the engine can't answer.
    """
    await engine.load()
    started = time.monotonic()
    decoding = Decoding(
        engine,
        context.text,
        entry=_entry_line(context, context.entry),
        is_bound=context.call is not None,
        verify=verify,
    )
    provenance = Provenance(engine.identity, engine.model, context.call)
    await decoding.resume(history, is_left=is_left)
    frames = list(history)

    def so_far(status: Status, fault: Fault | None = None) -> TracePrediction:
        seconds = time.monotonic() - started
        timeline = decoding.builder.timeline(fault)
        return TracePrediction(context, tuple(frames), timeline, status, provenance, fault, seconds, time.time())

    try:
        async with aclosing(decoding.frames(max_frames)) as predicted:
            async for frame in predicted:
                frames.append(frame)
                if not decoding.builder.ended:
                    yield so_far(Status.UNDER_WAY)
    except TraceFaultError as error:
        yield so_far(Status.CONTRADICTED, error.fault)
        return
    except ContextOverflow:
        if not frames:
            raise
    yield so_far(Status.COMPLETE if decoding.builder.ended else Status.CUT_OFF)


def trace_context(
    engine: Engine, document: Document, function: Function, call: str | None, settings: TraceSettings | None = None
) -> Context:
    """What the model is given to predict a call. Takes milliseconds, and may be done on any thread.

    Args:
        engine: loaded; counts the tokens.
        document: the file.
        function: the function to enter.
        call: an expression that calls it; None lets the model invent arguments.
        settings: limits.

    Raises:
        PredictionError: there is nothing that could be asked.
    """
    settings = settings or TraceSettings()
    budget = settings.context_tokens or engine.context_length // 2
    context = context_for(
        document,
        function,
        call,
        budget=budget,
        measure=lambda text: len(encode(engine, [text])),
        docstrings=settings.docstrings,
    )
    if isinstance(context, ContextError):
        raise PredictionError(context.message)
    return context


def _entry_line(context: Context, function: Function) -> int:
    """The context's line that the function's call frames stand on."""
    for wanted in (function.first_line, function.def_line):
        line = context.context_line(wanted)
        if line is not None:
            return line
    raise PredictionError(f"The function {function.qualname} is not in the context that was built for it.")
