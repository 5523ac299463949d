"""`cwm-lsp trace`: its arguments, and the way from them to a question, a prediction and a face that shows it."""

from __future__ import annotations

import argparse

from cwm_lsp.cli.command import Command

_DESCRIPTION = """\
Predict a call of a function, line by line, and show the predicted values at the ends of
its lines. The model predicts; the program is not executed, imported or compiled."""

_EPILOG = """\
examples:
  cwm-lsp trace examples/strawberry.py
  cwm-lsp trace examples/scores.py::running_totals --call 'running_totals([2, 3, 5])'
  cwm-lsp trace examples/collatz.py --json | head
  cwm-lsp trace examples/scores.py --engine vllm --endpoint http://127.0.0.1:8000

Without --call an example call in the file is taken: a comment '# cwm: f(3)', a doctest, an
assertion, the main block, a test. If there is none the model invents the arguments.
The column beside the line numbers has ✓ for lines that are verified (all they did follows from the
call), ~ for predicted ones, ≠ for those that can't be right. ~3 is a predicted value, ? one that is
rather wrong than right, 3≠4 a 3 that must be 4 (--verify mark).
"""


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from cwm_lsp.cli.engines import add_engine_arguments

    parser.add_argument("target", metavar="FILE[::FUNCTION]", help="a Python file, and which of its functions")
    parser.add_argument("--call", metavar="CALL", help="the call to predict, such as 'f(3, [1, 2])'")
    parser.add_argument(
        "--max-frames", metavar="N", type=_positive, default=256, help="stop after so many frames (default: 256)"
    )
    parser.add_argument(
        "--verify",
        choices=("off", "mark", "correct"),
        default="correct",
        help="steps that follow for certain are asked of the model and not looked at, asked and marked, "
        "or worked out (default: correct)",
    )
    add_engine_arguments(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object per line, frames as they come")
    shape.add_argument("--plain", action="store_true", help="plain text, printed once, as when piped")


def _handle(options: argparse.Namespace) -> int:
    from cwm_lsp.cli.engines import choice_of
    from cwm_lsp.cli.tracing import Request, trace

    return trace(
        Request(
            target=options.target,
            call=options.call,
            max_frames=options.max_frames,
            verify=options.verify,
            engine=choice_of(options),
            shape="json" if options.json else "plain" if options.plain else "terminal",
        )
    )


TRACE = Command(
    name="trace",
    summary="predict a call of a function and show the values at its lines",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    handler=_handle,
)
