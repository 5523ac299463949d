"""The server: one session, one engine, and what goes out to the client unasked. Requests and notifications have files in `api`.

Handlers take immutable snapshots and views from the session and return values; none of them waits for the model.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

from cwm_lsp import __version__
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.lsp.abilities import Abilities
from cwm_lsp.lsp.api import register
from cwm_lsp.lsp.configuring import Configurator
from cwm_lsp.lsp.errors import ContentModified
from cwm_lsp.lsp.hints import pieces_of
from cwm_lsp.lsp.logs import TOLD, Logs, level_of, log_to_stderr
from cwm_lsp.lsp.margin import Beside, Margin
from cwm_lsp.lsp.notebooks import SCHEME, SYNC, Notebooks
from cwm_lsp.lsp.offers import Offers
from cwm_lsp.lsp.parent import wait_for_end
from cwm_lsp.lsp.progress import ProgressReporter
from cwm_lsp.lsp.protocol import Protocol
from cwm_lsp.lsp.refreshing import Refresher
from cwm_lsp.lsp.status import StatusReporter
from cwm_lsp.predict.calibration import Calibration, calibration_of
from cwm_lsp.session import (
    EngineChanged,
    Event,
    PredictionBegun,
    PredictionEnded,
    Session,
    ViewsChanged,
)
from cwm_lsp.session.configuration import Configuration
from cwm_lsp.session.engines import engine_of
from cwm_lsp.session.store import Store, store_for
from cwm_lsp.session.uris import path_of

logger = logging.getLogger(__name__)


class Server(LanguageServer):
    """A language server over one connection."""

    def __init__(self, *, allow_remote_host: bool = False) -> None:
        """Args:
        allow_remote_host: whether the model may be another machine's; no setting of the client can say so.
        """
        super().__init__(  # pyright: ignore[reportUnknownMemberType]: pygls's signature ends in bare *args
            "cwm-lsp", __version__, notebook_document_sync=SYNC, protocol_cls=Protocol
        )
        self.margin = Margin(Calibration())
        self.configurator = Configurator(self, allow_remote_host=allow_remote_host)
        self.abilities = Abilities()
        self.is_shut_down = False
        self._engine: Engine | None = None
        self._session: Session | None = None
        self._working_by = self.configurator.configuration
        self._store: Store | None = None
        self._logs: Logs | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._progress: ProgressReporter | None = None
        self._refresher: Refresher | None = None
        self._status: StatusReporter | None = None
        self._calls: Offers | None = None
        self.notebooks = Notebooks(self)
        register(self)

    def feature(self, feature_name: str, options: Any | None = None) -> Callable[[Any], Any]:
        """Have a handler called; those that tell of places can be asked about notebooks' cells as well."""
        register_it = super().feature(feature_name, options)

        def decorated(handler: Callable[..., Any]) -> Callable[..., Any]:
            register_it(self.notebooks.translating(feature_name, handler))
            return handler

        return decorated

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
    def calls(self) -> Offers:
        """The calls that can be predicted."""
        if self._calls is None:
            raise RuntimeError("The server is not initialized.")
        return self._calls

    def beside(self, uri: str) -> Mapping[int, Beside]:
        """What stands beside the lines of a file, as it is picked; by line, from 1."""
        if not self.configuration.enable:
            return {}
        return self.margin.lines(self.session.views(uri), self.session.selection(uri))

    @property
    def configuration(self) -> Configuration:
        """What is set now."""
        return self.configurator.configuration

    @property
    def encoding(self) -> types.PositionEncodingKind | str:
        """How the client counts characters."""
        return self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16

    def start(self, configuration: Configuration, parent: int | None = None) -> None:
        """Begin a session; the engine is loaded with its first prediction.

        Args:
            configuration: what is set.
            parent: the client's process; when it ends, so do we.
        """
        self._logs = Logs(self, configuration)
        if self._logs.problem is not None:
            self.log(self._logs.problem, types.MessageType.Warning)
        self._engine = engine_of(configuration)
        self.margin = Margin(self._calibration(self._engine))
        self._store = store_for(configuration)
        self._session = Session(self._engine, configuration.session, store=self._store)
        self._working_by = configuration
        self._session.listen(self._heard)
        self._progress = ProgressReporter(self, self._session)
        self._keep(self.watch_tests())
        self._calls = Offers(self._session)
        self._refresher = Refresher(self)
        if self.abilities.status:
            self._status = StatusReporter(self, lambda: self._engine)
        if parent is not None:
            self._keep(self._end_with(parent))

    def configure(self, configuration: Configuration) -> None:
        """Work by other settings from now on, without losing anything that still holds."""
        if self._session is None:
            return
        before, self._working_by = self._working_by, configuration
        self._session.configure(configuration.session)
        is_same_store = (before.cache, before.cache_size) == (configuration.cache, configuration.cache_size)
        if before.verify != configuration.verify and self._engine is not None:
            self.margin = Margin(self._calibration(self._engine))
        if before.engine_choice != configuration.engine_choice or not is_same_store:
            self._keep(self._exchange(self._session, before, configuration))
        if (before.workspace_tests, before.workspace_test_files) != (
            configuration.workspace_tests,
            configuration.workspace_test_files,
        ):
            self._keep(self.watch_tests())
        self.refresh()

    async def watch_tests(self) -> None:
        """Look for example calls in the tests of the workspace's folders, as they are now."""
        uris = [*self.workspace.folders] or [uri for uri in (self.workspace.root_uri,) if uri]
        folders = [path for uri in uris if (path := path_of(uri)) is not None]
        configuration = self.configuration
        if self._session is not None:
            most = configuration.workspace_test_files if configuration.workspace_tests else 0
            await self._session.watch_tests(folders, most)

    def text_document_publish_diagnostics(self, params: types.PublishDiagnosticsParams) -> None:
        """Tell of diagnostics; those of a notebook cell by cell."""
        cells = self.notebooks.cells_of(params.uri)
        if not cells and not params.uri.startswith(SCHEME):
            super().text_document_publish_diagnostics(params)
        for uri, *rows in cells:
            found = self.notebooks.outward(list(params.diagnostics), (params.uri, rows[0], rows[1]))
            super().text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found))

    async def stop(self) -> None:
        """End the session; no task and no thread of ours is left."""
        self.is_shut_down = True
        session, self._session = self._session, None
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()
        if self._refresher is not None:
            self._refresher.close()
        if self._status is not None:
            self._status.close()
        if self._progress is not None:
            await self._progress.close()
        if session is not None:
            await session.close()
        if self._engine is not None:
            await self._engine.close()
        if self._store is not None:
            await self._store.close()
        if self._logs is not None:
            self._logs.close()

    def refresh(self, *, closed: str | None = None) -> None:
        """Have the client ask for everything anew, or forget what it has of a file that was closed."""
        if self._refresher is None:
            return
        if closed is not None:
            self._refresher.closed(closed)
        else:
            self.calls.forget()
            self._refresher.refresh_all()

    def cancel_progress(self, token: types.ProgressToken) -> None:
        """The client has cancelled a progress of ours: its prediction ends."""
        if self._progress is not None:
            self._progress.cancel(token)

    def log(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Tell the client's log."""
        self.window_log_message(types.LogMessageParams(kind, message))
        TOLD.log(level_of(kind), message)

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
        if isinstance(error, ContentModified):
            return
        logger.error("%s: %s", source.__name__, error)

    def _calibration(self, engine: Engine) -> Calibration:
        try:
            return calibration_of(engine, self.configuration.verify)
        except (OSError, ValueError) as error:
            message = f"The model's calibration can't be read ({error}): confidences are the model's own."
            self.log(message, types.MessageType.Warning)
            return Calibration()

    async def _exchange(self, session: Session, before: Configuration, now: Configuration) -> None:
        """Put another engine or another cache in the place of the one before, which is closed when nobody asks it any more."""
        engine, store = self._engine, self._store
        if before.engine_choice != now.engine_choice:
            self._engine = engine_of(now)
        if (before.cache, before.cache_size) != (now.cache, now.cache_size):
            self._store = store_for(now)
        assert self._engine is not None
        if self._engine is not engine:
            self.margin = Margin(self._calibration(self._engine))
        await session.use(self._engine, self._store)
        if engine is not None and engine is not self._engine:
            await engine.close()
        if store is not None and store is not self._store:
            await store.close()

    async def _end_with(self, parent: int) -> None:
        await wait_for_end(parent)
        logger.error("The client is gone.")
        await self.stop()
        # The thread that reads from the client may never hear of it.
        os._exit(1)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name="cwm-lsp server")
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("The server failed at something of its own.", exc_info=error)

    # What goes out unasked

    def _heard(self, event: Event) -> None:
        if isinstance(event, PredictionBegun):
            self.trace_message(f"Predicting {event.function}.", event.uri)
        elif isinstance(event, PredictionEnded):
            self.trace_message(f"No longer predicting {event.function}.", event.uri)
        elif isinstance(event, EngineChanged) and event.status.message is not None:
            self.log(f"No predictions: {event.status.message}", types.MessageType.Error)
        elif isinstance(event, ViewsChanged):
            asyncio.get_running_loop().call_soon(self._read_ahead, event.uri)

    def _read_ahead(self, uri: str) -> None:
        """Work out what hints will say before anybody waits for them."""
        if self._session is None or self.is_shut_down:
            return
        for beside in self.beside(uri).values():
            pieces_of(beside, self.configuration)


def main(*, allow_remote_host: bool = False) -> None:
    """Serve one client over stdin and stdout until it says `exit` or is gone.

    Args:
        allow_remote_host: whether the model may be another machine's.

    Raises:
        SystemExit: with 1 if the client left without `shutdown`, as the protocol asks.
    """
    log_to_stderr()
    # Whatever a library prints must not end up between the protocol's messages.
    stdout, sys.stdout = sys.stdout, sys.stderr
    server = Server(allow_remote_host=allow_remote_host)
    server.start_io(sys.stdin.buffer, stdout.buffer)
    if not server.is_shut_down:
        raise SystemExit(1)
