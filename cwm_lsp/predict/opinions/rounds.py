"""A thought for the small model: a call of a slice, and what its loop's names hold each time round, as a predicted run has them.

The run is followed without asking anybody, as far as its steps are certain. How a thought is written is the same in training, where
true runs are told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from cwm_lsp.predict.opinions.slice_names import calls
from cwm_lsp.predict.termination.candidates import candidates
from cwm_lsp.predict.termination.silent import silent_run
from cwm_lsp.predict.termination.verdict import Sort
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment

ROUNDS = 5
"""Times round that are told."""
MOST_CALLS = 4
"""Calls that are followed."""
_FRAMES = 160
_NAMES = 5
_SHOWN = 32
"""Characters of a value; what is longer is left out."""


def followed(source: str, function: str, is_wanted: Callable[[], bool] = lambda: True) -> list[str]:
    """Thoughts about a slice, one for each of some calls that come round. Blocks for a fraction of a second.

    Args:
        source: a slice, with one loop or recursion to judge (`opinions.slicing`).
        function: the function to call.
        is_wanted: asked now and then; once it is false there is no more.

    Returns:
        None where no call can be followed that far.
    """
    document = Document.parse(source)
    entry = document.function(function)
    if entry is None or document.root.has_error or entry.is_method:
        return []
    thoughts: list[str] = []
    for one in candidates(document, entry, limit=3 * MOST_CALLS):
        if len(thoughts) == MOST_CALLS or not is_wanted():
            break
        if one.sort is Sort.UNUSUAL:
            continue
        run = silent_run(document, entry, one.call, frames=_FRAMES, is_wanted=is_wanted)
        if run is None:
            continue
        moments = [frame.moment for frame in run.prediction.frames]
        is_over = not run.stopped and len(moments) < _FRAMES
        told = thought(run.prediction.context.text, one.call, moments, is_over=is_over)
        # A run that stops early says nothing of how the loop goes on, and one that never comes to the loop nothing at all.
        is_told = told is not None and "=" in told.partition("\n")[2]
        if told is not None and is_told and not (run.stopped and told.count("; ") < ROUNDS):
            thoughts.append(told)
    return thoughts


def thought(text: str, call: str, moments: Sequence[Moment], *, is_over: bool) -> str | None:
    """A run in the words of a thought; None where the text has no loop to judge.

    Args:
        text: a slice with the call's entry point, as the run has it.
        call: the call.
        moments: the run.
        is_over: whether it came to its end.
    """
    functions = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    owner = next(iter(functions.values()))
    if calls(owner, functions, owner.name):
        names = {one.arg for one in ast.walk(owner.args) if isinstance(one, ast.arg)}
        heads = [one for one in moments if one.event is Event.CALL and one.line == owner.lineno]
    else:
        loops = [node for node in ast.walk(owner) if isinstance(node, (ast.While, ast.For))]
        loops.sort(key=lambda node: (isinstance(node, ast.For), node.lineno))
        if not loops:
            return None
        names = {one.id for one in ast.walk(loops[0]) if isinstance(one, ast.Name)}
        heads = [one for one in moments if one.event is Event.LINE and one.line == loops[0].lineno]
    rounds = [_state(one, names) for one in heads[:ROUNDS]]
    return f"{call}\n" + "; ".join([*rounds, "end" if is_over and len(heads) <= ROUNDS else "..."])


def _state(moment: Moment, names: set[str]) -> str:
    shown = [f"{name}={value}" for name, value in moment.state if name in names and len(value) <= _SHOWN]
    return " ".join(shown[:_NAMES]) or "again"
