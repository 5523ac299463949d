"""What kind of value a repr shows, and how long it is: the words in which wrong values are counted. Evaluates literals only."""

from __future__ import annotations

import ast
from collections.abc import Sized
from functools import lru_cache
from typing import cast

SIZES = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 6), (7, 10), (11, 20), (21, 40))
"""Classes of lengths, least and most; what is longer is in a class of its own."""

OBJECT = "object"
"""The kind of whatever is no literal: instances, functions, reprs that were cut."""

_UNITS = {
    "int": "digits",
    "float": "digits",
    "complex": "digits",
    "str": "characters",
    "bytes": "characters",
    OBJECT: "characters",
}


@lru_cache(maxsize=1 << 14)
def value_kind(text: str) -> str:
    """The type and the class of length of a value.

    Args:
        text: a repr.

    Returns:
        Such as ``int, 2 digits``, ``list, 4-6 elements``, ``bool``. Of a number the digits count, of a string the characters, of a
        container the elements, of what is no literal the characters of its repr.
    """
    try:
        value = cast("object", ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return f"{OBJECT}, {_size(len(text), 'characters')}"
    if value is None or isinstance(value, bool):
        return type(value).__name__.removesuffix("Type")
    name = type(value).__name__
    length = len(value) if isinstance(value, Sized) else sum(character.isdigit() for character in text)
    return f"{name}, {_size(length, _UNITS.get(name, 'elements'))}"


def _size(length: int, unit: str) -> str:
    for least, most in SIZES:
        if least <= length <= most:
            return (
                f"{least}-{most} {unit}"
                if least < most
                else f"{least} {unit.removesuffix('s') if least == 1 else unit}"
            )
    return f"over {SIZES[-1][1]} {unit}"
