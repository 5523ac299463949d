"""`textDocument/inlayHint` and `inlayHint/resolve`: what each line in sight gave, after its end. Answered from what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.abilities import as_mapping
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.lsp.hints import Details, described, pieces_of
from cwm_lsp.lsp.margin import Beside
from cwm_lsp.lsp.positions import units

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def inlay_hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The hints of a range, which is in sight from now on."""
    uri = params.text_document.uri
    snapshot = ls.session.snapshot(uri)
    if snapshot is None:
        return []
    first, last = params.range.start.line + 1, params.range.end.line + 1
    ls.session.reveal(uri, first, last)
    beside = ls.beside(uri)
    hints: list[types.InlayHint] = []
    for line in sorted(line for line in beside if first <= line <= last):
        pieces = pieces_of(beside[line], ls.configuration)
        if not pieces:
            continue
        details = None if ls.abilities.resolves_hints else _details(ls, beside[line])
        position = types.Position(line - 1, units(snapshot.document.line(line), ls.encoding))
        hint = types.InlayHint(position, list(described(pieces, details)), padding_left=True)
        if details is None:
            hint.data = {"uri": uri, "version": snapshot.version, "line": line}
        else:
            hint.tooltip = details.tooltip()
        hints.append(hint)
    return hints


def inlay_hint_resolve(ls: Server, hint: types.InlayHint) -> types.InlayHint:
    """A hint with its tooltips, places and commands; the same one where there is nothing more to say of its line."""
    data = as_mapping(hint.data)
    uri, line = data.get("uri"), data.get("line")
    if not isinstance(uri, str) or not isinstance(line, (int, float)):
        return hint
    snapshot = ls.session.snapshot(uri)
    if snapshot is None or snapshot.version != data.get("version"):
        raise ContentModified
    beside = ls.beside(uri).get(int(line))
    pieces = pieces_of(beside, ls.configuration) if beside is not None else ()
    if beside is None or not pieces:
        return hint
    details = _details(ls, beside)
    hint.label = list(described(pieces, details))
    hint.tooltip = details.tooltip()
    return hint


def _details(ls: Server, beside: Beside) -> Details:
    call, uri = beside.prediction.provenance.call, beside.view.uri
    if call is None:
        return Details(beside, None)
    # Where the client asks for one hint's details there is time; for those of a whole screen there is none.
    line = ls.calls.line_of(uri, beside.view.function, call, may_search=ls.abilities.resolves_hints)
    return Details(beside, line)
