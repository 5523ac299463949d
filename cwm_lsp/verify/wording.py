"""Operations in words: as Python would be written with the values in the names' places.

Elements of what is indexed or counted bear their index, so that picking one is looking it up and counting them is reading a number.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Sequence
from typing import Any

from cwm_lsp.verify.objects import BoundMethod, UnboundMethod
from cwm_lsp.verify.values import is_cut, show

MOST_INDEXED = 48
"""Elements of a sequence that is written with the index of each."""
REPEATING = 5
"""Elements from which a list is told with indices when it is added to, where some are alike."""

_PLACED = frozenset({"pop", "insert", "remove", "index", "find", "rindex", "rfind"})
"""Methods that take or give an index."""

BINARY_WORDS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.MatMult: "@",
}
COMPARISON_WORDS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
UNARY_WORDS: dict[type[ast.unaryop], str] = {ast.UAdd: "+", ast.USub: "-", ast.Invert: "~"}


def words_of(value: Any) -> str | None:
    """A value as an operand: its repr, the name of a type; None where it would be cut or can't be told."""
    if isinstance(value, type):
        return value.__name__
    shown = show(value)
    return None if shown is None or is_cut(shown) else shown


def indexed(value: Any) -> str | None:
    """A value whose elements bear their index; as `words_of` has it where it is no sequence, or a long one."""
    kind = type(value)
    if kind not in (list, tuple, str, deque) or len(value) > MOST_INDEXED:
        return words_of(value)
    if kind is str:
        return "str(" + ", ".join(f"{at} {one!r}" for at, one in enumerate(value)) + ")"
    parts = [words_of(one) for one in value]
    if None in parts:
        return None
    opening, closing = ("[", "]") if kind is list else ("(", ")") if kind is tuple else ("deque(", ")")
    return opening + ", ".join(f"{at} {one}" for at, one in enumerate(parts)) + closing


def words_of_set(elements: Sequence[Any]) -> str | None:
    """A display with its elements in the order in which they stand there, which is not that of the set."""
    shown = [words_of(one) for one in elements]
    return None if None in shown else f"{{{', '.join(one for one in shown if one is not None)}}}"


def words_of_binary(kind: type[ast.operator], left: Any, right: Any, *, in_place: bool = False) -> str | None:
    """`left op right`; a negative number is one value, and needs no parentheses before `**`."""
    return _joined(words_of(left), f" {BINARY_WORDS[kind]}{'=' * in_place} ", words_of(right))


def words_of_unary(kind: type[ast.unaryop], value: Any) -> str | None:
    """`op value`."""
    return _joined(UNARY_WORDS[kind], words_of(value))


def words_of_comparison(kind: type[ast.cmpop], left: Any, right: Any) -> str | None:
    """`left op right` of one comparison."""
    return _joined(words_of(left), f" {COMPARISON_WORDS[kind]} ", words_of(right))


def words_of_subscript(value: Any, index: Any) -> str | None:
    """`value[index]`."""
    if isinstance(index, slice):
        ends = [None if one is None else words_of(one) for one in (index.start, index.stop)]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType, reportUnknownVariableType]
        inside = f"{ends[0] or ''}:{ends[1] or ''}"
        step = index.step  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        inside = inside if step is None else f"{inside}:{words_of(step)}"
        return _joined(indexed(value), "[", inside, "]")
    return _joined(indexed(value), "[", words_of(index), "]")


def words_of_call(
    function: Any, arguments: Sequence[Any], named: dict[str, Any], logs: dict[int, list[Any]]
) -> str | None:
    """`function(arguments)`; iterators and functions among the arguments are written as what they have given.

    Args:
        function: a method, a builtin or a type.
        arguments: its positional arguments.
        named: its keyword arguments.
        logs: what the iterators and functions have given, by their ids.
    """
    given = [_argument(one, logs) for one in arguments]
    keyed = [_joined(key, "=", _argument(one, logs)) for key, one in named.items()]
    if isinstance(function, BoundMethod):
        before = _joined(_owner(function, arguments), ".", function.name)
    elif isinstance(function, UnboundMethod):
        before = f"{function.owner.__name__}.{function.name}"
    else:
        before = function.__name__ if isinstance(function, type) else function.name
        if before == "len" and len(arguments) == 1:
            given = [indexed(arguments[0])]
    parts = [before, *given, *keyed]
    if any(one is None for one in parts):
        return None
    return f"{before}({', '.join(one for one in [*given, *keyed] if one is not None)})"


def _owner(method: BoundMethod, arguments: Sequence[Any]) -> str | None:
    if method.name == "append" and type(method.owner) is list and len(method.owner) >= REPEATING:
        shown = [words_of(one) for one in method.owner]
        # Copying goes by what stands around a place: where much is alike, places are told apart by their numbers.
        return indexed(method.owner) if len(set(shown)) < len(shown) else words_of(method.owner)
    return indexed(method.owner) if method.name in _PLACED and arguments else words_of(method.owner)


def _argument(value: Any, logs: dict[int, list[Any]]) -> str | None:
    log = logs.get(id(value))
    return words_of(value) if log is None else words_of(log)


def _joined(*parts: str | None) -> str | None:
    return None if None in parts else "".join(one for one in parts if one is not None)
