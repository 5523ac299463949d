"""`textDocument/didOpen`: a Python file comes into the session; other files are none of our business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take the file in."""
    file = params.text_document
    if file.language_id == "python":
        ls.session.open(file.uri, file.version, file.text)
