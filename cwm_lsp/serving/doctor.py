"""What an engine can do here and now: loads it, has it predict a trace whose every value is known, compares, takes the time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import metadata

from cwm_lsp.engine.choosing import losses_of
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import PredictionError, TracePrediction, TraceSettings, predict_trace
from cwm_lsp.source.document import Document

PACKAGES = ("onnxruntime", "httpx2", "tokenizers", "transformers", "torch", "vllm")
"""What engines need, besides what is always there."""

PROGRAM = """\
def total(values):
    result = 0
    for value in values:
        result += value
    return result
"""
CALL = "total([3, 1, 2])"
TRUE_RESULTS = ("0", "3", "4", "6")
"""What `result` holds, one value after the other."""
FRAMES = 24
SLOW = 2.0
"""Frames a second; below, stepping is no pleasure."""


@dataclass(frozen=True, slots=True)
class Examination:
    """How an engine did.

    Attributes:
        model: its name, empty if it could not be loaded.
        context: the most tokens of a sequence.
        loading: seconds.
        first: seconds to the first frame that the model had a say in.
        frames_a_second: over the whole prediction.
        right: values of `result` that are right, of `TRUE_RESULTS`.
        losses: what the engine has to do without.
        fault: why there is no answer, empty if there is one.
    """

    model: str = ""
    context: int = 0
    loading: float = 0.0
    first: float = 0.0
    frames_a_second: float = 0.0
    right: int = 0
    losses: tuple[str, ...] = ()
    fault: str = ""

    @property
    def advice(self) -> tuple[str, ...]:
        """What to change, the most important first; empty if all is well."""
        if self.fault:
            return (self.fault,)
        told: list[str] = list(self.losses)
        if self.right < len(TRUE_RESULTS):
            told.append(
                f"By itself it predicted {self.right} of {len(TRUE_RESULTS)} simple values rightly: what verification can't "
                f"settle is doubtful with {self.model}. A larger model knows more; a quantised one may know less."
            )
        if self.frames_a_second < SLOW:
            told.append(
                f"{self.frames_a_second:.1f} frames a second are slow. On a server: is its prefix cache on "
                "(--enable-prefix-caching), is the GPU shared, would fp8 or a second GPU help?"
            )
        return tuple(told)


def installed() -> dict[str, str]:
    """The versions of the packages that engines need; empty where one is missing."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


async def examine(engine: Engine) -> Examination:
    """Load the engine and have it predict. Verification is off: the model alone is examined."""
    started = time.monotonic()
    try:
        await engine.load()
        loading, started = time.monotonic() - started, time.monotonic()
        first, last = 0.0, None
        document = Document.parse(PROGRAM)
        settings = TraceSettings(max_frames=FRAMES, verify=Verify.OFF)
        async for prediction in predict_trace(engine, document, document.functions[0], CALL, settings):
            last = prediction
            if not first and any(frame.decisions for frame in prediction.frames):
                first = time.monotonic() - started
    except (EngineError, PredictionError) as error:
        return Examination(fault=str(error))
    seconds = max(time.monotonic() - started, 1e-6)
    frames = len(last.frames) if last is not None else 0
    return Examination(
        engine.model,
        engine.context_length,
        loading,
        first,
        frames / seconds,
        _right(last),
        losses_of(engine),
    )


def _right(prediction: TracePrediction | None) -> int:
    """How many of the true values `result` takes, in their order, up to the first that is wrong."""
    values: list[str] = []
    for moment in () if prediction is None else prediction.timeline.moments:
        value = dict(moment.state).get("result")
        if value is not None and (not values or values[-1] != value):
            values.append(value)
    right = 0
    for value, true in zip(values, TRUE_RESULTS, strict=False):
        if value != true:
            break
        right += 1
    return right
