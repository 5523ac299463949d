"""What kind of statement stands on a line: the words in which failures are counted. Reads the text only."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import Statement, effects, statements_at
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import COMPREHENSIONS, field, named, walk

NO_STATEMENT = "none"
"""The kind of a line that holds no statement of a function."""

_KINDS = {
    "return_statement": "return",
    "raise_statement": "raise",
    "assert_statement": "assert",
    "delete_statement": "del",
    "if_statement": "if test",
    "elif_clause": "elif test",
    "while_statement": "while test",
    "for_statement": "for header",
    "with_statement": "with header",
    "try_statement": "try",
    "except_clause": "except clause",
    "except_group_clause": "except clause",
    "match_statement": "match",
    "case_clause": "case",
    "function_definition": "def",
    "class_definition": "class",
    "decorated_definition": "def",
    "import_statement": "import",
    "import_from_statement": "import",
}
_EXPRESSIONS = {"augmented_assignment": "augmented assignment", "call": "call", "yield": "yield", "await": "await"}
_TARGETS = {
    "subscript": "assignment to an item",
    "attribute": "assignment to an attribute",
    "pattern_list": "unpacking",
    "tuple_pattern": "unpacking",
    "list_pattern": "unpacking",
}


def statement_kinds(text: str) -> Callable[[int], str]:
    """The kinds of a text's lines, each worked out when it is first asked for.

    Args:
        text: a module.

    Returns:
        From a 1-based line to a kind, such as ``for header`` or ``assignment with a comprehension``; `NO_STATEMENT` where the line
        holds no statement of a function, and ``if test + return`` where it holds two.
    """
    document = Document.parse(text)
    own = frozenset(name for function in document.functions for name in function.qualname.split("."))
    known: dict[int, str] = {}

    def kind(line: int) -> str:
        if line not in known:
            known[line] = _kind_of_line(document, own, line)
        return known[line]

    return kind


def _kind_of_line(document: Document, own: frozenset[str], line: int) -> str:
    # The line of a nested `def` belongs to both functions; it is a statement of the outer one.
    holding = sorted(
        (function for function in document.functions if line in function),
        key=lambda function: function.last_line - function.first_line,
    )
    for function in holding:
        statements = statements_at(function, line)
        if statements:
            kinds = [_kind(statement) for statement in statements]
            return " + ".join(dict.fromkeys(kinds)) + _ingredient(document, function, statements, own, line)
    return NO_STATEMENT


def _kind(statement: Statement) -> str:
    node = statement.node
    if node.type != "expression_statement":
        return _KINDS.get(node.type, node.type.removesuffix("_statement"))
    parts = named(node)
    if len(parts) != 1:
        return "expression"
    if parts[0].type == "assignment":
        target = field(parts[0], "left")
        return _TARGETS.get(target.type, "assignment") if target is not None else "assignment"
    return _EXPRESSIONS.get(parts[0].type, "expression")


def _ingredient(
    document: Document, function: Function, statements: list[Statement], own: frozenset[str], line: int
) -> str:
    """What makes the statement harder than it looks, of several the hardest."""
    inside = [node for statement in statements for part in statement.parts for node in _reached(part)]
    if any(node.type in COMPREHENSIONS for node in inside):
        return " with a comprehension"
    found = effects(document, function, line)
    if found.calls & own:
        return " into the file" if _is_bare_call(statements) else " with a call into the file"
    return " with a call" if found.has_call and not _is_bare_call(statements) else ""


def _is_bare_call(statements: list[Statement]) -> bool:
    return [_kind(statement) for statement in statements] == ["call"]


def _reached(part: Node) -> list[Node]:
    return list(walk(part, into_scopes=False))
