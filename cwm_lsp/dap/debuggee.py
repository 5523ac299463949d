"""What is debugged: a question, the runs predicted for it, and where in one of them somebody stands. No protocol is known here.

Lines that come in and go out are the file's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace

from cwm_lsp.dap.breakpoints import Breakpoint, Breakpoints, Exceptions
from cwm_lsp.dap.changing import changed, parting
from cwm_lsp.dap.cursor import Move
from cwm_lsp.dap.expressions import ExpressionError, Expressions
from cwm_lsp.dap.history import History
from cwm_lsp.dap.question import Question
from cwm_lsp.dap.run import Beginning, Change, Predict, Run, Skipped
from cwm_lsp.dap.walk import Arrival, Walk, Why
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.trace import TracePrediction, TraceSettings, predict_in_context
from cwm_lsp.source.context import Context
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Scope
from cwm_lsp.trace.timeline import Timeline

ORIGINAL = "original"
_LONGEST_TRAIL = 10_000


class NotPossible(Exception):
    """Something that can't be done here; the message says why."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a line was reached.

    Attributes:
        index: the position.
        number: which time it was in the run so far, from 1.
    """

    index: int
    number: int


class Debuggee:
    """One predicted call, and somebody who steps through it.

    Attributes:
        question: what is predicted.
        context: what the model is given.
        program: the context, read.
        expressions: evaluates in it.
        breakpoints: all of them.
        runs: the original and those that changed values have led to, in the order in which they were made.
        run: the one that is looked at.
        position: where, by moment; -1 before the first.
        arrival: how one came there; None before the start.
    """

    def __init__(
        self,
        question: Question,
        context: Context,
        engine: Engine,
        calibration: Calibration,
        settings: TraceSettings,
        *,
        known: TracePrediction | None = None,
        begun: Beginning | None = None,
        finished: Callable[[TracePrediction], None] | None = None,
        complain: Callable[[str], None],
        leaves_calls: bool = False,
    ) -> None:
        """Needs a running event loop.

        Args:
            question: what is predicted.
            context: of the call.
            engine: asked for tokens.
            calibration: of the model.
            settings: limits.
            known: the whole prediction, if somebody remembers it.
            begun: its beginning, if somebody remembers no more.
            finished: told of the original run's whole prediction.
            complain: told about conditions that can't be evaluated.
            leaves_calls: whether a step over a call that has not been predicted asks for its return alone.
        """
        self.question = question
        self.context = context
        self.program = Program(context.text)
        self.expressions = Expressions(question.document.text)
        self.breakpoints = Breakpoints(self.expressions, self.qualname, complain)
        self._calibration = calibration
        self._predict = _predictor(engine, context, settings)
        self.run = Run(ORIGINAL, context, self._predict, calibration, known=known, begun=begun, finished=finished)
        self.runs = [self.run]
        self.position = -1
        self.arrival: Arrival | None = None
        self._leaves_calls = leaves_calls
        self._apart: list[Run] = []
        self._trail: list[int] = []
        self._walk: Walk | None = None
        self._moving: asyncio.Task[Arrival] | None = None

    # What there is

    @property
    def history(self) -> History:
        """The run that is looked at, so far."""
        return self.run.history

    def qualname(self, first_line: int) -> str:
        """The qualified name of the function whose call frames stand on a line of the context."""
        function = self.program.functions.get(first_line)
        return function.qualname if function is not None else ""

    def parameters(self, first_line: int | None) -> frozenset[str]:
        """The names of a function's parameters."""
        function = self.program.functions.get(first_line or 0)
        return frozenset(one.name for one in function.parameters) if function is not None else frozenset()

    def breakable(self) -> tuple[int, ...]:
        """The file lines at which line breakpoints can be hit, in order."""
        found = {
            line
            for first, function in self.program.functions.items()
            if not (self.context.call is not None and first == max(self.program.functions))
            for number in self.program.flow(function.first_line).lines
            if (line := self.context.file_line(number)) is not None
        }
        return tuple(sorted(found))

    def visits(self, file_line: int) -> tuple[Visit, ...]:
        """The times that a line was reached in what has been predicted of the run."""
        wanted = self.context.context_line(file_line)
        found = [
            index
            for index, moment in enumerate(self.history.moments)
            if moment.event is Event.LINE and moment.line == wanted and self.history.is_shown(index)
        ]
        return tuple(Visit(index, number + 1) for number, index in enumerate(found)) if wanted is not None else ()

    def state(self, scope: int) -> State:
        """The variables of a scope that is shown at the position."""
        return self.history.moments[self.history.state_index(scope, self.position)].state

    @property
    def is_moving(self) -> bool:
        """Whether a move is under way."""
        return self._moving is not None

    @property
    def progress(self) -> int:
        """How many steps of the run a move under way has seen, or are there."""
        return len(self.history)

    # Moving

    async def start(self, *, stop_on_entry: bool, log: Callable[[str], None]) -> Arrival:
        """Go to the first line, or on to the first breakpoint.

        Raises:
            Exception: what has kept the run from being predicted.
        """
        if not stop_on_entry:
            return await self.move(Move.CONTINUE, log)
        arrival = await self.move(Move.INTO, log)
        return self._arrive(replace(arrival, why=Why.ENTRY)) if arrival.why is Why.STEP else arrival

    async def move(self, move: Move, log: Callable[[str], None] | None = None) -> Arrival:
        """Move, until something stops it.

        Args:
            move: the way of moving.
            log: told what log points on the way say.

        Raises:
            NotPossible: a move is under way.
            Exception: what has kept the run from being predicted; the position is as before.
        """
        if self._moving is not None:
            raise NotPossible("A step is under way; pause it first.")
        if move is Move.BACK and self._trail:
            return self._arrive(Arrival(self._trail.pop(), Why.STEP))
        start = self.position
        if move is Move.INTO:
            self._open_up()
        arrival = await self._walked(move, start, log)
        while arrival.why is Why.SKIP:
            self._cut_short(arrival.index)
            arrival = await self._walked(move, start, log)
        self._remember(move, start, arrival)
        return self._arrive(arrival)

    async def _walked(self, move: Move, start: int, log: Callable[[str], None] | None) -> Arrival:
        may_skip = self._is_plain if self._leaves_calls else None
        self._walk = Walk(self.run, self.breakpoints, move, start, log, may_skip)
        self._moving = asyncio.get_running_loop().create_task(self._walk.go())
        try:
            return await self._halted(self._moving, self._walk)
        finally:
            self._moving.cancel()
            self._moving = self._walk = None

    async def _halted(self, moving: asyncio.Task[Arrival], walk: Walk) -> Arrival:
        await asyncio.wait([moving])
        if moving.cancelled() and walk.is_halted:
            return Arrival(walk.index, Why.PAUSE)
        return moving.result()

    def halt(self) -> bool:
        """Stop the move under way where it is; whether there was one."""
        if self._moving is None or self._walk is None:
            return False
        self._walk.is_halted = True
        self._moving.cancel()
        self.run.rest()
        return True

    def go_to(self, index: int, why: Why = Why.GOTO) -> Arrival:
        """Stand at a moment that has been predicted."""
        if self._moving is not None:
            raise NotPossible("A step is under way; pause it first.")
        if not 0 <= index < len(self.history) or not self.history.is_shown(index):
            raise NotPossible("There is no such place in the predicted run.")
        self._trail.clear()
        return self._arrive(Arrival(index, why))

    def restart(self, scope: int) -> Arrival:
        """Go back to the first line of a scope."""
        entered = self.history.entered(scope)
        first = next(
            (index for index in range(entered, self.position + 1) if self.history.is_first_line(index)), entered
        )
        return self.go_to(first, Why.RESTART)

    def _remember(self, move: Move, start: int, arrival: Arrival) -> None:
        """Stepping back undoes steps; other moves have nothing to be undone."""
        if move in (Move.INTO, Move.OVER, Move.OUT) and start >= 0:
            if arrival.index != start:
                self._trail.append(start)
                del self._trail[:-_LONGEST_TRAIL]
        else:
            self._trail.clear()

    def _arrive(self, arrival: Arrival) -> Arrival:
        self.position = arrival.index
        self.arrival = arrival
        self.run.want(self.position)
        return arrival

    # Calls that are left at once

    def _is_plain(self, scope: Scope) -> bool:
        """Whether a call is one that gives its value when it is left."""
        function = self.program.functions.get(scope.first_line or 0)
        return function is not None and not function.is_generator and not function.is_async

    def _cut_short(self, index: int) -> None:
        """Look at a run that is the same up to a call event and then leaves the call at once."""
        whole = self.run
        timeline = Timeline(tuple(self.history.moments[: index + 1]), tuple(self.history.scopes), ended=False)
        self._exchange(
            Run(
                whole.name,
                self.context,
                self._predict,
                self._calibration,
                begun=Beginning(whole.frames[: index + 1], timeline, is_left=True),
                change=whole.change,
                skipped=(*whole.skipped, Skipped(index, whole)),
            )
        )

    def _open_up(self) -> None:
        """If the step in that is to come enters a call that was left at once, look at the run that has its inside."""
        for skipped in reversed(self.run.skipped):
            between = range(self.position + 1, skipped.index)
            if skipped.index > self.position and not any(self.history.is_stop(index) for index in between):
                self._exchange(skipped.whole)
                return

    def _exchange(self, run: Run) -> None:
        """Let another run stand for the one that is looked at, in its place and under its name."""
        before = self.run
        before.rest()
        self._apart = [one for one in (*self._apart, before) if one is not run]
        self.runs[self.runs.index(before)] = run
        self.run = run
        self.breakpoints.forget()

    # Breakpoints

    def set_breakpoints(self, breakpoints: Sequence[Breakpoint], exceptions: frozenset[Exceptions]) -> None:
        """Replace all breakpoints; their lines are the context's."""
        self.breakpoints.set(breakpoints, exceptions)

    # What if

    def change(self, scope: int, name: str, text: str) -> Run:
        """Give a variable another value: everything after the position is predicted anew, as a run of its own.

        Args:
            scope: must be the innermost.
            name: one of its variables.
            text: an expression over its variables, or the repr of a value that is no plain data.

        Raises:
            NotPossible: it can't be changed here, or the value can't be known.
        """
        if self._moving is not None:
            raise NotPossible("A step is under way; pause it first.")
        history, position = self.history, self.position
        moment = history.moments[position] if 0 <= position < len(history) else None
        if moment is None or not moment.event.has_state:
            raise NotPossible(
                "Values can be changed before a line, not where a call has returned or an exception was raised."
            )
        if scope != moment.scope:
            raise NotPossible(
                "Only the innermost scope's variables can be changed: what its callers hold is told to the model when they go on."
            )
        before = dict(moment.state).get(name)
        if before is None:
            raise NotPossible(f"{name} has no value here.")
        after = self._given(text, moment.state)
        begun = changed(self.run.frames[: position + 1], history, name, after)
        number = sum(one.change is not None for one in self.runs) + 1
        self.run.rest()
        run = Run(
            f"what-if {number}",
            self.context,
            self._predict,
            self._calibration,
            begun=begun,
            change=Change(position, name, before, after),
            skipped=[one for one in self.run.skipped if one.index < position],
        )
        self.runs.append(run)
        self._show(run, position)
        return run

    def select(self, run: Run) -> None:
        """Look at another run: at the same position, or where the two part if that lies before it."""
        if self._moving is not None:
            raise NotPossible("A step is under way; pause it first.")
        self.run.rest()
        self._show(run, min(self.position, parting(self.run.history, run.history)))

    def _show(self, run: Run, position: int) -> None:
        self.run = run
        self.breakpoints.forget()
        self._trail.clear()
        self._arrive(Arrival(position, Why.CHANGE))

    def _given(self, text: str, state: State) -> str:
        try:
            return self.expressions.value(text, state)
        except ExpressionError as error:
            # Reprs such as `<Node object>` or `Point(x=1)` are values too, if not ones that could be worked out.
            shown = text.strip()
            if shown.startswith("<") and shown.endswith(">"):
                return shown
            try:
                self.expressions.check(shown)
            except ExpressionError:
                raise NotPossible(f"{shown!r} is no value: {error}.") from error
            if shown.endswith(")") and shown[:1].isupper():
                return shown
            raise NotPossible(f"{shown!r} has no value here: {error}.") from error

    async def close(self) -> None:
        """Stop predicting."""
        self.halt()
        for run in (*self.runs, *self._apart):
            await run.close()


def _predictor(engine: Engine, context: Context, settings: TraceSettings) -> Predict:
    def predict(history: Sequence[PredictedFrame], is_left: bool) -> AsyncGenerator[TracePrediction, None]:
        return predict_in_context(
            engine,
            context,
            max_frames=settings.max_frames,
            verify=settings.verify,
            history=history,
            is_left=is_left,
        )

    return predict
