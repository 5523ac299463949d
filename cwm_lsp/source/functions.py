"""The functions of a file: their spans, parameters, and the names that their frames show.

Reads single nodes of the tree; finding those nodes, also in a broken file, is `document.py`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.flow_expressions import Names, Versions
from cwm_lsp.source.flow_graph import FlowTooLargeError
from cwm_lsp.source.flow_statements import function_flow
from cwm_lsp.source.scopes import Scope, parameter_nodes, scope_of
from cwm_lsp.source.syntax import end_line_of, is_async, line_of, text_of, walk
from cwm_lsp.source.syntax import field as field_of

ParameterKind = Literal["positional-only", "positional", "keyword", "args", "kwargs"]
TRAINING_VERSION: Versions = (11, 11)
"""The interpreter whose order of local names is given: comprehensions are scopes of their own there."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as it is written.

    Attributes:
        name: without stars.
        kind: how arguments reach it.
        annotation, default: their source text; None where there is none.
    """

    name: str
    kind: ParameterKind
    annotation: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method of the file. Lines are 1-based file lines.

    Attributes:
        name: as after `def`.
        qualname: as CPython's `__qualname__`, `Stack.push` or `outer.<locals>.inner`.
        def_line: the line of `def` (or `async def`).
        first_line: the line of the first decorator, else `def_line`; a `call` event bears this line.
        last_line: the line of the body's last character.
        parameters: in the order in which they are written.
        is_method: whether it stands directly in a class body.
        is_async, is_generator: as CPython decides it.
        class_name: the class that holds it, for methods.
        has_error: whether its own text holds a syntax error.
        node: its `function_definition` in the tree.
    """

    name: str
    qualname: str
    def_line: int
    first_line: int
    last_line: int
    parameters: tuple[Parameter, ...]
    is_method: bool
    is_async: bool
    is_generator: bool
    class_name: str | None
    has_error: bool
    node: Node = field(repr=False, compare=False)
    _memory: dict[str, tuple[str, ...]] = field(default_factory=lambda: {}, repr=False, compare=False)

    @property
    def locals(self) -> tuple[str, ...]:
        """The names that `frame.f_locals` can show, in the order in which a frame stores them.

        Parameters first (positional, keyword-only, `*args`, `**kwargs`), then the other locals in the order in which
        the compiler meets them, then cell variables, then free variables, both sorted. As in CPython 3.11.
        """
        if "locals" not in self._memory:
            self._memory["locals"] = local_names(self.node)
        return self._memory["locals"]

    @property
    def outer_names(self) -> tuple[str, ...]:
        """The free variables among `locals`: those that belong to an enclosing function."""
        if "free" not in self._memory:
            self._memory["free"] = tuple(sorted(free_names(self.node, scope_of(self.node))))
        return self._memory["free"]

    def __contains__(self, line: int) -> bool:
        return self.first_line <= line <= self.last_line


def function_from(node: Node, *, holders: tuple[tuple[str, str], ...], first_line: int) -> Function:
    """Describe a `function_definition`.

    Args:
        node: its node.
        holders: what holds it, outermost first: ("class" or "function", name).
        first_line: the line of its first decorator or of `def`.
    """
    name = text_of(field_of(node, "name"))
    prefix = "".join(f"{holder}." if kind == "class" else f"{holder}.<locals>." for kind, holder in holders)
    is_method = bool(holders) and holders[-1][0] == "class"
    return Function(
        name=name,
        qualname=prefix + name,
        def_line=line_of(node),
        first_line=first_line,
        last_line=end_line_of(node),
        parameters=parameters_of(node),
        is_method=is_method,
        is_async=is_async(node),
        is_generator=_is_generator(node),
        class_name=holders[-1][1] if is_method else None,
        has_error=node.has_error,
        node=node,
    )


def parameters_of(node: Node) -> tuple[Parameter, ...]:
    """The parameters of a function or lambda, in source order."""
    found: list[Parameter] = []
    for kind, name, whole in parameter_nodes(node):
        annotation, default = field_of(whole, "type"), field_of(whole, "value")
        found.append(
            Parameter(
                text_of(name),
                _kind(kind),
                text_of(annotation) if annotation is not None else None,
                text_of(default) if default is not None else None,
            )
        )
    return tuple(found)


def _kind(kind: str) -> ParameterKind:
    kinds: dict[str, ParameterKind] = {
        "positional-only": "positional-only",
        "keyword": "keyword",
        "args": "args",
        "kwargs": "kwargs",
    }
    return kinds.get(kind, "positional")


def _is_generator(node: Node) -> bool:
    body = field_of(node, "body")
    # Most functions don't hold the word, and a file may have thousands of functions.
    if body is None or b"yield" not in (body.text or b""):
        return False
    return any(inner.type == "yield" for inner in walk(body, into_scopes=False))


def enclosing_functions(node: Node) -> list[Node]:
    """The functions and lambdas around a node, innermost first."""
    found: list[Node] = []
    parent = node.parent
    while parent is not None:
        if parent.type in ("function_definition", "lambda"):
            found.append(parent)
        parent = parent.parent
    return found


def enclosing_class(node: Node) -> Node | None:
    """The class whose body holds the function directly."""
    parent = node.parent
    while parent is not None and parent.type in ("decorated_definition", "block"):
        parent = parent.parent
    return parent if parent is not None and parent.type == "class_definition" else None


def free_names(node: Node, scope: Scope) -> set[str]:
    """The names that a function's scope takes from the functions around it, `__class__` included."""
    wanted = scope.unresolved()
    available = set[str]().union(*(scope_of(outer).locals() for outer in enclosing_functions(node)))
    found = wanted & available
    if "super" in wanted or "__class__" in wanted:
        holders = [node, *enclosing_functions(node)]
        if any(enclosing_class(holder) is not None for holder in holders):
            found.add("__class__")
    return found


def local_names(node: Node) -> tuple[str, ...]:
    """The names of `Function.locals` for a `function_definition`."""
    scope = scope_of(node)
    own, cells = scope.locals(), scope.captured()
    try:
        met = function_flow(node, Names(frozenset(own), frozenset()), TRAINING_VERSION, 0).names
    except (FlowTooLargeError, RecursionError):
        met = tuple(sorted(own))
    parameters = tuple(scope.parameters)
    plain = [name for name in met if name in own and name not in cells and name not in scope.parameters]
    shared = sorted(cells - set(parameters))
    names = [*parameters, *plain, *shared, *sorted(free_names(node, scope))]
    return tuple(dict.fromkeys(mangled(names, node)))


def mangled(names: Iterable[str], node: Node) -> Iterator[str]:
    """The names as CPython stores them: inside a class private ones bear the class's name."""
    holder = node.parent
    while holder is not None and holder.type != "class_definition":
        holder = holder.parent
    class_name = text_of(field_of(holder, "name")).lstrip("_") if holder is not None else ""
    for name in names:
        private = name.startswith("__") and not name.endswith("__") and class_name
        yield f"_{class_name}{name}" if private else name
