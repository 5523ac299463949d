"""Patterns of `match`, held against plain values: whether one fits, and which names it binds then.

Patterns for objects of the program's classes are refused, as is all that would call it.
"""

from __future__ import annotations

import ast
from collections import deque
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Names
from cwm_lsp.verify.operators import compare, contains, hashable, known, take, truth
from cwm_lsp.verify.values import ATOMS, CONTAINERS, MAPPINGS

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_SEQUENCES: frozenset[type] = frozenset({list, tuple, range, deque})
_OF_ITSELF: frozenset[type] = frozenset({bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple})
"""Types whose pattern may have one pattern within, for the value itself (PEP 634)."""


def fits(ev: Evaluator, pattern: ast.pattern, value: Any, names: Names, bound: dict[str, Any]) -> bool:
    """Whether a pattern fits a value.

    Args:
        ev: evaluates the values that patterns name.
        pattern: of a `case`.
        value: the subject or a part of it.
        names: of the scope.
        bound: gets the names that are bound, if it fits.

    Raises:
        Unknowable: it can't be told.
    """
    ev.budget.charge()
    known(value)
    if type(value) not in ATOMS and type(value) not in CONTAINERS:
        refuse("a pattern for something that is not plain data")
    match pattern:
        case ast.MatchValue(value=node):
            wanted = ev.run(ev.expression(node, names))
            return truth(compare(ev.budget, ast.Eq, value, wanted))
        case ast.MatchSingleton(value=wanted):
            return value is wanted
        case ast.MatchSequence(patterns=parts):
            return _fits_sequence(ev, parts, value, names, bound)
        case ast.MatchMapping():
            return _fits_mapping(ev, pattern, value, names, bound)
        case ast.MatchClass():
            return _fits_class(ev, pattern, value, names, bound)
        case ast.MatchOr(patterns=parts):
            for part in parts:
                found: dict[str, Any] = {}
                if fits(ev, part, value, names, found):
                    bound.update(found)
                    return True
            return False
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None and not fits(ev, inner, value, names, bound):
                return False
            if name is not None:
                bound[name] = value
            return True
        case _:
            refuse("a pattern of a kind that is not worked out")


def _fits_sequence(ev: Evaluator, parts: list[ast.pattern], value: Any, names: Names, bound: dict[str, Any]) -> bool:
    if type(value) not in _SEQUENCES:
        return False
    items = take(ev.budget, value)
    stars = [index for index, part in enumerate(parts) if isinstance(part, ast.MatchStar)]
    if not stars:
        return len(items) == len(parts) and all(
            fits(ev, part, item, names, bound) for part, item in zip(parts, items, strict=True)
        )
    at = stars[0]
    after = len(parts) - at - 1
    if len(items) < at + after:
        return False
    end = len(items) - after
    pairs = [*zip(parts[:at], items[:at], strict=True), *zip(parts[at + 1 :], items[end:], strict=True)]
    if not all(fits(ev, part, item, names, bound) for part, item in pairs):
        return False
    star = parts[at]
    if isinstance(star, ast.MatchStar) and star.name is not None:
        bound[star.name] = items[at:end]
    return True


def _fits_mapping(ev: Evaluator, pattern: ast.MatchMapping, value: Any, names: Names, bound: dict[str, Any]) -> bool:
    if type(value) not in MAPPINGS:
        return False
    keys = [ev.run(ev.expression(node, names)) for node in pattern.keys]
    for key in keys:
        known(key)
        hashable(ev.budget, key)
    if not all(contains(ev.budget, value, key) for key in keys):
        return False
    if not all(fits(ev, part, value[key], names, bound) for key, part in zip(keys, pattern.patterns, strict=True)):
        return False
    if pattern.rest is not None:
        ev.budget.elements(len(value))
        bound[pattern.rest] = {key: one for key, one in value.items() if key not in keys}
    return True


def _fits_class(ev: Evaluator, pattern: ast.MatchClass, value: Any, names: Names, bound: dict[str, Any]) -> bool:
    kind = ev.run(ev.expression(pattern.cls, names))
    if kind not in _OF_ITSELF or pattern.kwd_patterns or len(pattern.patterns) > 1:
        refuse("a pattern for something that is not plain data")
    if not isinstance(value, kind):
        return False
    return all(fits(ev, part, value, names, bound) for part in pattern.patterns)
