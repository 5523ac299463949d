"""The server: one session, one engine, and what goes out to the client unasked. Requests and notifications have files in `api`.

Handlers take immutable snapshots and views from the session and return values; none of them waits for the model.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from concurrent.futures import Future
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

from cwm_lsp import __version__
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.lsp.api import register
from cwm_lsp.lsp.margin import Margin
from cwm_lsp.lsp.options import Options
from cwm_lsp.lsp.progress import ProgressReporter
from cwm_lsp.lsp.protocol import Protocol
from cwm_lsp.predict.calibration import Calibration, load_calibration
from cwm_lsp.session import (
    Event,
    PredictionBegun,
    PredictionEnded,
    Session,
    ViewsChanged,
)

logger = logging.getLogger(__name__)

_REFRESH_PATIENCE = 2.0
"""Seconds after which a refresh that the client hasn't answered no longer holds the next one back."""


class Server(LanguageServer):
    """A language server over one connection."""

    def __init__(self) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType]: pygls's signature ends in bare *args
            "cwm-lsp", __version__, protocol_cls=Protocol
        )
        self.margin = Margin(Calibration())
        self.is_shut_down = False
        self._engine: Engine | None = None
        self._session: Session | None = None
        self._progress: ProgressReporter | None = None
        self._refresh: Future[Any] | None = None
        self._refreshed_at = 0.0
        self._is_refresh_due = False
        register(self)

    @property
    def session(self) -> Session:
        """What is open and predicted.

        Raises:
            RuntimeError: the client hasn't said `initialize`, or has said `shutdown`.
        """
        if self._session is None:
            raise RuntimeError("The server is not initialized.")
        return self._session

    @property
    def encoding(self) -> types.PositionEncodingKind | str:
        """How the client counts characters."""
        return self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16

    def start(self, options: Options) -> None:
        """Begin a session; the engine is loaded with its first prediction.

        Args:
            options: what the client has set.
        """
        folder = options.model or SHIPPED
        self.margin = Margin(self._calibration(options))
        self._engine = EmbeddedEngine(folder)
        self._session = Session(self._engine, options.session)
        self._session.listen(self._heard)
        self._progress = ProgressReporter(self, self._session)

    async def stop(self) -> None:
        """End the session; no task and no thread of ours is left."""
        self.is_shut_down = True
        session, self._session = self._session, None
        if self._progress is not None:
            await self._progress.close()
        if session is not None:
            await session.close()
        if self._engine is not None:
            await self._engine.close()

    def cancel_progress(self, token: types.ProgressToken) -> None:
        """The client has cancelled a progress of ours: its prediction ends."""
        if self._progress is not None:
            self._progress.cancel(token)

    def log(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Tell the client's log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def trace_message(self, message: str, verbose: str | None = None) -> None:
        """Tell the client's trace, if it wants one.

        Args:
            message: without source text.
            verbose: what only `verbose` traces show.
        """
        if self.protocol.trace != types.TraceValue.Off:
            is_verbose = self.protocol.trace == types.TraceValue.Verbose
            self.log_trace(types.LogTraceParams(message, verbose if is_verbose else None))

    def report_server_error(self, error: Exception, source: type[PyglsError] | type[JsonRpcException]) -> None:
        """Errors of handlers go to the log: nobody's typing is interrupted by a message box."""
        logger.error("%s: %s", source.__name__, error)
        if self._session is not None:
            self.log(f"{source.__name__}: {error}", types.MessageType.Error)

    def _calibration(self, options: Options) -> Calibration:
        folder = options.model or SHIPPED
        try:
            return load_calibration(folder)
        except (OSError, ValueError, KeyError) as error:
            message = f"The calibration in {folder} can't be read ({error}): confidences are the model's own."
            self.log(message, types.MessageType.Warning)
            return Calibration()

    # What goes out unasked

    def _heard(self, event: Event) -> None:
        if isinstance(event, ViewsChanged):
            self._refresh_hints()
        elif isinstance(event, PredictionBegun):
            self.trace_message(f"Predicting {event.function}.", event.uri)
        elif isinstance(event, PredictionEnded):
            self.trace_message(f"No longer predicting {event.function}.", event.uri)
        elif event.status.message is not None:
            self.log(f"No predictions: {event.status.message}", types.MessageType.Error)

    def _refresh_hints(self) -> None:
        """Ask the client to ask for hints; never while it hasn't answered the last time."""
        workspace = self.client_capabilities.workspace
        if workspace is None or workspace.inlay_hint is None or not workspace.inlay_hint.refresh_support:
            return
        pending = self._refresh is not None and not self._refresh.done()
        if pending and self._loop_time() < self._refreshed_at + _REFRESH_PATIENCE:
            self._is_refresh_due = True
            return
        self._is_refresh_due = False
        self._refreshed_at = self._loop_time()
        self._refresh = self.workspace_inlay_hint_refresh(None)
        self._refresh.add_done_callback(self._refresh_answered)

    def _refresh_answered(self, _: Future[Any]) -> None:
        if self._is_refresh_due and self._session is not None:
            self._refresh_hints()

    def _loop_time(self) -> float:
        return asyncio.get_running_loop().time()


def main() -> None:
    """Serve one client over stdin and stdout until it says `exit` or is gone.

    Raises:
        SystemExit: with 1 if the client left without `shutdown`, as the protocol asks.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # Whatever a library prints must not end up between the protocol's messages.
    stdout, sys.stdout = sys.stdout, sys.stderr
    server = Server()
    server.start_io(sys.stdin.buffer, stdout.buffer)
    if not server.is_shut_down:
        raise SystemExit(1)
