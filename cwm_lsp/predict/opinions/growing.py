"""What the small model is shown of a function's growth: its header, and how many steps its runs take on growing inputs.

The body is left out on purpose: a model that sees it goes by what it looks like, and not by what was counted. How a thought is
written is the same in training, where true runs are counted.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from cwm_lsp.predict.complexity.counting import ALONE, LEAST, SIZES, Counts, Points, predicted_counts
from cwm_lsp.predict.complexity.growth import degree, fits
from cwm_lsp.predict.termination.reading import definition
from cwm_lsp.source.document import Document

_MOST_FACTOR = 99.0
_FITS = 2
"""Classes that are named with how well they fit."""


def counted(source: str, function: str, is_wanted: Callable[[], bool] = lambda: True) -> tuple[str, str] | None:
    """A function without its body, and the thought about it; None where its runs can't be followed. Blocks for some seconds.

    Args:
        source: the function's text and that of what it calls.
        function: its name.
        is_wanted: asked now and then; once it is false there is none.
    """
    document = Document.parse(source)
    entry = document.function(function)
    if entry is None or document.root.has_error:
        return None
    told = thought(predicted_counts(document, entry, is_wanted))
    return (header(source, function), told) if told is not None and is_wanted() else None


def header(source: str, function: str) -> str:
    """A function of a text that can be parsed, with dots for its body."""
    document = Document.parse(source)
    entry = document.function(function)
    code = definition(document, entry) if entry is not None else None
    return f"def {function}({ast.unparse(code.args) if code is not None else ''}):\n    ...\n"


def thought(counts: Counts) -> str | None:
    """Sizes with work and what is held, how their rises rise, and which classes fit; then each parameter alone. None of too few."""
    alone = {name: points for name, points in counts.alone.items() if len(points) >= LEAST}
    if len(counts.together) < LEAST and not any(points[-1][1].work > points[0][1].work for points in alone.values()):
        return None
    parts = [_series(counts.together, len(SIZES), held=True)]
    parts += [f"{name} alone: {_series(points, len(ALONE), held=False)}" for name, points in alone.items()]
    return "\n".join(parts)


def _series(points: Points, sizes: int, *, held: bool) -> str:
    shown: list[str] = []
    for at, (size, one) in enumerate(points):
        text = f"{size}: {one.work}" + (f" {one.held}" if held else "")
        if at >= 2:
            before, earlier = points[at - 1][1], points[at - 2][1]
            text += f" {_factor(earlier.work, before.work, one.work)}"
            text += f" {_factor(earlier.held, before.held, one.held)}" if held else ""
        shown.append(text)
    cut = ["..."] if len(points) < sizes else []
    fitting = [_fitting([(size, one.work) for size, one in points])]
    fitting += [_fitting([(size, one.held) for size, one in points])] if held else []
    return "; ".join([*shown, *cut, *(one for one in fitting if one)])


def _fitting(points: list[tuple[int, int]]) -> str:
    told = [f"{label} {min(99, round(100 * error))}" for error, label in fits(points)[:_FITS]]
    order = degree(points)
    return " ".join([*told, f"degree {order}"] if order else told)


def _factor(first: int, second: int, third: int) -> str:
    if third == second:
        return "x0"
    return f"x{min(_MOST_FACTOR, (third - second) / (second - first)):.1f}" if second > first else "x"
