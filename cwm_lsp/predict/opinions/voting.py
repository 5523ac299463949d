"""Several answers to one question into one: each votes with its probabilities, and the lead may be out of reach early. Pure.

A model that has reasoned is sure of what it says, whatever it says; how often different thoughts lead to the same label tells more
than the probability after one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vote:
    """What one thought has led to.

    Attributes:
        number: of the thought, from 0.
        weights: as in `Answer`.
        example: as in `Answer`.
    """

    number: int
    weights: tuple[tuple[float, ...], ...]
    example: str | None = None


def counted(votes: Sequence[Vote], most: int) -> tuple[tuple[float, ...], ...]:
    """The mean of what votes say, for each thing that was asked.

    Where several were to vote, one more is counted that is spread evenly over the labels: so fewer votes are less sure, also where
    counting ended early, and even the unanimous ones are not beyond doubt.

    Args:
        votes: at least one.
        most: how many were to vote at most.
    """
    means: list[tuple[float, ...]] = []
    for weights in zip(*(vote.weights for vote in votes), strict=True):
        size = len(weights[0])
        even = [] if most == 1 else [(1 / size,) * size]
        means.append(tuple(sum(column) / (len(weights) + len(even)) for column in zip(*weights, *even, strict=True)))
    return tuple(means)


def is_decided(votes: Sequence[Vote], left: int) -> bool:
    """Whether those that are left can't change which label leads, for any thing that was asked.

    Args:
        votes: so far.
        left: how many more there may be.
    """
    if not votes or left == 0:
        return left == 0
    for weights in zip(*(vote.weights for vote in votes), strict=True):
        first, second = sorted((sum(column) for column in zip(*weights, strict=True)), reverse=True)[:2]
        if first - second <= left:
            return False
    return True
