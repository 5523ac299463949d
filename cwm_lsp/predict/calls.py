"""Which call of a function to predict when nobody names one, and where it comes from, in words.

The calls themselves are found by `source.example_calls`; choosing among them is the same for every face.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cwm_lsp.source.calls import CallExpression, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.example_calls import Origin, example_calls
from cwm_lsp.source.functions import Function

_WORDS: dict[Origin, str] = {
    "directive": "comment",
    "doctest": "doctest",
    "assert": "assertion",
    "main": "main block",
    "test": "test",
    "call": "call",
}


@dataclass(frozen=True, slots=True)
class OfferedCall:
    """A call that can be predicted.

    Attributes:
        expression: the call, on one line.
        origin: where it comes from, such as ``doctest, line 12``.
        line: the file line on which it stands; None if it stands nowhere in the file.
    """

    expression: str
    origin: str
    line: int | None


def offered_calls(
    document: Document, function: Function, elsewhere: Sequence[OfferedCall] = ()
) -> tuple[OfferedCall, ...]:
    """The calls of a function that can be predicted, the best first; empty if the model has to invent arguments.

    Args:
        document: the file.
        function: one of its functions.
        elsewhere: calls that other files make of something in this one, of this function or not.
    """
    found = tuple(
        OfferedCall(call.expression, f"{_WORDS[call.origin]}, line {call.line}", call.line)
        for call in example_calls(document, function)
    )
    known = {call.expression for call in found}
    for call in elsewhere:
        if function.name not in call.expression and function.name != "__init__":
            continue
        parsed = parse_call(call.expression, document)
        is_its = isinstance(parsed, CallExpression) and parsed.function.qualname == function.qualname
        if is_its and call.expression not in known:
            known.add(call.expression)
            found = (*found, call)
    if not found and _needs_nothing(function):
        return (OfferedCall(f"{function.name}()", "needs no arguments", None),)
    return found


def default_function(document: Document) -> Function | None:
    """The file's first sound function with a call to predict, else its first sound function, else its first."""
    sound = [function for function in document.functions if not function.has_error]
    for function in sound:
        if offered_calls(document, function):
            return function
    return next(iter(sound or document.functions), None)


def _needs_nothing(function: Function) -> bool:
    if function.qualname != function.name:
        return False
    return all(
        parameter.default is not None or parameter.kind in ("args", "kwargs") for parameter in function.parameters
    )
