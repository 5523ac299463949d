"""Code actions: comments that name a call to predict or silence a diagnostic, and a prediction as a doctest or an assertion.

Only what can be written as Python is offered, and what is written says that it was predicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cwm_lsp.lsp.margin import Told
from cwm_lsp.lsp.words import percent
from cwm_lsp.predict.calibration import HIDDEN_BELOW
from cwm_lsp.predict.literals import literal_repr
from cwm_lsp.predict.notes import Kind, Outcome
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function, Parameter
from cwm_lsp.source.syntax import docstring_of, end_line_of, field, line_of, named


@dataclass(frozen=True, slots=True)
class Writing:
    """A text to put into a file.

    Attributes:
        title: what that does, for people.
        line: the 1-based line that it goes before.
        column: characters from that line's beginning.
        text: what is put there.
    """

    title: str
    line: int
    column: int
    text: str


def writings(document: Document, function: Function, told: Told | None, line: int) -> Iterator[Writing]:
    """What can be written for a function.

    Args:
        document: the file.
        function: of it.
        told: its prediction, if there is one.
        line: 1-based, where the user is.
    """
    if line <= function.def_line:
        yield _directive(document, function, told)
    outcome = told.annotations.outcome if told is not None else None
    call = told.prediction.provenance.call if told is not None else None
    if outcome is None or outcome.confidence < HIDDEN_BELOW:
        return
    call = call or _written_call(function, told)
    if call is None:
        return
    if (doctest := _doctest(document, function, call, outcome)) is not None:
        yield doctest
    if (assertion := _assertion(document, function, call, outcome)) is not None:
        yield assertion


_IGNORE = re.compile(r"#\s*cwm:\s*ignore\[([^\]]*)\]")


def silencing(document: Document, line: int, code: str) -> Writing | None:
    """A comment at a line's end that silences a diagnostic there; None where a string goes on over the line's end.

    Args:
        document: the file.
        line: 1-based, where the diagnostic stands.
        code: of the diagnostic.
    """
    text = document.line(line).rstrip()
    title = f"Don't say so here: # cwm: ignore[{code}]"
    if (before := _IGNORE.search(text)) is not None:
        return Writing(title, line, before.end() - 1, f", {code}" if before[1].strip() else code)
    if text.endswith("\\"):
        return None
    return Writing(title, line, len(text), f"  # cwm: ignore[{code}]")


def _directive(document: Document, function: Function, told: Told | None) -> Writing:
    call = told.prediction.provenance.call if told is not None else None
    call = call or _written_call(function, told) or _skeleton(function)
    text = document.line(function.first_line)
    indent = text[: len(text) - len(text.lstrip())]
    return Writing(f"Add a call to predict: # cwm: {call}", function.first_line, 0, f"{indent}# cwm: {call}\n")


def _skeleton(function: Function) -> str:
    """A call whose arguments are to be filled in; each is the parameter's default, or an ellipsis."""
    given = [
        f"{parameter.name}={parameter.default or '...'}" if parameter.kind == "keyword" else parameter.default or "..."
        for parameter in _parameters(function)
        if parameter.kind not in ("args", "kwargs")
    ]
    return _call(function, given)


def _written_call(function: Function, told: Told | None) -> str | None:
    """A call with the arguments that the model invented, where all of them can be written down."""
    entered = told.entered if told is not None else None
    if entered is None or "<locals>" in function.qualname or (function.is_method and function.name != "__init__"):
        return None
    notes = entered.lines[function.def_line].notes if function.def_line in entered.lines else ()
    values = {note.name: note.values[0].text for note in notes if note.kind is Kind.ARGUMENT}
    given: list[str] = []
    for parameter in _parameters(function):
        value = values.get(parameter.name)
        if parameter.kind in ("args", "kwargs"):
            if value not in (None, "()", "{}"):
                return None
            continue
        if value is None or literal_repr(value) != value:
            return None
        given.append(f"{parameter.name}={value}" if parameter.kind == "keyword" else value)
    return _call(function, given)


def _parameters(function: Function) -> tuple[Parameter, ...]:
    """Those that a call gives: not the instance or the class."""
    own = function.parameters[:1]
    is_bound = function.is_method and bool(own) and own[0].name in ("self", "cls")
    return function.parameters[1:] if is_bound else function.parameters


def _call(function: Function, given: list[str]) -> str:
    arguments = ", ".join(given)
    if function.is_method and function.class_name is not None:
        if function.name == "__init__":
            return f"{function.class_name}({arguments})"
        return f"{function.class_name}().{function.name}({arguments})"
    return f"{function.name}({arguments})"


def _mark(outcome: Outcome) -> str:
    return "predicted, verified" if outcome.standing.is_proven else f"predicted, {percent(outcome.confidence)}"


# Doctests


def _doctest(document: Document, function: Function, call: str, outcome: Outcome) -> Writing | None:
    if f">>> {call}" in document.text:
        return None
    if outcome.kind is Kind.EXCEPTION:
        lines = [f">>> {call}  # doctest: +IGNORE_EXCEPTION_DETAIL", "Traceback (most recent call last):"]
        lines += ["    ...", f"{outcome.text}: {_mark(outcome)}"]
    elif literal_repr(outcome.text) == outcome.text and "\\" not in call + outcome.text:
        lines = [f">>> {call}  # {_mark(outcome)}"]
        # The interpreter shows nothing for None.
        lines += [outcome.text] if outcome.text != "None" else []
    else:
        return None
    body = field(function.node, "body")
    first = named(body)[0] if body is not None and named(body) else None
    if body is None or first is None or line_of(first) == function.def_line:
        return None
    title = f"Write the prediction down as a doctest: {call}"
    text = document.line(line_of(first))
    indent = text[: len(text) - len(text.lstrip())]
    docstring = docstring_of(body)
    if docstring is None:
        inner = "".join(f"{indent}{line}\n" for line in lines)
        return Writing(title, line_of(first), 0, f'{indent}"""\n{inner}{indent}"""\n')
    return _in_docstring(document, title, end_line_of(docstring), indent, lines)


def _in_docstring(document: Document, title: str, last: int, indent: str, lines: list[str]) -> Writing | None:
    """Before the quotation marks that close a docstring."""
    text = document.line(last).rstrip()
    quotes = text[-3:]
    if quotes not in ('"""', "'''"):
        return None
    inner = "".join(f"{indent}{line}\n" for line in lines)
    before = text[:-3]
    if not before.strip():
        return Writing(title, last, 0, f"\n{inner}" if document.line(last - 1).strip() else inner)
    return Writing(title, last, len(before), f"\n\n{inner}{indent}")


# Assertions


def _assertion(document: Document, function: Function, call: str, outcome: Outcome) -> Writing | None:
    if (
        outcome.kind is Kind.EXCEPTION
        or literal_repr(outcome.text) != outcome.text
        or f"assert {call}" in document.text
    ):
        return None
    outermost = function.node
    while outermost.parent is not None and outermost.parent.parent is not None:
        outermost = outermost.parent
    compared = f"is {outcome.text}" if outcome.text in ("None", "True", "False") else f"== {outcome.text}"
    last = end_line_of(outermost)
    return Writing(
        f"Write the prediction down as an assertion: {call} {compared}",
        last,
        len(document.line(last)),
        f"\n\n\nassert {call} {compared}  # {_mark(outcome)}",
    )
