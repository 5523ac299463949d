"""Holds what generators say of a program against true runs, in the sandbox: whether a call ends, and whether a state comes back."""

from __future__ import annotations

import ast
from collections.abc import Callable
from enum import Enum

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.recorder import Recording
from training.samples import bound_context
from training.tasks.termination import TerminationCase

Run = Callable[[str], Recording]
"""Records a program's `main`."""


class Outcome(str, Enum):
    """What a run shows."""

    ENDED = "ended"
    RECURRED = "a state came back"
    DEEP = "recursed until the stack was full"
    OPEN = "stopped at the limit"
    BROKEN = "raised"


def outcome(source: str, call: str, run: Run) -> Outcome:
    """Run a call and say what it shows."""
    recording = run(bound_context(source, call))
    raised = {moment.value for moment in recording.moments[-12:] if moment.event is Event.EXCEPTION}
    if any("RecursionError" in (value or "") for value in raised):
        return Outcome.DEEP
    if recording.ended:
        return Outcome.BROKEN if recording.moments[-1].event is Event.EXCEPTION else Outcome.ENDED
    if recurs(source, recording):
        return Outcome.RECURRED
    return Outcome.OPEN if (recording.failure or "").startswith("stopped at the limit") else Outcome.BROKEN


def recurs(source: str, recording: Recording) -> bool:
    """Whether a `while` came back to its head in a state in which it had been, or a function called itself with its own arguments.

    Then it goes round for ever, if its body depends on nothing but the scope's variables: loops whose bodies hold a `for` over
    something that outlives the pass, or a generator, are not read.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    if any(isinstance(node, (ast.Yield, ast.Global, ast.Nonlocal, ast.ClassDef)) for node in ast.walk(tree)):
        return False
    if any(isinstance(node, ast.Name) and node.id in ("next", "iter", "random") for node in ast.walk(tree)):
        return False
    ranges = {
        node.lineno: (node.lineno, node.end_lineno or 0) for node in ast.walk(tree) if isinstance(node, ast.While)
    }
    if _calls_recur(recording):
        return True
    seen: dict[tuple[int, int], set[tuple[tuple[str, str], ...]]] = {}
    for moment in recording.moments:
        if moment.event is not Event.LINE or moment.line is None:
            continue
        for (scope, head), states in list(seen.items()):
            first, last = ranges[head]
            if scope == moment.scope and not first <= moment.line <= last:
                states.clear()
        if moment.line in ranges and not any("..." in value for _, value in moment.state):
            states = seen.setdefault((moment.scope, moment.line), set())
            if moment.state in states:
                return True
            states.add(moment.state)
    return False


def _calls_recur(recording: Recording) -> bool:
    """Whether a function called itself, at whatever depth, with just what it was called with."""
    names = {scope.id: scope.function for scope in recording.scopes}
    open_calls: dict[int, tuple[str, tuple[tuple[str, str], ...]]] = {}
    for moment in recording.moments:
        if moment.event is not Event.CALL or any("..." in value for _, value in moment.state):
            continue
        called = names[moment.scope], moment.state
        if any(open_calls.get(scope) == called for scope in moment.stack[:-1]):
            return True
        open_calls[moment.scope] = called
    return False


def holds(case: TerminationCase, run: Run) -> bool:
    """Whether true runs agree with what is known of a program by construction."""
    if case.ends:
        return all(outcome(case.source, call, run) is Outcome.ENDED for call in case.calls)
    assert case.example is not None
    return outcome(case.source, case.example, run) in (Outcome.RECURRED, Outcome.DEEP, Outcome.OPEN)
