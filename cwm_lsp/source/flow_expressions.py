"""Expressions as the compiler lays them out: which lines their instructions bear, in which order, what may raise.

Follows CPython 3.10 to 3.14; where they differ, every alternative is emitted that `versions` allows. Also notes the
order in which local names are met, which is the order of `co_varnames`. Statements are flow_statements.py's.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.constants import constant_truth, is_constant, percent_format
from cwm_lsp.source.flow_graph import FlowGraph, Kind
from cwm_lsp.source.scopes import parameter_nodes
from cwm_lsp.source.syntax import (
    COMPREHENSIONS,
    field,
    fields,
    is_plain_string,
    line_of,
    named,
    text_of,
    unwrap,
)

BUILTIN_NAMES = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
STACK_USE_GUIDELINE = 30
"""CPython builds displays with more elements than this one by one."""

Versions = tuple[int, int]
"""The first and the last minor version of Python 3 that a flow stands for, both included."""


@dataclass(frozen=True, slots=True)
class Names:
    """How names resolve in the function: `local` may be unbound when read, `known` are bound for certain."""

    local: frozenset[str]
    known: frozenset[str]


class ExpressionFlow:
    """Emits expressions into a graph."""

    def __init__(self, graph: FlowGraph, names: Names, versions: Versions) -> None:
        self.graph = graph
        self.names = names
        self.versions = versions
        self.met: dict[str, None] = {}
        self._silent = 0
        self._compared: int | None = None
        self._repeat_line: int | None = None
        self._visitors: dict[str, Callable[[Node], None]] = {
            "identifier": self._identifier,
            "attribute": self._attribute,
            "subscript": self._subscript,
            "slice": self._slice,
            "call": self._call,
            "binary_operator": self._binary,
            "unary_operator": self._unary,
            "not_operator": self._unary,
            "boolean_operator": self._boolean,
            "comparison_operator": self._comparison,
            "conditional_expression": self._conditional,
            "named_expression": self._named_expression,
            "lambda": self._lambda,
            "list": self._display,
            "set": self._display,
            "tuple": self._display,
            "expression_list": self._display,
            "dictionary": self._dictionary,
            "string": self._string,
            "concatenated_string": self._string,
            "yield": self._yield,
            "await": self._await,
            **dict.fromkeys(COMPREHENSIONS, self._comprehension),
        }

    # What differs between versions

    def since(self, minor: int, new: int, old: int) -> tuple[int, ...]:
        """The line that an instruction bears from 3.`minor` on, or the one before it, or both."""
        first, last = self.versions
        if first >= minor:
            return (new,)
        return (old,) if last < minor else (new, old)

    def either(self, minor: int, new: Callable[[], None], old: Callable[[], None]) -> None:
        """What is emitted from 3.`minor` on, or before it, or both as alternatives. Names count as in the old way."""
        first, last = self.versions
        if first >= minor:
            new()
        elif last < minor:
            old()
        else:
            alternative, end = self.graph.label(), self.graph.label()
            self.graph.branch(alternative)
            old()
            self.graph.jump(end)
            self.graph.place(alternative)
            self._silent += 1
            new()
            self._silent -= 1
            self.graph.place(end)

    # Names

    def meet(self, name: str) -> None:
        """Note the name, as the compiler does when it first emits an instruction for it."""
        if not self._silent:
            self.met.setdefault(name)

    def load(self, node: Node) -> None:
        """Emit the reading of a name."""
        name = text_of(node)
        self.meet(name)
        local = name in self.names.local
        self.graph.op(line_of(node), reads=name if local else None, raises=not local and name not in self.names.known)

    def store_name(self, name: str, line: int | Sequence[int]) -> None:
        """Emit the binding of a name."""
        self.meet(name)
        self.graph.op(line, binds=name if name in self.names.local else None)

    # Expressions

    def visit(self, node: Node | None) -> None:
        """Emit the evaluation of an expression."""
        if node is None:
            return
        node = unwrap(node)
        if is_constant(node):
            self.graph.op(line_of(node))
            return
        visitor = self._visitors.get(node.type)
        if visitor is not None:
            visitor(node)
            return
        for child in named(node):
            self.visit(child)
        if node.type not in ("list_splat", "dictionary_splat", "type", "pair"):
            self.graph.op(line_of(node), raises=True)

    def _identifier(self, node: Node) -> None:
        self.load(node)

    def _attribute(self, node: Node) -> None:
        self.visit(field(node, "object"))
        self.graph.op(self.attribute_line(node), raises=True)

    @staticmethod
    def attribute_line(node: Node) -> int:
        """The line of an attribute's name, which its instruction bears."""
        name = field(node, "attribute")
        return line_of(name if name is not None else node)

    def subscript_parts(self, node: Node) -> None:
        """Emit what stands in the brackets."""
        parts = fields(node, "subscript")
        if all(is_constant(part) for part in parts) and parts:
            self.graph.op(line_of(parts[0]))
            return
        for part in parts:
            self.visit(part)
        if len(parts) > 1:
            self.graph.op(line_of(parts[0]))

    def _subscript(self, node: Node) -> None:
        self.visit(field(node, "value"))
        self.subscript_parts(node)
        self.graph.op(line_of(node), raises=True)

    def _slice(self, node: Node) -> None:
        for part in named(node):
            self.visit(part)
        self.graph.op(line_of(node))

    def _binary(self, node: Node) -> None:
        pieces = percent_format(node)
        if pieces is None:
            self._plain_binary(node)
        else:
            self.either(11, lambda: self._formatted(node, pieces), lambda: self._plain_binary(node))

    def _formatted(self, node: Node, pieces: list[Node | None]) -> None:
        """`"%s: %s" % (a, b)` is compiled as an f-string."""
        for value in pieces:
            if value is None:
                self.graph.op(0)
            else:
                self.visit(value)
                self.graph.op(line_of(unwrap(value)), raises=True)
        self.graph.op(line_of(node))

    def _plain_binary(self, node: Node) -> None:
        self.visit(field(node, "left"))
        self.visit(field(node, "right"))
        self.graph.op(line_of(node), raises=True)

    def _unary(self, node: Node) -> None:
        self.visit(field(node, "argument"))
        self.graph.op(line_of(node), raises=True)

    def _boolean(self, node: Node) -> None:
        end = self.graph.label()
        *firsts, last = operands(node)
        for value in firsts:
            self.visit(value)
            self.graph.op(line_of(node), raises=True)
            self.graph.branch(end)
        self.visit(last)
        self.graph.place(end)

    def _comparison(self, node: Node) -> None:
        cleanup, end = self.graph.label(), self.graph.label()
        self._compare(node, cleanup)
        self.graph.jump(end)
        self.graph.place(cleanup)
        self.graph.op(line_of(node))
        self.graph.place(end)

    def _compare(self, node: Node, cleanup: int) -> None:
        first, *rest = named(node)
        operators = [text_of(child) for child in node.children_by_field_name("operators")]
        self.visit(first)
        for index, value in enumerate(rest):
            operator = operators[index] if index < len(operators) else ""
            if "in" in operator and unwrap(value).type in ("list", "set") and all(map(is_constant, named(value))):
                self.graph.op(line_of(unwrap(value)))
            else:
                self.visit(value)
            self.graph.op(line_of(node), raises=not operator.startswith("is"))
            if index < len(rest) - 1:
                self.graph.branch(cleanup)

    def _conditional(self, node: Node) -> None:
        otherwise, end = self.graph.label(), self.graph.label()
        body, test, orelse = (named(node) + [node] * 3)[:3]
        self.jump_if(test, otherwise, False, line_of(node))
        self.visit(body)
        self.graph.jump(end)
        self.graph.place(otherwise)
        self.visit(orelse)
        self.graph.place(end)

    def _named_expression(self, node: Node) -> None:
        self.visit(field(node, "value"))
        self.graph.op(line_of(node))
        name = field(node, "name")
        if name is not None:
            self.store_name(text_of(name), line_of(name))

    def defaults(self, node: Node, line: int) -> None:
        """Emit the defaults of a function or lambda: positional ones, then keyword-only ones."""
        found = [(kind, field(whole, "value")) for kind, _, whole in parameter_nodes(node)]
        positional = [value for kind, value in found if value is not None and kind.startswith("positional")]
        if positional and all(map(is_constant, positional)):
            self.graph.op(self.since(11, line_of(positional[0]), line))
        else:
            for value in positional:
                self.visit(value)
            if positional:
                self.graph.op(line)
        keyword = [value for kind, value in found if value is not None and kind == "keyword"]
        for value in keyword:
            self.visit(value)
        if keyword:
            self.graph.op(line)

    def _lambda(self, node: Node) -> None:
        self.defaults(node, line_of(node))
        self.graph.op(line_of(node))

    # Displays

    def _display(self, node: Node) -> None:
        self.elements(node, named(node), list_like=node.type in ("list", "set"))

    def elements(self, node: Node, items: list[Node], *, list_like: bool) -> None:
        """Emit the building of a list, set or tuple from its elements."""
        line = line_of(node)
        if len(items) > 2 and all(map(is_constant, items)) and list_like:
            self.graph.op(line)
            return
        one_by_one = len(items) > STACK_USE_GUIDELINE
        if one_by_one:
            self.graph.op(line)
        for index, item in enumerate(items):
            starred = item.type in ("list_splat", "list_splat_pattern")
            if starred and not one_by_one:
                self.graph.op(line)
                one_by_one = True
            self.visit(item)
            if one_by_one:
                self.graph.op(line, raises=starred)
            _ = index
        self.graph.op(line, raises=node.type == "set")

    def _dictionary(self, node: Node) -> None:
        line = line_of(node)
        group: list[Node] = []
        for item in named(node):
            if item.type == "dictionary_splat":
                self._pairs(group, line)
                group = []
                self.graph.op(line)
                self.visit(item)
                self.graph.op(line, raises=True)
            else:
                group.append(item)
                if len(group) * 2 > STACK_USE_GUIDELINE + 2:
                    self._pairs(group, line)
                    group = []
        self._pairs(group, line)
        self.graph.op(line)

    def _pairs(self, group: list[Node], line: int) -> None:
        keys = [field(item, "key") for item in group]
        big = len(group) * 2 > STACK_USE_GUIDELINE
        constant_keys = len(group) > 1 and not big and all(key is not None and is_constant(key) for key in keys)

        def keys_apart() -> None:
            for item in group:
                self.visit(field(item, "value"))
            self.graph.op(line)

        def in_turn() -> None:
            if big:
                self.graph.op(line)
            for item in group:
                self.visit(field(item, "key"))
                self.visit(field(item, "value"))
                if big:
                    self.graph.op(line, raises=True)
            if group:
                self.graph.op(line, raises=not all(key is not None and is_constant(key) for key in keys))

        if constant_keys:
            self.either(14, in_turn, keys_apart)
        else:
            in_turn()

    def _string(self, node: Node) -> None:
        whole = line_of(node)
        parts = named(node) if node.type == "concatenated_string" else [node]
        in_text = False
        for part in parts:
            pieces = [part] if is_plain_string(part) else named(part)
            for piece in pieces:
                if piece.type == "interpolation":
                    self._interpolation(piece, whole)
                    in_text = False
                elif piece.type == "string_content" or (piece.id == part.id and len(named(part)) > 2):
                    # Pieces of text that follow each other are one constant.
                    if not in_text:
                        self.graph.op(self.since(12, line_of(piece), whole))
                    in_text = True
        self.graph.op(whole)

    def _interpolation(self, node: Node, whole: int) -> None:
        self.visit(field(node, "expression"))
        specifier = field(node, "format_specifier")
        if specifier is not None:
            for child in named(specifier):
                self._interpolation(child, whole)
            self.graph.op(self.since(12, line_of(specifier), whole))
        self.graph.op(self.since(12, line_of(node), whole), raises=True)

    # Calls

    def _call(self, node: Node) -> None:
        function, arguments = field(node, "function"), field(node, "arguments")
        if function is None or arguments is None:
            self.graph.op(line_of(node), raises=True)
            return
        function = unwrap(function)
        items = [arguments] if arguments.type == "generator_expression" else named(arguments)
        starred = any(item.type in ("list_splat", "dictionary_splat") for item in items)
        keywords = any(item.type == "keyword_argument" for item in items)
        line = line_of(node)
        self.visit(function)
        if function.type == "attribute" and not starred and len(items) < STACK_USE_GUIDELINE:
            own = self.attribute_line(function)
            self.arguments(items, own)
            self.graph.op(self.since(11, own, line) if keywords else own, raises=True)
            return
        self.arguments(items, line)
        self.graph.op(line, raises=True)

    def arguments(self, items: list[Node], line: int) -> None:
        """Emit a call's arguments; `line` is the call's own."""
        positional = [item for item in items if item.type not in ("keyword_argument", "dictionary_splat")]
        one_by_one = len(positional) > STACK_USE_GUIDELINE
        for item in positional:
            if item.type == "list_splat" and not one_by_one:
                one_by_one = len(positional) > 1
                if one_by_one:
                    self.graph.op(line)
            self.visit(item)
            if one_by_one:
                self.graph.op(line, raises=item.type == "list_splat")
        unpacked = any(item.type in ("list_splat", "dictionary_splat") for item in items)
        if unpacked:
            self.graph.op(line)
        group = 0
        for item in items:
            if item.type == "keyword_argument":
                group += 1
                self.visit(field(item, "value"))
            elif item.type == "dictionary_splat":
                if group or unpacked:
                    self.graph.op(line)
                group = 0
                self.visit(item)
                self.graph.op(line, raises=True)
        if group and unpacked:
            self.graph.op(line)

    def _yield(self, node: Node) -> None:
        line = line_of(node)
        delegates = any(child.type == "from" for child in node.children)
        items = named(node)
        for item in items:
            self.visit(item)
        if delegates:
            self.graph.op(line, raises=True)
            self.wait(line)
            return
        self.graph.op(line, kind=Kind.YIELD)
        self.graph.op(line, raises=True)

    def wait(self, lines: int | Sequence[int], *, stop: int | None = None) -> None:
        """Emit the waiting for an awaitable or an inner generator: any number of suspensions.

        Its end shows as a StopIteration that goes no further; `stop` is where a StopAsyncIteration leads.
        """
        again, done, after = self.graph.label(), self.graph.label(), self.graph.label()
        self.graph.place(again)
        self.graph.branch(done)
        self.graph.op(lines, kind=Kind.YIELD)
        self.graph.branch(again, backward=False)
        self.graph.place(done)
        self.graph.op(lines, raises=True, stop=after)
        if stop is not None:
            self.graph.op(lines, raises=True, stop=stop)
        self.graph.place(after)

    def _await(self, node: Node) -> None:
        for item in named(node):
            self.visit(item)
        self.graph.op(line_of(node), raises=True)
        self.wait(line_of(node))

    # Comprehensions

    def _comprehension(self, node: Node) -> None:
        clauses = [child for child in named(node) if child.type in ("for_in_clause", "if_clause")]
        if not clauses:
            self.graph.op(line_of(node), raises=True)
            return

        def own_scope() -> None:
            self.graph.op(line_of(node))
            self._iterate(clauses[0], line_of(node))
            self.graph.op(line_of(node), raises=True)
            if any(child.type == "async" for clause in clauses for child in clause.children):
                self.wait(line_of(node))

        if node.type == "generator_expression":
            own_scope()
        else:
            self.either(12, lambda: self._inlined(node, clauses), own_scope)

    def _inlined(self, node: Node, clauses: list[Node]) -> None:
        line = line_of(node)
        self._iterate(clauses[0], line)
        self.graph.op(line)
        # On an exception the variables that the comprehension hid come back, on its first line.
        restore, end = self.graph.label(), self.graph.label()
        outer, self.graph.handler = self.graph.handler, restore
        self._inlined_clauses(node, clauses, first=True)
        self.graph.handler = outer
        self.graph.op(line)
        self.graph.jump(end)
        self.graph.place(restore)
        self.graph.op(line)
        self.graph.op(0, kind=Kind.RERAISE)
        self.graph.place(end)

    def _iterator_lines(self, clause: Node, line: int) -> tuple[int, ...]:
        iterable = field(clause, "right")
        return self.since(13, line_of(unwrap(iterable)) if iterable is not None else line, line)

    def _iterate(self, clause: Node, line: int) -> None:
        self.visit(field(clause, "right"))
        self.graph.op(self._iterator_lines(clause, line), raises=True)

    def _inlined_clauses(self, node: Node, clauses: list[Node], *, first: bool) -> None:
        line, body = line_of(node), field(node, "body")
        if not clauses:
            for part in named(body) if body is not None and body.type == "pair" else [body]:
                self.visit(part)
            self.graph.op(line_of(body) if body is not None else line, raises=True)
            return
        clause, *rest = clauses
        start, again, cleanup = self.graph.label(), self.graph.label(), self.graph.label()
        if not first:
            self._iterate(clause, line)
        self.graph.place(start)
        lines = self._iterator_lines(clause, line)
        waits = any(child.type == "async" for child in clause.children)
        self.graph.op(lines, raises=True, stop=cleanup)
        if waits:
            self.wait(lines, stop=cleanup)
        self.graph.branch(cleanup)
        # The variables are the comprehension's own: reading them never fails, and the function's keep their state.
        hidden, names = self.names, {text_of(name) for name in fields(clause, "left") for name in _identifiers(name)}
        self.names = Names(self.names.local - names, self.names.known | names)
        for target in fields(clause, "left"):
            self._silent += 1
            self.store(target)
            self._silent -= 1
        while rest and rest[0].type == "if_clause":
            # From 3.13 on a failing condition jumps with the line of the jump to the next item.
            outer = self._repeat_line
            self._repeat_line = line_of(body) if body is not None and self.versions[1] >= 13 else None
            for test in named(rest.pop(0)):
                self.jump_if(test, again, False, line)
            self._repeat_line = outer
        self._inlined_clauses(node, rest, first=False)
        self.names = hidden
        self.graph.place(again)
        self.graph.op(line_of(body) if body is not None else line)
        self.graph.jump(start)
        self.graph.place(cleanup)
        self.graph.op(lines)

    # Targets and tests

    def store(self, target: Node) -> None:
        """Emit the assignment of the value at hand to a target."""
        target = unwrap(target)
        line = line_of(target)
        if target.type == "identifier":
            self.store_name(text_of(target), line)
        elif target.type == "attribute":
            self.visit(field(target, "object"))
            self.graph.op(self.attribute_line(target), raises=True)
        elif target.type == "subscript":
            self.visit(field(target, "value"))
            self.subscript_parts(target)
            self.graph.op(line, raises=True)
        elif target.type in ("list_splat", "list_splat_pattern", "as_pattern_target"):
            for inner in named(target):
                self.store(inner)
        else:
            self.graph.op(line, raises=True)
            for inner in named(target):
                self.store(inner)

    def jump_if(self, node: Node, label: int, condition: bool, line: int) -> None:
        """Emit a test that jumps to `label` when it comes out as `condition`; `line` is the statement's."""
        outer, self._compared = self._compared, None
        self._jump_if(node, label, condition, line)
        self._compared = outer

    def _jump_if(self, node: Node, label: int, condition: bool, line: int) -> None:
        node = unwrap(node)
        if node.type == "not_operator":
            argument = field(node, "argument")
            if argument is not None:
                self._jump_if(argument, label, not condition, line)
            return
        if node.type == "boolean_operator":
            short_circuit = text_of(field(node, "operator")) == "or"
            end = self.graph.label()
            *firsts, last = operands(node)
            for value in firsts:
                self._jump_if(value, label if short_circuit == condition else end, short_circuit, line)
            self._jump_if(last, label, condition, line)
            self.graph.place(end)
            return
        if node.type == "conditional_expression" and len(named(node)) == 3:
            body, test, orelse = named(node)
            otherwise, end = self.graph.label(), self.graph.label()
            self._jump_if(test, otherwise, False, line)
            self._jump_if(body, label, condition, line)
            self.graph.jump(end)
            self.graph.place(otherwise)
            self._jump_if(orelse, label, condition, line)
            self.graph.place(end)
            return
        if node.type == "comparison_operator":
            # Up to 3.11 the jumps that follow a comparison bear its line, until the statement ends.
            self._compared = line_of(node)
            if len(named(node)) > 2:
                self._jump_if_chain(node, label, condition)
                return
        truth = constant_truth(node)
        self.visit(node)
        jump = self.since(12, line_of(node), self._compared if self._compared is not None else line)
        if self._repeat_line is not None:
            jump = (*jump, self._repeat_line)
        self.graph.op(jump, raises=truth is None and node.type != "comparison_operator")
        if truth is None:
            self.graph.branch(label)
        elif truth == condition:
            self.graph.jump(label)

    def _jump_if_chain(self, node: Node, label: int, condition: bool) -> None:
        cleanup, end = self.graph.label(), self.graph.label()
        self._compare(node, cleanup)
        self.graph.branch(label)
        self.graph.jump(end)
        self.graph.place(cleanup)
        self.graph.op(line_of(node))
        if not condition:
            self.graph.jump(label)
        self.graph.place(end)


def operands(node: Node) -> list[Node]:
    """The values of `a and b and c`, which the grammar nests and the compiler doesn't."""
    left, right, operator = field(node, "left"), field(node, "right"), text_of(field(node, "operator"))
    values = [right] if right is not None else []
    while left is not None and left.type == "boolean_operator" and text_of(field(left, "operator")) == operator:
        right = field(left, "right")
        values[:0] = [right] if right is not None else []
        left = field(left, "left")
    return ([left] if left is not None else []) + values or [node]


def _identifiers(target: Node) -> list[Node]:
    target = unwrap(target)
    if target.type == "identifier":
        return [target]
    return [name for child in named(target) for name in _identifiers(child)]
