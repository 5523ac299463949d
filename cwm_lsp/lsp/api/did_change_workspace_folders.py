"""`workspace/didChangeWorkspaceFolders`: other folders, other tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


async def did_change_workspace_folders(ls: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    """Look for tests there."""
    await ls.watch_tests()
