"""`initialize`: reads the client's options and begins the session. Loading the model is left to the first prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.options import read_options

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Begin the session."""
    options = read_options(params.initialization_options)
    ls.protocol.trace = params.trace or types.TraceValue.Off
    ls.start(options)
    for complaint in options.complaints:
        ls.log(complaint, types.MessageType.Warning)
