"""Statements on random values, of every kind of operation: larger values than programs usually come to, and rarer methods.

Only the statement and its values are made here; what they come to, `training.operations` works out.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.invented import containers, numbers, texts
from training.invented.values import Made

_WEIGHED: tuple[tuple[Callable[[Random], Made], float], ...] = (
    (numbers.arithmetic, 70),
    (numbers.comparison, 30),
    (numbers.reduction, 40),
    (numbers.joining, 14),
    (numbers.formatted, 3),
    (containers.membership, 10),
    (containers.subscript, 12),
    (containers.slicing, 18),
    (containers.list_change, 24),
    (containers.dict_use, 36),
    (containers.set_use, 24),
    (containers.collected, 12),
    (containers.library, 5),
    (texts.text_use, 66),
    (texts.looked_up, 30),
)
_MAKERS = [maker for maker, _ in _WEIGHED]
_SHARES = [share for _, share in _WEIGHED]


def invented(rng: Random) -> Made:
    """A simple statement and what its names are bound to."""
    return rng.choices(_MAKERS, _SHARES)[0](rng)
