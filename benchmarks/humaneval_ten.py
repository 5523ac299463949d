"""Functions that nobody wrote for this project: `cwm-lsp trace --plain` on HumanEval's first ten, each with its first test call.

    python -m benchmarks.humaneval_ten path/to/humaneval.jsonl [--count N] [--longest] [--verify mark …]

Each function is written to a file of its own in a temporary folder, and the real command is asked about it. Below its output stands
what a real run in the sandbox gives. HumanEval is measured, never trained on, and no text of it is in this repository.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cwm_lsp.evaluate.comparison import outcome
from cwm_lsp.evaluate.datasets import DatasetError, Item, read_items
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

FRAMES = 5000
"""The most frames of a real run."""


def calls_of(path: Path, count: int, *, longest: bool) -> list[Item]:
    """One usable call of each of the first functions: the first of its tests, or the one with the longest text.

    Raises:
        DatasetError: the file can't be read.
    """
    by_function: dict[str, list[Item]] = {}
    for item in read_items(path):
        by_function.setdefault(function_of(item), []).append(item)
    chosen = [
        max(items, key=lambda item: len(item.call)) if longest else items[0]
        for items in list(by_function.values())[:count]
    ]
    return [item for item in chosen if item.problem is None]


def function_of(item: Item) -> str:
    """HumanEval's name for the function, such as ``HumanEval/0``."""
    return "/".join(item.id.split("/")[:2])


def predicted(item: Item, name: str, folder: Path, words: list[str]) -> str:
    """What the command prints."""
    (folder / name).write_text(item.source, encoding="utf-8")
    target = [f"{name}::{item.entry}", "--call", item.call, "--plain"]
    command = [sys.executable, "-m", "cwm_lsp.cli", "trace", *target, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


def true_outcome(item: Item, sandbox: Sandbox) -> str:
    """How the call ends when it is really made."""
    recording = sandbox.record(
        f"{item.source.rstrip()}\n\n\ndef main():  # << START_OF_TRACE\n    return {item.call}\n"
    )
    if not recording.ended:
        return f"no end: {recording.failure or f'more than {FRAMES} frames'}"
    return " ".join(str(part) for part in outcome(recording.moments))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.humaneval_ten", description="Predict HumanEval's first functions, and show it."
    )
    parser.add_argument("data", type=Path, help="HumanEval as JSON Lines")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument(
        "--longest", action="store_true", help="of the first three test calls, the one with the longest text"
    )
    # What it doesn't know is for `cwm-lsp trace`.
    asked, words = parser.parse_known_args()
    try:
        items = calls_of(asked.data, asked.count, longest=asked.longest)
    except DatasetError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, Sandbox(Limits(frames=FRAMES)) as sandbox:
        for number, item in enumerate(items):
            print(f"### {function_of(item)}\n")
            print(predicted(item, f"humaneval_{number}.py", Path(folder), words).rstrip())
            print(f"\nin a real run, in the sandbox: {true_outcome(item, sandbox)}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
