"""The calls of a function that its own file shows: directives, doctests, assertions, the main block, tests.

Only calls that stand by themselves count, after names whose values are plain to see have been put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.calls import CallError, called_function, is_self_contained
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.module import is_main_guard, module_bindings
from cwm_lsp.source.plain_values import PlainValues, Values, substituted
from cwm_lsp.source.syntax import (
    docstring_of,
    encode,
    field,
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
        self._values = PlainValues(self.known)
        names = [function.name]
        self._class = function.name
        if function.class_name is not None and function.name == "__init__":
            self._class = function.class_name
            names.append(function.class_name)
        self._name = re.compile("|".join(rf"(?<!\w){re.escape(name)}\s*\(" for name in names))

    def directives(self) -> Iterator[ExampleCall]:
        """Comments such as `# cwm: f(3, [1, 2])`, anywhere in the file."""
        for row, line in enumerate(self.document.lines):
            match = _DIRECTIVE.search(line) if "cwm:" in line else None
            if match is None or not self._name.search(match[1]) or not self._is_comment(row, match.start()):
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
                values |= self._values.assigned(statement, values)

    def in_code(self) -> Iterator[ExampleCall]:
        """The calls in the file's statements."""
        for row, text in enumerate(self.document.lines):
            # Nearly all lines of a large file end here: a plain search is ten times as fast as an expression's.
            if self.function.name not in text and self._class not in text:
                continue
            for match in self._name.finditer(text):
                column = len(encode(text[: match.start()]))
                node = self.document.root.descendant_for_point_range((row, column), (row, column))
                call = _call_around(node) if node is not None else None
                if call is not None and not self._inside_itself(call):
                    origin = _origin(call)
                    for values in self._values.around(call):
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
