"""The workspace's test files, read on a thread of their own: which calls they make of what they import. Nothing is imported.

Bounded in files and bytes. Files that are opened or saved or that change on disk are read anew, one by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cwm_lsp.predict.calls import OfferedCall
from cwm_lsp.source.document import Document
from cwm_lsp.source.test_calls import ImportedCall, imported_calls, is_of

logger = logging.getLogger(__name__)

MOST_BYTES = 64 << 20
"""Of all files together."""
LARGEST = 1 << 20
"""Of one file; larger ones are data."""
MOST_FOLDERS = 20_000
MOST_OFFERED = 200
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "build", "dist"})


def is_test_file(path: Path) -> bool:
    """Whether pytest would collect it by its name."""
    return path.suffix == ".py" and (path.name.startswith("test_") or path.stem.endswith("_test"))


class WorkspaceTests:
    """The calls in the test files below some folders."""

    def __init__(self, folders: Sequence[Path], most_files: int, changed: Callable[[], None]) -> None:
        """Needs a running event loop. Begins reading.

        Args:
            folders: where to look.
            most_files: the most files that are read.
            changed: called on the event loop when other calls are known than before.
        """
        self._folders = tuple(folders)
        self._most_files = most_files
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._calls: dict[Path, tuple[ImportedCall, ...]] = {}
        self._sizes: dict[Path, int] = {}
        # By the last part of a module's name. The sets are replaced, never changed: other threads read them.
        self._importers: dict[str, frozenset[Path]] = {}
        self._stopped = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cwm-lsp tests")
        self._thread.submit(self._guarded, self._read_all)

    def calls_of(self, path: Path) -> tuple[OfferedCall, ...]:
        """The calls that tests make of what is in a file. Quick, and on any thread."""
        found: list[OfferedCall] = []
        for test in sorted(self._importers.get(_last_part(path), frozenset()) - {path}):
            found += [
                OfferedCall(call.expression, f"test, {test.name} line {call.line}", None)
                for call in self._calls.get(test, ())
                if is_of(call.module, test, path)
            ]
        return tuple(found[:MOST_OFFERED])

    def look_again(self, path: Path) -> None:
        """A file was written, made or removed."""
        if is_test_file(path) and not self._stopped.is_set() and self._is_below(path):
            self._thread.submit(self._guarded, lambda: self._read_one(path))

    @property
    def files(self) -> int:
        """How many files are known."""
        return len(self._calls)

    async def close(self) -> None:
        """Read nothing more."""
        self._stopped.set()
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    # On the thread

    def _guarded(self, work: Callable[[], bool]) -> None:
        try:
            is_news = work()
        except Exception:
            logger.exception("The workspace's tests could not be read.")
            return
        if is_news and not self._stopped.is_set():
            # The loop may have been closed meanwhile: then nobody asks any more.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        if not self._stopped.is_set():
            self._changed()

    def _read_all(self) -> bool:
        found = False
        for path in self._paths():
            if self._stopped.is_set() or len(self._calls) >= self._most_files or sum(self._sizes.values()) > MOST_BYTES:
                break
            found = self._read_one(path) or found
        return found

    def _read_one(self, path: Path) -> bool:
        before = self._calls.get(path, ())
        if path not in self._calls and len(self._calls) >= self._most_files:
            return False
        try:
            size = path.stat().st_size
            text = path.read_text(encoding="utf-8", errors="replace") if size <= LARGEST and path.is_file() else None
        except OSError:
            text, size = None, 0
        if text is None:
            self._calls.pop(path, None)
            self._sizes.pop(path, None)
        else:
            self._calls[path] = imported_calls(Document.parse(text))
            self._sizes[path] = size
        now = self._calls.get(path, ())
        for name in {_name(call) for call in before} - {_name(call) for call in now}:
            self._importers[name] = self._importers.get(name, frozenset()) - {path}
        for name in {_name(call) for call in now}:
            self._importers[name] = self._importers.get(name, frozenset()) | {path}
        return now != before

    def _paths(self) -> Iterator[Path]:
        seen = 0
        for folder in self._folders:
            for place, below, names in os.walk(folder):
                seen += 1
                if seen > MOST_FOLDERS or self._stopped.is_set():
                    return
                below[:] = sorted(name for name in below if not name.startswith(".") and name not in _LEFT_OUT)
                yield from (path for name in sorted(names) if is_test_file(path := Path(place, name)))

    def _is_below(self, path: Path) -> bool:
        return any(folder == path or folder in path.parents for folder in self._folders)


def _name(call: ImportedCall) -> str:
    return call.module.parts[-1] if call.module.parts else ""


def _last_part(path: Path) -> str:
    return path.parent.name if path.name == "__init__.py" else path.stem
