"""Calls with longer arguments: the same program made to run longer. Text in, text out; literals alone are evaluated."""

from __future__ import annotations

import ast
from random import Random
from typing import Any, cast

ELEMENTS = 30
CHARACTERS = 60
DIGITS = 10


def lengthened(call: str, random: Random) -> str | None:
    """The call with its lists, strings and integers grown at random, up to the limits above.

    What is put in is like what is there: numbers of the same range, words of the same letters, elements grown or taken again.

    Args:
        call: an expression such as ``f([1, 2], 'ab')``.
        random: decides.

    Returns:
        None where an argument is no literal, or the text is no call.
    """
    try:
        node = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(node, ast.Call):
        return None
    try:
        for index, argument in enumerate(node.args):
            node.args[index] = _written(_grown(ast.literal_eval(argument), random))
        for keyword in node.keywords:
            keyword.value = _written(_grown(ast.literal_eval(keyword.value), random))
    except (ValueError, TypeError):
        return None
    return ast.unparse(ast.fix_missing_locations(node))


def _written(value: object) -> ast.expr:
    return ast.parse(repr(value), mode="eval").body


def _grown(value: Any, random: Random) -> object:
    if type(value) is int:
        return _grown_number(value, random)
    if type(value) is str:
        return _grown_text(value, random)
    if type(value) is list:
        return _grown_list(cast("list[object]", value), random)
    return cast("object", value)


def _grown_number(value: int, random: Random) -> int:
    way = random.random()
    if abs(value) < 2 or way < 0.4:
        return value
    grown = value * random.randint(2, 12) + random.randint(0, 9) if way < 0.8 else _of_digits(random)
    return grown if len(str(abs(grown))) <= DIGITS else value


def _of_digits(random: Random) -> int:
    digits = random.randint(3, DIGITS)
    return random.randrange(10 ** (digits - 1), 10**digits)


def _wanted(length: int, most: int, random: Random) -> int:
    """A length at least as it is; mostly in the upper half of what is allowed, since short loops make short runs."""
    least = most // 2 if random.random() < 0.75 else 0
    return max(length, random.randint(least, most))


def _grown_text(value: str, random: Random) -> str:
    if not value or random.random() < 0.2:
        return value
    wanted = _wanted(len(value), CHARACTERS, random)
    grown = value
    while len(grown) < wanted:
        # Words stay words where there are some; else letters come in another order.
        words = value.split(" ")
        grown += f" {random.choice(words)}" if len(words) > 1 else random.choice(value)
    return grown if len(grown) <= max(len(value), CHARACTERS) else grown[:CHARACTERS]


def _grown_list(value: list[object], random: Random) -> list[object]:
    if not value or random.random() < 0.1:
        return value
    wanted = _wanted(len(value), ELEMENTS, random)
    numbers = [one for one in value if type(one) is int]
    grown = list(value)
    while len(grown) < wanted:
        if len(numbers) == len(value):
            grown.append(random.randint(min(numbers) - 2, max(numbers) + 9))
        else:
            grown.append(random.choice(value))
    if value == sorted(numbers):
        # A search in a sorted list needs one that is sorted.
        grown.sort(key=lambda one: cast("int", one))
    return grown
