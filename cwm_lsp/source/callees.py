"""Which of the file's functions a line, or a whole function, might enter. By name, and rather too many than too few."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import PURE_BUILTINS, Statement, statements_at
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import field, text_of, unwrap, walk

_IMPLICIT_NODES = frozenset(
    {
        "binary_operator",
        "unary_operator",
        "not_operator",
        "boolean_operator",
        "comparison_operator",
        "augmented_assignment",
        "subscript",
        "slice",
        "call",
        "interpolation",
        "list_splat",
        "dictionary_splat",
        "await",
        "class_pattern",
        "pattern_list",
        "tuple_pattern",
        "delete_statement",
        "list_comprehension",
        "set_comprehension",
        "dictionary_comprehension",
        "generator_expression",
        "set",
        "dictionary",
        "yield",
        "conditional_expression",
        "assert_statement",
    }
)
_IMPLICIT_STATEMENTS = frozenset(
    {"for_statement", "with_statement", "if_statement", "elif_clause", "while_statement", "match_statement"}
)
_ATTRIBUTE_HOOKS = frozenset({"__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__get__", "__set__"})


def callees(document: Document, function: Function, line: int) -> tuple[Function, ...]:
    """The file's functions that the statements on this line might enter, in file order.

    A function counts when its name is mentioned (it may be called, or handed to something that calls it), when it is
    a property or method of a mentioned attribute, when its class is mentioned and it makes instances, and when it is a
    special method that an operator, a loop, a call or a truth test on the line can reach.
    """
    return _reached(document, function, statements_at(function, line))


def callees_of(document: Document, function: Function) -> tuple[Function, ...]:
    """The file's functions that a whole function might enter, functions nested in it included."""
    return _reached(document, function, [Statement(function.node, tuple(function.node.named_children))])


def _reached(document: Document, function: Function, statements: list[Statement]) -> tuple[Function, ...]:
    if not statements:
        return ()
    names: set[str] = set()
    implicit = attributes = False
    for statement in statements:
        implicit |= statement.node.type in _IMPLICIT_STATEMENTS
        for node in _nodes(statement.parts):
            implicit |= node.type in _IMPLICIT_NODES
            attributes |= node.type == "attribute"
            if node.type == "identifier":
                names.add(text_of(node))
    called = [node for statement in statements for node in _nodes(statement.parts) if node.type == "call"]
    indirect = _behind(document, function, called, names)
    heirs = _heirs(document) if called else frozenset[str]()
    return tuple(
        other
        for other in document.functions
        if other.name in names
        or (_makes_instances(other.name) and (other.class_name in names or heirs & names))
        or (implicit and _is_special(other.name))
        or (attributes and other.name in _ATTRIBUTE_HOOKS)
        or other.name in indirect
    )


def _heirs(document: Document) -> frozenset[str]:
    """The file's classes that have bases: making one of them may enter an inherited initialiser."""
    return frozenset(
        text_of(field(node, "name"))
        for node in walk(document.root)
        if node.type == "class_definition" and field(node, "superclasses") is not None
    )


def _nodes(parts: Iterable[Node]) -> Iterable[Node]:
    for part in parts:
        yield from walk(part)


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and not _makes_instances(name)


def _makes_instances(name: str) -> bool:
    return name in ("__init__", "__new__", "__post_init__", "__call__", "__set_name__", "__init_subclass__")


def _behind(document: Document, function: Function, calls: list[Node], names: set[str]) -> set[str]:
    """The functions that may stand behind calls of something that no function of the file is named after: a parameter
    or variable that holds a function, an entry of a table, the wrapper that a decorator puts in a function's place."""
    found: set[str] = set()
    if any(other.name in names and other.first_line != other.def_line for other in document.functions):
        found |= {other.name for other in document.functions if "<locals>" in other.qualname}
    known = {other.name for other in document.functions}
    for call in calls:
        target = field(call, "function")
        target = unwrap(target) if target is not None else call
        name = text_of(field(target, "attribute") if target.type == "attribute" else target)
        # A plain name of another scope that is no function of the file is a class or a builtin; it may call what it is given.
        given = field(call, "arguments")
        holds = (
            given is not None
            and name not in PURE_BUILTINS
            and any(text_of(node) in function.locals for node in walk(given) if node.type == "identifier")
        )
        if name not in known and (target.type != "identifier" or name in function.locals or holds):
            return found | _functions_as_values(document) | {"__call__"}
    return found


def _functions_as_values(document: Document) -> set[str]:
    """The functions whose names are mentioned anywhere but in a direct call, or that are decorated: what variables may hold."""
    names = {other.name for other in document.functions}
    found = {other.name for other in document.functions if other.first_line != other.def_line}
    for node in walk(document.root):
        if node.type != "identifier" or text_of(node) not in names:
            continue
        parent = node.parent
        if parent is None or parent.type == "function_definition":
            continue
        if parent.type == "attribute" and parent.parent is not None:
            node, parent = parent, parent.parent
        if parent.type == "call" and field(parent, "function") == node:
            continue
        found.add(text_of(field(node, "attribute") or node))
    return found
