"""By how much names differ: kept beside what each holds, under keys such as `a - b`, since two counters may go on together.

A difference stands in the same state as the names; whoever binds a name says by how much it has changed, or that nobody knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from cwm_lsp.predict.termination.ranges import INTEGERS, MayLeaveError, Numbers, Range, added, negated
from cwm_lsp.predict.termination.reading import integer

_SEPARATOR = " - "


def compared_pairs(nodes: Iterable[ast.AST]) -> frozenset[tuple[str, str]]:
    """The pairs of names that are compared with each other, in the order in which they stand."""
    found: set[tuple[str, str]] = set()
    for one in nodes:
        if isinstance(one, ast.Compare) and len(one.ops) == 1:
            left, right = name_and_offset(one.left), name_and_offset(one.comparators[0])
            if left is not None and right is not None and left[0] != right[0]:
                found.add((left[0], right[0]))
    return frozenset(found)


def name_and_offset(node: ast.expr) -> tuple[str, int] | None:
    """`i` of `i`, `i + 1` or `i - 1`, and by how much the expression is more."""
    if isinstance(node, ast.Name):
        return node.id, 0
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name) and isinstance(node.op, (ast.Add, ast.Sub)):
        offset = integer(node.right)
        if offset is not None:
            return node.left.id, offset if isinstance(node.op, ast.Add) else -offset
    return None


def key_of(one: str, other: str) -> str:
    """Under which the difference of two names is kept."""
    return f"{one}{_SEPARATOR}{other}"


def with_differences(state: Mapping[str, Range], pairs: Iterable[tuple[str, str]]) -> dict[str, Range]:
    """The state of names and the differences of those pairs that hold integers."""
    found = dict(state)
    for one, other in pairs:
        first, second = state.get(one), state.get(other)
        if isinstance(first, Numbers) and isinstance(second, Numbers) and first.is_int and second.is_int:
            found[key_of(one, other)] = _difference(first, second)
    return found


def _difference(first: Range, second: Range) -> Range:
    if isinstance(first, Numbers) and isinstance(second, Numbers) and first.is_int and second.is_int:
        try:
            return added(first, negated(second))
        except MayLeaveError:
            return INTEGERS
    return INTEGERS


def rebound(name: str, step: Range | None, env: dict[str, Range]) -> None:
    """A name has been bound in a state.

    Args:
        name: it.
        step: by how much it has changed, at least and at most; None where nobody knows.
        env: the state, in which it holds its new value already.
    """
    for key in [one for one in env if _SEPARATOR in one]:
        one, _, other = key.partition(_SEPARATOR)
        if name not in (one, other):
            continue
        known = env[key]
        if isinstance(step, Numbers) and step.is_int and isinstance(known, Numbers):
            try:
                env[key] = added(known, step if name == one else negated(step))
                continue
            except MayLeaveError:
                pass
        env[key] = _difference(env.get(one, INTEGERS), env.get(other, INTEGERS))


def compared_difference(node: ast.Compare, env: Mapping[str, Range]) -> tuple[Range, int] | None:
    """The difference of what is compared, and what it is compared with instead: of `a + 1 < b`, `a - b` and -1."""
    left, right = name_and_offset(node.left), name_and_offset(node.comparators[0])
    if left is None or right is None:
        return None
    known = env.get(key_of(left[0], right[0]))
    return (known, right[1] - left[1]) if known is not None else None
