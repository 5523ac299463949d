"""Time as the session needs it: what time it is, and being woken later.

An asyncio event loop is such a clock; tests bring their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """A call that has been arranged."""

    def cancel(self) -> None:
        """Call it off; does nothing if it was made."""
        ...


class Clock(Protocol):
    """Seconds that only go forward."""

    def time(self) -> float:
        """Now."""
        ...

    def call_later(self, delay: float, callback: Callable[[], object], /) -> Timer:
        """Arrange a call.

        Args:
            delay: seconds from now.
            callback: called once, on the event loop.
        """
        ...
