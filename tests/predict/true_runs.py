"""Predictions without a model: the tests' own programs are really run, and their frames come as from a sure model."""

from __future__ import annotations

import builtins

from cwm_lsp.predict.certainty import Certainty, Verify, given
from cwm_lsp.predict.prediction import PredictedFrame, Provenance
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.moments import frames_of
from cwm_lsp.trace.recorder import Limits, record
from cwm_lsp.trace.timeline import TimelineBuilder


def context_of(source: str, function: str, call: str | None) -> Context:
    document = Document.parse(source)
    entry = document.function(function)
    assert entry is not None
    context = context_for(document, entry, call, budget=1_000_000, measure=len, docstrings=False)
    assert isinstance(context, Context)
    return context


def true_prediction(
    source: str,
    call: str,
    *,
    function: str | None = None,
    invented: bool = False,
    frames: int | None = None,
    checked: bool = True,
) -> TracePrediction:
    """What a faultless model would predict.

    Args:
        source: a file's text.
        call: is made.
        function: the entry point's name; what stands before the call's bracket if it is None.
        invented: as if the model had made up the arguments.
        frames: stop after so many, as a prediction under way; all if it is None.
        checked: whether each step bears a verdict, as in `--verify mark`.
    """
    name = function or call.partition("(")[0]
    bound = context_of(source, name, call)
    limits = Limits(frames=20_000, seconds=20.0)
    recording = record(bound.text, limits, {"__builtins__": builtins, "__name__": "__main__"})
    assert recording.ended, recording.failure
    context = context_of(source, name, None) if invented else bound
    moments = [moment for moment in recording.moments if moment.scope or not invented]
    program = Program(context.text)
    builder, certainty = TimelineBuilder(program), Certainty(program, Verify.MARK if checked else Verify.OFF)
    predicted: list[PredictedFrame] = []
    for index, one in enumerate(list(frames_of(moments))[:frames]):
        moment = builder.add(one)
        judgement = certainty.add(moment, is_tied=True)
        if checked and index < (1 if invented else 2):
            judgement = given(moment)
        predicted.append(
            PredictedFrame(one, moment, 0.0, 0.0, judgement=judgement, is_invented=invented and index == 0)
        )
    status = Status.COMPLETE if builder.ended else Status.UNDER_WAY
    return TracePrediction(
        context, tuple(predicted), builder.timeline(), status, Provenance("true", "true run", context.call)
    )
