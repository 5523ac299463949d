"""One activation of a function as the checker follows it: its names, where it stands, its loops, the exceptions on their way."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from cwm_lsp.source.control_flow import Places
from cwm_lsp.verify.facts import Code, Place
from cwm_lsp.verify.objects import Evaluation, ExceptionValue, GeneratorValue, Names, is_lasting
from cwm_lsp.verify.values import Foreign


class Mode(Enum):
    """What the scope has just done."""

    ENTERED = "entered"
    AT_LINE = "at a line"
    ANSWERED = "a call that its line made has ended"
    RAISED = "raised"
    LOST = "on a line with something unknown"


@dataclass(slots=True)
class Loop:
    """A `for` loop under way.

    Attributes:
        iterator: CPython's own, over values that are known; None once it is not known how far it is.
        origin: what it walks over.
        epoch: when it was made.
        taken: how many items it has given.
    """

    iterator: Any
    origin: Any
    epoch: int
    taken: int = 0


@dataclass(slots=True, eq=False)
class Activation:
    """An active scope.

    Attributes:
        scope: its id in the timeline.
        code: its function; None if that is not known.
        names: what its names hold.
        places: where in the control flow it stands; None before its first line or where that is not known.
        line: the line it stands at.
        pending: the evaluation of that line, while it waits for calls.
        answer, error: how the call that `pending` waits for ended.
        raising: the exception on its way, None if there is none or it is not known; see `is_raising`.
        handled: the exceptions whose clauses are being executed, innermost last.
        seen: values whose repr can't be worked out, as the last frame showed them: name -> value, its version, its repr.
        subjects: what the `match` statements that it is in look at, by their nodes' ids, each with when it was evaluated.
        loops: the loops that it is in, by their nodes' ids.
        broken: the id of the loop that its last line has broken out of.
        leaving: the `try` whose `finally` a return waits for, and the value that it returns.
        before: the line it stood at before, -1 where that is not known, None before its first.
        spanned: the statement of several lines whose parts have been certain so far.
        generator: the generator whose scope this is, where that is known.
        is_yielding: whether the return event that is expected next suspends it.
        has_yielded: whether it was suspended on the line it stands at.
    """

    scope: int
    code: Code | None
    names: Names
    places: Places | None
    line: int | None = None
    mode: Mode = Mode.ENTERED
    pending: Evaluation | None = None
    answer: Any = None
    error: ExceptionValue | None = None
    is_raising: bool = False
    raising: ExceptionValue | None = None
    handled: list[tuple[Place, ExceptionValue | None]] = field(default_factory=lambda: [])
    subjects: dict[int, tuple[Any, int]] = field(default_factory=lambda: {})
    loops: dict[int, Loop] = field(default_factory=lambda: {})
    broken: int = 0
    leaving: tuple[ast.AST, Any] | None = None
    before: int | None = None
    spanned: ast.AST | None = None
    generator: GeneratorValue | None = None
    is_yielding: bool = False
    has_yielded: bool = False
    seen: dict[str, tuple[Any, int, str]] = field(default_factory=lambda: {})
    reason: str = ""

    def holder(self, name: str) -> Names | None:
        """The scope, this one or one around it, in which a name that its frames show is bound; None if it is unbound."""
        if name in self.names.values:
            return self.names
        if self.code is None or name not in self.code.outer:
            return None
        scope = self.names.outer
        while scope is not None:
            if name in scope.values:
                return scope
            scope = scope.outer
        return None

    @property
    def fading(self) -> frozenset[str]:
        """The names of the clauses that the line is in."""
        return frozenset(
            place.node.name
            for place in (self.code.around.get(self.line or 0, ()) if self.code is not None else ())
            if isinstance(place.node, ast.ExceptHandler) and place.node.name is not None
        )

    def leave_clauses(self, target: int) -> None:
        """Control goes on at `target`: clauses that it leaves unbind their names."""
        assert self.code is not None
        for place in self.code.around.get(self.line or 0, ()):
            node = place.node
            if not isinstance(node, ast.ExceptHandler) or node.name is None or place.first <= target <= place.end:
                continue
            # The clause's own line has not bound its name if it did not catch.
            if self.line != place.first or node.body[0].lineno == place.first:
                self.names.values.pop(node.name, None)

    def move(self, line: int | None, places: Places | None) -> None:
        """Stand at another line; what belongs to blocks that were left is dropped."""
        inside = {id(place) for place in self.code.around.get(line or 0, ())} if self.code is not None else set[int]()
        self.handled = [(place, error) for place, error in self.handled if id(place) in inside]
        here = {id(place.node) for place in (self.code.around.get(line or 0, ()) if self.code is not None else ())}
        self.subjects = {node: subject for node, subject in self.subjects.items() if node in here}
        self.loops = {node: loop for node, loop in self.loops.items() if node in here}
        if not self._is_clause(line):
            self.is_raising, self.raising = False, None
        self.before = self.line if self.line is not None or self.mode is Mode.ENTERED else -1
        self.line, self.places = line, places
        self.is_yielding = self.has_yielded = False
        self.mode = Mode.AT_LINE if places is not None else Mode.LOST
        self.reason = ""

    def _is_clause(self, line: int | None) -> bool:
        if self.code is None:
            return False
        return any(isinstance(place.node, ast.ExceptHandler) for place in self.code.places.get(line or 0, ()))

    def lose_loops(self) -> None:
        """The line was not worked out: where it heads a loop, how far the loop is is not known."""
        if self.code is None:
            return
        for place in self.code.around.get(self.line or 0, ()):
            if isinstance(place.node, (ast.For, ast.AsyncFor)) and place.first <= (self.line or 0) <= place.last:
                self.loops[id(place.node)] = Loop(None, None, -1)

    def forget_held(self) -> None:
        """What exceptions and a waiting return hold may have changed."""
        if self.leaving is not None and not is_lasting(self.leaving[1]):
            self.leaving = self.leaving[0], Foreign()
        self.raising = _lasting(self.raising)
        self.handled = [(place, _lasting(error)) for place, error in self.handled]


def _lasting(error: ExceptionValue | None) -> ExceptionValue | None:
    if error is None or error.arguments is None or all(is_lasting(one) for one in error.arguments):
        return error
    return ExceptionValue(error.kind, None)


def forgotten(names: Names) -> None:
    """Something unknown has happened: what it can have reached is not known any more."""
    for name, value in names.values.items():
        if name in names.shared or not (is_lasting(value) or (isinstance(value, Foreign) and value.text is None)):
            names.values[name] = Foreign()
