"""What the model learns to write before the answer of an operation that is too much for one look: running sums, digits one by one.

Each working is text that the operation's own values lead to step by step; the last step is next to the answer.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from itertools import accumulate

from cwm_lsp.verify.objects import Operation

_ARITHMETIC = re.compile(r"(-?\d+) (\+|-|\*|//|%|\*\*|\+=|-=|\*=) (-?\d+)\Z")
_REDUCED = re.compile(r"(sum|max|min)\((?:dict_values\(|dict_keys\()?([^()]+)\)+\Z")
_LONG = 4
"""Digits from which a sum is added up from its last digit on."""
_MOST = 24


def workings(operation: Operation) -> tuple[str, ...]:
    """The workings of an operation, in order; none where its answer is plain, or nothing is known to help."""
    if operation.is_effect or operation.truth.startswith("raise "):
        return ()
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


def _sum(left: int, right: int) -> str:
    return _backwards(left + right, left, right)


def _difference(left: int, right: int) -> str:
    return _backwards(left - right, left, right)


def _backwards(result: int, left: int, right: int) -> str:
    if min(len(str(abs(left))), len(str(abs(right)))) < 2 or max(len(str(abs(left))), len(str(abs(right)))) < _LONG:
        return ""
    return str(abs(result))[::-1]


def _product(left: int, right: int) -> str:
    """One partial product for each digit of the right factor, each with the sum so far."""
    if abs(left) < 10 or abs(right) < 10:
        return ""
    digits = str(abs(right))
    if len(digits) + len(str(abs(left))) > _MOST:
        return ""
    total, told = 0, list[str]()
    for digit in digits:
        part = abs(left) * int(digit)
        total = total * 10 + part
        told.append(f"{part} {total}")
    return ", ".join(told)


def _quotient(left: int, right: int) -> str:
    """Long division: for each digit of the dividend what is divided, and what is left of it."""
    divisor, digits = abs(right), str(abs(left))
    if right == 0 or abs(left) < divisor or abs(left) < 10 or len(digits) > _MOST:
        return ""
    rest, told = 0, list[str]()
    for digit in digits:
        rest = rest * 10 + int(digit)
        if rest >= divisor or told:
            told.append(f"{rest} {rest // divisor} {rest % divisor}")
        rest %= divisor
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
    "%": _quotient,
    "**": _power,
}


def _reduced(name: str, shown: str) -> str:
    try:
        items: object = ast.literal_eval(shown)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return ""
    if not isinstance(items, (list, tuple, set)) or not 3 <= len(items) <= 40:  # pyright: ignore[reportUnknownArgumentType]
        return ""
    values: list[int | float] = [one for one in items if type(one) in (int, float)]  # pyright: ignore[reportUnknownVariableType]
    if len(values) != len(items):  # pyright: ignore[reportUnknownArgumentType]
        return ""
    step: Callable[[int | float, int | float], int | float] = max if name == "max" else min
    if name == "sum":
        return ", ".join(str(one) for one in accumulate(values)) if all(type(one) is int for one in values) else ""
    return ", ".join(str(one) for one in accumulate(values, step))
