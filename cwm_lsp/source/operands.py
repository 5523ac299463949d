"""What a line reads: the names, in the order in which they stand, and how it reaches into their values.

Only the text is read. `effects` says what a line may change, this module what it needs to know for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.effects import statements_at
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import COMPREHENSIONS, end_line_of, field, line_of, named, text_of, unwrap

_WALKED_BY = frozenset({"enumerate", "zip"})
_WALKED_METHODS = frozenset({"items", "keys", "values"})
_OPAQUE = frozenset({"function_definition", "class_definition", "import_statement", "import_from_statement"})


@dataclass(frozen=True, slots=True)
class Operands:
    """What the statements on a line read.

    Attributes:
        names: the names that are read, in source order, each once.
        indexed: those of them whose elements are picked by an index, or counted.
        walked: those of them that the header of a `for` goes through, element by element.
        loop_end: the last line of the `for` whose header it is; None for other lines.
    """

    names: tuple[str, ...] = ()
    indexed: frozenset[str] = frozenset()
    walked: frozenset[str] = frozenset()
    loop_end: int | None = None


def operands(function: Function, line: int) -> Operands:
    """What the statements on a line read; of compound statements only the header counts.

    Args:
        function: the scope.
        line: 1-based; any line of a statement stands for the whole of it.
    """
    names: dict[str, None] = {}
    indexed: set[str] = set()
    walked: set[str] = set()
    loop_end: int | None = None
    for statement in statements_at(function, line):
        is_loop = statement.node.type == "for_statement" and line_of(statement.node) == line
        if is_loop:
            body = field(statement.node, "body")
            loop_end = end_line_of(body) if body is not None else line
            walked |= set(_walked(field(statement.node, "right")))
        target = field(statement.node, "left") if statement.node.type == "for_statement" else None
        for part in statement.parts:
            if part != target:
                for node in _read(part):
                    names[text_of(node)] = None
                    if _is_indexed(node):
                        indexed.add(text_of(node))
    return Operands(tuple(names), frozenset(indexed), frozenset(walked), loop_end)


def _read(start: Node) -> Iterator[Node]:
    """The identifiers that are read, in source order."""
    pending = [start]
    while pending:
        node = pending.pop()
        kind = node.type
        if kind in _OPAQUE or node.is_extra:
            continue
        if kind == "identifier":
            yield node
            continue
        pending += reversed(_parts_read(node))


def _parts_read(node: Node) -> list[Node]:
    """The children that hold reads: no targets of plain assignments, no names of attributes, keywords and parameters."""
    kind = node.type
    if kind == "assignment":
        left = field(node, "left")
        stored = [left] if left is not None and left.type in ("subscript", "attribute") else []
        if left is not None and left.type in ("pattern_list", "tuple_pattern", "list_pattern"):
            stored = [one for one in named(left) if one.type in ("subscript", "attribute")]
        right = field(node, "right")
        return stored + ([right] if right is not None else [])
    skipped = {"attribute": "attribute", "keyword_argument": "name", "lambda": "parameters", "named_expression": "name"}
    left_out = field(node, skipped[kind]) if kind in skipped else None
    if kind == "for_in_clause":
        left_out = field(node, "left")
    parts = [child for child in named(node) if child != left_out]
    if kind in COMPREHENSIONS:
        # What is iterated stands behind the body, and is read first.
        return parts[1:] + parts[:1]
    return parts


def _is_indexed(node: Node) -> bool:
    around = node.parent
    if around is None:
        return False
    if around.type == "subscript" and field(around, "value") == node:
        return all(child.type != "slice" for child in around.named_children)
    call = around.parent if around.type == "argument_list" else None
    return call is not None and text_of(field(call, "function")) == "len"


def _walked(iterated: Node | None) -> Iterator[str]:
    if iterated is None:
        return
    iterated = unwrap(iterated)
    if iterated.type == "identifier":
        yield text_of(iterated)
    elif iterated.type == "call":
        called = field(iterated, "function")
        arguments = field(iterated, "arguments")
        if called is None or arguments is None:
            return
        if called.type == "identifier" and text_of(called) in _WALKED_BY:
            for argument in named(arguments):
                yield from _walked(argument)
        elif called.type == "attribute" and text_of(field(called, "attribute")) in _WALKED_METHODS:
            owner = field(called, "object")
            if owner is not None and owner.type == "identifier" and not named(arguments):
                yield text_of(owner)
