"""The same calls predicted by two engines, and where they part."""

from __future__ import annotations

import pytest

from benchmarks.decoding import cases
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TracePrediction, TraceSettings, predict_trace

FRAMES = 12
TIE = 0.15
"""Log-probabilities of a whole history may differ by so much through rounding to eight bits."""


async def predicted(engine: Engine, index: int) -> TracePrediction:
    case = cases()[index]
    settings = TraceSettings(max_frames=FRAMES, verify=Verify.OFF)
    asked = predict_trace(engine, case.document, case.function, case.call, settings)
    return [prediction async for prediction in asked][-1]


def first_difference(one: TracePrediction, other: TracePrediction) -> int | None:
    """The first frame that differs."""
    for place, (ours, theirs) in enumerate(zip(one.frames, other.frames, strict=False)):
        if ours.frame != theirs.frame:
            return place
    return None if len(one.frames) == len(other.frames) else min(len(one.frames), len(other.frames))


def check_agreement(one: TracePrediction, other: TracePrediction) -> None:
    """Frames agree up to a tie that rounding breaks: there, both engines hold the decision for nearly even."""
    place = first_difference(one, other)
    if place is None:
        return
    ours, theirs = one.frames[place], other.frames[place]
    assert ours.path == pytest.approx(theirs.path, abs=TIE), "the same history has other probabilities"
