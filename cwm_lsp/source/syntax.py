"""The parser and the few questions that every reader of the tree asks: text, lines, children without comments.

Only tree-sitter lives here. What functions, names or control flow are is decided by the modules that import this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Range, Tree

PYTHON = Language(tree_sitter_python.language())

SCOPE_NODES = frozenset({"function_definition", "class_definition", "lambda"})
COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)

_LINE_END = re.compile(r"\r\n|\n|\r")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def split_lines(text: str) -> tuple[str, ...]:
    """The lines as CPython's tokenizer counts them, without their ends; the text after the last end is a line too."""
    return tuple(_LINE_END.split(text))


def encode(text: str) -> bytes:
    """UTF-8 for the parser: lone carriage returns end lines as they do in CPython, lone surrogates are made harmless.

    Every character keeps its length in UTF-8 (a surrogate counts three bytes), so offsets stay comparable.
    """
    return _SURROGATE.sub("\ufffd", _LONE_RETURN.sub("\n", text)).encode()


def parse(source: bytes, old: Tree | None = None, ranges: list[Range] | None = None) -> Tree:
    """Parse `source`, reusing the edited tree `old` if there is one, or only the given ranges of it."""
    parser = Parser(PYTHON, included_ranges=ranges) if ranges else Parser(PYTHON)
    return parser.parse(source, old) if old is not None else parser.parse(source)


def line_of(node: Node) -> int:
    """The 1-based line on which the node starts."""
    return node.start_point[0] + 1


def end_line_of(node: Node) -> int:
    """The 1-based line on which the node's last character stands."""
    row, column = node.end_point
    return row if column == 0 and row > node.start_point[0] else row + 1


def text_of(node: Node | None) -> str:
    """The node's source text; empty for no node."""
    return (node.text or b"").decode(errors="replace") if node is not None else ""


def named(node: Node) -> list[Node]:
    """The named children without comments and line continuations."""
    return [child for child in node.named_children if not child.is_extra]


def field(node: Node, name: str) -> Node | None:
    """The child in the field `name`."""
    return node.child_by_field_name(name)


def fields(node: Node, name: str) -> list[Node]:
    """All children in the field `name`, comments left out."""
    return [child for child in node.children_by_field_name(name) if child.is_named and not child.is_extra]


def unwrap(node: Node) -> Node:
    """The expression inside any number of parentheses."""
    while node.type == "parenthesized_expression":
        inner = named(node)
        if not inner:
            return node
        node = inner[0]
    return node


def body_of(node: Node) -> Node | None:
    """The block of a compound statement or clause, whether the grammar gives it a field or not."""
    block = field(node, "body") or field(node, "consequence")
    if block is not None:
        return block
    return next((child for child in node.children if child.type == "block"), None)


def is_async(node: Node) -> bool:
    """Whether the statement bears the keyword `async`."""
    return any(child.type == "async" for child in node.children)


def is_plain_string(node: Node) -> bool:
    """Whether the node is a string constant: neither bytes nor an f-string."""
    if node.type == "concatenated_string":
        return all(is_plain_string(part) for part in named(node))
    if node.type != "string":
        return False
    prefix = text_of(node.child(0)).rstrip("'\"").lower() if node.child_count else ""
    return "b" not in prefix and "f" not in prefix and "t" not in prefix


def docstring_of(block: Node | None) -> Node | None:
    """The statement that is the block's docstring."""
    statements = named(block) if block is not None else []
    if not statements or statements[0].type != "expression_statement":
        return None
    parts = named(statements[0])
    return statements[0] if len(parts) == 1 and is_plain_string(unwrap(parts[0])) else None


def walk(node: Node, *, into_scopes: bool = True) -> Iterator[Node]:
    """The node and everything below it in source order; on demand without the insides of nested scopes.

    A nested function, class or lambda is then given itself, and nothing below it.
    """
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if not into_scopes and current is not node and current.type in SCOPE_NODES:
            continue
        pending.extend(reversed(current.named_children))
