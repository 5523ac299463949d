"""Whether the process that started us still lives. A client that dies without a word must not leave a server behind."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any, cast

INTERVAL = 3.0
"""Seconds between two looks."""


def is_alive(process: int) -> bool:
    """Whether a process of this number exists."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


async def wait_for_end(process: int, interval: float = INTERVAL, alive: Callable[[int], bool] = is_alive) -> None:
    """Wait until a process is no more.

    Args:
        process: its number.
        interval: seconds between two looks.
        alive: how to look.
    """
    # The system tells nobody but its parent of a process's end.
    while alive(process):  # noqa: ASYNC110
        await asyncio.sleep(interval)


def _is_alive_on_windows(process: int) -> bool:
    import ctypes

    synchronize, timeout = 0x00100000, 0x00000102
    kernel: Any = cast(Any, ctypes).windll.kernel32
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timeout)
    finally:
        kernel.CloseHandle(handle)
