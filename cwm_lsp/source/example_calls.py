"""The calls of a function that its own file shows: directives, doctests, assertions, the main block, tests.

Only calls that stand by themselves count, after names whose values are plain to see have been put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.calls import CallError, called_function, is_self_contained, one_line
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.module import is_main_guard, module_bindings
from cwm_lsp.source.syntax import (
    docstring_of,
    encode,
    field,
    fields,
    line_of,
    named,
    parse,
    text_of,
    unwrap,
    walk,
)

Origin = Literal["directive", "doctest", "assert", "main", "test", "call"]
_ORDER: tuple[Origin, ...] = ("directive", "doctest", "assert", "main", "test", "call")
_DIRECTIVE = re.compile(r"#+\s*cwm:\s*(.+)")
_DOCTEST = re.compile(r"^[ \t]*>>>[ \t](.*(?:\n[ \t]*\.\.\.(?:[ \t].*)?$)*)", re.MULTILINE)
_CONTINUATION = re.compile(r"^[ \t]*\.\.\.[ \t]?", re.MULTILINE)
_MOST_CALLS = 50
_MOST_PARAMETER_SETS = 20

Values = dict[str, str]
"""Names and the source text of the values that stand for them."""


@dataclass(frozen=True, slots=True)
class ExampleCall:
    """A call that can be predicted.

    Attributes:
        expression: the call, on one line.
        origin: where it comes from; "call" is any other call in the file.
        line: the file line on which it stands.
    """

    expression: str
    origin: Origin
    line: int


def example_calls(document: Document, function: Function) -> tuple[ExampleCall, ...]:
    """The calls of a function that stand in its file, each once: directives first, then doctests, assertions, the main
    block and the module's own calls, tests, and last whatever else calls it."""
    search = _Search(document, function)
    found = [*search.directives(), *search.doctests(), *search.in_code()]
    found.sort(key=lambda call: (_ORDER.index(call.origin), call.line))
    unique: dict[str, ExampleCall] = {}
    for call in found:
        unique.setdefault(re.sub(r"\s", "", call.expression), call)
    return tuple(islice(unique.values(), _MOST_CALLS))


class _Search:
    def __init__(self, document: Document, function: Function) -> None:
        self.document = document
        self.function = function
        self.known = module_bindings(document)
        names = [function.name]
        if function.class_name is not None and function.name == "__init__":
            names.append(function.class_name)
        self._name = re.compile("|".join(rf"(?<!\w){re.escape(name)}\s*\(" for name in names))

    def directives(self) -> Iterator[ExampleCall]:
        """Comments such as `# cwm: f(3, [1, 2])`, anywhere in the file."""
        for row, line in enumerate(self.document.lines):
            match = _DIRECTIVE.search(line) if "cwm:" in line else None
            if match is None or not self._is_comment(row, match.start()):
                continue
            for statement in named(parse(encode(match[1])).root_node):
                yield from self._calls(statement, {}, "directive", row + 1, outermost=True)

    def _is_comment(self, row: int, column: int) -> bool:
        offset = len(encode(self.document.lines[row][:column]))
        node = self.document.root.descendant_for_point_range((row, offset), (row, offset))
        return node is None or node.type not in ("string_content", "string")

    def doctests(self) -> Iterator[ExampleCall]:
        """The examples in the docstrings of the function, of what holds it, and of the module."""
        blocks = [field(self.function.node, "body"), self.document.root]
        parent = self.function.node.parent
        while parent is not None:
            if parent.type in ("function_definition", "class_definition"):
                blocks.append(field(parent, "body"))
            parent = parent.parent
        for block in blocks:
            docstring = docstring_of(block)
            if docstring is not None:
                yield from self._doctests_in(text_of(docstring), line_of(docstring))

    def _doctests_in(self, text: str, first_line: int) -> Iterator[ExampleCall]:
        values: Values = {}
        for match in _DOCTEST.finditer(text):
            source = _CONTINUATION.sub("", match[1])
            line = first_line + text.count("\n", 0, match.start())
            root = parse(encode(source)).root_node
            if root.has_error:
                continue
            for statement in named(root):
                yield from self._calls(statement, values, "doctest", line)
                values |= self._assigned(statement, values)

    def in_code(self) -> Iterator[ExampleCall]:
        """The calls in the file's statements."""
        for row, text in enumerate(self.document.lines):
            for match in self._name.finditer(text):
                column = len(encode(text[: match.start()]))
                node = self.document.root.descendant_for_point_range((row, column), (row, column))
                call = _call_around(node) if node is not None else None
                if call is not None and not self._inside_itself(call):
                    origin = _origin(call)
                    for values in self._surroundings(call):
                        yield from self._candidate(call, values, origin, row + 1)

    def _inside_itself(self, call: Node) -> bool:
        return self.function.node.start_byte <= call.start_byte < self.function.node.end_byte

    def _calls(
        self, statement: Node, values: Values, origin: Origin, line: int, *, outermost: bool = False
    ) -> Iterator[ExampleCall]:
        for node in walk(statement):
            if node.type == "call":
                found = list(self._candidate(node, values, origin, line))
                yield from found
                if found and outermost:
                    return

    def _candidate(self, call: Node, values: Values, origin: Origin, line: int) -> Iterator[ExampleCall]:
        text = substituted(call, values)
        statements = named(parse(encode(text)).root_node)
        expression = unwrap(named(statements[0])[0]) if statements and named(statements[0]) else None
        if expression is None or expression.type != "call" or not is_self_contained(expression, self.known):
            return
        entered = called_function(expression, self.document)
        if not isinstance(entered, CallError) and entered.qualname == self.function.qualname:
            yield ExampleCall(text, origin, line)

    # Values that are plain to see

    def _assigned(self, statement: Node, values: Values) -> Values:
        parts = named(statement)
        if statement.type != "expression_statement" or len(parts) != 1 or parts[0].type != "assignment":
            return {}
        target, value = field(parts[0], "left"), field(parts[0], "right")
        if target is None or value is None or target.type != "identifier":
            return {}
        text = substituted(value, values)
        known = self.known | values.keys()
        if value.type == "assignment" or not is_self_contained(value, known):
            return {}
        return {text_of(target): text if value.type != "expression_list" else f"({text})"}

    def _surroundings(self, call: Node) -> Iterator[Values]:
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
                values |= self._assigned(statement, values)
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
            if len(cells) == len(wanted) and all(is_self_contained(cell, self.known) for cell in cells):
                yield {name: one_line(cell) for name, cell in zip(wanted, cells, strict=True)}


def _call_around(node: Node) -> Node | None:
    """The call whose function's name is at the node."""
    parent = node.parent
    if parent is not None and parent.type == "attribute" and field(parent, "attribute") == node:
        node, parent = parent, parent.parent
    if parent is None or parent.type != "call":
        return None
    function = field(parent, "function")
    return parent if function is not None and function == node else None


def _origin(call: Node) -> Origin:
    node = call.parent
    while node is not None:
        if node.type == "assert_statement":
            return "assert"
        if node.type == "function_definition":
            name = text_of(field(node, "name"))
            return "test" if name.startswith("test") else "main" if name == "main" else "call"
        if node.type in ("class_definition", "lambda"):
            return "call"
        if is_main_guard(node):
            return "main"
        node = node.parent
    return "main"


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
