"""`cwm-lsp lsp`: the language server on stdin and stdout. The server itself is another floor's."""

from __future__ import annotations

import argparse
import os

from cwm_lsp.cli.command import DONE, Command


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stdio", action="store_true", help="talk over stdin and stdout (the only way; editors pass it)"
    )
    parser.add_argument(
        "--allow-remote-host",
        action="store_true",
        help="let the setting cwm.endpoint name another machine: your source code is sent there "
        "(also: CWM_LSP_ALLOW_REMOTE_HOST=1)",
    )


def _handle(options: argparse.Namespace) -> int:
    from cwm_lsp.lsp.server import main

    main(allow_remote_host=options.allow_remote_host or os.environ.get("CWM_LSP_ALLOW_REMOTE_HOST") == "1")
    return DONE


LSP = Command(
    name="lsp",
    summary="serve an editor: predicted values as inlay hints and hovers",
    description="Serve an editor over stdin and stdout with the Language Server Protocol.",
    epilog="",
    add_arguments=_add_arguments,
    handler=_handle,
)
