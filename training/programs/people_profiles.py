"""What the families of composed functions are like: kinds of parameters and variables, kinds of statements, sizes, style."""

# ruff: noqa: E501 - tables are read more easily on one line
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What a family's functions are like.

    Attributes:
        first: the kinds of the first parameter, by weight.
        kinds: the kinds of other parameters and of new variables, by weight.
        statements: how willingly each kind of statement is written.
        sizes: how many statements a body has, drawn from these.
        plain: the share of names that say nothing.
        typed: the share of functions with annotations.
        told: the share with a docstring.
    """

    first: dict[str, float]
    kinds: dict[str, float]
    statements: dict[str, float]
    sizes: tuple[int, ...] = (1, 2, 2, 3, 3, 4, 5)
    plain: float = 0.6
    typed: float = 0.15
    told: float = 0.1


_TEXT = {"str": 6, "int": 1.6, "list[str]": 2, "bool": 0.3, "dict[str,int]": 0.5, "list[int]": 0.5}
_LISTS = {
    "list[int]": 4,
    "list[str]": 2.5,
    "int": 2.5,
    "str": 1,
    "bool": 0.3,
    "tuple[int]": 0.4,
    "set[int]": 0.4,
    "dict[int,int]": 0.3,
}
_DICTS = {
    "dict[str,int]": 4,
    "dict[str,str]": 1.5,
    "str": 2,
    "int": 1.5,
    "list[str]": 1.2,
    "list[int]": 0.8,
    "dict[int,str]": 0.7,
    "dict[str,list[int]]": 0.5,
    "list[pair[str,int]]": 0.5,
}
_MIXED = {
    "int": 3, "str": 3, "list[int]": 3, "list[str]": 2, "dict[str,int]": 1.5, "float": 0.7, "bool": 0.5, "set[int]": 0.5, "tuple[int]": 0.4, "tuple[str]": 0.2,
    "dict[str,str]": 0.5, "list[list[int]]": 0.7, "pair[str,int]": 0.3, "list[pair[str,int]]": 0.4, "dict[int,str]": 0.2, "deque[int]": 0.15, "any": 0.1,
}  # fmt: skip
_STRAIGHT = {
    "assign": 6,
    "change": 2.5,
    "unpack": 1.2,
    "augment": 1,
    "choose": 0.5,
    "early": 0.7,
    "branch": 1,
    "for": 1.3,
    "while": 0.5,
    "try": 0.4,
    "inner": 0.35,
}
_LOOPING = {
    "assign": 2.5,
    "change": 1,
    "unpack": 0.6,
    "augment": 0.5,
    "choose": 0.3,
    "early": 0.8,
    "branch": 1.2,
    "for": 4,
    "while": 1.2,
    "try": 0.3,
    "inner": 0.35,
}
_SHORT = (1, 1, 2, 2, 3, 3, 4, 5, 6)
_LONG = (2, 3, 3, 4, 5, 6, 8)

PROFILES: dict[str, tuple[Profile, int, float]] = {
    "people_text": (Profile({"str": 1}, _TEXT, _STRAIGHT, _SHORT, 0.75, 0.08, 0.03), 0, 6),
    "people_text_loops": (Profile({"str": 1}, _TEXT, _LOOPING, _SHORT, 0.65), 0, 5),
    "people_lists": (Profile({"list[int]": 3, "list[str]": 2, "tuple[int]": 0.3}, _LISTS, _STRAIGHT, _SHORT, 0.7, 0.08, 0.03), 0, 5),
    "people_lists_loops": (Profile({"list[int]": 3, "list[str]": 2, "list[list[int]]": 0.7}, _LISTS, _LOOPING, _SHORT, 0.6), 0, 5),
    "people_dicts": (Profile({"dict[str,int]": 3, "dict[str,str]": 1.2, "list[str]": 0.6, "dict[str,list[int]]": 0.4}, _DICTS, _STRAIGHT, _SHORT, 0.65, 0.08, 0.03), 0, 4.5),
    "people_dicts_loops": (Profile({"dict[str,int]": 3, "list[str]": 1, "dict[str,str]": 1, "list[pair[str,int]]": 0.6}, _DICTS, _LOOPING, _SHORT, 0.55), 0, 4),
    "people_numbers": (Profile({"int": 1}, {"int": 6, "list[int]": 1.5, "str": 0.7, "bool": 0.5, "float": 0.6}, _LOOPING, _SHORT, 0.6, 0.15, 0.1), 0, 3),
    "people_documented": (Profile(_MIXED, _MIXED, _LOOPING, _LONG, 0.3, 0.85, 0.95), 0, 7),
    "people_mixed": (Profile(_MIXED, _MIXED, _STRAIGHT, _LONG, 0.5), 0, 4),
    "people_helpers": (Profile(_MIXED, _MIXED, _STRAIGHT, _SHORT, 0.35, 0.35, 0.25), 1, 4),
    "people_many_helpers": (Profile(_MIXED, _MIXED, _LOOPING, _SHORT, 0.3, 0.5, 0.3), 2, 2.5),
    "people_long": (Profile(_MIXED, _MIXED, _LOOPING, (6, 7, 8, 9, 10), 0.35, 0.4, 0.3), 0, 2.5),
    "people_handlers": (Profile(_MIXED, _MIXED, {**_STRAIGHT, "try": 5}, _SHORT, 0.5), 0, 1.5),
}  # fmt: skip
"""family -> (profile, helpers, weight)."""
