"""The questions in words, each in a file of its own whose name bears its version: another wording is another version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TERMINATION = "termination-1"
COMPLEXITY = "complexity-1"


@cache
def _template(name: str) -> str:
    return (Path(__file__).with_name("prompts") / f"{name}.txt").read_text(encoding="utf-8")


def question(name: str, source: str, function: str) -> str:
    """The prompt of that name about a function.

    Args:
        name: `TERMINATION` or `COMPLEXITY`.
        source: the function's text and that of what it calls.
        function: its name, as the source has it.
    """
    before, after = _template(name).split("{source}")
    # Put in piece by piece: braces in the source are the source's.
    return before + source.rstrip() + "\n" + after.replace("{function}", function)
