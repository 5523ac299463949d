"""Calls to try: the file's own examples, else inputs made from what the function's text says about its parameters.

Pure, and never exhaustive: a handful of calls, the ordinary ones first. What is ordinary is told apart from what is not, since an
input that nobody gives is no reason for an alarm.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cwm_lsp.predict.termination.reading import Definition, called_name, definition, integer
from cwm_lsp.predict.termination.verdict import Sort
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.document import Document
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function, Parameter

_OWN = 3
_TEXT_NAMES = ("text", "string", "word", "line", "sentence", "name", "phrase", "message", "token", "pattern", "char")
_LIST_NAMES = (
    "nums",
    "numbers",
    "list",
    "lst",
    "array",
    "arr",
    "items",
    "values",
    "seq",
    "data",
    "heap",
    "stack",
    "queue",
)
_TEXT_METHODS = frozenset(
    {"split", "strip", "lower", "upper", "startswith", "endswith", "isdigit", "isalpha", "replace", "find"}
)
_TEXT_ARGUMENTS = frozenset({"find", "startswith", "endswith", "replace", "split", "rfind"})
_LIST_METHODS = frozenset({"append", "pop", "extend", "insert", "sort", "remove", "popleft", "reverse"})


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


@dataclass(frozen=True, slots=True)
class _Values:
    """The texts of values for one parameter."""

    ordinary: tuple[str, ...]
    unusual: tuple[str, ...]


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
    known = [_values(one, node) for one in needed]
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


def _turns(known: Sequence[_Values], *, is_ordinary: bool) -> int:
    return max(len(one.ordinary) for one in known) if is_ordinary else 0


def _combined(columns: Sequence[Sequence[str]], turn: int) -> list[str]:
    """One value of each column; columns are gone through at different places, so that equal ones give different values."""
    return [column[(turn + 2 * at + (turn // 3) * at) % len(column)] for at, column in enumerate(columns)]


def _values(parameter: Parameter, node: Definition) -> _Values:
    kind = _kind(parameter, node)
    if kind == "int":
        limits = sorted(_constants(parameter.name, node))
        near = [value for limit in limits for value in (limit, limit + 1, limit - 1) if value > 0]
        first = [5, 2, 10, 3]
        if _is_index(parameter.name, node):
            first = [0, 1, 2]
        elif _is_sought(parameter.name, node):
            first = [5, 0, 2, 10, 3]
        usual = dict.fromkeys(str(one) for one in chain(first, near, [1, 4, 7]))
        odd = dict.fromkeys(str(one) for one in [0, -1, *(value for value in limits if value < 0)])
        return _Values(tuple(usual)[:9], tuple(odd))
    if kind == "float":
        return _Values(("2.0", "0.5", "10.0", "1.0", "3.7", "0.1"), ("0.0", "-1.5"))
    if kind == "bool":
        return _Values(("True", "False"), ())
    if kind == "str":
        parts = sorted(_texts(node))
        made = [repr(one) for part in parts[:3] for one in (f"{part}{part}ab", f"a{part}b{part}")]
        usual = ["'hello'", "'a'", *made, "'ab cd'", "'12'", "'aab'", "'level'", "'abba'"]
        return _Values(tuple(dict.fromkeys(usual))[:9], ("''",))
    if kind == "text list":
        return _Values(("['a', 'b', 'a']", "['one']", "['x', 'yy', 'zzz']"), ("[]",))
    if kind == "list":
        return _Values(
            ("[3, 1, 2]", "[5]", "[1, 2, 3, 4]", "[2, 2]", "[4, 0, 7, 1, 9]", "[0, 1, 0]"), ("[]", "[-1, -2]")
        )
    if kind == "lists":
        return _Values(("[[1, 2], [3, 4]]", "[[1]]", "[[0, 1, 0], [1, 0, 1], [0, 0, 1]]"), ("[]",))
    if kind == "dict":
        return _Values(("{1: [2], 2: [1]}", "{'a': 1, 'b': 2}", "{0: [1, 2], 1: [2], 2: []}"), ("{}",))
    return _Values((), ())


def _kind(parameter: Parameter, node: Definition) -> str:
    written = (parameter.annotation or "").replace("typing.", "").strip("'\"")
    if written:
        return _annotated(written)
    name, lowered = parameter.name, parameter.name.lower()
    if _is_node(name, node):
        return "int"
    for one in ast.walk(node):
        method = one.func if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) else None
        given = one.args[:1] if isinstance(one, ast.Call) else []
        if method is not None and method.attr in _TEXT_ARGUMENTS and any(_is_name(each, name) for each in given):
            return "str"
        if method is not None and _is_name(method.value, name):
            if method.attr in _TEXT_METHODS:
                return "str"
            if method.attr in _LIST_METHODS:
                return "list"
            return "dict" if method.attr in ("get", "items", "keys") else ""
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == name:
            return ""
    is_indexed = any(
        isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name) and one.value.id == name
        for one in ast.walk(node)
    )
    is_walked = any(
        (isinstance(one, (ast.For, ast.comprehension)) and isinstance(one.iter, ast.Name) and one.iter.id == name)
        or (isinstance(one, ast.Call) and called_name(one) == "len" and any(_is_name(each, name) for each in one.args))
        for one in ast.walk(node)
    )
    if lowered == "s" or any(lowered.endswith(end) for end in _TEXT_NAMES):
        return "str"
    if lowered in ("graph", "links_of", "children", "adj", "tree", "neighbors", "edges"):
        return "dict"
    if is_indexed and ("matrix" in lowered or "grid" in lowered or "board" in lowered):
        return "lists"
    if is_indexed or is_walked or any(lowered.endswith(end) for end in _LIST_NAMES):
        return "list"
    if lowered in ("f", "func", "fn", "callback", "node", "root", "head", "key", "self", "predicate", "function"):
        return ""
    return "int"


def _annotated(written: str) -> str:
    written = written.removeprefix("Optional[").removesuffix("| None").strip()
    for start, kind in (
        ("int", "int"),
        ("float", "float"),
        ("bool", "bool"),
        ("str", "str"),
        ("list[list", "lists"),
        ("List[List", "lists"),
        ("list[str", "text list"),
        ("List[str", "text list"),
        ("list", "list"),
        ("List", "list"),
        ("Sequence", "list"),
        ("Iterable", "list"),
        ("dict", "dict"),
        ("Dict", "dict"),
    ):
        if written.startswith(start):
            return kind
    return ""


def _constants(name: str, node: Definition) -> set[int]:
    """The integers that the parameter is compared with."""
    found: set[int] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Compare):
            parts = [one.left, *one.comparators]
            if any(isinstance(part, ast.Name) and part.id == name for part in parts):
                found |= {value for part in parts if (value := integer(part)) is not None and abs(value) <= 1000}
    return found


def _texts(node: Definition) -> set[str]:
    """The short texts that the function compares with, looks for or replaces."""
    found: set[str] = set()
    for one in ast.walk(node):
        parts: list[ast.expr] = []
        if isinstance(one, ast.Compare):
            parts = [one.left, *one.comparators]
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            parts = one.args[:1]
        found |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return {one for one in found if 0 < len(one) <= 4}


def _is_index(name: str, node: Definition) -> bool:
    """Whether the parameter stands between the brackets of something, or is set to what stands there."""
    return any(isinstance(one, ast.Subscript) and _is_name(one.slice, name) for one in ast.walk(node))


def _is_node(name: str, node: Definition) -> bool:
    """Whether the parameter is a key of another one, which is a graph by its name."""
    parameters = {one.arg for one in (*node.args.posonlyargs, *node.args.args)}
    graphs = parameters & {"graph", "adj", "tree", "neighbors", "edges"}
    return bool(graphs) and name.lower() in ("node", "start", "source", "root", "vertex", "current", "at", "v", "u")


def _is_sought(name: str, node: Definition) -> bool:
    """Whether the parameter is compared with an item of something."""
    for one in ast.walk(node):
        if isinstance(one, ast.Compare):
            parts = [one.left, *one.comparators]
            if any(_is_name(part, name) for part in parts) and any(isinstance(part, ast.Subscript) for part in parts):
                return True
    return False


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
