"""Contexts that differ in nothing but where their functions stand: the same question, so that moving a function costs nothing.

A traced call sees functions and classes by their names; in which order they were defined, it doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cwm_lsp.source.context import Context
from cwm_lsp.source.document import Document
from cwm_lsp.source.module import module_items
from cwm_lsp.source.syntax import end_line_of, line_of

_APART = "\f\n"
"""Stands between the parts; no line of a context begins with it, since blank lines are left out."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a context that can stand anywhere, or those that can't."""

    text: str
    lines: tuple[int, ...]


def likeness(text: str) -> str:
    """The same for all contexts that ask the same. Takes milliseconds, and may be done on any thread.

    Args:
        text: a context's.
    """
    return _APART.join(part.text for part in _parts(text))


def fitted(text: str, context: Context) -> Context:
    """A context whose text is another one of the same likeness, and whose lines are found where they stand in the file now.

    Args:
        text: what a prediction was made from.
        context: what the file gives now.
    """
    if text == context.text:
        return context
    line_map: list[int | None] = [None] * text.count("\n")
    for before, now in zip(_parts(text), _parts(context.text), strict=True):
        for old, new in zip(before.lines, now.lines, strict=True):
            line_map[old - 1] = context.file_line(new)
    return replace(context, text=text, line_map=tuple(line_map))


def _parts(text: str) -> list[_Part]:
    """What can't be moved, and then the functions and classes by their text; the whole, where names are defined twice."""
    lines = text.split("\n")[:-1]
    movable: list[tuple[int, int]] = []
    names: set[str] = set()
    last = 0
    for item in module_items(Document.parse(text)):
        first, end = line_of(item.node), end_line_of(item.node)
        if item.kind in ("function", "class"):
            if first <= last or item.binds & names or item.node.has_error:
                return [_Part(text, tuple(range(1, len(lines) + 1)))]
            movable.append((first, end))
        elif movable and first <= movable[-1][1]:
            return [_Part(text, tuple(range(1, len(lines) + 1)))]
        names |= item.binds
        last = end
    moved = {number for first, end in movable for number in range(first, end + 1)}
    rest = _part(lines, [number for number in range(1, len(lines) + 1) if number not in moved])
    parts = [_part(lines, list(range(first, end + 1))) for first, end in movable]
    return [rest, *sorted(parts, key=lambda part: part.text)]


def _part(lines: list[str], numbers: list[int]) -> _Part:
    return _Part("".join(f"{lines[number - 1]}\n" for number in numbers), tuple(numbers))
