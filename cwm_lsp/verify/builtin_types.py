"""What calling a type gives: `int`, `str`, `list`, `dict` and the others on the closed list, each bounded."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import positional
from cwm_lsp.verify.classes import Instance
from cwm_lsp.verify.formatting import text_of
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    Evaluation,
    ExceptionValue,
    Handler,
    throw,
)
from cwm_lsp.verify.operators import INTEGERS, done, hashable, known, take
from cwm_lsp.verify.special import told, truth_of
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
    MAPPINGS,
    Known,
)

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_MOST_DIGITS = 1_200


def _object_type(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 1, 1)
    value = arguments[0]
    if isinstance(value, Instance):
        return value.kind
    known(value)
    if isinstance(value, ExceptionValue):
        return value.kind
    if isinstance(value, Known) or type(value) not in ATOMS | CONTAINERS:
        refuse("the type of something that is not plain data")
    return type(value)


def _int(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(arguments) > 2 or not set(named) <= {"base"}:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    if (len(arguments) == 2 or named) and not all(type(one) in (str, int) for one in (*arguments, *named.values())):
        refuse("a base of something that is no text")
    for one in arguments:
        if type(one) in (str, bytes) and len(one) > _MOST_DIGITS:
            refuse("an integer that is too large")
        if type(one) not in ATOMS:
            raise throw(TypeError)
    return done(int, *arguments, **named)


def _number(kind: type) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        positional(arguments, named, 0, 2)
        known(*arguments)
        for one in arguments:
            if type(one) in (str, bytes) and len(one) > _MOST_DIGITS:
                refuse("a number that is too long")
            if type(one) not in ATOMS:
                raise throw(TypeError)
        return done(kind, *arguments)

    return call


def _bool(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 0, 1)
    if not arguments:
        return False
    result = yield from truth_of(ev, arguments[0])
    return result


def _str(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 0, 1)
    if not arguments:
        return ""
    own = yield from told(ev, arguments[0], None)
    return own[0] if own else text_of(ev.budget, arguments[0])


def _sequence(kind: type) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        positional(arguments, named, 0, 1)
        if arguments and kind is tuple and type(arguments[0]) is tuple:
            return arguments[0]
        if not arguments:
            return kind()
        items = yield from ev.drain(arguments[0])
        return kind(items)

    return call


def _set(kind: type) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        positional(arguments, named, 0, 1)
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


def _dict(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
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


def _range(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments)
    positional(arguments, named, 1, 3)
    return done(range, *arguments)


def _bytes(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 0, 1)
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


def _defaultdict(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 0, 2)
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


def _counter(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 0, 1)
    if not arguments or arguments[0] is None:
        return Counter[Any]()
    if type(arguments[0]) in MAPPINGS:
        return done(Counter, arguments[0])
    items = yield from ev.drain(arguments[0])
    known(*items)
    for one in items:
        hashable(ev.budget, one)
    return done(Counter, items)


def _deque(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if len(arguments) > 2 or not set(named) <= {"maxlen"}:
        refuse("a call that does not fit")
    known(*arguments, *named.values())
    most = arguments[1] if len(arguments) == 2 else named.get("maxlen")
    items: list[Any] = []
    if arguments:
        items = yield from ev.drain(arguments[0])
    return done(deque, items, most)


def _slice(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
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
