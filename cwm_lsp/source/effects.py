"""What a statement can do to names and objects, and which of the file's functions it can enter: for verification.

Over-approximations: what can't be excluded is reported. Nothing here looks at values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Node

from cwm_lsp.source.constants import is_constant
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function, mangled
from cwm_lsp.source.scopes import imported_names, parameter_nodes, pattern_captures, target_names
from cwm_lsp.source.syntax import (
    COMPREHENSIONS,
    end_line_of,
    field,
    fields,
    line_of,
    named,
    text_of,
    unwrap,
    walk,
)

PURE_BUILTINS = frozenset(
    {"abs", "bool", "chr", "complex", "float", "id", "int", "isinstance", "issubclass", "len", "ord", "range", "type"}
)
"""Builtins that change nothing: at most they ask their arguments for a number, a length or a type."""

_DEFINITIONS = frozenset({"function_definition", "class_definition", "decorated_definition"})
_COMPOUND = frozenset(
    {
        "if_statement",
        "elif_clause",
        "else_clause",
        "for_statement",
        "while_statement",
        "try_statement",
        "except_clause",
        "except_group_clause",
        "finally_clause",
        "with_statement",
        "match_statement",
        "case_clause",
    }
)
_NOT_HEADER = frozenset(
    {
        "block",
        "else_clause",
        "elif_clause",
        "except_clause",
        "except_group_clause",
        "finally_clause",
        "case_clause",
    }
)


_OPERATIONS = frozenset(
    {
        "attribute",
        "augmented_assignment",
        "binary_operator",
        "boolean_operator",
        "comparison_operator",
        "conditional_expression",
        "interpolation",
        "not_operator",
        "subscript",
        "unary_operator",
    }
)


@dataclass(frozen=True, slots=True)
class Effects:
    """What one statement, or one compound statement's header, may do.

    Attributes:
        first_line, last_line: the lines it spans.
        binds: the names of the scope that it may bind, rebind or unbind.
        may_mutate: whether an object that another name reaches may change.
        mentions: every identifier used, attribute names included.
        calls: the names called, bare ones and attributes'.
        has_call: whether anything is called by name.
    """

    first_line: int
    last_line: int
    binds: frozenset[str] = frozenset()
    may_mutate: bool = False
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    has_call: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A simple statement, or the header of a compound one.

    Attributes:
        node: the whole statement.
        parts: the nodes that execute with it: of a compound statement those of its header.
    """

    node: Node
    parts: tuple[Node, ...]

    @property
    def first_line(self) -> int:
        """The line on which it starts."""
        return line_of(self.node)

    @property
    def last_line(self) -> int:
        """The last line of its parts."""
        return max((end_line_of(part) for part in self.parts), default=self.first_line)


def effects(document: Document, function: Function, line: int) -> Effects:
    """What the statements on a line may do; any line of a statement stands for the whole of it.

    Of compound statements only the header counts. A line of no statement has no effects.
    """
    statements = statements_at(function, line)
    reading = _Reading(document.module_names, _operators_have_effects(document))
    for statement in statements:
        reading.read(statement)
    return Effects(
        first_line=min((statement.first_line for statement in statements), default=line),
        last_line=max((statement.last_line for statement in statements), default=line),
        binds=frozenset(mangled(reading.binds | names_forgotten(function, line), function.node)),
        may_mutate=reading.may_mutate,
        mentions=frozenset(reading.mentions),
        calls=frozenset(reading.calls),
        has_call=reading.has_call,
    )


def statements_at(function: Function, line: int) -> list[Statement]:
    """The statements that hold the line within the function's own scope, in source order."""
    body = field(function.node, "body")
    found: list[Statement] = []
    pending = [body] if body is not None else []
    while pending:
        node = pending.pop()
        if node.is_extra or not line_of(node) <= line <= end_line_of(node):
            continue
        if node.type in ("block", "ERROR"):
            pending.extend(reversed(named(node)))
        elif node.type in _DEFINITIONS:
            statement = Statement(node, _definition_parts(node))
            if line <= max(statement.last_line, _name_line(node)):
                found.append(statement)
        elif node.type in _COMPOUND:
            statement = Statement(node, tuple(child for child in named(node) if child.type not in _NOT_HEADER))
            if line <= statement.last_line:
                found.append(statement)
            pending.extend(reversed([child for child in named(node) if child.type in _NOT_HEADER]))
        else:
            found.append(Statement(node, (node,)))
    return found


def _definition_parts(node: Node) -> tuple[Node, ...]:
    if node.type == "decorated_definition":
        definition = field(node, "definition")
        decorators = tuple(child for child in named(node) if child.type == "decorator")
        return decorators + (_definition_parts(definition) if definition is not None else ())
    if node.type == "class_definition":
        return tuple(fields(node, "superclasses"))
    values = [field(whole, "value") for _, _, whole in parameter_nodes(node)]
    return tuple(value for value in values if value is not None)


def _name_line(node: Node) -> int:
    definition = field(node, "definition") or node
    return line_of(definition)


def names_forgotten(function: Function, line: int) -> set[str]:
    """The names of the `except ... as name` clauses around a line: the end of such a clause unbinds its name."""
    found: set[str] = set()
    pending = [function.node]
    while pending:
        for child in pending.pop().named_children:
            if not line_of(child) <= line <= end_line_of(child):
                continue
            pending.append(child)
            if child.type == "except_clause":
                for part in named(child):
                    if part.type == "as_pattern_target" or part.type == "as_pattern":
                        found |= {text_of(name) for target in named(part)[-1:] for name in target_names(target)}
    return found


@lru_cache(maxsize=8)
def _operators_have_effects(document: Document) -> bool:
    """Whether a special method or a property of the file, which an operator or an attribute reaches, changes anything."""
    for method in document.functions:
        special = method.name.startswith("__") and method.name.endswith("__") and method.name != "__init__"
        if not method.is_method or not (special or method.first_line != method.def_line):
            continue
        reading = _Reading(document.module_names, False)
        reading.read_body(method.node)
        if reading.may_mutate:
            return True
    return False


class _Reading:
    """Collects what statements may do."""

    def __init__(self, module_names: frozenset[str], operators_have_effects: bool) -> None:
        self._operators = operators_have_effects
        self.binds: set[str] = set()
        self.mentions: set[str] = set()
        self.calls: set[str] = set()
        self.may_mutate = False
        self.has_call = False
        self._pure = PURE_BUILTINS - module_names

    def read(self, statement: Statement) -> None:
        """Take in one statement."""
        node = statement.node
        kind = node.type
        if kind == "decorated_definition":
            self.may_mutate = self.has_call = True
        definition = field(node, "definition") if kind == "decorated_definition" else node
        if definition is not None and definition.type in _DEFINITIONS:
            self.binds.add(text_of(field(definition, "name")))
            self.may_mutate |= definition.type == "class_definition"
        if kind in ("for_statement", "with_statement"):
            self.may_mutate = True
            self._bind(fields(node, "left"))
        for part in statement.parts:
            self._read(part)

    def read_body(self, function: Node) -> None:
        """Take in all that a function does."""
        body = field(function, "body")
        if body is not None:
            self._read(body)

    def _bind(self, targets: list[Node]) -> None:
        for target in targets:
            names = {text_of(name) for name in target_names(target)}
            self.binds |= names
            # Anything but plain names is stored into an object.
            self.may_mutate |= any(
                inner.type in ("attribute", "subscript") for inner in walk(target, into_scopes=False)
            )

    def _read(self, start: Node) -> None:
        for node in walk(start, into_scopes=False):
            kind = node.type
            if self._operators and kind in _OPERATIONS:
                self.may_mutate = True
            if kind == "identifier":
                self.mentions.add(text_of(node))
            elif kind == "call":
                self._call(node)
            elif kind in ("assignment", "for_in_clause"):
                if kind == "assignment" and field(node, "right") is not None:
                    self._bind(fields(node, "left"))
            elif kind == "augmented_assignment":
                self._bind(fields(node, "left"))
                value = field(node, "right")
                self.may_mutate |= value is None or not _is_number(value)
            elif kind == "named_expression":
                self.binds |= {text_of(name) for name in fields(node, "name")}
            elif kind in ("delete_statement", "as_pattern_target"):
                self._bind(named(node))
            elif kind == "type_alias_statement":
                self.binds |= {text_of(name) for name in walk(node) if name.type == "identifier"}
            elif kind in ("import_statement", "import_from_statement", "future_import_statement"):
                self.binds |= set(imported_names(node))
                self.may_mutate = True
            elif kind == "case_pattern":
                self.binds |= {text_of(name) for name in pattern_captures(node)}
            elif kind in ("yield", "await", "class_pattern"):
                self.may_mutate = True
            elif kind in COMPREHENSIONS or kind in ("list_splat", "dictionary_splat"):
                # An iterator that is reached by a name moves on.
                self.may_mutate = True

    def _call(self, node: Node) -> None:
        function = field(node, "function")
        self.has_call = True
        if function is None:
            self.may_mutate = True
            return
        function = unwrap(function)
        name = text_of(field(function, "attribute") if function.type == "attribute" else function)
        if function.type in ("attribute", "identifier"):
            self.calls.add(name)
        self.may_mutate |= function.type != "identifier" or name not in self._pure


def _is_number(node: Node) -> bool:
    return is_constant(node) and unwrap(node).type not in ("tuple", "expression_list")
