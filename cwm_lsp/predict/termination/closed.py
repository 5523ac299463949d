"""Whether what a function does depends on its arguments alone. From the text; what is not known to be so is not."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from cwm_lsp.predict.termination.reading import Definition, definition
from cwm_lsp.source.document import Document
from cwm_lsp.source.flow_expressions import BUILTIN_NAMES
from cwm_lsp.source.functions import Function


@lru_cache(maxsize=64)
def settled_names(document: Document) -> frozenset[str]:
    """The names of a file's own level that always mean the same: builtins, plain functions, and constants that are bound once."""
    try:
        tree = ast.parse("\n".join(document.lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    stores: dict[str, int] = {}
    constants: set[str] = set()
    shared: set[str] = set()
    functions: set[str] = set()
    for one in ast.walk(tree):
        if isinstance(one, (ast.Global, ast.Nonlocal)):
            shared |= set(one.names)
    for statement in tree.body:
        for one in ast.walk(statement):
            if isinstance(one, ast.Name) and isinstance(one.ctx, (ast.Store, ast.Del)):
                stores[one.id] = stores.get(one.id, 0) + 1
            elif isinstance(one, (ast.Import, ast.ImportFrom)):
                shared |= {(alias.asname or alias.name).partition(".")[0] for alias in one.names}
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            functions.add(statement.name)
            stores[statement.name] = stores.get(statement.name, 0) + 1
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and _is_constant(statement.value):
                constants.add(target.id)
    bound = {name for name, count in stores.items() if count > 1} | shared
    return frozenset((constants | functions) - bound) | (BUILTIN_NAMES - stores.keys() - shared)


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.operand, ast.Constant)
    if isinstance(node, ast.Tuple):
        return all(_is_constant(one) for one in node.elts)
    return isinstance(node, ast.Constant)


def keeps_nothing(document: Document, function: Function) -> bool:
    """Whether none of a function's defaults can be changed: such a one keeps what calls have done to it."""
    node = definition(document, function)
    given = (*node.args.defaults, *node.args.kw_defaults) if node is not None else ()
    return node is not None and all(_is_constant(one) for one in given if one is not None)


@lru_cache(maxsize=1024)
def is_closed(document: Document, function: Function) -> bool:
    """Whether what a plain function does, and all that it enters, depends on its arguments alone."""
    node = definition(document, function)
    if node is None or function.is_method:
        return False
    if not keeps_nothing(document, function):
        return False
    own = set(function.locals) - set(function.outer_names)
    known = own | settled_names(document)
    for one in ast.walk(node):
        if isinstance(one, (ast.Global, ast.Nonlocal)):
            return False
        if isinstance(one, ast.Name) and one.id not in known:
            return False
    return True


@lru_cache(maxsize=64)
def closed_functions(document: Document) -> Mapping[str, Definition]:
    """The file's plain functions by name that depend on their arguments alone, and that a name always means."""
    settled = settled_names(document)
    found: dict[str, Definition] = {}
    for function in document.functions:
        if function.is_method or "<locals>" in function.qualname or function.is_generator or function.is_async:
            continue
        node = definition(document, function)
        if node is not None and not node.decorator_list and function.name in settled and is_closed(document, function):
            found[function.name] = node
    return found
