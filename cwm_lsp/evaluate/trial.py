"""One item tried: run for real in the sandbox, predicted by the engine, compared.

The true run is that of the very text the model is given as its context, so that line numbers are the same on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.comparison import GIVEN, Scores, compare, outcome, right_frames
from cwm_lsp.evaluate.datasets import Item
from cwm_lsp.evaluate.statements import statement_kinds
from cwm_lsp.evaluate.steps import Step, steps
from cwm_lsp.evaluate.told import Told, told
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.trace import PredictionError, Status, TracePrediction, TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing the model said, and whether it was right; what a calibration is fitted to.

    Attributes:
        own: log-probability of the decisions that made it.
        before: log-probability of all decisions before its frame.
        decisions: how many decisions there were up to it.
        right: whether the frame that it decided was right.
    """

    own: float
    before: float
    decisions: int
    right: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """An item with its scores.

    Attributes:
        item: what was tried.
        scores: of this item alone.
        true_frames: the length of the true run, `main`'s given frames not counted.
        note: why it was unusable, or how the prediction ended; empty if all went well.
        decided: for calibration.
        seconds: how long the prediction took.
        predicted_frames: how many frames were predicted.
        told: every value that the prediction gave.
        steps: the frames with nothing wrong before them; empty if there was nothing to compare.
    """

    item: Item
    scores: Scores
    true_frames: int
    note: str = ""
    decided: tuple[Decided, ...] = ()
    seconds: float = 0.0
    predicted_frames: int = 0
    told: tuple[Told, ...] = ()
    steps: tuple[Step, ...] = ()


async def attempt(
    item: Item, engine: Engine, sandbox: Sandbox, settings: TraceSettings, calibration: Calibration
) -> Trial:
    """Predict an item and compare it with its true run; whatever fails is a note, not an exception.

    Raises:
        EngineError: the engine can't answer at all.
    """
    if item.problem is not None:
        return _unusable(item, item.problem)
    document = Document.parse(item.source)
    function = document.function(item.entry)
    if function is None:
        return _unusable(item, f"no function {item.entry}")
    prediction: TracePrediction | None = None
    try:
        async for latest in predict_trace(engine, document, function, item.call, settings):
            prediction = latest
    except PredictionError as error:
        return _unusable(item, str(error))
    assert prediction is not None
    recording = sandbox.record(prediction.context.text)
    if len(recording.moments) <= GIVEN:
        return _unusable(item, f"true run: {recording.failure}")
    if item.expected is not None and recording.ended and outcome(recording.moments) != ("return", item.expected):
        # A repr that was cut, or that depends on hashing, still counts: the true run is what is predicted.
        note = "the true run gives another result than the data set"
    else:
        note = recording.failure or ""
    predicted = prediction.timeline.moments
    scores = compare(recording.moments, predicted, ended=recording.ended, predicted_ended=prediction.timeline.ended)
    return Trial(
        item,
        scores,
        len(recording.moments) - GIVEN,
        note or str(prediction.fault or ""),
        tuple(_decisions_of(prediction, recording.moments)),
        prediction.seconds,
        len(predicted) - GIVEN,
        tuple(told(prediction, recording.moments, calibration, GIVEN)),
        steps(
            recording.moments,
            predicted,
            statement_kinds(prediction.context.text),
            at_limit=prediction.status is Status.CUT_OFF and len(predicted) - GIVEN >= settings.max_frames,
        ),
    )


def _unusable(item: Item, note: str) -> Trial:
    return Trial(item, Scores(items=1, unusable=1), 0, note)


def _decisions_of(prediction: TracePrediction, true: tuple[Moment, ...]) -> list[Decided]:
    found: list[Decided] = []
    right = right_frames(true, prediction.timeline.moments)
    before, decisions = 0.0, 0
    for one, is_right in zip(prediction.frames, right, strict=True):
        if one.decisions > decisions:
            found.append(Decided(one.path - before, before, one.decisions, is_right))
        before, decisions = one.path, one.decisions
    return found
