"""`initialized`: the client can be asked things now, its settings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


async def initialized(ls: Server, _: types.InitializedParams) -> None:
    """Ask for the settings, and to be told of changes."""
    await ls.configurator.follow(ls.configure)
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is not None and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher(pattern) for pattern in ("**/test_*.py", "**/*_test.py")]
        registration = types.Registration(
            "cwm-lsp/tests",
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            types.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
        await ls.client_register_capability_async(types.RegistrationParams([registration]))
