"""What the model learns to think before it answers: what a loop's names hold each time round, how steps grow with the input.

All of it comes from true runs; the words are those of `cwm_lsp.predict.opinions.rounds` and `growing`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from cwm_lsp.predict.complexity.counting import LEAST, SIZES, Counts, Points, counts
from cwm_lsp.predict.complexity.steps import Steps
from cwm_lsp.predict.opinions import growing, rounds
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Recording
from training.samples import bound_context

_CUT = 0.2
"""The share of series that end early."""


def thought(source: str, call: str, run: Callable[[str], Recording], *, ends: bool) -> str | None:
    """The thought about a slice; None where its run raises or isn't what it should be, or there is no loop.

    Args:
        source: a slice, with one loop or recursion to judge.
        call: a call of it.
        run: records a program.
        ends: whether the call should end. Something may be missing from a slice that its end hangs on.
    """
    text = bound_context(source, call)
    recording = run(text)
    raised = [one.value or "" for one in recording.moments[-2:] if one.event is Event.EXCEPTION]
    is_over = recording.ended and not raised
    if is_over is not ends or (raised and "RecursionError" not in raised[-1]):
        return None
    return rounds.thought(text, call, recording.moments, is_over=is_over)


def growth(source: str, entry: str, run: Callable[[str], Recording]) -> str | None:
    """The thought about how a program grows, its counts `disguised`; None where it can't be run on growing inputs.

    Args:
        source: the program.
        entry: the function that is asked about.
        run: records a program, up to `counting.FRAMES` frames.
    """
    document = Document.parse(source)
    function = document.function(entry)

    def ran(call: str) -> tuple[str, Sequence[Moment]] | None:
        text = bound_context(source, call)
        recording = run(text)
        return (text, recording.moments) if recording.ended else None

    if function is None:
        return None
    return growing.thought(disguised(counts(document, function, ran), Random(source)))


def disguised(found: Counts, rng: Random) -> Counts:
    """The counts of a program that does the same with more lines, and holds more: their class is the same, the numbers are others.

    Without that, a model comes to know the numbers of the programs it is trained on. Series may end earlier, too.
    """
    work, held = (rng.choice((1, 1, 2, 3)), rng.randint(0, 9)), (rng.choice((1, 1, 2)), rng.randint(0, 4))
    kept = rng.randint(LEAST, len(SIZES)) if rng.random() < _CUT else len(SIZES)

    def other(points: Points) -> Points:
        return [
            (size, Steps(work[0] * one.work + work[1], held[0] * one.held + held[1])) for size, one in points[:kept]
        ]

    return Counts(other(found.together), {name: other(points) for name, points in found.alone.items()})
