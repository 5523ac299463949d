"""One way through a loop's body: by how much names and lengths of containers have changed on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Span: TypeAlias = "tuple[float, float]"
"""By how much something has changed since the pass began: at least, at most."""
Change: TypeAlias = "dict[str, Span | None]"
"""By name; a name with `#` before it is the length of that container. None: nobody knows. What is missing has not changed."""

NOTHING: Span = (0, 0)


class UnreadableError(Exception):
    """A path of the loop that is not followed."""


@dataclass(slots=True)
class Path:
    """One way through the body, so far.

    Attributes:
        change: what has changed since it began.
        middles: names that lie between two others: name -> (low, high), as long as neither changes.
        remainders: names that now hold something modulo the given name's value at the beginning of the pass.
        copies: names that hold what another held at the beginning of the pass.
    """

    change: Change
    middles: dict[str, tuple[str, str]]
    remainders: dict[str, str]
    copies: dict[str, str]

    def copy(self) -> Path:
        """The same path, to go on with in another way."""
        return Path(dict(self.change), dict(self.middles), dict(self.remainders), dict(self.copies))


def plus(one: Span, other: Span) -> Span:
    """The sum of two changes."""
    return (one[0] + other[0], one[1] + other[1])
