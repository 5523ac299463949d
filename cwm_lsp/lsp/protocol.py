"""Pygls's protocol, minus its own copies of the files: the session's are the only ones, and count lines as Python does."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar, cast

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

P = TypeVar("P")
Handled: TypeAlias = Generator[tuple[Callable[[P], object], tuple[P], None], Any, None]


class Protocol(LanguageServerProtocol):
    """What pygls would do to its workspace on each edit is left out; the features' own handlers are called."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Handled[types.DidOpenTextDocumentParams]:
        """A file was opened."""
        yield self._handler(types.TEXT_DOCUMENT_DID_OPEN), (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Handled[types.DidChangeTextDocumentParams]:
        """A file was edited."""
        yield self._handler(types.TEXT_DOCUMENT_DID_CHANGE), (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Handled[types.DidCloseTextDocumentParams]:
        """A file was closed."""
        yield self._handler(types.TEXT_DOCUMENT_DID_CLOSE), (params,), None

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(
        self, params: types.DidOpenNotebookDocumentParams
    ) -> Handled[types.DidOpenNotebookDocumentParams]:
        """A notebook was opened."""
        yield self._handler(types.NOTEBOOK_DOCUMENT_DID_OPEN), (params,), None

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(
        self, params: types.DidChangeNotebookDocumentParams
    ) -> Handled[types.DidChangeNotebookDocumentParams]:
        """A notebook was edited."""
        yield self._handler(types.NOTEBOOK_DOCUMENT_DID_CHANGE), (params,), None

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(
        self, params: types.DidCloseNotebookDocumentParams
    ) -> Handled[types.DidCloseNotebookDocumentParams]:
        """A notebook was closed."""
        yield self._handler(types.NOTEBOOK_DOCUMENT_DID_CLOSE), (params,), None

    def _handler(self, method: str) -> Callable[[object], object]:
        features = cast("dict[str, Callable[[object], object]]", self.fm.features)  # pyright: ignore[reportUnknownMemberType]: pygls leaves its dictionary bare
        return features[method]
