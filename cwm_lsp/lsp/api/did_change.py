"""`textDocument/didChange`: the session's text changes, and the place of the edit becomes the function under work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.positions import edit_of

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply the changes, one after the other: each speaks of the text that the one before has left."""
    uri, version = params.text_document.uri, params.text_document.version
    for change in params.content_changes:
        snapshot = ls.session.snapshot(uri)
        if snapshot is None:
            return
        ls.session.edit(uri, version, edit_of(snapshot.document, change, ls.encoding))
        if isinstance(change, types.TextDocumentContentChangePartial):
            ls.session.focus(uri, change.range.start.line + 1)
