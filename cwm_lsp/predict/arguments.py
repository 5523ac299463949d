"""What a call frame must show: the values of parameters that follow from the call's text and the caller's locals.

Only calls in the plain way are worked out (positional literals and variables, plain functions); the rest is the model's.
"""

from __future__ import annotations

from cwm_lsp.predict.literals import is_immutable, literal_repr
from cwm_lsp.predict.program import Program
from cwm_lsp.trace.frames import Event
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
    """The values of a nested function's free variables, as far as the caller's locals show them, and show them as they are now.

    What another scope has changed since its last line, a frame of the caller does not tell: then nothing is known. The same goes
    for containers where more than the call itself happens on the line.
    """
    last, caller, function = builder.last, builder.function, program.function(callee)
    if last is None or last.event is not Event.LINE or caller is None or not builder.lines:
        return {}
    line = builder.lines[0]
    ours, theirs = program.function(caller), function.qualname.rpartition(".<locals>.")[0]
    if theirs not in (ours.qualname, ours.qualname.rpartition(".<locals>.")[0]) or not theirs:
        return {}
    wanted = set(function.outer_names) - program.effects(caller, line).binds
    if theirs != ours.qualname:
        wanted &= set(ours.outer_names)
    is_plain_call = program.arguments(caller, line, callee) is not None and len(program.callees(caller, line)) == 1
    return {name: value for name, value in builder.state if name in wanted and (is_plain_call or is_immutable(value))}
