"""Which functions of the file a call may enter, by their names and by what is plain about what a method is called on."""

from __future__ import annotations

import ast
from functools import lru_cache

from cwm_lsp.predict.termination.reading import called_name, definition, is_on_super, is_self_like, own_nodes
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

_BUILT_IN = frozenset("bytearray bytes dict float format frozenset int list open repr set sorted str tuple".split())
_DISPLAYS = (
    ast.Constant,
    ast.JoinedStr,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.Tuple,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
)


def callees(document: Document, function: Function, call: ast.Call) -> list[Function]:
    """The functions of the file that a call may enter, by name."""
    name = called_name(call)
    if not name or is_on_super(call) or _is_on_another(document, call):
        return []
    found: list[Function] = []
    for other in document.functions:
        if isinstance(call.func, ast.Name):
            is_nested = "<locals>" in other.qualname
            if other.name == name and not other.is_method:
                holder = other.qualname.rpartition(".<locals>.")[0]
                if not is_nested or function.qualname == holder or function.qualname.startswith(f"{holder}.<locals>."):
                    found.append(other)
            elif other.class_name == name and other.name == "__init__":
                found.append(other)
        elif other.name == name and other.is_method:
            if is_self_like(call) and function.class_name is not None and other.class_name != function.class_name:
                continue
            found.append(other)
    nested = [one for one in found if "<locals>" in one.qualname]
    return nested or found


def _is_on_another(document: Document, call: ast.Call) -> bool:
    """Whether a method is called on what can be no object of the file's classes: a module, or a builtin type's value."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    if isinstance(owner, _DISPLAYS):
        return True
    if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name):
        return owner.func.id in _BUILT_IN
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    return isinstance(owner, ast.Name) and owner.id in _modules(document)


@lru_cache(maxsize=64)
def _modules(document: Document) -> frozenset[str]:
    """The names that mean modules in a file: those that a whole `import` binds and nothing else does."""
    found: set[str] = set()
    bound: set[str] = set()
    try:
        tree = ast.parse("\n".join(document.lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in one.names}
        elif isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            bound.add(one.id)
        elif isinstance(one, ast.arg):
            bound.add(one.arg)
    return frozenset(found - bound)


@lru_cache(maxsize=1024)
def entered(document: Document, function: Function) -> tuple[Function, ...]:
    """The functions of the file that a function may enter itself."""
    node = definition(document, function)
    if node is None:
        return ()
    found: dict[Function, None] = {}
    for one in own_nodes(node.body):
        if isinstance(one, ast.Call):
            found.update(dict.fromkeys(callees(document, function, one)))
    return tuple(found)


def reachable(document: Document, function: Function) -> list[Function]:
    """The functions of the file that a function may enter, however indirectly; itself only through others."""
    seen: dict[Function, None] = {}
    pending = list(entered(document, function))
    while pending:
        one = pending.pop()
        if one not in seen:
            seen[one] = None
            pending += entered(document, one)
    return list(seen)
