"""`textDocument/inlineValue`: the margin's texts for a client that shows them while it debugs; only one that has asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.hints import pieces_of
from cwm_lsp.lsp.positions import units

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def inline_value(ls: Server, params: types.InlineValueParams) -> list[types.InlineValueText]:
    """The values of a range; never of lines below the one that the debugger stands on."""
    uri = params.text_document.uri
    snapshot = ls.session.snapshot(uri)
    if snapshot is None:
        return []
    first, last = params.range.start.line + 1, params.range.end.line + 1
    last = min(last, params.context.stopped_location.end.line + 1)
    found: list[types.InlineValueText] = []
    for line, beside in sorted(ls.beside(uri).items()):
        pieces = pieces_of(beside, ls.configuration) if first <= line <= last and beside.annotation.notes else ()
        if pieces:
            end = units(snapshot.document.line(line), ls.encoding)
            place = types.Range(types.Position(line - 1, 0), types.Position(line - 1, end))
            found.append(types.InlineValueText(place, "".join(piece.text for piece in pieces)))
    return found
