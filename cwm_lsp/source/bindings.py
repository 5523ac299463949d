"""What a line is sure to do to names, and what a `return` gives: the certainties that decoding builds on.

`effects` says what a line may do at most; this module says what it does at least. Both only read the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.effects import Statement, names_forgotten, statements_at
from cwm_lsp.source.functions import Function
from cwm_lsp.source.scopes import imported_names, target_names
from cwm_lsp.source.syntax import field as syntax_field
from cwm_lsp.source.syntax import fields, line_of, named, text_of, unwrap

_SIMPLE = frozenset({"expression_statement", "import_statement", "import_from_statement", "delete_statement"})


@dataclass(frozen=True, slots=True)
class Bindings:
    """What holds of names once the line has completed without an exception.

    Attributes:
        bound: names that are bound then.
        unbound: names that are not bound any more.
        maybe_unbound: names that may have been unbound on the way to the next line (`except ... as name` clauses end).
        given: for names bound by a plain `name = expression`, the expression's text.
    """

    bound: frozenset[str] = frozenset()
    unbound: frozenset[str] = frozenset()
    maybe_unbound: frozenset[str] = frozenset()
    given: Mapping[str, str] = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Returned:
    """What a line returns if it is a `return` statement.

    Attributes:
        kind: `nothing` (a bare return, or the end of the body), `name` (one variable), `call` (one call of a plain name),
            `other`.
        name: the variable or the called name, empty for the other kinds.
    """

    kind: Literal["nothing", "name", "call", "other"]
    name: str = ""


def bindings(function: Function, line: int) -> Bindings:
    """What the statements on a line are sure to do to the scope's names; nothing is claimed for statements over several lines."""
    bound: set[str] = set()
    unbound: set[str] = set()
    given: dict[str, str] = {}
    statements = statements_at(function, line)
    for statement in statements:
        node = statement.node
        if statement.first_line != line or statement.last_line != line:
            return Bindings(maybe_unbound=frozenset(names_forgotten(function, line)))
        if node.type in ("function_definition", "class_definition"):
            bound.add(text_of(syntax_field(node, "name")))
        elif node.type == "delete_statement":
            unbound |= {text_of(name) for part in named(node) for name in target_names(part)}
        elif node.type in _SIMPLE:
            bound |= _bound_by(node)
            unbound -= bound
            if len(statements) == 1:
                given.update(_plainly_given(node))
    return Bindings(frozenset(bound - unbound), frozenset(unbound), frozenset(names_forgotten(function, line)), given)


def _plainly_given(node: Node) -> dict[str, str]:
    parts = named(node)
    if node.type != "expression_statement" or len(parts) != 1 or parts[0].type != "assignment":
        return {}
    left, right = syntax_field(parts[0], "left"), syntax_field(parts[0], "right")
    if left is None or right is None or left.type != "identifier":
        return {}
    return {text_of(left): text_of(right)}


def _bound_by(node: Node) -> set[str]:
    if node.type != "expression_statement":
        return set(imported_names(node))
    found: set[str] = set()
    pending = named(node)
    while pending:
        part = pending.pop()
        if part.type in ("assignment", "augmented_assignment"):
            right = syntax_field(part, "right")
            if right is None:
                continue
            found |= {text_of(name) for target in fields(part, "left") for name in target_names(target)}
            pending.append(right)
    return found


def returned(function: Function, line: int) -> Returned:
    """What the scope returns when it returns at this line without an exception and without a `yield`."""
    statements = statements_at(function, line)
    value = _return_value(statements)
    if value is None:
        return Returned("other" if any(map(_may_end_a_return, statements)) else "nothing")
    value = unwrap(value)
    if value.type == "identifier":
        return Returned("name", text_of(value))
    if value.type == "call":
        called = syntax_field(value, "function")
        if called is not None and called.type == "identifier":
            return Returned("call", text_of(called))
    return Returned("other")


def _may_end_a_return(statement: Statement) -> bool:
    """Whether a `return` further up may be on its way here: `finally` and the end of a `with` come between it and the caller."""
    if statement.node.type == "return_statement":
        return False
    node: Node | None = statement.node
    while node is not None and node.type != "function_definition":
        if node.type in ("finally_clause", "with_statement"):
            return True
        node = node.parent
    return False


def _return_value(statements: list[Statement]) -> Node | None:
    for statement in statements:
        if statement.node.type == "return_statement":
            parts = named(statement.node)
            return parts[0] if parts else None
    return None


def sole_call(function: Function, line: int, name: str) -> tuple[str, ...] | None:
    """The arguments of the only call of `name` on a line, as text, if all are positional.

    Returns:
        The arguments' source texts; None if the name is called more than once, in other ways, or in a statement of several
        lines.
    """
    calls: list[Node] = []
    for statement in statements_at(function, line):
        if statement.first_line != statement.last_line or line_of(statement.node) != line:
            return None
        pending = list(statement.parts)
        while pending:
            node = pending.pop()
            called = syntax_field(node, "function") if node.type == "call" else None
            if called is not None and text_of(called) == name:
                calls.append(node)
            pending += node.named_children
    if len(calls) != 1:
        return None
    arguments = syntax_field(calls[0], "arguments")
    if arguments is None or arguments.type != "argument_list":
        return None
    parts = named(arguments)
    if any(part.type in ("keyword_argument", "list_splat", "dictionary_splat", "comment") for part in parts):
        return None
    return tuple(text_of(part) for part in parts)
