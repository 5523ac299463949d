"""What a command is to `main`: a name, its arguments, and a handler that gives an exit status."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

DONE = 0
FAILED = 1
"""There is an answer, but not a whole one."""
WRONG_QUESTION = 2
NO_ENGINE = 3
BROKEN = 70
"""An error of our own (EX_SOFTWARE)."""
INTERRUPTED = 130


class CommandError(Exception):
    """Ends a command with one clear line on stderr, which says what to do."""

    def __init__(self, message: str, status: int = WRONG_QUESTION) -> None:
        """Args:
        message: for people.
        status: the exit status.
        """
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: the word on the command line.
        summary: one line for `cwm-lsp --help`.
        description, epilog: for the command's own `--help`.
        add_arguments: declares what it takes.
        handler: does it and gives the exit status. Imports heavy modules only when it is called.
    """

    name: str
    summary: str
    description: str
    epilog: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    handler: Callable[[argparse.Namespace], int]
