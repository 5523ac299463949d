"""Which suspended generators are still held: one that nobody holds is closed at once, and then the program enters it again.

What is reached from the names and loops of live scopes is certainly held. What is not may still be, by something unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cwm_lsp.verify.activation import Activation
from cwm_lsp.verify.classes import Instance, UserMethod
from cwm_lsp.verify.objects import GeneratorValue, Lazy, Names
from cwm_lsp.verify.values import CONTAINERS, MAPPINGS

MOST_LOOKED_AT = 4_000
"""Values after which the search ends: whatever it has not met by then counts as not held."""


def held(scopes: Iterable[Activation], others: Iterable[Names], iterators: Iterable[Any]) -> set[int]:
    """The ids of the generators that are reached.

    Args:
        scopes: the active ones.
        others: further names that live: the module's, those that inner functions reach.
        iterators: what evaluations under way ask for items.
    """
    pending: list[Any] = list(iterators)
    for scope in scopes:
        pending += _of(scope)
    for names in others:
        pending += names.values.values()
    found: set[int] = set()
    seen: set[int] = set()
    while pending and len(seen) < MOST_LOOKED_AT:
        value = pending.pop()
        if id(value) in seen:
            continue
        if isinstance(value, GeneratorValue):
            found.add(id(value))
            seen.add(id(value))
            pending += value.arguments.values() if value.scope is None else _of(value.scope)
        elif isinstance(value, Lazy):
            seen.add(id(value))
            pending += value.holds
        elif isinstance(value, Instance):
            seen.add(id(value))
            pending += value.attributes.values()
        elif isinstance(value, UserMethod):
            pending.append(value.owner)
        elif type(value) in CONTAINERS:
            seen.add(id(value))
            pending += list(value)
            if type(value) in MAPPINGS:
                pending += value.values()
    return found


def _of(scope: Activation) -> list[Any]:
    values = [scope.answer, *scope.names.values.values()]
    for loop in scope.loops.values():
        values += [loop.iterator, loop.origin]
    return values
