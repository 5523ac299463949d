"""Sequences whose elements bear an index: read back, and turned into what Python prints.

A part of an indexed sequence is answered with the indices that its elements have there: picking it is then copying, from one place
to another. Written they are by `verify.wording`.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_OPENING = re.compile(r"(str|deque)?([\[(])(?=\d+ )")
_INDEX = re.compile(r"(\d+) ")
_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A sequence as it was written.

    Attributes:
        kind: `str`, `deque`, `[` or `(`.
        elements: index and repr of each.
        end: the offset behind it in the text that it was read from.
    """

    kind: str
    elements: tuple[tuple[int, str], ...]
    end: int

    def with_indices(self) -> str:
        """As an operation's words have it."""
        opening, closing = ("[", "]") if self.kind == "[" else ("(" if self.kind == "(" else f"{self.kind}(", ")")
        return opening + ", ".join(f"{at} {value}" for at, value in self.elements) + closing

    def without_indices(self) -> str | None:
        """The repr; None where the elements of a string are none."""
        values = ", ".join(value for _, value in self.elements)
        if self.kind == "[":
            return f"[{values}]"
        if self.kind == "(":
            return f"({values},)" if len(self.elements) == 1 else f"({values})"
        if self.kind == "deque":
            return f"deque([{values}])"
        if not all(_TEXT.fullmatch(value) for _, value in self.elements):
            return None
        try:
            return repr("".join(ast.literal_eval(value) for _, value in self.elements))
        except (ValueError, SyntaxError, TypeError):
            return None


def read_indexed(text: str) -> Indexed | None:
    """The indexed sequence that a text begins with; None where there is none, or no whole one."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    at, elements = opening.end(), list[tuple[int, str]]()
    while (index := _INDEX.match(text, at)) is not None:
        end = _end_of_value(text, index.end())
        elements.append((int(index[1]), text[index.end() : end]))
        if text.startswith(", ", end):
            at = end + 2
            continue
        is_closed = text[end : end + 1] == ("]" if opening[2] == "[" else ")")
        return Indexed(opening[1] or opening[2], tuple(elements), end + 1) if is_closed else None
    return None


def elements_of(shown: str) -> list[str]:
    """The elements of a list's repr, as they are written there; none where it is no list."""
    if not shown.startswith("[") or not shown.endswith("]") or shown == "[]":
        return []
    at, elements = 1, list[str]()
    while at < len(shown):
        end = _end_of_value(shown, at)
        elements.append(shown[at:end])
        at = end + 2
    return elements


def plain(answer: str) -> str:
    """An answer as Python prints the value: indices are left out; one without is given back as it is."""
    found = read_indexed(answer)
    if found is None or found.end != len(answer):
        return answer
    return found.without_indices() or answer


def _end_of_value(text: str, start: int) -> int:
    """Where a repr ends: before the comma or the bracket that isn't its own."""
    depth, at = 0, start
    while at < len(text):
        quoted = _TEXT.match(text, at)
        if quoted is not None:
            at = quoted.end()
            continue
        one = text[at]
        if depth == 0 and one in ",])}":
            return at
        depth += (one in "([{") - (one in ")]}")
        at += 1
    return at
