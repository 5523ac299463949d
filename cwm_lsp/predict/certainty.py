"""What verification settles of the next frame, brought into decoding: options narrowed, values known.

The checker follows the frames as they are accepted. A fault in it costs certainty, never the prediction: from then on the model is
asked as if there were no verification.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from cwm_lsp.predict.options import Options
from cwm_lsp.predict.plans import CallPlan, LinePlan, Slot
from cwm_lsp.predict.program import Program
from cwm_lsp.trace.frames import UNCHANGED, Event, State
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.outcome import Expectation, Judgement, Verdict

T = TypeVar("T")
NOTHING = Expectation(reason="verification is off")
UNCHECKED = Judgement(
    Verdict.PREDICTED, Verdict.PREDICTED, {}, Verdict.PREDICTED, Expectation(reason="a call that was skipped")
)
"""The judgement of a return whose call was not looked into."""


class Verify(str, Enum):
    """What is done with that which follows for certain."""

    OFF = "off"
    """Nothing: the model is asked, and nobody looks at what it says."""
    MARK = "mark"
    """The model is asked, and each part of what it says bears a verdict."""
    CORRECT = "correct"
    """What is certain is worked out; the model is asked for the rest."""


class Certainty:
    """Follows one decoding."""

    def __init__(self, program: Program, verify: Verify, *, asks: bool = False) -> None:
        """Args:
        program: the context's text.
        verify: whether steps are worked out at all, and whether decoding hears of it.
        asks: whether the model answers single operations; what follows from its answers is then expected, unless
            operations are worked out anyway.
        """
        self._judge = _checker(program) if verify is not Verify.OFF else None
        # Whom decoding hears: where operations are worked out the judge, else one that asks for them, if the model answers them.
        self._teller = self._judge if verify is Verify.CORRECT else _checker(program, asks=True) if asks else None

    def expected(self) -> Expectation:
        """What the next frame must be, as far as decoding may know; or the operation that must be answered first."""
        return self._of(self._teller, Checker.expected) or NOTHING

    def answered(self, reply: str) -> Expectation:
        """What is expected once the operation has this answer."""
        return self._of(self._teller, lambda checker: checker.answer(reply)) or NOTHING

    def followed(self) -> Expectation:
        """What is expected where the next frame is given: nobody is asked for operations."""
        found = self.expected()
        while found.operation is not None:
            found = self.answered(found.operation.truth)
        return found

    def add(self, moment: Moment, *, is_tied: bool) -> Judgement | None:
        """Go on from an accepted frame.

        Args:
            moment: the frame in its place.
            is_tied: whether its line is the only one it can be.
        """
        followed = moment if is_tied else replace(moment, line=None)
        if self._teller is not self._judge:
            self._of(self._teller, lambda checker: checker.add(followed))
        return self._of(self._judge, lambda checker: checker.add(followed))

    def _of(self, checker: Checker | None, question: Callable[[Checker], T]) -> T | None:
        """A checker's answer; None where there is none, and for good once it has failed."""
        if checker is None:
            return None
        try:
            return question(checker)
        except Exception:
            self._judge = None if self._judge is checker else self._judge
            self._teller = None if self._teller is checker else self._teller
            return None


def _checker(program: Program, *, asks: bool = False) -> Checker | None:
    try:
        return Checker(program, asks=asks)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # The interpreter that runs us can't parse the context: it may be older than the file's Python.
        return None


def given(moment: Moment) -> Judgement:
    """The judgement of a frame that nobody predicted: it opens the run that is asked for."""
    values = {name: Verdict.VERIFIED for name, _ in moment.state}
    return Judgement(Verdict.VERIFIED, Verdict.VERIFIED, values, None, NOTHING)


def narrowed(possible: Options, expected: Expectation) -> Options:
    """The options that agree with what is certain; all of them where none agrees."""
    event, line = expected.event, expected.line
    if event not in possible.events:
        return possible
    if event is Event.CALL and expected.scope is not None:
        woken = tuple(one for one in possible.sleepers if one.scope == expected.scope)
        return Options(sleepers=woken) if woken else possible
    # A suspended generator may be dropped, and so entered to be closed, unless all of them are known to be held.
    sleepers = () if expected.is_alone else possible.sleepers
    if event is Event.LINE:
        lines = (line,) if line is not None and line in possible.lines else possible.lines
        return Options(lines=lines, sleepers=sleepers)
    if event is Event.RETURN:
        return Options(returns=True, yields=possible.yields, sleepers=sleepers)
    if event is Event.EXCEPTION:
        return Options(raises=True)
    if line is not None and line in possible.calls:
        return Options(calls=(line,))
    return Options(calls=possible.calls, sleepers=possible.sleepers)


def with_certain_slots(plan: LinePlan, expected: Expectation, state: State) -> LinePlan:
    """A line frame's plan with the names and values that are certain."""
    before = dict(state)
    is_whole = expected.event is Event.LINE and expected.names is not None
    slots: list[Slot] = []
    for slot in plan.slots:
        if is_whole and expected.names is not None and slot.name not in expected.names:
            continue
        value = expected.values.get(slot.name)
        known = slot.known if value is None else UNCHANGED if before.get(slot.name) == value else value
        slots.append(Slot(slot.name, slot.is_sure or is_whole, known, slot.may_keep))
    return LinePlan(tuple(slots))


def with_certain_arguments(plan: CallPlan, expected: Expectation) -> CallPlan:
    """A call frame's plan with the arguments that are certain."""
    if expected.event is not Event.CALL or len(plan.entries) != 1:
        return plan
    (entry,) = plan.entries
    return CallPlan((replace(entry, values={**entry.values, **expected.values}),))
