"""From logits to decisions: the likeliest token of those allowed, and the branching points among several continuations.

Pure functions of numbers and token ids.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.protocol import Choice

Logits: TypeAlias = NDArray[np.float32]


def mask(size: int, banned: Iterable[int]) -> Logits:
    """What to add to logits so that banned tokens can't win: 0 or minus infinity, [size]."""
    added = np.zeros(size, np.float32)
    places = [token for token in banned if 0 <= token < size]
    added[places] = -np.inf
    return added


def likeliest(logits: Logits) -> tuple[int, float]:
    """The position of the greatest value, and the natural logarithm of its probability.

    Args:
        logits: at least one of them finite.
    """
    best = int(logits.argmax())
    # Exponents are taken relative to the greatest, so none overflows.
    return best, -float(np.log(np.exp(logits - logits[best]).sum()))


def check_options(options: Sequence[Sequence[int]]) -> None:
    """See that a choice among the continuations is possible.

    Raises:
        ValueError: there are fewer than two, one is empty, or one is the beginning of another (or equal to it).
    """
    if len(options) < 2:
        raise ValueError("a choice needs at least two options")
    ordered = sorted(tuple(option) for option in options)
    if not ordered[0]:
        raise ValueError("an option must have at least one token")
    for one, following in pairwise(ordered):
        # In this order, what begins with an option comes right after it.
        if following[: len(one)] == one:
            raise ValueError("no option may be the beginning of another")


def choice(options: Sequence[Sequence[int]]) -> Generator[Sequence[int], Logits, tuple[Choice, int]]:
    """Go down the tree of the options, greedily.

    Yields the tokens that lead to a branching point, and is sent the logits there; stretches that all remaining
    options share cost nothing.

    Args:
        options: as `check_options` wants them.

    Returns:
        The choice, and the number of branching points met.
    """
    remaining: list[int] = list(range(len(options)))
    depth = met = 0
    logprob = 0.0
    while len(remaining) > 1:
        following = sorted({options[index][depth] for index in remaining})
        if len(following) > 1:
            logits = yield options[remaining[0]][:depth]
            place, part = likeliest(logits[following])
            logprob += part
            met += 1
            remaining = [index for index in remaining if options[index][depth] == following[place]]
        depth += 1
    return Choice(remaining[0], logprob), met
