"""What verification says of a prediction in each mode, with an engine that says 0 whatever it is asked."""

from __future__ import annotations

from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.standing import StandingReader
from cwm_lsp.predict.trace import TracePrediction, TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from cwm_lsp.verify.outcome import Verdict
from tests.session.fakes import FakeEngine

SOURCE = """\
def f(n):
    a = n + 1
    b = unknown(a)
    c = a * 2
    return c
"""
CERTAIN = SOURCE.replace("    b = unknown(a)\n", "")


async def predicted(source: str, verify: Verify, call: str | None = "f(1)") -> tuple[TracePrediction, FakeEngine]:
    engine = FakeEngine()
    document = Document.parse(source)
    function = document.function("f")
    assert function is not None
    last: TracePrediction | None = None
    async for prediction in predict_trace(engine, document, function, call, TraceSettings(verify=verify)):
        last = prediction
    assert last is not None
    return last, engine


def verdicts(prediction: TracePrediction) -> dict[str, tuple[Verdict, bool]]:
    """For each name, what is said of the value it was given last: the verdict, and whether it is proven."""
    reader = StandingReader()
    found: dict[str, tuple[Verdict, bool]] = {}
    for one in prediction.frames:
        for name, standing in reader.read(one).values.items():
            found[name] = (standing.verdict, standing.is_proven)
    return found


async def test_what_is_certain_costs_no_questions_and_is_proven() -> None:
    prediction, engine = await predicted(CERTAIN, Verify.CORRECT)
    assert engine.questions == 0
    assert verdicts(prediction) == dict.fromkeys("nac", (Verdict.VERIFIED, True))
    assert annotate(prediction, Calibration()).outcome is not None


async def test_one_question_for_one_thing_that_is_not_certain() -> None:
    prediction, _ = await predicted(SOURCE, Verify.CORRECT)
    assert verdicts(prediction) == {
        "n": (Verdict.VERIFIED, True),
        "a": (Verdict.VERIFIED, True),
        "b": (Verdict.PREDICTED, False),
        "c": (Verdict.VERIFIED, False),
    }
    outcome = annotate(prediction, Calibration()).outcome
    assert outcome is not None
    assert (outcome.text, outcome.standing.is_proven) == ("4", False)


async def test_marking_asks_the_model_and_says_what_should_be() -> None:
    prediction, engine = await predicted(CERTAIN, Verify.MARK)
    assert engine.questions > 0
    assert verdicts(prediction)["a"] == (Verdict.CONTRADICTED, False)
    annotations = annotate(prediction, Calibration())
    wrong = annotations.contradiction
    assert wrong is not None
    assert (wrong.line, wrong.name, wrong.said, wrong.should_be) == (2, "a", "0", "2")
    assert annotations.confidence == 0.0


async def test_without_verification_nothing_is_verified() -> None:
    prediction, engine = await predicted(CERTAIN, Verify.OFF)
    assert engine.questions > 0
    assert all(frame.judgement is None for frame in prediction.frames)
    assert annotate(prediction, Calibration()).contradiction is None


async def test_what_follows_from_invented_arguments_is_proven_of_these() -> None:
    prediction, _ = await predicted(CERTAIN, Verify.CORRECT, None)
    assert prediction.frames[0].is_invented
    annotations = annotate(prediction, Calibration(slip=0.1))
    assert annotations.outcome is not None
    assert annotations.outcome.standing.is_proven
    (invented,) = annotations.functions[0].lines[1].notes
    assert invented.is_invented
    assert annotations.confidence == 1.0
