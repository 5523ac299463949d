"""What somebody wants to step through: which file, which function, which call. Wrong words get an answer that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from cwm_lsp.predict.calls import default_function, offered_calls
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function


class QuestionError(Exception):
    """There is nothing that could be predicted; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be predicted.

    Attributes:
        path: of the file, as the client named it.
        document: the file.
        function: the entry point.
        call: the call; None if the model has to invent its arguments.
        origin: where the call comes from, in words.
    """

    path: str
    document: Document
    function: Function
    call: str | None
    origin: str


def question(path: str, text: str, *, function: str = "", call: str = "", line: int | None = None) -> Question:
    """Work out what is asked.

    Args:
        path: of the file.
        text: its text.
        function: a name, plain or qualified; empty to take the call's, the line's or the first with an example call.
        call: an expression; empty to take one from the file.
        line: where the cursor is, 1-based.

    Raises:
        QuestionError: there is no such function, or the call is none.
    """
    document = Document.parse(text)
    wanted = _named(document, function) if function else None
    if call.strip():
        parsed = parse_call(call, document)
        if isinstance(parsed, CallError):
            raise QuestionError(parsed.message)
        if wanted is not None and wanted != parsed.function:
            raise QuestionError(
                f"{parsed.text} enters {parsed.function.qualname}, not {wanted.qualname}; leave one of them out."
            )
        return Question(path, document, _sound(parsed.function), parsed.text, "given")
    if wanted is None and line is not None:
        wanted = _at(document, line)
    wanted = wanted or default_function(document)
    if wanted is None:
        raise QuestionError("The file has no function to predict.")
    wanted = _sound(wanted)
    offered = offered_calls(document, wanted)
    if not offered:
        return Question(path, document, wanted, None, "arguments invented by the model")
    best = next((one for one in offered if one.line is not None and one.line == line), offered[0])
    return Question(path, document, wanted, best.expression, best.origin)


def _named(document: Document, name: str) -> Function:
    found = document.function(name)
    if found is not None:
        return found
    names = list(dict.fromkeys(one.qualname for one in document.functions))
    close = get_close_matches(name, names, n=1)
    hint = f" Did you mean {close[0]}?" if close else f" It has: {', '.join(names[:8])}." if names else ""
    raise QuestionError(f"The file has no function {name!r}.{hint}")


def _at(document: Document, line: int) -> Function | None:
    """The outermost function around a line: an inner one has no calls of its own."""
    holding = [one for one in document.functions if line in one and "<locals>" not in one.qualname]
    return max(holding, key=lambda one: one.last_line - one.first_line, default=None)


def _sound(function: Function) -> Function:
    if function.has_error:
        raise QuestionError(f"{function.qualname} has a syntax error; mend it first.")
    return function
