"""What the text says, for verification: each function's syntax, the names of its scope, which statements stand on which line.

Parsed with CPython's own parser, which executes nothing. Line numbers are 1-based.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cwm_lsp.source.control_flow import ControlFlow, control_flow
from cwm_lsp.source.document import Document
from cwm_lsp.source.flow_expressions import Versions
from cwm_lsp.source.functions import TRAINING_VERSION, Function
from cwm_lsp.verify.modules import TRUSTED

_PLAIN_BASES = frozenset({"object", "Exception", "ABC", "Generic", "Protocol", "Enum", "NamedTuple"})
LONGEST_TEXT = 200_000


class Listing(Protocol):
    """The program's text as prediction keeps it."""

    @property
    def document(self) -> Document:
        """The parsed text."""
        ...

    @property
    def functions(self) -> dict[int, Function]:
        """By the line that their call frames stand on."""
        ...

    def flow(self, function: int) -> ControlFlow:
        """A function's control flow."""
        ...


class TextListing:
    """A listing of a text on its own, for one version of Python."""

    def __init__(self, text: str, versions: Versions = TRAINING_VERSION) -> None:
        """Args:
        text: a context.
        versions: the first and last minor version of Python 3 whose traces are checked.
        """
        self.document = Document.parse(text)
        self.functions = {function.first_line: function for function in self.document.functions}
        self._versions = versions
        self._flows: dict[int, ControlFlow] = {}

    def flow(self, function: int) -> ControlFlow:
        """The function's control flow."""
        if function not in self._flows:
            self._flows[function] = control_flow(self.document, self.functions[function], versions=self._versions)
        return self._flows[function]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A statement, or the header of a compound one.

    Attributes:
        node: a statement, an `except` clause or a `case`.
        first, last: the lines of its header, or of the whole statement.
        holder: the place of the compound statement around it; None directly in the function.
        within: the field of the holder that it stands in (`body`, `orelse`, `finalbody`, `handlers`).
        index: its position there.
    """

    node: ast.stmt | ast.ExceptHandler | ast.match_case
    first: int
    last: int
    holder: Place | None
    within: str
    index: int

    @property
    def end(self) -> int:
        """The last line of the whole statement."""
        return _end(self.node) or self.last


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """One function.

    Attributes:
        node: its syntax.
        name, qualname: as CPython has them.
        first_line: the line of its call frames.
        order: the names that its frames can show, in order.
        own: those of them that are not an enclosing function's.
        outer: those that are.
        shared: names of its own that inner functions rebind.
        is_suspended: a generator or coroutine function.
        places: by first line; several where a line holds several.
        around: for each line the places whose lines it is among, outermost first.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef
    name: str
    qualname: str
    first_line: int
    order: tuple[str, ...]
    own: frozenset[str]
    outer: frozenset[str]
    shared: frozenset[str]
    is_suspended: bool
    places: dict[int, list[Place]] = field(default_factory=lambda: {})
    around: dict[int, list[Place]] = field(default_factory=lambda: {})


class Facts:
    """A program's text, asked for once and kept."""

    def __init__(self, listing: Listing) -> None:
        """Args:
        listing: the text; one that CPython can't parse gives no facts, and nothing is verified then.
        """
        self.listing = listing
        self._codes: dict[int, Code | None] = {}
        text = listing.document.text
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.tree = ast.parse(text) if len(text) <= LONGEST_TEXT else ast.Module([], [])
            if self.hides_builtins:
                self.tree = ast.Module([], [])
            self._nodes = {_first_line(node): node for node in ast.walk(self.tree) if isinstance(node, _FUNCTIONS)}
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            self.tree = ast.Module([], [])
            self._nodes = {}

    def code(self, first_line: int | None) -> Code | None:
        """The function whose call frames stand on this line; None if there is none, or not just one."""
        if first_line is None:
            return None
        if first_line not in self._codes:
            self._codes[first_line] = self._read(first_line)
        return self._codes[first_line]

    def line(self, number: int) -> str:
        """A line of the text without its line end, empty where there is none."""
        lines = self.listing.document.lines
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def code_of(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Code | None:
        """The function that a definition makes."""
        found = self.code(_first_line(node))
        return found if found is not None and found.node is node else None

    @cached_property
    def module_names(self) -> frozenset[str]:
        """The names that the module, or a function that says `global`, may bind."""
        return self.listing.document.module_names | self.rebound

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The module's names that functions declare as global."""
        return frozenset(name for node in ast.walk(self.tree) if isinstance(node, ast.Global) for name in node.names)

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Names that the module takes from another one, and binds nowhere else: name -> (module, name there)."""
        found: dict[str, tuple[str, str]] = {}
        bound: list[str] = []
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
                found.update({one.asname or one.name: (node.module, one.name) for one in node.names})
                bound += [one.asname or one.name for one in node.names]
            else:
                bound += [one.name for one in ast.walk(node) if isinstance(one, (*_FUNCTIONS, ast.ClassDef))]
                bound += [
                    one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)
                ]
        return {name: origin for name, origin in found.items() if bound.count(name) == 1}

    @cached_property
    def modules(self) -> dict[str, str]:
        """Modules that are imported whole, by the names they are bound to and nothing else is: name -> module."""
        found = {
            one.asname or one.name: one.name
            for node in self.tree.body
            if isinstance(node, ast.Import)
            for one in node.names
            if one.asname or "." not in one.name
        }
        stored = {
            one.id for one in ast.walk(self.tree) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)
        }
        return {name: module for name, module in found.items() if name not in stored}

    @cached_property
    def stored_attributes(self) -> frozenset[str] | None:
        """The attributes that the program binds or unbinds anywhere; None if it may do so to any."""
        names = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        if names & {"setattr", "delattr", "vars", "exec", "eval", "globals", "locals"}:
            return None
        attributes = [node for node in ast.walk(self.tree) if isinstance(node, ast.Attribute)]
        if any(node.attr in ("__dict__", "__class__", "__setattr__", "__delattr__") for node in attributes):
            return None
        return frozenset(node.attr for node in attributes if not isinstance(node.ctx, ast.Load))

    @cached_property
    def has_reprs(self) -> bool:
        """Whether the program defines how some of its objects are shown."""
        return any(_defines_repr(node) for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    @cached_property
    def has_finalizers(self) -> bool:
        """Whether an object of the program's may do something when it is dropped."""
        return any(isinstance(node, _FUNCTIONS) and node.name == "__del__" for node in ast.walk(self.tree))

    @cached_property
    def hides_builtins(self) -> bool:
        """Whether an import may give any name another meaning."""
        return any(
            isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.module != "typing"
            for node in ast.walk(self.tree)
        )

    @cached_property
    def trusts_reprs(self) -> bool:
        """Whether what looks like plain data in a trace is plain data: no class or library here makes lookalikes."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef) and not _is_ordinary(node):
                return False
            if isinstance(node, ast.Import) and any(one.name not in TRUSTED for one in node.names):
                return False
            if isinstance(node, ast.ImportFrom) and node.module not in TRUSTED:
                return False
        return True

    def _read(self, first_line: int) -> Code | None:
        node = self._nodes.get(first_line)
        function = self.listing.functions.get(first_line)
        if node is None or function is None or function.name != node.name or function.has_error:
            return None
        outer = frozenset(function.outer_names)
        own = frozenset(function.locals) - outer
        shared = {name for inner in ast.walk(node) if isinstance(inner, ast.Nonlocal) for name in inner.names}
        code = Code(
            node,
            node.name,
            function.qualname,
            first_line,
            function.locals,
            own,
            outer,
            frozenset(shared),
            function.is_generator or function.is_async,
        )
        _lay_out(code, node.body, None, "body")
        return code


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _defines_repr(node: ast.ClassDef) -> bool:
    return bool(node.decorator_list) or any(
        isinstance(one, _FUNCTIONS) and one.name in ("__repr__", "__str__") for one in node.body
    )


def _is_ordinary(node: ast.ClassDef) -> bool:
    """Whether no object of a class can be shown as plain data is."""
    for base in node.bases:
        name = base.value if isinstance(base, ast.Subscript) else base
        if not isinstance(name, ast.Name) or (
            name.id not in _PLAIN_BASES and not name.id.endswith(("Error", "Exception"))
        ):
            return False
    for one in node.body:
        if isinstance(one, _FUNCTIONS) and one.name == "__repr__" and not _names_itself(one):
            return False
        if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__repr__" for t in one.targets):
            return False
    return True


def _names_itself(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether all that a `__repr__` returns begins like the call of a class, or with `<`."""
    found = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
    for value in found:
        start = value.values[0] if isinstance(value, ast.JoinedStr) and value.values else value
        if not isinstance(start, ast.Constant) or not isinstance(start.value, str):
            return False
        head = start.value.partition("(")[0]
        if not start.value.startswith("<") and not (head[:1].isupper() and head.isidentifier() and "(" in start.value):
            return False
        if head in ("Counter", "True", "False", "None"):
            return False
    return bool(found)


def _lay_out(code: Code, body: list[ast.stmt], holder: Place | None, within: str) -> None:
    for index, node in enumerate(body):
        place = _place(code, node, *_header(node), holder, within, index)
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(node, name, None)
            if isinstance(inner, list) and not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
                _lay_out(code, inner, place, name)
        if isinstance(node, ast.Try):
            for at, handler in enumerate(node.handlers):
                last = handler.lineno if handler.type is None else handler.type.end_lineno or handler.lineno
                clause = _place(code, handler, handler.lineno, last, place, "handlers", at)
                _lay_out(code, handler.body, clause, "body")
        if isinstance(node, ast.Match):
            for at, case in enumerate(node.cases):
                last = case.pattern if case.guard is None else case.guard
                _place(code, case, case.pattern.lineno, last.end_lineno or last.lineno, place, "case", at)
                _lay_out(code, case.body, place, f"cases {at}")


def _place(
    code: Code,
    node: ast.stmt | ast.ExceptHandler | ast.match_case,
    first: int,
    last: int,
    holder: Place | None,
    within: str,
    index: int,
) -> Place:
    place = Place(node, first, last, holder, within, index)
    code.places.setdefault(first, []).append(place)
    for line in range(first, (_end(node) or last) + 1):
        code.around.setdefault(line, []).append(place)
    return place


def _end(node: ast.stmt | ast.ExceptHandler | ast.match_case) -> int | None:
    return node.body[-1].end_lineno if isinstance(node, ast.match_case) else node.end_lineno


def _header(node: ast.stmt) -> tuple[int, int]:
    """The first and last line of a statement, of a compound one without its blocks."""
    first, last = node.lineno, node.end_lineno or node.lineno
    if isinstance(node, (ast.If, ast.While)):
        last = node.test.end_lineno or first
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        last = node.iter.end_lineno or first
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        last = max(one.context_expr.end_lineno or first for one in node.items)
    elif isinstance(node, ast.Match):
        last = node.subject.end_lineno or first
    elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        first = min([first, *(one.lineno for one in node.decorator_list)])
        last = node.lineno
    elif hasattr(node, "handlers"):
        last = first
    return first, last
