"""Comments that silence diagnostics: `# cwm: ignore` for all of them, `# cwm: ignore[non-termination]` for some.

Read from the tree, so that a string that looks like a comment is none. Which diagnostics there are is the faces' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import line_of, text_of, walk

EVERYTHING = "*"
"""Stands in a line's codes for a comment without brackets."""
_COMMENT = re.compile(r"#\s*cwm:\s*ignore(?![\w(])(?:\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Ignores:
    """What a file silences.

    Attributes:
        codes: by 1-based line, the codes that its comment names; `EVERYTHING` where it names none.
    """

    codes: Mapping[int, frozenset[str]]

    def silences(self, line: int, code: str) -> bool:
        """Whether a diagnostic of this code is silenced on a line."""
        found = self.codes.get(line)
        return found is not None and (EVERYTHING in found or code in found)

    def silences_any(self, lines: tuple[int, ...], code: str) -> bool:
        """Whether it is silenced on any of the lines, such as the one it stands on and the function's `def`."""
        return any(self.silences(line, code) for line in lines)


def ignores(document: Document) -> Ignores:
    """The comments of a file that silence diagnostics."""
    found: dict[int, frozenset[str]] = {}
    if "ignore" not in document.text:
        return Ignores(found)
    for node in walk(document.root):
        match = _COMMENT.search(text_of(node)) if node.type == "comment" else None
        if match is None:
            continue
        named = [code.strip() for code in (match[1] or "").split(",") if code.strip()]
        found[line_of(node)] = frozenset(named or [EVERYTHING]) | found.get(line_of(node), frozenset())
    return Ignores(found)


def is_ignored(read: Ignores, function: Function, line: int, code: str) -> bool:
    """Whether a diagnostic about a function, standing on a line, is silenced there or at the `def` or its first decorator."""
    return read.silences_any((line, function.def_line, function.first_line), code)
