"""What the model learns to write before the answer of an operation that is too much for one look: running sums, digits one by one.

Each working is text that the operation's own values lead to step by step; the last step is next to the answer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from cwm_lsp.verify.indexing import Indexed, elements_of, plain, read_indexed
from cwm_lsp.verify.objects import Operation
from cwm_lsp.verify.wording import MOST_INDEXED, REPEATING
from training.lookups import are, best, by_keys, counts, distinct, entry, places, slots
from training.reckoning import digits_from_the_end, reckoned

_SORTING = re.compile(
    r"(?:sorted\((\[[^\[\](){}]+\]|\{[^\[\](){}:]+\}|\([^\[\](){}]+\)|'[^']+')|(\[[^\[\](){}]+\])\.sort\()"
    r"(?:, )?(reverse=True)?\)\Z"
)
_FROM_THE_END = re.compile(r"\[-(\d+)\]")
_REDUCED = re.compile(r"(sum|max|min)\((?:dict_values\(|dict_keys\()?(\([^()]+\)|[^()]+)\)+\Z")
_SLICE = re.compile(r"\[(-?\d+)?:(-?\d+)?(?::(-?\d+))?\]")
_METHOD = re.compile(r"\.(pop|insert|remove|append)\((.*)\)")
_REPEATED = re.compile(r"\[.+\] \*=? -?\d+\Z|-?\d+ \*=? \[.+\]\Z")
_REPEATED_TEXT = re.compile(r"'[^'\\]*' \*=? -?\d+\Z|-?\d+ \*=? '[^'\\]*'\Z")
_SORTED = 8
"""Elements up to which sorting is told one insertion after the other."""


def workings(operation: Operation) -> tuple[str, ...]:
    """The workings of an operation, in order; none where its answer is plain, or nothing is known to help."""
    if operation.truth.startswith("raise "):
        return ()
    sorting = _SORTING.match(operation.words)
    if sorting is not None:
        found = _insertions(sorting[1] or sorting[2], is_falling=sorting[3] is not None)
        return (found,) if found else ()
    found = slots(operation.truth) or (entry(operation.words) if operation.is_effect else "")
    if found or operation.is_effect:
        return tuple(one for one in (distinct(operation.words), found) if one)
    if found := distinct(operation.words):
        return (found,)
    source = read_indexed(operation.words)
    element = _FROM_THE_END.fullmatch(operation.words[source.end :]) if source is not None else None
    if source is not None and element is not None and int(element[1]) > 1:
        return (f"{len(source.elements)} {len(source.elements) - int(element[1])}",)
    for told in (reckoned, places, by_keys, best, counts):
        if found := told(operation.words):
            return (found,)
    reduced = _REDUCED.match(operation.words)
    if reduced is not None:
        found = _reduced(reduced[1], reduced[2])
        return (found,) if found else ()
    return ()


def written(operation: Operation) -> str:
    """The answer as the model writes it: a part of an indexed sequence, or what is left of it, with the indices it has there."""
    truth = operation.truth
    if truth.startswith("raise "):
        return truth
    if _REPEATED.match(operation.words):
        return _counted(truth, "[", elements_of(truth))
    if _REPEATED_TEXT.match(operation.words):
        return _counted(truth, "str", [repr(one) for one in _items(truth)])
    source = read_indexed(operation.words)
    if source is None:
        return truth
    elements = _taken(source, operation.words[source.end :], is_effect=operation.is_effect)
    if not elements:
        return truth
    return _indexed(truth, source.kind, elements)


def _counted(truth: str, kind: str, values: Sequence[str]) -> str:
    """A list or a text that repeats itself, with the indices by which one knows how far one has come."""
    if not REPEATING <= len(values) <= MOST_INDEXED:
        return truth
    return _indexed(truth, kind, [*enumerate(values)])


def _indexed(truth: str, kind: str, elements: Sequence[tuple[int, str]]) -> str:
    """The answer with indices, where it stands for the truth."""
    answer = Indexed(kind, tuple(elements), 0).with_indices()
    return answer if plain(answer) == truth else truth


def _taken(source: Indexed, rest: str, *, is_effect: bool) -> list[tuple[int, str]]:
    """The elements of the answer; none where it isn't made of the sequence's."""
    elements = list(source.elements)
    if not is_effect:
        ends = _SLICE.fullmatch(rest)
        return elements[slice(*(int(one) if one else None for one in ends.groups()))] if ends is not None else []
    method = _METHOD.fullmatch(rest)
    if method is None:
        return []
    name, given = method.groups()
    if name == "pop" and abs(int(given)) <= len(elements):
        del elements[int(given)]
    elif name == "insert":
        place, _, value = given.partition(", ")
        at = slice(int(place), None).indices(len(elements))[0]
        elements.insert(at, (at, value))
    elif name == "append":
        elements.append((len(elements), given))
    elif name == "remove":
        at = next((at for at, value in elements if value == given), None)
        return [one for one in elements if one[0] != at]
    return elements


def _insertions(shown: str, *, is_falling: bool) -> str:
    """Insertion sort: each further element, and what is in order with it; the answer is what comes of the last one."""
    items = _items(shown)
    if not 2 < len(items) <= _SORTED or not (are(int, items) or are(str, items)):
        return ""
    told = [f"{items[at]!r} {sorted(items[: at + 1], reverse=is_falling)}" for at in range(1, len(items) - 1)]
    return ", ".join([repr(items[0]), *told, repr(items[-1])])


def _items(shown: str) -> list[Any]:
    """The elements of a display or the letters of a text, in the order in which they stand there; none where it is none."""
    try:
        display = ast.parse(shown, mode="eval").body
        if isinstance(display, (ast.List, ast.Tuple, ast.Set)):
            return [ast.literal_eval(one) for one in display.elts]
        return list(display.value) if isinstance(display, ast.Constant) and isinstance(display.value, str) else []
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []


def _reduced(name: str, shown: str) -> str:
    values = _items(shown)
    if not (2 if name == "sum" else 3) <= len(values) <= 40 or any(type(one) not in (int, float) for one in values):
        return ""
    if name == "sum":
        if not are(int, values):
            return ""
        so_far = [digits_from_the_end(one) for one in accumulate(values)]
    else:
        step: Callable[[int | float, int | float], int | float] = max if name == "max" else min
        so_far = [str(one) for one in accumulate(values, step)]
    # The element stands beside what has come of those before it: what is written hangs on what is near.
    return ", ".join(f"{element} {one}" for element, one in zip(values, so_far, strict=True))
