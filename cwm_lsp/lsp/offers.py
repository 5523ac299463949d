"""The calls of functions that can be predicted, looked for once in each state of a file."""

from __future__ import annotations

from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.session import Session
from cwm_lsp.source.document import Document

SHORT = 1_000
"""Lines of a file that can be read through in no time."""


class Offers:
    """What the session offers, remembered for the latest text of the file that was asked about last."""

    def __init__(self, session: Session) -> None:
        """Args:
        session: asked for calls.
        """
        self._session = session
        self._document: Document | None = None
        self._revision = 0
        self._found: dict[str, tuple[OfferedCall, ...]] = {}

    def of(self, uri: str, function: str) -> tuple[OfferedCall, ...]:
        """The calls of a function, the best first. Reads the whole file the first time, and may be asked on any thread."""
        snapshot = self._session.snapshot(uri)
        if snapshot is None:
            return ()
        revision = self._session.tests_revision
        if snapshot.document is not self._document or revision != self._revision:
            self._document, self._revision, self._found = snapshot.document, revision, {}
        found = self._found
        if function not in found:
            found[function] = self._session.calls(uri, function)
        return found[function]

    def forget(self) -> None:
        """Calls may have come or gone elsewhere."""
        self._document, self._found = None, {}

    def line_of(self, uri: str, function: str, call: str, *, may_search: bool = True) -> int | None:
        """The line on which a call stands now, 1-based; None where it stands nowhere.

        Args:
            uri: the file.
            function: that is called.
            call: as it was predicted.
            may_search: whether the whole file may be read for it; if not, only a short one is.
        """
        snapshot = self._session.snapshot(uri)
        if snapshot is None or (not may_search and len(snapshot.document.lines) > SHORT):
            return None
        return next((one.line for one in self.of(uri, function) if one.expression == call), None)
