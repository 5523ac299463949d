"""How far a long check has come: one line on stderr, there only on a terminal and gone at the end."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Steps:
    """Tells of each step; does nothing where nobody looks."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total) if progress is not None else None

    def begin(self, what: str) -> None:
        """Say what is looked at now."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=what)

    def done(self) -> None:
        """One step further."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)


@contextmanager
def progress(total: int) -> Generator[Steps, None, None]:
    """Show progress over `total` steps."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Steps(None, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        yield Steps(shown, total)
