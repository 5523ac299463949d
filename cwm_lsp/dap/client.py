"""What the client has said of itself: how it counts lines and columns, and what it can show."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cwm_lsp.dap.requests import Arguments


@dataclass(frozen=True, slots=True)
class Client:
    """From the arguments of `initialize`.

    Attributes:
        first_line, first_column: the number that it gives the first one: 0 or 1.
        speaks_uris: whether it names files by URI.
        shows_progress, hears_invalidated, shows_types: what it can do.
    """

    first_line: int = 1
    first_column: int = 1
    speaks_uris: bool = False
    shows_progress: bool = False
    hears_invalidated: bool = False
    shows_types: bool = False

    @classmethod
    def read(cls, arguments: Arguments) -> Client:
        """What it says."""
        return cls(
            first_line=int(arguments.flag("linesStartAt1", True)),
            first_column=int(arguments.flag("columnsStartAt1", True)),
            speaks_uris=arguments.text("pathFormat", "path") == "uri",
            shows_progress=arguments.flag("supportsProgressReporting"),
            hears_invalidated=arguments.flag("supportsInvalidatedEvent"),
            shows_types=arguments.flag("supportsVariableType"),
        )

    def line(self, ours: int) -> int:
        """A line of ours, which count from 1, as the client counts."""
        return ours - 1 + self.first_line

    def our_line(self, line: int) -> int:
        """A line of the client's as we count."""
        return line + 1 - self.first_line


def same_file(one: str, other: str) -> bool:
    """Whether two names a client may use mean the same file."""
    return one == other or _normal(one) == _normal(other)


def file_path(name: str) -> str:
    """The path of a file that a client names by path or by URI."""
    if not name.startswith("file:"):
        return name
    path = unquote(urlsplit(name).path)
    # file:///C:/x.py
    return path[1:] if len(path) > 2 and path[0] == "/" and path[2] == ":" else path


def _normal(name: str) -> str:
    try:
        return os.path.normcase(Path(file_path(name)).resolve())
    except (OSError, ValueError, RuntimeError):
        return name
