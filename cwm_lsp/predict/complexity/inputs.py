"""Arguments that grow: for a size, one for each parameter, in a few shapes that bring out different amounts of work.

Made from what a function's text says about its parameters, as text; nothing is called here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from cwm_lsp.predict.complexity.values import CONTAINERS, Definition, Value, parameter
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

Maker = Callable[[int], str]

_DEEPEST = 3
"""Functions that a parameter is followed through."""
_WALKERS = frozenset("product permutations combinations accumulate chain islice pairwise deque frozenset".split())
"""Functions of the library that go through what they are given."""
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
    found: dict[str, tuple[Maker, ...]] = {}
    beside_container = False
    for one in code.args.args[: len(code.args.args) - len(code.args.defaults)]:
        value, is_grid = _seen_as(document, code, one)
        shapes = _GRIDS if is_grid else _shapes(value, beside_container)
        if value.kind == "str" and shapes is not None:
            shapes += _spelled(code)
        if shapes is None:
            return {}
        found[one.arg] = shapes
        beside_container |= value.kind in CONTAINERS
    # Where one parameter has fewer shapes than another, they come again.
    most = max(map(len, found.values()), default=0)
    return {name: tuple(shapes[at % len(shapes)] for at in range(most)) for name, shapes in found.items()}


def _seen_as(document: Document, code: Definition, argument: ast.arg, deep: int = 0) -> tuple[Value, bool]:
    """What a parameter is, and whether it is a table of rows; where it is only handed on, what the next function takes it for."""
    body = list(ast.walk(code))
    value = parameter(argument.arg, argument.annotation, body)
    if value.kind == "any" and deep < _DEEPEST:
        for name, place in _handed_on(argument.arg, body):
            if name in _WALKERS:
                return replace(value, kind="list"), False
            callee = document.function(name)
            inner = definition(document, callee) if callee is not None else None
            if inner is not None and place < len(inner.args.args):
                found = _seen_as(document, inner, inner.args.args[place], deep + 1)
                if found[0].kind != "any":
                    return found
    if value.kind == "any" and any(_is_reckoned_with(argument.arg, node) for node in body):
        return replace(value, kind="int"), False
    return value, value.kind in ("any", "list") and any(_is_cell(argument.arg, node) for node in body)


def _handed_on(name: str, body: Sequence[ast.AST]) -> Iterator[tuple[str, int]]:
    """The functions that a name is an argument of, with its place among the arguments."""
    for node in body:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for place, given in enumerate(node.args):
                if isinstance(given, ast.Name) and given.id == name:
                    yield node.func.id, place


def _is_reckoned_with(name: str, node: ast.AST) -> bool:
    """Whether it is a product, a power or a remainder of the name and of another one."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, (ast.Mult, ast.Pow, ast.Mod)):
        return False
    sides = [one.id for one in (node.left, node.right) if isinstance(one, ast.Name)]
    return name in sides and len(sides) == 2


def _is_cell(name: str, node: ast.AST) -> bool:
    """Whether it is an element of an element of the name."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Subscript)
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id == name
    )


def _spelled(code: Definition) -> tuple[Maker, ...]:
    """Texts of letters that the function itself names: it may be done at once with all others."""
    named = dict.fromkeys(
        one.value
        for one in ast.walk(code)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and len(one.value) == 1
    )
    if not named:
        return ()
    first, *others = named
    halves: list[Maker] = [
        lambda size, other=other: repr(first * (size // 2) + other * (size - size // 2)) for other in others[:1]
    ]
    return (lambda size: repr(first * size), *halves)


def _shapes(value: Value, beside_container: bool) -> tuple[Maker, ...] | None:
    item = value.item.kind if value.item is not None else "any"
    if value.kind in ("list", "tuple", "iter"):
        return _GRIDS if item == "list" else _SEQUENCES.get(item)
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


_GRIDS: tuple[Maker, ...] = (
    lambda size: str([_scrambled(size) for _ in range(size)]),
    lambda size: str([[1] * size for _ in range(size)]),
)
_NUMBERS: tuple[Maker, ...] = (
    lambda size: str(_scrambled(size)),
    lambda size: str(list(range(1, size + 1))),
    lambda size: str([5] * size),
    lambda size: str(list(range(size, 0, -1))),
)
_TEXTS: tuple[Maker, ...] = (
    lambda size: _words(_scrambled(size)),
    lambda size: _words(list(range(size))),
    lambda size: _words([5] * size),
    lambda size: _words(list(range(size, 0, -1))),
)
_SEQUENCES: Mapping[str, tuple[Maker, ...]] = {
    "int": _NUMBERS,
    "float": _NUMBERS,
    "str": _TEXTS,
    # What does not take numbers may take texts.
    "any": (*_NUMBERS, _TEXTS[0]),
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
