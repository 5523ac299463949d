"""How long predictions stay right: the share of runs without an error after so many frames. Pure.

Two readings. *Without an error* counts the runs that are at least so long, each as it is. The *estimate* is Kaplan and Meier's
product-limit estimate over all runs: a run counts for as long as it is watched, and leaves the count at its end, or where the
prediction was asked for no more frames. It uses short runs too, and never rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARKS = (10, 30, 100, 300, 1000)
"""Frames after which is looked."""


@dataclass(frozen=True, slots=True)
class Run:
    """How far one prediction was right.

    Attributes:
        frames: of the true run, or as far as it was predicted where the limit cut it off; the given frames not counted.
        error: the number of the first wrong frame, from 1; None if there was none.
    """

    frames: int
    error: int | None


@dataclass(frozen=True, slots=True)
class Survival:
    """What is left after so many frames.

    Attributes:
        after: frames.
        runs: how many runs are at least so long.
        right: how many of those have no error up to there.
        estimate: the product-limit estimate over all runs, from 0 to 1.
    """

    after: int
    runs: int
    right: int
    estimate: float


def survival(runs: Sequence[Run], marks: Sequence[int] = MARKS) -> tuple[Survival, ...]:
    """What is left after each mark that at least one run reaches."""
    found: list[Survival] = []
    for mark in marks:
        long = [run for run in runs if run.frames >= mark]
        if long:
            right = sum(run.error is None or run.error > mark for run in long)
            found.append(Survival(mark, len(long), right, _estimate(runs, mark)))
    return tuple(found)


def half_life(runs: Sequence[Run]) -> int | None:
    """The first frame after which, by the estimate, no more than half of all runs are right; None if there is none."""
    left = 1.0
    for frame in _errors(runs):
        left *= 1 - _hazard(runs, frame)
        if left <= 0.5:
            return frame
    return None


def _estimate(runs: Sequence[Run], mark: int) -> float:
    left = 1.0
    for frame in _errors(runs):
        if frame <= mark:
            left *= 1 - _hazard(runs, frame)
    return left


def _errors(runs: Sequence[Run]) -> list[int]:
    return sorted({run.error for run in runs if run.error is not None})


def _hazard(runs: Sequence[Run], frame: int) -> float:
    """Of the runs that reach this frame with nothing wrong, the share for which it is the first error."""
    reached = sum(run.frames >= frame and (run.error is None or run.error >= frame) for run in runs)
    return sum(run.error == frame for run in runs) / reached
