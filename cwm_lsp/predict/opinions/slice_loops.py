"""Of a function one loop, with what its end hangs on.

Which statements that are follows from names (`slice_names`); recursion is `slice_recursion`'s.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cwm_lsp.predict.opinions.slice_names import (
    FUNCTIONS,
    LOOPS,
    AnyFunction,
    base_of,
    blocks,
    leaves,
    names_read,
    names_written,
    own_nodes,
)

_TURNS = 12


def asked_loops(function: AnyFunction) -> list[ast.While | ast.For]:
    """`while` loops, and `for` loops whose body changes what they go through, in source order."""
    return [
        node
        for node in own_nodes(function.body)
        if isinstance(node, ast.While) or (isinstance(node, ast.For) and _is_changed(node))
    ]


def _is_changed(loop: ast.For) -> bool:
    """Whether the body calls a method of what the loop goes through, or adds to it."""
    if isinstance(loop.iter, ast.Call) and isinstance(loop.iter.func, ast.Name) and loop.iter.func.id == "range":
        return False
    names = names_read(loop.iter)
    for one in own_nodes(loop.body):
        changed = one.func if isinstance(one, ast.Call) else one.target if isinstance(one, ast.AugAssign) else None
        if isinstance(changed, (ast.Attribute, ast.Name)) and base_of(changed) & names:
            return True
    return False


def loop_slice(function: AnyFunction, loop: ast.While | ast.For) -> list[ast.stmt]:
    """The function up to the loop, and the loop, with what it hangs on."""
    relevant = names_read(loop.test if isinstance(loop, ast.While) else loop.iter)
    relevant |= names_needed(loop.body, relevant)
    before = statements_before(function.body, loop)
    for _ in range(4):
        for one in before:
            if names_written(one) & relevant:
                relevant |= names_read(one) if isinstance(one, (ast.Assign, ast.AnnAssign)) else set()
    body = kept_statements(loop.body, relevant)
    kept: ast.stmt = (
        ast.While(loop.test, body or [ast.Pass()], [])
        if isinstance(loop, ast.While)
        else ast.For(loop.target, loop.iter, body or [ast.Pass()], [])
    )
    return _around(function.body, loop, kept, relevant)


def names_needed(body: Sequence[ast.stmt], relevant: set[str]) -> set[str]:
    """The names that decide what becomes of the relevant ones, and these, until nothing is added."""
    found = set(relevant)
    for _ in range(_TURNS):
        size = len(found)
        found |= _directly_needed(body, found)
        if len(found) == size:
            break
    return found


def _directly_needed(body: Sequence[ast.stmt], relevant: set[str]) -> set[str]:
    found: set[str] = set()
    for one in body:
        if isinstance(one, (*FUNCTIONS, ast.ClassDef)):
            continue
        if not (names_written(one) & relevant or leaves(one)):
            continue
        if isinstance(one, (ast.If, ast.While)):
            found |= names_read(one.test)
        elif isinstance(one, ast.For):
            found |= names_read(one.iter)
        elif not isinstance(one, ast.Return):
            found |= names_read(one)
        for inner in blocks(one):
            found |= _directly_needed(inner, relevant)
    return found


def kept_statements(body: Sequence[ast.stmt], relevant: set[str]) -> list[ast.stmt]:
    """The statements that matter."""
    found: list[ast.stmt] = []
    for one in body:
        if isinstance(one, (ast.Return, ast.Raise)):
            found.append(ast.Return(None))
        elif isinstance(one, (ast.Break, ast.Continue)):
            found.append(one)
        elif isinstance(one, (*FUNCTIONS, ast.ClassDef)) or not (names_written(one) & relevant or leaves(one)):
            continue
        elif isinstance(one, ast.If):
            first, other = kept_statements(one.body, relevant), kept_statements(one.orelse, relevant)
            if first or other:
                found.append(ast.If(one.test, first or [ast.Pass()], other))
        elif isinstance(one, ast.While):
            found.append(ast.While(one.test, kept_statements(one.body, relevant) or [ast.Pass()], []))
        elif isinstance(one, ast.For):
            inner = kept_statements(one.body, relevant)
            if inner:
                found.append(ast.For(one.target, one.iter, inner, []))
        elif isinstance(one, ast.With):
            found += kept_statements(one.body, relevant)
        else:
            found.append(one)
    return found


def statements_before(body: Sequence[ast.stmt], loop: ast.AST) -> list[ast.stmt]:
    """The simple statements that come before a loop."""
    found: list[ast.stmt] = []
    for one in body:
        if one is loop:
            break
        if _holds(one, loop):
            for block in blocks(one):
                if any(_holds(part, loop) for part in block):
                    found += statements_before(block, loop)
            break
        found.append(one)
    return found


def _around(body: Sequence[ast.stmt], loop: ast.stmt, kept: ast.stmt, relevant: set[str]) -> list[ast.stmt]:
    """What stands before the loop and matters, and the loop under its conditions; loops around it are gone through once."""
    found: list[ast.stmt] = []
    for one in body:
        if one is loop:
            return [*found, kept]
        if not _holds(one, loop):
            # Loops before it have questions of their own; an iteration that fills what a `while` takes out again belongs to it.
            is_filling = isinstance(one, ast.For) and isinstance(loop, ast.While)
            found += kept_statements([one], relevant) if is_filling or not isinstance(one, LOOPS) else []
            continue
        for block in blocks(one):
            if any(_holds(part, loop) for part in block):
                inside = _around(block, loop, kept, relevant)
                if isinstance(one, (ast.If, ast.While)) and block is one.body:
                    return [*found, ast.If(one.test, inside, [])]
                if isinstance(one, ast.For) and block is one.body and names_written(one.target) & relevant:
                    return [*found, ast.For(one.target, one.iter, inside, [])]
                return [*found, *inside]
    return found


def _holds(node: ast.AST, loop: ast.AST) -> bool:
    return any(one is loop for one in ast.walk(node))
