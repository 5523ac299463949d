"""Statements on random values, of every kind of operation: larger values than programs usually come to, and rarer methods.

Only the statement and its values are made here; what they come to, `training.operations` works out.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.invented import containers, numbers, texts
from training.invented.values import Made

_WEIGHED: tuple[tuple[Callable[[Random], Made], float], ...] = (
    (numbers.arithmetic, 44),
    (numbers.comparison, 12),
    (numbers.reduction, 12),
    (numbers.joining, 4),
    (numbers.formatted, 3),
    (containers.membership, 14),
    (containers.subscript, 9),
    (containers.slicing, 10),
    (containers.list_change, 10),
    (containers.dict_use, 9),
    (containers.set_use, 7),
    (containers.collected, 6),
    (containers.library, 5),
    (texts.text_use, 14),
)
_MAKERS = [maker for maker, _ in _WEIGHED]
_SHARES = [share for _, share in _WEIGHED]


def invented(rng: Random) -> Made:
    """A simple statement and what its names are bound to."""
    return rng.choices(_MAKERS, _SHARES)[0](rng)
