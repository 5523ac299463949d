"""`notebookDocument/didClose`: a notebook was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def notebook_did_close(ls: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """Follow it."""
    ls.notebooks.close(params)
