"""Kinds of values as the people's grammar writes them, `list[int]` or `dict[str,list[int]]`: read, inferred, annotated.

`pair[a,b]` is a tuple of two unlike things, `tuple[a]` one of any number of like things, `any` everything else.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import cast

SEQUENCES = ("str", "list", "tuple", "dict", "set", "deque")


@cache
def parts(kind: str) -> tuple[str, tuple[str, ...]]:
    """`dict[str,list[int]]` -> `("dict", ("str", "list[int]"))`."""
    base, bracket, rest = kind.partition("[")
    if not bracket:
        return kind, ()
    inner: list[str] = [""]
    depth = 0
    for letter in rest[:-1]:
        depth += (letter == "[") - (letter == "]")
        if letter == "," and not depth:
            inner.append("")
        else:
            inner[-1] += letter
    return base, tuple(inner)


def element_of(kind: str) -> str:
    """What iterating over the kind gives."""
    base, inner = parts(kind)
    if base == "str":
        return "str"
    return inner[0] if inner else "any"


def _common(values: list[object]) -> str:
    kinds = {kind_of(each) for each in values}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"int", "float"}:
        return "float"
    return "any"


def kind_of(value: object, hint: str = "any") -> str:
    """The kind of a value; where it is empty, the hint's."""
    if value is None:
        return "none"
    for type_, name in ((bool, "bool"), (int, "int"), (float, "float"), (str, "str")):
        if isinstance(value, type_):
            return name
    if isinstance(value, (list, set, deque)):
        name = type(value).__name__  # pyright: ignore[reportUnknownArgumentType]
        members = cast("list[object]", [*value])
        if not members:
            return hint if hint.startswith(name + "[") else f"{name}[any]"
        return f"{name}[{_common(members)}]"
    if isinstance(value, tuple):
        members = cast("list[object]", [*value])
        if len(members) == 2 and _common(members) == "any":
            return f"pair[{kind_of(members[0])},{kind_of(members[1])}]"
        return f"tuple[{_common(members)}]" if members else hint if hint.startswith("tuple[") else "tuple[any]"
    if isinstance(value, dict):
        mapping = cast("dict[object, object]", value)
        if not mapping:
            return hint if hint.startswith("dict[") else "dict[any,any]"
        return f"dict[{_common([*mapping])},{_common([*mapping.values()])}]"
    return "any"


def merged(kinds: list[str]) -> str:
    """One kind for values of several runs; those of unlike kinds are `any`."""
    if len(set(kinds)) == 1:
        return kinds[0]
    bases = {parts(kind)[0] for kind in kinds}
    full = {kind for kind in kinds if "any" not in kind}
    return full.pop() if len(bases) == 1 and len(full) == 1 else "any"


@cache
def annotation(kind: str, modern: bool) -> str:
    """The kind as a type annotation: `dict[str, int]`, or `Dict[str, int]` as in older code; empty where there is none."""
    base, inner = parts(kind)
    if base == "any" or "any" in inner:
        return {"any": ""}.get(base, base if modern else base.capitalize())
    if base == "none":
        return "None"
    if not inner:
        return base
    shown = [annotation(each, modern) for each in inner]
    if base == "deque":
        return "deque"
    name = "tuple" if base == "pair" else base
    name = name if modern else name.capitalize()
    return f"{name}[{', '.join(shown)}{', ...' if base == 'tuple' else ''}]"
