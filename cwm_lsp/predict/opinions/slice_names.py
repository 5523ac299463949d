"""What statements of Python read, write and enter, by names alone: for program slices.

Rather too much than too little; aliases are not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from cwm_lsp.predict.termination.reading import called_name

AnyFunction: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.While, ast.For)
_PURE = frozenset(
    "abs bool chr divmod enumerate float int isinstance len list max min ord print range repr reversed round set sorted str sum "
    "tuple zip".split()
)
"""Builtins that leave their arguments as they are."""


def called(node: ast.AST) -> list[str]:
    """The names of what is called, methods' too."""
    return [name for one in ast.walk(node) if isinstance(one, ast.Call) and (name := called_name(one))]


def calls(node: ast.AST, functions: Mapping[str, ast.AST], name: str) -> bool:
    """Whether a call of the function of that name may come of it."""
    seen, pending = set[str](), called(node)
    while pending:
        one = pending.pop()
        if one == name:
            return True
        if one in functions and one not in seen:
            seen.add(one)
            pending += called(functions[one])
    return False


def own_nodes(body: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """All nodes but those of functions and classes within."""
    for node in body:
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from own_nodes(ast.iter_child_nodes(node))


def names_read(node: ast.AST | None) -> set[str]:
    """The names that are read."""
    if node is None:
        return set()
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)} - _PURE


def names_written(node: ast.AST) -> set[str]:
    """The names that are bound, and those whose objects may change."""
    found: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            found.add(one.id)
        elif isinstance(one, (ast.Subscript, ast.Attribute)) and not isinstance(one.ctx, ast.Load):
            found |= base_of(one)
        elif isinstance(one, ast.Call):
            if isinstance(one.func, ast.Attribute):
                found |= base_of(one.func)
            if not (isinstance(one.func, ast.Name) and one.func.id in _PURE):
                found |= {arg.id for arg in one.args if isinstance(arg, ast.Name)}
    return found


def base_of(node: ast.expr) -> set[str]:
    """The name that an element or an attribute belongs to in the end; empty where it is none."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def leaves(node: ast.AST) -> bool:
    """Whether a loop or a function may be left, or a round cut short, within."""
    return any(isinstance(one, (ast.Break, ast.Continue, ast.Return, ast.Raise)) for one in own_nodes([node]))


def blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of statements within a compound one."""
    found: list[list[ast.stmt]] = [
        getattr(node, name) for name in ("body", "orelse", "finalbody") if getattr(node, name, None)
    ]
    return found + [handler.body for handler in getattr(node, "handlers", [])]
