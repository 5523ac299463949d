"""What hovers say, in Markdown that VS Code and Neovim both show well: a value here, its history, a loop, a function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cwm_lsp.lsp.margin import Beside
from cwm_lsp.lsp.words import (
    NOTHING_RAN,
    code,
    in_cell,
    joined,
    note_line,
    outcome_line,
    provenance,
    sureness_in_short,
)
from cwm_lsp.predict.notes import FunctionAnnotations, Given, Kind, Note
from cwm_lsp.session import State, View

_LONGEST_CELL = 60
_ROWS = 12
"""Values of a history that are listed; of a longer one its beginning and its end."""


def line_hover(beside: Beside, notes: Sequence[Note], *, history: str = "") -> str:
    """What a hover on a line or a name says.

    Args:
        beside: of the line.
        notes: those of its annotation to tell of.
        history: the name whose values through the whole run are told too; empty for none.
    """
    parts: list[str] = []
    for note in notes:
        parts.append(note_line(note))
        if len(note.values) > 1:
            parts.append(_passes_table(note.values))
    if history:
        parts.append(_history(beside.function, history))
    parts += _visits(beside)
    return joined([*parts, *provenance(beside.prediction)])


def loop_hover(beside: Beside) -> str:
    """What a hover on a `for` or `while` says: how often, and what its passes changed."""
    assert beside.loop is not None
    header, passes = beside.loop.header, beside.loop.passes
    times = f"{passes} pass{'es' if passes != 1 else ''}"
    head = f"**{times}** of this loop"
    if beside.loop.picked is not None:
        head += f"; pass {beside.loop.picked} is shown"
    changed: dict[str, list[Given]] = {}
    for given, note in _in_order(beside.function):
        if note.kind is Kind.VALUE and any(line == header for line, _ in given.passes):
            changed.setdefault(note.name, []).append(given)
    rows = [
        f"| {_cell(name)} | {_cell(values[0].text)} | {_cell(values[-1].text)} | {_changes(values)} | {_worst(values)} |"
        for name, values in changed.items()
    ]
    table = (
        ["| name | first | last | changes | confidence |", "| --- | --- | --- | ---: | --- |", *rows] if rows else []
    )
    return joined([head + ".", "\n".join(table), *provenance(beside.prediction)])


def function_hover(beside: Beside) -> str:
    """What a hover on a `def` says: arguments and result."""
    parts = [note_line(note) for note in beside.annotation.notes if note.kind is Kind.ARGUMENT]
    outcome = beside.annotations.outcome
    is_entry = beside.function.function.qualname == beside.view.function
    if is_entry and outcome is not None:
        parts.append(outcome_line(outcome))
    if beside.function.activations > 1:
        which = (
            f"this is number {beside.function.activation}" if beside.function.activation > 1 else "this is the first"
        )
        parts.append(f"Entered {beside.function.activations} times; {which}.")
    return joined([*parts, *provenance(beside.prediction)])


def empty_hover(view: View) -> str:
    """What there is to say of a function without a prediction."""
    message = view.message or "The prediction is under way."
    if view.state is State.FAILED:
        message = f"The model can't be asked: {message}"
    return f"{message}\n\n*{NOTHING_RAN}*" if view.message is None else message


def held_note(name: str, values: Sequence[Given]) -> Note:
    """What a name held at a line that did not change it; equal values in a row are told once."""
    kept = [one for index, one in enumerate(values) if not index or values[index - 1].text != one.text]
    return Note(Kind.VALUE, name, tuple(kept))


def _visits(beside: Beside) -> Iterator[str]:
    if beside.annotation.visits > 1:
        yield f"This line is reached {beside.annotation.visits} times."
    if not beside.annotation.is_reached:
        yield "This line is not reached in the predicted call."


def _in_order(function: FunctionAnnotations) -> list[tuple[Given, Note]]:
    """All values of an activation, in order of time."""
    found = [
        (given, note) for annotation in function.lines.values() for note in annotation.notes for given in note.values
    ]
    return sorted(found, key=lambda one: one[0].moment)


def _history(function: FunctionAnnotations, name: str) -> str:
    """A name's values through the run: the first, the last, and how often it changed."""
    kinds = (Kind.ARGUMENT, Kind.VALUE)
    values = [
        (given, annotation.line)
        for annotation in function.lines.values()
        for note in annotation.notes
        if note.name == name and note.kind in kinds
        for given in note.values
    ]
    values.sort(key=lambda one: one[0].moment)
    if len(values) < 2:
        return ""
    (first, first_line), (last, last_line) = values[0], values[-1]
    shown = [given for given, _ in values]
    below = first_line - function.function.def_line, last_line - function.function.def_line
    rows = [
        "| in the run | value | line from `def` | confidence |",
        "| --- | --- | ---: | --- |",
        f"| first | {_cell(first.text)} | {below[0] + 1} | {sureness_in_short(first.confidence, first.standing)} |",
        f"| last | {_cell(last.text)} | {below[1] + 1} | {sureness_in_short(last.confidence, last.standing)} |",
        f"| changes | {_changes(shown)} | | {_worst(shown)} |",
    ]
    return "\n".join(rows)


def _changes(values: Sequence[Given]) -> int:
    return sum(one.text != other.text for one, other in pairwise(values))


def _worst(values: Sequence[Given]) -> str:
    least = min(values, key=lambda given: given.confidence)
    return sureness_in_short(least.confidence, least.standing)


def _cell(text: str) -> str:
    return in_cell(code(text, _LONGEST_CELL))


def _passes_table(values: Sequence[Given]) -> str:
    rows = ["| pass | value | confidence |", "| ---: | --- | --- |"]
    half = _ROWS // 2
    for index, given in enumerate(values):
        if len(values) > _ROWS and half <= index < len(values) - half:
            if index == half:
                rows.append(f"| … | *{len(values) - 2 * half} more* | |")
            continue
        passes = ".".join(str(number) for _, number in given.passes) or str(index + 1)
        rows.append(f"| {passes} | {_cell(given.text)} | {sureness_in_short(given.confidence, given.standing)} |")
    return "\n".join(rows)
