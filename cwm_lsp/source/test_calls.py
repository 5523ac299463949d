"""The calls that a file of tests makes of what it imports, for showing them where those functions are defined.

Read from the tree alone: nothing is imported, and where a module would be found is guessed from paths.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from tree_sitter import Node

from cwm_lsp.source.calls import is_self_contained, names_in, one_line
from cwm_lsp.source.document import Document
from cwm_lsp.source.plain_values import PlainValues, substituted
from cwm_lsp.source.syntax import encode, field, line_of, named, parse, text_of, unwrap, walk

_FOREIGN = sys.stdlib_module_names | {"pytest", "hypothesis", "numpy"}
"""Modules that are never the workspace's own."""
MOST_CALLS = 200
"""Calls of one file that are kept."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module as an import names it.

    Attributes:
        parts: between its dots.
        level: how many dots stand before it; 0 for an absolute import.
    """

    parts: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class ImportedCall:
    """A call of something that is imported.

    Attributes:
        module: which is imported from.
        expression: the call as it would stand in that module, on one line.
        line: where it stands, 1-based.
    """

    module: Module
    expression: str
    line: int


@dataclass(frozen=True, slots=True)
class _Imports:
    """The names that a file has from one module.

    Attributes:
        names: what the file calls them, and what they are called in the module.
        aliases: what the file calls the module itself.
    """

    module: Module
    names: dict[str, str]
    aliases: frozenset[str]


def imported_calls(document: Document) -> tuple[ImportedCall, ...]:
    """The calls whose function is imported and whose arguments are plain to see, in file order."""
    found: dict[tuple[Module, str], ImportedCall] = {}
    for imports in _imports(document):
        for call in _calls(document, imports):
            found.setdefault((call.module, call.expression), call)
            if len(found) >= MOST_CALLS:
                break
    return tuple(sorted(found.values(), key=lambda call: call.line))


def is_of(module: Module, importer: PurePath, path: PurePath) -> bool:
    """Whether an import may mean a file.

    Args:
        module: as the import names it.
        importer: the file that imports.
        path: the file, from the same root.
    """
    stem = path.parent if path.name == "__init__.py" else path.with_suffix("")
    if module.level:
        base = importer.parent
        for _ in range(module.level - 1):
            base = base.parent
        return stem == base.joinpath(*module.parts)
    return bool(module.parts) and stem.parts[-len(module.parts) :] == module.parts


def _imports(document: Document) -> Iterator[_Imports]:
    found: dict[Module, tuple[dict[str, str], set[str]]] = {}
    for node in walk(document.root):
        if node.type == "import_from_statement":
            source = field(node, "module_name")
            module = _module(source) if source is not None else None
            if module is None:
                continue
            for name, alias in _imported(node, source):
                names, _ = found.setdefault(module, ({}, set()))
                names[alias] = name
                inner = Module((*module.parts, name), module.level)
                found.setdefault(inner, ({}, set()))[1].add(alias)
        elif node.type == "import_statement":
            for name, alias in _imported(node, None):
                found.setdefault(Module(tuple(name.split("."))), ({}, set()))[1].add(alias)
    for module, (names, aliases) in found.items():
        if module.level or (module.parts[:1] and module.parts[0] not in _FOREIGN):
            yield _Imports(module, names, frozenset(aliases))


def _module(source: Node) -> Module | None:
    text = text_of(source)
    name = text.lstrip(".")
    return Module(tuple(name.split(".")) if name else (), len(text) - len(name))


def _imported(node: Node, source: Node | None) -> Iterator[tuple[str, str]]:
    """Each imported name, and what it is called here."""
    for child in named(node):
        if source is not None and child == source:
            continue
        if child.type == "aliased_import":
            yield text_of(field(child, "name")), text_of(field(child, "alias"))
        elif child.type == "dotted_name":
            yield text_of(child), text_of(child)


def _calls(document: Document, imports: _Imports) -> Iterator[ImportedCall]:
    known = frozenset(imports.names) | {alias.split(".")[0] for alias in imports.aliases}
    values = PlainValues(known)
    renamed = {here: there for here, there in imports.names.items() if here != there}
    for call in walk(document.root):
        if call.type != "call" or not known.intersection(names_in(call)):
            continue
        for around in values.around(call):
            expression = _as_within(imports, substituted(call, {**around, **renamed}))
            if expression is not None:
                yield ImportedCall(imports.module, expression, line_of(call))


def _as_within(imports: _Imports, text: str) -> str | None:
    """A call as it would stand in the module; None where it could not stand there."""
    own = set(imports.names.values())
    root = parse(encode(text)).root_node
    source = encode(text)
    pieces: list[bytes] = []
    position = 0
    for node in walk(root):
        if node.type == "attribute" and text_of(field(node, "object")) in imports.aliases:
            name = field(node, "attribute")
            if name is not None:
                pieces += [source[position : node.start_byte], encode(text_of(name))]
                position = node.end_byte
                own.add(text_of(name))
    text = b"".join([*pieces, source[position:]]).decode(errors="replace")
    return text if _is_call(text, frozenset(own)) else None


def _is_call(text: str, own: frozenset[str]) -> bool:
    statements = named(parse(encode(text)).root_node)
    expression = unwrap(named(statements[0])[0]) if statements and named(statements[0]) else None
    if expression is None or expression.type != "call":
        return False
    return is_self_contained(expression, own) and one_line(expression) == text
