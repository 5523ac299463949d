"""`textDocument/documentSymbol`: the functions, each with its predicted call and result; only where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.positions import units
from cwm_lsp.lsp.words import outcome_title
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.session import Snapshot
from cwm_lsp.source.functions import Function

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

_LONGEST_CALL = 40
_LONGEST_RESULT = 24


def document_symbol(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """The functions of a file in its order."""
    snapshot = ls.session.snapshot(params.text_document.uri)
    if snapshot is None:
        return []
    return [
        types.DocumentSymbol(
            function.qualname,
            types.SymbolKind.Method if function.is_method else types.SymbolKind.Function,
            _range(ls, snapshot, function.first_line, function.last_line),
            _range(ls, snapshot, function.def_line, function.def_line),
            _detail(ls, snapshot, function),
        )
        for function in snapshot.document.functions
    ]


def _detail(ls: Server, snapshot: Snapshot, function: Function) -> str | None:
    view = ls.session.view(snapshot.uri, function.qualname)
    told = ls.margin.told(view, ls.session.selection(snapshot.uri)) if view is not None else None
    if told is None or told.annotations.outcome is None:
        return None
    call = told.prediction.provenance.call
    shown = shortened(printable(call), _LONGEST_CALL) if call is not None else "invented arguments"
    return f"{shown} {outcome_title(told.annotations.outcome, _LONGEST_RESULT)}"


def _range(ls: Server, snapshot: Snapshot, first: int, last: int) -> types.Range:
    end = units(snapshot.document.line(last), ls.encoding)
    return types.Range(types.Position(first - 1, 0), types.Position(last - 1, end))
