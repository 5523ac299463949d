"""Which names a function binds, and which of them it shares with other scopes: CPython's symbol table, from the tree.

Pure lookup of names. The order in which a frame shows them depends on the code's order and is settled in `functions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.syntax import COMPREHENSIONS, body_of, fields, named, text_of, unwrap
from cwm_lsp.source.syntax import field as field_of

ScopeKind = Literal["module", "function", "class", "comprehension"]

TARGET_GROUPS = frozenset(
    {
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "list_splat_pattern",
        "expression_list",
        "tuple",
        "list",
        "list_splat",
        "parenthesized_expression",
        "as_pattern_target",
    }
)


@dataclass(slots=True)
class Scope:
    """The names of one block as its statements declare them, nested blocks apart."""

    kind: ScopeKind
    parameters: list[str] = field(default_factory=lambda: [])
    bound: set[str] = field(default_factory=lambda: set())
    used: set[str] = field(default_factory=lambda: set())
    globals: set[str] = field(default_factory=lambda: set())
    nonlocals: set[str] = field(default_factory=lambda: set())
    children: list[Scope] = field(default_factory=lambda: [])

    def locals(self) -> set[str]:
        """The names that belong to this block."""
        return (self.bound | set(self.parameters)) - self.globals - self.nonlocals

    def unresolved(self) -> set[str]:
        """The names that this block or one inside it looks up in enclosing functions, or in the module."""
        below = set[str]().union(*(child.unresolved() for child in self.children)) if self.children else set[str]()
        own = (self.used | self.nonlocals) - self.locals() - self.globals
        return own | (below - (self.locals() if self.kind != "class" else set()))

    def captured(self) -> set[str]:
        """The names of this block that inner blocks use: its cell variables."""
        below = set[str]().union(*(child.unresolved() for child in self.children)) if self.children else set[str]()
        return self.locals() & below


def parameter_nodes(function: Node) -> Iterator[tuple[str, Node, Node]]:
    """The parameters of a function or lambda: kind, the node with the name, the whole node.

    Kinds: "positional", "positional-only", "keyword", "args", "kwargs".
    """
    holder = field_of(function, "parameters")
    found: list[tuple[str, Node, Node]] = []
    keyword_only = False
    for child in named(holder) if holder is not None else ():
        if child.type == "positional_separator":
            found = [("positional-only", name, whole) for _, name, whole in found]
            continue
        if child.type == "keyword_separator":
            keyword_only = True
            continue
        name = field_of(child, "name") if child.type in ("default_parameter", "typed_default_parameter") else child
        if child.type == "typed_parameter":
            name = named(child)[0] if named(child) else child
        if name is None:
            continue
        if name.type == "list_splat_pattern":
            keyword_only = True
            found.extend(("args", inner, child) for inner in named(name)[:1])
        elif name.type == "dictionary_splat_pattern":
            found.extend(("kwargs", inner, child) for inner in named(name)[:1])
        elif name.type == "identifier":
            found.append(("keyword" if keyword_only else "positional", name, child))
    return iter(found)


def parameter_names(function: Node) -> list[str]:
    """The parameters in `co_varnames` order: positional, keyword-only, `*args`, `**kwargs`."""
    rank = {"positional-only": 0, "positional": 0, "keyword": 1, "args": 2, "kwargs": 3}
    return [text_of(name) for _, name, _ in sorted(parameter_nodes(function), key=lambda item: rank[item[0]])]


def target_names(target: Node) -> Iterator[Node]:
    """The identifiers that an assignment to `target` binds; attributes and subscripts bind none."""
    target = unwrap(target)
    if target.type == "identifier":
        yield target
    elif target.type in TARGET_GROUPS:
        for child in named(target):
            yield from target_names(child)


def pattern_captures(pattern: Node) -> Iterator[Node]:
    """The identifiers that a `case` pattern binds."""
    if pattern.type == "dotted_name":
        parts = named(pattern)
        if len(parts) == 1 and text_of(parts[0]) != "_":
            yield parts[0]
        return
    if pattern.type == "splat_pattern":
        yield from (child for child in named(pattern) if child.type == "identifier" and text_of(child) != "_")
        return
    if pattern.type == "class_pattern":
        for child in named(pattern)[1:]:
            yield from pattern_captures(child)
        return
    if pattern.type == "keyword_pattern":
        for child in named(pattern)[1:]:
            yield from pattern_captures(child)
        return
    if pattern.type == "as_pattern":
        parts = named(pattern)
        for child in parts[:-1]:
            yield from pattern_captures(child)
        yield from (child for child in parts[-1:] if child.type == "identifier")
        return
    keys = {key.id for key in pattern.children_by_field_name("key")} if pattern.type == "dict_pattern" else set[int]()
    for child in named(pattern):
        if child.id not in keys:
            yield from pattern_captures(child)


def imported_names(statement: Node) -> Iterator[str]:
    """The names that an import statement binds; `*` binds none that can be known."""
    for item in fields(statement, "name"):
        if item.type == "aliased_import":
            yield text_of(field_of(item, "alias"))
        elif statement.type == "import_statement":
            yield text_of(item).split(".")[0].strip()
        else:
            yield text_of(item)


def scope_of(node: Node, *, inline_comprehensions: bool = False) -> Scope:
    """The scope of a function, lambda, class or module.

    `inline_comprehensions` is CPython 3.12's way: list, set and dict comprehensions are part of the function.
    """
    kind: ScopeKind = "class" if node.type == "class_definition" else "module" if node.type == "module" else "function"
    scope = Scope(kind)
    if kind == "function":
        scope.parameters = parameter_names(node)
    reader = _Reader(inline_comprehensions)
    body = node if kind == "module" else body_of(node)
    if body is not None:
        reader.read(body, scope, scope)
    return scope


def scope_of_block(node: Node) -> Scope:
    """The names that a single statement of a module declares."""
    scope = Scope("module")
    _Reader(False).read(node, scope, scope)
    return scope


class _Reader:
    def __init__(self, inline_comprehensions: bool) -> None:
        self.inline = inline_comprehensions

    def read(self, start: Node, scope: Scope, owner: Scope) -> None:
        """`owner` is the nearest scope that is no comprehension: a walrus binds there."""
        pending = [start]
        while pending:
            node = pending.pop()
            kind = node.type
            if kind == "identifier":
                scope.used.add(text_of(node))
            elif kind == "attribute":
                self._push(pending, field_of(node, "object"))
            elif kind == "keyword_argument":
                self._push(pending, field_of(node, "value"))
            elif kind == "function_definition":
                self._definition(node, scope, pending)
            elif kind == "class_definition":
                scope.bound.add(text_of(field_of(node, "name")))
                self._push(pending, field_of(node, "superclasses"))
                self._child(node, scope, "class")
            elif kind == "lambda":
                self._defaults(node, pending)
                self._child(node, scope, "function")
            elif kind in COMPREHENSIONS:
                self._comprehension(node, scope, owner, pending)
            elif kind in ("global_statement", "nonlocal_statement"):
                names = {text_of(name) for name in named(node)}
                (scope.globals if kind == "global_statement" else scope.nonlocals).update(names)
            elif kind in ("import_statement", "import_from_statement", "future_import_statement"):
                scope.bound.update(imported_names(node))
            elif kind == "case_pattern":
                self._pattern(node, scope)
            else:
                self._bindings(node, scope, owner)
                pending.extend(reversed(named(node)))

    def _bindings(self, node: Node, scope: Scope, owner: Scope) -> None:
        kind = node.type
        targets: list[Node] = []
        if kind in ("assignment", "augmented_assignment", "for_statement", "type_alias_statement", "for_in_clause"):
            targets = fields(node, "left")
            if kind == "type_alias_statement":
                targets = [inner for target in targets for inner in named(target)]
        elif kind == "named_expression":
            owner.bound.update(text_of(name) for name in fields(node, "name"))
            if owner is not scope:
                scope.used.update(text_of(name) for name in fields(node, "name"))
        elif kind in ("as_pattern_target", "delete_statement"):
            targets = named(node)
        for target in targets:
            scope.bound.update(text_of(name) for name in target_names(target))

    def _pattern(self, node: Node, scope: Scope) -> None:
        captures = list(pattern_captures(node))
        scope.bound.update(text_of(name) for name in captures)
        pending = [node]
        while pending:
            current = pending.pop()
            if current.type == "identifier":
                scope.used.add(text_of(current))
            parts = named(current)
            pending.extend(parts[:1] if current.type == "dotted_name" else parts)

    def _definition(self, node: Node, scope: Scope, pending: list[Node]) -> None:
        scope.bound.add(text_of(field_of(node, "name")))
        self._defaults(node, pending)
        self._push(pending, field_of(node, "return_type"))
        self._child(node, scope, "function")

    def _defaults(self, node: Node, pending: list[Node]) -> None:
        for _, _, whole in parameter_nodes(node):
            self._push(pending, field_of(whole, "value"))
            self._push(pending, field_of(whole, "type"))

    def _child(self, node: Node, scope: Scope, kind: ScopeKind) -> None:
        child = Scope(kind)
        if kind == "function":
            child.parameters = parameter_names(node)
        body = body_of(node)
        if body is not None:
            self.read(body, child, child)
        scope.children.append(child)

    def _comprehension(self, node: Node, scope: Scope, owner: Scope, pending: list[Node]) -> None:
        clauses = [child for child in named(node) if child.type in ("for_in_clause", "if_clause")]
        first = next((field_of(clause, "right") for clause in clauses if clause.type == "for_in_clause"), None)
        self._push(pending, first)
        child = Scope("comprehension")
        for part in named(node):
            if part.type == "for_in_clause":
                for target in fields(part, "left"):
                    child.bound.update(text_of(name) for name in target_names(target))
                    self.read(target, child, owner)
                right = field_of(part, "right")
                if right is not None and (first is None or right.id != first.id):
                    self.read(right, child, owner)
            else:
                self.read(part, child, owner)
        if self.inline and node.type != "generator_expression":
            scope.used |= child.used - child.bound
            scope.children.extend(child.children)
            # A variable of the comprehension that a lambda inside captures stays the comprehension's own.
            for inner in scope.children[len(scope.children) - len(child.children) :]:
                inner.globals |= child.bound
        else:
            scope.children.append(child)

    @staticmethod
    def _push(pending: list[Node], node: Node | None) -> None:
        if node is not None:
            pending.append(node)
