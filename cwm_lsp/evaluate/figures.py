"""Figures over answers with chances: how many are right, how far the chances can be believed, how much can be answered surely.

Every item counts in every figure: an unknown answer is a wrong one in the accuracy, and is answered in no coverage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

UNKNOWN = "unknown"
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one item.

    Attributes:
        label: None for unknown.
        chance: that it is right, from 0 to 1.
        true: the right label.
    """

    label: str | None
    chance: float
    true: str

    @property
    def is_right(self) -> bool:
        """Whether it is the true one; unknown is not."""
        return self.label == self.true


def accuracy(given: Sequence[Answer]) -> float:
    """The share that is right."""
    return sum(one.is_right for one in given) / len(given) if given else 0.0


def unknown(given: Sequence[Answer]) -> int:
    """How many are left unknown."""
    return sum(one.label is None for one in given)


def calibration_error(given: Sequence[Answer]) -> float:
    """The expected calibration error over ten bins of equal width, of those that are not unknown."""
    known = [one for one in given if one.label is not None]
    error = 0.0
    for number in range(_BINS):
        held = [one for one in known if min(int(one.chance * _BINS), _BINS - 1) == number]
        error += abs(sum(one.is_right for one in held) - sum(one.chance for one in held))
    return error / len(known) if known else 0.0


def coverage(given: Sequence[Answer], precision: float) -> float:
    """The largest share of all items that can be answered, the surest first, with at least this share right."""
    known = sorted((one for one in given if one.label is not None), key=lambda one: -one.chance)
    best = right = 0
    for count, one in enumerate(known, 1):
        right += one.is_right
        # Equally sure answers are shown together or not at all.
        is_last = count == len(known) or known[count].chance < one.chance
        if is_last and right / count >= precision:
            best = count
    return best / len(given) if given else 0.0


def confusion(given: Sequence[Answer], labels: Sequence[str]) -> str:
    """True labels down, what was said across, those that occur; as text."""
    counts = Counter((one.true, one.label or UNKNOWN) for one in given)
    columns = [one for one in (*labels, UNKNOWN) if any(said == one for _, said in counts)]
    rows = [one for one in labels if any(true == one for true, _ in counts)]
    wide = max(10, *map(len, rows)) + 2
    widths = [max(9, len(one)) + 2 for one in columns]
    lines = [
        "true \\ said".ljust(wide) + "".join(f"{one:>{width}}" for one, width in zip(columns, widths, strict=True)),
        *(
            row.ljust(wide)
            + "".join(f"{counts[row, one] or '':>{width}}" for one, width in zip(columns, widths, strict=True))
            for row in rows
        ),
    ]
    return "\n".join(lines)
