"""Steps counted on growing inputs: which calls are run, how far, and what they took.

Who runs them is the caller's business: predicted runs of which every step is certain when the product is used, true ones in
training. What the counts say is `growth`'s and the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cwm_lsp.predict.complexity.inputs import Maker, growing_inputs
from cwm_lsp.predict.complexity.steps import Steps, steps
from cwm_lsp.predict.termination.silent import silent_run
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.moments import Moment

SIZES = (2, 3, 4, 6, 8, 16, 32)
FRAMES = 600
"""Of one run; a longer one ends the series."""
LEAST = 3
"""Sizes from which on counts say how something grows: two rises."""

Points = Sequence[tuple[int, Steps]]
"""Sizes and what the runs took that worked most and held most, in the order of sizes."""
Runner = Callable[[str], "tuple[str, Sequence[Moment]] | None"]
"""From a call to the text that was run and its moments; None where the run is not known, or not known to its end."""


def predicted_points(document: Document, function: Function, is_wanted: Callable[[], bool] = lambda: True) -> Points:
    """What predicted runs took that follow for certain. Blocks for up to some seconds.

    Args:
        document: the file.
        function: one of its functions.
        is_wanted: asked now and then; once it is false the series ends.
    """

    def run(call: str) -> tuple[str, Sequence[Moment]] | None:
        found = silent_run(document, function, call, frames=FRAMES, is_wanted=is_wanted)
        if found is None or found.stopped or len(found.prediction.frames) >= FRAMES:
            return None
        return found.prediction.context.text, [frame.moment for frame in found.prediction.frames]

    return counted_points(document, function, run, is_wanted)


def counted_points(
    document: Document, function: Function, run: Runner, is_wanted: Callable[[], bool] = lambda: True
) -> Points:
    """What runs took, as far as the longest of a size is known."""
    points: list[tuple[int, Steps]] = []
    makers = growing_inputs(document, function)
    for size in SIZES:
        kept: list[Maker] = []
        found: list[Steps] = []
        for make in makers:
            ran = _steps(run, f"{function.name}({make(size)})") if is_wanted() else None
            if ran is not None:
                kept.append(make)
                found.append(ran)
            elif points:
                # The longest run can't be told any more.
                return points
        if not kept:
            break
        makers = tuple(kept)
        points.append((size, Steps(max(one.work for one in found), max(one.held for one in found))))
    return points


def _steps(run: Runner, call: str) -> Steps | None:
    ran = run(call)
    try:
        return steps(*ran) if ran is not None else None
    except RecursionError:
        # Expressions of a thousand operators are no reason to fail; there is no class for them.
        return None
