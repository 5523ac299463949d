"""Makes the pictures in this folder: what `cwm-lsp` really writes to a terminal, as SVG.

    python -m docs.pictures        # or: make pictures

The command is started in a pseudo-terminal (so not on Windows), and what it leaves there is drawn by rich. Nothing is touched up.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).parent
ROWS, COLUMNS = 40, 108
PICTURES = {"trace": ["trace", "examples/errors.py"]}
"""File names, and the commands whose output they show."""

_SHOW_CURSOR = "\x1b[?25h"
_HIDE_CURSOR = "\x1b[?25l"
_FETCHED_FONT = re.compile(r',\s*url\("https://[^"]*"\) format\("\w+"\)')
_MOVES = re.compile(r"\x1b\[\d*[AK]|\r")


def written(words: list[str]) -> str:
    """What the command writes to a terminal, escape codes and all.

    Raises:
        SystemExit: the command failed.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(COLUMNS)}
    command = [sys.executable, "-m", "cwm_lsp.cli", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        read = b""
        try:
            while part := os.read(ours, 65_536):
                read += part
        except OSError:
            # Linux says so where others give an empty read: nobody holds the other end any more.
            pass
        os.close(ours)
    if process.returncode:
        raise SystemExit(f"cwm-lsp {' '.join(words)} ended with {process.returncode}:\n{read.decode()}")
    return read.decode()


def left(text: str) -> str:
    """What stands on the screen in the end: the heading, and what follows the views that were erased."""
    heading, _, rest = text.partition(_HIDE_CURSOR)
    return heading + _MOVES.sub("", rest.rpartition(_SHOW_CURSOR)[2])


def draw(name: str, words: list[str]) -> Path:
    """Write one picture; gives its path."""
    console = Console(record=True, file=StringIO(), width=COLUMNS, force_terminal=True, color_system="truecolor")
    for line in left(written(words).replace("\r\n", "\n")).rstrip("\n").split("\n"):
        console.print(Text.from_ansi(line), no_wrap=True)
    path = HERE / f"{name}.svg"
    # A fixed id: rich's own depends on the text, and so would every style's name in a diff.
    svg = console.export_svg(title=f"cwm-lsp {' '.join(words)}", theme=MONOKAI, unique_id="cwm")
    # rich has the reader's browser fetch a font from elsewhere; the one that is installed will do.
    path.write_text(_FETCHED_FONT.sub("", svg), encoding="utf-8")
    return path


if __name__ == "__main__":
    for each, command in PICTURES.items():
        print(draw(each, command))
