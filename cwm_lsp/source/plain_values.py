"""Values that are plain to see: those that a test's or a doctest's lines have given to names before a call.

Text in, text out: nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from tree_sitter import Node

from cwm_lsp.source.calls import is_self_contained, one_line
from cwm_lsp.source.syntax import encode, field, fields, named, parse, text_of, walk

_MOST_PARAMETER_SETS = 20

Values = dict[str, str]
"""Names and the source text of the values that stand for them."""


class PlainValues:
    """The values of names in one file."""

    def __init__(self, known: frozenset[str]) -> None:
        """Args:
        known: the names that values may mention besides builtins.
        """
        self._known = known

    def assigned(self, statement: Node, values: Values) -> Values:
        """The name and the value of a plain assignment, given those before it."""
        parts = named(statement)
        if statement.type != "expression_statement" or len(parts) != 1 or parts[0].type != "assignment":
            return {}
        target, value = field(parts[0], "left"), field(parts[0], "right")
        if target is None or value is None or target.type != "identifier":
            return {}
        text = substituted(value, values)
        known = self._known | values.keys()
        if value.type == "assignment" or not is_self_contained(value, known):
            return {}
        return {text_of(target): text if value.type != "expression_list" else f"({text})"}

    def around(self, call: Node) -> Iterator[Values]:
        """The values of local names around a call: one set, or one for each set of a parametrised test."""
        values: Values = {}
        blocks: list[tuple[Node, Node]] = []
        child, parent = call, call.parent
        decorated: Node | None = None
        while parent is not None:
            if parent.type == "block":
                blocks.append((parent, child))
            if parent.type == "decorated_definition" and child.type == "function_definition" and decorated is None:
                decorated = parent
            child, parent = parent, parent.parent
        for block, within in reversed(blocks):
            for statement in named(block):
                if statement.start_byte >= within.start_byte:
                    break
                values |= self.assigned(statement, values)
        if decorated is None:
            yield values
            return
        for parameters in islice(self._parameter_sets(decorated), _MOST_PARAMETER_SETS):
            yield {**values, **parameters}

    def _parameter_sets(self, decorated: Node) -> Iterator[Values]:
        sets: list[list[Values]] = []
        for decorator in named(decorated):
            call = named(decorator)[0] if decorator.type == "decorator" and named(decorator) else None
            function = field(call, "function") if call is not None and call.type == "call" else None
            if call is None or function is None or not text_of(function).endswith("parametrize"):
                continue
            arguments = field(call, "arguments")
            items = [item for item in named(arguments) if item.type != "keyword_argument"] if arguments else []
            if len(items) >= 2:
                sets.append([dict(found) for found in self._parameters(items[0], items[1])])
        for combination in product(*sets):
            yield {name: value for values in combination for name, value in values.items()}

    def _parameters(self, names: Node, rows: Node) -> Iterator[Values]:
        if names.type in ("string", "concatenated_string"):
            wanted = [name.strip() for name in string_value(names).split(",") if name.strip()]
        else:
            wanted = [string_value(item) for item in named(names)]
        for row in named(rows) if rows.type in ("list", "tuple") else ():
            cells = [row]
            if row.type == "call" and text_of(field(row, "function")).endswith("param"):
                arguments = field(row, "arguments")
                cells = [item for item in named(arguments) if item.type != "keyword_argument"] if arguments else []
            elif len(wanted) > 1:
                cells = named(row)
            if len(cells) == len(wanted) and all(is_self_contained(cell, self._known) for cell in cells):
                yield {name: one_line(cell) for name, cell in zip(wanted, cells, strict=True)}


def substituted(node: Node, values: Values) -> str:
    """An expression's text on one line, with names replaced by their values' text."""
    text = one_line(node)
    if not values:
        return text
    root = parse(encode(text)).root_node
    source = encode(text)
    pieces: list[bytes] = []
    position = 0
    for name in walk(root):
        if name.type != "identifier" or text_of(name) not in values or _is_label(name):
            continue
        pieces += [source[position : name.start_byte], encode(_as_operand(values[text_of(name)]))]
        position = name.end_byte
    return b"".join([*pieces, source[position:]]).decode()


def _is_label(name: Node) -> bool:
    parent = name.parent
    if parent is None:
        return False
    if parent.type == "attribute":
        return field(parent, "attribute") == name
    return parent.type == "keyword_argument" and name in fields(parent, "name")


def _as_operand(text: str) -> str:
    statements = named(parse(encode(text)).root_node)
    inner = named(statements[0])[0] if statements and named(statements[0]) else None
    atomic = {
        "identifier",
        "string",
        "list",
        "dictionary",
        "set",
        "tuple",
        "call",
        "integer",
        "float",
        "true",
        "false",
        "none",
        "attribute",
        "subscript",
        "parenthesized_expression",
        "unary_operator",
    }
    return text if inner is not None and inner.type in atomic else f"({text})"


def string_value(node: Node) -> str:
    """The characters between a string's quotes; escapes are left as they are written."""
    return "".join(text_of(child) for child in walk(node) if child.type == "string_content")
