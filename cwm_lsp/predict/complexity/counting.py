"""Steps counted on growing inputs: which calls are run, how far, and what they took.

Who runs them is the caller's business: predicted runs of which every step is certain when the product is used, true ones in
training. What the counts say is `growth`'s and the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.predict.complexity.inputs import Maker, growing_inputs
from cwm_lsp.predict.complexity.steps import Steps, steps
from cwm_lsp.predict.termination.silent import silent_run
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment

SIZES = (2, 3, 4, 6, 8, 16, 32)
ALONE = (2, 3, 4, 6, 8, 16)
"""Sizes of one parameter while the others stay at `STILL`."""
STILL = 3
FRAMES = 1000
"""Of one run; a longer one ends the series."""
LEAST = 3
"""Sizes from which on counts say how something grows: two rises."""

Points = Sequence[tuple[int, Steps]]
"""Sizes and what the runs took that worked most and held most, in the order of sizes."""
Runner = Callable[[str], "tuple[str, Sequence[Moment]] | None"]
"""From a call to the text that was run and its moments; None where the run is not known, or not known to its end.

What raises is no argument of a function's kind: runs of that shape are left out.
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a function's runs took.

    Attributes:
        together: while all of its parameters grow.
        alone: by parameter, while only this one grows; empty where there is one parameter.
    """

    together: Points
    alone: Mapping[str, Points]


def predicted_points(document: Document, function: Function, is_wanted: Callable[[], bool] = lambda: True) -> Points:
    """What predicted runs took, on arguments that grow together, that follow for certain. Blocks for up to some seconds.

    Args:
        document: the file.
        function: one of its functions.
        is_wanted: asked now and then; once it is false the series ends.
    """
    return counted_points(document, function, _predicting(document, function, is_wanted), is_wanted)


def predicted_counts(document: Document, function: Function, is_wanted: Callable[[], bool] = lambda: True) -> Counts:
    """What predicted runs took, each parameter by itself as well; as `predicted_points`."""
    return counts(document, function, _predicting(document, function, is_wanted), is_wanted)


def _predicting(document: Document, function: Function, is_wanted: Callable[[], bool]) -> Runner:
    def run(call: str) -> tuple[str, Sequence[Moment]] | None:
        found = silent_run(document, function, call, frames=FRAMES, is_wanted=is_wanted)
        if found is None or found.stopped or len(found.prediction.frames) >= FRAMES:
            return None
        return found.prediction.context.text, [frame.moment for frame in found.prediction.frames]

    return run


def counts(document: Document, function: Function, run: Runner, is_wanted: Callable[[], bool] = lambda: True) -> Counts:
    """What runs took, all parameters together and each alone, as far as the longest of a size is known."""
    makers = growing_inputs(document, function)
    together = _series(function.name, makers, SIZES, run, is_wanted)
    alone: dict[str, Points] = {}
    for name in makers if len(makers) > 1 else ():
        still = {
            other: shapes if other == name else tuple(_still(one) for one in shapes) for other, shapes in makers.items()
        }
        alone[name] = _series(function.name, still, ALONE, run, is_wanted)
    return Counts(together, alone)


def counted_points(
    document: Document, function: Function, run: Runner, is_wanted: Callable[[], bool] = lambda: True
) -> Points:
    """What runs took on arguments that grow together, as far as the longest of a size is known."""
    return _series(function.name, growing_inputs(document, function), SIZES, run, is_wanted)


def _still(maker: Maker) -> Maker:
    return lambda size: maker(STILL)


def _series(
    name: str, makers: Mapping[str, tuple[Maker, ...]], sizes: Sequence[int], run: Runner, is_wanted: Callable[[], bool]
) -> Points:
    points: list[tuple[int, Steps]] = []
    shapes = list(zip(*makers.values(), strict=True))
    for size in sizes:
        kept: list[tuple[Maker, ...]] = []
        found: list[Steps] = []
        for shape in shapes:
            arguments = ", ".join(make(size) for make in shape)
            ran = run(f"{name}({arguments})") if is_wanted() else None
            if ran is None and points:
                # The longest run can't be told any more.
                return points
            counted = _steps(*ran) if ran is not None and not _raises(ran[1]) else None
            if counted is not None:
                kept.append(shape)
                found.append(counted)
        if not kept:
            break
        shapes = kept
        points.append((size, Steps(max(one.work for one in found), max(one.held for one in found))))
    return points


def _raises(moments: Sequence[Moment]) -> bool:
    return any(one.event is Event.EXCEPTION for one in moments[-2:])


def _steps(text: str, moments: Sequence[Moment]) -> Steps | None:
    try:
        return steps(text, moments)
    except RecursionError:
        # Expressions of a thousand operators are no reason to fail; there is no class for them.
        return None
