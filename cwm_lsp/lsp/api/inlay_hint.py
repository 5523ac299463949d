"""`textDocument/inlayHint`: what each line in sight gave, after its end. Answered from what there is, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.positions import units
from cwm_lsp.lsp.words import is_worth_showing, tooltip
from cwm_lsp.predict.condensing import text_of

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

COLUMNS = 28
"""Columns of a hint. VS Code cuts a line's hints at 43 characters, and ours need not be the only ones."""


def inlay_hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The hints of a range, which is in sight from now on."""
    uri = params.text_document.uri
    snapshot = ls.session.snapshot(uri)
    if snapshot is None:
        return []
    first, last = params.range.start.line + 1, params.range.end.line + 1
    ls.session.reveal(uri, first, last)
    hints: list[types.InlayHint] = []
    for line, beside in sorted(ls.margin.lines(ls.session.views(uri)).items()):
        if not first <= line <= last or not is_worth_showing(beside.annotation):
            continue
        label = text_of(beside.annotation, COLUMNS)
        if label:
            position = types.Position(line - 1, units(snapshot.document.line(line), ls.encoding))
            hints.append(
                types.InlayHint(
                    position,
                    label,
                    tooltip=types.MarkupContent(types.MarkupKind.Markdown, tooltip(beside)),
                    padding_left=True,
                )
            )
    return hints
