"""Of what kind the values are that names hold in the states of a run, read from their reprs, which may be cut off."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import cast


def kinds_of(states: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Names and "int", "float", "str", "list", "set" or "dict", for those that are bound in the first state and hold one kind only.

    Under `xs[]` stands "int" where all items of the list `xs` are integers.
    """
    found: dict[str, str] = {}
    for name in states[0] if states else ():
        kinds = {_kind(one.get(name, "")) for one in states}
        if len(kinds) == 1 and (kind := kinds.pop()):
            found[name] = kind
            if kind == "list" and all(_holds_integers(one[name]) for one in states):
                found[f"{name}[]"] = "int"
    return found


def literal(shown: str) -> object:
    """The value of a repr; None where it is no literal."""
    try:
        return ast.literal_eval(shown)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _kind(shown: str) -> str:
    if shown[:1] == "[":
        return "list"
    if shown[:1] in ("'", '"'):
        return "str"
    if shown[:1] == "{":
        value = literal(shown)
        return "dict" if isinstance(value, dict) else "set" if isinstance(value, set) else ""
    if shown == "set()":
        return "set"
    if shown.removeprefix("-").rstrip(".").isdigit():
        return "int" if not shown.endswith(".") or shown.endswith("...") else ""
    return "float" if shown[:1].isdigit() and isinstance(literal(shown), float) else ""


def _holds_integers(shown: str) -> bool:
    value = literal(shown)
    return isinstance(value, list) and all(type(one) is int for one in cast("list[object]", value))
