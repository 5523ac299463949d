"""The smoke suite: what every editor must show of one file, whichever way it counts characters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
"""Seconds. A limit for what has gone wrong, not a time that anything should take."""
SOURCE = """\
def count(word, letter):  # 🍓 漢
    n = 0
    for c in word:
        if c == letter:
            n += 1
    return n


def broken(items):
    return items[3]


assert count("a🍓a", "a") == 2
assert broken([1])
"""
DEF, RETURN, RAISES, CALL = 0, 5, 9, 12
UNITS: Mapping[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}


@dataclass(frozen=True)
class Seen:
    """What an editor has shown.

    Attributes:
        encoding: as it was negotiated.
        hints: (row, column in the encoding's units, text), before any edit.
        edited: the same after another berry was typed into the call.
        hover: the hover on the `def`'s name.
        problems: rows and texts of the diagnostics.
    """

    encoding: str
    hints: list[tuple[int, int, str]]
    edited: list[tuple[int, int, str]]
    hover: str
    problems: list[tuple[int, str]]


def drive(command: list[str], folder: Path, model: Path) -> Seen:
    """Run an editor that writes what it sees to a file.

    Args:
        command: the editor with its script.
        folder: for the file that is opened, and what the editor writes.
        model: folder of the embedded model.
    """
    path, out = folder / "berries.py", folder / "seen.json"
    path.write_text(SOURCE, encoding="utf-8")
    settings = {"cwm": {"model": str(model), "maxFrames": 100, "cache": {"enable": False}}}
    environment = {
        **os.environ,
        "CWM_TEST_FILE": str(path),
        "CWM_TEST_OUT": str(out),
        "CWM_TEST_PYTHON": sys.executable,
        "CWM_TEST_OPTIONS": json.dumps(settings),
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False, cwd=folder)
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert out.exists(), said
    found = json.loads(out.read_text(encoding="utf-8"))
    assert "error" not in found, found["error"] + said
    return Seen(
        found["encoding"],
        [tuple(one) for one in found["hints"]],
        [tuple(one) for one in found["edited"]],
        found["hover"],
        [tuple(one) for one in found["problems"]],
    )


def check(seen: Seen, encoding: str) -> None:
    """What must be true of every editor."""
    units, lines = UNITS[encoding], SOURCE.split("\n")
    assert seen.encoding == encoding
    at_def = {text for row, _, text in seen.hints if row == DEF}
    assert any("'a🍓a'" in text for text in at_def), seen.hints
    # The hint of the edited call's function stands where it stood, with the new value.
    assert any("'a🍓🍓a'" in text for row, _, text in seen.edited if row == DEF), seen.edited
    for row, column, _ in (*seen.hints, *seen.edited):
        assert column == units(lines[row])
    assert any("2" in text for row, _, text in seen.hints if row == RETURN)
    assert "count(" in seen.hover
    assert "nothing was run" in seen.hover
    assert any(row == RAISES and "IndexError" in text for row, text in seen.problems), seen.problems
