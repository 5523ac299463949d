"""`cwm/status`: how the engine is, what it does, how fast, and how much waits; for clients that have asked for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.session import Event, PredictionBegun, PredictionEnded

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

STATUS = "cwm/status"
INTERVAL = 0.25
"""Seconds between two notifications at least."""


class StatusReporter:
    """Listens to a session, and tells what is new, the last news always."""

    def __init__(self, server: Server, engine: Callable[[], Engine | None]) -> None:
        """Args:
        server: with its session begun.
        engine: the one that is asked now.
        """
        self._server = server
        self._engine = engine
        self._predicting: PredictionBegun | None = None
        self._began: tuple[float, int] | None = None
        self._speed: float | None = None
        self._told: dict[str, object] = {}
        self._told_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._forget = server.session.listen(self._heard)

    def close(self) -> None:
        """Tell nothing more."""
        self._forget()
        if self._timer is not None:
            self._timer.cancel()

    def now(self) -> dict[str, object]:
        """What there is to tell."""
        session, engine = self._server.session, self._engine()
        begun = self._predicting
        view = session.view(begun.uri, begun.function) if begun is not None else None
        prediction = view.prediction if view is not None else None
        return {
            "engine": self._server.configuration.engine.value,
            "model": _model_of(engine),
            "loaded": session.status.is_ready,
            "message": session.status.message,
            "predicting": {"uri": begun.uri, "function": begun.function} if begun is not None else None,
            "frames": len(prediction.frames) if prediction is not None else 0,
            "tokensPerSecond": round(self._speed, 1) if self._speed is not None else None,
            "queue": session.queue,
        }

    def _heard(self, event: Event) -> None:
        loop = asyncio.get_running_loop()
        if isinstance(event, PredictionBegun):
            self._predicting, self._began = event, (loop.time(), self._tokens())
        elif isinstance(event, PredictionEnded):
            self._measure(loop.time())
            self._predicting = self._began = None
        else:
            self._measure(loop.time())
        due = self._told_at + INTERVAL
        if loop.time() >= due:
            self._tell()
        elif self._timer is None:
            self._timer = loop.call_at(due, self._tell)

    def _measure(self, now: float) -> None:
        """Tokens a second of the prediction under way; frames that follow for certain need none and say nothing of speed."""
        if self._began is None:
            return
        began, before = self._began
        tokens = self._tokens() - before
        if tokens > 0 and now > began:
            self._speed = tokens / (now - began)

    def _tokens(self) -> int:
        engine = self._engine()
        return engine.counters.computed if engine is not None else 0

    def _tell(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._told_at = asyncio.get_running_loop().time()
        found = self.now()
        if found != self._told:
            self._told = found
            self._server.protocol.notify(STATUS, found)


def _model_of(engine: Engine | None) -> str | None:
    """The model's name; None while the engine doesn't know it yet."""
    try:
        return engine.model if engine is not None else None
    except (EngineError, RuntimeError, AttributeError):
        return None
