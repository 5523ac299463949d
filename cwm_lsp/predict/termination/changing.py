"""Whether statements change values that other names may hold, too. From the text; what is not known to change nothing does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

_READING = frozenset(
    "abs all any bool chr dict divmod enumerate float int isinstance len list max min ord pow print range repr reversed round set "
    "sorted str sum tuple zip".split()
)
"""Builtins that leave their arguments as they are, as long as these are plain values."""
_TEXT_METHODS = frozenset(
    "count endswith find index isalnum isalpha isdigit islower isspace isupper join lower lstrip replace rfind rindex rstrip split "
    "startswith strip title upper".split()
)


def changes_nothing(nodes: Iterable[ast.AST], state: Mapping[str, str]) -> bool:
    """Whether nothing but names is bound, and nothing is called that could change what it is given.

    Args:
        nodes: every node of the statements.
        state: names and reprs, which tell of names that hold text or numbers.
    """
    for one in nodes:
        if isinstance(one, ast.Call) and not _reads(one, state):
            return False
        if isinstance(one, (ast.Attribute, ast.Subscript, ast.Starred)) and not isinstance(one.ctx, ast.Load):
            return False
        if isinstance(one, ast.AugAssign) and not _is_of_numbers(one, state):
            return False
        if isinstance(
            one, (ast.Yield, ast.YieldFrom, ast.Await, ast.With, ast.Global, ast.Nonlocal, ast.Is, ast.IsNot)
        ):
            return False
    return True


def calls_only_own(nodes: Iterable[ast.AST], state: Mapping[str, str]) -> bool:
    """Whether nothing is called but builtins that change nothing, and methods of what the function's own names hold."""
    for one in nodes:
        if isinstance(one, (ast.Yield, ast.YieldFrom, ast.Await, ast.With, ast.Global, ast.Nonlocal, ast.Lambda)):
            return False
        if isinstance(one, ast.Call) and not _reads(one, state):
            target = one.func
            if not (
                isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in state
            ):
                return False
    return True


def _reads(call: ast.Call, state: Mapping[str, str]) -> bool:
    if isinstance(call.func, ast.Name):
        # A function of the file's own is followed step by step, and looked at where it stands.
        return call.func.id in _READING or (not state and call.func.id.islower())
    if isinstance(call.func, ast.Attribute) and call.func.attr in _TEXT_METHODS:
        owner = call.func.value
        if isinstance(owner, ast.Name) and state:
            return state.get(owner.id, "")[:1] in ("'", '"')
        return isinstance(owner, ast.Constant)
    return False


def _is_of_numbers(statement: ast.AugAssign, state: Mapping[str, str]) -> bool:
    """Whether `x += …` binds a new value: numbers and text are not changed in place."""
    target = statement.target
    if not isinstance(target, ast.Name):
        return False
    if isinstance(statement.value, ast.Constant):
        return True
    return state.get(target.id, "")[:1] in tuple("0123456789-'\"TF")
