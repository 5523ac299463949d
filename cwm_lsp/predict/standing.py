"""What verification says of the parts of a prediction: proven from the call on, verified step by step, predicted, contradicted.

A step may be verified although it stands on predicted ground: then it follows from the state before, which is itself the model's
word. How sure a value is altogether is told in `calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.trace.frames import UNCHANGED
from cwm_lsp.verify.outcome import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """What verification says of one value or place.

    Attributes:
        verdict: of the step that gave it.
        is_proven: whether it is verified and everything before it too, so that it follows from the call.
        is_refuted: whether it, or something before it, is contradicted.
        should_be: what is certain instead, where it is contradicted: a repr, or the number of a line of the context.
        reason: why it can't be checked, in a few words; empty where it can, or where nothing was checked.
    """

    verdict: Verdict = Verdict.PREDICTED
    is_proven: bool = False
    is_refuted: bool = False
    should_be: str | None = None
    reason: str = ""


UNCHECKED = Standing()


def weakest(standings: Iterable[Standing]) -> Standing | None:
    """The one that stands on the least: contradicted, predicted, verified on predicted ground, proven. None of none."""
    return max(standings, key=_weakness, default=None)


def _weakness(one: Standing) -> int:
    if one.verdict is Verdict.VERIFIED:
        return 0 if one.is_proven else 1
    return 2 if one.verdict is Verdict.PREDICTED else 3


@dataclass(frozen=True, slots=True)
class FrameStanding:
    """What verification says of one frame.

    Attributes:
        values: of each local in the frame's state.
        place: of the event and the line.
        value: of the returned value or the exception.
    """

    values: Mapping[str, Standing]
    place: Standing
    value: Standing


class StandingReader:
    """Tells the standing of one frame after the other, in their order of time."""

    def __init__(self) -> None:
        self._is_proven = True
        self._is_refuted = False
        self._kept: dict[tuple[int, str], Standing] = {}

    @property
    def is_proven(self) -> bool:
        """Whether everything so far follows from the call."""
        return self._is_proven

    @property
    def is_refuted(self) -> bool:
        """Whether anything so far is contradicted."""
        return self._is_refuted

    def read(self, one: PredictedFrame) -> FrameStanding:
        """The standing of every part of the next frame."""
        judgement = one.judgement
        if judgement is None:
            self._is_proven = False
            return FrameStanding({}, UNCHECKED, UNCHECKED)
        expected = judgement.expectation
        place = _worse(judgement.event, judgement.line)
        line = None if expected.line is None else str(expected.line)
        found = FrameStanding(
            self._values(one, judgement),
            self._standing(place, line, expected.reason),
            self._standing(judgement.value or place, expected.value, expected.reason),
        )
        self._is_proven = self._is_proven and judgement.verdict is Verdict.VERIFIED
        self._is_refuted = self._is_refuted or judgement.verdict is Verdict.CONTRADICTED
        return found

    def _values(self, one: PredictedFrame, judgement: Judgement) -> dict[str, Standing]:
        found: dict[str, Standing] = {}
        for name, shown in one.frame.state:
            verdict = judgement.values.get(name, Verdict.PREDICTED)
            standing = self._standing(verdict, judgement.expectation.values.get(name), judgement.expectation.reason)
            key = (one.moment.scope, name)
            if shown == UNCHANGED and verdict is not Verdict.CONTRADICTED and key in self._kept:
                standing = self._kept[key]
            self._kept[key] = found[name] = standing
        return found

    def _standing(self, verdict: Verdict, certain: str | None, reason: str) -> Standing:
        is_contradicted = verdict is Verdict.CONTRADICTED
        return Standing(
            verdict,
            verdict is Verdict.VERIFIED and self._is_proven,
            is_contradicted or self._is_refuted,
            certain if is_contradicted else None,
            reason if verdict is Verdict.PREDICTED else "",
        )


def _worse(one: Verdict, other: Verdict) -> Verdict:
    for verdict in (Verdict.CONTRADICTED, Verdict.PREDICTED):
        if verdict in (one, other):
            return verdict
    return Verdict.VERIFIED
