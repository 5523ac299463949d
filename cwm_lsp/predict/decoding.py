"""Decoding that knows the program: the frames of one prediction, one by one, from any engine.

What the text settles is forced: events, names, unchanged values, lines. The model is asked for the rest, and can only answer with
what the language and the control flow allow. When the history outgrows the context, it starts anew from the stack.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

from cwm_lsp.engine.protocol import Engine, answers_operations, is_reminded
from cwm_lsp.predict.certainty import (
    UNCHECKED,
    Certainty,
    Verify,
    given,
    narrowed,
    with_certain_arguments,
    with_certain_slots,
)
from cwm_lsp.predict.operations import Operations
from cwm_lsp.predict.options import Options, options
from cwm_lsp.predict.plans import Entry, LinePlan, StatePlan, call_plan, line_plan
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.reminders import Reminders
from cwm_lsp.predict.writer import Value, Vocabulary, Writer, distinct, encode
from cwm_lsp.trace.frames import UNCHANGED, Event, Frame, Special, State
from cwm_lsp.trace.moments import Moment, rebased_frames
from cwm_lsp.trace.timeline import Phase, TimelineBuilder
from cwm_lsp.trace.writing import (
    CLOSE_STATE,
    EMPTY_STATE,
    NAME_END,
    NEXT_NAME,
    OPEN_STATE,
    QUOTE,
    Piece,
    frame_pieces,
    json_text,
    opening_frames,
    prompt_pieces,
)
from cwm_lsp.verify.outcome import Expectation

MAIN = 0
"""The scope of `main`, where there is one."""
_TURN = 32
"""Frames taken over at a time: others on the event loop get their turn between."""
ROOM = 320
"""Tokens that must be left for one more frame; with less, the history is rebased."""


@dataclass(slots=True)
class _Doubts:
    """The logarithms of the probabilities of one frame's decisions."""

    event: float = 0.0
    line: float = 0.0
    value: float = 0.0
    is_cut: bool = False
    values: dict[str, float] = field(default_factory=lambda: {})

    def add(self, frame: Frame, logprob: float) -> None:
        """Count the model's answers to operations in with what the frame tells of them."""
        if not logprob:
            return
        told = [name for name, value in frame.state if value != UNCHANGED]
        for name in told:
            self.values[name] = self.values.get(name, 0.0) + logprob
        if frame.event is Event.EXCEPTION:
            self.event += logprob
        elif frame.event is Event.RETURN:
            self.value += logprob
        elif not told:
            self.line += logprob

    @property
    def decided(self) -> tuple[float, ...]:
        """The decisions that were the model's; what was forced is exactly 0.0."""
        return tuple(one for one in (self.event, self.line, self.value, *self.values.values()) if one)


class Decoding:
    """One prediction under way."""

    def __init__(
        self,
        engine: Engine,
        text: str,
        *,
        entry: int,
        is_bound: bool,
        verify: Verify = Verify.CORRECT,
        window: int | None = None,
    ) -> None:
        """Args:
        engine: asked for tokens.
        text: the context.
        entry: the line that call frames of the entry point stand on, in the context; for a bound call that of the function
            called by `main`.
        is_bound: whether the text ends in a `main` that makes the call.
        verify: what is done with steps that follow for certain.
        window: the most tokens of a sequence; the engine's context if that is shorter, or if None.
        """
        self._engine = engine
        self._text = text
        self._entry = entry
        self._is_bound = is_bound
        self._window = min(window or engine.context_length, engine.context_length)
        self.program = Program(text)
        self.builder = TimelineBuilder(self.program)
        self._operations = (
            Operations.of(engine) if answers_operations(engine) and verify is not Verify.CORRECT else None
        )
        self._certainty = Certainty(self.program, verify, asks=self._operations is not None)
        self._is_judged = verify is not Verify.OFF
        self._expected = Expectation()
        self._reminders = Reminders(self.program) if is_reminded(engine) else None
        self._told: list[Piece] = []
        self._is_left = False
        self._path = 0.0
        self._decisions = 0

    async def resume(self, history: Sequence[PredictedFrame], *, is_left: bool = False) -> None:
        """Go on from frames that are there instead of from the call; they are taken at their word, whoever wrote them.

        Args:
            history: the run so far; ends outside of an exception if it is longer than the window.
            is_left: whether the call that it ends with is left at once: the model is asked for what it returns, not for its inside.

        Raises:
            TraceFaultError: it contradicts the program's text.
        """
        for number, one in enumerate(history):
            if number % _TURN == 0:
                await asyncio.sleep(0)
            self._expected = self._certainty.followed()
            line = self._expected.line if self._expected.event is one.frame.event else None
            self._told += self.pieces_of(one.frame)
            moment = self._added(one.frame, line)
            self._told += self._reminder()
            self._certainty.add(moment, is_tied=self._is_tied(one.frame))
            self._path, self._decisions = one.path, one.decisions
        self._is_left = is_left and bool(history) and history[-1].frame.event is Event.CALL

    async def frames(self, limit: int) -> AsyncGenerator[PredictedFrame, None]:
        """Predict until the entry point's scope is left, or for `limit` frames, those of `main` not counted.

        Raises:
            EngineError: the engine can't answer; `ContextOverflow` if not even the rebased history fits.
            TraceFaultError: the program's text contradicts itself; the frames so far stand.
        """
        vocabulary = Vocabulary.of(self._engine)
        writer = await self._begun(vocabulary)
        try:
            count = sum(not (self._is_bound and moment.scope == MAIN) for moment in self.builder.moments)
            if self._is_bound and not self.builder.moments:
                for frame in self._opening():
                    writer.force(*frame_pieces(frame))
                    predicted = self._accepted(frame, _Doubts(), is_given=True)
                    writer.force(*self._reminder())
                    yield predicted
            if self._is_left:
                count += 1
                yield await self._left(writer)
            while not self.builder.ended and (count < limit or self._is_in_main()):
                if self._window - writer.length < ROOM and self._can_rebase():
                    writer.close()
                    writer = await self._rebased(vocabulary)
                predicted = await self._next(writer)
                count += not (self._is_bound and predicted.moment.scope == MAIN)
                yield predicted
        finally:
            writer.close()

    async def _begun(self, vocabulary: Vocabulary) -> Writer:
        pieces, is_resumed = [*prompt_pieces(self._text), *self._told], bool(self._told)
        self._told = []
        # A piece is a token at least: a long history need not be encoded to see that it does not fit.
        prompt = encode(self._engine, pieces) if len(pieces) < self._window or not self._can_rebase() else None
        if prompt is None or (is_resumed and self._window - len(prompt) < ROOM and self._can_rebase()):
            return await self._rebased(vocabulary)
        return Writer(self._engine, vocabulary, await self._engine.start(prompt))

    def _opening(self) -> Sequence[Frame]:
        line = next(iter(self.program.first(self._main())))
        return opening_frames(self.program.source(line))

    def _is_in_main(self) -> bool:
        """Whether only `main` is left, which hands on what the call has given."""
        return self._is_bound and self.builder.depth == 1

    def _main(self) -> int:
        return max(self.program.functions)

    def _can_rebase(self) -> bool:
        return self.builder.phase not in (Phase.RAISED, Phase.LEFT_BY_EXCEPTION)

    async def _rebased(self, vocabulary: Vocabulary) -> Writer:
        pieces: list[Piece] = list(prompt_pieces(self._text))
        for frame in rebased_frames(self.builder.moments):
            pieces += frame_pieces(frame)
        pieces += self._reminder()
        return Writer(self._engine, vocabulary, await self._engine.start(encode(self._engine, pieces)))

    async def _next(self, writer: Writer) -> PredictedFrame:
        doubts = _Doubts()
        self._expected, worked_out = await self._expectation()
        possible = narrowed(self._options(), self._expected)
        events = possible.events
        chosen, doubts.event = await writer.ask([[event.special] for event in events])
        event = events[chosen]
        if event is Event.LINE:
            frame = await self._line_frame(writer, possible, doubts)
        elif event is Event.CALL:
            frame = await self._call_frame(writer, possible, doubts)
        else:
            frame = await self._value_frame(writer, event, possible, doubts)
        writer.force(Special.FRAME_SEP)
        doubts.add(frame, worked_out)
        predicted = self._accepted(frame, doubts)
        writer.force(*self._reminder())
        return predicted

    async def _expectation(self) -> tuple[Expectation, float]:
        """What is expected, and the logarithm of the probability of the model's answers that it follows from."""
        expected, logprob = self._certainty.expected(), 0.0
        while expected.operation is not None and self._operations is not None:
            answer = await self._operations.answer(expected.operation)
            logprob += answer.logprob
            expected = self._certainty.answered(answer.text)
        return expected, logprob

    async def _left(self, writer: Writer) -> PredictedFrame:
        """The return of the call that was entered last."""
        doubts, function = _Doubts(), self.builder.function
        lines = self.program.flow(function).lines if function is not None else ()
        returning = [line for line in lines if function is not None and self.program.next(function, line).returns]
        writer.force(Special.RETURN_SEP, Special.ACTION_SEP)
        source = await self._source(writer, [self.program.source(line) for line in returning] or ["\n"], doubts)
        writer.force(Special.ARG_SEP, QUOTE)
        value = await writer.value()
        doubts.value, doubts.is_cut = value.logprob, value.is_cut
        writer.force(QUOTE, Special.FRAME_SEP)
        predicted = self._accepted(Frame(Event.RETURN, source, value=value.text), doubts)
        writer.force(*self._reminder())
        # It has skipped the steps that follow for certain: that is no contradiction.
        return replace(predicted, judgement=UNCHECKED if self._is_judged else None)

    def _accepted(self, frame: Frame, doubts: _Doubts, *, is_given: bool = False) -> PredictedFrame:
        is_invented = not self._is_bound and not self.builder.moments
        if not is_invented:
            self._path += sum(doubts.decided)
            self._decisions += len(doubts.decided)
        moment = self._added(frame, self._expected.line if self._expected.event is frame.event else None)
        judgement = self._certainty.add(moment, is_tied=self._is_tied(frame))
        if self._is_judged and (is_given or is_invented):
            judgement = given(moment)
        return PredictedFrame(
            frame,
            moment,
            doubts.event,
            doubts.line,
            doubts.values,
            doubts.value,
            self._path,
            self._decisions,
            doubts.is_cut,
            judgement,
            is_invented,
        )

    def _added(self, frame: Frame, line: int | None) -> Moment:
        moment = self.builder.add(frame, line)
        if self._reminders is not None:
            self._reminders.add(moment, self.builder)
        return moment

    def _reminder(self) -> list[Piece]:
        """What stands before the next frame, for models that are used to it."""
        return self._reminders.pieces(self.builder) if self._reminders is not None else []

    def pieces_of(self, frame: Frame) -> list[Piece]:
        """The next frame as this engine's model reads it: one with reminders is not told what is certain to stay."""
        if self._reminders is not None and frame.event is Event.LINE:
            kept = {slot.name for slot in self._line_plan().slots if slot.is_kept}
            state = tuple((name, value) for name, value in frame.state if name not in kept or value != UNCHANGED)
            frame = replace(frame, state=state)
        return list(frame_pieces(frame))

    def _is_tied(self, frame: Frame) -> bool:
        if frame.event is Event.CALL:
            return len(self.builder.candidates) == 1
        return len(self.builder.lines) <= 1

    def _options(self) -> Options:
        if self.builder.depth == 0:
            return Options(calls=(self._entry,))
        return options(self.builder, self.program)

    async def _line_frame(self, writer: Writer, possible: Options, doubts: _Doubts) -> Frame:
        plan = self._line_plan()
        if self._reminders is not None:
            state = plan.with_kept(await self._state(writer, plan.without_kept(), doubts))
        else:
            state = await self._state(writer, plan, doubts)
        writer.force(Special.ACTION_SEP)
        source = await self._source(writer, [self.program.source(line) for line in possible.lines], doubts)
        return Frame(Event.LINE, source, state)

    def _line_plan(self) -> LinePlan:
        return with_certain_slots(line_plan(self.builder, self.program), self._expected, self.builder.state)

    async def _call_frame(self, writer: Writer, possible: Options, doubts: _Doubts) -> Frame:
        resumed = [
            Entry(one.source, tuple(name for name, _ in one.state), dict(one.state)) for one in possible.sleepers
        ]
        plan = with_certain_arguments(call_plan(self.builder, self.program, possible.calls, resumed), self._expected)
        state = await self._state(writer, plan, doubts)
        writer.force(Special.ACTION_SEP)
        alive = plan.alive([name for name, _ in state])
        sources = [entry.source for entry in alive if len(entry.names) == len(state)]
        return Frame(Event.CALL, await self._source(writer, sources, doubts), state)

    async def _source(self, writer: Writer, sources: Sequence[str], doubts: _Doubts) -> str:
        """Which of the lines it is; ends before the frame separator, which tells a line from one that it begins."""
        distinct_sources = list(dict.fromkeys(sources))
        if len(distinct_sources) == 1:
            writer.force(distinct_sources[0])
            return distinct_sources[0]
        chosen, doubts.line = await writer.ask([[source] for source in distinct_sources])
        return distinct_sources[chosen]

    async def _state(self, writer: Writer, plan: StatePlan, doubts: _Doubts) -> State:
        following = plan.following(())
        if not following.names:
            writer.force(EMPTY_STATE)
            return ()
        if following.may_close:
            opened, logprob = await writer.ask([[OPEN_STATE], [EMPTY_STATE]])
            doubts.event += logprob
            if opened == 1:
                return ()
        else:
            writer.force(OPEN_STATE)
        state: list[tuple[str, str]] = []
        while True:
            name, value, closed = await self._entry_of_state(
                writer, plan, following.names, [n for n, _ in state], doubts
            )
            state.append((name, value))
            if closed:
                return tuple(state)
            following = plan.following([name for name, _ in state])

    async def _entry_of_state(
        self, writer: Writer, plan: StatePlan, names: Sequence[str], written: list[str], doubts: _Doubts
    ) -> tuple[str, str, bool]:
        """One name with its value and what comes after it; the model is asked at most once before the value itself."""
        asked: list[tuple[str, str | None, bool]] = []
        for name in names:
            after = plan.following([*written, name])
            closings = [False] * bool(after.names) + [True] * after.may_close
            known = plan.known(name)
            if known is None:
                asked.append((name, None, False))
            # Where a token may hold both the quotation mark and what follows it, a value that stays is one value among others:
            # the chance of the mark alone says nothing of the values that begin with another token.
            if known is not None or (plan.may_keep(name) and not writer.joins):
                asked += [(name, UNCHANGED if known is None else known, closing) for closing in closings]
        # There the mark that opens a value belongs to the value's question.
        mark = NAME_END[-2:] if writer.joins else ""
        options = [_entry_pieces(*one, mark) for one in asked]
        if not distinct([encode(self._engine, option) for option in options]):
            kept = [index for index, one in enumerate(asked) if one[1] is None]
            asked, options = [asked[index] for index in kept], [options[index] for index in kept]
        chosen, logprob = await writer.ask(options)
        name, value, closed = asked[chosen]
        if logprob:
            doubts.values[name] = logprob
        if value is not None:
            return name, value, closed
        writer.force(mark)
        return await self._written_entry(writer, plan, name, [*written, name], doubts)

    async def _written_entry(
        self, writer: Writer, plan: StatePlan, name: str, written: list[str], doubts: _Doubts
    ) -> tuple[str, str, bool]:
        value = await writer.value()
        doubts.values[name] = doubts.values.get(name, 0.0) + value.logprob
        doubts.is_cut |= value.is_cut
        text = value.text
        if text == UNCHANGED and not plan.may_keep(name):
            text = ""
        after = plan.following(written)
        closed = await self._separator(writer, value, bool(after.names), after.may_close, doubts)
        return name, text, closed

    async def _separator(self, writer: Writer, value: Value, may_go_on: bool, may_close: bool, doubts: _Doubts) -> bool:
        if may_go_on != may_close:
            writer.force(CLOSE_STATE if may_close else NEXT_NAME)
            return may_close
        # The quotation mark came with what follows it, in part at least.
        told = value.rest[: len(CLOSE_STATE)]
        if told in (NEXT_NAME[: len(told)], CLOSE_STATE) and len(told) == len(CLOSE_STATE):
            writer.force(CLOSE_STATE if told == CLOSE_STATE else NEXT_NAME)
            return told == CLOSE_STATE
        chosen, logprob = await writer.ask([[NEXT_NAME], [CLOSE_STATE]])
        doubts.event += logprob
        return chosen == 1

    async def _value_frame(self, writer: Writer, event: Event, possible: Options, doubts: _Doubts) -> Frame:
        source = self.program.source(self.builder.lines[0]) if self.builder.lines else "\n"
        writer.force(Special.ACTION_SEP, source, Special.ARG_SEP, QUOTE)
        known = self._known_value(event, possible)
        if known is None:
            value = await writer.value()
            doubts.value, doubts.is_cut = value.logprob, value.is_cut
            known = value.text
        else:
            writer.force(json_text(known))
        writer.force(QUOTE)
        return Frame(event, source, value=known)

    def _known_value(self, event: Event, possible: Options) -> str | None:
        """The value where verification, the program or the frames so far settle it."""
        if self._expected.event is event and self._expected.value is not None:
            return self._expected.value
        builder, function = self.builder, self.builder.function
        if event is Event.EXCEPTION:
            return builder.exception if builder.phase is Phase.LEFT_BY_EXCEPTION else None
        if builder.phase is Phase.RAISED or function is None or not builder.lines:
            return "None"
        lines = builder.lines
        if builder.exception is not None and all(self.program.only_reraises(function, line) for line in lines):
            return "None"
        if possible.yields or any(self.program.next(function, line).yields for line in lines):
            return None
        returned = {self.program.returned(function, line) for line in lines}
        if len(returned) != 1:
            return None
        (given,) = returned
        if given.kind == "nothing":
            return "None"
        if given.kind == "name":
            return dict(builder.state).get(given.name)
        if given.kind == "call":
            return self._value_of_call(given.name)
        return None

    def _value_of_call(self, name: str) -> str | None:
        """What `return f(…)` gives once f has returned to this scope: f's own value."""
        last = self.builder.moments[-1]
        if last.event is not Event.RETURN or len(last.stack) < 2:
            return None
        scope = self.builder.timeline().scopes[last.scope]
        callee = self.program.functions.get(scope.first_line or 0)
        is_plain = callee is not None and not callee.is_generator and not callee.is_async and callee.name == name
        return last.value if is_plain and callee is not None and callee.first_line == callee.def_line else None


def _entry_pieces(name: str, value: str | None, closed: bool, mark: str) -> list[Piece]:
    if value is None:
        return [json_text(name), NAME_END.removesuffix(mark)]
    pieces: list[Piece] = [json_text(name), NAME_END]
    return [*pieces, value if value == UNCHANGED else json_text(value), CLOSE_STATE if closed else NEXT_NAME]
