"""Names that only go on and are only read modulo something, such as a place in a list that is gone round and round."""

from __future__ import annotations

import ast

from cwm_lsp.predict.termination.reading import integer


def steps_on(node: ast.AST, name: str) -> bool:
    """Whether a statement adds a positive integer to a name, and does nothing else to it."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add) and (integer(node.value) or 0) > 0
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Add):
        return _is_name(node.value.left, name) and (integer(node.value.right) or 0) > 0
    return False


def moduli_of(node: ast.AST, name: str) -> list[ast.expr] | None:
    """What a name is read modulo in a statement or an expression; None where it is read otherwise."""
    read = [one for one in ast.walk(node) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod)]
    moduli = [one.right for one in read if _is_name(one.left, name)]
    count = sum(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
    return moduli if count == len(moduli) else None


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
