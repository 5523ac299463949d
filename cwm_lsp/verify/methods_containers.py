"""The methods of lists, tuples, dicts, sets, deques and numbers: which may be called, and what bounds each.

Those that change their object say so to the evaluator first, which knows who else may hold it. `list.sort` is `ordering`'s.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any, Protocol

from cwm_lsp.verify.limits import Budget, refuse
from cwm_lsp.verify.operators import INTEGERS, contains, done, hashable, iterator, known, same_order, take
from cwm_lsp.verify.values import ATOMS, CONTAINERS, MAPPINGS, check_order, has_order, weigh


class Changing(Protocol):
    """What these methods need of the evaluator."""

    budget: Budget

    def changing(self, value: Any) -> None:
        """Make sure that what changes with this object is known; it is about to change."""
        ...


Method = Callable[[Changing, Any, list[Any], dict[str, Any]], Any]


def _reading(name: str) -> Method:
    """A method that changes nothing, walks its object once, and copies it at most."""

    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        known(*arguments, *named.values())
        if type(value) in CONTAINERS:
            place.budget.elements(len(value))
        for one in arguments:
            hashable(place.budget, one)
        return done(getattr(value, name), *arguments, **named)

    return call


def _searching(name: str) -> Method:
    """A method that compares its argument with each element."""
    plain = _reading(name)

    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        place.budget.charge(weigh(value, place.budget.limits.length))
        return plain(place, value, arguments, named)

    return call


def _changing(name: str, *, grows: bool = False, searches: bool = False) -> Method:
    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named:
            refuse("keyword arguments of a method")
        place.budget.charge()
        if grows:
            place.budget.elements(len(value) + 1)
        if searches:
            known(*arguments)
            place.budget.charge(weigh(value, place.budget.limits.length))
        place.changing(value)
        return done(getattr(value, name), *arguments)

    return call


def _keyed(name: str, *, grows: bool = False) -> Method:
    """A method whose first argument is hashed."""
    plain = _changing(name, grows=grows)

    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if arguments:
            known(arguments[0])
            hashable(place.budget, arguments[0])
        return plain(place, value, arguments, named)

    return call


def _extend(name: str) -> Method:
    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named or len(arguments) != 1:
            refuse("a call that does not fit")
        source = arguments[0]
        known(source)
        if type(source) not in CONTAINERS and type(source) not in ATOMS:
            # An iterator may look at what it extends: item by item, as CPython does it.
            one_by_one(place, value, iterator(source), getattr(value, _SINGLE[name]))
            return None
        items = take(place.budget, source)
        place.budget.elements(len(value) + len(items))
        place.changing(value)
        return done(getattr(value, name), items)

    return call


def one_by_one(place: Changing, value: Any, source: Any, add: Callable[[Any], Any]) -> None:
    """Add what an iterator gives to a container, each item before the next is asked for."""
    place.changing(value)
    while True:
        item = done(next, source, _END)
        if item is _END:
            return
        place.budget.elements(len(value) + 1)
        done(add, item)


_END = object()
_SINGLE = {"extend": "append", "extendleft": "appendleft"}


def _indexed(name: str, *, grows: bool = False) -> Method:
    plain = _changing(name, grows=grows)

    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if arguments:
            known(arguments[0])
        return plain(place, value, arguments, named)

    return call


# Dicts


def _get(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    known(arguments[0])
    hashable(place.budget, arguments[0])
    return done(value.get, *arguments)


def _update(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(arguments) > 1:
        refuse("a call that does not fit")
    place.budget.elements(len(value) + len(named))
    source: Any = {}
    if arguments:
        known(arguments[0])
        if type(arguments[0]) in MAPPINGS:
            source = arguments[0]
        else:
            if type(arguments[0]) not in CONTAINERS:
                refuse("an update from an iterator")
            source = take(place.budget, arguments[0])
            known(*source)
            for pair in source:
                if type(pair) not in (tuple, list) or len(pair) != 2:
                    refuse("an update from something else than pairs")
                known(pair[0])
        place.budget.elements(len(value) + len(source))
    if type(value) is Counter:
        if named or type(source) is list:
            refuse("a counter that is updated from pairs")
        check_order(source)
    place.changing(value)
    return done(value.update, source, **named)


def _update_counter(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or len(arguments) != 1:
        refuse("a call that does not fit")
    if type(arguments[0]) not in CONTAINERS and type(arguments[0]) not in ATOMS:
        refuse("an update from an iterator")
    source = arguments[0] if type(arguments[0]) in MAPPINGS else take(place.budget, arguments[0])
    place.budget.elements(len(value) + len(source))
    known(*source)
    for one in source:
        hashable(place.budget, one)
    place.changing(value)
    return done(value.update, source)


def _fromkeys(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    items = take(place.budget, arguments[0])
    known(*items)
    return done(dict.fromkeys, items, *arguments[1:])


def _most_common(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments, *value.values())
    place.budget.charge(weigh(value, 1_000))
    return done(value.most_common, *arguments, **named)


# Sets


def _set_operation(name: str) -> Method:
    """A new set out of several."""

    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named:
            refuse("a call that does not fit")
        others = [_as_set(place, one) for one in arguments]
        place.budget.elements(len(value) + sum(map(len, others)))
        return same_order(done(getattr(value, name), *others), value, *others)

    return call


def _set_update(name: str) -> Method:
    def call(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named:
            refuse("a call that does not fit")
        others = [_as_set(place, one, is_eager=False) for one in arguments]
        place.budget.elements(len(value) + sum(map(len, others)))
        place.changing(value)
        before = has_order(value)
        result = done(getattr(value, name), *others)
        if has_order(value) and not (before and all(type(one) in (list, dict) or has_order(one) for one in others)):
            refuse("the order of a set")
        return result

    return call


def _as_set(place: Changing, value: Any, *, is_eager: bool = True) -> Any:
    if type(value) in (set, frozenset):
        return value
    if type(value) is dict:
        # CPython looks keys up in a dict where it would walk anything else: the order of what results may differ.
        weigh(list(value), place.budget.limits.length)
        return value
    if not is_eager and type(value) not in CONTAINERS and type(value) not in ATOMS:
        refuse("an update from an iterator")
    items = take(place.budget, value)
    known(*items)
    for one in items:
        hashable(place.budget, one)
    return items


def _set_pop(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(value) > 1:
        check_order(value)
        refuse("which element a set gives up")
    place.changing(value)
    return done(value.pop, *arguments, **named)


def _set_copy(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    place.budget.elements(len(value))
    return done(value.copy, *arguments, **named)


# Numbers


def _to_bytes(place: Changing, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments, *named.values())
    for one in arguments:
        if type(one) in INTEGERS:
            place.budget.elements(one)
    return done(value.to_bytes, *arguments, **named)


_SET_READING = {
    **{name: _set_operation(name) for name in ("union", "intersection", "difference", "symmetric_difference")},
    **{name: _set_operation(name) for name in ("issubset", "issuperset", "isdisjoint")},
    "copy": _set_copy,
}
_DICT: dict[str, Method] = {
    "get": _get,
    "keys": _reading("keys"),
    "values": _reading("values"),
    "items": _reading("items"),
    "copy": _reading("copy"),
    "pop": _keyed("pop"),
    "popitem": _changing("popitem"),
    "setdefault": _keyed("setdefault", grows=True),
    "clear": _changing("clear"),
    "update": _update,
    "fromkeys": _fromkeys,
}
_INT = {
    name: _reading(name) for name in ("bit_length", "bit_count", "conjugate", "as_integer_ratio") if hasattr(int, name)
}
METHODS: dict[type, dict[str, Method]] = {
    list: {
        "append": _changing("append", grows=True),
        "extend": _extend("extend"),
        "insert": _indexed("insert", grows=True),
        "pop": _indexed("pop"),
        "remove": _changing("remove", searches=True),
        "reverse": _changing("reverse"),
        "clear": _changing("clear"),
        "copy": _reading("copy"),
        "count": _searching("count"),
        "index": _searching("index"),
    },
    tuple: {"count": _searching("count"), "index": _searching("index")},
    range: {"count": _reading("count"), "index": _reading("index")},
    dict: _DICT,
    defaultdict: {name: method for name, method in _DICT.items() if name != "fromkeys"},
    Counter: {
        **{name: method for name, method in _DICT.items() if name != "fromkeys"},
        "update": _update_counter,
        "most_common": _most_common,
    },
    set: {
        **_SET_READING,
        "add": _keyed("add", grows=True),
        "discard": _keyed("discard"),
        "remove": _keyed("remove"),
        "pop": _set_pop,
        "clear": _changing("clear"),
        "update": _set_update("update"),
        "difference_update": _set_update("difference_update"),
        "intersection_update": _set_update("intersection_update"),
        "symmetric_difference_update": _set_update("symmetric_difference_update"),
    },
    frozenset: _SET_READING,
    deque: {
        "append": _changing("append", grows=True),
        "appendleft": _changing("appendleft", grows=True),
        "extend": _extend("extend"),
        "extendleft": _extend("extendleft"),
        "pop": _changing("pop"),
        "popleft": _changing("popleft"),
        "rotate": _indexed("rotate"),
        "reverse": _changing("reverse"),
        "clear": _changing("clear"),
        "copy": _reading("copy"),
        "count": _searching("count"),
        "index": _searching("index"),
        "remove": _changing("remove", searches=True),
        "insert": _indexed("insert", grows=True),
    },
    int: {**_INT, "to_bytes": _to_bytes},
    bool: _INT,
    float: {name: _reading(name) for name in ("is_integer", "hex", "as_integer_ratio", "conjugate")},
    complex: {"conjugate": _reading("conjugate")},
}
"""What may be called on a value of each type. The methods of text are in `methods_text`."""

ATTRIBUTES: dict[type, frozenset[str]] = {
    **dict.fromkeys((int, float, bool, complex), frozenset({"real", "imag"})),
    range: frozenset({"start", "stop", "step"}),
    deque: frozenset({"maxlen"}),
}
"""Plain attributes that are values."""


def missing(place: Changing, value: defaultdict[Any, Any], key: Any) -> Any:
    """`value[key]` for a defaultdict, which makes what is missing."""
    known(key)
    if contains(place.budget, value, key):
        return value[key]
    factory: Any = value.default_factory
    if factory is None:
        return done(value.__getitem__, key)
    if factory not in (list, dict, set, int, float, str, tuple, bool):
        refuse("a defaultdict's factory")
    place.budget.elements(len(value) + 1)
    place.changing(value)
    return value[key]
