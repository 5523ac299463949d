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
        held: the elements and characters that the variables of all open calls held at most, the arguments left out, with one for
            each call and those of its result.
    """

    work: int
    held: int


def steps(text: str, moments: Sequence[Moment]) -> Steps:
    """What a run took.

    Args:
        text: what was run.
        moments: the whole run.
    """
    at_line = headers(ast.parse(text))
    arguments: dict[int, frozenset[tuple[str, str]]] = {}
    holding: dict[int, int] = {}
    work = held = 0
    for moment in moments:
        values = dict(moment.state)
        if moment.event is Event.CALL:
            arguments[moment.scope] = frozenset(values.items())
        if moment.event is Event.LINE:
            work += 1 + sum(cost(one, values) for one in at_line.get(moment.line or 0, ()))
        given = arguments.get(moment.scope, frozenset())
        own = [shown for name, shown in values.items() if (name, shown) not in given]
        holding[moment.scope] = 1 + sum(map(length, own))
        result = length(moment.value) if moment.event is Event.RETURN and moment.value else 0
        held = max(held, result + sum(holding.get(scope, 0) for scope in moment.stack))
    return Steps(work, held)
