"""A function's statements as a tree of line spans: which lines belong together, what they bind, where loops stand.

Made once per function, for whoever writes beside the lines. What may follow what is `control_flow`'s subject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from tree_sitter import Node

from cwm_lsp.source.constants import is_constant
from cwm_lsp.source.functions import Function, mangled
from cwm_lsp.source.scopes import imported_names, target_names
from cwm_lsp.source.syntax import body_of, end_line_of, field, fields, line_of, named, text_of, walk

SpanKind = Literal["simple", "compound", "for", "while", "clause", "silent"]

_COMPOUND = frozenset({"if_statement", "for_statement", "while_statement", "try_statement", "with_statement"})
_CLAUSES = frozenset(
    {"else_clause", "elif_clause", "except_clause", "except_group_clause", "finally_clause", "case_clause"}
)
_DEFINITIONS = frozenset({"function_definition", "class_definition", "decorated_definition"})
_DECLARATIONS = frozenset({"global_statement", "nonlocal_statement"})


@dataclass(frozen=True, slots=True)
class Span:
    """A simple statement, or a compound one's header with what stands below it.

    Attributes:
        kind: "clause" is an `else`, `except`, `case` and the like; "silent" a statement that never shows in a trace.
        first_line, last_line: of the statement, of a compound one without its blocks.
        end_line: with everything below it.
        binds: the names that it has bound once it has completed; of a `for` those that each pass binds.
        is_return: whether it is a `return` statement.
        has_yield: whether it holds a `yield`, blocks left out.
        children: what stands in its blocks, and its clauses.
    """

    kind: SpanKind
    first_line: int
    last_line: int
    end_line: int
    binds: frozenset[str] = frozenset()
    is_return: bool = False
    has_yield: bool = False
    children: tuple[Span, ...] = ()

    def walk(self) -> Iterator[Span]:
        """It and everything below it, in source order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class LoopSpan:
    """A `for` or `while` statement: the line of its keyword, and its body from the first to the last line."""

    header: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A function's statements.

    Attributes:
        spans: those of its body, nested ones below them. Functions and classes defined within are closed.
        loops: outer before inner.
    """

    spans: tuple[Span, ...]
    loops: tuple[LoopSpan, ...]

    def walk(self) -> Iterator[Span]:
        """Every span, in source order."""
        for span in self.spans:
            yield from span.walk()

    def unreached(self, reached: Collection[int]) -> frozenset[int]:
        """The lines of the statements that did not take place.

        Args:
            reached: the lines that did. A header counts as reached with anything below it: some leave no mark in a
                trace.
        """
        found: set[int] = set()
        _collect_unreached(self.spans, reached, found)
        return frozenset(found)


def outline(function: Function) -> Outline:
    """Read a function's statements. Statements nested too deeply to follow are left out."""
    loops: list[LoopSpan] = []
    try:
        spans = _spans(field(function.node, "body"), function, loops)
    except RecursionError:
        return Outline((), ())
    return Outline(spans, tuple(sorted(loops, key=lambda loop: (loop.header, -loop.last))))


def _spans(block: Node | None, function: Function, loops: list[LoopSpan]) -> tuple[Span, ...]:
    if block is None:
        return ()
    return tuple(_span(node, function, loops) for node in named(block))


def _span(node: Node, function: Function, loops: list[LoopSpan]) -> Span:
    kind = node.type
    if kind in _COMPOUND or kind in _CLAUSES or kind == "match_statement":
        return _compound(node, function, loops)
    first, last = line_of(node), end_line_of(node)
    if kind in _DECLARATIONS or _is_without_code(node):
        return Span("silent", first, last, last)
    return Span(
        "simple",
        first,
        last,
        last,
        frozenset(mangled(_bound_by(node), function.node)),
        kind == "return_statement",
        _has_yield([node]),
    )


def _compound(node: Node, function: Function, loops: list[LoopSpan]) -> Span:
    blocks = [child for child in named(node) if child.type == "block"]
    clauses = [child for child in named(node) if child.type in _CLAUSES]
    if node.type == "match_statement":
        clauses = [clause for block in blocks for clause in named(block) if clause.type == "case_clause"]
        blocks = []
    header = [child for child in named(node) if child.type != "block" and child.type not in _CLAUSES]
    children = [span for block in blocks for span in _spans(block, function, loops)]
    children += [_compound(clause, function, loops) for clause in clauses]
    first = line_of(node)
    span_kind: SpanKind = "clause" if node.type in _CLAUSES else "compound"
    binds: frozenset[str] = frozenset()
    if node.type in ("for_statement", "while_statement"):
        span_kind = "for" if node.type == "for_statement" else "while"
        body = body_of(node)
        statements = named(body) if body is not None else []
        if statements:
            loops.append(LoopSpan(first, line_of(statements[0]), end_line_of(statements[-1])))
        names = [text_of(name) for target in fields(node, "left") for name in target_names(target)]
        binds = frozenset(mangled(names, function.node))
    last = max((end_line_of(child) for child in header), default=first)
    end = max([last, *(child.end_line for child in children)])
    return Span(span_kind, first, last, end, binds, False, _has_yield(header), tuple(children))


def _is_without_code(node: Node) -> bool:
    """Whether the compiler makes nothing of a statement: a constant, or an annotation alone."""
    parts = named(node)
    if node.type != "expression_statement" or len(parts) != 1:
        return False
    part = parts[0]
    if part.type == "assignment":
        target = field(part, "left")
        return field(part, "right") is None and target is not None and target.type == "identifier"
    return part.type in ("string", "concatenated_string", "ellipsis") or is_constant(part)


def _bound_by(node: Node) -> list[str]:
    if node.type in ("import_statement", "import_from_statement"):
        return list(imported_names(node))
    if node.type != "expression_statement":
        return []
    found: list[str] = []
    pending = named(node)
    while pending:
        part = pending.pop()
        if part.type in ("assignment", "augmented_assignment") and (right := field(part, "right")) is not None:
            found += [text_of(name) for target in fields(part, "left") for name in target_names(target)]
            pending.append(right)
    return found


def _has_yield(nodes: list[Node]) -> bool:
    return any(
        inner.type == "yield"
        for node in nodes
        if node.type not in _DEFINITIONS
        for inner in walk(node, into_scopes=False)
    )


def _collect_unreached(spans: tuple[Span, ...], reached: Collection[int], found: set[int]) -> bool:
    """Whether anything of the spans was reached; the lines of what wasn't go to `found`."""
    anything = False
    for span in spans:
        below: set[int] = set()
        children = _collect_unreached(span.children, reached, below)
        own = any(line in reached for line in range(span.first_line, span.last_line + 1))
        if own or children:
            anything = True
            found |= below
        elif span.kind != "silent":
            found.update(range(span.first_line, span.end_line + 1))
    return anything
