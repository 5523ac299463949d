"""The same operation in other words: an answer that is less than sure is asked for a second time, the other way round.

Only what leads to the same value by the language's own rules; both answers are the model's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SIDES = re.compile(r"(-?\d+(?:\.\d+)?|'[^'\\]*') (\+|\*|==|!=|<=|>=|<|>) (-?\d+(?:\.\d+)?|'[^'\\]*')\Z")
_DIFFERENCE = re.compile(r"(-?\d+) - (-?\d+)\Z")
_GATHERED = re.compile(r"(sum|max|min|sorted)\(\[(-?\d+(?:, -?\d+)+)\](, reverse=True)?\)\Z")
_INTEGER = re.compile(r"-?\d+\Z")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another way to ask.

    Attributes:
        words: the operation as it is put.
        back: from the answer to that of the first wording.
    """

    words: str
    back: Callable[[str], str]


def otherwise(words: str) -> Otherwise | None:
    """The operation the other way round; None where that is none, or not the same.

    Sums, products and comparisons of numbers or texts with their sides changed, differences with the sign changed, what is made
    of a list of integers from its end on.
    """
    sides = _SIDES.match(words)
    if sides is not None and sides[1] != sides[3] and not (sides[2] in ("+", "*") and "'" in words):
        return Otherwise(f"{sides[3]} {_TURNED.get(sides[2], sides[2])} {sides[1]}", str)
    difference = _DIFFERENCE.match(words)
    if difference is not None:
        return Otherwise(f"{difference[2]} - {difference[1]}", _negated)
    gathered = _GATHERED.match(words)
    if gathered is not None:
        items = ", ".join(reversed(gathered[2].split(", ")))
        return Otherwise(f"{gathered[1]}([{items}]{gathered[3] or ''})", str)
    return None


def _negated(answer: str) -> str:
    return str(-int(answer)) if _INTEGER.match(answer) else answer
