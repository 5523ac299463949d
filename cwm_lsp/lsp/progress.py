"""Work done progress for predictions that take a while, cancellable from the client."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cwm_lsp.session import Event, PredictionBegun, PredictionEnded, Session, ViewsChanged

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)

DELAY = 0.3
"""Seconds that a prediction may take before anybody is told."""


@dataclass(slots=True)
class _Shown:
    """A prediction under way, and the progress that tells of it."""

    uri: str
    function: str
    token: str
    task: asyncio.Task[None] | None = None
    has_begun: bool = False


class ProgressReporter:
    """Listens to a session; at most one prediction is under way in it."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        """Args:
        server: of the client that is told.
        session: listened to.
        """
        self._server = server
        self._session = session
        self._shown: _Shown | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        window = server.client_capabilities.window
        self._forget = session.listen(self._heard) if window is not None and window.work_done_progress else None

    def cancel(self, token: types.ProgressToken) -> None:
        """The client has cancelled this progress."""
        shown = self._shown
        if shown is not None and shown.token == token:
            self._session.cancel(shown.uri, shown.function)

    async def close(self) -> None:
        """Tell of nothing more."""
        if self._forget is not None:
            self._forget()
        self._end()
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _heard(self, event: Event) -> None:
        if isinstance(event, PredictionBegun):
            self._end()
            shown = self._shown = _Shown(event.uri, event.function, f"cwm-lsp/{uuid4()}")
            shown.task = asyncio.get_running_loop().create_task(self._begin(shown), name="cwm-lsp progress")
            self._tasks.add(shown.task)
            shown.task.add_done_callback(self._tasks.discard)
        elif isinstance(event, PredictionEnded):
            self._end()
        elif isinstance(event, ViewsChanged) and self._shown is not None and self._shown.has_begun:
            self._tell(self._shown, types.WorkDoneProgressReport(message=self._frames(self._shown)))

    async def _begin(self, shown: _Shown) -> None:
        await asyncio.sleep(DELAY)
        try:
            await self._server.window_work_done_progress_create_async(types.WorkDoneProgressCreateParams(shown.token))
        except JsonRpcException as error:
            logger.info("The client wants no progress: %s", error)
            return
        shown.has_begun = True
        title = f"Predicting {shown.function}"
        self._tell(shown, types.WorkDoneProgressBegin(title, cancellable=True, message=self._frames(shown)))

    def _end(self) -> None:
        shown, self._shown = self._shown, None
        if shown is None or shown.task is None:
            return
        shown.task.cancel()
        if shown.has_begun:
            self._tell(shown, types.WorkDoneProgressEnd(message=self._frames(shown)))

    def _tell(self, shown: _Shown, value: object) -> None:
        # Not through pygls's own list of tokens, which keeps each of them for good.
        self._server.progress(types.ProgressParams(shown.token, value))

    def _frames(self, shown: _Shown) -> str:
        view = self._session.view(shown.uri, shown.function)
        count = len(view.prediction.frames) if view is not None and view.prediction is not None else 0
        return f"{count} frame{'s' if count != 1 else ''}"
