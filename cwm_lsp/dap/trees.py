"""Predicted reprs as trees: what a list, a dict, a set, a tuple or a dataclass-like repr holds. Everything else stays text.

Reprs are taken apart as text, so that what a trace has cut (`[1, 2, 3, ...`) and what is no Python (`<Node object>`) unfold as far
as they go. Nothing is evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

CUT = "..."
"""What ends a repr that the trace has cut."""
_OPENING, _CLOSING = "([{<", ")]}>"
_NUMBER = re.compile(r"-?\d[\d_]*\Z")
_FLOAT = re.compile(r"-?(?:\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|inf|nan)\Z")
_COMPLEX = re.compile(r"\(?[-+.\de]*\d+(?:\.\d*)?j\)?\Z")
_CALL = re.compile(r"((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\(")
_FIELD = re.compile(r"([A-Za-z_]\w*)=(?!=)")
_OBJECT = re.compile(r"<(?:[\w<>]+\.)*(\w+)(?: object)?[ >]")
_WRAPPERS = frozenset({"frozenset", "deque", "Counter", "OrderedDict", "defaultdict", "set", "mappingproxy"})
_MOST_NESTED = 200


class Shape(Enum):
    """How a value's parts are named."""

    PLAIN = "plain"
    """It has none."""
    SEQUENCE = "sequence"
    SET = "set"
    MAPPING = "mapping"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value.

    Attributes:
        name: for people: `[0]`, `'key'`, `field`.
        path: how an expression goes on to it, `[0]`, `['key']`, `.field`; empty where it can't.
        text: its repr.
    """

    name: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A value, one level deep.

    Attributes:
        type: its type's name, empty where the repr does not tell.
        shape: how its parts are named.
        parts: in order.
        is_cut: whether the trace has cut the repr, so that parts are missing.
    """

    type: str
    shape: Shape = Shape.PLAIN
    parts: tuple[Part, ...] = ()
    is_cut: bool = False


def tree(text: str) -> Tree:
    """The first level of a repr."""
    if text.startswith(("[", "{")) or (text.startswith("(") and not _COMPLEX.match(text)):
        return _container(text)
    called = _CALL.match(text)
    if called is not None:
        return _called(text, called.group(1), called.end())
    return Tree(_type(text))


def resolve(text: str, path: str) -> str | None:
    """The repr of the part of a value that a path leads to, such as `[0].name`; None if there is none."""
    while path:
        for part in tree(text).parts:
            if part.path and path.startswith(part.path) and (path[len(part.path) :][:1] in ("", "[", ".")):
                text, path = part.text, path[len(part.path) :]
                break
        else:
            return None
    return text


def _container(text: str) -> Tree:
    parts, is_cut = _split(text[1:], _CLOSING[_OPENING.index(text[0])])
    if text[0] == "{":
        pairs = [_pair(one) for one in parts]
        if not parts or all(pair is not None for pair in pairs):
            found = tuple(_entry(*pair) for pair in pairs if pair is not None)
            return Tree("dict", Shape.MAPPING, found, is_cut)
        if is_cut and pairs[:-1] and all(pairs[:-1]):
            found = tuple(_entry(*pair) for pair in pairs[:-1] if pair is not None)
            return Tree("dict", Shape.MAPPING, found, is_cut)
        return Tree("set", Shape.SET, tuple(Part(f"{{{n}}}", "", one) for n, one in enumerate(parts)), is_cut)
    kind = "list" if text[0] == "[" else "tuple"
    return Tree(kind, Shape.SEQUENCE, tuple(Part(f"[{n}]", f"[{n}]", one) for n, one in enumerate(parts)), is_cut)


def _called(text: str, name: str, start: int) -> Tree:
    kind = name.rpartition(".")[2]
    parts, is_cut = _split(text[start:], ")")
    if kind in _WRAPPERS:
        if not parts:
            return Tree(kind, Shape.SET if kind.endswith("set") else Shape.SEQUENCE, (), is_cut)
        held = next((one for one in parts if one[:1] in ("[", "{", "(")), None)
        if held is None:
            return Tree(kind)
        inner = tree(held)
        return Tree(kind, inner.shape, inner.parts, is_cut or inner.is_cut)
    if kind == "range":
        return Tree(kind)
    found: list[Part] = []
    for number, one in enumerate(parts):
        field = _FIELD.match(one)
        if field is not None:
            found.append(Part(field.group(1), f".{field.group(1)}", one[field.end() :]))
        else:
            found.append(Part(f"({number})", "", one))
    return Tree(kind, Shape.OBJECT, tuple(found), is_cut)


def _entry(key: str, value: str) -> Part:
    return Part(key, f"[{key}]", value)


def _pair(text: str) -> tuple[str, str] | None:
    """An entry of a dict: what stands before and after its colon."""
    keys, _ = _split(text, "", separator=":")
    if len(keys) < 2:
        return None
    key = keys[0]
    return key, text[text.index(key) + len(key) :].lstrip().removeprefix(":").strip()


def _split(text: str, closing: str, separator: str = ",") -> tuple[list[str], bool]:
    """The parts of a text up to the bracket that closes it, and whether it ends before that."""
    found: list[str] = []
    open_brackets: list[str] = []
    quote = ""
    start = index = 0
    while index < len(text):
        one = text[index]
        if quote:
            if one == "\\":
                index += 1
            elif one == quote:
                quote = ""
        elif one in "'\"":
            quote = one
        elif one in _OPENING and len(open_brackets) < _MOST_NESTED:
            open_brackets.append(_CLOSING[_OPENING.index(one)])
        elif open_brackets:
            if one == open_brackets[-1]:
                open_brackets.pop()
        elif one == closing:
            _keep(found, text[start:index])
            return found, False
        elif one == separator:
            _keep(found, text[start:index])
            start = index + 1
        index += 1
    rest = text[start:].removesuffix(CUT) if closing else text[start:]
    if rest.strip():
        _keep(found, rest.strip() + (CUT if closing else ""))
    return found, bool(closing)


def _keep(found: list[str], text: str) -> None:
    if text.strip():
        found.append(text.strip())


def _type(text: str) -> str:
    if text in ("True", "False"):
        return "bool"
    if text == "None":
        return "NoneType"
    if text[:1] in ("'", '"'):
        return "str"
    if text[:2] in ("b'", 'b"'):
        return "bytes"
    for pattern, kind in ((_NUMBER, "int"), (_FLOAT, "float"), (_COMPLEX, "complex")):
        if pattern.match(text):
            return kind
    if text.startswith("<class "):
        return "type"
    found = _OBJECT.match(text)
    return found.group(1) if found is not None else ""
