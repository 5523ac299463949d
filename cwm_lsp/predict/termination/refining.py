"""What is known of a set of states once a condition has come out true or false in it."""

from __future__ import annotations

import ast

from cwm_lsp.predict.termination.differences import key_of, name_and_offset
from cwm_lsp.predict.termination.ranges import Numbers, Range, number


def refined(test: ast.expr, env: dict[str, Range], *, is_true: bool) -> dict[str, Range] | None:
    """The states for which a condition has this outcome; None where there are none. May hold more than those."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return refined(test.operand, env, is_true=not is_true)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is is_true:
        found: dict[str, Range] | None = env
        for one in test.values:
            found = refined(one, found, is_true=is_true) if found is not None else None
        return found
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        kind, right = test.ops[0], test.comparators[0]
        bound = right.value if isinstance(right, ast.Constant) and type(right.value) is int else None
        left = test.left
        is_equality = isinstance(kind, (ast.Eq, ast.NotEq))
        if bound is None:
            return _refine_difference(test, env, is_true=is_true)
        if isinstance(left, ast.Name) and isinstance(env.get(left.id), Numbers):
            value = env[left.id]
            assert isinstance(value, Numbers)
            if value.is_int and not is_equality:
                narrowed = _cut(value, kind, bound, is_true=is_true)
                if narrowed is None:
                    return None
                env[left.id] = narrowed
            elif value.is_int and isinstance(kind, ast.Eq) is is_true:
                env[left.id] = number(bound)
        if is_equality and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mod):
            _refine_remainder(left, bound, env, is_equal=isinstance(kind, ast.Eq) is is_true)
    return env


def _refine_difference(test: ast.Compare, env: dict[str, Range], *, is_true: bool) -> dict[str, Range] | None:
    left, right = name_and_offset(test.left), name_and_offset(test.comparators[0])
    if left is None or right is None or not isinstance(test.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        return env
    key = key_of(left[0], right[0])
    known = env.get(key)
    if isinstance(known, Numbers):
        narrowed = _cut(known, test.ops[0], right[1] - left[1], is_true=is_true)
        if narrowed is None:
            return None
        env[key] = narrowed
    return env


def _cut(value: Numbers, kind: ast.cmpop, bound: int, *, is_true: bool) -> Numbers | None:
    low, high = value.low, value.high
    if isinstance(kind, (ast.Lt, ast.GtE)):
        if isinstance(kind, ast.Lt) is is_true:
            high = min(high, bound - 1)
        else:
            low = max(low, bound)
    elif isinstance(kind, (ast.Gt, ast.LtE)):
        if isinstance(kind, ast.Gt) is is_true:
            low = max(low, bound + 1)
        else:
            high = min(high, bound)
    return Numbers(low, high, True, value.stride, value.rest) if low <= high else None


def _refine_remainder(left: ast.BinOp, bound: int, env: dict[str, Range], *, is_equal: bool) -> None:
    divisor = left.right.value if isinstance(left.right, ast.Constant) else None
    if not isinstance(left.left, ast.Name) or type(divisor) is not int or divisor < 2:
        return
    value = env.get(left.left.id)
    rest = bound if is_equal else 1 - bound if divisor == 2 and bound in (0, 1) else None
    if isinstance(value, Numbers) and value.is_int and value.stride == 1 and rest is not None and 0 <= rest < divisor:
        env[left.left.id] = Numbers(value.low, value.high, True, divisor, rest)
