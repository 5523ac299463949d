"""What the checker answers: what must come next, and how a frame that came compares with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.objects import Operation


class Verdict(Enum):
    """How sure a part of a predicted frame is."""

    VERIFIED = "verified"
    PREDICTED = "predicted"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What follows for certain from the frames so far.

    Attributes:
        event: the next event; None where it is not certain.
        line: its line; None where it is not certain.
        names: the names of the next state, in its order; None where they are not certain.
        values: what is certain of the next state, should it be a line's or a call's: name -> repr.
        value: the repr that is returned, or of the raised exception's name; None where it is not certain.
        scope: of a call that resumes a suspended generator, its id.
        is_alone: whether no suspended generator can be entered instead, to be closed, since all of them are still held.
        reason: why not all of it is certain; empty if all is.
        operation: what has to be answered before anything can be expected (`Checker.answer`); None where nothing has.
    """

    event: Event | None = None
    line: int | None = None
    names: tuple[str, ...] | None = None
    values: Mapping[str, str] = field(default_factory=lambda: {})
    value: str | None = None
    scope: int | None = None
    is_alone: bool = False
    reason: str = ""
    operation: Operation | None = None

    @property
    def is_certain(self) -> bool:
        """Whether the whole next frame is known."""
        if self.event is None or self.line is None:
            return False
        if self.event.has_state:
            return self.names is not None and all(name in self.values for name in self.names)
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a frame compares with what was expected.

    Attributes:
        event, line: the verdicts on these.
        values: the verdicts on the state's values, by name; names that should be there and aren't are contradicted.
        value: the verdict on a returned value or an exception's name; None for states.
        expectation: what was expected.
    """

    event: Verdict
    line: Verdict
    values: Mapping[str, Verdict]
    value: Verdict | None
    expectation: Expectation

    @property
    def verdict(self) -> Verdict:
        """On the frame as a whole: contradicted if any part is, verified if every part is."""
        parts = [self.event, self.line, *self.values.values()]
        if self.value is not None:
            parts.append(self.value)
        if Verdict.CONTRADICTED in parts:
            return Verdict.CONTRADICTED
        return Verdict.PREDICTED if Verdict.PREDICTED in parts else Verdict.VERIFIED


def judged(expected: Expectation, moment: Moment) -> Judgement:
    """Compare a moment with what was expected before it."""
    if expected.event is not None and moment.event is not expected.event:
        return Judgement(Verdict.CONTRADICTED, Verdict.PREDICTED, {}, None, expected)
    event = Verdict.PREDICTED if expected.event is None else Verdict.VERIFIED
    line = Verdict.PREDICTED if moment.line is None else _verdict(expected.line, moment.line)
    if not moment.event.has_state:
        return Judgement(event, line, {}, _verdict(expected.value, moment.value), expected)
    values: dict[str, Verdict] = {}
    # What is expected of a state holds for the scope that is active now, not for one that is entered unexpectedly.
    known = expected.values if moment.event is (expected.event or Event.LINE) else {}
    for name, shown in moment.state:
        values[name] = _verdict(known.get(name), shown)
        if expected.names is not None and expected.event is moment.event and name not in expected.names:
            values[name] = Verdict.CONTRADICTED
    missing = expected.names if expected.names is not None and expected.event is moment.event else tuple(known)
    for name in missing:
        values.setdefault(name, Verdict.CONTRADICTED)
    return Judgement(event, line, values, None, expected)


def _verdict(expected: object, given: object) -> Verdict:
    if expected is None:
        return Verdict.PREDICTED
    return Verdict.VERIFIED if expected == given else Verdict.CONTRADICTED
