"""What a call frame must show: the values of parameters that follow from the call's text and the caller's locals.

Only calls in the plain way are worked out (positional literals and variables, plain functions); the rest is the model's.
"""

from __future__ import annotations

from cwm_lsp.predict.literals import literal_repr
from cwm_lsp.predict.program import Program
from cwm_lsp.trace.timeline import TimelineBuilder


def bound_arguments(builder: TimelineBuilder, program: Program, callee: int) -> dict[str, str] | None:
    """The reprs of all parameters of a function that the innermost scope's line is about to call.

    Args:
        builder: the innermost scope is the caller.
        program: the traced text.
        callee: the function, by the line of its call frames.

    Returns:
        Parameter to repr; None where the text does not settle every one of them, or where the call might not bind.
    """
    caller = builder.function
    function = program.function(callee)
    if caller is None or len(builder.lines) != 1:
        return None
    if function.is_method or function.is_generator or function.is_async or function.first_line != function.def_line:
        return None
    if any(parameter.kind not in ("positional", "positional-only") for parameter in function.parameters):
        return None
    texts = program.arguments(caller, builder.lines[0], callee)
    if texts is None or len(texts) > len(function.parameters):
        return None
    known = dict(builder.state)
    bound: dict[str, str] = {}
    for index, parameter in enumerate(function.parameters):
        text = texts[index] if index < len(texts) else parameter.default
        if text is None:
            return None
        value = known.get(text) if index < len(texts) else None
        value = literal_repr(text) if value is None else value
        if value is None:
            return None
        bound[parameter.name] = value
    return bound


def captured(builder: TimelineBuilder, program: Program, callee: int) -> dict[str, str]:
    """The values of a nested function's free variables, where the scope that holds them is active."""
    function = program.function(callee)
    wanted = set(function.outer_names)
    found: dict[str, str] = {}
    qualname = function.qualname
    while wanted and ".<locals>." in qualname:
        qualname = qualname.rpartition(".<locals>.")[0]
        for first, outer in program.functions.items():
            if outer.qualname == qualname:
                for state in builder.states_of(first)[:1]:
                    found.update({name: value for name, value in state if name in wanted and name not in found})
    return found
