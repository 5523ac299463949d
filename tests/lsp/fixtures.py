"""Sources with what editors should show of them written beside the lines.

`#=> text` at a line's end is the hint that should stand there, `#! code: text` the problem; a line `#   ^ name` marks the place
above the caret. None of it is part of the file that the server gets to see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent

from lsprotocol import types

_HINT = re.compile(r"\s*#=>\s*(.*)$")
_PROBLEM = re.compile(r"\s*#!\s*(.*)$")
_MARK = re.compile(r"^\s*#\s*\^\s*(\w+)\s*$")


@dataclass(frozen=True)
class Fixture:
    """A source as the server gets it.

    Attributes:
        text: without markers.
        hints: what should stand at the end of lines, counted from 0.
        problems: the diagnostics that should stand there, as `code: message`.
        marks: places by name, as (line, character) from 0.
    """

    text: str
    hints: dict[int, str]
    problems: dict[int, str]
    marks: dict[str, tuple[int, int]]


def fixture(source: str) -> Fixture:
    """Read a marked source."""
    lines: list[str] = []
    hints: dict[int, str] = {}
    problems: dict[int, str] = {}
    marks: dict[str, tuple[int, int]] = {}
    for line in dedent(source).lstrip("\n").split("\n"):
        if mark := _MARK.match(line):
            marks[mark[1]] = (len(lines) - 1, line.index("^"))
            continue
        if hint := _HINT.search(line):
            hints[len(lines)] = hint[1].rstrip()
            line = line[: hint.start()]
        if problem := _PROBLEM.search(line):
            problems[len(lines)] = problem[1].rstrip()
            line = line[: problem.start()]
        lines.append(line)
    return Fixture("\n".join(lines), hints, problems, marks)


def label(hint: types.InlayHint) -> str:
    """A hint's text, whatever it is made of."""
    return hint.label if isinstance(hint.label, str) else "".join(part.value for part in hint.label)


def labels(hints: Sequence[types.InlayHint]) -> dict[int, str]:
    """The hints' texts by line, from 0."""
    return {hint.position.line: label(hint) for hint in hints}


def part(hints: Sequence[types.InlayHint], line: int, text: str) -> types.InlayHintLabelPart:
    """The part with this text of the hint in a line."""
    hint = next(hint for hint in hints if hint.position.line == line)
    assert not isinstance(hint.label, str)
    return next(one for one in hint.label if one.value == text)
