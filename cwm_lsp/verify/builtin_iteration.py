"""The builtin functions that make and ask iterators: `enumerate`, `zip`, `map`, `filter`, `iter`, `next`, `reversed`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import positional
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    Evaluation,
    Handler,
    Lazy,
    throw,
)
from cwm_lsp.verify.operators import done, is_flat, iterator, known, truth
from cwm_lsp.verify.special import iterated, method
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
)

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_WIDEST = 8
"""Iterators that CPython's own `zip` may ask for one item."""


def _enumerate(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if not set(named) <= {"start"} or not 1 <= len(arguments) <= 2:
        refuse("a call that does not fit")
    known(*arguments[1:], *named.values())
    source = yield from iterated(ev, arguments[0])
    if is_flat(source):
        return done(enumerate, source, *arguments[1:], **named)
    start = [*arguments[1:], *named.values(), 0][0]
    if type(start) is not int:
        refuse("a call that does not fit")
    return Lazy("<enumerate object>", _numbered(ev, source, start), ev.run, (source,))


def _numbered(ev: Evaluator, source: Any, number: int) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        yield ((number, item[0]),)
        number += 1


def _zip(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if not set(named) <= {"strict"}:
        refuse("a call that does not fit")
    known(*named.values())
    sources: list[Any] = []
    for one in arguments:
        source = yield from iterated(ev, one)
        sources.append(source)
    if len(sources) <= _WIDEST and all(is_flat(one) for one in sources):
        return done(zip, *sources, **named)
    if named:
        refuse("a call that does not fit")
    return Lazy("<zip object>", _zipped(ev, sources), ev.run, tuple(sources))


def _zipped(ev: Evaluator, sources: list[Any]) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        values: list[Any] = []
        for source in sources:
            item = yield from ev.next_item(source)
            if not item:
                return
            values.append(item[0])
        yield (tuple(values),)


def _reversed(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 1, 1)
    known(*arguments)
    if type(arguments[0]) not in CONTAINERS | ATOMS:
        refuse("reversed of something that is not plain data")
    return done(reversed, arguments[0])


def _iter(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 1)
    result = yield from iterated(ev, arguments[0])
    return result


def _next(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    positional(arguments, named, 1, 2)
    source = arguments[0]
    own = method(source, "__next__")
    if own is not None:
        if len(arguments) == 2:
            refuse("the end of an iterator of the program's")
        result = yield from ev.call(own, [], {})
        return result
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


def _map(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or len(arguments) < 2:
        refuse("a call that does not fit")
    known(arguments[0])
    return Lazy(
        "<map object>", _mapped(ev, arguments[0], [iterator(one) for one in arguments[1:]]), ev.run, (arguments[0],)
    )


def _mapped(ev: Evaluator, function: Any, sources: list[Any]) -> Any:
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


def _filter(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 2, 2)
    known(arguments[0])
    return Lazy("<filter object>", _filtered(ev, arguments[0], iterator(arguments[1])), ev.run)


def _filtered(ev: Evaluator, function: Any, source: Any) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        kept = item[0] if function is None else (yield from ev.call(function, [item[0]], {}))
        if truth(kept):
            yield item


ITERATION: dict[str, Handler] = {
    "enumerate": _enumerate,
    "filter": _filter,
    "iter": _iter,
    "map": _map,
    "next": _next,
    "reversed": _reversed,
    "zip": _zip,
}
"""What each of them does."""
