"""`initialized`: the client can be asked things now, its settings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


async def initialized(ls: Server, _: types.InitializedParams) -> None:
    """Ask for the settings, and to be told of changes."""
    await ls.configurator.follow(ls.configure)
