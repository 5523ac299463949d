"""Arguments that grow: for a size, one for each parameter, in a few shapes that bring out different amounts of work.

Made from what a function's text says about its parameters, as text; nothing is called here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from cwm_lsp.predict.complexity.values import CONTAINERS, Value, parameter
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

Maker = Callable[[int], str]
Shape = tuple[Maker, ...]
"""One argument for each parameter."""

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61)


def growing_inputs(document: Document, function: Function) -> Mapping[str, tuple[Maker, ...]]:
    """What makes each parameter's argument of a size, as many shapes for each; empty where one is nothing that grows.

    Args:
        document: the file.
        function: one of its functions.
    """
    code = definition(document, function)
    if code is None or function.is_method or function.is_async or function.is_generator or not code.args.args:
        return {}
    body = list(ast.walk(code))
    found: dict[str, tuple[Maker, ...]] = {}
    beside_container = False
    for one in code.args.args[: len(code.args.args) - len(code.args.defaults)]:
        value = parameter(one.arg, one.annotation, body)
        shapes = _shapes(value, beside_container)
        if shapes is None:
            return {}
        found[one.arg] = shapes
        beside_container |= value.kind in CONTAINERS
    # Where one parameter has fewer shapes than another, they come again.
    most = max(map(len, found.values()), default=0)
    return {name: tuple(shapes[at % len(shapes)] for at in range(most)) for name, shapes in found.items()}


def _shapes(value: Value, beside_container: bool) -> tuple[Maker, ...] | None:
    item = value.item.kind if value.item is not None else "any"
    if value.kind in ("list", "tuple", "iter"):
        return _SEQUENCES.get(item)
    if value.kind == "int" and beside_container:
        return _PLACES
    return _SCALARS.get(value.kind)


def _scrambled(size: int) -> list[int]:
    # Neither sorted nor reversed, and without doubles: 7 has no factor in common with powers of two.
    return [(7 * i + 3) % (2 * size) + 1 for i in range(size, 0, -1)]


def _prime(size: int) -> str:
    return str(max((one for one in _PRIMES if one <= size), default=size))


def _half(size: int) -> str:
    return f"{size}.5"


def _words(numbers: list[int]) -> str:
    return str([f"w{one:02}" for one in numbers])


_SEQUENCES: Mapping[str, tuple[Maker, ...]] = {
    **dict.fromkeys(
        ("any", "int", "float"),
        (
            lambda size: str(_scrambled(size)),
            lambda size: str(list(range(1, size + 1))),
            lambda size: str([5] * size),
            lambda size: str(list(range(size, 0, -1))),
        ),
    ),
    "str": (
        lambda size: _words(_scrambled(size)),
        lambda size: _words(list(range(size))),
        lambda size: _words([5] * size),
        lambda size: _words(list(range(size, 0, -1))),
    ),
}
_PLACES: tuple[Maker, ...] = (lambda size: "0", str, _prime)
"""Numbers beside a container: where to begin in it, as often as not."""
_SCALARS: Mapping[str, tuple[Maker, ...]] = {
    "int": (str, _prime, lambda size: "0"),
    "float": (_half,),
    "bool": (lambda size: "True", lambda size: "False"),
    "str": (
        lambda size: repr("".join("abcdefgh"[(5 * i) % 8] for i in range(size))),
        lambda size: repr("a" * size),
        lambda size: repr("(" * (size // 2) + ")" * (size - size // 2)),
    ),
    "dict": (
        lambda size: str({one: [one + 1] for one in range(size - 1)} | {size - 1: []}),
        lambda size: str({one: one for one in range(size)}),
        lambda size: "{}",
    ),
    "set": (lambda size: "set()", lambda size: f"set(range({size}))"),
}
