"""The elements of a container, cut out of its repr: nothing is evaluated, and their order is that of the text."""

from __future__ import annotations

import ast
from functools import lru_cache

LONGEST_CUT = 4_000
"""Characters of the longest repr that is cut."""


@lru_cache(maxsize=512)
def elements(shown: str) -> tuple[str, ...] | None:
    """The reprs of the elements, in the order of iteration; of a dict the items, as `key: value`.

    Args:
        shown: a container's repr.

    Returns:
        None where it is none, or its repr does not tell.
    """
    if len(shown) > LONGEST_CUT:
        return None
    try:
        node = ast.parse(shown, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        # deque([1, 2]), Counter({'a': 1}), frozenset({1, 2})
        node = node.args[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return tuple(repr(character) for character in node.value)
    data = shown.encode("utf-8", "surrogatepass")
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return tuple(_text(data, one, one) for one in node.elts)
    if isinstance(node, ast.Dict) and all(node.keys):
        return tuple(_text(data, key or value, value) for key, value in zip(node.keys, node.values, strict=True))
    return None


def _text(data: bytes, first: ast.expr, last: ast.expr) -> str:
    # A repr is one line, and offsets count bytes.
    return data[first.col_offset : last.end_col_offset].decode("utf-8", "surrogatepass")
