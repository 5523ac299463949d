"""From what stands beside a line to an inlay hint: few characters, in parts, with what there is to click and to point at.

What clients fetch only for the hint that is pointed at (tooltips, places, commands) is in the second half.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lsprotocol import types

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.margin import Beside
from cwm_lsp.lsp.words import joined, note_line, provenance, value_text
from cwm_lsp.predict.calibration import Floors
from cwm_lsp.predict.cells import width
from cwm_lsp.predict.condensing import Piece, Role, condensed
from cwm_lsp.predict.notes import Given, Kind, LineAnnotation, Note
from cwm_lsp.session import Loop
from cwm_lsp.session.configuration import Configuration

UNREACHED = "not reached"
_RESULTS = frozenset({Kind.RETURN, Kind.YIELD, Kind.EXCEPTION})


_MOST_KEPT = 512
_KEPT: OrderedDict[tuple[object, ...], tuple[LineAnnotation, tuple[Piece, ...]]] = OrderedDict()
"""By the annotation's identity: comparing annotations would cost as much as condensing them. They are held, so ids stay theirs."""


def pieces_of(beside: Beside, configuration: Configuration) -> tuple[Piece, ...]:
    """What a hint says; empty for no hint. What was said before is remembered, since clients ask again with every frame.

    Args:
        beside: of the line.
        configuration: which hints are wanted, and how long they may be.
    """
    key = (id(beside.annotation), pass_mark(beside), beside.begins_unreached, configuration)
    kept = _KEPT.get(key)
    if kept is None:
        kept = _KEPT[key] = (beside.annotation, _pieces_of(beside, configuration))
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return kept[1]


def _pieces_of(beside: Beside, configuration: Configuration) -> tuple[Piece, ...]:
    annotation = _wanted(beside.annotation, configuration)
    mark = pass_mark(beside)
    if not annotation.notes:
        if beside.begins_unreached and configuration.hint_unreached:
            return condensed_mark(UNREACHED)
        return condensed_mark(mark) if mark else ()
    room = configuration.hint_length - (width(mark) + 1 if mark else 0)
    floors = Floors(configuration.hidden_below, configuration.doubted_below)
    pieces = condensed(annotation, room, floors)
    return (*pieces, *condensed_mark(f" {mark}")) if mark and pieces else pieces


def pass_mark(beside: Beside) -> str:
    """On the header of a loop of which one pass is shown: which one."""
    loop = beside.loop
    return f"⟳ {loop.picked}/{loop.passes}" if loop is not None and loop.picked is not None else ""


def condensed_mark(text: str) -> tuple[Piece, ...]:
    """A hint that is nothing but a mark."""
    return (Piece(text, Role.MARK),)


def _wanted(annotation: LineAnnotation, configuration: Configuration) -> LineAnnotation:
    """The notes that the client wants and of which any value is worth showing."""
    notes = tuple(
        note
        for note in annotation.notes
        if _is_wanted(note, configuration)
        and any(given.confidence >= configuration.hidden_below for given in note.values)
    )
    return annotation if len(notes) == len(annotation.notes) else replace(annotation, notes=notes)


def _is_wanted(note: Note, configuration: Configuration) -> bool:
    if note.kind is Kind.ARGUMENT:
        return configuration.hint_arguments
    return configuration.hint_results if note.kind in _RESULTS else configuration.hint_values


# Parts


@dataclass(frozen=True, slots=True)
class _Part:
    """Pieces that belong together: a note's name and marks, or one value of it."""

    text: str
    note: Note | None
    given: Given | None


def parts_of(pieces: Sequence[Piece]) -> list[_Part]:
    """The pieces by what they tell of: each value has a part of its own, names and marks go together."""
    found: list[_Part] = []
    for _, group in groupby(pieces, key=lambda piece: (id(piece.note), id(piece.given))):
        same = list(group)
        found.append(_Part("".join(piece.text for piece in same), same[0].note, same[0].given))
    return found


class Details:
    """What a hint has beyond its text."""

    def __init__(self, beside: Beside, call_line: int | None) -> None:
        """Args:
        beside: of the line.
        call_line: where the predicted call stands now, 1-based; None if it stands nowhere.
        """
        self._beside = beside
        self._uri = beside.view.uri
        self._call_line = call_line

    def tooltip(self) -> types.MarkupContent:
        """All there is to say of the line."""
        beside = self._beside
        parts = [note_line(note) for note in beside.annotation.notes]
        if not beside.annotation.is_reached:
            parts.append("This is not reached in the predicted call.")
        if beside.annotation.visits > 1:
            parts.append(f"Reached {beside.annotation.visits} times.")
        return _markdown(joined([*parts, *provenance(beside.prediction)]))

    def part(self, one: _Part) -> types.InlayHintLabelPart:
        """A part with what can be pointed at and clicked."""
        found = types.InlayHintLabelPart(one.text)
        if one.given is not None and one.note is not None:
            found.tooltip = _markdown(joined([value_text(one.given, one.note), *provenance(self._beside.prediction)]))
            found.command = self._picking(one.given)
            found.location = self._location(one.note) if found.command is None else None
        elif one.note is None and self._beside.loop is not None and self._beside.loop.picked is not None:
            name = self._beside.function.function.qualname
            found.command = commands.pick_pass("Show all passes", self._uri, [], name)
        return found

    def _picking(self, given: Given) -> types.Command | None:
        """A value within a loop shows its pass when it is clicked."""
        if not given.passes:
            return None
        function = self._beside.function.function
        passes: list[tuple[Loop, int]] = [
            ((function.qualname, header - function.def_line), number) for header, number in given.passes
        ]
        number = given.passes[-1][1]
        return commands.pick_pass(f"Show pass {number}", self._uri, passes, function.qualname)

    def _location(self, note: Note) -> types.Location | None:
        """Where the value was set."""
        line = self._set_at(note)
        if line is None:
            return None
        return types.Location(self._uri, types.Range(types.Position(line - 1, 0), types.Position(line - 1, 0)))

    def _set_at(self, note: Note) -> int | None:
        beside = self._beside
        if note.kind is Kind.ARGUMENT:
            is_entry = beside.function.function.qualname == beside.view.function
            return self._call_line if is_entry else self._called_at()
        if note.kind is Kind.RETURN:
            return self._last_set(note.values[-1])
        return beside.line

    def _called_at(self) -> int | None:
        """The line that entered the activation."""
        moments = self._beside.prediction.timeline.moments
        entered = next((index for index, one in enumerate(moments) if one.scope == self._beside.function.scope), 0)
        line = moments[entered - 1].line if entered else None
        return self._now(self._beside.prediction.context.file_line(line) if line is not None else None)

    def _last_set(self, returned: Given) -> int:
        """The line that gave the value that is returned, if one did under a name; else the line itself."""
        latest: tuple[int, int] | None = None
        for annotation in self._beside.function.lines.values():
            for note in annotation.notes:
                for given in note.values if note.kind is Kind.VALUE else ():
                    if given.text == returned.text and given.moment < returned.moment:
                        latest = max(latest or (0, 0), (given.moment, annotation.line))
        now = self._now(latest[1]) if latest is not None else None
        return now if now is not None else self._beside.line

    def _now(self, line: int | None) -> int | None:
        placement = self._beside.view.placement
        return placement.lines.get(line) if placement is not None and line is not None else None


def described(pieces: Sequence[Piece], details: Details | None) -> Iterator[types.InlayHintLabelPart]:
    """The label's parts.

    Args:
        pieces: of the hint.
        details: None where the client asks for them later.
    """
    for one in parts_of(pieces):
        yield types.InlayHintLabelPart(one.text) if details is None else details.part(one)


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
