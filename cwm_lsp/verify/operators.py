"""Operators on plain values: each is bounded before it is done, then done by CPython's own operation on the same types.

Also comparison, truth, subscripts and iteration, since they have the same bounds.
"""

from __future__ import annotations

import ast
import operator
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from cwm_lsp.verify.classes import Instance, UserMethod
from cwm_lsp.verify.limits import Budget, Unknowable, refuse
from cwm_lsp.verify.objects import BoundMethod, ExceptionValue, Lazy, throw, thrown
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
    ITERATORS,
    MAPPINGS,
    NUMBERS,
    VIEWS,
    Foreign,
    Known,
    check_order,
    has_order,
    weigh,
)

SEQUENCES: frozenset[type] = frozenset({str, bytes, list, tuple})
SETS: frozenset[type] = frozenset({set, frozenset}) | VIEWS
INTEGERS: frozenset[type] = frozenset({int, bool})
_JOINABLE = CONTAINERS | SEQUENCES
_MERGEABLE = SETS | MAPPINGS
_SHARED = ATOMS | {tuple, frozenset, BoundMethod, UserMethod}
DEEPEST_COMPARISON = 2_000
"""Values in a structure that is compared, hashed or copied: what such an operation may cost."""

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.MatMult: operator.matmul,
}
IN_PLACE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.iadd,
    ast.Mult: operator.imul,
    ast.BitAnd: operator.iand,
    ast.BitOr: operator.ior,
    ast.BitXor: operator.ixor,
    ast.Sub: operator.isub,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
SINGLETONS: frozenset[type] = frozenset({type(None), bool, type(Ellipsis), type})


def done(operation: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Do an operation of CPython's on plain values that has been bounded.

    Raises:
        Thrown: the program gets an exception here.
        Unknowable: something in the values is not known.
    """
    try:
        return operation(*arguments, **named)
    except (MemoryError, RecursionError):
        raise Unknowable("too large") from None
    except Exception as error:
        raise thrown(error) from None


def known(*values: Any) -> None:
    """Make sure that these are plain data, or known not to be, and no objects whose meaning the program decides.

    Raises:
        Unknowable: one is not known.
    """
    for one in values:
        if isinstance(one, Foreign):
            refuse("a value that is not known")
        if isinstance(one, Instance):
            refuse("an operation on an object of the program's")


def present(*values: Any) -> None:
    """Make sure that these are known, whatever they are.

    Raises:
        Unknowable: one is not known.
    """
    for one in values:
        if isinstance(one, Foreign):
            refuse("a value that is not known")


def binary(budget: Budget, kind: type[ast.operator], left: Any, right: Any) -> Any:
    """`left op right`."""
    known(left, right)
    one, other = type(left), type(right)
    if one in NUMBERS and other in NUMBERS:
        _bound_numbers(budget, kind, left, right)
        result = done(BINARY[kind], left, right)
        if type(result) is int:
            budget.bits(result.bit_length())
        return result
    if kind is ast.Mod and one in (str, bytes):
        refuse("a format that is worked out elsewhere")
    if kind is ast.Mult and (one in SEQUENCES or other in SEQUENCES or deque in (one, other)):
        sequence, times = (left, right) if one not in INTEGERS else (right, left)
        if type(times) in INTEGERS and type(sequence) not in INTEGERS:
            budget.elements(len(sequence) * max(0, times))
    elif kind is ast.Add and one in _JOINABLE and other in _JOINABLE:
        budget.elements(len(left) + len(right))
    elif one in _MERGEABLE and other in _MERGEABLE:
        budget.elements(len(left) + len(right))
        result = done(BINARY[kind], left, right)
        return same_order(result, left, right)
    return done(BINARY[kind], left, right)


def same_order(result: Any, *sources: Any) -> Any:
    """The result of an operation on sets, unless its order follows from one that is not known.

    Raises:
        Unknowable: it does.
    """
    if type(result) in (set, frozenset) and len(result) > 1 and has_order(result):
        for one in sources:
            if type(one) in (set, frozenset):
                check_order(one)
    return result


def _bound_numbers(budget: Budget, kind: type[ast.operator], left: Any, right: Any) -> None:
    if type(left) not in INTEGERS or type(right) not in INTEGERS:
        return
    one, other = left.bit_length(), right.bit_length()
    if kind is ast.Mult:
        budget.bits(one + other)
    elif kind is ast.LShift:
        budget.bits(one + max(0, right))
    elif kind is ast.Pow and right > 1 and one > 1:
        if other > 32:
            refuse("an integer that is too large")
        budget.bits(one * right)


def in_place(budget: Budget, kind: type[ast.operator], left: Any, right: Any) -> Any:
    """`left op= right` for a mutable left side, which is changed; the caller has made sure that it may be."""
    known(left, right)
    if kind not in IN_PLACE:
        refuse("an operator on these types")
    one, other = type(left), type(right)
    if one is list and kind is ast.Add:
        if other not in CONTAINERS and other not in ATOMS:
            refuse("an update from an iterator")
        items = take(budget, right)
        budget.elements(len(left) + len(items))
        left.extend(items)
        return left
    if one is list and kind is ast.Mult and other in INTEGERS:
        budget.elements(len(left) * max(0, right))
        return done(operator.imul, left, right)
    if one is set and other in (set, frozenset):
        budget.elements(len(left) + len(right))
        check_order(left)
        if kind is ast.BitOr or kind is ast.BitAnd or kind is ast.BitXor:
            check_order(right)
        return done(IN_PLACE[kind], left, right)
    if one in (dict, defaultdict) and other in (dict, defaultdict) and kind is ast.BitOr:
        budget.elements(len(left) + len(right))
        return done(operator.ior, left, right)
    if one is Counter and other is Counter and kind in (ast.Add, ast.Sub, ast.BitOr, ast.BitAnd):
        budget.elements(len(left) + len(right))
        return done(IN_PLACE[kind], left, right)
    if one is deque and kind is ast.Add and (other in CONTAINERS or other in ATOMS):
        items = take(budget, right)
        budget.elements(len(left) + len(items))
        left.extend(items)
        return left
    refuse("an operator on these types")


def unary(kind: type[ast.unaryop], value: Any) -> Any:
    """`op value`; `not` is worked out by `truth`."""
    known(value)
    if isinstance(value, (Known, Counter)):
        refuse("an operator on these types")
    operations: dict[type[ast.unaryop], Callable[[Any], Any]] = {
        ast.UAdd: operator.pos,
        ast.USub: operator.neg,
        ast.Invert: operator.invert,
    }
    return done(operations[kind], value)


def truth(value: Any) -> bool:
    """Whether a value counts as true; of objects of the program's only where it does not say."""
    present(value)
    return bool(value)


def compare(budget: Budget, kind: type[ast.cmpop], left: Any, right: Any) -> Any:
    """`left op right` for one comparison of a chain."""
    if kind in (ast.Is, ast.IsNot):
        return _same(left, right) is (kind is ast.Is)
    if kind in (ast.In, ast.NotIn):
        return contains(budget, right, left) is (kind is ast.In)
    known(left, right)
    if type(left) in CONTAINERS and type(right) in CONTAINERS:
        budget.charge(weigh(left, DEEPEST_COMPARISON) // 10 + weigh(right, DEEPEST_COMPARISON) // 10)
    if isinstance(left, ExceptionValue) or isinstance(right, ExceptionValue):
        refuse("a comparison of exceptions")
    if isinstance(left, (BoundMethod, UserMethod)) or isinstance(right, (BoundMethod, UserMethod)):
        refuse("a comparison of methods")
    return done(COMPARISONS[kind], left, right)


def _same(left: Any, right: Any) -> bool:
    """Whether two values are one object."""
    present(left, right)
    for one, other in ((left, right), (right, left)):
        if type(one) in SINGLETONS:
            return one is other
        if type(one) in _SHARED and type(other) is type(one):
            # The interpreter shares equal constants as it likes.
            refuse("the identity of a value that can't change")
    return left is right


def contains(budget: Budget, container: Any, item: Any) -> bool:
    """`item in container`."""
    known(container)
    present(item)
    kind = type(container)
    if isinstance(container, Lazy) or kind in ITERATORS or kind.__module__ == "itertools":
        refuse("a search through an iterator")
    if kind in (str, bytes):
        budget.elements(len(container))
    elif kind is not range:
        if kind not in CONTAINERS:
            raise throw(TypeError)
        budget.elements(len(container))
        hashable(budget, item)
        if not ATOMS.issuperset(map(type, container)):
            weigh(container, DEEPEST_COMPARISON)
    elif type(item) not in INTEGERS:
        # Anything but an integer is looked for one by one.
        budget.elements(size(container))
    return done(operator.contains, container, item)


def hashable(budget: Budget, value: Any) -> None:
    """Make sure that hashing or comparing a value is cheap."""
    if type(value) in CONTAINERS:
        budget.charge(weigh(value, DEEPEST_COMPARISON) // 10)


def subscript(budget: Budget, value: Any, index: Any) -> Any:
    """`value[index]`; of a defaultdict only for keys that are there."""
    known(value)
    present(index)
    kind = type(value)
    if kind in MAPPINGS:
        hashable(budget, index)
        if kind is defaultdict and not contains(budget, value, index):
            refuse("a missing key of a defaultdict")
        return done(operator.getitem, value, index)
    if kind in SEQUENCES or kind in (range, deque):
        if type(index) is slice:
            known(index.start, index.stop, index.step)
            if kind is not range:
                budget.elements(len(value))
        return done(operator.getitem, value, index)
    if kind in ATOMS or kind in CONTAINERS or kind in ITERATORS:
        raise throw(TypeError)
    refuse("a subscript of something that is not plain data")


def iterator(value: Any) -> Iterator[Any]:
    """`iter(value)`: CPython's own iterator over plain data."""
    known(value)
    kind = type(value)
    if kind in ATOMS and kind not in (str, bytes, range):
        raise throw(TypeError)
    if kind in CONTAINERS or kind in ATOMS:
        check_order(value)
        return iter(value)
    if kind in ITERATORS or isinstance(value, Lazy) or kind.__module__ == "itertools":
        return value
    refuse("iteration over something that is not plain data")


def is_flat(source: Any) -> bool:
    """Whether an iterator does a fixed amount of work for an item: it asks no other iterator."""
    kind = type(source)
    return kind in ITERATORS and kind not in (zip, enumerate)


def size(value: Any) -> int:
    """`len(value)`, also where it is no machine integer (ranges): then it is too long for anything."""
    try:
        return len(value)
    except OverflowError:
        refuse("a sequence that is too long")


def take(budget: Budget, value: Any, *, ordered: bool = True) -> list[Any]:
    """All that iterating over a value gives.

    Args:
        budget: of the step.
        value: an iterable.
        ordered: whether the order matters to what becomes of the items.

    Raises:
        Unknowable: too many, or something that can't be iterated over with certainty.
    """
    known(value)
    kind = type(value)
    if kind in (set, frozenset) and not ordered:
        source: Iterable[Any] = value
    else:
        source = iterator(value)
    most = budget.limits.length
    if kind in CONTAINERS or kind in ATOMS:
        budget.elements(size(value))
        return list(source)
    items = done(list, islice(source, most + 1))
    budget.elements(len(items))
    return items
