"""`window/workDoneProgress/cancel`: the user wants a prediction to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def work_done_progress_cancel(ls: Server, params: types.WorkDoneProgressCancelParams) -> None:
    """End it."""
    ls.cancel_progress(params.token)
