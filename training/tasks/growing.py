"""Programs whose growth follows from how they are put together, alone or beside one that differs in a single decision.

`nests` and `schemes` make them; here the classes are balanced and the programs written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from training.tasks.blocks import text_of, written
from training.tasks.books import Grown
from training.tasks.choices import Choices
from training.tasks.complexity import ComplexityCase
from training.tasks.nests import nested
from training.tasks.schemes import over_lists, over_numbers, over_powers

Scheme = Callable[[Choices], Grown]

SCHEMES: tuple[Scheme, ...] = (nested, over_numbers, over_lists, over_powers)
_WEIGHTS: dict[str, tuple[int, int, int, int]] = {
    "O(1)": (1, 0, 0, 0),
    "O(log n)": (6, 2, 1, 2),
    "O(sqrt n)": (1, 0, 0, 0),
    "O(n)": (7, 2, 1, 1),
    "O(n log n)": (7, 2, 2, 0),
    "O(n*m)": (1, 0, 0, 0),
    "O(n^2)": (7, 1, 2, 2),
    "O(n^3)": (8, 0, 0, 1),
    "O(n^k)": (0, 0, 0, 1),
    "O(2^n)": (0, 3, 0, 4),
    "O(n!)": (0, 2, 0, 4),
}
"""For each class of time, which schemes are asked for it, and how often."""
_SHARES = (9, 10, 9, 11, 13, 10, 11, 10, 9, 10, 9)
_TRIES = 200
_LONGEST = 700


def growing_pair(rng: Random) -> list[ComplexityCase]:
    """A program of a class that is drawn first and, where one is found, one that differs in one decision and grows otherwise."""
    wanted = rng.choices(tuple(_WEIGHTS), _SHARES)[0]
    for _ in range(_TRIES):
        scheme = rng.choices(SCHEMES, _WEIGHTS[wanted])[0]
        choices = Choices(rng.getrandbits(40))
        grown = scheme(choices)
        if grown.time == wanted and _is_usable(grown):
            other = _other(scheme, choices, grown, rng)
            return written_cases(scheme.__name__, [grown] if other is None else [grown, other], rng)
    return []


def _is_usable(grown: Grown) -> bool:
    return grown.time is not None and grown.space is not None and len(text_of(grown.program)) < _LONGEST


def _other(scheme: Scheme, choices: Choices, grown: Grown, rng: Random) -> Grown | None:
    """The program with one decision taken otherwise, by which its time, or at least its space, is another."""
    found: Grown | None = None
    for _ in range(24):
        other = scheme(choices.otherwise(rng))
        if _is_usable(other) and other.time != grown.time:
            return other
        if found is None and _is_usable(other) and other.space != grown.space:
            found = other
    return found


def written_cases(family: str, versions: Sequence[Grown], rng: Random) -> list[ComplexityCase]:
    """Programs with the same names and habits, in any order; what has no label is left out."""
    texts, names = written([one.program for one in versions], rng)
    entry = names["$f"]
    made = [
        ComplexityCase(family, text, entry, one.time, one.space, f"{entry}({one.args})", True)
        for text, one in zip(texts, versions, strict=True)
        if one.time is not None and one.space is not None
    ]
    return rng.sample(made, len(made))
