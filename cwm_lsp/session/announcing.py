"""Telling listeners what happened: changed views at once, then at most every so often, and the last change always."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from cwm_lsp.session.clock import Clock, Timer
from cwm_lsp.session.views import Event, ViewsChanged

logger = logging.getLogger(__name__)

Listener: TypeAlias = Callable[[Event], None]


class Announcer:
    """Calls listeners on the event loop. One that fails is logged, and the others are called all the same."""

    def __init__(self, clock: Clock, interval: float) -> None:
        """Args:
        clock: for the pauses.
        interval: the least time between two `ViewsChanged` of the same file, in seconds.
        """
        self._clock = clock
        self.interval = interval
        self._listeners: list[Listener] = []
        self._told: dict[str, float] = {}
        self._timers: dict[str, Timer] = {}

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a function called with every event; returns how to end that."""
        self._listeners.append(listener)

        def forget() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return forget

    def tell(self, event: Event) -> None:
        """Call the listeners now."""
        for listener in tuple(self._listeners):
            _call(listener, event)

    def views_changed(self, uri: str, *, now: bool = False) -> None:
        """Say that a file's views have changed, soon.

        Args:
            uri: the file.
            now: whether it can't wait.
        """
        wait = self.pause(uri)
        if now or wait <= 0:
            self._tell_views(uri)
        elif uri not in self._timers:
            self._timers[uri] = self._clock.call_later(wait, lambda: self._tell_views(uri))

    def pause(self, uri: str) -> float:
        """How long a change of the file's views has to wait from now on until it is told, in seconds; 0 for not at all."""
        last = self._told.get(uri)
        return max(0.0, last + self.interval - self._clock.time()) if last is not None else 0.0

    def forget(self, uri: str) -> None:
        """Say nothing more of a file."""
        self._told.pop(uri, None)
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Say nothing more at all."""
        for uri in tuple(self._timers):
            self.forget(uri)
        self._listeners.clear()

    def _tell_views(self, uri: str) -> None:
        self.forget(uri)
        self._told[uri] = self._clock.time()
        self.tell(ViewsChanged(uri))


def _call(listener: Listener, event: Event) -> None:
    try:
        listener(event)
    except Exception:
        logger.exception("A listener failed on %s.", type(event).__name__)
