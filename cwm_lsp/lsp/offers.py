"""The calls of functions that can be predicted, looked for once in each state of a file."""

from __future__ import annotations

from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.session import Session
from cwm_lsp.source.document import Document


class Offers:
    """What the session offers, remembered for the latest text of the file that was asked about last."""

    def __init__(self, session: Session) -> None:
        """Args:
        session: asked for calls.
        """
        self._session = session
        self._document: Document | None = None
        self._found: dict[str, tuple[OfferedCall, ...]] = {}

    def of(self, uri: str, function: str) -> tuple[OfferedCall, ...]:
        """The calls of a function, the best first. Reads the whole file the first time, and may be asked on any thread."""
        snapshot = self._session.snapshot(uri)
        if snapshot is None:
            return ()
        if snapshot.document is not self._document:
            self._document, self._found = snapshot.document, {}
        found = self._found
        if function not in found:
            found[function] = self._session.calls(uri, function)
        return found[function]

    def line_of(self, uri: str, function: str, call: str) -> int | None:
        """The line on which a call stands now, 1-based; None where it stands nowhere."""
        return next((one.line for one in self.of(uri, function) if one.expression == call), None)
