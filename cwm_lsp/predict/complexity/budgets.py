"""How a function may grow at most: `# cwm: O(n log n)` above it, or on its `def` line."""

from __future__ import annotations

import re

from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

_COMMENT = re.compile(r"#\s*cwm:\s*(O\s*\(.*\))\s*$")


def budget_of(document: Document, function: Function) -> ComplexityClass | None:
    """The budget that a comment gives a function; None where none does, or where it is no class of growth."""
    found = budget_text(document, function)
    if found is None:
        return None
    try:
        return ComplexityClass.parse(found[1])
    except ValueError:
        return None


def budget_text(document: Document, function: Function) -> tuple[int, str] | None:
    """The line and the text of a budget comment, whether it can be read or not."""
    for number in range(function.first_line, function.def_line + 1):
        if found := _COMMENT.search(document.line(number)):
            return number, found[1]
    number = function.first_line - 1
    while number >= 1 and document.line(number).lstrip().startswith("#"):
        if found := _COMMENT.search(document.line(number)):
            return number, found[1]
        number -= 1
    return None
