"""The cache on disk: predictions and answers to questions in words, by what they were made from, shared by every server of a user.

SQLite on a thread of its own; nobody's typing waits for it. It can only help: whatever is wrong with the file or the disk is said
once in the log, and predictions go on without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from cwm_lsp import __version__
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session.configuration import Configuration
from cwm_lsp.session.keeping import FORM, UnreadableError, read, written
from cwm_lsp.session.memory import Key
from cwm_lsp.source.context import Context

logger = logging.getLogger(__name__)
T = TypeVar("T")

FILE = "predictions-1.sqlite3"
"""Its number changes when the tables do."""
_TABLES = """
CREATE TABLE IF NOT EXISTS predictions (key BLOB PRIMARY KEY, used INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_use ON predictions (used);
"""
_PATIENCE = 2.0
"""Seconds that one server waits for another's writing."""
_FRESH = 3600
"""Seconds in which being used again is not noted again."""
_MOST_WAITING = 64
"""Predictions that may wait for being written; beyond them nothing is kept, so that a slow disk can't fill memory."""


def cache_folder() -> Path:
    """The user's cache folder for this program."""
    return user_cache_path("cwm-lsp", appauthor=False)


def store_for(configuration: Configuration) -> Store | None:
    """The cache that is set; None for none."""
    if not configuration.cache:
        return None
    folder = Path(configuration.cache_folder).expanduser() if configuration.cache_folder else cache_folder()
    return Store(folder, configuration.cache_size << 20)


class Store:
    """Predictions in a file. Opened with the first question; answers None rather than failing."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Args:
        folder: where the file lives; made if it is missing.
        most_bytes: beyond this what was not used longest goes.
        """
        self._path = folder / FILE
        self._most_bytes = most_bytes
        self._connection: sqlite3.Connection | None = None
        self._is_usable = True
        self._is_writable = True
        self._was_rebuilt = False
        self._waiting = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cwm-lsp cache")

    async def get(self, key: Key, context: Context) -> TracePrediction | None:
        """The prediction of a key, if it is kept.

        Args:
            key: all that it depends on.
            context: what the model is given.
        """
        if not self._is_usable:
            return None
        return await asyncio.wrap_future(self._submit(lambda: self._get(_digest(key), context)))

    def put(self, key: Key, prediction: TracePrediction) -> None:
        """Keep a finished prediction, some time soon."""
        self._soon(lambda: self._put(_digest(key), written(prediction)))

    async def recall(self, question: str) -> str | None:
        """The answer to a question in words, if it is kept; the question holds all that it depends on."""
        if not self._is_usable:
            return None
        found = await asyncio.wrap_future(self._submit(lambda: self._found(_digest_of(question))))
        return found.decode("utf-8", "replace") if found is not None else None

    def keep(self, question: str, answer: str) -> None:
        """Keep an answer, some time soon."""
        self._soon(lambda: self._put(_digest_of(question), answer.encode("utf-8", "replace")))

    def _soon(self, work: Callable[[], None]) -> None:
        if not self._is_usable or not self._is_writable or self._waiting >= _MOST_WAITING:
            return
        self._waiting += 1

        def done(_: Future[None]) -> None:
            self._waiting -= 1

        self._submit(work).add_done_callback(done)

    async def close(self) -> None:
        """Write what is waiting and close the file."""
        self._is_usable = False
        with contextlib.suppress(RuntimeError):
            self._thread.submit(self._disconnect)
        await asyncio.to_thread(self._thread.shutdown)

    # On the thread

    def _submit(self, work: Callable[[], T | None]) -> Future[T | None]:
        return self._thread.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], T | None]) -> T | None:
        try:
            return work()
        except (sqlite3.Error, OSError) as error:
            if not _is_corruption(error):
                self._give_up(error)
                return None
        try:
            self._rebuild()
            return work()
        except (sqlite3.Error, OSError) as error:
            self._is_usable = False
            logger.warning("The cache %s can't be made anew (%s): predictions are not kept.", self._path, error)
            return None

    def _give_up(self, error: Exception) -> None:
        """The disk is full, the file is read-only, or another server is writing for long."""
        if _is_busy(error):
            logger.info("The cache %s is busy; one prediction is not kept.", self._path)
        elif self._connection is None:
            self._is_usable = False
            logger.warning("The cache %s can't be opened (%s): predictions are not kept.", self._path, error)
        elif self._is_writable:
            self._is_writable = False
            logger.warning("The cache %s can't be written (%s): new predictions are not kept.", self._path, error)

    def _rebuild(self) -> None:
        if self._was_rebuilt:
            raise OSError("it was made anew before")
        self._was_rebuilt = True
        logger.warning("The cache %s is damaged and made anew.", self._path)
        self._disconnect()
        for path in (self._path, *(self._path.with_name(FILE + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._path.exists():
                # What is kept tells of the user's programs: nobody else reads it.
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            try:
                _prepare(connection)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _get(self, digest: bytes, context: Context) -> TracePrediction | None:
        data = self._found(digest)
        if data is None:
            return None
        try:
            return read(data, context)
        except UnreadableError as error:
            logger.warning("A kept prediction can't be read (%s) and is dropped.", error)
            self._connected().execute("DELETE FROM predictions WHERE key = ?", (digest,))
            return None

    def _found(self, digest: bytes) -> bytes | None:
        connection = self._connected()
        found = connection.execute("SELECT data, used FROM predictions WHERE key = ?", (digest,)).fetchone()
        if found is None:
            return None
        now = int(time.time())
        if self._is_writable and abs(now - found[1]) > _FRESH:
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("UPDATE predictions SET used = ? WHERE key = ?", (now, digest))
        return bytes(found[0])

    def _put(self, digest: bytes, data: bytes) -> None:
        connection = self._connected()
        if len(data) > self._most_bytes // 4:
            return
        connection.execute("INSERT OR REPLACE INTO predictions VALUES (?, ?, ?)", (digest, int(time.time()), data))
        while self._size(connection) > self._most_bytes:
            dropped = connection.execute(
                "DELETE FROM predictions WHERE rowid IN (SELECT rowid FROM predictions ORDER BY used, rowid LIMIT max(1, "
                "(SELECT count(*) FROM predictions) / 10))"
            ).rowcount
            connection.execute("PRAGMA incremental_vacuum").fetchall()
            if dropped <= 0:
                break

    @staticmethod
    def _size(connection: sqlite3.Connection) -> int:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA journal_size_limit = 4194304").fetchone()
    connection.executescript(_TABLES)


def _digest(key: Key) -> bytes:
    return hashlib.sha256(json.dumps([__version__, FORM, *astuple(key)]).encode()).digest()


def _digest_of(question: str) -> bytes:
    return hashlib.sha256(json.dumps([__version__, "answer", question]).encode()).digest()


def _is_corruption(error: Exception) -> bool:
    """Whether the file itself is wrong: another program's, half a file, or of other tables than ours."""
    if isinstance(error, sqlite3.OperationalError):
        return (
            "no such" in str(error)
            or "no column" in str(error)
            or "has no" in str(error)
            or "values were supplied" in str(error)
        )
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError)


def _is_busy(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))
