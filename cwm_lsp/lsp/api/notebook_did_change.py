"""`notebookDocument/didChange`: a notebook was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def notebook_did_change(ls: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    """Follow it."""
    ls.notebooks.change(params)
