"""The closed list of builtin functions and types that may be called, each bounded.

A handler takes the evaluator, positional arguments and keyword arguments. One that may need the value of a call of the program's
is a generator function.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any

from cwm_lsp.verify.formatting import formatted, repr_of, text_of
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    BUILTIN_EXCEPTIONS,
    BoundMethod,
    Builtin,
    Evaluation,
    ExceptionClass,
    ExceptionValue,
    FunctionValue,
    Lazy,
    UnboundMethod,
    is_subclass,
    throw,
)
from cwm_lsp.verify.operators import INTEGERS, binary, done, hashable, iterator, known, take, truth
from cwm_lsp.verify.ordering import maximum, minimum, sorted_items
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
    MAPPINGS,
    NUMBERS,
    PLAIN_TYPES,
    Known,
    weigh,
)

Handler = Callable[[Any, list[Any], dict[str, Any]], Any]
_MOST_DIGITS = 1_200


def _plain(function: Callable[..., Any], *, most: int = 3) -> Handler:
    """A function of a few atoms."""

    def call(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        known(*arguments, *named.values())
        for one in (*arguments, *named.values()):
            if type(one) not in ATOMS or len(arguments) > most:
                refuse("a builtin with such an argument")
        return done(function, *arguments, **named)

    return call


def _none_named(arguments: list[Any], named: dict[str, Any], least: int, most: int) -> None:
    if named or not least <= len(arguments) <= most:
        refuse("a call that does not fit")


def _len(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    known(*arguments)
    if isinstance(arguments[0], Known) and not isinstance(arguments[0], (FunctionValue, Lazy)):
        refuse("the length of something that is not plain data")
    return done(len, arguments[0])


def _range(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments)
    _none_named(arguments, named, 1, 3)
    return done(range, *arguments)


def _sum(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
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


def _any(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    _none_named(arguments, named, 1, 1)
    result = yield from _first(ev, arguments[0], True)
    return result


def _all(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    _none_named(arguments, named, 1, 1)
    result = yield from _first(ev, arguments[0], False)
    return not result


def _first(ev: Any, value: Any, wanted: bool) -> Evaluation:
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


def _enumerate(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"start"} or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    return done(enumerate, iterator(arguments[0]), *arguments[1:], **named)


def _zip(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"strict"}:
        refuse("a call that does not fit")
    known(*named.values())
    return done(zip, *[iterator(one) for one in arguments], **named)


def _reversed(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    known(*arguments)
    if type(arguments[0]) not in CONTAINERS | ATOMS:
        refuse("reversed of something that is not plain data")
    return done(reversed, arguments[0])


def _iter(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    return iterator(arguments[0])


def _next(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    _none_named(arguments, named, 1, 2)
    source = arguments[0]
    known(source)
    if type(source) in CONTAINERS | ATOMS:
        raise throw(TypeError)
    iterator(source)
    item = yield from ev.next_item(source)
    if item:
        return item[0]
    if len(arguments) == 2:
        return arguments[1]
    return done(next, iter(()))


def _map(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or len(arguments) < 2:
        refuse("a call that does not fit")
    known(arguments[0])
    return Lazy("<map object>", _mapped(ev, arguments[0], [iterator(one) for one in arguments[1:]]), ev.run)


def _mapped(ev: Any, function: Any, sources: list[Any]) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        values: list[Any] = []
        for source in sources:
            item = yield from ev.next_item(source)
            if not item:
                return
            values.append(item[0])
        result = yield from ev.call(function, values, {})
        yield (result,)


def _filter(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 2, 2)
    known(arguments[0])
    return Lazy("<filter object>", _filtered(ev, arguments[0], iterator(arguments[1])), ev.run)


def _filtered(ev: Any, function: Any, source: Any) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        kept = item[0] if function is None else (yield from ev.call(function, [item[0]], {}))
        if truth(kept):
            yield item


def _print(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"sep", "end", "flush"}:
        refuse("print to a file")
    for one in arguments:
        known(one)
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


def _repr(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    if isinstance(arguments[0], ExceptionValue):
        refuse("the repr of an exception")
    return repr_of(ev.budget, arguments[0])


def _format(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 2)
    known(*arguments)
    spec = arguments[1] if len(arguments) == 2 else ""
    if type(spec) is not str:
        raise throw(TypeError)
    return formatted(ev.budget, arguments[0], spec)


def _isinstance(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 2, 2)
    value, kinds = arguments
    known(value, kinds)
    # Each is looked at, also after one that fits: all must be known.
    answers = [_is_of(value, kind) for kind in (kinds if type(kinds) is tuple else (kinds,))]
    return any(answers)


def _is_of(value: Any, kind: Any) -> bool:
    known(kind)
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


def _callable(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    known(*arguments)
    value = arguments[0]
    if isinstance(value, (FunctionValue, Builtin, BoundMethod, UnboundMethod, type)):
        return True
    if type(value) in ATOMS or type(value) in CONTAINERS:
        return False
    refuse("whether something can be called")


def _pow(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 2, 3)
    known(*arguments)
    if len(arguments) == 2:
        return binary(ev.budget, ast.Pow, *arguments)
    if any(type(one) not in INTEGERS for one in arguments):
        raise throw(TypeError)
    if sum(one.bit_length() for one in arguments) > 1_500:
        refuse("an integer that is too large")
    return done(pow, *arguments)


def _divmod(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 2, 2)
    known(*arguments)
    if not all(type(one) in NUMBERS for one in arguments):
        refuse("a builtin with such an argument")
    return done(divmod, *arguments)


def _round(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"ndigits"} or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    digits: Any = arguments[1] if len(arguments) == 2 else named.get("ndigits")
    if type(digits) in INTEGERS and abs(digits) > 400:
        refuse("a rounding to so many digits")
    if type(arguments[0]) not in NUMBERS:
        raise throw(TypeError)
    return done(round, arguments[0], digits)


def _hash(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    if type(arguments[0]) in NUMBERS and arguments[0] == arguments[0]:
        return hash(arguments[0])
    refuse("a hash")


def _digits(function: Callable[[int], str]) -> Handler:
    def call(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        _none_named(arguments, named, 1, 1)
        known(*arguments)
        return done(function, arguments[0])

    return call


# Types


def _object_type(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 1, 1)
    value = arguments[0]
    known(value)
    if isinstance(value, ExceptionValue):
        return value.kind
    if isinstance(value, Known) or type(value) not in ATOMS | CONTAINERS:
        refuse("the type of something that is not plain data")
    return type(value)


def _int(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(arguments) > 2 or not set(named) <= {"base"}:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    for one in arguments:
        if type(one) in (str, bytes) and len(one) > _MOST_DIGITS:
            refuse("an integer that is too large")
        if type(one) not in ATOMS:
            raise throw(TypeError)
    return done(int, *arguments, **named)


def _number(kind: type) -> Handler:
    def call(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        _none_named(arguments, named, 0, 2)
        known(*arguments)
        for one in arguments:
            if type(one) in (str, bytes) and len(one) > _MOST_DIGITS:
                refuse("a number that is too long")
            if type(one) not in ATOMS:
                raise throw(TypeError)
        return done(kind, *arguments)

    return call


def _bool(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 0, 1)
    return truth(arguments[0]) if arguments else False


def _str(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 0, 1)
    return text_of(ev.budget, arguments[0]) if arguments else ""


def _sequence(kind: type) -> Handler:
    def call(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        _none_named(arguments, named, 0, 1)
        if arguments and kind is tuple and type(arguments[0]) is tuple:
            return arguments[0]
        if not arguments:
            return kind()
        items = yield from ev.drain(arguments[0])
        return kind(items)

    return call


def _set(kind: type) -> Handler:
    def call(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        _none_named(arguments, named, 0, 1)
        if not arguments:
            return kind()
        source = arguments[0]
        if type(source) in (set, frozenset):
            ev.budget.elements(len(source))
            return kind(source)
        items = yield from ev.drain(source)
        known(*items)
        for one in items:
            hashable(ev.budget, one)
        # A set grows as it is filled: from a dict it would start with the dict's size.
        if type(source) in MAPPINGS:
            return done(kind, source)
        return done(kind, items)

    return call


def _dict(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if len(arguments) > 1:
        refuse("a call that does not fit")
    made: dict[Any, Any] = {}
    if arguments and type(arguments[0]) in MAPPINGS:
        ev.budget.elements(len(arguments[0]))
        made.update(arguments[0])
    elif arguments:
        items = yield from ev.drain(arguments[0])
        known(*items)
        for pair in items:
            if type(pair) not in (tuple, list, str) or len(pair) != 2:
                refuse("a dict from something else than pairs")
            known(pair[0])
            hashable(ev.budget, pair[0])
        made = done(dict, items)
    made.update(named)
    return made


def _bytes(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 0, 1)
    known(*arguments)
    if not arguments:
        return b""
    if type(arguments[0]) in INTEGERS:
        ev.budget.elements(max(0, arguments[0]))
        return done(bytes, arguments[0])
    if type(arguments[0]) is bytes:
        return arguments[0]
    if type(arguments[0]) is str:
        raise throw(TypeError)
    items = take(ev.budget, arguments[0])
    known(*items)
    return done(bytes, items)


def _defaultdict(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    _none_named(arguments, named, 0, 2)
    known(*arguments)
    if arguments and not (arguments[0] is None or arguments[0] in (list, dict, set, int, float, str, tuple, bool)):
        refuse("a defaultdict's factory")
    if len(arguments) == 2 and type(arguments[1]) not in MAPPINGS:
        refuse("a defaultdict from something else than a dict")
    made: defaultdict[Any, Any] = defaultdict(*arguments[:1])
    if len(arguments) == 2:
        ev.budget.elements(len(arguments[1]))
        made.update(arguments[1])
    return made


def _counter(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    _none_named(arguments, named, 0, 1)
    if not arguments:
        return Counter[Any]()
    if type(arguments[0]) in MAPPINGS:
        return done(Counter, arguments[0])
    items = yield from ev.drain(arguments[0])
    known(*items)
    for one in items:
        hashable(ev.budget, one)
    return done(Counter, items)


def _deque(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if len(arguments) > 2 or not set(named) <= {"maxlen"}:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    most = arguments[1] if len(arguments) == 2 else named.get("maxlen")
    items: list[Any] = []
    if arguments:
        items = yield from ev.drain(arguments[0])
    return done(deque, items, most)


def _slice(ev: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    refuse("a slice as a value")


TYPES: dict[Any, Handler] = {
    type: _object_type,
    int: _int,
    float: _number(float),
    complex: _number(complex),
    bool: _bool,
    str: _str,
    list: _sequence(list),
    tuple: _sequence(tuple),
    set: _set(set),
    frozenset: _set(frozenset),
    dict: _dict,
    range: _range,
    bytes: _bytes,
    object: _slice,
    defaultdict: _defaultdict,
    Counter: _counter,
    deque: _deque,
}
"""What calling a type does."""

_FUNCTIONS: dict[str, Handler] = {
    "abs": _plain(abs),
    "all": _all,
    "any": _any,
    "bin": _digits(bin),
    "callable": _callable,
    "chr": _plain(chr),
    "divmod": _divmod,
    "enumerate": _enumerate,
    "filter": _filter,
    "format": _format,
    "hash": _hash,
    "hex": _digits(hex),
    "isinstance": _isinstance,
    "iter": _iter,
    "len": _len,
    "map": _map,
    "max": maximum,
    "min": minimum,
    "next": _next,
    "oct": _digits(oct),
    "ord": _plain(ord),
    "pow": _pow,
    "print": _print,
    "repr": _repr,
    "reversed": _reversed,
    "round": _round,
    "sorted": sorted_items,
    "sum": _sum,
    "zip": _zip,
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
