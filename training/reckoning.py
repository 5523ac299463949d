"""Arithmetic as it is done on paper: what is written before the result of two numbers, digit by digit.

Digits go from the last to the first wherever something is carried. Decimals are reckoned with as integers, their points left out.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from itertools import accumulate

_ARITHMETIC = re.compile(
    r"(-?\d+(?:\.\d+)?) (\+|-|\*|//|%|/|\*\*|&|\||\^|\+=|-=|\*=|//=|%=|/=|&=|\|=|\^=) (-?\d+(?:\.\d+)?)\Z"
)
_MOST = 24
_BEHIND_THE_POINT = 4
"""Digits of a quotient that are told behind the point."""
_MOST_IN_BITS = 4096
_PLACES = 6
"""Digits behind the points of both decimals."""


def reckoned(words: str) -> str:
    """The working of an operation on two numbers; empty where it is no such operation, or its result is plain."""
    found = _ARITHMETIC.match(words)
    if found is None:
        return ""
    sign = found[2].removesuffix("=")
    if "." in found[1] or "." in found[3]:
        return _decimals(found[1], sign, found[3])
    return _OF_INTEGERS[sign](int(found[1]), int(found[3]))


def _decimals(left: str, sign: str, right: str) -> str:
    """Both without their points, brought to as many digits behind them where that is needed, and the working of these."""
    places = [len(one.partition(".")[2].rstrip("0")) for one in (left, right)]
    if sum(places) > _PLACES or sign not in "+-*/":
        return ""
    # Products need no common places, and their own are added up.
    if sign != "*":
        places = [max(places)] * 2
    one, two = (_without_point(number, digits) for number, digits in zip((left, right), places, strict=True))
    if not one or not two:
        return ""
    return "; ".join(part for part in (f"{one} {two}", _OF_INTEGERS[sign](one, two)) if part)


def _without_point(number: str, places: int) -> int:
    before, _, after = number.partition(".")
    return int(before + after[:places].ljust(places, "0"))


def _sum(left: int, right: int) -> str:
    return _backwards(left + right, left, right)


def _difference(left: int, right: int) -> str:
    return _backwards(left - right, left, right)


def _backwards(result: int, left: int, right: int) -> str:
    if min(abs(left), abs(right)) < 10 and max(abs(left), abs(right)) < 100:
        return ""
    return digits_from_the_end(result)


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
        told.append(f"{_row(abs(left), int(digit))} {part}" + (f" {digits_from_the_end(total)}" if place else ""))
    return "; ".join(told)


def _row(factor: int, digit: int) -> str:
    """Digit times digit from the last on, each with what is carried from the one before."""
    told, carried = list[str](), 0
    for one in str(factor)[::-1]:
        product = int(one) * digit + carried
        carried = product // 10
        told.append(str(product))
    return ", ".join(told)


def digits_from_the_end(number: int) -> str:
    """Digits from the last on, as carrying goes; the sign stays in front."""
    return ("-" if number < 0 else "") + str(abs(number))[::-1]


def _quotient(left: int, right: int) -> str:
    """Long division: for each digit of the dividend what is divided, and what is left of it."""
    divisor, digits = abs(right), str(abs(left))
    rest = abs(left) % divisor if divisor else 0
    # Rounding goes down, not to nought: where one is negative, the rest is what is missing.
    missing = f"{divisor} - {rest}" if rest and (left < 0) != (right < 0) else ""
    if right == 0 or abs(left) < divisor or len(digits) > _MOST or (abs(left) < 10 and not missing):
        return missing
    rest, told = 0, list[str]()
    for digit in digits:
        rest = rest * 10 + int(digit)
        if rest >= divisor or told:
            told.append(_step(rest, divisor))
        rest %= divisor
    return ", ".join([*told, missing] if missing else told)


def _step(rest: int, divisor: int) -> str:
    """What is divided, how often it goes, what that takes (where no table of small products tells), and what is left."""
    times = rest // divisor
    row = f" {_row(divisor, times)}" if divisor >= 100 and times > 1 else ""
    taken = f" {times * divisor}" if divisor >= 10 else ""
    return f"{rest} {times}{row}{taken} {rest % divisor}"


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


def _bits(combine: Callable[[int, int], int]) -> Callable[[int, int], str]:
    """Both halved over and over, with the bit that their last ones give; then what the bits come to, doubled from the first on."""

    def told(left: int, right: int) -> str:
        if min(left, right) < 0 or max(left, right) >= _MOST_IN_BITS:
            return ""
        halvings, places = list[str](), max(left, right).bit_length()
        for place in range(places):
            one, two = left >> place, right >> place
            halvings.append(f"{one} {two} {combine(one, two) & 1}")
        result = combine(left, right)
        doublings = [str(result >> place) for place in reversed(range(result.bit_length()))]
        return "; ".join(part for part in (", ".join(halvings), " ".join(doublings)) if part)

    return told


_OF_INTEGERS: dict[str, Callable[[int, int], str]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "//": _quotient,
    "%": _quotient,
    "/": _fraction,
    "**": _power,
    "&": _bits(operator.and_),
    "|": _bits(operator.or_),
    "^": _bits(operator.xor),
}
