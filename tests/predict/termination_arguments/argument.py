"""A way in which programs end, with a program that shows it and one that only looks like it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Argument:
    """A way in which programs end.

    Attributes:
        name: in a few words.
        ends: a program that ends so, its last function.
        calls: calls of it.
        other: a program like it that does not, or not plainly.
        endless: a call of that one that never ends.
    """

    name: str
    ends: str
    calls: tuple[str, ...] = ()
    other: str | None = None
    endless: str | None = None
