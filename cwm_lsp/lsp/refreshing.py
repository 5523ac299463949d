"""What goes out to the client when views have changed: requests to ask anew, and diagnostics where the client doesn't ask.

A client is never asked again while it hasn't answered the last time. Hints change with every frame; lenses and diagnostics
only with what is finished, so they are refreshed more rarely.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeAlias

from lsprotocol import types

from cwm_lsp.lsp.diagnostics import diagnostics
from cwm_lsp.session import Event, State, ViewsChanged

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

CHANGED = "cwm/changed"
PATIENCE = 2.0
"""Seconds after which a request that the client hasn't answered no longer holds the next one back."""

_Summary: TypeAlias = "tuple[object, ...]"


class _Asking:
    """One kind of request to ask anew."""

    def __init__(self, send: Callable[[], Future[Any]]) -> None:
        self._send = send
        self._sent: Future[Any] | None = None
        self._sent_at = 0.0
        self._is_due = False
        self._is_closed = False

    def ask(self) -> None:
        """Send it, or remember that it is due."""
        if self._is_closed:
            return
        now = asyncio.get_running_loop().time()
        if self._sent is not None and not self._sent.done() and now < self._sent_at + PATIENCE:
            self._is_due = True
            return
        self._is_due = False
        self._sent_at = now
        self._sent = self._send()
        self._sent.add_done_callback(self._answered)

    def close(self) -> None:
        """Send it no more."""
        self._is_closed = True

    def _answered(self, answer: Future[Any]) -> None:
        if not answer.cancelled():
            # Whether the client liked it doesn't matter, but an error that nobody looks at is complained of.
            answer.exception()
        if self._is_due:
            self.ask()


class Refresher:
    """Listens to a session."""

    def __init__(self, server: Server) -> None:
        """Args:
        server: with its session begun.
        """
        self._server = server
        self._told: dict[str, _Summary] = {}
        self._published: dict[str, list[types.Diagnostic]] = {}
        can = server.abilities
        always = [
            (can.refreshes_hints, lambda: server.workspace_inlay_hint_refresh(None)),
            (can.refreshes_values and can.inline_values, lambda: server.workspace_inline_value_refresh(None)),
        ]
        rarely = [
            (can.refreshes_lenses, lambda: server.workspace_code_lens_refresh(None)),
            (can.pulls, lambda: server.workspace_diagnostic_refresh(None)),
        ]
        self._always = [_Asking(send) for is_wanted, send in always if is_wanted]
        self._rarely = [_Asking(send) for is_wanted, send in rarely if is_wanted]
        self._forget = server.session.listen(self._heard)

    def refresh_all(self) -> None:
        """Something that all answers depend on has changed, such as a setting."""
        for asking in (*self._always, *self._rarely):
            asking.ask()
        if not self._server.abilities.pulls:
            for uri in tuple(self._told):
                self._publish(uri)

    def closed(self, uri: str) -> None:
        """A file was closed: there is nothing to say of it any more."""
        self._told.pop(uri, None)
        if self._published.pop(uri, None):
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def close(self) -> None:
        """Send nothing more."""
        self._forget()
        for asking in (*self._always, *self._rarely):
            asking.close()

    def _heard(self, event: Event) -> None:
        if not isinstance(event, ViewsChanged):
            return
        if self._server.abilities.changes:
            self._server.protocol.notify(CHANGED, {"uri": event.uri})
        for asking in self._always:
            asking.ask()
        summary = self._summary(event.uri)
        if self._told.get(event.uri) == summary:
            return
        self._told[event.uri] = summary
        for asking in self._rarely:
            asking.ask()
        if not self._server.abilities.pulls:
            self._publish(event.uri)

    def _summary(self, uri: str) -> _Summary:
        """All that lenses and diagnostics depend on, but for the text."""
        session = self._server.session
        views = sorted(session.views(uri), key=lambda view: view.function)
        finished = tuple(
            (view.function, view.state, id(view.prediction) if view.state is State.READY else None) for view in views
        )
        judged = tuple((one.function, id(one.termination), id(one.complexity)) for one in session.verdicts(uri))
        return (*finished, judged, session.selection(uri))

    def _publish(self, uri: str) -> None:
        snapshot = self._server.session.snapshot(uri)
        if snapshot is None:
            return
        found = diagnostics(self._server, snapshot)
        if found != self._published.get(uri, []):
            self._published[uri] = found
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, snapshot.version))
