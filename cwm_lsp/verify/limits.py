"""How much one step may cost, and the two ways in which evaluating it can end early.

Every operation asks here before it is done. Neither way is an `Exception`, so that no operation on plain data can swallow it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Limits:
    """What the evaluation of one step may take.

    Attributes:
        operations: elementary ones: a node evaluated, ten elements of a sequence handled.
        bits: of an integer.
        length: elements or characters of a sequence.
        width: of a field in a format, and its precision.
        depth: of nested expressions and calls of lambdas.
        seconds: processor time.
    """

    operations: int = 20_000
    bits: int = 4_096
    length: int = 10_000
    width: int = 1_000
    depth: int = 40
    seconds: float = 0.002


ANSWERS = 400
"""Operations of one step that somebody else may be asked for."""


class Unknowable(BaseException):
    """The step can't be worked out: it uses something that is not certain, or it is too large."""

    def __init__(self, reason: str) -> None:
        """Args:
        reason: for people, a few words without values in them.
        """
        super().__init__(reason)
        self.reason = reason


def refuse(reason: str) -> NoReturn:
    """Give up the step.

    Raises:
        Unknowable: always.
    """
    raise Unknowable(reason)


class Budget:
    """Counts what a step has cost so far."""

    __slots__ = ("_checked", "_deadline", "depth", "limits", "spent")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.restart()

    def restart(self) -> None:
        """Begin a step."""
        self.spent = 0
        self.depth = 0
        self._checked = 0
        # Processor time, not the clock on the wall: what can be verified must not depend on how busy the machine is.
        self._deadline = time.thread_time() + self.limits.seconds

    def answered(self) -> None:
        """Somebody has answered an operation: what that took does not count, but there may not be too many of them.

        Raises:
            Unknowable: the step has become too long.
        """
        self._deadline = time.thread_time() + self.limits.seconds
        self.charge(self.limits.operations // ANSWERS)

    def charge(self, operations: int = 1) -> None:
        """Count operations that are about to be done.

        Raises:
            Unknowable: the step has become too long.
        """
        if self.spent + operations > self.limits.operations:
            refuse("too many operations")
        self.spent += operations
        if self.spent - self._checked >= 200:
            self._checked = self.spent
            if time.thread_time() > self._deadline:
                refuse("out of time")

    def elements(self, count: int) -> None:
        """A sequence of so many elements or characters is about to be made or walked.

        Raises:
            Unknowable: it is too long.
        """
        if count > self.limits.length:
            refuse("a sequence that is too long")
        self.charge(1 + count // 10)

    def bits(self, count: int) -> None:
        """An integer of at most so many bits is about to be made.

        Raises:
            Unknowable: it is too large.
        """
        if count > self.limits.bits:
            refuse("an integer that is too large")
