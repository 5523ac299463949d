"""Which expressions are constants to CPython's optimizer, and whether they are true.

A conservative reading: what isn't recognised counts as not constant.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from cwm_lsp.source.syntax import field, is_plain_string, named, text_of, unwrap, walk

_LITERALS = frozenset({"integer", "float", "true", "false", "none", "ellipsis"})


def is_constant(node: Node) -> bool:
    """Whether the compiler loads the expression as one constant."""
    node = unwrap(node)
    if node.type in _LITERALS:
        return True
    if node.type == "string":
        return not any(child.type == "interpolation" for child in node.named_children) and not _is_formatted(node)
    if node.type == "concatenated_string":
        return all(map(is_constant, named(node)))
    if node.type in ("tuple", "expression_list"):
        return all(map(is_constant, named(node)))
    if node.type in ("unary_operator", "not_operator"):
        argument = field(node, "argument")
        return argument is not None and _is_number(argument)
    if node.type == "binary_operator":
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None or not (_is_number(left) and _is_number(right)):
            return False
        # What would raise is left for the program to raise.
        return text_of(field(node, "operator")) not in ("/", "//", "%", "@") or constant_truth(right) is True
    return node.type == "identifier" and text_of(node) == "__debug__"


def _is_number(node: Node) -> bool:
    node = unwrap(node)
    return node.type in ("integer", "float", "unary_operator", "binary_operator") and is_constant(node)


def _is_formatted(node: Node) -> bool:
    prefix = text_of(node.child(0)).lower().rstrip("'\"") if node.child_count else ""
    return "f" in prefix or "t" in prefix


def constant_truth(node: Node) -> bool | None:
    """Whether a constant expression is true; None for anything that isn't a constant known here."""
    node = unwrap(node)
    text = text_of(node)
    if node.type == "identifier":
        return True if text == "__debug__" else None
    if node.type in ("true", "ellipsis"):
        return True
    if node.type in ("false", "none"):
        return False
    if node.type == "integer":
        return re.fullmatch(r"0[box][0_]+|[0_]+j?", text.lower()) is None
    if node.type == "float":
        return text.lower().rstrip("j").split("e")[0].strip("0._") != ""
    if node.type == "string" and is_constant(node):
        return any(child.type == "string_content" for child in node.named_children)
    if node.type == "tuple" and is_constant(node):
        return bool(named(node))
    if node.type == "not_operator":
        argument = field(node, "argument")
        inner = constant_truth(argument) if argument is not None else None
        return None if inner is None else not inner
    return None


_SPECIFIER = re.compile(r"%(-?\d{0,3}[sra]|.|$)", re.DOTALL)


def percent_format(node: Node) -> list[Node | None] | None:
    """The pieces of `"text %s" % (value, ...)` where the compiler turns it into an f-string: values, and None for text.

    None for any other operation.
    """
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None or text_of(field(node, "operator")) != "%":
        return None
    left, right = unwrap(left), unwrap(right)
    if right.type != "tuple" or not is_plain_string(left) or any(item.type == "list_splat" for item in named(right)):
        return None
    text = "".join(text_of(child) for child in walk(left) if child.type == "string_content")
    pieces: list[Node | None] = []
    values = iter(named(right))
    position = 0
    for match in _SPECIFIER.finditer(text):
        if match.start() > position:
            pieces.append(None)
        position = match.end()
        if match[1] == "%":
            pieces.append(None)
            continue
        value = next(values, None)
        if value is None or match[1][-1:] not in ("s", "r", "a"):
            return None
        pieces.append(value)
    if next(values, None) is not None:
        return None
    return [*pieces, None] if position < len(text) else pieces
