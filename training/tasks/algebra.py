"""How work adds up: the cost of a piece of a program, of pieces after each other and of pieces within each other, and its class.

A cost is a power of n, logarithms and a power of m, or one of the three classes beyond all powers. Not every cost has a label: a
program without one (`log n` squared, `n + m`) is not asked about.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One product.

    Attributes:
        halves: the power of n, in halves: 1 is the square root.
        logs: the power of log n.
        m: the power of m.
        beyond: the label of a class beyond all powers, which swallows the rest of the product.
    """

    halves: int = 0
    logs: int = 0
    m: int = 0
    beyond: str = ""

    def __mul__(self, other: Cost) -> Cost:
        return Cost(
            self.halves + other.halves,
            self.logs + other.logs,
            self.m + other.m,
            max(self.beyond, other.beyond, key=_rank),
        )

    def is_within(self, other: Cost) -> bool:
        """Whether it grows no faster."""
        if self.beyond or other.beyond:
            return _rank(self.beyond) <= _rank(other.beyond)
        return (self.halves, self.logs) <= (other.halves, other.logs) and self.m <= other.m

    @property
    def label(self) -> str | None:
        """Its class; None where there is no label for it."""
        if self.beyond:
            return self.beyond if self == Cost(beyond=self.beyond) else None
        return _LABELS.get((self.halves, self.logs, self.m))


def _rank(beyond: str) -> int:
    return ("", "O(n^k)", "O(2^n)", "O(n!)").index(beyond)


ONE, LOG, ROOT, N, M = Cost(), Cost(logs=1), Cost(halves=1), Cost(halves=2), Cost(m=1)
_LABELS = {
    (0, 0, 0): "O(1)",
    (0, 1, 0): "O(log n)",
    (1, 0, 0): "O(sqrt n)",
    (2, 0, 0): "O(n)",
    (2, 1, 0): "O(n log n)",
    (2, 0, 1): "O(n*m)",
    (4, 0, 0): "O(n^2)",
    (6, 0, 0): "O(n^3)",
}


def total(costs: list[Cost]) -> Cost | None:
    """The cost of pieces one after the other: that of the largest; None where neither of two is within the other."""
    for cost in costs:
        if all(other.is_within(cost) for other in costs):
            return cost
    return ONE if not costs else None
