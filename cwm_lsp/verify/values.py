"""Plain values: which types they have, how they are read from a repr, and how CPython shows them.

A value is an object of exactly one of the builtin types listed here, or a `Known` or `Foreign` thing. Foreign ones stand for what
can't be known; whatever operation touches one gives up, also deep inside a builtin operation on the container that holds it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from types import NoneType
from typing import Any

from cwm_lsp.verify.limits import Unknowable, refuse

REPR_LENGTH = 200
"""Characters after which traces cut a repr and end it in `...`."""

NUMBERS: frozenset[type] = frozenset({bool, int, float, complex})
ATOMS: frozenset[type] = NUMBERS | {NoneType, str, bytes, range, type(Ellipsis)}
MUTABLE: frozenset[type] = frozenset({list, dict, set, deque, Counter, defaultdict, bytearray})
MAPPINGS: frozenset[type] = frozenset({dict, Counter, defaultdict})
VIEWS: frozenset[type] = frozenset({type({}.keys()), type({}.values()), type({}.items())})
CONTAINERS: frozenset[type] = MUTABLE | VIEWS | {tuple, frozenset}
ITERATORS: frozenset[type] = frozenset(
    type(iter(one))
    for one in ([], (), "", "é", b"", range(0), range(1 << 70), {}, {}.values(), {}.items(), set[int](), deque[int]())
) | {
    type(reversed([])),
    type(reversed({})),
    type(reversed({}.values())),
    type(reversed({}.items())),
    enumerate,
    zip,
    reversed,
}
PLAIN_TYPES: dict[str, type] = {
    one.__name__: one
    for one in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, type, object)
}
"""The types that are values themselves, by their names."""

_INTEGER = re.compile(r"-?[0-9]{1,30}\Z")
_WORD = re.compile(r"'[^'\\]*'\Z")
_DEFAULTING = re.compile(r"defaultdict\(<class '(\w+)'>, ")
_DEEPEST = 40
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_OBJECT = re.compile(r"<[^<>]*\b(?:object|function|method|wrapper|generator|coroutine|frame|code)\b")
"""What the repr of something with an address begins with; where a trace shows it, the address has been left out."""


class Known:
    """Something that is known without being plain data: a function, a type of the program's, an iterator. Compared by identity."""

    __slots__ = ()
    lasts = False
    """Whether it stays what it is whatever the program does: no operation changes it."""

    @property
    def text(self) -> str | None:
        """Its repr without addresses; None if that can't be known."""
        return None

    @property
    def text_alone(self) -> str | None:
        """Its repr where it does not stand within a container: there a repr that raises shows too."""
        return self.text

    def __repr__(self) -> str:
        # Reached through a container's repr; the real one has an address in it.
        refuse("the repr of an object that is not plain data")


class Foreign:
    """A value that is not known.

    Attributes:
        text: its repr as the trace shows it; None if no frame has shown it since it could last change.
    """

    __slots__ = ("text",)

    def __init__(self, text: str | None = None) -> None:
        self.text = text


def _give_up(*_: object, **__: object) -> Any:
    raise Unknowable("a value that is not known")


for _name in (
    "eq ne lt le gt ge hash bool len iter next contains getitem setitem delitem call add radd iadd sub rsub mul rmul truediv "
    "rtruediv floordiv rfloordiv mod rmod divmod rdivmod pow rpow lshift rlshift rshift rrshift and rand or ror xor rxor neg pos "
    "abs invert int float complex index round trunc floor ceil str repr format bytes reversed length_hint enter exit"
).split():
    setattr(Foreign, f"__{_name}__", _give_up)


# Reading


def parse(text: str) -> Any:
    """The value that a repr shows.

    Args:
        text: a repr as the trace has it.

    Returns:
        A fresh value that shares nothing; a `Foreign` with this text where it can't be told.
    """
    if _INTEGER.match(text):
        return int(text)
    if is_cut(text) or _OBJECT.search(text):
        return Foreign(text)
    if _WORD.match(text):
        return text[1:-1]
    held = _DEFAULTING.sub(r"defaultdict(\1, ", text)
    try:
        node = ast.parse(held, mode="eval").body
        value = _value(node, 0)
        # A set of strings is known, but the order in which it is shown is not.
        if show(value) != text and not (type(value) in (set, frozenset) and not has_order(value)):
            return Foreign(text)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError, Unknowable):
        return Foreign(text)
    return value


def _value(node: ast.expr, depth: int) -> Any:
    if depth > _DEEPEST:
        refuse("nested too deeply")
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=elements):
            return [_value(one, depth + 1) for one in elements]
        case ast.Tuple(elts=elements):
            return tuple(_value(one, depth + 1) for one in elements)
        case ast.Dict(keys=keys, values=values):
            return {
                _value(key, depth + 1): _value(value, depth + 1)
                for key, value in zip(keys, values, strict=True)
                if key is not None
            }
        case ast.Set(elts=elements):
            return _parsed_set({_value(one, depth + 1) for one in elements})
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _value(operand, depth + 1)
            if type(inner) in NUMBERS:
                return -inner
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=ast.Constant(value=complex() as imaginary)):
            real = _value(left, depth + 1)
            if type(real) in (int, float):
                return real + imaginary if isinstance(sign, ast.Add) else real - imaginary
        case ast.Name(id="inf"):
            return float("inf")
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            return _called(name, arguments, keywords, depth)
        case _:
            pass
    raise ValueError("no repr of a plain value")


def _called(name: str, nodes: list[ast.expr], keywords: list[ast.keyword], depth: int) -> Any:
    if name == "defaultdict" and len(nodes) == 2 and isinstance(nodes[0], ast.Name) and nodes[0].id in PLAIN_TYPES:
        made: defaultdict[Any, Any] = defaultdict(PLAIN_TYPES[nodes[0].id])
        made.update(_value(nodes[1], depth + 1))
        return made
    values = [_value(one, depth + 1) for one in nodes]
    named = {one.arg: _value(one.value, depth + 1) for one in keywords if one.arg is not None}
    if name == "set" and not values:
        return set[Any]()
    if name == "frozenset" and len(values) <= 1:
        return frozenset(_parsed_set(set(values[0]))) if values else frozenset[Any]()
    if name == "range" and all(type(one) is int for one in values) and 2 <= len(values) <= 3:
        return range(*values)
    if name == "deque" and len(values) == 1 and set(named) <= {"maxlen"}:
        return deque(values[0], **named)
    if name == "Counter" and len(values) <= 1:
        found = Counter(*values)
        if len(found) > 1:
            # Shown by count, walked in the order in which they were met.
            refuse("the order of a counter")
        return found
    raise ValueError("no repr of a plain value")


def _parsed_set(found: set[Any]) -> set[Any]:
    # The order of a set depends on how it came about, which a repr does not tell; small integers have one order only.
    if len(found) > 1 and has_order(found) and not all(type(one) is int and 0 <= one < 8 for one in found):
        refuse("the order of a set")
    return found


# Showing


def show(value: Any) -> str | None:
    """The value's repr as a trace shows it: without addresses, cut at `REPR_LENGTH`; None where it can't be told."""
    kind = type(value)
    if kind is str or kind in NUMBERS or value is None:
        return _cut(_ADDRESS.sub("", repr(value)))
    if isinstance(value, Known) and value.text_alone is not None:
        return _cut(value.text_alone)
    writer = _Writer()
    is_whole = True
    try:
        writer.write(value, 0)
    except _Full:
        is_whole = False
    except Unknowable:
        return None
    text = _ADDRESS.sub("", "".join(writer.pieces))
    return _cut(text) if is_whole or len(text) > REPR_LENGTH else None


def is_cut(text: str) -> bool:
    """Whether a repr as a trace has it may lack its end."""
    return len(text) >= REPR_LENGTH and text.endswith("...")


def _cut(text: str) -> str:
    return text if len(text) <= REPR_LENGTH else text[: REPR_LENGTH - 3] + "..."


class _Full(Exception):
    """More than is ever shown has been written."""


class _Writer:
    """Writes a repr up to the length that traces show: a large structure costs no more than a small one."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._length = 0
        self._active: set[int] = set()

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)
        if self._length > REPR_LENGTH:
            raise _Full

    def write(self, value: Any, depth: int) -> None:
        kind = type(value)
        if kind in ATOMS:
            self._put(repr(value))
            return
        if depth > _DEEPEST:
            refuse("nested too deeply")
        if id(value) in self._active and kind in (list, dict):
            self._put("[...]" if kind is list else "{...}")
            return
        if id(value) in self._active:
            refuse("a container that holds itself")
        writer = _WRITERS.get(kind)
        if writer is None:
            self._put(_named(value))
            return
        self._active.add(id(value))
        writer(self, value, depth + 1)
        self._active.discard(id(value))

    def items(self, opening: str, values: Iterable[Any], closing: str, depth: int) -> None:
        self._put(opening)
        for index, one in enumerate(values):
            if index:
                self._put(", ")
            self.write(one, depth)
        self._put(closing)

    def pairs(self, opening: str, pairs: Iterable[tuple[Any, Any]], closing: str, depth: int) -> None:
        self._put(opening)
        for index, (key, value) in enumerate(pairs):
            if index:
                self._put(", ")
            self.write(key, depth)
            self._put(": ")
            self.write(value, depth)
        self._put(closing)

    def tuple(self, value: tuple[Any, ...], depth: int) -> None:
        self.items("(", value, ",)" if len(value) == 1 else ")", depth)

    def set(self, value: set[Any], depth: int) -> None:
        if not value:
            self._put("set()")
        else:
            check_order(value)
            self.items("{", value, "}", depth)

    def frozenset(self, value: frozenset[Any], depth: int) -> None:
        if not value:
            self._put("frozenset()")
        else:
            check_order(value)
            self.items("frozenset({", value, "})", depth)

    def deque(self, value: deque[Any], depth: int) -> None:
        self.items("deque([", value, "])" if value.maxlen is None else f"], maxlen={value.maxlen})", depth)

    def counter(self, value: Counter[Any], depth: int) -> None:
        if not value:
            self._put("Counter()")
            return
        if len(value) > 2 * REPR_LENGTH or not all(type(count) in (int, float, bool) for count in value.values()):
            refuse("a counter that is too large")
        self.pairs("Counter({", value.most_common(), "})", depth)

    def defaultdict(self, value: defaultdict[Any, Any], depth: int) -> None:
        factory: Any = value.default_factory
        self._put("defaultdict(" + ("None" if factory is None else _named(factory)) + ", ")
        self.pairs("{", value.items(), "})", depth)


_WRITERS: dict[type, Callable[[_Writer, Any, int], None]] = {
    list: lambda writer, value, depth: writer.items("[", value, "]", depth),
    tuple: _Writer.tuple,
    dict: lambda writer, value, depth: writer.pairs("{", value.items(), "}", depth),
    set: _Writer.set,
    frozenset: _Writer.frozenset,
    deque: _Writer.deque,
    Counter: _Writer.counter,
    defaultdict: _Writer.defaultdict,
    **{
        view: lambda writer, value, depth: writer.items(f"{type(value).__name__}([", value, "])", depth)
        for view in VIEWS
    },
}


def _named(value: Any) -> str:
    """The repr of what is not plain data."""
    if isinstance(value, Known) and value.text is not None:
        return value.text
    if type(value) in ITERATORS:
        return f"<{type(value).__name__} object>"
    if isinstance(value, type):
        return f"<class '{value.__qualname__}'>" if value.__module__ == "builtins" else _imported(value)
    refuse("a value that is not known")


def _imported(kind: type) -> str:
    return f"<class '{kind.__module__}.{kind.__qualname__}'>"


# Asking


def check_order(found: Iterable[Any]) -> None:
    """Make sure that a set's elements come in an order that does not depend on hashing secrets or addresses.

    Raises:
        Unknowable: it does.
    """
    if type(found) in (set, frozenset) and not has_order(found):
        refuse("the order of a set")


def has_order(found: Any) -> bool:
    """Whether the order of a set's elements is the same in every process."""
    return len(found) <= 1 or all(_hashes_plainly(one) for one in found)


def _hashes_plainly(value: Any) -> bool:
    kind = type(value)
    if kind in (int, bool, float):
        return True
    return kind is tuple and all(_hashes_plainly(one) for one in value)


def is_immutable(value: Any) -> bool:
    """Whether no operation can ever change the value, nor anything in it."""
    kind = type(value)
    if kind in ATOMS:
        return True
    if kind in (tuple, frozenset):
        return all(is_immutable(one) for one in value)
    return isinstance(value, type)


def is_plain(value: Any) -> bool:
    """Whether a value and everything in it is plain data, or a type."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        held = pending.pop()
        if type(held) not in CONTAINERS:
            if type(held) not in ATOMS and not isinstance(held, type):
                return False
            continue
        if id(held) not in seen:
            seen.add(id(held))
            pending += list(held)
            if type(held) in MAPPINGS:
                pending += held.values()
    return True


def weigh(value: Any, most: int) -> int:
    """How many values there are in a value, those that are there several times counted each time.

    Args:
        value: any value.
        most: where to stop counting.

    Raises:
        Unknowable: more than `most`.
    """
    if type(value) not in CONTAINERS:
        return 1
    count = 0
    pending = [(value, 0)]
    while pending:
        held, depth = pending.pop()
        count += 1 + len(held)
        if count > most or depth > _DEEPEST:
            refuse("a structure that is too large")
        inner: list[Any] = list(held)
        if type(held) in MAPPINGS:
            inner += held.values()
        if not ATOMS.issuperset(map(type, inner)):
            pending += [(one, depth + 1) for one in inner if type(one) in CONTAINERS]
    return count


def containers_in(value: Any) -> list[Any]:
    """The mutable containers in a value, itself included, each once; those inside things that are not plain data are left out."""
    found: dict[int, Any] = {}
    seen: set[int] = set()
    pending = [value]
    while pending:
        held = pending.pop()
        kind = type(held)
        if kind not in CONTAINERS or id(held) in seen:
            continue
        seen.add(id(held))
        if kind in MUTABLE:
            found[id(held)] = held
        pending += list(held)
        if kind in MAPPINGS:
            pending += held.values()
    return list(found.values())
