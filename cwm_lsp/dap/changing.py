"""Changed values: the beginning of a run in which somebody has given a variable another value, and where two runs part. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cwm_lsp.dap.history import History
from cwm_lsp.dap.run import Beginning
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.trace.frames import UNCHANGED, Event
from cwm_lsp.trace.timeline import Timeline
from cwm_lsp.verify.outcome import Verdict


def parting(one: History, other: History) -> int:
    """The first moment that two runs, as far as they go, do not share; the last one if they share all."""
    shared = min(len(one), len(other))
    return next((index for index in range(shared) if one.moments[index] != other.moments[index]), max(shared - 1, 0))


def changed(frames: Sequence[PredictedFrame], history: History, name: str, text: str) -> Beginning:
    """The beginning of a run, with one value of its last state changed.

    Args:
        frames: up to the state that is changed.
        history: the run.
        name: the variable.
        text: its repr from now on.
    """
    last, index = frames[-1], len(frames) - 1
    before = dict(history.previous_state(index) or ())
    is_kept = last.frame.event is Event.LINE and before.get(name) == text
    shown = UNCHANGED if is_kept else text
    frame = replace(last.frame, state=tuple((one, shown if one == name else held) for one, held in last.frame.state))
    state = tuple((one, text if one == name else held) for one, held in last.moment.state)
    moment = replace(history.moments[index], state=state)
    values = {one: logprob for one, logprob in last.values.items() if one != name}
    judgement = last.judgement
    if judgement is not None:
        judgement = replace(judgement, values={**judgement.values, name: Verdict.VERIFIED})
    now = replace(last, frame=frame, moment=moment, values=values, judgement=judgement)
    moments = (*history.moments[:index], moment)
    return Beginning((*frames[:-1], now), Timeline(moments, tuple(history.scopes), ended=False))
