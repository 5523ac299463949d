"""What the model learns to think before it says whether a loop ends: a call, and what the loop's names hold each time round.

Both come from a true run of the slice that is asked about; the words are `cwm_lsp.predict.opinions.rounds`'.
"""

from __future__ import annotations

from collections.abc import Callable

from cwm_lsp.predict.opinions import rounds
from cwm_lsp.trace.frames import Event
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
    raised = [one.value or "" for one in recording.moments[-2:] if one.event is Event.EXCEPTION]
    is_over = recording.ended and not raised
    if is_over is not ends or (raised and "RecursionError" not in raised[-1]):
        return None
    return rounds.thought(text, call, recording.moments, is_over=is_over)
