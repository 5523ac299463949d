"""One piece of work at a time. What is next is asked when something has changed; the work at hand can be cancelled.

Knows nothing of documents and predictions.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from cwm_lsp.session.clock import Clock

logger = logging.getLogger(__name__)

Work: TypeAlias = Callable[[], Awaitable[None]]
"""Something to be done; being cancelled is all that may stop it early."""


class Scheduler:
    """A task that does what is next, or sleeps until it is woken."""

    def __init__(self, clock: Clock, following: Callable[[], Work | float | None]) -> None:
        """Needs a running event loop.

        Args:
            clock: for sleeping.
            following: what to do now; or the time from which on there will be something; or None for nothing at all.
        """
        self._clock = clock
        self._following = following
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._runner = asyncio.get_running_loop().create_task(self._run(), name="cwm-lsp scheduler")

    def wake(self) -> None:
        """Something has changed: ask again what is next, as soon as the work at hand is done."""
        self._awake.set()

    def cancel(self) -> None:
        """Stop the work at hand, if there is any."""
        if self._task is not None:
            self._task.cancel()

    async def idle(self) -> None:
        """Wait until the work at hand has ended, if there is any."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def close(self) -> None:
        """Stop everything; returns when nothing is left behind."""
        self._runner.cancel()
        await asyncio.wait({self._runner})

    async def _run(self) -> None:
        while True:
            self._awake.clear()
            try:
                found = self._following()
            except Exception:
                logger.exception("What to predict next could not be decided.")
                found = None
            if callable(found):
                await self._do(found)
            else:
                await self._sleep(found)

    async def _do(self, work: Work) -> None:
        async def done() -> None:
            await work()

        self._task = asyncio.get_running_loop().create_task(done(), name="cwm-lsp prediction")
        try:
            await asyncio.wait({self._task})
            if not self._task.cancelled() and (error := self._task.exception()) is not None:
                logger.error("A prediction failed in a way nobody thought of.", exc_info=error)
        finally:
            if not self._task.done():
                self._task.cancel()
                await asyncio.wait({self._task})
            self._task = None

    async def _sleep(self, until: float | None) -> None:
        timer = None
        if until is not None:
            timer = self._clock.call_later(max(0.0, until - self._clock.time()), self._awake.set)
        try:
            await self._awake.wait()
        finally:
            if timer is not None:
                timer.cancel()
