"""The command line: every capability without an editor. Here is only `main`, which finds the command and survives its end.

Commands stand in modules of their own and import what they need when they are asked, so that `--help` is there at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from cwm_lsp import __version__
from cwm_lsp.cli.command import BROKEN, FAILED, INTERRUPTED, Command, CommandError
from cwm_lsp.cli.complexity_command import COMPLEXITY
from cwm_lsp.cli.dap_command import DAP
from cwm_lsp.cli.doctor_command import DOCTOR
from cwm_lsp.cli.eval_command import EVAL
from cwm_lsp.cli.halts_command import HALTS
from cwm_lsp.cli.lsp_command import LSP
from cwm_lsp.cli.serve_command import SERVE
from cwm_lsp.cli.trace_command import TRACE

COMMANDS: tuple[Command, ...] = (TRACE, LSP, DAP, HALTS, COMPLEXITY, EVAL, SERVE, DOCTOR)
"""Every command, in the order of `--help`."""

SHOW_TRACEBACK = "CWM_LSP_TRACEBACK"
"""The environment variable that lets an error of our own through, for reports."""

_DESCRIPTION = """\
A neural debugger: a code world model predicts, line by line, what a Python program's
variables will hold. Nothing of the program is ever executed."""

_EPILOG = """\
exit status:
  0  done
  1  the prediction was cut off or contradicts itself; what is there was shown
  2  the question was wrong: no such file or function, a call that can't be parsed
  3  the engine can't answer
  70 an error in cwm-lsp itself
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The program `cwm-lsp`.

    Args:
        arguments: the words after the program's name; those of this process if it is None.

    Returns:
        The exit status. `--help` and arguments that argparse refuses leave through `SystemExit`.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(next((word for word in words if not word.startswith("-")), "")).parse_args(words)
    command: Command = options.command
    try:
        status = command.handler(options)
        sys.stdout.flush()
    except CommandError as error:
        print(f"cwm-lsp {command.name}: {error}", file=sys.stderr)
        return error.status
    except BrokenPipeError:
        # Whoever read has gone. What is still buffered must not fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get(SHOW_TRACEBACK):
            raise
        print(
            f"cwm-lsp {command.name}: an error in cwm-lsp itself, {type(error).__name__}: {error}; "
            f"please report it with the traceback that {SHOW_TRACEBACK}=1 shows",
            file=sys.stderr,
        )
        return BROKEN
    return status


def _parser(chosen: str) -> argparse.ArgumentParser:
    """Only the chosen command declares its arguments: for that it may have to import what it needs."""
    parser = argparse.ArgumentParser(
        prog="cwm-lsp",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"cwm-lsp {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        below = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=command.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if command.name == chosen:
            command.add_arguments(below)
        below.set_defaults(command=command)
    return parser
