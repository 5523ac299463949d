"""What comparisons and truth give for whole sets of values."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from math import gcd

from cwm_lsp.predict.termination.ranges import (
    Anything,
    Constant,
    MayLeaveError,
    Numbers,
    Range,
    Sequences,
    lengths,
)


def truth(value: Range) -> bool | None:
    """Whether its members are true; None where some are and some are not, or it is not known."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Numbers):
        if value.low > 0 or value.high < 0 or (value.is_int and value.stride > 1 and value.rest != 0):
            return True
        return False if value.low == value.high == 0 else None
    if isinstance(value, Sequences):
        return truth(value.length)
    return None


_ORDERS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def compared(one: Range, kind: ast.cmpop, other: Range) -> bool | None:
    """What the comparison gives for all members; None where that differs, or is not known."""
    if isinstance(kind, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        same = _equal(one, other, is_identity=isinstance(kind, (ast.Is, ast.IsNot)))
        return same if same is None or isinstance(kind, (ast.Eq, ast.Is)) else not same
    if type(kind) in _ORDERS and isinstance(one, Numbers) and isinstance(other, Numbers):
        order = _ORDERS[type(kind)]
        results = {order(a, b) for a in (one.low, one.high) for b in (other.low, other.high)}
        return results.pop() if len(results) == 1 else None
    raise MayLeaveError


def _equal(one: Range, other: Range, *, is_identity: bool) -> bool | None:
    if isinstance(one, Constant) and isinstance(other, Constant):
        singletons = (None, True, False)
        if is_identity and not (one.value in singletons and other.value in singletons):
            return None
        return one.value == other.value
    if isinstance(one, Anything) or isinstance(other, Anything):
        return None
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        if one.high < other.low or other.high < one.low:
            return False
        if one.is_int and other.is_int:
            stride = gcd(one.stride, other.stride)
            if stride and (one.rest - other.rest) % stride:
                return False
            if one.stride == 0 and other.stride == 0:
                return None if is_identity else one.rest == other.rest
        return True if one.low == one.high == other.low == other.high and not is_identity else None
    first, second = lengths(one), lengths(other)
    if first is not None and second is not None:
        return False if _equal(first, second, is_identity=False) is False else None
    if (isinstance(one, Constant) and isinstance(one.value, bool)) or (
        isinstance(other, Constant) and isinstance(other.value, bool)
    ):
        return None
    return False
