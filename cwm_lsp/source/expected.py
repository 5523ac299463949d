"""Whether whoever wrote a call expects it to raise: a doctest with a traceback, `pytest.raises`, a `try` around it."""

from __future__ import annotations

import re

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.syntax import encode, field, named, text_of

_EXPECTING = re.compile(r"(?<![A-Za-z0-9])(?:\w*raises\w*|suppress)\s*\(", re.IGNORECASE)
"""`pytest.raises(`, `self.assertRaises(`, `assertRaisesRegex(`, `contextlib.suppress(`."""


def expects_exception(document: Document, line: int) -> bool:
    """Whether the call that stands on a line is meant to raise, or what it raises is caught there.

    Args:
        document: the file.
        line: 1-based.
    """
    text = document.line(line)
    column = len(encode(text)) - len(encode(text.lstrip()))
    node = document.root.descendant_for_point_range((line - 1, column), (line - 1, column))
    while node is not None and node.type not in ("function_definition", "class_definition"):
        if node.type == "string":
            return _has_traceback(document, line)
        if node.type == "with_statement" and _EXPECTING.search(_header(node)):
            return True
        if node.type == "call" and _EXPECTING.match(text_of(field(node, "function")).rpartition(".")[2] + "("):
            return True
        if node.type == "try_statement" and _catches(node, line):
            return True
        node = node.parent
    return False


def _has_traceback(document: Document, line: int) -> bool:
    for number in range(line + 1, len(document.lines) + 1):
        text = document.line(number).strip()
        if not text.startswith("..."):
            return text.startswith("Traceback (most recent call last)")
    return False


def _header(node: Node) -> str:
    return " ".join(text_of(child) for child in named(node) if child.type != "block")


def _catches(node: Node, line: int) -> bool:
    body = field(node, "body")
    has_handler = any(child.type in ("except_clause", "except_group_clause") for child in named(node))
    return has_handler and body is not None and body.start_point[0] < line <= body.end_point[0] + 1
