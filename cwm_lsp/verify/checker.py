"""The step checker: follows a timeline frame by frame and says what the next frame must be, wherever that is certain.

It keeps the program's objects as they must be by now. As long as each frame is what was expected they are shared as the program
shares them; once something unknown has happened, values are read from the frames again, and who shares what is not known any more.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cwm_lsp.source.control_flow import Next, Places
from cwm_lsp.trace.frames import Event, without_marker
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.activation import Activation, Mode
from cwm_lsp.verify.course import (
    UNCERTAIN,
    Course,
    begins_without_line,
    course,
    enclosing_finally,
    final_block,
    handler_line,
)
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.facts import Code, Facts, Listing, Place
from cwm_lsp.verify.limits import Budget, Limits, Unknowable, refuse
from cwm_lsp.verify.line import execute_line, execute_statement, header_nodes, names_bound
from cwm_lsp.verify.objects import (
    BUILTIN_EXCEPTIONS,
    Evaluation,
    ExceptionValue,
    Finished,
    Names,
    Operation,
    Thrown,
    UserCall,
    Yielded,
    is_lasting,
    kind_name,
)
from cwm_lsp.verify.outcome import Expectation, Judgement, Verdict, judged
from cwm_lsp.verify.scene import Scene
from cwm_lsp.verify.spanning import next_line, spanning
from cwm_lsp.verify.statements import Executor, Left, Way
from cwm_lsp.verify.values import Foreign, containers_in

_GIVEN_UP = (Unknowable, Thrown, RecursionError, MemoryError)
_OPEN = object()
"""The result of a line after which all is known but which line follows."""


class Checker:
    """Follows one timeline. To go back, make a new one and add the moments again: that costs microseconds a frame.

    Attributes:
        faults: mistakes of the verifier's own, for its tests and figures: each cost one step its certainty, nothing else.
    """

    def __init__(self, listing: Listing, limits: Limits | None = None, *, asks: bool = False) -> None:
        """Args:
        listing: the text of the context.
        limits: what one step may cost.
        asks: whether operations are put to whoever uses the checker, instead of worked out; the module's own never are.
        """
        self.faults: list[str] = []
        self._facts = Facts(listing)
        module = Names({}, self._facts.module_names)
        self._ev = Evaluator(Budget(limits or Limits()), module)
        self._executor = Executor(self._ev, self._facts)
        self._scene = Scene(self._ev, self._facts)
        self._expected: Expectation | None = None
        self._result: Any = None
        self._run_module()
        self._ev.is_asking = asks

    # The module

    def _run_module(self) -> None:
        """Work out the module's names: its functions, its constants."""
        module = self._ev.module
        for node in self._facts.tree.body:
            self._ev.budget.restart()
            try:
                self._ev.run(self._executor.simple(node, module))
                continue
            except _GIVEN_UP:
                pass
            except Exception as error:
                self.faults.append(repr(error))
            for name in names_bound([node]):
                module.values[name] = Foreign()
            if not isinstance(node, ast.ClassDef):
                self._scene.forget()

    # What is asked

    @property
    def spent(self) -> int:
        """How many operations the last step took."""
        return self._ev.budget.spent

    def expected(self) -> Expectation:
        """What the next frame must be, as far as it is certain."""
        if self._expected is None:
            self._result = None
            self._expected = self._worked_out(self._work)
        return self._expected

    def answer(self, reply: str) -> Expectation:
        """Say what comes of the operation that is asked for; gives what is expected then, or the next operation.

        Args:
            reply: a repr, or the name of an exception after `asking.RAISED`.
        """
        act = self._scene.stack[-1]
        assert self._expected is not None and self._expected.operation is not None

        def go_on(pending: Evaluation) -> object:
            self._ev.budget.answered()
            return pending.send(reply)

        self._expected = self._worked_out(lambda: self._advanced(act, go_on))
        return self._expected

    def _worked_out(self, work: Callable[[], Expectation]) -> Expectation:
        try:
            found = work()
        except _GIVEN_UP:
            found = self._unknown(self._scene.stack[-1], "a step that is too large")
        except Exception as error:
            self.faults.append(repr(error))
            found = self._unknown(self._scene.stack[-1], "a mistake of the verifier's")
        if found.event is not None and not self._scene.has_finalizers:
            found = replace(found, is_alone=True)
        return found

    def add(self, moment: Moment) -> Judgement:
        """Compare the next moment with what was expected, and go on from it as it is.

        Args:
            moment: with `line` None where equal lines have not been told apart.
        """
        expected = self.expected()
        if (
            moment.line is None
            and expected.event is moment.event
            and expected.line is not None
            and without_marker(self._facts.line(expected.line)) == moment.source.rstrip("\n")
        ):
            # Of equal lines it can only be the one that is certain.
            moment = replace(moment, line=expected.line)
        judgement = judged(expected, moment)
        result = self._result
        self._expected = None
        try:
            self._go_on(moment, judgement, result)
        except _GIVEN_UP:
            self._lose(moment)
        except Exception as error:
            self.faults.append(repr(error))
            self._lose(moment)
        return judgement

    def _go_on(self, moment: Moment, judgement: Judgement, result: Any) -> None:
        expected = judgement.expectation
        agrees = expected.event is moment.event and judgement.verdict is not Verdict.CONTRADICTED
        if moment.event is Event.CALL:
            self._called(moment, result if agrees else None)
        elif not self._scene.stack or self._scene.stack[-1].scope != moment.scope:
            self._lose(moment)
        elif moment.event is Event.LINE:
            self._stepped(moment, agrees and expected.line is not None, result is _OPEN)
        elif moment.event is Event.EXCEPTION:
            self._raised(moment, result if agrees else None)
        else:
            self._returned(moment, agrees)

    # Working out what comes next

    def _work(self) -> Expectation:
        if not self._scene.stack:
            return Expectation(reason="outside of the trace")
        act = self._scene.stack[-1]
        self._ev.budget.restart()
        self._ev.changed = self._ev.loosely_changed = False
        if act.code is None or (act.places is None and act.mode is not Mode.ENTERED):
            return Expectation(reason="a function or line that is not known")
        if act.mode is Mode.ENTERED:
            if begins_without_line(act.code):
                return Expectation(reason="a format that the compiler rewrites")
            entry = self._facts.listing.flow(act.code.first_line).entry
            return self._at(act, Course(entry[0] if len(entry) == 1 else None))
        if act.mode is Mode.AT_LINE:
            place = spanning(act)
            if place is not None:
                return self._within(act, place)
            act.pending = execute_line(self._executor, act)
            return self._advanced(act, lambda pending: next(pending))
        if act.mode is Mode.RAISED:
            return self._after_exception(act)
        if act.mode is Mode.ANSWERED and act.pending is not None:
            answer, error = act.answer, act.error
            act.answer = act.error = None
            if error is not None:
                thrown = Thrown(error)
                return self._advanced(act, lambda pending: pending.throw(thrown))
            return self._advanced(act, lambda pending: pending.send(answer))
        return Expectation(reason=act.reason or "something unknown on this line")

    def _within(self, act: Activation, place: Place) -> Expectation:
        """A line of a statement that has several: its next line, or what the statement does once its parts are there."""
        assert act.code is not None and act.places is not None
        following = self._facts.listing.flow(act.code.first_line).following(act.places)
        has_begun = act.before is not None and (act.before == -1 or place.first <= act.before <= place.last)
        try:
            if has_begun and act.spanned is not place.node:
                refuse("a statement of several lines")
            line = self._next_line(act, place, following)
        except (Unknowable, Thrown):
            return self._unknown(act, "a statement of several lines")
        if line is not None:
            act.spanned = place.node
            return self._at(act, Course(line))
        act.spanned = None
        act.pending = execute_statement(self._executor, act, place)
        return self._advanced(act, lambda pending: next(pending))

    def _next_line(self, act: Activation, place: Place, following: Next) -> int | None:
        asks, self._ev.is_asking = self._ev.is_asking, False
        try:
            return next_line(self._ev, act, place, following)
        finally:
            self._ev.is_asking = asks

    def _advanced(self, act: Activation, resume: Any) -> Expectation:
        assert act.pending is not None and act.code is not None
        try:
            request = resume(act.pending)
        except StopIteration as end:
            act.pending = None
            self._scene.settle()
            return self._left(act, *end.value)
        except Thrown as error:
            act.pending = None
            self._scene.settle()
            if error.is_again:
                return self._raised_again(act, error.value)
            self._result = error.value
            if act.line is None:
                return Expectation(reason="a line that is not known")
            return Expectation(Event.EXCEPTION, act.line, value=repr(kind_name(error.value.kind)))
        except Unknowable as end:
            act.pending = None
            return self._unknown(act, end.reason)
        except (RecursionError, MemoryError):
            act.pending = None
            return self._unknown(act, "nested too deeply")
        if isinstance(request, Operation):
            return Expectation(operation=request, reason="an operation that is asked for")
        if isinstance(request, Yielded):
            return self._yielded(act, request.value)
        return self._asked(request)

    def _raised_again(self, act: Activation, error: ExceptionValue) -> Expectation:
        """A bare `raise`: there is no exception event; the function is left, unless something around it can catch it."""
        assert act.code is not None and act.places is not None
        following = self._facts.listing.flow(act.code.first_line).following(act.places)
        if following.lines or following.handlers or not following.reraises or act.line is None:
            return self._unknown(act, "an exception that is raised again")
        act.is_raising, act.raising = True, error
        return Expectation(Event.RETURN, act.line, value="None")

    def _asked(self, request: UserCall) -> Expectation:
        self._scene.settle()
        generator = request.generator
        if generator is not None and generator.scope is not None:
            return self._resumption(generator.scope, request.sent)
        code: Code = request.function.code
        names = Names(dict(request.arguments), code.own, request.function.outer, code.shared, code.qualname)
        entered = Activation(-1, code, names, None, generator=generator)
        self._result = entered
        claims = self._scene.claims(entered)
        return _expectation(Event.CALL, code.first_line, claims)

    def _resumption(self, entered: Activation, sent: Any) -> Expectation:
        """A suspended generator goes on: its scope is entered again, at the line that it stands on."""
        if entered.line is None or self._scene.asleep.get(entered.scope) is not entered:
            return Expectation(reason="a generator whose place is not known")
        self._result = entered
        entered.answer = sent
        return replace(_expectation(Event.CALL, entered.line, self._scene.claims(entered)), scope=entered.scope)

    def _yielded(self, act: Activation, value: Any) -> Expectation:
        self._scene.settle()
        if act.line is None:
            return Expectation(reason="a line that is not known")
        act.is_yielding = True
        self._result = value
        shown = self._scene.shown(value)
        reason = "" if shown is not None else "a value that is not known"
        return Expectation(Event.RETURN, act.line, value=shown, reason=reason)

    def _left(self, act: Activation, place: Place, left: Left) -> Expectation:
        """What follows a line whose statements were executed."""
        assert act.code is not None and act.places is not None and act.line is not None
        flow = self._facts.listing.flow(act.code.first_line)
        following = flow.following_resumed(act.places) if act.has_yielded else flow.following(act.places)
        target = course(act.code, place, left.way, following)
        if self._may_close(act, place, left):
            return Expectation(reason="a generator that may be closed here")
        block = final_block(place)
        if left.way is Way.RETURN and target.line is not None and block is not None:
            act.leaving = block, left.value
        if target.returns:
            self._result = left.value if left.way is Way.RETURN else self._waiting(act, place)
            shown = self._scene.shown(self._result)
            reason = "" if shown is not None else "a value that is not known"
            return Expectation(Event.RETURN, act.line, value=shown, reason=reason)
        if (
            isinstance(place.node, ast.ExceptHandler)
            and left.way is Way.FALSE
            and target is UNCERTAIN
            and following.reraises
            and not following.returns
            and all(place.node.lineno < line <= place.end for line in following.lines)
        ):
            act.is_raising = True
            return Expectation(Event.RETURN, act.line, value="None")
        return self._at(act, target)

    def _waiting(self, act: Activation, place: Place) -> Any:
        """What is returned where a function ends: what a return that a `finally` held up gives, else None."""
        block = enclosing_finally(place)
        if block is None:
            return None
        return act.leaving[1] if act.leaving is not None and act.leaving[0] is block else Foreign()

    def _may_close(self, act: Activation, place: Place, left: Left) -> bool:
        """Whether what was just executed may have dropped the last reference to a suspended generator: closing it gives a call."""
        if self._scene.newly_loose():
            return True
        if not self._scene.has_finalizers:
            return False
        if left.way is Way.BREAK or act.handled:
            return True
        return any(
            isinstance(one, ast.Name) and self._scene.holds_unknown(act, one.id) for one in header_nodes(place.node)
        )

    def _after_exception(self, act: Activation) -> Expectation:
        assert act.code is not None and act.places is not None
        if act.line is None:
            return Expectation(reason="a line that is not known")
        following = self._facts.listing.flow(act.code.first_line).following(act.places)
        target = handler_line(act.code, act.line, following)
        if target.returns:
            return Expectation(Event.RETURN, act.line, value="None")
        if target.line is None:
            return Expectation(reason="where the exception is handled")
        return self._at(act, target)

    def _at(self, act: Activation, target: Course) -> Expectation:
        """A line event at the target, with the scope's names as they are now."""
        if target.line is None:
            claims = self._scene.claims(act)
            self._result = _OPEN
            held = {name: shown for name, shown in claims.items() if shown is not None and name not in act.fading}
            return Expectation(values=held, reason="which line follows")
        act.leave_clauses(target.line)
        return _expectation(Event.LINE, target.line, self._scene.claims(act))

    def _unknown(self, act: Activation, reason: str) -> Expectation:
        """Nothing is certain but what can't have changed."""
        assert act.code is not None
        self._scene.forget()
        act.mode = Mode.LOST
        act.reason = reason
        act.spanned = None
        act.lose_loops()
        touched = _names_bound_on(act.code, act.line or 0)
        values: dict[str, str] = {}
        for name, value in act.names.values.items():
            if name in act.code.own and name not in act.code.shared and name not in touched and is_lasting(value):
                shown = self._scene.shown(value)
                if shown is not None and name not in act.fading:
                    values[name] = shown
        return Expectation(values=values, reason=reason)

    # Going on from a frame

    def _called(self, moment: Moment, entered: Activation | None) -> None:
        caller = self._scene.stack[-1] if self._scene.stack else None
        sleeper = self._scene.asleep.pop(moment.scope, None)
        if entered is not None and (sleeper is None or sleeper is entered):
            if sleeper is entered:
                entered.mode = Mode.ANSWERED
                entered.error = None
                entered.reason = "a generator that was resumed"
            elif entered.generator is not None:
                entered.generator.scope = entered
            entered.scope = moment.scope
            self._scene.stack.append(entered)
            self._scene.refresh(entered, moment.state)
            return
        if caller is not None:
            self._abandon(caller, "a call that was not expected")
        if sleeper is not None:
            sleeper.mode = Mode.LOST
            sleeper.reason = "a generator that was resumed"
            self._scene.stack.append(sleeper)
            return
        code = self._facts.code(moment.line)
        local = frozenset(code.order) if code is not None else frozenset[str]()
        shared = code.shared if code is not None else frozenset[str]()
        names = Names({}, local, None, shared, code.qualname if code is not None else "")
        act = Activation(moment.scope, code, names, None)
        self._scene.stack.append(act)
        self._scene.read(act, moment.state)

    def _stepped(self, moment: Moment, agrees: bool, is_open: bool) -> None:
        act = self._scene.stack[-1]
        if act.pending is not None:
            act.pending.close()
            act.pending = None
        if is_open and moment.line is not None and act.code is not None:
            act.leave_clauses(moment.line)
            claims = self._scene.claims(act)
            agrees = len(claims) == len(moment.state) and all(
                name in claims and claims[name] in (None, shown) for name, shown in moment.state
            )
        act.move(moment.line, self._flow_places(act, moment.line))
        if agrees:
            self._scene.refresh(act, moment.state)
        else:
            act.spanned = None
            self._scene.forget()
            self._scene.read(act, moment.state)

    def _flow_places(self, act: Activation, line: int | None) -> Places | None:
        if act.code is None or line is None:
            return None
        flow = self._facts.listing.flow(act.code.first_line)
        if act.places is None:
            return flow.enter(line)
        return flow.move(act.places, line, raised=act.mode is Mode.RAISED)

    def _raised(self, moment: Moment, error: ExceptionValue | None) -> None:
        act = self._scene.stack[-1]
        if act.pending is not None:
            act.pending.close()
            act.pending = None
        if error is None:
            self._scene.forget()
            self._doubt_line(act)
            kind = BUILTIN_EXCEPTIONS.get((moment.value or "").strip("'"))
            if kind is not None and kind.__name__ not in self._ev.module.local:
                error = ExceptionValue(kind, None)
        act.mode = Mode.RAISED
        act.is_raising = True
        act.raising = error

    def _doubt_line(self, act: Activation) -> None:
        """A line that is not known was left in its midst: it may have bound any of its names, and no frame shows them yet."""
        if act.code is None or act.line is None:
            return
        for name in _names_bound_on(act.code, act.line) & act.names.values.keys():
            act.names.values[name] = Foreign()

    def _returned(self, moment: Moment, agrees: bool) -> None:
        act = self._scene.stack.pop()
        value, is_raising = self._result, act.is_raising
        if not agrees:
            self._scene.forget()
        if is_raising:
            value = None
        elif not agrees or isinstance(value, Foreign):
            value = self._scene.parsed(moment.value or "")
            if containers_in(value):
                self._scene.forget()
                self._ev.loosen(value)
        doubtful = not agrees and not is_raising and (self._may_reraise(act) or self._may_be_either(act))
        is_suspended = not is_raising and (act.is_yielding if agrees else self._is_suspended(act))
        act.is_yielding = False
        if is_suspended:
            act.has_yielded = True
            self._scene.asleep[act.scope] = act
        elif act.generator is not None:
            self._ev.ended(act.generator)
        if not self._scene.stack:
            return
        caller = self._scene.stack[-1]
        if caller.pending is None or doubtful or (is_raising and act.raising is None):
            self._abandon(caller, "a call that was not expected" if caller.pending is None else "how a call ended")
            return
        if self._scene.newly_loose():
            self._abandon(caller, "a generator that may be closed here")
            return
        if self._scene.has_finalizers and (
            is_raising or any(self._scene.holds_unknown(act, name) for name in act.names.values)
        ):
            self._abandon(caller, "a generator that may be closed here")
            return
        caller.mode = Mode.ANSWERED
        if not is_suspended and act.code is not None and act.code.is_suspended:
            value = Finished(value)
        caller.answer, caller.error = value, act.raising if is_raising else None

    def _is_suspended(self, act: Activation) -> bool:
        """Whether a scope that gave a return event can go on later."""
        if act.code is None or not act.code.is_suspended:
            return False
        return act.places is None or self._facts.listing.flow(act.code.first_line).following(act.places).yields

    def _may_be_either(self, act: Activation) -> bool:
        """Whether a return event of a generator's line may suspend it or end it."""
        if act.code is None or not act.code.is_suspended:
            return False
        if act.places is None:
            return True
        following = self._facts.listing.flow(act.code.first_line).following(act.places)
        return following.yields and following.returns

    def _may_reraise(self, act: Activation) -> bool:
        if act.code is None or act.places is None:
            return True
        return self._facts.listing.flow(act.code.first_line).following(act.places).reraises

    def _abandon(self, act: Activation, reason: str) -> None:
        if act.pending is not None:
            act.pending.close()
            act.pending = None
        self._scene.forget()
        act.mode = Mode.LOST
        act.reason = reason
        act.spanned = None
        act.lose_loops()

    def _lose(self, moment: Moment) -> None:
        """A moment of a scope that was not the innermost: nothing is known any more."""
        self._scene.forget()
        self._scene.stack = [act for act in self._scene.stack if act.scope in moment.stack]
        for act in self._scene.stack:
            self._abandon(act, "a scope that was left unseen")


def _names_bound_on(code: Code, line: int) -> frozenset[str]:
    """The names that what stands on a line may bind; of compound statements only the header counts."""
    here = [place.node for place in code.around.get(line, ()) if place.first <= line <= place.last]
    return names_bound(here, headers=True)


def _expectation(event: Event, line: int, claims: dict[str, str | None]) -> Expectation:
    values = {name: shown for name, shown in claims.items() if shown is not None}
    reason = "" if len(values) == len(claims) else "a value that is not known"
    return Expectation(event, line, tuple(claims), values, reason=reason)
