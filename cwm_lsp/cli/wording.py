"""The sentences around a listing: what is predicted, from which call, how it ends, how sure that is, and who says so."""

from __future__ import annotations

from rich.text import Text

from cwm_lsp.cli.questions import Question
from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.notes import Annotations, Contradiction, Kind, Outcome
from cwm_lsp.predict.trace import Status, TracePrediction

OFFERED = 3
"""Other calls that are listed."""
LONGEST_CALL = 60


def heading(question: Question) -> Text:
    """What is predicted, and that nothing is executed."""
    title = Text().append(f"{question.path}::{question.function.qualname}", "bold")
    title.append("   a prediction; nothing is executed", "dim")
    call = Text("\npredicting ")
    if question.call is None:
        call.append(f"{question.function.qualname}(…)", "bold").append(f"   {question.origin}", "dim")
        call.append("; no example call in the file, --call gives one", "dim")
    else:
        call.append(shortened(printable(question.call), 10 * LONGEST_CALL), "bold").append(
            f"   {question.origin}", "dim"
        )
    return title.append_text(call)


def others(question: Question) -> Text:
    """The calls that could have been chosen instead; empty if there are none."""
    if not question.others:
        return Text()
    told = Text("other calls:", "dim")
    for one in question.others[:OFFERED]:
        told.append(
            f"\n  --call {shell_quoted(shortened(printable(one.expression), LONGEST_CALL))}   {one.origin}", "dim"
        )
    more = len(question.others) - OFFERED
    return told.append(f"\n  and {more} more", "dim") if more > 0 else told


def ending(prediction: TracePrediction, annotations: Annotations) -> Text:
    """How it ends: the result or the exception, or why there is none; then how sure that is, and where it comes from."""
    outcome = annotations.outcome
    if prediction.status is Status.UNDER_WAY:
        told = Text().append("predicting…", "dim")
        confidence = annotations.confidence
    elif outcome is None:
        told, confidence = Text().append(_why_not(prediction), "bold yellow"), annotations.confidence
    else:
        is_raised = outcome.kind is Kind.EXCEPTION
        confidence = outcome.confidence
        told = Text().append("predicted exception: " if is_raised else "predicted result: ", "bold")
        style = "bold red" if is_raised else "bold green"
        told.append(printable(outcome.text), style if confidence >= DOUBTED_BELOW else style.removeprefix("bold "))
    if prediction.frames:
        style = "yellow" if confidence < HIDDEN_BELOW else "default"
        told.append(f"   {_sureness(prediction, outcome, confidence)}", style)
    told.append(f"   [{provenance(prediction)}]", "dim")
    if prediction.context.omitted:
        left_out = ", ".join(prediction.context.omitted[:5])
        told.append(f"\nleft out, since the model's context has no room for it: {left_out}", "yellow")
    if annotations.contradiction is not None:
        told.append(f"\n{_contradiction(annotations.contradiction)}", "red")
    if annotations.outcome is not None and not annotations.functions:
        told.append(f"\n{_why_not_entered(prediction)}", "dim")
    return told


def _sureness(prediction: TracePrediction, outcome: Outcome | None, confidence: float) -> str:
    if outcome is not None and outcome.standing.is_proven:
        return f"verified: it follows from the {'call' if prediction.context.call is not None else 'arguments'}"
    if outcome is not None and outcome.standing.is_refuted:
        return "refuted: the run says what can't be"
    percent = min(99, int(confidence * 100))
    sure = f"{percent} % sure" if percent else "less than 1 % sure"
    return f"{sure}: a guess" if outcome is not None and confidence < HIDDEN_BELOW else sure


def _contradiction(one: Contradiction) -> str:
    """Where the run first says what can't be, and what is certain there."""
    where = f"line {one.line}" if one.line is not None else "the call"
    said = f"{one.name} = {one.said}" if one.name else one.said
    if one.should_be is None:
        return f"contradicted from {where} on: the model goes on with {said}, which can't follow"
    told = f"contradicted from {where} on: the model says {shortened(printable(said), LONGEST_CALL)}"
    return f"{told}, but {shortened(printable(one.should_be), LONGEST_CALL)} is certain"


def frame_count(prediction: TracePrediction) -> int:
    """The frames in the file, those of the invented `main` left out."""
    own = prediction.context.call is not None
    return sum(1 for frame in prediction.frames if not own or frame.moment.scope)


def provenance(prediction: TracePrediction) -> str:
    """Which model, how many frames, how long."""
    return f"{prediction.provenance.model}, {frame_count(prediction)} frames, {prediction.seconds:.1f} s"


def shell_quoted(text: str) -> str:
    """The text as one word for a shell, with the quotes that read best."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`") + '"'


def _why_not(prediction: TracePrediction) -> str:
    if prediction.status is Status.CUT_OFF:
        return f"cut off after {frame_count(prediction)} frames, before a result (--max-frames allows more)"
    reason = f": {prediction.fault.message}" if prediction.fault is not None else ""
    return f"broken off, since the prediction contradicts the program{printable(reason)}"


def _why_not_entered(prediction: TracePrediction) -> str:
    entry = prediction.context.entry
    if entry.is_generator or entry.is_async:
        return f"{entry.name} only begins when something asks for its values; predict a function that does"
    return f"{entry.name} was not entered"
