"""One file for each request and notification, named after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.api.did_change import did_change
from cwm_lsp.lsp.api.did_close import did_close
from cwm_lsp.lsp.api.did_open import did_open
from cwm_lsp.lsp.api.hover import hover
from cwm_lsp.lsp.api.initialize import initialize
from cwm_lsp.lsp.api.inlay_hint import inlay_hint
from cwm_lsp.lsp.api.shutdown import shutdown
from cwm_lsp.lsp.api.work_done_progress_cancel import work_done_progress_cancel

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Make a server answer."""
    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.SHUTDOWN)(shutdown)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.feature(types.TEXT_DOCUMENT_INLAY_HINT)(inlay_hint)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)(work_done_progress_cancel)
