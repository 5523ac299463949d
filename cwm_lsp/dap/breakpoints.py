"""Breakpoints of every kind, and whether a moment of a run is one. Pure; lines are the context's.

How often one was hit is counted from the run's beginning, so that going back meets the same breakpoints as going forward.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from cwm_lsp.dap.expressions import ExpressionError, Expressions
from cwm_lsp.dap.history import History
from cwm_lsp.dap.trees import resolve
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.timeline import Change

_HIT = re.compile(r"\s*(==|>=|<=|>|<|%)?\s*(\d{1,9})\s*\Z")
_ENDS_OF_ITERATION = frozenset({"StopIteration", "StopAsyncIteration", "GeneratorExit"})
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


class Kind(Enum):
    """What a breakpoint waits for."""

    LINE = "breakpoint"
    FUNCTION = "function breakpoint"
    DATA = "data breakpoint"


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """One breakpoint.

    Attributes:
        id: the adapter's number for it.
        kind: what it waits for.
        line: of a line breakpoint.
        function: of a function breakpoint: a name, plain or qualified. Of a data breakpoint: the line that the function's call
            frames stand on.
        name, path: of a data breakpoint: the variable, and the way to the part of it that is watched.
        condition: an expression; empty for none.
        hits: how often it must have been met, such as `>= 3`, `% 2` or `5`; empty for every time.
        log: what is told instead of stopping; None for a breakpoint that stops.
    """

    id: int
    kind: Kind
    line: int | None = None
    function: str | int | None = None
    name: str = ""
    path: str = ""
    condition: str = ""
    hits: str = ""
    log: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Breakpoints that stop at a moment.

    Attributes:
        kind: of the first.
        ids: of all.
        text: what is worth telling.
    """

    kind: Kind
    ids: tuple[int, ...]
    text: str = ""


class Undecided(Exception):
    """Whether a moment is a breakpoint depends on moments that have not been predicted yet."""


class Exceptions(Enum):
    """The filters of exception breakpoints."""

    RAISED = "raised"
    UNCAUGHT = "uncaught"


@dataclass(slots=True)
class _Met:
    """Where a breakpoint's place and condition were met, as far as was looked."""

    upto: int = 0
    at: list[int] = field(default_factory=lambda: [])


class Breakpoints:
    """All breakpoints of a session, asked about one run."""

    def __init__(
        self, expressions: Expressions, qualnames: Callable[[int], str], complain: Callable[[str], None]
    ) -> None:
        """Args:
        expressions: evaluates conditions.
        qualnames: from the line of a function's call frames to its qualified name.
        complain: told about each condition that can't be evaluated, once.
        """
        self._expressions = expressions
        self._qualnames = qualnames
        self._complain = complain
        self._all: tuple[Breakpoint, ...] = ()
        self._exceptions: frozenset[Exceptions] = frozenset()
        self._met: dict[int, _Met] = {}
        self._told: set[tuple[int, str]] = set()

    def set(self, breakpoints: Sequence[Breakpoint], exceptions: frozenset[Exceptions]) -> None:
        """Replace all."""
        self._all = tuple(breakpoints)
        self._exceptions = exceptions
        self.forget()

    def forget(self) -> None:
        """Another run is asked about from now on."""
        self._met.clear()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can ever be hit."""
        return not self._all and not self._exceptions

    def at(self, history: History, index: int, log: Callable[[str], None] | None = None) -> Hit | None:
        """The breakpoints that a moment hits.

        Args:
            history: the run.
            index: of the moment.
            log: told what log points have to say; None where they stay silent.

        Raises:
            Undecided: later moments decide.
        """
        if not history.is_shown(index):
            return None
        moment = history.moments[index]
        if moment.event is Event.EXCEPTION:
            return self._exception(history, index)
        if not moment.event.has_state:
            return None
        found: list[Breakpoint] = []
        for one in self._all:
            if self._counts(one, history, index):
                if one.log is None:
                    found.append(one)
                elif log is not None:
                    log(self._message(one.log, moment.state))
        if not found:
            return None
        texts = [text for one in found if (text := self._text(one, history, index))]
        return Hit(found[0].kind, tuple(one.id for one in found), "; ".join(texts))

    # Places, conditions, counts

    def _counts(self, one: Breakpoint, history: History, index: int) -> bool:
        if not self._is_met(one, history, index):
            return False
        found = _HIT.match(one.hits) if one.hits else None
        if found is None:
            return True
        met = self._met.setdefault(one.id, _Met())
        while met.upto <= index:
            if self._is_met(one, history, met.upto):
                met.at.append(met.upto)
            met.upto += 1
        return is_hit(one.hits, bisect_right(met.at, index))

    def _is_met(self, one: Breakpoint, history: History, index: int) -> bool:
        if not _is_placed(one, history, index, self._qualnames):
            return False
        if not one.condition:
            return True
        try:
            return self._expressions.is_true(one.condition, history.moments[index].state)
        except ExpressionError as error:
            key = (one.id, one.condition)
            if key not in self._told:
                self._told.add(key)
                self._complain(f"The condition {one.condition!r} does not hold where it has no value: {error}.")
            return False

    def _text(self, one: Breakpoint, history: History, index: int) -> str:
        if one.kind is not Kind.DATA:
            return ""
        change = watched_change(one, history, index)
        if change is None:
            return ""
        return f"{change.name}: {change.before or 'unbound'} → {change.after or 'unbound'}"

    def _message(self, text: str, state: State) -> str:
        def filled(match: re.Match[str]) -> str:
            if match.group(1) is None:
                return match.group(0)[0]
            try:
                return self._expressions.value(match.group(1), state)
            except ExpressionError as error:
                return f"{{{match.group(1)}: {error}}}"

        return _PLACEHOLDER.sub(filled, text)

    # Exceptions

    def _exception(self, history: History, index: int) -> Hit | None:
        moment = history.moments[index]
        name = (moment.value or "").strip("'\"")
        if not self._exceptions or name in _ENDS_OF_ITERATION or is_passing_through(history, index):
            return None
        if Exceptions.RAISED in self._exceptions:
            return Hit(Kind.LINE, (), name)
        if Exceptions.UNCAUGHT in self._exceptions and is_uncaught(history, index):
            return Hit(Kind.LINE, (), name)
        return None


def _is_placed(one: Breakpoint, history: History, index: int, qualnames: Callable[[int], str]) -> bool:
    moment = history.moments[index]
    if one.kind is Kind.DATA:
        return watched_change(one, history, index) is not None
    if moment.event is not Event.LINE:
        return False
    if one.kind is Kind.LINE:
        return moment.line == one.line and moment.line is not None
    scope = history.scopes[moment.scope]
    if not history.is_first_line(index):
        return False
    return one.function in (scope.function, qualnames(scope.first_line or 0))


def watched_change(one: Breakpoint, history: History, index: int) -> Change | None:
    """What has happened to the variable of a data breakpoint in the step that led to a moment; None if nothing."""
    moment = history.moments[index]
    if not moment.event.has_state or history.scopes[moment.scope].first_line != one.function:
        return None
    before = history.previous_state(index)
    if before is None:
        return None
    old, new = _part(before, one), _part(moment.state, one)
    return Change(one.name + one.path, old, new) if old != new else None


def _part(state: State, one: Breakpoint) -> str | None:
    for name, text in state:
        if name == one.name:
            return resolve(text, one.path)
    return None


def is_passing_through(history: History, index: int) -> bool:
    """Whether an exception event is that of an exception which has just left a call, so that it was met where it was raised."""
    moment = history.moments[index]
    before = history.moments[index - 1] if index else moment
    return before.event is Event.RETURN and before.stack[:-1] == moment.stack and history.left_by_exception(index - 1)


def is_uncaught(history: History, index: int) -> bool:
    """Whether an exception goes on, from scope to scope, until none is left.

    Raises:
        Undecided: the run has not been predicted that far.
    """
    for later in range(index + 1, len(history)):
        moment = history.moments[later]
        if moment.event is Event.RETURN and history.is_leaving(later) and history.depth(later) == 1:
            return True
        if moment.event in (Event.LINE, Event.CALL):
            return False
    if history.ended:
        return True
    raise Undecided


def is_hit(condition: str, count: int) -> bool:
    """Whether a breakpoint that is met for the `count`-th time (from 1) stops, by a hit condition that `check_hits` accepts."""
    found = _HIT.match(condition)
    if found is None:
        return True
    number = int(found.group(2))
    match found.group(1):
        case ">=":
            return count >= number
        case ">":
            return count > number
        case "<=":
            return count <= number
        case "<":
            return count < number
        case "%":
            return number > 0 and count % number == 0
        case _:
            return count == number


def check_hits(condition: str) -> str:
    """What is wrong with a hit condition, for people; empty if nothing is."""
    found = _HIT.match(condition)
    if not condition or (found is not None and not (found.group(1) == "%" and int(found.group(2)) == 0)):
        return ""
    return f"{condition!r} is no hit count: write 5, >= 3 or % 2"
