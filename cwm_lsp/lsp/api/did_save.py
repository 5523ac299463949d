"""`textDocument/didSave`: the text as it stands is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Tell the session."""
    ls.session.saved(params.text_document.uri)
    ls.session.file_changed(params.text_document.uri)
