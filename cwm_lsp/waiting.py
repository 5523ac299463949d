"""Waiting for work in another thread so that it ends when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

_T = TypeVar("_T")


async def off_loop(work: Callable[[Callable[[], bool]], _T]) -> _T:
    """What work comes to, done off the event loop. May be cancelled.

    Args:
        work: called in a thread, which can't be cancelled: so it is given what tells whether its result is still wanted.
    """
    is_over = Event()
    try:
        return await asyncio.to_thread(work, lambda: not is_over.is_set())
    finally:
        is_over.set()
