"""What the model learns to think before it says whether a loop ends: a call, and what the loop's names hold each time round.

Both come from a true run of the slice that is asked about (`cwm_lsp.predict.opinions.slicing`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Recording
from training.samples import bound_context

ROUNDS = 5
"""Times round that are told."""
_NAMES = 5
_SHOWN = 32
"""Characters of a value; what is longer is left out."""


def thought(source: str, call: str, run: Callable[[str], Recording]) -> str | None:
    """The thought about a slice; None where its run raises, or can't be told.

    Args:
        source: a slice, with one loop or recursion to judge.
        call: a call of it.
        run: records a program.
    """
    text = bound_context(source, call)
    recording = run(text)
    tree = ast.parse(text)
    owner = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
    loops = [node for node in _own(owner.body) if isinstance(node, (ast.While, ast.For))]
    loop = next((node for node in loops if isinstance(node, ast.While)), loops[0] if loops else None)
    recurses = any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == owner.name
        for node in ast.walk(owner)
    )
    if recurses:
        names = {one.arg for one in ast.walk(owner.args) if isinstance(one, ast.arg)}
        heads = [
            one for one in recording.moments if one.event is Event.CALL and _function(recording, one) == owner.name
        ]
    elif loop is not None:
        names = {one.id for one in ast.walk(loop) if isinstance(one, ast.Name)}
        heads = [one for one in recording.moments if one.event is Event.LINE and one.line == loop.lineno]
    else:
        return None
    if recording.ended and any(one.event is Event.EXCEPTION for one in recording.moments[-2:]):
        return None
    rounds = [_state(one, names) for one in heads[:ROUNDS]]
    is_over = recording.ended and len(heads) <= ROUNDS
    return f"{call}\n" + "; ".join([*rounds, "end" if is_over else "..."])


def _function(recording: Recording, moment: Moment) -> str:
    return next((scope.function for scope in recording.scopes if scope.id == moment.scope), "")


def _own(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements, outer ones first."""
    found: list[ast.stmt] = []
    for one in body:
        found.append(one)
        for name in ("body", "orelse"):
            found += _own(getattr(one, name, []))
    return found


def _state(moment: Moment, names: set[str]) -> str:
    shown = [f"{name}={value}" for name, value in moment.state if name in names and len(value) <= _SHOWN]
    return " ".join(shown[:_NAMES]) or "again"
