"""`heapq` and `bisect` on lists of plain data: CPython's own functions, which compare elements and do nothing else.

Forms that call a key function, and `heapq.merge`, which is lazy, are not on the list.
"""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.binding import positional
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Evaluation, Handler
from cwm_lsp.verify.operators import DEEPEST_COMPARISON, INTEGERS, done, known
from cwm_lsp.verify.values import is_plain, weigh

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator


def _comparable(ev: Evaluator, *values: Any) -> None:
    """Make sure that values are compared by nothing but their own types, at a bounded cost.

    Raises:
        Unknowable: they may not be.
    """
    known(*values)
    for one in values:
        if not is_plain(one):
            refuse("a comparison of something that is not plain data")
        ev.budget.charge(1 + weigh(one, DEEPEST_COMPARISON) // 10)


def _on_heap(function: Callable[..., Any], *, takes: int) -> Handler:
    """A function that changes a heap.

    Args:
        function: of `heapq`.
        takes: how many items it takes besides the heap.
    """

    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        positional(arguments, named, 1 + takes, 1 + takes)
        if type(arguments[0]) is not list:
            refuse("a heap that is no list")
        _comparable(ev, *arguments)
        ev.changing(arguments[0])
        return done(function, *arguments)

    return call


def _extreme(function: Callable[..., Any]) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        positional(arguments, named, 2, 2)
        if type(arguments[0]) not in INTEGERS:
            refuse("a call that does not fit")
        items = yield from ev.drain(arguments[1])
        _comparable(ev, *items)
        return done(function, arguments[0], items)

    return call


def _search(function: Callable[..., Any], *, inserts: bool = False) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        positional(arguments, named, 2, 4)
        holder, item, *bounds = arguments
        if type(holder) not in (list, tuple, str) or not all(type(one) in INTEGERS for one in bounds):
            refuse("a call that does not fit")
        _comparable(ev, holder, item)
        if inserts:
            if type(holder) is not list:
                refuse("a call that does not fit")
            ev.changing(holder)
        return done(function, holder, item, *bounds)

    return call


HEAPQ: dict[str, Handler] = {
    "heapify": _on_heap(heapq.heapify, takes=0),
    "heappop": _on_heap(heapq.heappop, takes=0),
    "heappush": _on_heap(heapq.heappush, takes=1),
    "heappushpop": _on_heap(heapq.heappushpop, takes=1),
    "heapreplace": _on_heap(heapq.heapreplace, takes=1),
    "nlargest": _extreme(heapq.nlargest),
    "nsmallest": _extreme(heapq.nsmallest),
}
BISECT: dict[str, Handler] = {
    **{name: _search(getattr(bisect, name)) for name in ("bisect", "bisect_left", "bisect_right")},
    **{name: _search(getattr(bisect, name), inserts=True) for name in ("insort", "insort_left", "insort_right")},
}
"""Not on the list: their `key` and `hi=` by name, which few programs use."""
