"""What the model learns to think before it answers: what a loop's names hold each time round, how steps grow with the input.

All of it comes from true runs; the words are those of `cwm_lsp.predict.opinions.rounds` and `growing`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cwm_lsp.predict.complexity.counting import counts
from cwm_lsp.predict.opinions import growing, rounds
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Recording
from training.samples import bound_context


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
    raised = _raised(recording)
    is_over = recording.ended and not raised
    if is_over is not ends or (raised and "RecursionError" not in raised[-1]):
        return None
    return rounds.thought(text, call, recording.moments, is_over=is_over)


def _raised(recording: Recording) -> list[str]:
    """The exceptions that a run ends with."""
    return [one.value or "" for one in recording.moments[-2:] if one.event is Event.EXCEPTION]


def growth(source: str, entry: str, run: Callable[[str], Recording]) -> str | None:
    """The thought about how a program grows; None where it can't be run on growing inputs.

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

    return growing.thought(counts(document, function, ran)) if function is not None else None
