"""Notebooks: their code cells, one after the other, are one document of the session, so that a cell sees what others define.

Requests about a cell are put into that document's lines, and answers back into the cell's. Handlers know nothing of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, cast

import attrs
from lsprotocol import types

from cwm_lsp.lsp.positions import edit_of
from cwm_lsp.source.document import Document

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

SCHEME = "cwm-notebook:"
"""Stands before a notebook's own name to name the document of all its cells; no client ever hears of it."""
SYNC = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithCells(cells=[types.NotebookCellLanguage("python")], notebook="*")], save=True
)
TRANSLATED = frozenset(
    {
        types.TEXT_DOCUMENT_INLAY_HINT,
        types.INLAY_HINT_RESOLVE,
        types.TEXT_DOCUMENT_HOVER,
        types.TEXT_DOCUMENT_CODE_LENS,
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.TEXT_DOCUMENT_INLINE_VALUE,
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
    }
)
UNKNOWN_TO_CELLS = frozenset({types.TEXT_DOCUMENT_CODE_ACTION})
"""Edits across cells are not made."""
_MAGIC = re.compile(r"^([ \t]*)[%!?]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell.

    Attributes:
        uri: its name.
        text: as it stands in the notebook.
    """

    uri: str
    text: str


@dataclass(slots=True)
class _Book:
    uri: str
    version: int
    order: list[str]
    texts: dict[str, str] = field(default_factory=lambda: {})

    @property
    def document(self) -> str:
        return SCHEME + self.uri

    def cells(self) -> list[Cell]:
        return [Cell(uri, self.texts[uri]) for uri in self.order if uri in self.texts]


def joined(cells: list[Cell]) -> str:
    """The text of all cells; what only a notebook's shell understands becomes comments of the same length."""
    return "".join(f"{python_of(cell.text)}\n" for cell in cells)


def python_of(text: str) -> str:
    """A cell's text as Python: `%magic` and `!command` lines are comments."""
    if text.startswith("%%"):
        return "\n".join("#" + line[1:] if line else line for line in text.split("\n"))
    return _MAGIC.sub(r"\1#", text)


class Notebooks:
    """The open notebooks of a server."""

    def __init__(self, server: Server) -> None:
        """Args:
        server: whose session holds their documents.
        """
        self._server = server
        self._books: dict[str, _Book] = {}
        self._book_of: dict[str, str] = {}

    def open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook was opened."""
        notebook = params.notebook_document
        book = self._books[notebook.uri] = _Book(notebook.uri, notebook.version, _code(notebook.cells))
        self._take(book, params.cell_text_documents)
        self._server.session.open(book.document, book.version, joined(book.cells()))

    def change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Cells came, went, moved or were edited."""
        book = self._books.get(params.notebook_document.uri)
        if book is None:
            return
        cells = params.change.cells
        if cells is not None and cells.structure is not None:
            array = cells.structure.array
            book.order[array.start : array.start + array.delete_count] = [one.document for one in array.cells or ()]
            for closed in cells.structure.did_close or ():
                book.texts.pop(closed.uri, None)
                self._book_of.pop(closed.uri, None)
            self._take(book, cells.structure.did_open or ())
        edited: tuple[str, int] | None = None
        for content in (cells.text_content or ()) if cells is not None else ():
            for change in content.changes:
                uri = content.document.uri
                document = Document.parse(book.texts.get(uri, ""))
                edit = edit_of(document, change, self._server.encoding)
                book.texts[uri] = document.text[: edit.start] + edit.text + document.text[edit.end :]
                if isinstance(change, types.TextDocumentContentChangePartial):
                    edited = (uri, change.range.start.line)
        book.version = params.notebook_document.version
        self._server.session.replace(book.document, book.version, joined(book.cells()))
        place = self.place(edited[0]) if edited is not None else None
        if edited is not None and place is not None:
            self._server.session.focus(book.document, place[1] + edited[1] + 1)

    def save(self, params: types.DidSaveNotebookDocumentParams) -> None:
        """A notebook was saved."""
        self._server.session.saved(SCHEME + params.notebook_document.uri)

    def close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """A notebook was closed."""
        book = self._books.pop(params.notebook_document.uri, None)
        if book is not None:
            for uri in book.order:
                self._book_of.pop(uri, None)
            self._server.session.close_file(book.document)
            self._server.refresh(closed=book.document)

    def place(self, cell: str) -> tuple[str, int, int] | None:
        """Where a cell stands: the document, its first row there, and the row behind its last; None for what is no cell."""
        book = self._books.get(self._book_of.get(cell, ""))
        first = 0
        for one in book.cells() if book is not None else ():
            last = first + one.text.count("\n") + 1
            if one.uri == cell and book is not None:
                return book.document, first, last
            first = last
        return None

    def cell_at(self, document: str, row: int) -> tuple[str, int] | None:
        """The cell that shows a row of a notebook's document, and the cell's first row."""
        book = self._books.get(document.removeprefix(SCHEME)) if document.startswith(SCHEME) else None
        first = 0
        for one in book.cells() if book is not None else ():
            last = first + one.text.count("\n") + 1
            if first <= row < last:
                return one.uri, first
            first = last
        return None

    def cells_of(self, document: str) -> list[tuple[str, int, int]]:
        """The cells of a notebook's document, each with its rows."""
        book = self._books.get(document.removeprefix(SCHEME)) if document.startswith(SCHEME) else None
        return [(cell.uri, *place[1:]) for cell in (book.cells() if book else ()) if (place := self.place(cell.uri))]

    def translating(self, method: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        """A handler that can be asked about cells too."""
        if method not in TRANSLATED and method not in UNKNOWN_TO_CELLS:
            return handler

        def inward(params: Any) -> tuple[Any, tuple[str, int, int] | None]:
            document = getattr(params, "text_document", None)
            place = self.place(document.uri) if document is not None else None
            return (params, None) if place is None else (_moved(_renamed(params, place[0]), place[1]), place)

        if iscoroutinefunction(handler):

            async def waiting(ls: Server, params: Any) -> Any:
                asked, place = inward(params)
                if place is not None and method in UNKNOWN_TO_CELLS:
                    return None
                return self.outward(await handler(ls, asked), place)

            return waiting

        def answering(ls: Server, params: Any) -> Any:
            asked, place = inward(params)
            if place is not None and method in UNKNOWN_TO_CELLS:
                return None
            return self.outward(handler(ls, asked), place)

        return answering

    def outward(self, answer: Any, place: tuple[str, int, int] | None) -> Any:
        """An answer about a notebook's document as one about a cell; what stands in other cells is left out of lists."""
        if not self._books:
            return answer
        first, last = place[1:] if place is not None else (0, 0)
        if isinstance(answer, list):
            items = cast("list[Any]", answer)
            if place is not None:
                items = [item for item in items if (row := _row(item)) is None or first <= row < last]
            return [_moved(item, -first, self) for item in items]
        if isinstance(answer, types.RelatedFullDocumentDiagnosticReport):
            return attrs.evolve(answer, items=self.outward(list(answer.items), place))
        return _moved(answer, -first, self)

    def _take(self, book: _Book, documents: Any) -> None:
        for document in documents:
            if document.language_id == "python":
                book.texts[document.uri] = document.text
                self._book_of[document.uri] = book.uri


def _code(cells: Any) -> list[str]:
    return [cell.document for cell in cells]


def _renamed(params: Any, document: str) -> Any:
    return attrs.evolve(params, text_document=types.TextDocumentIdentifier(document))


def _row(item: Any) -> int | None:
    place = getattr(item, "position", None) or getattr(item, "range", None)
    start = getattr(place, "start", place)
    return start.line if isinstance(start, types.Position) else None


def _moved(value: Any, rows: int, books: Notebooks | None = None) -> Any:
    """A value of the protocol with its positions moved; places in notebooks become places in their cells."""
    if isinstance(value, types.Position):
        return types.Position(max(0, value.line + rows), value.character)
    if isinstance(value, types.Location) and books is not None:
        cell = books.cell_at(value.uri, value.range.start.line)
        return types.Location(cell[0], _moved(value.range, -cell[1])) if cell is not None else value
    if isinstance(value, (list, tuple)):
        return [_moved(item, rows, books) for item in cast("list[Any]", value)]
    kind = cast(Any, type(value))
    if attrs.has(kind):
        changed = {
            one.name: _moved(held, rows, books)
            for one in attrs.fields(kind)
            if (held := getattr(value, one.name)) is not None and not isinstance(held, (str, int, float, bool, dict))
        }
        return attrs.evolve(value, **changed) if changed else value
    return value
