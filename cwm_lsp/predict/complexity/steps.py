"""What a run took: steps, with what their hidden loops go through, and how much its variables held.

Counted from a run's frames alone, whoever has predicted or recorded them.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from cwm_lsp.predict.complexity.step_costs import cost, headers, length
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment


@dataclass(frozen=True, slots=True)
class Steps:
    """What a run took.

    Attributes:
        work: steps, and what their hidden loops go through.
        held: the elements and characters that the variables of all open calls held at most, with one for each call and those of its
            result. Of an argument that is changed in place only what it has grown by.
    """

    work: int
    held: int


def steps(text: str, moments: Sequence[Moment]) -> Steps:
    """What a run took.

    Args:
        text: what was run.
        moments: the whole run.
    """
    tree = ast.parse(text)
    at_line = headers(tree)
    rebound = _rebound(tree)
    given: dict[int, dict[str, int]] = {}
    holding: dict[int, int] = {}
    work = held = 0
    for moment in moments:
        values = dict(moment.state)
        if moment.event is Event.CALL:
            new = rebound.get(moment.line or 0, frozenset())
            given[moment.scope] = {name: length(shown) for name, shown in values.items() if name not in new}
        if moment.event is Event.LINE:
            work += 1 + sum(cost(one, values) for one in at_line.get(moment.line or 0, ()))
        arguments = given.get(moment.scope, {})
        holding[moment.scope] = 1 + sum(
            max(0, length(shown) - arguments.get(name, 0)) for name, shown in values.items()
        )
        # What a variable holds is no more for being handed out.
        is_new = moment.event is Event.RETURN and len(moment.stack) > 1 and moment.value not in values.values()
        result = length(moment.value) if is_new and moment.value else 0
        held = max(held, result + sum(holding.get(scope, 0) for scope in moment.stack))
    return Steps(work, held)


def _rebound(tree: ast.AST) -> dict[int, frozenset[str]]:
    """For each line with a `def`, the names that the function binds: an argument of theirs may become another object."""
    return {
        function.lineno: frozenset(
            one.id for one in ast.walk(function) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)
        )
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
