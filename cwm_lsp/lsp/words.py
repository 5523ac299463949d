"""The phrases that hints, hovers, lenses and diagnostics share: values as code, how sure they are, where they come from."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW, LIKELY_FROM
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.condensing import marked
from cwm_lsp.predict.notes import Given, Kind, Note, Outcome
from cwm_lsp.predict.standing import Standing
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.verify.outcome import Verdict

NOTHING_RAN = "A prediction; nothing was run."
_LONGEST_VALUE = 400
_STATUS = {
    Status.UNDER_WAY: "still being predicted",
    Status.COMPLETE: "predicted to its end",
    Status.CUT_OFF: "cut off at the limit of frames",
    Status.CONTRADICTED: "stopped where the model contradicted the program",
}
_AGES = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def percent(confidence: float) -> str:
    """A chance as a number; never the whole hundred, which would promise."""
    return f"{min(99, max(1, round(confidence * 100)))} %"


def sureness(confidence: float, standing: Standing) -> str:
    """How sure a value is, in words and as a number, and why."""
    if standing.is_proven:
        return "verified: worked out from the call, step by step"
    if standing.verdict is Verdict.CONTRADICTED:
        certain = f": {code(standing.should_be)} is certain" if standing.should_be is not None else ""
        return f"contradicted{certain}"
    if standing.is_refuted:
        return "refuted: it rests on something that can't be"
    if standing.verdict is Verdict.VERIFIED:
        return f"verified from the line before, which is itself predicted ({percent(confidence)})"
    return f"predicted, {_chance_words(confidence)}"


def sureness_in_short(confidence: float, standing: Standing) -> str:
    """The same for a table's cell or a title."""
    if standing.is_proven:
        return "verified"
    return "refuted" if standing.is_refuted else percent(confidence)


def _chance_words(confidence: float) -> str:
    number = percent(confidence)
    if confidence >= DOUBTED_BELOW:
        return f"almost certain ({number})"
    if confidence >= LIKELY_FROM:
        return f"likely right ({number})"
    return f"doubtful ({number})" if confidence >= HIDDEN_BELOW else f"rather a guess ({number})"


def code(text: str, limit: int = _LONGEST_VALUE) -> str:
    """Text as inline code, whatever it holds, on one line."""
    shown = shortened(printable(text), limit)
    runs = [len(run) for run in re.findall("`+", shown)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def note_line(note: Note) -> str:
    """What a note tells, in one line of Markdown: the value, or the first and the last, and how sure the worst of them is."""
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
    sure = "invented by the model" if note.is_invented else sureness(least.confidence, least.standing)
    return f"{head}{values}{times} — {sure}"


def value_text(given: Given, note: Note) -> str:
    """What is to be said of one value alone: all of it, in which pass, and how sure it is."""
    name = f"{code(note.name)} = " if note.name else ""
    passes = ", within it ".join(f"pass {number}" for _, number in given.passes)
    sure = "invented by the model" if note.is_invented else sureness(given.confidence, given.standing)
    return "\n\n".join([f"{name}{code(given.text)}", *([f"P{passes[1:]}"] if passes else []), sure])


def outcome_line(outcome: Outcome) -> str:
    """How a call ends, in one line of Markdown."""
    verb = "Raises" if outcome.kind is Kind.EXCEPTION else "Returns"
    return f"**{verb}** {code(outcome.text)} — {sureness(outcome.confidence, outcome.standing)}"


def outcome_title(outcome: Outcome, limit: int) -> str:
    """The same in plain text, for a title."""
    mark = "✗" if outcome.kind is Kind.EXCEPTION else "→"
    value = marked(outcome.text, outcome.confidence, limit)
    return f"{mark} {value} ({sureness_in_short(outcome.confidence, outcome.standing)})"


def provenance(prediction: TracePrediction) -> Iterator[str]:
    """How the prediction came about: call, state, model, age."""
    call = prediction.provenance.call
    asked = f"Call: {code(call)}" if call is not None else "The model invented the arguments: no call was found."
    yield f"{asked}, {_STATUS[prediction.status]}."
    yield f"*{NOTHING_RAN} Model: {prediction.provenance.model}{_age(prediction)}.*"


def _age(prediction: TracePrediction) -> str:
    if not prediction.made_at:
        return ""
    seconds = time.time() - prediction.made_at
    for length, name in _AGES:
        count = int(seconds // length)
        if count:
            return f", {count} {name}{'s' if count > 1 else ''} ago"
    return ", just now"


def in_cell(text: str) -> str:
    """Text for a cell of a table in Markdown."""
    return text.replace("|", "\\|")


def file_report(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """What is known of a file's functions, as a table in Markdown.

    Args:
        title: of the table.
        columns: their names; lines stand at the right.
        rows: cells.
    """
    table = ["There is no function in this file that could be judged."]
    if rows:
        aligned = ("---:" if column == "line" else "---" for column in columns)
        table = [f"| {' | '.join(cells)} |" for cells in (columns, tuple(aligned), *rows)]
    return "\n".join([f"# {title}", "", *table, "", f"*{NOTHING_RAN}*", ""])


def joined(parts: Sequence[str]) -> str:
    """Paragraphs of Markdown."""
    return "\n\n".join(part for part in parts if part)
