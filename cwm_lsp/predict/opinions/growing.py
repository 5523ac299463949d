"""A thought for the small model: how many steps a function's runs take on growing inputs, and how much they hold.

The runs are predictions of which every step is certain; nobody is asked. How a thought is written is the same in training, where
true runs are counted.
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
_LEAST = 3
_MOST_FACTOR = 99.0

Runner = Callable[[str], "tuple[str, Sequence[Moment]] | None"]
"""From a call to the text that was run and its moments; None where the run is not known, or not known to its end."""


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

    def run(call: str) -> tuple[str, Sequence[Moment]] | None:
        found = silent_run(document, entry, call, frames=FRAMES, is_wanted=is_wanted)
        if found is None or found.stopped or len(found.prediction.frames) >= FRAMES:
            return None
        return found.prediction.context.text, [frame.moment for frame in found.prediction.frames]

    return told(document, entry, run, is_wanted)


def told(
    document: Document, function: Function, run: Runner, is_wanted: Callable[[], bool] = lambda: True
) -> str | None:
    """The thought about a function whose runs somebody else knows; None where there are too few."""
    points: list[tuple[int, Steps]] = []
    makers = growing_inputs(document, function)
    for size in SIZES:
        kept: list[Maker] = []
        found: list[Steps] = []
        for make in makers:
            ran = run(f"{function.name}({make(size)})") if is_wanted() else None
            if ran is not None:
                kept.append(make)
                found.append(steps(*ran))
            elif points:
                # The longest run can't be told any more.
                kept = []
                break
        if not kept:
            break
        makers = tuple(kept)
        points.append((size, Steps(max(one.work for one in found), max(one.held for one in found))))
    return thought(points) if len(points) >= _LEAST and is_wanted() else None


def thought(points: Sequence[tuple[int, Steps]]) -> str:
    """Sizes with work and what is held, and by which factor their rise has risen from one size to the next."""
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
