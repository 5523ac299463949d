"""The context of a call: the entry point, what it reaches, and the imports, constants and classes that these need.

Text in, text out; the budget is counted by whoever asks. Which tokens a context becomes is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.source.module import ModuleItem, module_items
from cwm_lsp.source.syntax import (
    docstring_of,
    encode,
    end_line_of,
    field,
    line_of,
    named,
    text_of,
    walk,
)

START_OF_TRACE = "  # << START_OF_TRACE"
"""What marks the entry point, at the end of a line of the context."""


@dataclass(frozen=True, slots=True)
class Context:
    """The source text handed to the model.

    Attributes:
        text: the text, each line ended by a newline.
        line_map: for each line of the text its file line; None for a line that stands in no file.
        entry: the function whose call is predicted.
        call: the call that `main` returns; None if the arguments are the model's to invent.
        functions: every function whose lines are in the text, in file order.
        omitted: the names that are needed and didn't fit, most needed first.
    """

    text: str
    line_map: tuple[int | None, ...]
    entry: Function
    call: str | None
    functions: tuple[Function, ...]
    omitted: tuple[str, ...] = ()

    def file_line(self, context_line: int) -> int | None:
        """The file line of a 1-based line of the context."""
        return self.line_map[context_line - 1] if 1 <= context_line <= len(self.line_map) else None

    def context_line(self, file_line: int) -> int | None:
        """The 1-based line of the context that shows a file line."""
        return self.line_map.index(file_line) + 1 if file_line in self.line_map else None


@dataclass(frozen=True, slots=True)
class ContextError:
    """Why there is no context; `message` says what to do."""

    message: str


def context_for(
    document: Document,
    function: Function,
    call: str | None,
    *,
    budget: int,
    measure: Callable[[str], int],
    docstrings: bool = True,
) -> Context | ContextError:
    """The context for predicting a call of a function.

    Args:
        document: the file.
        function: the entry point.
        call: the call, such as ``f(3, [1, 2])``; None lets the model invent the arguments.
        budget: the most that `measure` may give for the text.
        measure: the text's length in the budget's unit, usually tokens.
        docstrings: whether docstrings are kept.

    Returns:
        The context, or why there is none: the call is no call, or even the entry point is beyond the budget.
    """
    names: frozenset[str] = frozenset()
    if call is not None:
        parsed = parse_call(call, document)
        if isinstance(parsed, CallError):
            return ContextError(parsed.message)
        call, names = parsed.text, parsed.names
    selection = _Selection(document, function, call, docstrings)
    size = measure(selection.render().text)
    if size > budget:
        return ContextError(
            f"{function.qualname} alone takes {size} of the {budget} tokens that the context may have. "
            "Predict a smaller function, or raise the limit."
        )
    for piece in selection.wanted(names):
        selection.add(piece)
        if measure(selection.render().text) > budget:
            selection.drop(piece)
    return selection.render()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the file that is taken along whole: a statement, a function, a class's header, a method."""

    name: str
    node: Node
    owner: ModuleItem
    parts: tuple[Node, ...]
    is_code: bool

    @property
    def key(self) -> int:
        return self.node.start_byte


class _Selection:
    """What of the file is in the context, and how it is written down."""

    def __init__(self, document: Document, entry: Function, call: str | None, docstrings: bool) -> None:
        self.document = document
        self.entry = entry
        self.call = call
        self.docstrings = docstrings
        self.items = module_items(document)
        self.pieces: dict[int, _Piece] = {}
        self.omitted: list[str] = []
        for piece in self._with_entry():
            self.add(piece)

    def add(self, piece: _Piece) -> None:
        """Take a piece in."""
        self.pieces[piece.key] = piece

    def drop(self, piece: _Piece) -> None:
        """Leave a piece out again, and note its name."""
        del self.pieces[piece.key]
        self.omitted.append(piece.name)

    # Which pieces there are

    def _with_entry(self) -> Iterator[_Piece]:
        node = self.entry.node
        owner = next(
            (
                item
                for item in self.items
                if item.node.start_byte <= node.start_byte and node.end_byte <= item.node.end_byte
            ),
            None,
        )
        if owner is None:
            # Its class is lost to a syntax error: the function stands for itself.
            yield _Piece(self.entry.name, node, ModuleItem("function", node, node, frozenset()), (node,), True)
            return
        for piece in self._pieces_of(owner):
            inside = piece.node.start_byte <= node.start_byte and node.end_byte <= piece.node.end_byte
            if inside or piece.node.id == owner.node.id:
                yield piece

    def _pieces_of(self, item: ModuleItem) -> list[_Piece]:
        name = next(iter(sorted(item.binds)), text_of(item.node).split("\n")[0])
        if item.kind != "class":
            return [_Piece(name, item.node, item, (item.node,), item.kind == "function")]
        body = field(item.definition, "body")
        methods: list[Node] = []
        rest: list[Node] = []
        for statement in named(body) if body is not None else ():
            definition = field(statement, "definition") if statement.type == "decorated_definition" else statement
            is_method = definition is not None and definition.type == "function_definition"
            (methods if is_method else rest).append(statement)
        header = [child for child in named(item.definition) if child.type != "block"]
        decorators = [child for child in item.node.children if child.type == "decorator"]
        pieces = [_Piece(name, item.node, item, (*decorators, *header, *rest), False)]
        for method in methods:
            definition = field(method, "definition") or method
            pieces.append(_Piece(f"{name}.{text_of(field(definition, 'name'))}", method, item, (method,), True))
        return pieces

    def wanted(self, names: frozenset[str]) -> Iterator[_Piece]:
        """What is needed beyond what is there, the most needed first: what holds data before what is called, breadth
        first. To be consumed one by one: a piece that is dropped needs nothing."""
        every = [piece for item in self.items for piece in self._pieces_of(item)]
        needed = set(names).union(*(_mentions(piece.parts) for piece in self.pieces.values()))
        tried = set(self.pieces)
        while True:
            reached = [piece for piece in every if piece.key not in tried and self._is_needed(piece, needed)]
            if not reached:
                return
            data = [piece for piece in reached if not piece.is_code]
            piece_now = data[0] if data else None
            for piece in [piece_now] if piece_now is not None else reached:
                tried.add(piece.key)
                yield piece
                if piece.key in self.pieces:
                    needed |= _mentions(piece.parts)

    def _is_needed(self, piece: _Piece, needed: set[str]) -> bool:
        item = piece.owner
        if item.kind == "class" and piece.is_code:
            method = piece.name.rpartition(".")[2]
            return item.node.start_byte in self.pieces and (method in needed or _is_special(method))
        if item.node.type == "future_import_statement":
            return any(node.type == "type" for other in self.pieces.values() for node in _nodes(other.parts))
        if item.kind == "import":
            return bool(item.binds & needed) or "import *" in text_of(item.node)
        return bool((item.binds | item.changes) & needed)

    # How it is written down

    def render(self) -> Context:
        """The context as it stands."""
        lines: dict[int, str] = {}
        invented: dict[int, str] = {}
        for piece in self.pieces.values():
            if piece.owner.kind == "class" and not piece.is_code:
                self._write_class(piece, lines, invented)
            else:
                self._write(piece.node, lines)
        text: list[str] = []
        line_map: list[int | None] = []
        for number in sorted(lines):
            line = lines[number]
            if self.call is None and number == self.entry.def_line:
                line += START_OF_TRACE
            text.append(line)
            line_map.append(number)
            if number in invented:
                text.append(invented[number])
                line_map.append(None)
        if self.call is not None:
            text += [f"def main():{START_OF_TRACE}", f"    return {self.call}"]
            line_map += [None, None]
        functions = tuple(each for each in self.document.functions if each.def_line in lines)
        return Context(
            "".join(f"{line}\n" for line in text),
            tuple(line_map),
            self.entry,
            self.call,
            functions,
            tuple(self.omitted),
        )

    def _write(self, node: Node, lines: dict[int, str]) -> None:
        """Write a node's lines without comments, blank lines and, on demand, docstrings."""
        dropped: set[int] = set()
        kept: set[int] = set()
        cuts: dict[int, int] = {}
        for inner in walk(node):
            if inner.type == "comment":
                cuts[line_of(inner)] = inner.start_point[1]
            elif inner.type in ("string", "concatenated_string"):
                kept.update(range(line_of(inner) + 1, end_line_of(inner) + 1))
            elif inner.type == "block" and not self.docstrings:
                docstring = docstring_of(inner)
                holds = inner.parent is not None and inner.parent.type in ("function_definition", "class_definition")
                if docstring is not None and holds and len(named(inner)) > 1:
                    span = range(line_of(docstring), end_line_of(docstring) + 1)
                    if not _shares_a_line(inner, docstring):
                        dropped.update(span)
        for number in range(line_of(node), end_line_of(node) + 1):
            line = self._line(number, cuts.get(number))
            if number not in dropped and (line.strip() or number in kept):
                lines[number] = line

    def _line(self, number: int, cut: int | None) -> str:
        line = self.document.line(number)
        return line if cut is None else encode(line)[:cut].decode(errors="replace").rstrip()

    def _write_class(self, piece: _Piece, lines: dict[int, str], invented: dict[int, str]) -> None:
        definition = piece.owner.definition
        body = field(definition, "body")
        statements = named(body) if body is not None else []
        first = line_of(statements[0]) if statements else end_line_of(definition) + 1
        header_end = max(line_of(definition), first - 1)
        for decorator in piece.node.children:
            if decorator.type == "decorator":
                self._write(decorator, lines)
        for number in range(line_of(definition), header_end + 1):
            comment = self._comment_column(number)
            line = self._line(number, comment)
            if line.strip():
                lines[number] = line
        docstring = docstring_of(body)
        others = [part for part in piece.parts if any(part.id == statement.id for statement in statements)]
        if docstring is not None and not self.docstrings:
            others = [part for part in others if part.id != docstring.id]
        methods = any(other.owner.node.id == piece.owner.node.id and other.is_code for other in self.pieces.values())
        if not others and not methods:
            if docstring is not None:
                others = [docstring]
            elif statements:
                indent = " " * statements[0].start_point[1]
                invented[header_end] = f"{indent}pass"
        for part in others:
            self._write(part, lines)

    def _comment_column(self, number: int) -> int | None:
        line = encode(self.document.line(number))
        if b"#" not in line:
            return None
        node = self.document.root.descendant_for_point_range((number - 1, len(line) - 1), (number - 1, len(line)))
        return node.start_point[1] if node is not None and node.type == "comment" else None


def _shares_a_line(block: Node, statement: Node) -> bool:
    span = (line_of(statement), end_line_of(statement))
    header = block.parent
    starts = header is not None and line_of(header) == span[0]
    return starts or any(
        other.id != statement.id and (line_of(other) in span or end_line_of(other) in span) for other in named(block)
    )


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _nodes(parts: Iterable[Node]) -> Iterator[Node]:
    for part in parts:
        yield from walk(part)


def _mentions(parts: Iterable[Node]) -> set[str]:
    return {text_of(node) for node in _nodes(parts) if node.type == "identifier"}
