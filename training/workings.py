"""What the model learns to write before the answer of an operation that is too much for one look: running sums, digits one by one.

Each working is text that the operation's own values lead to step by step; the last step is next to the answer.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from cwm_lsp.verify.indexing import Indexed, plain, read_indexed
from cwm_lsp.verify.objects import Operation

_ARITHMETIC = re.compile(r"(-?\d+) (\+|-|\*|//|%|/|\*\*|\+=|-=|\*=|//=|%=|/=) (-?\d+)\Z")
_SORTING = re.compile(
    r"(?:sorted\((\[[^\[\](){}]+\]|\{[^\[\](){}:]+\}|\([^\[\](){}]+\)|'[^']+')|(\[[^\[\](){}]+\])\.sort\()"
    r"(?:, )?(reverse=True)?\)\Z"
)
_FROM_THE_END = re.compile(r"\[-(\d+)\]")
_REDUCED = re.compile(r"(sum|max|min)\((?:dict_values\(|dict_keys\()?(\([^()]+\)|[^()]+)\)+\Z")
_SLICE = re.compile(r"\[(-?\d+)?:(-?\d+)?(?::(-?\d+))?\]")
_METHOD = re.compile(r"\.(pop|insert|remove)\((.*)\)")
_MOST = 24
_BEHIND_THE_POINT = 4
"""Digits of a quotient that are told behind the point."""
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
    if operation.is_effect:
        return ()
    source = read_indexed(operation.words)
    element = _FROM_THE_END.fullmatch(operation.words[source.end :]) if source is not None else None
    if source is not None and element is not None and int(element[1]) > 1:
        return (str(len(source.elements) - int(element[1])),)
    arithmetic = _ARITHMETIC.match(operation.words)
    if arithmetic is not None:
        left, sign, right = int(arithmetic[1]), arithmetic[2], int(arithmetic[3])
        found = _OF_ARITHMETIC[sign](left, right)
        return (found,) if found else ()
    reduced = _REDUCED.match(operation.words)
    if reduced is not None:
        found = _reduced(reduced[1], reduced[2])
        return (found,) if found else ()
    return ()


def written(operation: Operation) -> str:
    """The answer as the model writes it: a part of an indexed sequence, or what is left of it, with the indices it has there."""
    source = read_indexed(operation.words)
    truth = operation.truth
    if source is None or truth.startswith("raise "):
        return truth
    elements = _taken(source, operation.words[source.end :], is_effect=operation.is_effect)
    if not elements:
        return truth
    answer = Indexed(source.kind, tuple(elements), 0).with_indices()
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
    elif name == "remove":
        at = next((at for at, value in elements if value == given), None)
        return [one for one in elements if one[0] != at]
    return elements


def _sum(left: int, right: int) -> str:
    return _backwards(left + right, left, right)


def _difference(left: int, right: int) -> str:
    return _backwards(left - right, left, right)


def _backwards(result: int, left: int, right: int) -> str:
    if min(abs(left), abs(right)) < 10 and max(abs(left), abs(right)) < 100:
        return ""
    return _reversed(result)


def _product(left: int, right: int) -> str:
    """As on paper: the rows of the right factor's digits, or of the only long one's, from the last on, then their sum backwards."""
    if max(abs(left), abs(right)) < 10 or not left or not right:
        return ""
    if abs(left) < 10:
        left, right = right, left
    digits = str(abs(right))[::-1]
    if len(digits) * len(str(abs(left))) > _MOST:
        return ""
    if len(digits) == 1:
        return _row(abs(left), abs(right))
    total, told = 0, list[str]()
    for place, digit in enumerate(digits):
        part = abs(left) * int(digit)
        total += part * 10**place
        told.append(f"{_row(abs(left), int(digit))} {part}" + (f" {_reversed(total)}" if place else ""))
    return "; ".join(told)


def _row(factor: int, digit: int) -> str:
    """Digit times digit from the last on, each with what is carried from the one before."""
    told, carried = list[str](), 0
    for one in str(factor)[::-1]:
        product = int(one) * digit + carried
        carried = product // 10
        told.append(str(product))
    return ", ".join(told)


def _reversed(number: int) -> str:
    """Digits from the last on, as carrying goes; the sign stays in front."""
    return ("-" if number < 0 else "") + str(abs(number))[::-1]


def _quotient(left: int, right: int) -> str:
    """Long division: for each digit of the dividend what is divided, and what is left of it."""
    divisor, digits = abs(right), str(abs(left))
    if right == 0 or abs(left) < divisor or abs(left) < 10 or len(digits) > _MOST:
        return ""
    rest, told = 0, list[str]()
    for digit in digits:
        rest = rest * 10 + int(digit)
        if rest >= divisor or told:
            told.append(_step(rest, divisor))
        rest %= divisor
    return ", ".join(told)


def _step(rest: int, divisor: int) -> str:
    """What is divided, how often it goes, what that takes (where no table of small products tells), and what is left."""
    taken = f" {rest // divisor * divisor}" if divisor >= 10 else ""
    return f"{rest} {rest // divisor}{taken} {rest % divisor}"


def _fraction(left: int, right: int) -> str:
    """Long division that goes on behind the point, for some digits."""
    dividend, divisor = abs(left), abs(right)
    if divisor < 2 or len(str(dividend)) > _MOST:
        return ""
    rest = dividend % divisor
    told = [_quotient(dividend, divisor) or _step(dividend, divisor)]
    while rest and len(told) <= _BEHIND_THE_POINT:
        told.append(_step(rest * 10, divisor))
        rest = rest * 10 % divisor
    return ", ".join(told)


def _power(left: int, right: int) -> str:
    if not 3 <= right <= 12 or abs(left) < 2 or len(str(left**right)) > 12:
        return ""
    return ", ".join(str(one) for one in accumulate([left] * right, operator.mul))


_OF_ARITHMETIC: dict[str, Callable[[int, int], str]] = {
    "+": _sum,
    "+=": _sum,
    "-": _difference,
    "-=": _difference,
    "*": _product,
    "*=": _product,
    "//": _quotient,
    "//=": _quotient,
    "%": _quotient,
    "%=": _quotient,
    "/": _fraction,
    "/=": _fraction,
    "**": _power,
}


def _insertions(shown: str, *, is_falling: bool) -> str:
    """Insertion sort: each further element, and what is in order with it; the answer is what comes of the last one."""
    items = _items(shown)
    if not 2 < len(items) <= _SORTED or not (
        all(type(one) is int for one in items) or all(type(one) is str for one in items)
    ):
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
        if any(type(one) is not int for one in values):
            return ""
        so_far = [_reversed(one) for one in accumulate(values)]
    else:
        step: Callable[[int | float, int | float], int | float] = max if name == "max" else min
        so_far = [str(one) for one in accumulate(values, step)]
    # The element stands beside what has come of those before it: what is written hangs on what is near.
    return ", ".join(f"{element} {one}" for element, one in zip(values, so_far, strict=True))
