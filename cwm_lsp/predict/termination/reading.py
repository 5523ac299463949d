"""A function's text as a syntax tree with the file's line numbers, and small questions about such trees. Nothing is executed.

The standard library's parser is used, as `verify` does; one that it can't parse has no tree, and nothing is said of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
LOOPS = (ast.While, ast.For, ast.AsyncFor)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@lru_cache(maxsize=512)
def definition(document: Document, function: Function) -> Definition | None:
    """The function's tree; None where it can't be parsed."""
    if function.has_error:
        return None
    lines = document.lines[function.def_line - 1 : function.last_line]
    # A block around it takes any indentation, which dedenting would spoil within strings.
    text = "if 1:\n" + "\n".join(lines) if lines and lines[0][:1].isspace() else "\n" + "\n".join(lines)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = tree.body[0].body[0] if isinstance(tree.body[0], ast.If) else tree.body[0]
    if not isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    ast.increment_lineno(found, function.def_line - 2)
    return found


def own_nodes(node: ast.AST | Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Everything below a node in source order, without the insides of nested functions and classes."""
    pending: list[ast.AST] = [*(node if isinstance(node, Sequence) else ast.iter_child_nodes(node))][::-1]
    while pending:
        current = pending.pop()
        yield current
        if not isinstance(current, _SCOPES):
            pending.extend(list(ast.iter_child_nodes(current))[::-1])


def loops(node: Definition) -> Iterator[ast.While | ast.For | ast.AsyncFor]:
    """The function's own loops in source order."""
    for one in own_nodes(node.body):
        if isinstance(one, LOOPS):
            yield one


def exits(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that leave the loop with this body: its own `break`, and each `return` and `raise`."""
    pending: list[tuple[ast.AST, bool]] = [(one, True) for one in reversed(body)]
    while pending:
        current, is_own = pending.pop()
        if isinstance(current, (ast.Return, ast.Raise)) or (isinstance(current, ast.Break) and is_own):
            yield current
        if isinstance(current, _SCOPES):
            continue
        if isinstance(current, LOOPS):
            pending += [(one, False) for one in reversed(current.body)] + [(one, is_own) for one in current.orelse]
        else:
            pending += [(one, is_own) for one in list(ast.iter_child_nodes(current))[::-1]]


def called_name(call: ast.Call) -> str:
    """The name that is called: of `a.b.c()` it is `c`; empty for anything else."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def is_self_like(call: ast.Call) -> bool:
    """Whether a method is called on `self` or `cls`."""
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("self", "cls")
    )


def is_on_super(call: ast.Call) -> bool:
    """Whether a method is called on `super()`: that is another class's."""
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Call)
        and called_name(call.func.value) == "super"
    )


def names_bound(nodes: Sequence[ast.stmt]) -> frozenset[str]:
    """The names that statements bind, unbind or declare as another scope's."""
    found: set[str] = set()
    for node in own_nodes(nodes):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            found.add(node.id)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found |= set(node.names)
        elif isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
        ):
            found |= {node.name} if node.name is not None else set()
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return frozenset(found)


def shared_names(node: Definition) -> frozenset[str]:
    """The names that other code may rebind at any time: `global`, `nonlocal`, and what a nested scope declares nonlocal."""
    found: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, (ast.Global, ast.Nonlocal)):
            found |= set(one.names)
    return frozenset(found)


def integer(node: ast.expr | None) -> int | None:
    """The value of an integer literal, with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = integer(node.operand)
        return -inner if inner is not None else None
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None


def augmented_value(statement: ast.AugAssign) -> ast.expr:
    """The value that `x += y` gives a name, as if it were written `x = x + y`; what is added to an item."""
    if isinstance(statement.target, ast.Name):
        return ast.BinOp(ast.Name(statement.target.id, ast.Load()), statement.op, statement.value)
    return statement.value


def asks_for_singletons(node: ast.AST) -> bool:
    """Whether `is` only asks for None, True or False."""
    for one in ast.walk(node):
        if isinstance(one, ast.Compare) and any(isinstance(kind, (ast.Is, ast.IsNot)) for kind in one.ops):
            last = one.comparators[-1]
            if len(one.ops) != 1 or not isinstance(last, ast.Constant) or last.value not in (None, True, False):
                return False
    return True


def names_of_target(target: ast.expr) -> list[str]:
    """The names that binding a target binds, or whose values it changes."""
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for one in target.elts for name in names_of_target(one)]
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        return [target.value.id]
    return []
