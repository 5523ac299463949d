"""Calls to try: the file's own examples, else inputs made from what the function's text says about its parameters.

Pure, and never exhaustive: a handful of calls, the ordinary ones first. What is ordinary is told apart from what is not, since an
input that nobody gives is no reason for an alarm.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cwm_lsp.predict.termination.inputs import Values, values_of
from cwm_lsp.predict.termination.reading import definition, integer
from cwm_lsp.predict.termination.verdict import Sort
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function

_OWN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call to try.

    Attributes:
        call: its text.
        sort: how usual it is.
    """

    call: str
    sort: Sort


def candidates(
    document: Document, function: Function, *, limit: int, example: str | None = None
) -> tuple[Candidate, ...]:
    """The calls to try, the most telling ones first, each once.

    Args:
        document: the file.
        function: the function to enter.
        limit: the most calls.
        example: one more, which the model has proposed.
    """
    own = [Candidate(one.expression, Sort.OWN) for one in example_calls(document, function)[:_OWN]]
    proposed = (
        [Candidate(example, _sort_of(example, function))]
        if example is not None and not _is_bad(example, document)
        else []
    )
    made = list(_made(document, function))
    found = {one.call: one for one in reversed([*own, *proposed, *made])}
    unique = [found[call] for call in dict.fromkeys(one.call for one in [*own, *proposed, *made])]
    # Room is kept for what is not ordinary.
    ordinary = [one for one in unique if one.sort is not Sort.UNUSUAL]
    unusual = [one for one in unique if one.sort is Sort.UNUSUAL]
    room = max(limit - max(limit // 3, 1), 1) if unusual else limit
    return tuple((ordinary[:room] + unusual)[:limit])


def _is_bad(call: str, document: Document) -> bool:
    return isinstance(parse_call(call, document), CallError)


def _sort_of(call: str, function: Function) -> Sort:
    """How usual the arguments of a call that somebody else has written are."""
    try:
        tree = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Sort.UNUSUAL
    if not isinstance(tree, ast.Call):
        return Sort.UNUSUAL
    for given, parameter in zip(tree.args, function.parameters, strict=False):
        if (
            isinstance(given, ast.Constant)
            and isinstance(given.value, float)
            and "float" not in (parameter.annotation or "")
        ):
            return Sort.UNUSUAL
        value = integer(given)
        if value is not None and value <= 0:
            return Sort.UNUSUAL
        if isinstance(given, (ast.List, ast.Tuple)) and not given.elts:
            return Sort.UNUSUAL
    return Sort.ORDINARY


def _made(document: Document, function: Function) -> Iterator[Candidate]:
    node = definition(document, function)
    if node is None or function.is_method or "<locals>" in function.qualname or function.is_async:
        return
    needed = [
        one for one in function.parameters if one.default is None and one.kind in ("positional-only", "positional")
    ]
    if any(one.default is None and one.kind == "keyword" for one in function.parameters):
        return
    if not needed:
        yield Candidate(f"{function.name}()", Sort.ORDINARY)
    known = [values_of(one, node, document) for one in needed]
    if not needed or any(not one.ordinary for one in known):
        return
    ordinary = [_combined([one.ordinary for one in known], turn) for turn in range(_turns(known, is_ordinary=True))]
    unusual: list[list[str]] = []
    for position, one in enumerate(known):
        for value in one.unusual:
            row = [other.ordinary[0] for other in known]
            row[position] = value
            unusual.append(row)
    for rows, sort in ((ordinary, Sort.ORDINARY), (unusual, Sort.UNUSUAL)):
        for row in rows:
            yield Candidate(f"{function.name}({', '.join(row)})", sort)


def _turns(known: Sequence[Values], *, is_ordinary: bool) -> int:
    return max(len(one.ordinary) for one in known) if is_ordinary else 0


def _combined(columns: Sequence[Sequence[str]], turn: int) -> list[str]:
    """One value of each column; columns are gone through at different places, so that equal ones give different values."""
    return [column[(turn + 2 * at + (turn // 3) * at) % len(column)] for at, column in enumerate(columns)]
