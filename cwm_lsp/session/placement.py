"""Where the lines that a prediction was made from stand now, as edits elsewhere move them; or that they were touched.

Decides in the time of a keystroke, from line numbers alone. Whether a context really is the same, a job finds out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.session.documents import Change
from cwm_lsp.source.context import Context


@dataclass(frozen=True, slots=True)
class Placement:
    """The file lines of a context, then and now.

    Attributes:
        lines: for each line of the context and of its functions as it was, the line where it is now.
        functions: the first, the `def` and the last line of each function of the context, as they were.
    """

    lines: Mapping[int, int]
    functions: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, context: Context) -> Placement:
        """Everything where the context found it."""
        functions = tuple((one.first_line, one.def_line, one.last_line) for one in context.functions)
        lines = {line for line in context.line_map if line is not None}
        for first, _, last in functions:
            lines.update(range(first, last + 1))
        return cls({line: line for line in sorted(lines)}, functions)

    def moved(self, change: Change, lines: Sequence[str]) -> Placement | None:
        """The placement after an edit; None if the edit touched what the prediction was made from.

        Args:
            change: what was replaced.
            lines: of the text after it.
        """
        if any(change.touches(self.lines[first], self.lines[last]) for first, _, last in self.functions):
            return None
        now: dict[int, int] = {}
        for line, before in self.lines.items():
            after = change.line(before)
            if after is None:
                return None
            now[line] = after
        if not all(_is_whole(lines, now[first], now[header], now[last]) for first, header, last in self.functions):
            return None
        return Placement(now, self.functions)

    def agrees(self, before: Context, now: Context) -> bool:
        """Whether a context that was built anew finds every line where this placement has it."""
        if len(before.line_map) != len(now.line_map):
            return False
        return all(
            (None if old is None else self.lines.get(old)) == new
            for old, new in zip(before.line_map, now.line_map, strict=True)
        )


def _is_whole(lines: Sequence[str], first: int, header: int, last: int) -> bool:
    """Whether nothing stands directly above or below a function that would belong to it."""
    above = next((text for text in _texts(lines, range(first - 1, 0, -1))), "")
    below = next((text for text in _texts(lines, range(last + 1, len(lines) + 1))), "")
    is_inside = bool(below) and _indent(below) > _indent(lines[header - 1])
    return not above.lstrip().startswith("@") and not is_inside


def _texts(lines: Sequence[str], numbers: range) -> list[str]:
    """The first line that is neither blank nor a comment."""
    for number in numbers:
        text = lines[number - 1].strip()
        if text and not text.startswith("#"):
            return [lines[number - 1]]
    return []


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
