"""What of a function its end hangs on: a program slice for each `while` loop, changing iteration and recursion.

A small model that is asked about one loop, of which all is left out that can't decide whether it ends, has less to read and only
one thing to judge. By names alone, and rather too much than too little; whether the rest ends is a question of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from contextlib import suppress
from textwrap import dedent

from cwm_lsp.predict.opinions.slice_loops import asked_loops, loop_slice, statements_before
from cwm_lsp.predict.opinions.slice_names import (
    FUNCTIONS,
    LOOPS,
    AnyFunction,
    called,
    calls,
    names_read,
    names_written,
    own_nodes,
)
from cwm_lsp.predict.opinions.slice_recursion import Recursion
from cwm_lsp.predict.termination.reading import called_name

MOST_SLICES = 6
"""Loops and recursions that are asked about, one by one."""


def ending_slices(source: str, function: str) -> tuple[str, ...]:
    """Programs whose ends together are the function's; the source itself where it can't be cut.

    Args:
        source: the function's text and that of what it calls.
        function: its name.

    Returns:
        At most `MOST_SLICES`, each with a function of that name; none where the function has no loop to ask about.
    """
    tree = _parsed(source)
    if tree is None:
        return (source,)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)}
    entry = functions.get(function.rpartition(".")[2])
    if entry is None:
        return (source,)
    found: list[list[ast.stmt]] = []
    reached = _reached(entry, functions)
    told = set[str]()
    for one in reached:
        found += [_told(entry, one, loop_slice(one, loop)) for loop in asked_loops(one)]
        if one.name in told or not calls(one, functions, one.name):
            continue
        circle = [other for other in reached if other is not one and _is_mutual(one, other, functions)]
        told |= {other.name for other in circle}
        body, *others = (Recursion(functions, other).body(other.body) for other in (one, *circle))
        partners = [_with_body(other.name, other.args, inner) for other, inner in zip(circle, others, strict=True)]
        found.append(_told(entry, one, body, partners))
    return tuple(dict.fromkeys(_unparsed(one, functions) for one in found))[:MOST_SLICES]


def _parsed(source: str) -> ast.Module | None:
    """The text's tree, also where functions stand in it as they stood in classes."""
    for text in (source, "\n\n\n".join(dedent(one) for one in source.split("\n\n\n"))):
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.parse(text)
    return None


def _is_mutual(one: AnyFunction, other: AnyFunction, functions: dict[str, AnyFunction]) -> bool:
    return calls(one, functions, other.name) and calls(other, functions, one.name)


def _reached(entry: AnyFunction, functions: dict[str, AnyFunction]) -> list[AnyFunction]:
    """The functions that a call may enter, in the order of their names' appearance."""
    found, pending = [entry], [entry]
    while pending:
        for name in called(pending.pop()):
            one = functions.get(name)
            if one is not None and one not in found:
                found.append(one)
                pending.append(one)
    return found


def _told(
    entry: AnyFunction, owner: AnyFunction, body: list[ast.stmt], partners: Sequence[ast.stmt] = ()
) -> list[ast.stmt]:
    """A program of a function with such a body, and of how the entry comes to it; under the entry's name where that is all."""
    if owner is entry and partners:
        return [_with_body(owner.name, owner.args, body), *partners]
    direct = [one for one in own_nodes(entry.body) if isinstance(one, ast.Call) and called_name(one) == owner.name]
    if owner is entry or not direct:
        renamed = _Renamed(owner.name, entry.name)
        return [_with_body(entry.name, owner.args, [renamed.visit(one) for one in body])]
    given = {name for one in direct for arg in ast.iter_child_nodes(one) for name in names_read(arg)}
    before = [
        one
        for one in statements_before(entry.body, direct[0])
        if names_written(one) & given and not isinstance(one, LOOPS)
    ]
    calling = _with_body(entry.name, entry.args, [*before, ast.Expr(direct[0])])
    return [_with_body(owner.name, owner.args, body), *partners, calling]


def _with_body(name: str, given: ast.arguments, body: list[ast.stmt]) -> ast.stmt:
    arguments = ast.arguments(
        [ast.arg(one.arg) for one in given.posonlyargs],
        [ast.arg(one.arg) for one in given.args],
        ast.arg(given.vararg.arg) if given.vararg else None,
        [ast.arg(one.arg) for one in given.kwonlyargs],
        given.kw_defaults,
        ast.arg(given.kwarg.arg) if given.kwarg else None,
        given.defaults,
    )
    return ast.FunctionDef(name, arguments, body or [ast.Pass()], [], None)


def _unparsed(told: list[ast.stmt], functions: Mapping[str, AnyFunction]) -> str:
    """The program's text, with the functions that it calls behind it."""
    known = {one.name for one in told if isinstance(one, FUNCTIONS)}
    helpers: list[ast.stmt] = []
    pending = [name for one in told for name in called(one)]
    while pending:
        name = pending.pop(0)
        if name in functions and name not in known:
            known.add(name)
            helper = functions[name]
            helpers.append(_with_body(name, helper.args, helper.body))
            pending += called(helper)
    return ast.unparse(ast.fix_missing_locations(ast.Module([*told, *helpers], [])))


class _Renamed(ast.NodeTransformer):
    """Calls of one function as calls of another."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before
        self._after = after

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._after, node.ctx) if node.id == self._before else node
