"""`workspace/didChangeWatchedFiles`: test files that were written, made or removed by others than the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Have their calls looked for again."""
    for change in params.changes:
        ls.session.file_changed(change.uri)
