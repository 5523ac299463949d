"""`shutdown`: ends the session, whatever it is doing; `exit`, which follows, is pygls's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


async def shutdown(ls: Server, _: None) -> None:
    """End the session."""
    await ls.stop()
