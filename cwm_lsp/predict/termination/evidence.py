"""What the predicted run of one call shows about its end: a state that comes back, a set of states that is never left, recursion.

Only runs whose every step is verified are read here, so that what they show is proven. Pure: a run in, evidence out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from cwm_lsp.predict.annotations import exception_name
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.findings import EndlessLoop, findings
from cwm_lsp.predict.literals import is_immutable, literal_repr
from cwm_lsp.predict.termination.changing import calls_only_own, changes_nothing
from cwm_lsp.predict.termination.closed import closed_functions, is_closed, keeps_nothing
from cwm_lsp.predict.termination.endless import for_never_ends, loop_never_ends, recursion_never_ends
from cwm_lsp.predict.termination.reading import definition, loops
from cwm_lsp.predict.termination.recurring import Recurrence
from cwm_lsp.predict.termination.rules import concerns
from cwm_lsp.predict.termination.silent import SilentRun
from cwm_lsp.predict.termination.verdict import Evidence, EvidenceKind, Sort
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.outcome import Verdict as Step

_FEWEST_PASSES = 3
_SHOWN_PASSES = 3
_PLAIN = Calibration()


def evidence_of(run: SilentRun, document: Document, call: str, sort: Sort) -> Evidence:
    """What a run shows.

    Args:
        run: every step of it verified.
        document: the file.
        call: the call that it is of.
        sort: how usual the call is.
    """
    return _Reader(run, document, call, sort).read()


class _Reader:
    def __init__(self, run: SilentRun, document: Document, call: str, sort: Sort) -> None:
        self.run = run
        self.prediction: TracePrediction = run.prediction
        self.moments = run.prediction.timeline.moments
        self.document = document
        self.call = call
        self.sort = sort
        by_line = {function.first_line: function for function in document.functions}
        self.functions: dict[int, Function] = {}
        for scope in self.prediction.timeline.scopes:
            line = self._file_line(scope.first_line)
            if line is not None and line in by_line:
                self.functions[scope.id] = by_line[line]

    def read(self) -> Evidence:
        """The evidence."""
        if not all(self._is_verified(index) for index in range(len(self.moments))):
            return self._evidence(EvidenceKind.OPEN)
        if self.prediction.status is Status.COMPLETE:
            return self._evidence(EvidenceKind.ENDS, change=self._ending())
        for finding in findings(self.prediction, _PLAIN):
            if not isinstance(finding, EndlessLoop) or not self._is_without_memory(finding):
                continue
            if finding.is_proven or self._keeps_containers(finding):
                return self._evidence(
                    EvidenceKind.IDENTICAL_STATE, line=finding.line, state=finding.state, is_proven=True
                )
        if not self.moments:
            return self._evidence(EvidenceKind.OPEN)
        return self._recursion() or self._loop() or self._evidence(EvidenceKind.OPEN)

    def _is_concerned(self) -> bool:
        """Whether the run goes through the body of a loop, or into a recursive call, whose end is not plain."""
        visited: dict[int, int] = {}
        entered: dict[Function, int] = {}
        for one in self.moments:
            line = self._file_line(one.line)
            if one.event is Event.LINE and line is not None:
                visited[line] = visited.get(line, 0) + 1
            elif one.event is Event.CALL and (function := self.functions.get(one.scope)) is not None:
                entered[function] = entered.get(function, 0) + 1
        return any(
            entered.get(function, 0) > 1 if one.what == "recursion" else visited.get(one.line, 0) > 1
            for function in entered
            for one in concerns(self.document, function)
        )

    def _evidence(
        self,
        kind: EvidenceKind,
        *,
        line: int | None = None,
        state: Sequence[tuple[str, str]] = (),
        change: str = "",
        is_proven: bool = False,
    ) -> Evidence:
        proven = is_proven or kind is EvidenceKind.ENDS
        return Evidence(
            kind, self.call, self.sort, proven, line, tuple(state), change, len(self.moments), self._is_concerned()
        )

    def _is_verified(self, index: int) -> bool:
        judgement = self.prediction.frames[index].judgement
        return judgement is not None and judgement.verdict is Step.VERIFIED

    def _file_line(self, line: int | None) -> int | None:
        return self.prediction.context.file_line(line) if line is not None else None

    def _ending(self) -> str:
        last = self.moments[-1]
        raised = next((one for one in reversed(self.moments[-3:]) if one.event is Event.EXCEPTION), None)
        return f"raises {exception_name(raised)}" if raised is not None else f"returns {last.value}"

    def _keeps_containers(self, finding: EndlessLoop) -> bool:
        """Whether it does not matter which mutable values of the state are one and the same object, which no repr shows: nothing is
        changed between the state and its return, or there is only one such value and only this function has it in its hands."""
        for function in self.document.functions:
            node = definition(self.document, function) if finding.line in function else None
            for loop in loops(node) if node is not None else ():
                if loop.lineno == finding.line and isinstance(loop, ast.While):
                    lines = self._lines_between(finding)
                    within = [one for one in ast.walk(loop) if getattr(one, "lineno", 0) in lines]
                    state = dict(finding.state)
                    mutable = [value for value in state.values() if not is_immutable(value)]
                    if changes_nothing(within, state):
                        return True
                    return len(mutable) == 1 and _is_flat(mutable[0]) and calls_only_own(within, state)
        return False

    def _is_without_memory(self, finding: EndlessLoop) -> bool:
        """Whether nothing that the loop enters keeps something from call to call, which the loop's state does not show."""
        entered = {function for function in self.functions.values() if finding.line not in function}
        return all(keeps_nothing(self.document, function) for function in entered)

    def _lines_between(self, finding: EndlessLoop) -> frozenset[int]:
        """The file lines that are gone through from a state to its return."""
        at = [
            index
            for index, one in enumerate(self.moments)
            if one.event is Event.LINE and one.state == finding.state and self._file_line(one.line) == finding.at
        ]
        between = self.moments[at[0] : at[-1] + 1] if at else self.moments
        return frozenset(line for one in between if (line := self._file_line(one.line)) is not None)

    # Recursion

    def _recursion(self) -> Evidence | None:
        last = self.moments[-1]
        entered = {one.scope: one for one in self.moments if one.event is Event.CALL}
        by_function: dict[Function, list[int]] = {}
        for scope in last.stack:
            function = self.functions.get(scope)
            if function is not None:
                by_function.setdefault(function, []).append(scope)
        for function, scopes in by_function.items():
            if len(scopes) < _FEWEST_PASSES or function.is_generator or function.is_async:
                continue
            calls = [entered[scope] for scope in scopes]
            found = self._repeated(calls) or self._growing(function, calls)
            if found is not None:
                return found
        return None

    def _repeated(self, calls: Sequence[Moment]) -> Evidence | None:
        seen: dict[object, Moment] = {}
        for one in calls:
            if not all(_is_plain(value) for _, value in one.state):
                continue
            is_fixed = all(is_immutable(value) for _, value in one.state) or self._change_nothing()
            if one.state in seen and is_fixed and self._is_closed():
                return self._evidence(
                    EvidenceKind.REPEATED_ARGUMENTS, line=self._caller(one), state=one.state, is_proven=True
                )
            seen[one.state] = one
        return None

    def _growing(self, function: Function, calls: Sequence[Moment]) -> Evidence | None:
        node = definition(self.document, function)
        plain = closed_functions(self.document)
        if node is None or function.is_method or function.name not in plain:
            return None
        states = [dict(one.state) for one in calls]
        if recursion_never_ends(node, states, plain) is None:
            return None
        return self._evidence(
            EvidenceKind.GROWING_ARGUMENTS,
            line=self._caller(calls[-1]),
            state=calls[-1].state,
            change=_change(states, set(states[-1])),
            is_proven=True,
        )

    def _caller(self, call: Moment) -> int | None:
        """The line that makes a call."""
        if len(call.stack) < 2:
            return None
        before = self.moments[: self.moments.index(call)]
        made = next((one for one in reversed(before) if one.scope == call.stack[-2] and one.line is not None), None)
        return self._file_line(made.line) if made is not None else None

    def _is_closed(self) -> bool:
        """Whether what the run's functions do depends on their arguments alone."""
        return all(is_closed(self.document, function) for function in set(self.functions.values()))

    def _change_nothing(self) -> bool:
        """Whether none of the run's functions changes a value that has another name."""
        for function in set(self.functions.values()):
            node = definition(self.document, function)
            if node is None or not changes_nothing([one for part in node.body for one in ast.walk(part)], {}):
                return False
        return True

    # Loops

    def _loop(self) -> Evidence | None:
        # The run may have been cut off in what a pass enters.
        for scope in reversed(self.moments[-1].stack):
            function = self.functions.get(scope)
            node = definition(self.document, function) if function is not None else None
            for loop in loops(node) if node is not None else ():
                found = self._never_left(loop, scope)
                if found is not None:
                    return found
        return None

    def _never_left(self, loop: ast.While | ast.For | ast.AsyncFor, scope: int) -> Evidence | None:
        if isinstance(loop, ast.While):
            recurrence = Recurrence(self.document, self.moments, self.functions, self._file_line)
            state = recurrence.found(loop, scope)
            if state is not None:
                return self._evidence(EvidenceKind.IDENTICAL_STATE, line=loop.lineno, state=state, is_proven=True)
        seen = self._headers(loop, scope)
        if len(seen) < _FEWEST_PASSES:
            return None
        states = [dict(one.state) for one in seen]
        plain = closed_functions(self.document)
        if isinstance(loop, ast.While) and loop_never_ends(loop, states, plain) is not None:
            read = {name.id for name in ast.walk(loop.test) if isinstance(name, ast.Name)}
            return self._evidence(
                EvidenceKind.NEVER_LEFT,
                line=loop.lineno,
                state=seen[-1].state,
                change=_change(states, read) or _change(states, set(states[-1])),
                is_proven=True,
            )
        if isinstance(loop, ast.For) and for_never_ends(loop, states[1:], plain) is not None:
            return self._evidence(EvidenceKind.GROWING_SEQUENCE, line=loop.lineno, state=seen[-1].state, is_proven=True)
        return None

    def _headers(self, loop: ast.While | ast.For | ast.AsyncFor, scope: int) -> list[Moment]:
        """The moments at a loop's header since the loop was entered last."""
        body_end = loop.body[-1].end_lineno or loop.lineno
        found: list[Moment] = []
        for moment in reversed(self.moments):
            if moment.scope != scope:
                continue
            line = self._file_line(moment.line)
            if moment.event is not Event.LINE or line is None or not loop.lineno <= line <= body_end:
                break
            # Of a value that is cut off the size is not known.
            if line == loop.lineno and not any(value.endswith("...") for _, value in moment.state):
                found.append(moment)
        return found[::-1]


def _is_flat(text: str) -> bool:
    """Whether this is the repr of a container of values that can't be changed."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    held = cast("dict[object, object]", value).values() if isinstance(value, dict) else value
    items = cast("Iterable[object]", held) if isinstance(value, (dict, list, set)) else ()
    return all(is_immutable(repr(one)) for one in items)


def _is_plain(value: str) -> bool:
    return literal_repr(value) == value


def _change(states: Sequence[Mapping[str, str]], names: set[str]) -> str:
    """How the names have changed over the last passes: `i: 3 → 5 → 7`."""
    last = states[-_SHOWN_PASSES:]
    parts: list[str] = []
    for name in last[-1]:
        values = [one.get(name, "") for one in last]
        if name in names and len(set(values)) > 1 and all(0 < len(value) <= 40 for value in values):
            parts.append(f"{name}: {' → '.join(values)} …")
    return ", ".join(parts[:2])
