"""`notebookDocument/didSave`: a notebook was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def notebook_did_save(ls: Server, params: types.DidSaveNotebookDocumentParams) -> None:
    """Follow it."""
    ls.notebooks.save(params)
