"""Going on from frames that are there: the same run as in one go, whoever wrote them and however long they are."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

import pytest

from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.standing import StandingReader
from cwm_lsp.predict.trace import Status, TracePrediction, predict_in_context
from cwm_lsp.predict.writer import encode
from cwm_lsp.trace.frames import Trace
from cwm_lsp.trace.moments import frames_of
from cwm_lsp.trace.writing import prompt_pieces, trace_pieces
from cwm_lsp.verify.outcome import Verdict
from tests.predict.oracle import OracleEngine
from tests.predict.true_runs import true_prediction

PROGRAMS = {
    "a loop": ("def f(n):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n", "f(4)"),
    "recursion": ("def f(n):\n    if n < 2:\n        return 1\n    return n * f(n - 1)\n", "f(4)"),
    "equal lines": (
        dedent(
            """\
            def f(x):
                if x > 2:
                    y = x + 1
                    x = 0
                else:
                    y = x + 1
                    x = 9
                return x + y
            """
        ),
        "f(1)",
    ),
    "an exception": (
        "def f(x):\n    try:\n        y = 1 // x\n    except ZeroDivisionError:\n        y = 0\n    return y\n",
        "f(0)",
    ),
    "a generator": (
        "def g(n):\n    for i in range(n):\n        yield i\n\n\ndef f(n):\n    found = list(g(n))\n    return found\n",
        "f(3)",
    ),
}


def told(source: str, call: str) -> tuple[OracleEngine, TracePrediction]:
    """An engine that knows the true run, and that run."""
    engine = OracleEngine()
    truth = true_prediction(source, call)
    trace = Trace(tuple(frames_of(truth.timeline.moments)), True)
    text = truth.context.text
    engine.truth = encode(engine, [*prompt_pieces(text), *trace_pieces(trace)])
    return engine, truth


async def predicted(
    engine: OracleEngine,
    truth: TracePrediction,
    history: Sequence[PredictedFrame] = (),
    *,
    verify: Verify = Verify.CORRECT,
    frames: int = 256,
) -> TracePrediction:
    """The last prediction; every one before it begins with the history."""
    every = [
        one
        async for one in predict_in_context(engine, truth.context, max_frames=frames, verify=verify, history=history)
    ]
    assert all(one.frames[: len(history)] == tuple(history) for one in every)
    return every[-1]


@pytest.mark.parametrize("verify", [Verify.OFF, Verify.CORRECT])
@pytest.mark.parametrize("name", PROGRAMS)
async def test_from_every_frame_on_the_run_is_the_same(name: str, verify: Verify) -> None:
    engine, truth = told(*PROGRAMS[name])
    whole = await predicted(engine, truth, verify=verify)
    assert whole.status is Status.COMPLETE
    # The two frames of `main` that make the call are given together.
    for count in (0, *range(2, len(whole.frames) + 1)):
        resumed = await predicted(engine, truth, whole.frames[:count], verify=verify)
        assert resumed.timeline == whole.timeline
        assert resumed.frames == whole.frames
        assert resumed.status is Status.COMPLETE


async def test_the_limit_counts_the_frames_that_are_there() -> None:
    engine, truth = told(*PROGRAMS["a loop"])
    first = await predicted(engine, truth, frames=4)
    assert first.status is Status.CUT_OFF
    assert (await predicted(engine, truth, first.frames, frames=4)).frames == first.frames
    assert len((await predicted(engine, truth, first.frames, frames=6)).frames) == len(first.frames) + 2


async def test_a_call_is_left_by_asking_for_its_return_alone() -> None:
    source = "def g(x):\n    y = x + 1\n    return y\n\n\ndef f(n):\n    a = g(n)\n    b = a * 2\n    return b\n"
    engine, truth = told(source, "f(4)")
    whole = await predicted(engine, truth)
    entered = next(index for index, one in enumerate(whole.frames) if one.frame.source == "def g(x):\n")
    # What a model that has seen no inside would have to say.
    skipped = [one.frame for one in whole.frames[: entered + 1]]
    skipped += [one.frame for one in whole.frames[entered + 3 :]]
    engine.truth = encode(engine, [*prompt_pieces(truth.context.text), *trace_pieces(Trace(tuple(skipped), True))])
    every = predict_in_context(engine, truth.context, history=whole.frames[: entered + 1], is_left=True)
    left = [one async for one in every][-1]
    assert left.status is Status.COMPLETE
    assert [one.frame for one in left.frames] == skipped
    returned = left.frames[entered + 1]
    assert (returned.frame.value, returned.moment.stack[:-1]) == ("5", (0, 1))
    assert returned.judgement is not None and returned.judgement.verdict is Verdict.PREDICTED
    assert left.timeline.moments[-1].value == "10"
    # What comes after it follows from it step by step, but not from the call any more.
    reader = StandingReader()
    standings = [reader.read(one) for one in left.frames]
    assert not any(one.place.is_refuted for one in standings)
    assert standings[entered].place.is_proven and not standings[-1].value.is_proven
