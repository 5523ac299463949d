"""`workspace/didChangeConfiguration`: other settings, from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


async def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take them in."""
    settings: object = params.settings
    await ls.configurator.changed(settings, ls.configure)
