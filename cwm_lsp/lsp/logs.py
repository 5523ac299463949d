"""Where log records go: warnings to stderr and to the client's log, and on request everything to a rotating file.

Source text is in no record above `debug`: pygls logs whole messages, so it is kept quiet unless the file's level is that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.session.configuration import Configuration, LogLevel

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

PACKAGE = "cwm_lsp"
TOLD = logging.getLogger("cwm_lsp.told")
"""What was told to the client already, for the file alone."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FILE_SIZE = 1 << 20
_FILES = 3
_LEVELS = {
    LogLevel.ERROR: logging.ERROR,
    LogLevel.WARNING: logging.WARNING,
    LogLevel.INFO: logging.INFO,
    LogLevel.DEBUG: logging.DEBUG,
}
_KINDS = {logging.ERROR: types.MessageType.Error, logging.WARNING: types.MessageType.Warning}


def log_to_stderr() -> None:
    """Warnings of everything go to stderr, which editors keep."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    handler.addFilter(lambda record: record.name != TOLD.name)
    logging.getLogger().addHandler(handler)
    logging.getLogger("pygls").setLevel(logging.WARNING)


def level_of(kind: types.MessageType) -> int:
    """The log level of a message to the client."""
    return next((level for level, one in _KINDS.items() if one is kind), logging.INFO)


class Logs:
    """The handlers of one server; to be closed with it."""

    def __init__(self, server: LanguageServer, configuration: Configuration) -> None:
        """Needs a running event loop.

        Args:
            server: its client hears of our own warnings.
            configuration: names the file, if there is to be one.
        """
        self.problem: str | None = None
        self._handlers: list[logging.Handler] = [ClientHandler(server, asyncio.get_running_loop())]
        logging.getLogger(PACKAGE).addHandler(self._handlers[0])
        if configuration.log_file:
            self._to_file(Path(configuration.log_file).expanduser(), _LEVELS[configuration.log_level])

    def close(self) -> None:
        """Log nowhere any more."""
        for handler in self._handlers:
            logging.getLogger(PACKAGE).removeHandler(handler)
            logging.getLogger().removeHandler(handler)
            handler.close()

    def _to_file(self, path: Path, level: int) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                path, maxBytes=_FILE_SIZE, backupCount=_FILES, encoding="utf-8", errors="replace"
            )
        except OSError as error:
            self.problem = f"cwm.log.file can't be written ({error}): nothing is logged there."
            return
        handler.setLevel(level)
        handler.setFormatter(logging.Formatter(_FORMAT))
        self._handlers.append(handler)
        logging.getLogger().addHandler(handler)
        logging.getLogger(PACKAGE).setLevel(level)
        logging.getLogger("pygls").setLevel(logging.DEBUG if level == logging.DEBUG else logging.WARNING)


class ClientHandler(logging.Handler):
    """Sends our own warnings and errors to the client's log, from whatever thread they come."""

    def __init__(self, server: LanguageServer, loop: asyncio.AbstractEventLoop) -> None:
        """Args:
        server: of the client.
        loop: on which it is written to.
        """
        super().__init__(logging.WARNING)
        self._server = server
        self._loop = loop

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        if record.name == TOLD.name:
            return
        kind = _KINDS[logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING]
        params = types.LogMessageParams(kind, record.getMessage())
        # The loop may have been closed meanwhile: then nobody reads any more.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._send, params)

    def _send(self, params: types.LogMessageParams) -> None:
        with contextlib.suppress(Exception):
            self._server.window_log_message(params)
