"""The functions of `itertools` that are on the list.

An iterator that asks other iterators is one of ours, which counts each item: CPython's own would do any amount of work for one item
where they are nested. Those that take whole iterables at once are bounded by how much they will give.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from itertools import combinations, count, permutations, product
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import positional
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Handler, Lazy, throw
from cwm_lsp.verify.operators import INTEGERS, binary, done, iterator, known, take
from cwm_lsp.verify.values import NUMBERS

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator


def _listed(function: Callable[..., Any], size: Callable[[list[int], list[Any]], int]) -> Handler:
    """A function of `itertools` that takes whole iterables: all of what it gives is worked out at once."""

    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        pools: list[Any] = []
        rest: list[Any] = []
        for one in arguments:
            known(one)
            if type(one) in INTEGERS:
                rest.append(one)
            else:
                pools.append(take(ev.budget, one))
        known(*named.values())
        if not all(type(one) in INTEGERS for one in named.values()):
            refuse("a call that does not fit")
        ev.budget.elements(size([len(one) for one in pools], rest + list(named.values())))
        return done(function, *pools, *rest, **named)

    return call


def _accumulate(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not 1 <= len(arguments) <= 2 or named:
        refuse("a call that does not fit")
    function = arguments[1] if len(arguments) == 2 else None
    return Lazy("<itertools.accumulate object>", _accumulated(ev, iterator(arguments[0]), function), ev.run)


def _accumulated(ev: Evaluator, source: Any, function: Any) -> Any:
    total: Any = None
    is_first = True
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        if is_first:
            total, is_first = item[0], False
        elif function is None:
            total = binary(ev.budget, ast.Add, total, item[0])
        else:
            total = yield from ev.call(function, [total, item[0]], {})
        yield (total,)


def _count(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments, *named.values())
    if not all(type(one) in NUMBERS for one in (*arguments, *named.values())):
        raise throw(TypeError)
    return done(count, *arguments, **named)


def _chain(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named:
        refuse("a call that does not fit")
    known(*arguments)
    return Lazy("<itertools.chain object>", _chained(ev, iter(arguments)), ev.run, tuple(arguments))


def from_iterable(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    """`chain.from_iterable`."""
    positional(arguments, named, 1, 1)
    return Lazy("<itertools.chain object>", _chained(ev, iterator(arguments[0])), ev.run, tuple(arguments))


def _chained(ev: Evaluator, sources: Any) -> Any:
    epoch = ev.epoch
    while True:
        ev.same(epoch)
        one = yield from ev.next_item(sources)
        if not one:
            return
        source = iterator(one[0])
        while True:
            ev.same(epoch)
            item = yield from ev.next_item(source)
            if not item:
                break
            yield item


def _zip_longest(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if not set(named) <= {"fillvalue"}:
        refuse("a call that does not fit")
    sources = [iterator(one) for one in arguments]
    made = _filled(ev, sources, named.get("fillvalue"))
    return Lazy("<itertools.zip_longest object>", made, ev.run, (*arguments, *named.values()))


def _filled(ev: Evaluator, sources: list[Any], filling: Any) -> Any:
    epoch = ev.epoch
    waiting = set(range(len(sources)))
    while waiting:
        values: list[Any] = []
        for index, source in enumerate(sources):
            ev.same(epoch)
            item = (yield from ev.next_item(source)) if index in waiting else ()
            if not item:
                waiting.discard(index)
                if not waiting:
                    return
            values.append(item[0] if item else filling)
        yield (tuple(values),)


def _islice(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    positional(arguments, named, 2, 4)
    known(*arguments)
    for one in arguments[1:]:
        if one is not None and (type(one) not in INTEGERS or not 0 <= one <= ev.budget.limits.length):
            refuse("a sequence that is too long")
    start, stop, step = slice(*arguments[1:]).start, slice(*arguments[1:]).stop, slice(*arguments[1:]).step
    if step == 0:
        raise throw(ValueError)
    return Lazy(
        "<itertools.islice object>",
        _sliced(ev, iterator(arguments[0]), start or 0, stop, 1 if step is None else int(step)),
        ev.run,
        (arguments[0],),
    )


def _sliced(ev: Evaluator, source: Any, start: int, stop: int | None, step: int) -> Any:
    epoch = ev.epoch
    taken = 0
    wanted = start
    while stop is None or wanted < stop:
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        if taken == wanted:
            wanted += step
            yield item
        taken += 1
    # CPython takes what lies before the end, also where it gives none of it.
    while taken < (stop or 0):
        ev.same(epoch)
        item = yield from ev.next_item(source)
        if not item:
            return
        taken += 1


def _product_size(lengths: list[int], rest: list[Any]) -> int:
    repeat = rest[0] if rest else 1
    return 1 << 40 if repeat > 20 else math.prod(lengths) ** max(0, repeat) * max(1, len(lengths) * repeat)


def _permutations_size(lengths: list[int], rest: list[Any]) -> int:
    size = lengths[0] if lengths else 0
    chosen = rest[0] if rest else size
    return 1 << 40 if size > 200 or chosen > 20 else math.perm(size, max(0, chosen)) * max(1, chosen)


def _combinations_size(lengths: list[int], rest: list[Any]) -> int:
    size = lengths[0] if lengths else 0
    chosen = rest[0] if rest else 0
    return 1 << 40 if size > 200 else math.comb(size, max(0, chosen)) * max(1, chosen)


ITERTOOLS: dict[str, Handler] = {
    "accumulate": _accumulate,
    "chain": _chain,
    "combinations": _listed(combinations, _combinations_size),
    "count": _count,
    "islice": _islice,
    "permutations": _listed(permutations, _permutations_size),
    "product": _listed(product, _product_size),
    "zip_longest": _zip_longest,
}
"""What each of them does."""
