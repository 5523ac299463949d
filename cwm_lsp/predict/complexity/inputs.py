"""Arguments that grow: for a size, one for each parameter, in a few shapes that bring out different amounts of work.

Made from what a function's text says about its parameters, as text; nothing is called here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from cwm_lsp.predict.complexity.values import Value, parameter
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

Maker = Callable[[int], str]

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61)


def growing_inputs(document: Document, function: Function) -> tuple[Maker, ...]:
    """What makes the arguments of a size, for each of the shapes; none where a parameter is nothing that grows.

    Args:
        document: the file.
        function: one of its functions.
    """
    code = definition(document, function)
    if code is None or function.is_method or function.is_async or function.is_generator or not code.args.args:
        return ()
    body = list(ast.walk(code))
    given = code.args.args[: len(code.args.args) - len(code.args.defaults)]
    found = [_shapes(parameter(one.arg, one.annotation, body)) for one in given]
    makers = [one for one in found if one is not None]
    if len(makers) < len(found) or not makers:
        return ()
    # Where one parameter has fewer shapes than another, they come again.
    return tuple(_together([one[shape % len(one)] for one in makers]) for shape in range(max(map(len, makers))))


def _together(makers: list[Maker]) -> Maker:
    return lambda size: ", ".join(make(size) for make in makers)


def _shapes(value: Value) -> tuple[Maker, ...] | None:
    item = value.item.kind if value.item is not None else "any"
    if value.kind in ("list", "tuple", "iter"):
        return _SEQUENCES.get(item)
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
        ),
    ),
    "str": (
        lambda size: _words(_scrambled(size)),
        lambda size: _words(list(range(size))),
        lambda size: _words([5] * size),
    ),
}
_SCALARS: Mapping[str, tuple[Maker, ...]] = {
    "int": (str, _prime),
    "float": (_half,),
    "bool": (lambda size: "True", lambda size: "False"),
    "str": (
        lambda size: repr("".join("abcdefgh"[(5 * i) % 8] for i in range(size))),
        lambda size: repr("a" * size),
        lambda size: repr("(" * (size // 2) + ")" * (size - size // 2)),
    ),
}
