"""What a name may hold, as a set: numbers between two bounds with a stride, sequences of a length, or one constant.

Every operation gives a set that holds all results of Python's own operation on members, or says that it may raise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import gcd, inf, isinf, isnan
from typing import TypeAlias, cast

_MOST_BITS = 512


class MayLeaveError(Exception):
    """The set of states may be left: something may raise, return, or is not understood."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers from `low` to `high`, both included; of integers those that are `rest` modulo `stride`.

    Attributes:
        low, high: the bounds; infinite where there is none.
        is_int: whether they are integers; otherwise floats, none of them NaN.
        stride: at least 1; 0 where there is one number only.
        rest: from 0 to `stride`, exclusive; where the stride is 0, the number.
    """

    low: float
    high: float
    is_int: bool = True
    stride: int = 1
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Sequences:
    """Strings, lists or tuples by their lengths.

    Attributes:
        kind: "str", "list" or "tuple".
        length: of them.
        item: what all their items are.
    """

    kind: str
    length: Numbers
    item: Range = field(default_factory=lambda: ANYTHING)


@dataclass(frozen=True, slots=True)
class Constant:
    """One value that is neither a number nor a list: None, a boolean, a string, a tuple.

    Attributes:
        value: it.
    """

    value: object


@dataclass(frozen=True, slots=True)
class Anything:
    """A plain value of any kind."""


Range: TypeAlias = "Numbers | Sequences | Constant | Anything"
ANYTHING = Anything()
INTEGERS = Numbers(-inf, inf)
NO_NUMBER = Numbers(inf, -inf)
"""The items of what is empty: no set of integers holds fewer."""
TRUE, FALSE = Constant(True), Constant(False)
EITHER = Anything()


def number(value: float) -> Numbers:
    """One number.

    Raises:
        MayLeaveError: it is NaN.
    """
    if isinstance(value, float):
        if isnan(value):
            raise MayLeaveError
        return Numbers(value, value, is_int=False)
    return Numbers(value, value, True, 0, value)


def range_of(text: str) -> Range:
    """The set of the one value with this repr; anything where the repr is no literal."""
    try:
        return range_of_value(ast.literal_eval(text))
    except (ValueError, SyntaxError, MemoryError, RecursionError, MayLeaveError):
        return ANYTHING


def range_of_value(value: object) -> Range:
    """The set of one value."""
    if isinstance(value, bool) or value is None:
        return Constant(value)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (str, tuple)):
        return Constant(cast("object", value))
    if isinstance(value, list):
        held = cast("list[object]", value)
        return Sequences("list", number(len(held)), range_of_items(held))
    return ANYTHING


def range_of_items(values: Iterable[object]) -> Range:
    """A set that holds all of these values; of none of them, no number."""
    return item_of(range_of_value(one) for one in values)


def item_of(values: Iterable[Range]) -> Range:
    """What all items are that are among these; anything where one of them could be changed by another name."""
    found: Range = NO_NUMBER
    for one in values:
        is_fixed = not isinstance(one, Sequences) or one.kind == "str"
        found = joined(found, one if is_fixed else ANYTHING)
    return found


def lengths(value: Range) -> Numbers | None:
    """The lengths of its members; None where they have none, or it is not known."""
    if isinstance(value, Sequences):
        return value.length
    if isinstance(value, Constant) and isinstance(value.value, (str, tuple)):
        return number(len(cast("tuple[object, ...]", value.value)))  # pyright: ignore[reportUnknownMemberType]
    return None


def items(value: Range) -> Range:
    """What all items of its members are."""
    if isinstance(value, Sequences):
        return value.item
    if isinstance(value, Constant) and isinstance(value.value, tuple):
        return range_of_items(cast("tuple[object, ...]", value.value))  # pyright: ignore[reportUnknownMemberType]
    return ANYTHING


def _kind(value: Range) -> str:
    if isinstance(value, Sequences):
        return value.kind
    return type(value.value).__name__ if isinstance(value, Constant) else ""


def includes(whole: Range, part: Range) -> bool:
    """Whether every member of `part` is one of `whole`."""
    if isinstance(whole, Anything) or part == NO_NUMBER:
        return True
    if isinstance(whole, Numbers) and isinstance(part, Numbers):
        if whole.is_int != part.is_int or not (whole.low <= part.low and part.high <= whole.high):
            return False
        if not whole.is_int or whole.stride == 1:
            return True
        if whole.stride == 0:
            return part.stride == 0 and part.rest == whole.rest
        return part.stride % whole.stride == 0 and part.rest % whole.stride == whole.rest
    if isinstance(whole, Sequences):
        found = lengths(part)
        return (
            found is not None
            and _kind(part) == whole.kind
            and includes(whole.length, found)
            and includes(whole.item, items(part))
        )
    return isinstance(whole, Constant) and isinstance(part, Constant) and _same(whole.value, part.value)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def joined(one: Range, other: Range) -> Range:
    """A set that holds both."""
    if includes(one, other):
        return one
    if includes(other, one):
        return other
    if isinstance(one, Numbers) and isinstance(other, Numbers) and one.is_int == other.is_int:
        low, high = min(one.low, other.low), max(one.high, other.high)
        if not one.is_int:
            return Numbers(low, high, is_int=False)
        stride = gcd(one.stride, other.stride, abs(one.rest - other.rest))
        return Numbers(low, high, True, stride, one.rest % stride)
    first, second = lengths(one), lengths(other)
    if first is not None and second is not None and _kind(one) == _kind(other):
        length = joined(first, second)
        item = joined(items(one), items(other))
        return Sequences(_kind(one), length, item) if isinstance(length, Numbers) else ANYTHING
    return ANYTHING


def widened(first: Range, last: Range, *, is_strided: bool) -> Range:
    """A set that holds what a name held first and last, and all that lies further on the same way."""
    if last == NO_NUMBER:
        return first
    if first == NO_NUMBER:
        return last
    if isinstance(first, Numbers) and isinstance(last, Numbers) and first.is_int == last.is_int:
        both = joined(first, last)
        assert isinstance(both, Numbers)
        if includes(first, last):
            return first
        low = first.low if last.low >= first.low else -inf
        high = first.high if last.high <= first.high else inf
        if not first.is_int:
            return Numbers(low, high, is_int=False)
        return Numbers(low, high, True, both.stride if is_strided else 1, both.rest if is_strided else 0)
    one, other = lengths(first), lengths(last)
    if one is not None and other is not None and _kind(first) == _kind(last):
        if includes(first, last):
            return first
        length = widened(one, other, is_strided=is_strided)
        item = widened(items(first), items(last), is_strided=is_strided)
        return Sequences(_kind(first), length, item) if isinstance(length, Numbers) else ANYTHING
    return first if includes(first, last) else ANYTHING


# Arithmetic


def _bounds(values: list[float], *, is_int: bool) -> tuple[float, float]:
    if any(isnan(one) for one in values):
        raise MayLeaveError
    low, high = min(values), max(values)
    for one in (low, high):
        if is_int and isinstance(one, int) and one.bit_length() > _MOST_BITS:
            raise MayLeaveError
    return low, high


def _add(one: float, other: float) -> float:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    # An infinite bound of integers absorbs an integer too large for a float.
    if isinf(one) or isinf(other):
        return one if isinf(one) and not isinf(other) else other if not isinf(one) else one + other
    return one + other


def _multiply(one: float, other: float) -> float:
    if one == 0 or other == 0:
        return 0
    if isinf(one) or isinf(other):
        return inf if (one > 0) == (other > 0) else -inf
    return one * other


def _as_floats(value: Numbers) -> Numbers:
    if not value.is_int:
        return value
    if isinf(value.low) or isinf(value.high):
        raise MayLeaveError
    try:
        return Numbers(float(value.low), float(value.high), is_int=False)
    except OverflowError:
        raise MayLeaveError from None


def added(one: Numbers, other: Numbers) -> Numbers:
    """`one + other`."""
    if one.is_int and other.is_int:
        low, high = _bounds([_add(one.low, other.low), _add(one.high, other.high)], is_int=True)
        stride = gcd(one.stride, other.stride)
        rest = one.rest + other.rest
        return Numbers(low, high, True, stride, rest % stride if stride else rest)
    one, other = _as_floats(one), _as_floats(other)
    if any(isinf(bound) for bound in (other.low, other.high)) and any(isinf(bound) for bound in (one.low, one.high)):
        raise MayLeaveError
    low, high = _bounds([one.low + other.low, one.high + other.high], is_int=False)
    return Numbers(low, high, is_int=False)


def negated(value: Numbers) -> Numbers:
    """`-value`."""
    rest = -value.rest % value.stride if value.stride else -value.rest
    return Numbers(-value.high, -value.low, value.is_int, value.stride, rest if value.is_int else 0)


def multiplied(one: Numbers, other: Numbers) -> Numbers:
    """`one * other`."""
    if one.is_int and other.is_int:
        pairs = [_multiply(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
        low, high = _bounds(pairs, is_int=True)
        if one.stride == 0 and other.stride == 0:
            return Numbers(low, high, True, 0, one.rest * other.rest)
        stride = gcd(one.stride * other.stride, one.stride * other.rest, other.stride * one.rest)
        return Numbers(low, high, True, stride or 1, (one.rest * other.rest) % (stride or 1))
    one, other = _as_floats(one), _as_floats(other)
    # An infinity times zero is no number.
    for a, b in ((one, other), (other, one)):
        if (isinf(a.low) or isinf(a.high)) and b.low <= 0 <= b.high:
            raise MayLeaveError
    low, high = _bounds([a * b for a in (one.low, one.high) for b in (other.low, other.high)], is_int=False)
    return Numbers(low, high, is_int=False)


def floor_divided(one: Numbers, other: Numbers) -> Numbers:
    """`one // other`, by one positive integer."""
    divisor = other.rest
    if not (one.is_int and other.is_int and other.stride == 0 and divisor >= 1):
        raise MayLeaveError
    low, high = (bound if isinf(bound) else int(bound) // divisor for bound in (one.low, one.high))
    if one.stride == 0:
        return number(one.rest // divisor)
    if one.stride % divisor == 0:
        stride = one.stride // divisor
        return Numbers(low, high, True, stride, (one.rest // divisor) % stride)
    return Numbers(low, high)


def remainder(one: Numbers, other: Numbers) -> Numbers:
    """`one % other`, by one positive integer."""
    divisor = other.rest
    if not (one.is_int and other.is_int and other.stride == 0 and divisor >= 1):
        raise MayLeaveError
    if one.stride % divisor == 0:
        return number(one.rest % divisor)
    if one.low >= 0 and one.high < divisor:
        return one
    stride = gcd(one.stride, divisor)
    return Numbers(0, divisor - 1, True, stride, one.rest % stride)


def divided(one: Numbers, other: Numbers) -> Numbers:
    """`one / other`, by numbers above zero."""
    one, other = _as_floats(one), _as_floats(other)
    if other.low <= 0 or isinf(other.high) or isinf(one.low) or isinf(one.high):
        raise MayLeaveError
    low, high = _bounds([a / b for a in (one.low, one.high) for b in (other.low, other.high)], is_int=False)
    return Numbers(low, high, is_int=False)


def with_bits(one: Numbers, kind: ast.operator, other: Numbers) -> Numbers:
    """`one | other` and its kin, of single integers; a shift to the right by one positive integer."""
    if not (one.is_int and other.is_int and other.stride == 0):
        raise MayLeaveError
    if isinstance(kind, ast.RShift) and 0 < other.rest < _MOST_BITS:
        return floor_divided(one, number(1 << other.rest))
    if one.stride != 0:
        raise MayLeaveError
    if isinstance(kind, ast.BitOr):
        return number(one.rest | other.rest)
    if isinstance(kind, ast.BitAnd):
        return number(one.rest & other.rest)
    if isinstance(kind, ast.BitXor):
        return number(one.rest ^ other.rest)
    raise MayLeaveError
