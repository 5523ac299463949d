"""What predicted runs on growing inputs show: verified steps and hidden loops are counted, and the class that fits best is told.

Nothing is executed: the runs are predictions, and only verified steps count. Where a run can't be followed there is no class.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.complexity.classes import USUAL
from cwm_lsp.predict.complexity.inputs import growing_inputs
from cwm_lsp.predict.complexity.steps import steps
from cwm_lsp.predict.complexity.verdict import Growth
from cwm_lsp.predict.trace import PredictionError, Status, TraceSettings, predict_trace
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function


@dataclass(frozen=True, slots=True)
class GrowthSettings:
    """How much work it may be.

    Attributes:
        sizes: of the inputs, growing.
        max_frames: the most frames of one run; a longer one ends the series.
        margin: how much worse the second class has to fit.
    """

    sizes: tuple[int, ...] = (4, 8, 16, 32)
    max_frames: int = 600
    margin: float = 0.05


async def measure_growth(
    engine: Engine, document: Document, function: Function, settings: GrowthSettings | None = None
) -> Growth:
    """Predict a function's runs on growing inputs and fit a class; may be cancelled at any frame.

    Raises:
        EngineError: the engine can't answer.
    """
    settings = settings or GrowthSettings()
    makers = growing_inputs(document, function)
    if not makers:
        return Growth(None, problem="no growing inputs can be made for its parameters")
    points: list[tuple[int, float]] = []
    calls: list[str] = []
    for size in settings.sizes:
        call = f"{function.name}({makers[0](size)})"
        counted = await _work(engine, document, function, call, settings.max_frames)
        if isinstance(counted, str):
            if len(points) < 3:
                return Growth(None, tuple(points), calls=tuple(calls), problem=counted)
            break
        points.append((size, float(counted)))
        calls.append(call)
    label, margin = fit(points)
    if margin < settings.margin:
        return Growth(None, tuple(points), margin, tuple(calls), "two classes fit nearly as well")
    return Growth(label, tuple(points), margin, tuple(calls))


async def _work(engine: Engine, document: Document, function: Function, call: str, most: int) -> int | str:
    """What a run takes, all of its frames verified; why that is unknown."""
    try:
        async with aclosing(
            predict_trace(engine, document, function, call, TraceSettings(max_frames=most))
        ) as predictions:
            last = None
            async for prediction in predictions:
                last = prediction
                newest = prediction.frames[-1]
                if newest.decisions:
                    return "a step of the run does not follow for certain"
    except PredictionError as error:
        return str(error)
    if last is None or last.status is not Status.COMPLETE:
        return f"the run is longer than {most} frames"
    return steps(last.context.text, [frame.moment for frame in last.frames]).work


def fit(points: Sequence[tuple[int, float]]) -> tuple[str | None, float]:
    """The class that fits work over sizes best, and how much worse the next one fits.

    The fit is that of `a + b·f(n)` with `b` of at least 0, by least squares of relative errors.
    """
    if len(points) < 3:
        return None, 0.0
    if max(work for _, work in points) - min(work for _, work in points) < 0.5:
        return "O(1)", 1.0
    errors = sorted((_error(points, [one.value(n) for n, _ in points]), one.label) for one in USUAL[1:])
    return errors[0][1], errors[1][0] - errors[0][0]


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
