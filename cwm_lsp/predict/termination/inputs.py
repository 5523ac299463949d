"""Values to try for a parameter, made from its annotation, its name and from what the function does with it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import chain

from cwm_lsp.predict.termination.reading import Definition, called_name, definition, integer
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Parameter

_MOST_HANDED_ON = 3
_GRAPHS = frozenset("graph links_of children adj tree neighbors neighbours edges links network adjacency".split())
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
_TEXT_QUESTIONS = frozenset({"isalnum", "isalpha", "isdigit", "islower", "isspace", "isupper", "lower", "upper"})
_TEXT_ARGUMENTS = frozenset({"find", "startswith", "endswith", "replace", "split", "rfind"})
_LIST_METHODS = frozenset({"append", "pop", "extend", "insert", "sort", "remove", "popleft", "reverse"})


@dataclass(frozen=True, slots=True)
class Values:
    """The texts of values for one parameter."""

    ordinary: tuple[str, ...]
    unusual: tuple[str, ...]


def values_of(parameter: Parameter, node: Definition, document: Document) -> Values:
    """The values to try for a parameter of a function.

    Args:
        parameter: it.
        node: the function.
        document: the file, in which functions may stand to which the parameter is handed on.
    """
    parameter, node = _where_it_is_used(parameter, node, document)
    kind = _kind(parameter, node)
    if _is_node_of_graph(parameter.name, node):
        return Values(("1", "2"), ("5", "-1"))
    if kind == "dict" and _is_graph(parameter.name, node):
        return Values(
            ("{1: [2], 2: [3], 3: [2]}", "{0: [1], 1: [2], 2: [1]}", "{1: [2, 3], 2: [3], 3: []}", "{1: [2], 2: [1]}"),
            ("{}", "{1: []}"),
        )
    if kind == "int":
        limits = sorted(_constants(parameter.name, node))
        near = [value for limit in limits for value in (limit, limit + 1, limit - 1) if value > 0]
        first = [5, 2, 10, 3]
        if _is_index(parameter.name, node):
            first = [0, 1, 2]
        elif _is_sought(parameter.name, node) or _lets_zero_through(parameter.name, node):
            first = [5, 0, 2, 10, 3]
        usual = dict.fromkeys(str(one) for one in chain(first, near, [1, 4, 7]))
        odd = dict.fromkeys(str(one) for one in [0, -1, *(value for value in limits if value < 0)])
        return Values(tuple(usual)[:9], tuple(odd))
    if kind == "float":
        return Values(("2.0", "0.5", "10.0", "1.0", "3.7", "0.1"), ("0.0", "-1.5"))
    if kind == "bool":
        return Values(("True", "False"), ())
    if kind == "str":
        parts = sorted(_texts(node))
        made = [repr(one) for part in parts[:3] for one in (f"{part}{part}ab", f"a{part}b{part}")]
        mixed = ["'a1'", "'12 b3'"] if _asks_for_digits(node) else []
        usual = ["'hello'", "'a'", *mixed, *made, "'ab cd'", "'12'", "'aab'", "'level'", "'abba'"]
        return Values(tuple(dict.fromkeys(usual))[:9], ("''",))
    if kind == "text list":
        return Values(("['a', 'b', 'a']", "['one']", "['x', 'yy', 'zzz']"), ("[]",))
    if kind == "list":
        return Values(
            ("[3, 1, 2]", "[5]", "[1, 2, 3, 4]", "[2, 2]", "[4, 0, 7, 1, 9]", "[0, 1, 0]"), ("[]", "[-1, -2]")
        )
    if kind == "lists":
        return Values(("[[1, 2], [3, 4]]", "[[1]]", "[[0, 1, 0], [1, 0, 1], [0, 0, 1]]"), ("[]",))
    if kind == "dict":
        return Values(("{1: [2], 2: [1]}", "{'a': 1, 'b': 2}", "{0: [1, 2], 1: [2], 2: []}"), ("{}",))
    return Values((), ())


def _where_it_is_used(parameter: Parameter, node: Definition, document: Document) -> tuple[Parameter, Definition]:
    """The parameter of the function of the file to which this one is only handed on; itself where it is used."""
    for _ in range(_MOST_HANDED_ON):
        uses = [one for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == parameter.name]
        found: tuple[Parameter, Definition] | None = None
        for call in ast.walk(node):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or len(uses) != 1:
                continue
            position = next((at for at, one in enumerate(call.args) if one is uses[0]), None)
            if position is None:
                continue
            for function in document.functions:
                other = definition(document, function)
                if function.name == call.func.id and not function.is_method and position < len(function.parameters):
                    found = (function.parameters[position], other) if other is not None else None
        if found is None or parameter.annotation:
            break
        parameter, node = found
    return parameter, node


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
    if _holds_text(name, node):
        return "str"
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
    if lowered in _GRAPHS:
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


def _is_graph(name: str, node: Definition) -> bool:
    """Whether a `for` goes over what stands under a key of the parameter, but the parameter itself is not gone over by position."""
    for one in ast.walk(node):
        if isinstance(one, (ast.For, ast.comprehension)) and _key_of(one.iter, name) is not None:
            return True
        if isinstance(one, ast.Call) and called_name(one) in ("extend", "update"):
            return any(_key_of(each, name) is not None for each in one.args)
    return False


def _key_of(node: ast.expr, name: str) -> ast.expr | None:
    """`k` of `name[k]` and `name.get(k, …)`."""
    if isinstance(node, ast.Subscript) and _is_name(node.value, name) and not isinstance(node.slice, ast.Slice):
        return node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return node.args[0] if _is_name(node.func.value, name) and node.args else None
    return None


def _is_node_of_graph(name: str, node: Definition) -> bool:
    """Whether a graph is asked for what stands under the parameter, or what a list of it alone is filled up from."""
    for graph in (*node.args.posonlyargs, *node.args.args):
        if graph.arg == name or not _is_graph(graph.arg, node):
            continue
        for one in ast.walk(node):
            if isinstance(one, (ast.Subscript, ast.Call)):
                key = _key_of(one, graph.arg)
                if key is not None and _is_name(key, name):
                    return True
            if isinstance(one, (ast.List, ast.Set)) and [_is_name(each, name) for each in one.elts] == [True]:
                return True
    return False


def _holds_text(name: str, node: Definition) -> bool:
    """Whether the items of the parameter are compared with text, or asked what only text is asked."""

    def is_item(one: ast.expr) -> bool:
        return isinstance(one, ast.Subscript) and _is_name(one.value, name) and not isinstance(one.slice, ast.Slice)

    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and is_item(one.func.value):
            return one.func.attr in _TEXT_QUESTIONS
        if isinstance(one, ast.Compare) and len(one.ops) == 1 and is_item(one.left):
            last = one.comparators[0]
            if isinstance(last, ast.Constant) and isinstance(last.value, str) and len(last.value) == 1:
                return True
    return False


def _lets_zero_through(name: str, node: Definition) -> bool:
    """Whether the function looks itself whether the parameter is too small, and takes 0."""
    for one in ast.walk(node):
        is_check = isinstance(one, ast.If) and isinstance(one.body[-1], (ast.Return, ast.Raise))
        if isinstance(one, ast.If) and is_check and ast.unparse(one.test) == f"{name} < 0":
            return True
        if isinstance(one, ast.Assign) and ast.unparse(one) in (f"{name} = max({name}, 0)", f"{name} = max(0, {name})"):
            return True
    return False


def _asks_for_digits(node: Definition) -> bool:
    return any(isinstance(one, ast.Call) and called_name(one) in ("isdigit", "isnumeric") for one in ast.walk(node))


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
