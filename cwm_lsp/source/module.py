"""The module's own statements and the names that they bind: what a context can take along, and what it leaves out.

The block under `if __name__ == "__main__":` is no part of what functions rely on, and isn't listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.scopes import Scope, imported_names, scope_of_block
from cwm_lsp.source.syntax import field, fields, named, text_of, unwrap

ItemKind = Literal["import", "function", "class", "statement"]


@dataclass(frozen=True, slots=True)
class ModuleItem:
    """One statement at the top of the module.

    Attributes:
        kind: what it is.
        node: the statement, decorators included.
        definition: for functions and classes, the node without decorators.
        binds: the names that it binds in the module.
        changes: the names whose objects it changes: `TABLE["a"] = 1`, `PRIMES.append(3)`.
    """

    kind: ItemKind
    node: Node
    definition: Node
    binds: frozenset[str]
    changes: frozenset[str] = frozenset()


def is_main_guard(node: Node) -> bool:
    """Whether the statement is `if __name__ == "__main__":`."""
    condition = field(node, "condition") if node.type == "if_statement" else None
    return condition is not None and "__name__" in text_of(condition)


def module_items(document: Document) -> tuple[ModuleItem, ...]:
    """The statements of the module in file order; functions that an error hid from the tree are found again."""
    items = [item for node in _statements(document.root) if (item := _item(node)) is not None]
    seen = {item.definition.start_byte for item in items}
    for function in document.functions:
        top = function.node
        while top.parent is not None and top.parent.type not in ("module", "ERROR"):
            top = top.parent
        if top.start_byte in seen or any(
            item.node.start_byte <= top.start_byte < item.node.end_byte and not item.node.has_error for item in items
        ):
            continue
        if "." not in function.qualname:
            item = _item(top)
            if item is not None:
                items = [other for other in items if other.definition.start_byte != item.definition.start_byte]
                items.append(item)
                seen.add(item.definition.start_byte)
    return tuple(sorted(items, key=lambda item: item.node.start_byte))


@lru_cache(maxsize=4)
def module_bindings(document: Document) -> frozenset[str]:
    """The names that a context can bring along."""
    return frozenset[str]().union(*(item.binds for item in module_items(document)))


def _statements(root: Node) -> Iterator[Node]:
    for node in named(root):
        if node.type == "ERROR":
            yield from _statements(node)
        else:
            yield node


def _item(node: Node) -> ModuleItem | None:
    definition = field(node, "definition") or node if node.type == "decorated_definition" else node
    if definition.type in ("function_definition", "class_definition"):
        kind: ItemKind = "function" if definition.type == "function_definition" else "class"
        return ModuleItem(kind, node, definition, frozenset({text_of(field(definition, "name"))}))
    if node.type in ("import_statement", "import_from_statement", "future_import_statement"):
        return ModuleItem("import", node, node, frozenset(imported_names(node)))
    if is_main_guard(node):
        return None
    scope: Scope = scope_of_block(node)
    changes = frozenset(_changed(node))
    if not scope.bound and not changes:
        return None
    return ModuleItem("statement", node, node, frozenset(scope.bound), changes)


def _changed(node: Node) -> Iterator[str]:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in ("function_definition", "class_definition", "lambda"):
            continue
        targets: list[Node] = []
        if current.type in ("assignment", "augmented_assignment"):
            targets = fields(current, "left")
        elif current.type == "delete_statement":
            targets = named(current)
        elif current.type == "expression_statement" and named(current) and named(current)[0].type == "call":
            function = field(named(current)[0], "function")
            targets = [function] if function is not None and function.type == "attribute" else []
        for target in targets:
            base = unwrap(target)
            while base.type in ("attribute", "subscript"):
                inner = field(base, "object") or field(base, "value")
                if inner is None:
                    break
                base = unwrap(inner)
            if base.type == "identifier" and (base.id != unwrap(target).id or current.type == "augmented_assignment"):
                yield text_of(base)
        pending.extend(named(current))
