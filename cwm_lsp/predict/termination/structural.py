"""Why recursion ends, from the text alone: a parameter that gets smaller with every call, under a guard that ends it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cwm_lsp.predict.termination.reading import Definition, integer, names_bound, own_nodes


def why_recursion_ends(node: Definition, calls: Sequence[ast.Call]) -> str | None:
    """One phrase that says why the function's calls of itself end; None where that is not plain.

    Args:
        node: the function.
        calls: all its calls of itself.
    """
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    is_method = parameters[:1] in (["self"], ["cls"])
    rebound = names_bound(node.body)
    for position, name in enumerate(parameters):
        if name in rebound:
            continue
        at = position - is_method
        given = [_given(call, at, name) for call in calls]
        if any(one is None for one in given):
            continue
        values = [one for one in given if one is not None]
        floor = _number_floor(node, name, calls)
        if floor is not None and all(_is_less(value, name, floor) for value in values):
            return f"recursion: {name} gets smaller with every call, down to where it ends"
        least = _length_floor(node, name, calls)
        if least is not None and all(_is_shorter(value, name, least) for value in values):
            return f"recursion: {name} gets shorter with every call, down to where it ends"
    return None


def _given(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if any(isinstance(one, ast.Starred) for one in call.args):
        return None
    if 0 <= position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _guards(node: Definition, calls: Sequence[ast.Call]) -> list[ast.expr]:
    """The conditions under which the function is left before any call of itself."""
    within = {id(call) for call in calls}
    found: list[ast.expr] = []
    for statement in node.body:
        holds_call = any(id(one) in within for one in own_nodes([statement]))
        if isinstance(statement, ast.If):
            leaving = isinstance(statement.body[-1], (ast.Return, ast.Raise))
            in_branch = any(id(one) in within for one in own_nodes(statement.body))
            in_test = any(id(one) in within for one in [statement.test, *own_nodes(statement.test)])
            if leaving and not in_branch and not in_test:
                test = statement.test
                found += test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
                # An `elif` or `else` is only reached where the condition does not hold.
                if not holds_call:
                    continue
        if holds_call:
            break
    return found


def _number_floor(node: Definition, name: str, calls: Sequence[ast.Call]) -> int | None:
    """The number up to which the function ends without calling itself."""
    floors: list[int] = []
    for test in _guards(node, calls):
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and _is_name(test.left, name):
            bound = integer(test.comparators[0])
            if bound is not None and isinstance(test.ops[0], (ast.Lt, ast.LtE)):
                floors.append(bound - isinstance(test.ops[0], ast.Lt))
    return max(floors, default=None)


def _is_less(value: ast.expr, name: str, floor: int) -> bool:
    if not isinstance(value, ast.BinOp) or not _is_name(value.left, name):
        return False
    step = integer(value.right)
    if step is None:
        return False
    if isinstance(value.op, ast.Sub):
        return step >= 1
    if isinstance(value.op, ast.FloorDiv):
        return step >= 2 and floor >= 0
    return isinstance(value.op, ast.RShift) and step >= 1 and floor >= 0


def _length_floor(node: Definition, name: str, calls: Sequence[ast.Call]) -> int | None:
    """The length up to which the function ends without calling itself."""
    floors: list[int] = []
    for test in _guards(node, calls):
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and _is_name(test.operand, name):
            floors.append(0)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1 and ast.unparse(test.left) == f"len({name})":
            bound = integer(test.comparators[0])
            if bound is None:
                continue
            if isinstance(test.ops[0], (ast.Lt, ast.LtE)):
                floors.append(bound - isinstance(test.ops[0], ast.Lt))
            elif isinstance(test.ops[0], ast.Eq) and bound == 0:
                floors.append(0)
    return max((one for one in floors if one >= 0), default=None)


def _is_shorter(value: ast.expr, name: str, floor: int) -> bool:
    """Whether a slice of a sequence that is longer than `floor` is shorter than the sequence."""
    if (
        not isinstance(value, ast.Subscript)
        or not _is_name(value.value, name)
        or not isinstance(value.slice, ast.Slice)
    ):
        return False
    part = value.slice
    if part.step is not None:
        return False
    first, last = integer(part.lower), integer(part.upper)
    if part.lower is not None and first is not None and first >= 1:
        return part.upper is None or last is not None
    if part.upper is not None and last is not None and last <= -1:
        return part.lower is None or first is not None
    return False


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
