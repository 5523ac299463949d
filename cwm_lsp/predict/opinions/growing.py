"""A thought for the small model: how many steps a function's runs take on growing inputs, and how much they hold.

How a thought is written is the same in training, where true runs are counted.
"""

from __future__ import annotations

from collections.abc import Callable

from cwm_lsp.predict.complexity.counting import LEAST, SIZES, Points, predicted_points
from cwm_lsp.source.document import Document

_MOST_FACTOR = 99.0


def counted(source: str, function: str, is_wanted: Callable[[], bool] = lambda: True) -> str | None:
    """The thought about a function; None where its runs can't be followed. Blocks for up to some seconds.

    Args:
        source: the function's text and that of what it calls.
        function: its name.
        is_wanted: asked now and then; once it is false there is none.
    """
    document = Document.parse(source)
    entry = document.function(function)
    if entry is None or document.root.has_error:
        return None
    points = predicted_points(document, entry, is_wanted)
    return thought(points) if is_wanted() else None


def thought(points: Points) -> str | None:
    """Sizes with work and what is held, and by which factor their rise has risen from one size to the next; None of too few."""
    if len(points) < LEAST:
        return None
    shown: list[str] = []
    for at, (size, one) in enumerate(points):
        text = f"{size}: {one.work} {one.held}"
        if at >= 2:
            before, earlier = points[at - 1][1], points[at - 2][1]
            text += f" {_factor(earlier.work, before.work, one.work)} {_factor(earlier.held, before.held, one.held)}"
        shown.append(text)
    return "; ".join([*shown, *(["..."] if len(points) < len(SIZES) else [])])


def _factor(first: int, second: int, third: int) -> str:
    if third == second:
        return "x0"
    return f"x{min(_MOST_FACTOR, (third - second) / (second - first)):.1f}" if second > first else "x"
