"""One file for each request and notification, named after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.api.code_action import KIND, QUICK_FIX, code_action
from cwm_lsp.lsp.api.code_lens import code_lens
from cwm_lsp.lsp.api.did_change import did_change
from cwm_lsp.lsp.api.did_change_configuration import did_change_configuration
from cwm_lsp.lsp.api.did_change_watched_files import did_change_watched_files
from cwm_lsp.lsp.api.did_change_workspace_folders import did_change_workspace_folders
from cwm_lsp.lsp.api.did_close import did_close
from cwm_lsp.lsp.api.did_open import did_open
from cwm_lsp.lsp.api.did_save import did_save
from cwm_lsp.lsp.api.execute_command import command
from cwm_lsp.lsp.api.hover import hover
from cwm_lsp.lsp.api.initialize import initialize
from cwm_lsp.lsp.api.initialized import initialized
from cwm_lsp.lsp.api.inlay_hint import inlay_hint, inlay_hint_resolve
from cwm_lsp.lsp.api.notebook_did_change import notebook_did_change
from cwm_lsp.lsp.api.notebook_did_close import notebook_did_close
from cwm_lsp.lsp.api.notebook_did_open import notebook_did_open
from cwm_lsp.lsp.api.notebook_did_save import notebook_did_save
from cwm_lsp.lsp.api.predict import CALLS, PREDICT, calls, predict
from cwm_lsp.lsp.api.shutdown import shutdown
from cwm_lsp.lsp.api.timeline import TIMELINE, timeline
from cwm_lsp.lsp.api.verdicts import COMPLEXITY, HALTING, complexity, halting
from cwm_lsp.lsp.api.work_done_progress_cancel import work_done_progress_cancel

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Make a server answer."""
    server.feature(types.INITIALIZE)(initialize)
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(did_change_watched_files)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_workspace_folders)
    server.feature(types.SHUTDOWN)(shutdown)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)(notebook_did_open)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)(notebook_did_change)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)(notebook_did_save)
    server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)(notebook_did_close)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.feature(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=True))(inlay_hint)
    server.feature(types.INLAY_HINT_RESOLVE)(inlay_hint_resolve)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS)(code_lens)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([KIND, QUICK_FIX]))(code_action)
    server.feature(PREDICT)(predict)
    server.feature(CALLS)(calls)
    server.feature(TIMELINE)(timeline)
    for name in commands.ALL:
        server.command(name)(command(name))
    server.command(HALTING)(halting)
    server.command(COMPLEXITY)(complexity)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)(work_done_progress_cancel)
