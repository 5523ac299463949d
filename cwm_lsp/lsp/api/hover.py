"""`textDocument/hover`: what a name, a line or a function gave, with its history. Waits a moment for a prediction to begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp import growth, verdicts
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.lsp.hovers import empty_hover, function_hover, held_note, line_hover, loop_hover
from cwm_lsp.lsp.margin import Beside
from cwm_lsp.lsp.positions import characters, units, word_at
from cwm_lsp.lsp.words import NOTHING_RAN, joined
from cwm_lsp.predict.notes import Given
from cwm_lsp.predict.standing import UNCHECKED
from cwm_lsp.session import Snapshot, State, View
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Event

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

PATIENCE = 2.0
"""Seconds that a hover waits for what it wants to tell."""


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What is predicted of the place; its function is the one under work from now on."""
    uri, line = params.text_document.uri, params.position.line + 1
    snapshot = ls.session.snapshot(uri)
    function = ls.session.function_at(uri, line)
    if snapshot is None or function is None or not ls.session.is_expected(uri, function.qualname):
        return None
    ls.session.focus(uri, line)
    view = await _view(ls, snapshot, function, line)
    if ls.session.snapshot(uri) is not snapshot:
        raise ContentModified
    return _with_verdicts(ls, snapshot, line, _of_view(ls, snapshot, params.position, view))


def _of_view(ls: Server, snapshot: Snapshot, position: types.Position, view: View | None) -> types.Hover | None:
    if view is None:
        return None
    if view.prediction is None:
        return _hover(empty_hover(view), None)
    beside = ls.beside(snapshot.uri).get(position.line + 1)
    return _told(ls, snapshot, position, beside) if beside is not None else None


def _with_verdicts(ls: Server, snapshot: Snapshot, line: int, found: types.Hover | None) -> types.Hover | None:
    """At a `def`, and at the loop that a verdict speaks of, whether it ends and how it grows stands above what one call gives."""
    function = snapshot.document.function_at(line)
    judged = ls.session.verdict(snapshot.uri, function.qualname) if function is not None else None
    if function is None or judged is None:
        return found
    parts: list[str] = []
    if judged.complexity is not None:
        loops = [loop for loop in judged.complexity.loops if judged.line(loop.line) == line]
        parts += (
            growth.paragraphs(judged.complexity) if line == function.def_line else map(growth.loop_paragraph, loops)
        )
    if judged.termination is not None and line in (function.def_line, judged.line(judged.termination.line)):
        parts += verdicts.paragraphs(judged.termination)
    if not parts:
        return found
    if found is None:
        return _hover(joined([*parts, f"*{NOTHING_RAN}*"]), None)
    assert isinstance(found.contents, types.MarkupContent)
    return _hover(joined([*parts, "---", found.contents.value]), found.range)


async def _view(ls: Server, snapshot: Snapshot, function: Function, line: int) -> View | None:
    """The view of a function, once it tells something about the line; or what there is after a while."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while True:
        view = ls.session.view(snapshot.uri, function.qualname)
        is_done = view is not None and (view.state is not State.UNDER_WAY or line in _lines(ls, view))
        remaining = until - loop.time()
        if is_done or remaining <= 0 or ls.session.snapshot(snapshot.uri) is not snapshot:
            return view
        await ls.session.changed(snapshot.uri, remaining)


def _lines(ls: Server, view: View) -> frozenset[int]:
    return frozenset(ls.margin.lines([view]))


def _told(ls: Server, snapshot: Snapshot, position: types.Position, beside: Beside) -> types.Hover | None:
    document, line = snapshot.document, position.line + 1
    text = document.line(line)
    word = word_at(document, line, characters(text, position.character, ls.encoding))
    function = beside.function.function
    is_header = beside.view.placement is not None and beside.view.placement.lines.get(function.def_line) == line
    name = text[word[0] : word[1]] if word is not None else ""
    notes = [note for note in beside.annotation.notes if note.name == name]
    if notes and name:
        return _hover(line_hover(beside, notes, history=name), _range(ls, text, position.line, word))
    if is_header:
        return _hover(function_hover(beside), None)
    held = _held(ls, beside, name)
    if held:
        note = held_note(name, held)
        return _hover(line_hover(beside, [note], history=name), _range(ls, text, position.line, word))
    if beside.loop is not None and name in ("for", "while", "async"):
        return _hover(loop_hover(beside), _range(ls, text, position.line, word))
    return _hover(line_hover(beside, beside.annotation.notes), None)


def _held(ls: Server, beside: Beside, name: str) -> list[Given]:
    """What a name held each time the line was reached."""
    found: list[Given] = []
    prediction = beside.prediction
    chances = ls.margin.chances(prediction)
    for index, moment in enumerate(prediction.timeline.moments):
        where = prediction.context.file_line(moment.line) if moment.line is not None else None
        is_here = moment.event is Event.LINE and moment.scope == beside.function.scope
        if is_here and where == beside.annotation.line:
            found += [
                Given(
                    value, chances[index].values[name], (), index, chances[index].standing.values.get(name, UNCHECKED)
                )
                for key, value in moment.state
                if key == name
            ]
    return found


def _range(ls: Server, text: str, row: int, word: tuple[int, int] | None) -> types.Range | None:
    if word is None:
        return None
    start, end = (units(text[:column], ls.encoding) for column in word)
    return types.Range(types.Position(row, start), types.Position(row, end))


def _hover(text: str, place: types.Range | None) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)
