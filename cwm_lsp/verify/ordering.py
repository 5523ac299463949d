"""Ordering with keys: `sorted`, `list.sort`, `min`, `max`. Keys are worked out first, in order; then CPython's own sort is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Evaluation, throw
from cwm_lsp.verify.operators import INTEGERS, done, known, truth
from cwm_lsp.verify.values import CONTAINERS, Foreign, Known, weigh

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_HEAVIEST_KEY = 100


def sorted_items(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """`sorted(iterable, *, key=None, reverse=False)`."""
    if len(arguments) != 1 or not set(named) <= {"key", "reverse"}:
        refuse("a call that does not fit")
    key = named.get("key")
    ordered = key is not None or _order_shows(arguments[0])
    items = yield from ev.drain(arguments[0], ordered=ordered)
    result = yield from _ordered(ev, items, key, named.get("reverse", False))
    return result


def _order_shows(value: Any) -> bool:
    """Whether the order in which a set is walked can be seen once its elements are sorted."""
    # Equal elements of different types (1 and 1.0) can't both be in a set, so with one type for all there is one order.
    return not (
        type(value) in (set, frozenset) and len(set(map(type, value))) <= 1 and _types(value) <= {str, int, bytes}
    )


def _types(value: Any) -> set[type]:
    return set(map(type, value))


def sort(ev: Evaluator, value: list[Any], arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """`list.sort`: the list is empty while its keys are worked out, as it is in CPython."""
    if arguments or not set(named) <= {"key", "reverse"}:
        refuse("a call that does not fit")
    ev.changing(value)
    items = value[:]
    value.clear()
    try:
        items = yield from _ordered(ev, items, named.get("key"), named.get("reverse", False))
    finally:
        if value:
            refuse("a list that changes while it is sorted")
        value.extend(items)
    return None


def _ordered(ev: Evaluator, items: list[Any], key: Any, reverse: Any) -> Evaluation:
    known(reverse)
    if type(reverse) not in INTEGERS or reverse not in (0, 1):
        refuse("a call that does not fit")
    backwards = truth(reverse)
    if key is None:
        _comparable(ev, items)
        return done(sorted, items, reverse=backwards)
    keys = yield from _keys(ev, items, key)
    _comparable(ev, keys)
    return [items[index] for index in done(sorted, range(len(items)), key=keys.__getitem__, reverse=backwards)]


def _keys(ev: Evaluator, items: list[Any], key: Any) -> Evaluation:
    keys: list[Any] = []
    epoch = ev.epoch
    for one in items:
        value = yield from ev.call(key, [one], {})
        keys += [value]
    ev.guard(epoch, [*items, *keys])
    return keys


def _comparable(ev: Evaluator, values: list[Any]) -> None:
    """Make sure that comparing these values is cheap and certain."""
    ev.budget.elements(2 * len(values))
    for one in values:
        if isinstance(one, (Foreign, Known)) and len(values) > 1:
            refuse("an order of things that are not plain data")
        if type(one) in CONTAINERS:
            ev.budget.charge(weigh(one, _HEAVIEST_KEY))


def minimum(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """`min`."""
    result = yield from _extreme(ev, min, arguments, named)
    return result


def maximum(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """`max`."""
    result = yield from _extreme(ev, max, arguments, named)
    return result


def _extreme(ev: Evaluator, function: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if not arguments or not set(named) <= {"key", "default"}:
        refuse("a call that does not fit")
    key = named.get("key")
    if len(arguments) > 1:
        if "default" in named:
            raise throw(TypeError)
        items = arguments
    else:
        items = yield from ev.drain(arguments[0], ordered=key is not None or _order_shows(arguments[0]))
    if not items:
        if "default" in named:
            return named["default"]
        raise throw(ValueError)
    if key is None:
        _comparable(ev, items)
        return done(function, items)
    keys = yield from _keys(ev, items, key)
    _comparable(ev, keys)
    return items[done(function, range(len(items)), key=keys.__getitem__)]
