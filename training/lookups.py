"""Workings of operations on containers and texts that are a matter of looking something up first: a key, a place, a slot.

What is worked out here leads to an answer that is then mostly copied; arithmetic is `reckoning`'s.
"""

from __future__ import annotations

import ast
import operator
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cwm_lsp.verify.indexing import read_indexed

_CANDIDATES = 6
"""Places that are told where a text is looked for."""
_TABLES = ((5, 8), (20, 32), (77, 128))
"""Elements below which a set's table has so many slots, as CPython grows it (`set_add_entry`: at three fifths, four times)."""
_MOST_DISTINCT = 20
_KEYED = 8
"""Elements up to which an order by keys is told."""
_MOST_COMPARED = 12
_MOST_COUNTED = 24


def slots(shown: str) -> str:
    """For a set of integers: each with the slot that its hash leads to, in the order in which they are met; empty of others.

    Where all slots are the numbers themselves there is nothing to tell.
    """
    if shown[:1] != "{" or ":" in shown:
        return ""
    elements = _values(_parsed(shown))
    table = _table(elements)
    return "" if table is None or all(0 <= one < table for one in elements) else _placed(elements, table)


def distinct(words: str) -> str:
    """What a set is made of: each integer of a list once, in the order in which they are met, with its slot."""
    call = _call_of("set", words)
    elements = list(dict.fromkeys(_values(call.args[0]))) if call is not None else []
    table = _table(elements)
    return "" if table is None or len(elements) > _MOST_DISTINCT else _placed(elements, table)


def places(words: str) -> str:
    """Where a text of two or more letters may be in another: each place where its first one is, with what stands there."""
    source = read_indexed(words)
    if source is None or source.kind != "str":
        return ""
    call = _parsed(f"x{words[source.end :]}")
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ""
    given = [one.value for one in call.args if isinstance(one, ast.Constant)]
    if call.func.attr not in ("find", "index") or len(given) != len(call.args) or not isinstance(given[0], str):
        return ""
    text = "".join(ast.literal_eval(one) for _, one in source.elements)
    wanted, start = given[0], given[1] if len(given) > 1 and isinstance(given[1], int) else 0
    if len(wanted) < 2 or start < 0:
        return ""
    told: list[str] = []
    for at in range(start, len(text)):
        if text[at] == wanted[0] and len(told) < _CANDIDATES:
            told.append(f"{at} {text[at : at + len(wanted)]!r}")
            if text.startswith(wanted, at):
                break
    return ", ".join(told)


def entry(words: str) -> str:
    """What a dict has under the key that is taken out or put in: the entry, or that there is none."""
    call = _parsed(words)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not call.args:
        return ""
    held = call.func.value
    if call.func.attr not in ("pop", "setdefault") or not isinstance(held, ast.Dict) or not held.keys:
        return ""
    wanted = ast.unparse(call.args[0])
    for key, value in zip(held.keys, held.values, strict=True):
        if key is not None and ast.unparse(key) == wanted:
            return f"{wanted}: {ast.unparse(value)}"
    return "none"


def by_keys(words: str) -> str:
    """Keys in order, each with the place of its element: what `sorted` with a key goes by, or the first halves of pairs."""
    call = _call_of("sorted", words)
    if call is None:
        return ""
    named = {one.arg: one.value for one in call.keywords}
    if not set(named) <= {"key", "reverse"}:
        return ""
    given = call.args[0]
    keys = _values(
        named["key"] if "key" in named else given.args[0] if isinstance(given, ast.Call) and given.args else given
    )
    shown = keys if "key" in named else [one[0] for one in keys if isinstance(one, tuple) and one]
    if not 2 <= len(keys) <= _KEYED or len(shown) < len(keys) or not (are(int, shown) or are(str, shown)):
        return ""
    is_falling = "reverse" in named and ast.unparse(named["reverse"]) == "True"
    try:
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=is_falling)
    except TypeError:
        return ""
    return ", ".join(f"{shown[at]!r} {at}" for at in order)


def best(words: str) -> str:
    """Which has the greatest or the smallest key: each key, the best so far, and its place."""
    is_greatest = words.startswith("max(")
    call = _call_of("max" if is_greatest else "min", words)
    if call is None or [one.arg for one in call.keywords] != ["key"]:
        return ""
    keys = _values(call.keywords[0].value)
    if not 2 <= len(keys) <= _MOST_COMPARED or not (are(int, keys) or are(float, keys)):
        return ""
    is_better = operator.gt if is_greatest else operator.lt
    told, place = list[str](), 0
    for at, key in enumerate(keys):
        place = at if is_better(key, keys[place]) else place
        told.append(f"{key} {keys[place]} {place}")
    return ", ".join(told)


def counts(words: str) -> str:
    """What a counter comes to have: each element with how often it was met so far."""
    call = _call_of("Counter", words)
    if call is None or len(call.args) != 1:
        return ""
    given = call.args[0]
    elements = list(given.value) if isinstance(given, ast.Constant) and isinstance(given.value, str) else _values(given)
    if not 2 <= len(elements) <= _MOST_COUNTED or not (are(int, elements) or are(str, elements)):
        return ""
    met: Counter[Any] = Counter()
    told: list[str] = []
    for one in elements:
        met[one] += 1
        told.append(f"{one!r} {met[one]}")
    return ", ".join(told)


def are(kind: type, values: Sequence[Any]) -> bool:
    """Whether all values are of this very type."""
    return all(type(one) is kind for one in values)


def _table(elements: Sequence[Any]) -> int | None:
    """The slots of the table of a set of two integers and more; None of other elements, or of too many."""
    if len(elements) < 2 or not are(int, elements):
        return None
    return next((size for count, size in _TABLES if len(elements) < count), None)


def _placed(elements: Sequence[int], table: int) -> str:
    return ", ".join(f"{hash(one) % table} {one}" for one in elements)


def _call_of(name: str, words: str) -> ast.Call | None:
    """The call of a function of this name with arguments; None where the words are none."""
    call = _parsed(words)
    is_it = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name and call.args
    return call if isinstance(call, ast.Call) and is_it else None


@lru_cache(maxsize=8)
def _parsed(words: str) -> ast.expr | None:
    """The words as an expression, which nobody changes: all that is looked for in an operation asks for the same ones."""
    try:
        return ast.parse(words, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _values(display: ast.expr | None) -> list[Any]:
    """The elements of a display; none where they aren't all literals."""
    try:
        return [ast.literal_eval(one) for one in display.elts] if isinstance(display, (ast.List, ast.Set)) else []
    except (ValueError, RecursionError, MemoryError):
        return []
