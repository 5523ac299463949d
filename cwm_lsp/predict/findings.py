"""What a prediction says that people should hear of unasked: an exception that nothing catches, a loop that never ends, a cut.

Pure: a prediction in, findings out, each with its confidence and with what of it follows for certain. Words and severities are
the faces' business, and so is the floor below which nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from cwm_lsp.predict.annotations import exception_name
from cwm_lsp.predict.calibration import Calibration, Confidences, FrameConfidence, confidences
from cwm_lsp.predict.literals import is_immutable, literal_repr
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import effects
from cwm_lsp.source.functions import Function
from cwm_lsp.source.outline import Outline, Span, outline
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.loops import Iteration, Loop, iterations
from cwm_lsp.verify.outcome import Verdict

_NO_ERROR = frozenset({"SystemExit"})
"""Ways to end a program that are meant."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a stack.

    Attributes:
        function: its qualified name.
        line: 1-based, of the file.
    """

    function: str
    line: int


@dataclass(frozen=True, slots=True)
class UncaughtException:
    """The call is left by an exception.

    Attributes:
        name: of its type.
        stack: where it was raised, then where that was called, and so on outwards; at least one place.
        confidence: the chance that it is so, from 0 to 1.
        is_proven: whether it follows from the call.
    """

    name: str
    stack: tuple[Site, ...]
    confidence: float
    is_proven: bool

    @property
    def line(self) -> int:
        """The file line that raises it."""
        return self.stack[0].line


@dataclass(frozen=True, slots=True)
class EndlessLoop:
    """The run comes back to a state in which it has been, so that it goes on like this forever.

    Attributes:
        line: the file line of the `while`.
        at: the file line that is reached in the same state again.
        state: that state, which holds nothing but plain values.
        passes: after how many passes of the loop it is the same again, at least 1.
        confidence: the chance that it is so, from 0 to 1.
        is_cycle_proven: whether each step from that state to itself is verified: in this state it never ends.
        is_proven: whether all of it follows from the call.
    """

    line: int
    at: int
    state: State
    passes: int
    confidence: float
    is_cycle_proven: bool
    is_proven: bool


@dataclass(frozen=True, slots=True)
class CutOff:
    """The prediction ends before the run does.

    Attributes:
        line: the file line that it has reached.
        frames: how many frames there are, those of the invented `main` left out.
        confidence: the chance that everything so far is right, from 0 to 1.
    """

    line: int
    frames: int
    confidence: float


Finding: TypeAlias = "UncaughtException | EndlessLoop | CutOff"


def findings(
    prediction: TracePrediction, calibration: Calibration, known: Confidences | None = None
) -> tuple[Finding, ...]:
    """What there is to say of a prediction, whole or so far; at most one finding of each kind.

    Args:
        prediction: of a call.
        calibration: of the model that made it.
        known: the prediction's confidences, where they have been read already.
    """
    known = known or confidences(prediction.frames, calibration)
    chances = known.frames
    endless = _EndlessLoops(prediction, chances).first()
    if endless is not None:
        return (endless,)
    if prediction.status is Status.CUT_OFF:
        return tuple(_cut_off(prediction, known.so_far))
    return tuple(_uncaught(prediction, chances))


def _file_line(prediction: TracePrediction, line: int | None) -> int | None:
    return prediction.context.file_line(line) if line is not None else None


def _cut_off(prediction: TracePrediction, confidence: float) -> Iterator[CutOff]:
    moments = prediction.timeline.moments
    lines = (_file_line(prediction, moment.line) for moment in reversed(moments))
    line = next((line for line in lines if line is not None), None)
    if line is not None:
        own = [moment for moment in moments if prediction.context.call is None or moment.scope]
        yield CutOff(line, len(own), confidence)


# Exceptions


def _uncaught(prediction: TracePrediction, chances: Sequence[FrameConfidence]) -> Iterator[UncaughtException]:
    moments = prediction.timeline.moments
    if not prediction.timeline.ended:
        return
    last = len(moments) - 1
    outermost = moments[last].scope
    before = next((index for index in range(last - 1, -1, -1) if moments[index].scope == outermost), None)
    if before is None or moments[before].event is not Event.EXCEPTION:
        return
    chain = _chain(prediction, before)
    name = exception_name(moments[before])
    stack = tuple(site for index in chain if (site := _site(prediction, index)) is not None)
    if not stack or name in _NO_ERROR:
        return
    confidence = min(chance for index in chain for chance in (chances[index].value, chances[index].place))
    yield UncaughtException(name, stack, confidence, chances[before].standing.value.is_proven)


def _chain(prediction: TracePrediction, index: int) -> list[int]:
    """The moments in which an exception was raised and passed on, the innermost first.

    Args:
        prediction: with the exception.
        index: of the outermost moment.
    """
    moments = prediction.timeline.moments
    found = [index]
    while index:
        left = moments[index - 1]
        if left.event is not Event.RETURN or left.stack[-2:-1] != (moments[index].scope,):
            break
        inner = next(
            (
                earlier
                for earlier in range(index - 2, -1, -1)
                if moments[earlier].scope == left.scope and moments[earlier].event is Event.EXCEPTION
            ),
            None,
        )
        if inner is None:
            break
        index = inner
        found.append(index)
    return found[::-1]


def _site(prediction: TracePrediction, index: int) -> Site | None:
    moment = prediction.timeline.moments[index]
    line = _file_line(prediction, moment.line)
    function = _function_of(prediction, moment.scope)
    return Site(function.qualname, line) if line is not None and function is not None else None


def _function_of(prediction: TracePrediction, scope: int) -> Function | None:
    first = _file_line(prediction, prediction.timeline.scopes[scope].first_line)
    return next((one for one in prediction.context.functions if one.first_line == first), None)


# Loops


@dataclass(frozen=True, slots=True)
class _Seen:
    """A moment within a loop: what has to be the same again, apart from the scope."""

    scope: int
    line: int
    state: State
    around: Iteration
    """The passes of the loops around the one that the line belongs to."""


class _EndlessLoops:
    """Looks for a state that comes back.

    What a state doesn't show must not matter: a `for` has an iterator, an object has attributes, a generator goes on elsewhere, and
    a call may change the world. So only lines that belong to a `while` count, in states of plain values, and between the two
    moments either every step is verified or no line can have an effect.
    """

    def __init__(self, prediction: TracePrediction, chances: Sequence[FrameConfidence]) -> None:
        self.prediction = prediction
        self.chances = chances
        self.moments = prediction.timeline.moments
        self.functions = {scope.id: _function_of(prediction, scope.id) for scope in prediction.timeline.scopes}
        read: dict[str, Outline] = {}
        self.outlines: dict[int, Outline] = {}
        for scope, function in self.functions.items():
            if function is not None:
                if function.qualname not in read:
                    read[function.qualname] = outline(function)
                self.outlines[scope] = read[function.qualname]
        self.in_context = {line: row + 1 for row, line in enumerate(prediction.context.line_map) if line is not None}

    @cached_property
    def document(self) -> Document:
        """The context, whose lines the moments bear."""
        return Document.parse(self.prediction.context.text)

    def first(self) -> EndlessLoop | None:
        """The first loop that never ends."""
        if not any(span.kind == "while" for outline in self.outlines.values() for span in outline.walk()):
            return None
        seen: dict[_Seen, int] = {}
        passes = iterations(self.moments, {scope: self._loops(read) for scope, read in self.outlines.items()})
        for index, moment in enumerate(self.moments):
            header = self._loop_of(index) if moment.event is Event.LINE else None
            if header is None or moment.line is None:
                continue
            own = self.in_context.get(header)
            around = tuple(one for one in passes[index] if one[0] != own)
            key = _Seen(moment.scope, moment.line, moment.state, around)
            before = seen.get(key)
            if before is not None and (found := self._finding(header, before, index, passes)) is not None:
                return found
            seen[key] = index
        return None

    def _loops(self, read: Outline) -> list[Loop]:
        lines = [
            (self.in_context.get(loop.header), self.in_context.get(loop.first), self.in_context.get(loop.last))
            for loop in read.loops
        ]
        return [
            Loop(header, first, last)
            for header, first, last in lines
            if header is not None and first is not None and last is not None
        ]

    def _loop_of(self, index: int) -> int | None:
        """The header, in the file, of the `while` that a moment's line belongs to; None where it is a `for` or no loop at all."""
        moment = self.moments[index]
        line = _file_line(self.prediction, moment.line)
        read = self.outlines.get(moment.scope)
        if line is None or read is None:
            return None
        around = [loop for loop in read.loops if line == loop.header or loop.first <= line <= loop.last]
        if not around:
            return None
        innermost = max(around, key=lambda loop: loop.header)
        kinds: dict[int, Span] = {span.first_line: span for span in read.walk() if span.kind in ("for", "while")}
        span = kinds.get(innermost.header)
        return innermost.header if span is not None and span.kind == "while" else None

    def _finding(self, header: int, before: int, now: int, passes: Sequence[Iteration]) -> EndlessLoop | None:
        scope, state = self.moments[now].scope, self.moments[now].state
        if not all(literal_repr(value) == value for _, value in state):
            return None
        between = range(before + 1, now + 1)
        if any(self.moments[one].scope == scope and self.moments[one].event is Event.RETURN for one in between):
            return None
        if any(scope not in self.moments[one].stack for one in between):
            return None
        is_verified = all(self._is_verified(one) for one in between)
        if not is_verified and not all(self._has_no_effect(one) for one in range(before, now)):
            return None
        chance = self.chances[now]
        at = _file_line(self.prediction, self.moments[now].line)
        own = self.in_context.get(header)
        turns = dict(passes[now]).get(own or 0, 0) - dict(passes[before]).get(own or 0, 0)
        is_proof = is_verified and all(is_immutable(value) for _, value in state)
        standings = [chance.standing.place, *chance.standing.values.values()]
        return EndlessLoop(
            header,
            at if at is not None else header,
            state,
            max(turns, 1),
            min([chance.place, *chance.values.values()]),
            is_proof,
            is_proof and all(one.is_proven for one in standings),
        )

    def _is_verified(self, index: int) -> bool:
        judgement = self.prediction.frames[index].judgement
        return judgement is not None and judgement.verdict is Verdict.VERIFIED

    def _has_no_effect(self, index: int) -> bool:
        moment = self.moments[index]
        function = self.document.function_at(moment.line) if moment.line is not None else None
        if function is None or moment.line is None or moment.event is not Event.LINE:
            return False
        found = effects(self.document, function, moment.line)
        return not found.may_mutate and found.binds <= set(function.locals)
