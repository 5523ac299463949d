"""The listing: source lines with their numbers, and beside them what the annotations say. Pure; gives styled text.

One listing serves the live view, the last view and the plain text; only where it goes differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.text import Text

from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW
from cwm_lsp.predict.cells import printable, width
from cwm_lsp.predict.condensing import Piece, Role, condensed
from cwm_lsp.predict.notes import Annotations, FunctionAnnotations, LineAnnotation
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import docstring_of, end_line_of, field, line_of
from cwm_lsp.verify.outcome import Verdict

TAB = 4
LEAST_NOTE = 24
"""Columns that an annotation needs beside its line; with fewer it goes below."""
WORTH_STAYING = 0.75
"""The same as a share of the columns that it would have below."""
MOST_NOTE = 76
"""An annotation longer than this is hard to read, however wide the window is."""
CODE_SHARE = 0.55
"""Of the columns, how much the code may take before annotations start."""
FOLDED_FROM = 3
"""A docstring of this many lines and more is folded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the listing.

    Attributes:
        text: styled.
        line: the file line it shows; None for what stands between.
    """

    text: Text
    line: int | None = None


class Listing:
    """A file's functions, ready to be shown with changing annotations."""

    def __init__(self, document: Document, entry: Function, columns: int, *, colours: bool) -> None:
        """Args:
        document: the file.
        entry: shown first, before anything is predicted.
        columns: of the window.
        colours: whether the source is coloured as Python.
        """
        self._document = document
        self._entry = entry
        self._columns = columns
        self._colours = colours
        self._sources: dict[int, Text] = {}

    def rows(self, annotations: Annotations) -> list[Row]:
        """The listing with these annotations; the blocks of the functions are parted by empty rows."""
        functions = [one.function for one in annotations.functions] or [self._entry]
        if self._entry not in functions:
            functions.insert(0, self._entry)
        by_function = {one.function.first_line: one for one in annotations.functions}
        rows: list[Row] = []
        for function in functions:
            if any(function.first_line in other and other != function for other in functions):
                continue
            if rows:
                rows.append(Row(Text()))
            rows += self._block(function, annotations, by_function)
        return rows

    def _block(
        self, function: Function, annotations: Annotations, by_function: Mapping[int, FunctionAnnotations]
    ) -> Iterator[Row]:
        numbers = range(function.first_line, function.last_line + 1)
        folded = folded_lines(function)
        digits = len(str(function.last_line))
        gutter = digits + 6
        sources = {number: self._source(number) for number in numbers if number not in folded}
        # A docstring bears no annotation, so it may be as long as it likes.
        beside = [source.plain for number, source in sources.items() if number + 1 not in folded]
        longest = max(map(width, beside), default=0)
        column = gutter + min(longest, int(self._columns * CODE_SHARE) - gutter) + 2
        heads = {one.function.def_line: one for one in by_function.values() if one.activations > 1}
        for number in numbers:
            if number in folded:
                if number - 1 not in folded:
                    yield Row(Text(f"{' ' * (digits + 2)}    {_indent(self._document.line(number))}⋮", "dim"))
                continue
            annotation = annotations.line(number)
            is_passed_by = annotation is not None and not annotation.is_reached
            pointer = "▸" if number == annotations.current else " "
            row = Text().append(f" {number:>{digits}} ", "dim").append(*_verdict(annotation)).append(" ")
            row.append(f"{pointer} ", "bold yellow")
            row.append_text(sources[number] if not is_passed_by else Text(sources[number].plain, "dim"))
            yield from self._with_note(row, number, column, annotation, heads.get(number))

    def _with_note(
        self, row: Text, number: int, column: int, annotation: LineAnnotation | None, head: FunctionAnnotations | None
    ) -> Iterator[Row]:
        start = max(column, width(row.plain) + 2)
        room, room_below = self._columns - start - 1, self._columns - column - 1
        beside = start == column or room >= max(LEAST_NOTE, WORTH_STAYING * room_below)
        if not beside:
            start, room = column, room_below
        note = Text()
        for piece in condensed(annotation, min(room, MOST_NOTE)) if annotation is not None else ():
            note.append(piece.text, style_of(piece))
        if head is not None:
            which = f"{_ordinal(head.activation)} of {head.activations} activations"
            if width(note.plain) + len(which) + 3 <= room:
                note.append(f"{'  ' if note else ''}{which}", "dim italic")
        if not note:
            yield Row(row, number)
        elif beside:
            yield Row(row.append(" " * (start - width(row.plain))).append_text(note), number)
        else:
            yield Row(row, number)
            yield Row(Text(" " * start).append_text(note), number)

    def _source(self, number: int) -> Text:
        if number not in self._sources:
            text = printable(self._document.line(number).expandtabs(TAB).rstrip())
            self._sources[number] = Text(text)
            if self._colours:
                self._colour(number)
        return self._sources[number].copy()

    def _colour(self, number: int) -> None:
        """Colour the whole function around a line at once: a line alone may stand within a string."""
        from rich.syntax import Syntax

        function = self._document.function_at(number)
        if function is None:
            return
        numbers = range(function.first_line, function.last_line + 1)
        lines = [printable(self._document.line(each).expandtabs(TAB).rstrip()) for each in numbers]
        syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
        coloured = syntax.highlight("\n".join(lines)).split("\n", allow_blank=True)
        for each, line, text in zip(numbers, lines, coloured, strict=False):
            if text.plain == line:
                self._sources[each] = text


def folded_lines(function: Function) -> frozenset[int]:
    """The lines of a long docstring but its first."""
    docstring = docstring_of(field(function.node, "body"))
    if docstring is None:
        return frozenset()
    first, last = line_of(docstring), end_line_of(docstring)
    return frozenset(range(first + 1, last + 1)) if last - first + 1 >= FOLDED_FROM else frozenset()


def _verdict(annotation: LineAnnotation | None) -> tuple[str, str]:
    """The column that tells proven lines from predicted ones, with its style."""
    if annotation is None or annotation.standing is None:
        return " ", ""
    if annotation.standing.verdict is Verdict.CONTRADICTED:
        return "≠", "bold red"
    return ("✓", "green") if annotation.standing.is_proven else ("~", "yellow")


def style_of(piece: Piece) -> str:
    """How a piece looks; doubt makes it paler."""
    if piece.role is Role.NAME:
        return "cyan"
    if piece.role is Role.MARK:
        return "dim"
    if piece.role is Role.REFUTED:
        return "red"
    sure = "bold red" if piece.role is Role.RAISED else "green"
    if piece.confidence < HIDDEN_BELOW:
        return "dim"
    return f"dim {sure.removeprefix('bold ')}" if piece.confidence < DOUBTED_BELOW else sure


def _indent(line: str) -> str:
    line = line.expandtabs(TAB)
    return " " * (len(line) - len(line.lstrip()))


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
