"""What hints and hovers say, in words and in Markdown that VS Code and Neovim both show well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cwm_lsp.lsp.margin import Beside
from cwm_lsp.predict.annotations import Given, Kind, LineAnnotation, Note
from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.session import State, View

NOTHING_RAN = "Predicted by a model; nothing was run."
_LONGEST_VALUE = 400
_LONGEST_CELL = 80
_ROWS = 12
"""Values of a history that are listed; of a longer one its beginning and its end."""
_STATUS = {
    Status.UNDER_WAY: "still being predicted",
    Status.COMPLETE: "predicted to its end",
    Status.CUT_OFF: "cut off at the limit of frames",
    Status.CONTRADICTED: "stopped where the model contradicted the program",
}


def confidence_words(confidence: float) -> str:
    """A chance in words and as a number."""
    number = f"{min(99, max(1, round(confidence * 100)))} %"
    if confidence >= DOUBTED_BELOW:
        return f"likely right ({number})"
    return f"doubtful ({number})" if confidence >= HIDDEN_BELOW else f"rather a guess ({number})"


def code(text: str, limit: int = _LONGEST_VALUE) -> str:
    """Text as inline code, whatever it holds, on one line."""
    shown = shortened(printable(text), limit)
    runs = [len(run) for run in re.findall("`+", shown)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def is_worth_showing(annotation: LineAnnotation) -> bool:
    """Whether any value of a line reaches the floor below which values are hidden."""
    return any(given.confidence >= HIDDEN_BELOW for note in annotation.notes for given in note.values)


def tooltip(beside: Beside) -> str:
    """What a hint says when it is pointed at."""
    parts = [_line(note) for note in beside.annotation.notes]
    if beside.annotation.visits > 1:
        parts.append(f"Reached {beside.annotation.visits} times.")
    return "\n\n".join([*parts, *provenance(beside.prediction)])


def line_hover(beside: Beside, notes: Sequence[Note]) -> str:
    """What a hover on a line or a name says.

    Args:
        beside: of the line.
        notes: those of its annotation to tell of.
    """
    parts: list[str] = []
    for note in notes:
        parts.append(_line(note))
        if len(note.values) > 1:
            parts.append(_table(note.values))
    if beside.annotation.visits > 1:
        parts.append(f"This line is reached {beside.annotation.visits} times.")
    if not beside.annotation.is_reached:
        parts.append("This line is not reached in the predicted call.")
    return "\n\n".join([*parts, *provenance(beside.prediction)])


def function_hover(beside: Beside) -> str:
    """What a hover on a `def` says: arguments and result."""
    parts = [_line(note) for note in beside.annotation.notes if note.kind is Kind.ARGUMENT]
    outcome = beside.annotations.outcome
    is_entry = beside.function.function.qualname == beside.view.function
    if is_entry and outcome is not None:
        verb = "Raises" if outcome.kind is Kind.EXCEPTION else "Returns"
        parts.append(f"**{verb}** {code(outcome.text)} — {confidence_words(outcome.confidence)}")
    if beside.function.activations > 1:
        parts.append(f"Entered {beside.function.activations} times; this is the first.")
    return "\n\n".join([*parts, *provenance(beside.prediction)])


def empty_hover(view: View) -> str:
    """What there is to say of a function without a prediction."""
    message = view.message or "The prediction is under way."
    if view.state is State.FAILED:
        message = f"The model can't be asked: {message}"
    return f"{message}\n\n*{NOTHING_RAN}*" if view.message is None else message


def provenance(prediction: TracePrediction) -> Iterator[str]:
    """How the prediction came about."""
    call = prediction.provenance.call
    asked = f"Call: {code(call)}" if call is not None else "The model invented the arguments: no call was found."
    yield f"{asked}, {_STATUS[prediction.status]}."
    yield f"*{NOTHING_RAN} Model: {prediction.provenance.model}.*"


def held_note(name: str, values: Sequence[Given]) -> Note:
    """What a name held at a line that did not change it; equal values in a row are told once."""
    kept = [one for index, one in enumerate(values) if not index or values[index - 1].text != one.text]
    return Note(Kind.VALUE, name, tuple(kept))


def _line(note: Note) -> str:
    first, last = note.values[0], note.values[-1]
    least = min(note.values, key=lambda given: given.confidence)
    values = code(last.text) if first.text == last.text else f"{code(first.text)} → {code(last.text)}"
    if len({given.text for given in note.values}) > 2:
        values = f"{code(first.text)} … {code(last.text)}"
    head = {
        Kind.ARGUMENT: f"{code(note.name)} = ",
        Kind.VALUE: f"{code(note.name)} = ",
        Kind.RETURN: "**Returns** ",
        Kind.YIELD: "**Yields** ",
        Kind.EXCEPTION: "**Raises** ",
    }[note.kind]
    times = f" (×{len(note.values)})" if len(note.values) > 1 else ""
    invented = ", invented by the model" if note.is_invented else ""
    return f"{head}{values}{times} — {confidence_words(least.confidence)}{invented}"


def _table(values: Sequence[Given]) -> str:
    rows = ["| # | pass | value | confidence |", "| ---: | ---: | --- | --- |"]
    half = _ROWS // 2
    for index, given in enumerate(values):
        if len(values) > _ROWS and half <= index < len(values) - half:
            if index == half:
                rows.append(f"| … | | *{len(values) - 2 * half} more* | |")
            continue
        passes = ".".join(str(number) for _, number in given.passes)
        cell = code(given.text, _LONGEST_CELL).replace("|", "\\|")
        rows.append(f"| {index + 1} | {passes} | {cell} | {confidence_words(given.confidence)} |")
    return "\n".join(rows)
