"""Waiting for another thread from the event loop, within reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object]) -> None:
    """Let the event loop go round until something is so; fail after some seconds."""
    for _ in range(100_000):
        if condition():
            return
        await asyncio.sleep(0.0001)
    raise AssertionError("waited in vain")
