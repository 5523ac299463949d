"""`notebookDocument/didOpen`: a notebook was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def notebook_did_open(ls: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """Follow it."""
    ls.notebooks.open(params)
