"""An annotation in few columns: `total = 0 → 3 → 7 … 45 (×10)`. Values are shortened first, then histories.

Gives pieces with a role and a confidence, so that each face can colour them in its own way; their texts joined are the
plain text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from cwm_lsp.predict.calibration import FLOORS, Floors
from cwm_lsp.predict.cells import ELLIPSIS, printable, shortened, width
from cwm_lsp.predict.notes import Given, Kind, LineAnnotation, Note
from cwm_lsp.verify.outcome import Verdict

WIDTH = 60
"""Columns that an annotation may take unless it is told otherwise."""
MOST_SHOWN = 5
"""A history of at most this many values is shown whole, if it fits."""
HIDDEN = "?"
DOUBTED = "~"
REFUTED = "≠"
_LIMITS = (60, 48, 40, 34, 28, 24, 20, 17, 14)
"""Columns of one value, from generous to scarce."""
_SCARCE = (12, 10, 8)
"""The same where nothing but the last value is shown."""
_HISTORIES = (4, 3, 2, 1)
"""Values shown of a longer history, the last one included."""


class Role(Enum):
    """What a piece of an annotation is."""

    NAME = "name"
    VALUE = "value"
    RAISED = "raised"
    REFUTED = "refuted"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an annotation.

    Attributes:
        text: on one line, printable.
        role: what it is.
        confidence: of a value or exception; 1.0 for the others.
        note: the note that it tells; None between two of them.
        given: the value that it shows, for values and exceptions.
    """

    text: str
    role: Role
    confidence: float = 1.0
    note: Note | None = None
    given: Given | None = None


def condensed(annotation: LineAnnotation, columns: int = WIDTH, floors: Floors = FLOORS) -> tuple[Piece, ...]:
    """The annotation in at most so many columns; empty where there is nothing to say or no room for it.

    Args:
        annotation: of one line.
        columns: in a fixed-width font.
        floors: below which values are hidden or marked.
    """
    notes = list(annotation.notes)
    while notes:
        cut = len(notes) < len(annotation.notes)
        for shown in (MOST_SHOWN, *_HISTORIES):
            for limit in (*_LIMITS, *_SCARCE) if shown == 1 else _LIMITS:
                if not all(_tells_apart(note, shown, limit) for note in notes):
                    break
                pieces = [piece for piece in _line(notes, shown, limit, floors, is_cut=cut) if piece.text]
                if sum(width(piece.text) for piece in pieces) <= columns:
                    return tuple(pieces)
        notes.pop()
    return ()


def text_of(annotation: LineAnnotation, columns: int = WIDTH) -> str:
    """The annotation as plain text, in at most so many columns."""
    return "".join(piece.text for piece in condensed(annotation, columns))


def marked(text: str, confidence: float, limit: int = 10_000, floors: Floors = FLOORS) -> str:
    """A value as it is shown: printable, shortened, `~` before a doubtful one, `?` for one not worth showing."""
    if confidence < floors.hidden:
        return HIDDEN
    shown = shortened(printable(text), limit)
    return DOUBTED + shown if confidence < floors.doubted else shown


def _line(notes: Sequence[Note], shown: int, limit: int, floors: Floors, *, is_cut: bool) -> Iterator[Piece]:
    for index, note in enumerate(notes):
        if index:
            yield Piece(", " if note.kind in (Kind.ARGUMENT, Kind.VALUE) else "  ", Role.MARK)
        for piece in _note(note, shown, limit, floors):
            yield replace(piece, note=note)
    if any(note.is_invented for note in notes):
        yield Piece(" (invented)", Role.MARK)
    if is_cut:
        yield Piece(f", {ELLIPSIS}", Role.MARK)


def _note(note: Note, shown: int, limit: int, floors: Floors) -> Iterator[Piece]:
    is_raised = note.kind is Kind.EXCEPTION
    if note.kind is Kind.RETURN:
        yield Piece("→ ", Role.MARK)
    elif note.kind is Kind.YIELD:
        yield Piece("yields ", Role.MARK)
    elif is_raised:
        yield Piece("✗ ", Role.RAISED)
    else:
        yield Piece(printable(note.name), Role.NAME)
        yield Piece(" = ", Role.MARK)
    role = Role.RAISED if is_raised else Role.VALUE
    values = note.values
    if len(values) > 1 and all(one.text == values[0].text for one in values):
        yield _value(min(values, key=lambda one: one.confidence), role, limit, floors)
        yield Piece(f" (×{len(values)})", Role.MARK)
        return
    picked = _picked(values, shown)
    is_whole = len(picked) == len(values)
    for index, one in enumerate(picked):
        is_last = index == len(picked) - 1
        if is_last and not is_whole:
            yield Piece(f" {ELLIPSIS} " if index else f"{ELLIPSIS} ", Role.MARK)
        elif index:
            yield Piece(" → ", Role.MARK)
        yield _value(one, role, limit, floors)
    if not is_whole:
        yield Piece(f" (×{len(values)})", Role.MARK)


def _picked(values: Sequence[Given], shown: int) -> Sequence[Given]:
    """The values of a history that are shown: all, or the first ones and the last."""
    return values if len(values) <= shown else (*values[: min(shown, _HISTORIES[0]) - 1], values[-1])


def _tells_apart(note: Note, shown: int, limit: int) -> bool:
    """Whether different values of a history, shortened, still look different; the growth of a long list may not."""
    picked = _picked(note.values, shown)
    return all(
        one.text == other.text or shortened(printable(one.text), limit) != shortened(printable(other.text), limit)
        for one, other in pairwise(picked)
    )


def _value(given: Given, role: Role, limit: int, floors: Floors) -> Piece:
    """`3`, `~3` or `?`; `3≠4` where the model says 3 and 4 is certain."""
    if given.standing.verdict is not Verdict.CONTRADICTED:
        return Piece(marked(given.text, given.confidence, limit, floors), role, given.confidence, given=given)
    certain = given.standing.should_be or HIDDEN
    said, should_be = (shortened(printable(text), limit // 2) for text in (given.text, certain))
    return Piece(f"{said}{REFUTED}{should_be}", Role.REFUTED, given.confidence, given=given)
