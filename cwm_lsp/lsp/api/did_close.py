"""`textDocument/didClose`: the session forgets the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget the file."""
    ls.session.close_file(params.text_document.uri)
    ls.refresh(closed=params.text_document.uri)
