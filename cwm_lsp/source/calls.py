"""A call as the user writes it, checked: `parse_call` says what is called with what, or why it can't be predicted."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.flow_expressions import BUILTIN_NAMES
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import encode, field, named, parse, text_of, unwrap, walk


@dataclass(frozen=True, slots=True)
class CallExpression:
    """A call that can be predicted.

    Attributes:
        text: the call on one line, comments and outer blanks removed.
        function: the function of the file that is entered in the end.
        names: the names that the call mentions, the function's own included.
    """

    text: str
    function: Function
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class CallError:
    """Why a text is no call that can be predicted; `message` says what to write instead."""

    message: str


def parse_call(text: str, document: Document) -> CallExpression | CallError:
    """Check a call's text against the file.

    It must be one expression: a call of one of the file's functions, `f(3, [1, 2])`, of a class's method on an
    instance, `Stack().push(3)`, or of a class, `Stack(3)`, which enters its `__init__`.
    """
    shown = text.strip()
    if not shown:
        return CallError("The call is empty. Write one such as f(3, [1, 2]).")
    root = parse(encode(shown)).root_node
    statements = named(root)
    if root.has_error or not statements:
        return CallError(f"{shown!r} is not a Python expression. Write one call, such as f(3, [1, 2]).")
    expression = _sole_expression(statements)
    if expression is None:
        return CallError(f"{shown!r} is not a single expression. Write one call, such as f(3, [1, 2]).")
    if expression.type != "call":
        return CallError(
            f"{shown!r} is not a call. Write the function's name with its arguments, such as f(3, [1, 2])."
        )
    function = called_function(expression, document)
    if isinstance(function, CallError):
        return function
    return CallExpression(one_line(expression), function, frozenset(names_in(expression)))


def _sole_expression(statements: list[Node]) -> Node | None:
    if len(statements) != 1 or statements[0].type != "expression_statement":
        return None
    parts = named(statements[0])
    return unwrap(parts[0]) if len(parts) == 1 else None


def called_function(call: Node, document: Document) -> Function | CallError:
    """The function of the file that a call enters, or why there is none."""
    target = field(call, "function")
    target = unwrap(target) if target is not None else call
    if target.type == "identifier":
        name = text_of(target)
        function = _top_level(document, name)
        if function is not None:
            return function
        initialiser = _top_level(document, f"{name}.__init__")
        if initialiser is not None:
            return initialiser
        known = ", ".join(dict.fromkeys(each.name for each in document.functions if not each.is_method))
        return CallError(f"This file has no function {name!r}." + (f" It has: {known}." if known else ""))
    if target.type == "attribute":
        method = text_of(field(target, "attribute"))
        receiver = field(target, "object")
        names = set(names_in(receiver)) if receiver is not None else set[str]()
        found = [each for each in document.functions if each.is_method and each.name == method]
        of_named = [each for each in found if each.class_name in names]
        if of_named or found:
            return (of_named or found)[-1]
        return CallError(f"No class of this file has a method {method!r}.")
    return CallError(f"{text_of(target)!r} is not a function's name. Write one call, such as f(3, [1, 2]).")


def _top_level(document: Document, qualname: str) -> Function | None:
    found = [each for each in document.functions if each.qualname == qualname]
    return found[-1] if found else None


def names_in(node: Node) -> list[str]:
    """The names that an expression reads from outside itself: no attributes, keywords, or variables of its own."""
    own: set[str] = set()
    found: list[str] = []
    skipped: set[int] = set()
    for inner in walk(node):
        if inner.type == "attribute":
            attribute = field(inner, "attribute")
            if attribute is not None:
                skipped.add(attribute.id)
        elif inner.type == "keyword_argument":
            name = field(inner, "name")
            if name is not None:
                skipped.add(name.id)
        elif inner.type in ("for_in_clause", "lambda_parameters", "named_expression"):
            target = inner if inner.type == "lambda_parameters" else field(inner, "left") or field(inner, "name")
            own |= {text_of(name) for name in walk(target) if name.type == "identifier"} if target else set()
        elif inner.type == "identifier" and inner.id not in skipped:
            found.append(text_of(inner))
    return [name for name in found if name not in own]


def is_self_contained(node: Node, known: frozenset[str]) -> bool:
    """Whether an expression reads nothing but builtins and `known` names, and neither binds nor suspends anything."""
    if any(inner.type in ("yield", "await", "named_expression", "ERROR") or inner.is_missing for inner in walk(node)):
        return False
    return all(name in known or name in BUILTIN_NAMES for name in names_in(node))


def one_line(node: Node) -> str:
    """An expression's text on one line: line ends, comments and indentation between its tokens become one blank."""
    if node.start_point[0] == node.end_point[0]:
        return text_of(node)
    pieces: list[str] = []
    previous = -1
    for token in _tokens(node):
        if pieces and token.start_byte > previous:
            pieces.append(" " if pieces[-1][-1:] not in "([{." and text_of(token)[:1] not in ")]},.:" else "")
        pieces.append(text_of(token))
        previous = token.end_byte
    return "".join(pieces)


def _tokens(node: Node) -> list[Node]:
    found: list[Node] = []
    pending = [node]
    while pending:
        current = pending.pop()
        following = current.next_sibling
        if current.is_extra or (
            current.type == ","
            and following is not None
            and following.type == ")"
            and current.parent is not None
            and current.parent.type == "argument_list"
        ):
            continue
        if current.type == "string" or not current.child_count:
            found.append(current)
        else:
            pending.extend(reversed(current.children))
    return found
