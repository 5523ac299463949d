"""`initialize`: reads the client's options and begins the session. Loading the model is left to the first prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.abilities import abilities_of
from cwm_lsp.lsp.api.diagnostic import diagnostic
from cwm_lsp.lsp.api.document_symbol import document_symbol
from cwm_lsp.lsp.api.inline_value import inline_value

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


_PULLED = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="cwm")


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Begin the session."""
    ls.protocol.trace = params.trace or types.TraceValue.Off
    ls.abilities = abilities_of(params)
    # What not every client is to see is registered now, so that the answer names it to the others only.
    if ls.abilities.pulls:
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, _PULLED)(diagnostic)
    if ls.abilities.inline_values:
        ls.feature(types.TEXT_DOCUMENT_INLINE_VALUE)(inline_value)
    if ls.abilities.symbols:
        ls.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbol)
    ls.start(ls.configurator.begin(params.initialization_options), params.process_id)
    ls.configurator.complain()
