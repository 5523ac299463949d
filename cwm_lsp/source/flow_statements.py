"""Statements as the compiler lays them out: branches, loops, and the copies of `finally` and `with` exits.

`function_flow` is the entrance: a function's node in, its graph and the order in which its names were met out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.constants import is_constant
from cwm_lsp.source.flow_expressions import ExpressionFlow, Names, Versions
from cwm_lsp.source.flow_graph import FlowGraph, Kind
from cwm_lsp.source.flow_patterns import PatternFlow
from cwm_lsp.source.scopes import imported_names
from cwm_lsp.source.syntax import (
    body_of,
    docstring_of,
    field,
    fields,
    is_async,
    line_of,
    named,
    text_of,
    unwrap,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """What a jump out of a statement must do on its way: leave a loop, or emit the exit of a `finally` or `with`.

    Attributes:
        handler: where exceptions go outside the block.
        on_leave: emits the exit; None for a loop.
        hides_line: what follows the exit bears no line of its own.
        go_on, leave: a loop's labels for `continue` and `break`.
    """

    handler: int
    on_leave: Callable[[], None] | None = None
    go_on: int = 0
    leave: int = 0
    hides_line: bool = False


@dataclass(frozen=True, slots=True)
class FunctionFlow:
    """What the emission of a function gives.

    Attributes:
        graph: its instructions.
        names: every name in the order in which the compiler meets it.
    """

    graph: FlowGraph
    names: tuple[str, ...]


def function_flow(function: Node, names: Names, versions: Versions, first_line: int) -> FunctionFlow:
    """Lay out a function's body.

    Raises:
        FlowTooLargeError: the graph would outgrow its limit.
        RecursionError: expressions are nested too deeply.
    """
    flow = StatementFlow(FlowGraph(), names, versions)
    body = body_of(function)
    if body is not None:
        docstring = docstring_of(body)
        flow.block([child for child in named(body) if docstring is None or child.id != docstring.id])
    # A body without instructions is left on the line on which the function starts.
    flow.graph.op(0 if len(flow.graph.nodes) > 1 else first_line)
    flow.graph.op(0, kind=Kind.RETURN)
    return FunctionFlow(flow.graph, tuple(flow.met))


class StatementFlow(PatternFlow, ExpressionFlow):
    """Emits statements into a graph."""

    def __init__(self, graph: FlowGraph, names: Names, versions: Versions) -> None:
        super().__init__(graph, names, versions)
        self._blocks: list[_Block] = []
        self._last_line = 0
        self._statements: dict[str, Callable[[Node], None]] = {
            "expression_statement": self._expression_statement,
            "return_statement": self._return,
            "raise_statement": self._raise,
            "assert_statement": self._assert,
            "delete_statement": self._delete,
            "pass_statement": self._pass,
            "break_statement": self._break,
            "continue_statement": self._continue,
            "if_statement": self._if,
            "for_statement": self._for,
            "while_statement": self._while,
            "try_statement": self._try,
            "with_statement": self._with,
            "match_statement": self._match,
            "function_definition": self._definition,
            "class_definition": self._definition,
            "decorated_definition": self._decorated,
            "import_statement": self._import,
            "import_from_statement": self._import,
            "future_import_statement": self._import,
            "type_alias_statement": self._type_alias,
            "global_statement": self._nothing,
            "nonlocal_statement": self._nothing,
            "comment": self._nothing,
        }

    def block(self, statements: list[Node]) -> None:
        """Emit statements one after the other."""
        for statement in statements:
            self._last_line = line_of(statement)
            self._statements.get(statement.type, self._unknown)(statement)

    def _body(self, node: Node | None) -> None:
        block = body_of(node) if node is not None else None
        if block is not None:
            self.block(named(block))

    # Simple statements

    def _nothing(self, node: Node) -> None:
        pass

    def _unknown(self, node: Node) -> None:
        for child in named(node):
            self.visit(child)
        self.graph.op(line_of(node), raises=True)

    def _pass(self, node: Node) -> None:
        self.graph.op(line_of(node))

    def _expression_statement(self, node: Node) -> None:
        parts = named(node)
        if not parts:
            return
        if len(parts) > 1:
            self.elements(node, parts, list_like=False)
            return
        expression = parts[0]
        if expression.type == "assignment":
            self._assignment(expression)
        elif expression.type == "augmented_assignment":
            self._augmented(expression)
        elif is_constant(expression):
            self.graph.op(line_of(node))
        else:
            self.visit(expression)
            self.graph.op(line_of(node))

    def _assignment(self, node: Node) -> None:
        targets: list[Node] = []
        value: Node | None = node
        annotated = False
        while value is not None and value.type == "assignment":
            targets.extend(fields(value, "left"))
            annotated = annotated or field(value, "type") is not None
            value = field(value, "right")
        line = line_of(node)
        if value is None:
            # A bare annotation: nothing happens, unless the target has parts to look at.
            target = unwrap(targets[0])
            if target.type == "attribute":
                self.visit(field(target, "object"))
                self.graph.op(line)
            elif target.type == "subscript":
                self.visit(field(target, "value"))
                self.graph.op(line)
                self.subscript_parts(target)
                self.graph.op(line)
            return
        self.visit(value)
        if not annotated and len(targets) > 1:
            self.graph.op(line)
        for target in targets:
            self.store(target)

    def _augmented(self, node: Node) -> None:
        target, value = field(node, "left"), field(node, "right")
        if target is None:
            return
        target = unwrap(target)
        line = line_of(node)
        if target.type == "attribute":
            self.visit(field(target, "object"))
            self.graph.op(self.attribute_line(target), raises=True)
            self.visit(value)
            self.graph.op(line, raises=True)
            self.graph.op(self.attribute_line(target), raises=True)
        elif target.type == "subscript":
            self.visit(field(target, "value"))
            self.subscript_parts(target)
            self.graph.op(line, raises=True)
            self.visit(value)
            self.graph.op(line, raises=True)
        else:
            self.visit(target)
            self.visit(value)
            self.graph.op(line, raises=True)
            self.store(target)

    def _raise(self, node: Node) -> None:
        parts = named(node)
        for part in parts:
            self.visit(part)
        # A bare `raise` sends the exception on without an event of its own.
        self.graph.op(line_of(node), raises=bool(parts), kind=Kind.PLAIN if parts else Kind.RERAISE)
        self.graph.ends = []

    def _assert(self, node: Node) -> None:
        test, *message = named(node) or [node]
        end = self.graph.label()
        self.jump_if(test, end, True, line_of(node))
        self.graph.op(line_of(node))
        for part in message:
            self.visit(part)
        self.graph.op(line_of(node), raises=True)
        self.graph.ends = []
        self.graph.place(end)

    def _delete(self, node: Node) -> None:
        for target in named(node):
            self._unbind(target)

    def _unbind(self, target: Node) -> None:
        target = unwrap(target)
        if target.type == "identifier":
            name = text_of(target)
            self.meet(name)
            self.graph.op(line_of(target), unbinds=name, raises=name not in self.names.local)
        elif target.type in ("attribute", "subscript"):
            self.store(target)
        else:
            for child in named(target):
                self._unbind(child)

    def _import(self, node: Node) -> None:
        line = line_of(node)
        self.graph.op(line, raises=True)
        for name in imported_names(node):
            self.store_name(name, line)

    def _type_alias(self, node: Node) -> None:
        self.graph.op(line_of(node))
        for target in fields(node, "left"):
            for name in named(target)[:1]:
                inner = named(name)[0] if name.type == "generic_type" and named(name) else name
                self.store_name(text_of(inner), line_of(node))

    # Jumps

    def _return(self, node: Node) -> None:
        line = line_of(node)
        value = next(iter(named(node)), None)
        if value is not None:
            self.visit(value)
        if value is None or line_of(unwrap(value)) != line:
            self.graph.op(line)
        self._unwind(len(self._blocks))
        hidden = any(block.hides_line for block in self._blocks)
        self.graph.op(0 if hidden else line, kind=Kind.RETURN)

    def _unwind(self, count: int) -> None:
        """Emit the exits of the innermost `count` blocks."""
        blocks, handler = self._blocks, self.graph.handler
        for depth in range(count):
            block = blocks[len(blocks) - 1 - depth]
            self._blocks = blocks[: len(blocks) - 1 - depth]
            self.graph.handler = block.handler
            if block.on_leave is not None:
                block.on_leave()
        self._blocks, self.graph.handler = blocks, handler

    def _break(self, node: Node) -> None:
        self._leave_loop(node, lambda loop: loop.leave)

    def _continue(self, node: Node) -> None:
        self._leave_loop(node, lambda loop: loop.go_on)

    def _leave_loop(self, node: Node, label: Callable[[_Block], int]) -> None:
        self.graph.op(line_of(node))
        for depth, block in enumerate(reversed(self._blocks)):
            if block.on_leave is None:
                self._unwind(depth)
                self.graph.jump(label(block))
                return

    # Compound statements

    def _if(self, node: Node) -> None:
        end = self.graph.label()
        branches = [node, *(clause for clause in fields(node, "alternative") if clause.type == "elif_clause")]
        for branch in branches:
            otherwise = self.graph.label()
            test = field(branch, "condition")
            if test is not None:
                self.jump_if(test, otherwise, False, line_of(branch))
            self._body(branch)
            self.graph.jump(end)
            self.graph.place(otherwise)
        self._else(node)
        self.graph.place(end)

    def _else(self, node: Node) -> None:
        for clause in fields(node, "alternative"):
            if clause.type == "else_clause":
                self._body(clause)

    def _loop_body(self, node: Node, go_on: int, leave: int) -> None:
        self._blocks = [*self._blocks, _Block(self.graph.handler, go_on=go_on, leave=leave)]
        self._body(node)
        self._blocks = self._blocks[:-1]
        self.graph.jump(go_on)

    def _for(self, node: Node) -> None:
        start, cleanup, end = self.graph.label(), self.graph.label(), self.graph.label()
        iterable, target = field(node, "right"), field(node, "left")
        if iterable is None or target is None:
            self._unknown(node)
            return
        line = line_of(node)
        iterable = unwrap(iterable)
        lines = self.since(13, line_of(iterable), line)
        waits = is_async(node)
        if iterable.type in ("list", "set", "tuple", "expression_list") and all(map(is_constant, named(iterable))):
            self.graph.op(line_of(iterable))
        else:
            self.visit(iterable)
        self.graph.op(lines, raises=True)
        self.graph.place(start)
        self.graph.op(lines, raises=True, stop=cleanup)
        if waits:
            self.wait(lines, stop=cleanup)
        self.graph.branch(cleanup)
        self.store(target)
        self._loop_body(node, start, end)
        self.graph.place(cleanup)
        if waits:
            self.graph.op(lines)
        self._else(node)
        self.graph.place(end)

    def _while(self, node: Node) -> None:
        start, anchor, end = self.graph.label(), self.graph.label(), self.graph.label()
        self.graph.place(start)
        test = field(node, "condition")
        if test is not None:
            self.jump_if(test, anchor, False, line_of(node))
        self._loop_body(node, start, end)
        self.graph.place(anchor)
        self._else(node)
        self.graph.place(end)

    def _protected(self, handler: int, block: _Block | None, emit: Callable[[], None]) -> None:
        """Emit code whose exceptions go to `handler`, and that leaves `block` when it jumps out."""
        outer = self.graph.handler
        self.graph.handler = handler
        if block is not None:
            self._blocks = [*self._blocks, block]
        emit()
        if block is not None:
            self._blocks = self._blocks[:-1]
        self.graph.handler = outer

    def _try(self, node: Node) -> None:
        clauses = [child for child in named(node) if child.type in ("except_clause", "except_group_clause")]
        final = next((child for child in named(node) if child.type == "finally_clause"), None)
        if final is None:
            self._try_except(node, clauses)
            return
        on_error, end = self.graph.label(), self.graph.label()
        outer = self.graph.handler
        self.graph.op(line_of(node))

        def guarded() -> None:
            if clauses:
                self._try_except(node, clauses)
            else:
                self._body(node)

        self._protected(on_error, _Block(outer, on_leave=lambda: self._body(final), hides_line=True), guarded)
        self._body(final)
        self.graph.jump(end)
        self.graph.place(on_error)
        self._final_on_error(final)
        self.graph.place(end)

    def _final_on_error(self, final: Node) -> None:
        """Emit the copy of a `finally` body that an exception reaches. A return in it swallows the exception."""
        if not self.versions[0] <= 11 <= self.versions[1]:
            self._body(final)
            self.graph.op(0, kind=Kind.RERAISE)
            return
        # In 3.11 an exception in this copy visits the copy's last line on its way out.
        cleanup, leave = self.graph.label(), self.graph.label()
        self._protected(cleanup, None, lambda: self._body(final))
        last = self.graph.end_lines
        self.graph.op(0, kind=Kind.RERAISE)
        self.graph.place(cleanup)
        if self.versions != (11, 11):
            self.graph.branch(leave)
        if last:
            self.graph.op(last)
        self.graph.place(leave)
        self.graph.op(0, kind=Kind.RERAISE)

    def _try_except(self, node: Node, clauses: list[Node]) -> None:
        handlers, end = self.graph.label(), self.graph.label()
        self.graph.op(line_of(node))
        self._protected(handlers, _Block(self.graph.handler, on_leave=lambda: None), lambda: self._body(node))
        for clause in named(node):
            if clause.type == "else_clause":
                self._body(clause)
        self.graph.jump(end)
        self.graph.place(handlers)
        for clause in clauses:
            following = self.graph.label()
            line = line_of(clause)
            target = self._caught(clause, line, following)
            self.graph.op(line)
            if target is not None:
                self.store(target)
            self._handler_body(clause, target)
            self.graph.jump(end)
            self.graph.place(following)
        self.graph.op(0, kind=Kind.RERAISE)
        self.graph.place(end)

    def _caught(self, clause: Node, line: int, following: int) -> Node | None:
        """Emit the comparison of an `except` clause with the exception; give the node of its name."""
        caught = [child for child in named(clause) if child.type != "block"]
        target: Node | None = None
        if not caught:
            return None
        value = caught[0]
        if value.type == "as_pattern":
            parts = named(value)
            value = parts[0]
            target = next((part for part in parts[1:] if part.type == "as_pattern_target"), None)
            target = named(target)[0] if target is not None and named(target) else None
        elif len(caught) > 1 and caught[1].type == "identifier":
            target = caught[1]
        self.visit(value)
        self.graph.op(line, raises=True)
        self.graph.branch(following)
        return target

    def _handler_body(self, clause: Node, target: Node | None) -> None:
        name = text_of(target) if target is not None else None

        def forget() -> None:
            if name is not None:
                self.graph.op(0, binds=name)
                self.graph.op(0, binds=None, unbinds=name)

        self._protected(self.graph.handler, _Block(self.graph.handler, on_leave=forget), lambda: self._body(clause))
        forget()

    def _with(self, node: Node) -> None:
        clause = next((child for child in named(node) if child.type == "with_clause"), None)
        items = [child for child in named(clause) if child.type == "with_item"] if clause is not None else []
        if len(items) == 1 and field(items[0], "value") is not None:
            # `with (a, b):` is two items to Python and one tuple to older grammars.
            value = field(items[0], "value")
            inner = named(value) if value is not None and value.type == "tuple" else []
            self._with_items(node, [(part, None) for part in inner] if inner else [_item(items[0])])
            return
        self._with_items(node, [_item(item) for item in items])

    def _with_items(self, node: Node, items: list[tuple[Node | None, Node | None]]) -> None:
        if not items:
            self._body(node)
            return
        (value, target), *rest = items
        on_error, end = self.graph.label(), self.graph.label()
        outer, waits = self.graph.handler, is_async(node)
        line = line_of(node)
        own = line_of(unwrap(value)) if value is not None else line
        entering = self.since(13, own, line)

        def leave() -> None:
            self.graph.op(entering, raises=True)
            if waits:
                self.wait(entering)

        def finish() -> None:
            # Where the exits of several items share a line, some interpreters visit it for each of them.
            self.graph.branch(end, backward=True)
            self.graph.jump(end)

        def guarded() -> None:
            if target is not None:
                self.store(target)
            else:
                self.graph.op(entering)
            self._with_items(node, rest)

        self.visit(value)
        self.graph.op(entering, raises=True)
        if waits:
            self.wait(entering)
        self._protected(on_error, _Block(outer, on_leave=leave, hides_line=True), guarded)
        if waits:
            # Up to 3.11 the end of the body bears the line of its last statement, whether that was visited or not.
            self.either(12, lambda: None, lambda: self.graph.op(self._last_line))
        leave()
        finish()
        self.graph.place(on_error)
        leave()
        suppressed = self.graph.label()
        self.graph.branch(suppressed)
        self.graph.op(entering, kind=Kind.RERAISE)
        self.graph.place(suppressed)
        finish()
        self.graph.place(end)

    # Definitions

    def _decorated(self, node: Node) -> None:
        definition = field(node, "definition")
        decorators = [child for child in named(node) if child.type == "decorator"]
        if definition is not None:
            self._definition(definition, decorators)

    def _definition(self, node: Node, decorators: list[Node] | None = None) -> None:
        found = [(line_of(named(item)[0]), named(item)[0]) for item in decorators or () if named(item)]
        for _, expression in found:
            self.visit(expression)
        line = line_of(node)
        if node.type == "class_definition":
            bases = field(node, "superclasses")
            self.graph.op(line)
            self.arguments(named(bases) if bases is not None else [], line)
            self.graph.op(line, raises=True)
        else:
            self.defaults(node, line)
            self.graph.op(line)
        for decorator_line, _ in reversed(found):
            self.graph.op(self.since(11, decorator_line, line), raises=True)
        name = field(node, "name")
        if name is not None:
            self.store_name(text_of(name), line)


def _item(item: Node) -> tuple[Node | None, Node | None]:
    value = field(item, "value")
    if value is not None and value.type == "as_pattern":
        parts = named(value)
        alias = next((part for part in parts[1:] if part.type == "as_pattern_target"), None)
        inner = named(alias) if alias is not None else []
        return parts[0], inner[0] if inner else None
    return value, None
