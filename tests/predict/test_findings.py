"""Programs with what there is to say of them unasked. Every step follows for certain, so the engine is never asked."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from textwrap import dedent

import pytest

from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.findings import CutOff, EndlessLoop, Finding, UncaughtException, findings
from cwm_lsp.predict.trace import TracePrediction, TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from tests.predict.true_runs import true_prediction
from tests.session.fakes import FakeEngine
from training.programs import families


async def predicted(source: str, call: str, frames: int = 60) -> TracePrediction:
    document = Document.parse(dedent(source).lstrip("\n"))
    function = document.function(call.partition("(")[0])
    assert function is not None
    last: TracePrediction | None = None
    async for prediction in predict_trace(FakeEngine(), document, function, call, TraceSettings(max_frames=frames)):
        last = prediction
    assert last is not None
    return last


async def found(source: str, call: str, frames: int = 60) -> tuple[Finding, ...]:
    return findings(await predicted(source, call, frames), Calibration())


async def test_nothing_is_found_in_a_call_that_ends_well() -> None:
    source = """
        def f(n):
            while n:
                n -= 1
            return n
    """
    assert await found(source, "f(3)") == ()


async def test_an_uncaught_exception_stands_where_it_is_raised_with_its_callers() -> None:
    source = """
        def ratio(a, b):
            return a // b

        def f(n):
            total = 1
            return ratio(total, n)
    """
    (one,) = await found(source, "f(0)")
    assert isinstance(one, UncaughtException)
    assert (one.name, one.line, one.is_proven, one.confidence) == ("ZeroDivisionError", 2, True, 1.0)
    assert [(site.function, site.line) for site in one.stack] == [("ratio", 2), ("f", 6)]


async def test_what_is_caught_is_not_found() -> None:
    source = """
        def f(n):
            try:
                return 1 // n
            except ZeroDivisionError:
                return 0
    """
    assert await found(source, "f(0)") == ()


def test_an_exception_in_a_handler_stands_in_the_handler() -> None:
    source = dedent("""\
        def f(n):
            try:
                return 1 // n
            except ZeroDivisionError:
                raise ValueError(n)
    """)
    (one,) = findings(true_prediction(source, "f(0)"), Calibration())
    assert isinstance(one, UncaughtException)
    assert (one.name, one.line, one.is_proven) == ("ValueError", 5, True)


def test_leaving_the_program_is_no_error() -> None:
    assert findings(true_prediction("def f():\n    raise SystemExit\n", "f()"), Calibration()) == ()


def test_what_is_only_predicted_says_so() -> None:
    (one,) = findings(true_prediction("def f(n):\n    return 1 // n\n", "f(0)", checked=False), Calibration())
    assert isinstance(one, UncaughtException)
    assert not one.is_proven


@pytest.mark.parametrize(
    ("source", "call", "line", "at", "passes"),
    [
        ("def f(n):\n    while n:\n        pass\n", "f(1)", 2, 3, 1),
        ("def f(n):\n    while n < 10:\n        n = n * 2 % 6\n    return n\n", "f(1)", 2, 3, 2),
        ("def f(n):\n    for i in range(2):\n        while n:\n            n = -n\n    return n\n", "f(1)", 3, 4, 2),
        ("def f(n):\n    while True:\n        while n < 3:\n            n += 1\n", "f(1)", 2, 3, 1),
    ],
)
async def test_a_state_that_comes_back_is_an_endless_loop(
    source: str, call: str, line: int, at: int, passes: int
) -> None:
    (one,) = await found(source, call)
    assert isinstance(one, EndlessLoop)
    assert (one.line, one.passes) == (line, passes)
    assert one.at in (at, line)
    assert one.is_cycle_proven
    assert one.is_proven
    assert one.confidence == 1.0


@pytest.mark.parametrize(
    "source",
    [
        # The iterator has moved on.
        "def f(n):\n    for x in [1, 1, 1]:\n        n = x\n    return n\n",
        "def f(n):\n    while n:\n        for x in [1, 1, 1]:\n            n = x\n        n = 0\n    return n\n",
        # Something that no state shows may change.
        "def f(n):\n    while n:\n        n = int(input()) or 1\n",
        "def step():\n    return 1\n\ndef f(n):\n    while n:\n        n = next(source)\n",
    ],
)
async def test_an_equal_state_is_no_proof_where_it_does_not_show_everything(source: str) -> None:
    assert not any(isinstance(one, EndlessLoop) for one in await found(source, "f(1)", 24))


@pytest.mark.slow
def test_no_loop_that_ends_is_called_endless() -> None:
    """True runs of generated programs, none of whose steps bears a verdict: only states and effects tell."""
    tried = 0
    for name, (generate, _) in sorted(families().items()):
        random = Random(f"findings/{name}")
        made = [generate(random) for _ in range(6)]
        for one in [one for one in made if "while " in one.source][:2]:
            found = findings(true_prediction(one.source, one.calls[0]), Calibration())
            assert not any(isinstance(finding, EndlessLoop) for finding in found), one.source
            tried += 1
    assert tried > 10


async def test_without_verdicts_a_cycle_without_effects_is_predicted_not_proven() -> None:
    prediction = await predicted("def f(n):\n    while n:\n        n = -n\n", "f(1)")
    bare = replace(prediction, frames=tuple(replace(one, judgement=None) for one in prediction.frames))
    (one,) = findings(bare, Calibration())
    assert isinstance(one, EndlessLoop)
    assert not one.is_cycle_proven
    assert not one.is_proven


async def test_a_prediction_that_was_cut_off() -> None:
    (one,) = await found("def f(n):\n    while n:\n        n += 1\n", "f(1)", 10)
    assert isinstance(one, CutOff)
    assert one.line in (2, 3)
    assert one.frames >= 10


async def test_a_prediction_under_way_says_nothing_of_its_end() -> None:
    assert findings(true_prediction("def f(n):\n    return 1 // n\n", "f(0)", frames=3), Calibration()) == ()
