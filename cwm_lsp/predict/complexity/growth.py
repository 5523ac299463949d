"""What predicted runs on growing inputs show: steps and their hidden loops are counted, and the class that fits them best is told.

Nothing is executed: the runs are predictions of which every step is certain. Where none can be followed there is no class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from cwm_lsp.predict.complexity.classes import USUAL
from cwm_lsp.predict.complexity.counting import LEAST, predicted_points
from cwm_lsp.predict.complexity.estimates import Growth
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

_POLYNOMIALS = {1: "O(n)", 2: "O(n^2)", 3: "O(n^3)"}
MARGIN = 0.05
"""How much worse the second class has to fit."""


def measure_growth(document: Document, function: Function, is_wanted: Callable[[], bool] = lambda: True) -> Growth:
    """Predict a function's runs on growing inputs and fit a class. Blocks for up to some seconds.

    Args:
        document: the file.
        function: one of its functions.
        is_wanted: asked now and then; once it is false the series ends.
    """
    points = tuple((size, float(one.work)) for size, one in predicted_points(document, function, is_wanted))
    if len(points) < LEAST:
        return Growth(None, points, problem="no runs on growing inputs can be followed far enough")
    label, margin = fit(points)
    if margin < MARGIN:
        return Growth(None, points, margin, "two classes fit nearly as well")
    return Growth(label, points, margin)


def fit(points: Sequence[tuple[int, float]]) -> tuple[str | None, float]:
    """The class that fits work over sizes best, and how much worse the next one fits; None of too few points.

    Where all points but two would do to tell a polynomial, it is that one for sure.
    """
    order = degree([(size, int(work)) for size, work in points])
    if order in _POLYNOMIALS and len(points) >= order + LEAST:
        return _POLYNOMIALS[order], 1.0
    found = fits(points)
    if not found:
        return None, 0.0
    return found[0][1], found[1][0] - found[0][0] if len(found) > 1 else 1.0


def fits(points: Sequence[tuple[int, float]]) -> list[tuple[float, str]]:
    """Classes with the largest relative error of their fit, best first; O(1) alone where nothing changes.

    The fit is that of `a + b·f(n)` with `b` of at least 0, by least squares of relative errors.
    """
    if len(points) < LEAST:
        return []
    if max(work for _, work in points) - min(work for _, work in points) < 0.5:
        return [(0.0, "O(1)")]
    return sorted((_error(points, [one.value(n) for n, _ in points]), one.label) for one in USUAL[1:])


def degree(points: Sequence[tuple[int, int]]) -> int | None:
    """Of the polynomial that all points lie on, loops over ranges mostly do; None where one would not be told from chance."""
    sizes = [size for size, _ in points]
    row = [Fraction(work) for _, work in points]
    for order in range(len(points) - 1):
        # Divided differences: those of a polynomial are alike from its degree on.
        if len(set(row)) == 1:
            return order
        row = [
            (after - before) / (sizes[at + order + 1] - sizes[at]) for at, (before, after) in enumerate(pairwise(row))
        ]
    return None


def _error(points: Sequence[tuple[int, float]], shape: Sequence[float]) -> float:
    weights = [1 / work**2 for _, work in points]
    total = sum(weights)
    mean_x = sum(w * x for w, x in zip(weights, shape, strict=True)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    spread = sum(w * (x - mean_x) ** 2 for w, x in zip(weights, shape, strict=True))
    slope = (
        sum(w * (x - mean_x) * (y - mean_y) for w, x, (_, y) in zip(weights, shape, points, strict=True)) / spread
        if spread
        else 0.0
    )
    slope = max(slope, 0.0)
    first = mean_y - slope * mean_x
    wrong = [abs(first + slope * x - y) / y for x, (_, y) in zip(shape, points, strict=True)]
    return max(wrong)
