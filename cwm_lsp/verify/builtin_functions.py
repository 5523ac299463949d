"""The closed list of builtin functions and types that may be called, each bounded.

A handler takes the evaluator, positional arguments and keyword arguments. One that may need the value of a call of the program's
is a generator function.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import positional
from cwm_lsp.verify.builtin_iteration import ITERATION
from cwm_lsp.verify.classes import ClassValue, Instance
from cwm_lsp.verify.formatting import formatted, repr_of
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    BUILTIN_EXCEPTIONS,
    BoundMethod,
    Builtin,
    Evaluation,
    ExceptionClass,
    ExceptionValue,
    FunctionValue,
    Handler,
    Lazy,
    UnboundMethod,
    is_subclass,
    throw,
)
from cwm_lsp.verify.operators import INTEGERS, binary, done, iterator, known, present, take, truth
from cwm_lsp.verify.ordering import maximum, minimum, sorted_items
from cwm_lsp.verify.special import method, told
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
    MAPPINGS,
    NUMBERS,
    PLAIN_TYPES,
    Known,
    weigh,
)

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator


def _plain(function: Callable[..., Any], *, most: int = 3) -> Handler:
    """A function of a few atoms."""

    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        known(*arguments, *named.values())
        for one in (*arguments, *named.values()):
            if type(one) not in ATOMS or len(arguments) > most:
                refuse("a builtin with such an argument")
        return done(function, *arguments, **named)

    return call


def _len(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 1)
    own = method(arguments[0], "__len__")
    if own is not None:
        result = yield from ev.call(own, [], {})
        if type(result) is not int or result < 0:
            refuse("a length that is none")
        return result
    known(*arguments)
    if isinstance(arguments[0], Known) and not isinstance(arguments[0], (FunctionValue, Lazy)):
        refuse("the length of something that is not plain data")
    return done(len, arguments[0])


def _sum(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if not 1 <= len(arguments) <= 2 or not set(named) <= {"start"}:
        refuse("a call that does not fit")
    start = arguments[1] if len(arguments) == 2 else named.get("start", 0)
    if type(arguments[0]) in (set, frozenset) and all(type(one) in INTEGERS for one in arguments[0]):
        items = take(ev.budget, arguments[0], ordered=False)
    else:
        items = yield from ev.drain(arguments[0])
    known(start, *items)
    if type(start) in (str, bytes):
        raise throw(TypeError)
    if all(type(one) in INTEGERS for one in items) and type(start) in INTEGERS:
        ev.budget.bits(
            max((one.bit_length() for one in items), default=0) + len(items).bit_length() + start.bit_length()
        )
        return sum(items, start)
    total = start
    for one in items:
        ev.budget.charge()
        total = binary(ev.budget, ast.Add, total, one)
    if type(total) in (float, complex) and not _compensated_alike(items, start, total):
        refuse("a sum that depends on the interpreter's version")
    return total


def _compensated_alike(items: list[Any], start: Any, total: Any) -> bool:
    """Whether the compensated sum of Python 3.12 and later gives the same float."""
    if type(total) is complex:
        return len(items) <= 1
    sum_, correction = float(start), 0.0
    for one in items:
        try:
            one = float(one)
        except OverflowError:
            return False
        larger, smaller = (sum_, one) if abs(sum_) >= abs(one) else (one, sum_)
        next_ = sum_ + one
        correction += (larger - next_) + smaller
        sum_ = next_
    compensated = sum_ + correction if correction == correction and abs(correction) != float("inf") else sum_
    return repr(compensated) == repr(total)


def _any(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 1)
    result = yield from _first(ev, arguments[0], True)
    return result


def _all(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 1)
    result = yield from _first(ev, arguments[0], False)
    return not result


def _first(ev: Evaluator, value: Any, wanted: bool) -> Evaluation:
    """Whether an item with this truth is found, the items after it left alone."""
    if type(value) in (set, frozenset):
        return any(truth(one) is wanted for one in take(ev.budget, value, ordered=False))
    source = iterator(value)
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return False
        if truth(item[0]) is wanted:
            return True


def _print(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if not set(named) <= {"sep", "end", "flush"}:
        refuse("print to a file")
    for one in arguments:
        present(one)
        for name in ("__str__", "__repr__"):
            own = method(one, name)
            if own is not None:
                yield from ev.call(own, [], {})
                break
        if type(one) not in ATOMS and not isinstance(one, Known):
            # An order that is not known is printed, but not seen in the trace.
            weigh(one, ev.budget.limits.operations)
            done(_harmless, one)
    for one in named.values():
        if type(one) not in ATOMS:
            refuse("a call that does not fit")
    return None


def _harmless(value: Any) -> None:
    """Make sure that showing a value calls nothing of the program's."""
    pending = [value]
    while pending:
        held = pending.pop()
        known(held)
        if type(held) in CONTAINERS:
            pending += list(held)
            if type(held) in MAPPINGS:
                pending += held.values()


def _repr(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 1)
    own = yield from told(ev, arguments[0], "r")
    if own:
        return own[0]
    if isinstance(arguments[0], ExceptionValue):
        refuse("the repr of an exception")
    return repr_of(ev.budget, arguments[0])


def _format(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 1, 2)
    known(*arguments)
    spec = arguments[1] if len(arguments) == 2 else ""
    if type(spec) is not str:
        raise throw(TypeError)
    return formatted(ev.budget, arguments[0], spec)


def _isinstance(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 2, 2)
    value, kinds = arguments
    present(value, kinds)
    # Each is looked at, also after one that fits: all must be known.
    answers = [_is_of(value, kind) for kind in (kinds if type(kinds) is tuple else (kinds,))]
    return any(answers)


def _is_of(value: Any, kind: Any) -> bool:
    present(kind)
    if isinstance(value, Instance) or isinstance(kind, ClassValue):
        if isinstance(kind, ClassValue):
            return isinstance(value, Instance) and value.kind.is_a(kind)
        if not isinstance(kind, type) or kind.__module__ != "builtins":
            refuse("isinstance with something that is no plain type")
        return kind is object
    if isinstance(value, ExceptionValue):
        if isinstance(kind, (ExceptionClass, type)):
            return kind is object or is_subclass(value.kind, kind)
        refuse("isinstance with something that is no plain type")
    if isinstance(kind, ExceptionClass):
        return False
    if not isinstance(kind, type):
        refuse("isinstance with something that is no plain type")
    if kind is object:
        return True
    if isinstance(value, Known) and kind in PLAIN_TYPES.values():
        if isinstance(value, (FunctionValue, Builtin, Lazy, BoundMethod, UnboundMethod)):
            return False
        return isinstance(value, ExceptionClass) and kind is type
    if isinstance(value, Known):
        refuse("the type of something that is not plain data")
    return isinstance(value, kind)


def _callable(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 1, 1)
    known(*arguments)
    value = arguments[0]
    if isinstance(value, (FunctionValue, Builtin, BoundMethod, UnboundMethod, type)):
        return True
    if type(value) in ATOMS or type(value) in CONTAINERS:
        return False
    refuse("whether something can be called")


def _pow(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 2, 3)
    known(*arguments)
    if len(arguments) == 2:
        return binary(ev.budget, ast.Pow, *arguments)
    if any(type(one) not in INTEGERS for one in arguments):
        refuse("a builtin with such an argument")
    if sum(one.bit_length() for one in arguments) > 1_500:
        refuse("an integer that is too large")
    return done(pow, *arguments)


def _divmod(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 2, 2)
    known(*arguments)
    if not all(type(one) in NUMBERS for one in arguments):
        refuse("a builtin with such an argument")
    return done(divmod, *arguments)


def _round(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"ndigits"} or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    digits: Any = arguments[1] if len(arguments) == 2 else named.get("ndigits")
    if type(digits) in INTEGERS and abs(digits) > 400:
        refuse("a rounding to so many digits")
    if type(arguments[0]) not in NUMBERS:
        raise throw(TypeError)
    return done(round, arguments[0], digits)


def _hash(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 1, 1)
    if type(arguments[0]) in NUMBERS and arguments[0] == arguments[0]:
        return hash(arguments[0])
    refuse("a hash")


def _digits(function: Callable[[int], str]) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        positional(arguments, named, 1, 1)
        known(*arguments)
        return done(function, arguments[0])

    return call


_FUNCTIONS: dict[str, Handler] = {
    **ITERATION,
    "abs": _plain(abs),
    "all": _all,
    "any": _any,
    "bin": _digits(bin),
    "callable": _callable,
    "chr": _plain(chr),
    "divmod": _divmod,
    "format": _format,
    "hash": _hash,
    "hex": _digits(hex),
    "isinstance": _isinstance,
    "len": _len,
    "max": maximum,
    "min": minimum,
    "oct": _digits(oct),
    "ord": _plain(ord),
    "pow": _pow,
    "print": _print,
    "repr": _repr,
    "round": _round,
    "sorted": sorted_items,
    "sum": _sum,
}

BUILTINS: dict[str, Any] = {
    **{name: Builtin(name, handler) for name, handler in _FUNCTIONS.items()},
    **PLAIN_TYPES,
    **BUILTIN_EXCEPTIONS,
    "True": True,
    "False": False,
    "None": None,
    "Ellipsis": ...,
}
"""What a name means that neither a scope nor the module binds."""
