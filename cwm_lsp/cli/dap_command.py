"""`cwm-lsp dap`: the debug adapter on stdin and stdout, or on a loopback port. The adapter itself is another floor's."""

from __future__ import annotations

import argparse
import os
import sys

from cwm_lsp.cli.command import DONE, Command, CommandError

ALLOW_REMOTE_HOST = "CWM_LSP_ALLOW_REMOTE_HOST"

_DESCRIPTION = """\
Serve a debugger with the Debug Adapter Protocol: its buttons step forward and back through
a predicted run. The model predicts; the program is not executed, imported or compiled."""

_EPILOG = """\
Without --port one session is served over stdin and stdout, as editors expect it. With it
sessions are served on 127.0.0.1 until interrupted; 0 takes any free port, which is told on
stderr.
"""


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", metavar="N", type=_port, help="serve on this loopback port instead of stdin and stdout"
    )
    parser.add_argument(
        "--model", metavar="MODEL", default="", help="another model than the one that ships, or is served"
    )
    parser.add_argument(
        "--allow-remote-host",
        action="store_true",
        help="let a launch name a model server on another machine: your source code is sent there then",
    )


def _handle(options: argparse.Namespace) -> int:
    import asyncio

    from cwm_lsp.dap.server import serve_port, serve_stdio
    from cwm_lsp.dap.workplace import Workplace

    at_start = {"cwm.model": options.model} if options.model else {}
    allowed = options.allow_remote_host or os.environ.get(ALLOW_REMOTE_HOST) == "1"

    async def serve() -> None:
        workplace = Workplace(at_start, allow_remote_host=allowed)
        try:
            if options.port is None:
                await serve_stdio(workplace)
            else:
                await serve_port(workplace, options.port, _listening)
        finally:
            await workplace.close()

    try:
        asyncio.run(serve())
    except OSError as error:
        if options.port is None:
            raise
        raise CommandError(f"can't listen on port {options.port}: {error.strerror or error}") from error
    return DONE


def _listening(port: int) -> None:
    print(f"listening on 127.0.0.1:{port}", file=sys.stderr, flush=True)


DAP = Command(
    name="dap",
    summary="serve a debugger: step forward and back through a predicted run",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    handler=_handle,
)
