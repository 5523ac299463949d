"""The methods of `str` and `bytes`: which may be called, and what bounds each.

A method without a bound of its own gives nothing longer than a small multiple of what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cwm_lsp.verify.formatting import str_format
from cwm_lsp.verify.limits import Budget, refuse
from cwm_lsp.verify.operators import INTEGERS, done, known, take
from cwm_lsp.verify.values import ATOMS

Method = Callable[[Budget, Any, list[Any], dict[str, Any]], Any]
_ENCODINGS = frozenset({"utf-8", "utf8", "ascii", "latin-1", "utf-16-le", "utf-16-be"})


def _plainly(name: str) -> Method:
    """CPython's own method, for arguments that are plain."""

    def call(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        known(*arguments, *named.values())
        for one in (*arguments, *named.values()):
            if type(one) not in ATOMS and type(one) is not tuple:
                refuse("a method with such an argument")
            if type(one) is tuple and not ATOMS.issuperset(map(type, one)):
                refuse("a method with such an argument")
            if type(one) in (str, bytes, tuple):
                budget.elements(len(one))
        budget.elements(len(value))
        return done(getattr(value, name), *arguments, **named)

    return call


def _wide(name: str) -> Method:
    plain = _plainly(name)

    def call(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
        if arguments and type(arguments[0]) in INTEGERS:
            budget.elements(max(0, arguments[0]))
        return plain(budget, value, arguments, named)

    return call


def _expandtabs(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    size = [*arguments, *named.values(), 8][0]
    if type(size) in INTEGERS:
        if abs(size) > budget.limits.width:
            refuse("a sequence that is too long")
        budget.elements(len(value) + value.count("\t" if type(value) is str else b"\t") * max(0, size))
    return _plainly("expandtabs")(budget, value, arguments, named)


def _replace(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named:
        refuse("keyword arguments of replace")
    if len(arguments) >= 2 and all(type(one) is type(value) for one in arguments[:2]):
        old, new = arguments[:2]
        budget.elements(len(value) + len(old) + len(new))
        budget.elements(len(value) + value.count(old) * len(new))
    return _plainly("replace")(budget, value, arguments, named)


def _join(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(arguments) != 1 or named:
        refuse("a call that does not fit")
    items = take(budget, arguments[0])
    known(*items)
    budget.elements(sum(len(one) for one in items if type(one) is type(value)) + len(value) * len(items))
    return done(value.join, items)


def _format(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    return str_format(budget, value, arguments, named)


def _translate(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if len(arguments) != 1 or named or type(arguments[0]) is not dict:
        refuse("a translation by something else than a dict")
    table: dict[Any, Any] = arguments[0]
    budget.elements(len(table))
    known(*table.values())
    longest = max((len(one) for one in table.values() if type(one) is str), default=1)
    budget.elements(len(value) * max(1, longest))
    if not ATOMS.issuperset(map(type, table.values())):
        refuse("a translation to something else than text")
    return done(value.translate, table)


def _maketrans(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    known(*arguments)
    for one in arguments:
        if type(one) not in (str, dict):
            refuse("a method with such an argument")
        budget.elements(len(one))
    return done(str.maketrans, *arguments, **named)


def _encode(budget: Budget, value: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    if named or len(arguments) > 1 or (arguments and arguments[0] not in _ENCODINGS):
        refuse("an encoding")
    budget.elements(4 * len(value))
    return done(value.encode if type(value) is str else value.decode, *arguments)


_PLAIN = """capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit isidentifier islower
    isnumeric isprintable isspace istitle isupper lower lstrip partition removeprefix removesuffix rfind rindex rpartition rsplit
    rstrip split splitlines startswith strip swapcase title upper""".split()
_WIDE = ("center", "ljust", "rjust", "zfill")

STR: dict[str, Method] = {
    **{name: _plainly(name) for name in _PLAIN},
    **{name: _wide(name) for name in _WIDE},
    "expandtabs": _expandtabs,
    "replace": _replace,
    "join": _join,
    "format": _format,
    "translate": _translate,
    "maketrans": _maketrans,
    "encode": _encode,
}
BYTES: dict[str, Method] = {
    **{name: _plainly(name) for name in (*_PLAIN, "hex") if hasattr(bytes, name)},
    **{name: _wide(name) for name in _WIDE},
    "expandtabs": _expandtabs,
    "replace": _replace,
    "join": _join,
    "decode": _encode,
}
