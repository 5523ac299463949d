"""From paths on the command line to Python files: what lies below a folder, what is left out, what can't be read.

A file that can't be read is given with the reason; none is dropped in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from cwm_lsp.cli.command import CommandError
from cwm_lsp.cli.questions import read_source
from cwm_lsp.source.document import Document
from cwm_lsp.source.syntax import line_of, walk

EXCLUDED = frozenset(
    ".bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache "
    ".pytype .ruff_cache .svn .tox .venv .vscode __pycache__ __pypackages__ _build buck-out build dist node_modules "
    "site-packages venv".split()
)
"""Names of folders that nobody's own code lies in."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was looked at.

    Attributes:
        path: where it lies.
        name: relative to the working folder where it lies below it, with forward slashes; for people and for reports.
        document: its text and tree; None if it can't be read.
        problem: why it can't be read, or where its syntax is broken (the sound functions are there all the same).
        line: the line that the problem is about.
    """

    path: Path
    name: str
    document: Document | None
    problem: str | None = None
    line: int = 1


def source_files(paths: Sequence[Path], exclude: Sequence[str] = ()) -> Iterator[SourceFile]:
    """Every Python file that the paths name or hold, each once, in a steady order.

    Args:
        paths: files and folders; a file is taken whatever its name is.
        exclude: further names or patterns (`generated_*`, `tests/*`) to leave out below folders.

    Raises:
        CommandError: a path is not there.
    """
    for path in file_paths(paths, exclude):
        yield _read(path)


def file_paths(paths: Sequence[Path], exclude: Sequence[str] = ()) -> list[Path]:
    """The files that `source_files` reads.

    Raises:
        CommandError: a path is not there.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise CommandError(f"no such file or folder: {path}")
        for one in _below(path, exclude) if path.is_dir() else [path]:
            found.setdefault(one.absolute(), one)
    return list(found.values())


def name_of(path: Path) -> str:
    """A path for reports: relative to the working folder where it lies below it, with forward slashes."""
    absolute = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def _below(folder: Path, exclude: Sequence[str]) -> Iterator[Path]:
    # Links to folders are not followed: they may lead round in circles.
    for root, folders, files in os.walk(folder):
        below = Path(root)
        folders[:] = sorted(
            name
            for name in folders
            if name not in EXCLUDED
            and not _matches(below / name, folder, exclude)
            and not (below / name / "pyvenv.cfg").exists()
        )
        for name in sorted(files):
            if name.endswith(".py") and not _matches(below / name, folder, exclude):
                yield below / name


def _matches(path: Path, folder: Path, patterns: Sequence[str]) -> bool:
    relative = path.relative_to(folder).as_posix()
    return any(fnmatch(path.name, pattern) or fnmatch(relative, pattern.rstrip("/")) for pattern in patterns)


def _read(path: Path) -> SourceFile:
    name = name_of(path)
    try:
        document = Document.parse(read_source(path))
    except CommandError as error:
        return SourceFile(path, name, None, str(error))
    if not document.has_error:
        return SourceFile(path, name, document)
    line = next((line_of(node) for node in walk(document.root) if node.is_error or node.is_missing), 1)
    return SourceFile(path, name, document, "a syntax error; functions that hold it are left out", line)
