"""Text from values: `str`, f-strings, `format`, `str.format` and `%`, each bounded and without a look into any object.

Fields of `str.format` may name arguments; attributes and indexes in them are refused.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import Any

from cwm_lsp.verify.limits import Budget, refuse
from cwm_lsp.verify.objects import BoundMethod, ExceptionValue, throw
from cwm_lsp.verify.operators import done, known
from cwm_lsp.verify.values import ATOMS, CONTAINERS, ITERATORS, MAPPINGS, Known, check_order, weigh

_NUMBER = re.compile(r"\d+")
_DIGITS = re.compile(r"\d{5,}")
_PERCENT = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?[-+ #0]*(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<kind>.)", re.S
)
_LARGEST_SHOWN = 5_000


def text_of(budget: Budget, value: Any) -> str:
    """`str(value)`."""
    if type(value) is str:
        return value
    if isinstance(value, ExceptionValue):
        return _exception_text(budget, value)
    return repr_of(budget, value)


def _exception_text(budget: Budget, value: ExceptionValue) -> str:
    arguments = value.arguments
    if arguments is None:
        refuse("an exception's message in the interpreter's words")
    if not isinstance(value.kind, type) or value.kind.__str__ is not BaseException.__str__:
        if value.kind is KeyError and len(arguments) == 1:
            return repr_of(budget, arguments[0])
        if isinstance(value.kind, type):
            refuse("an exception with a text of its own")
    if not arguments:
        return ""
    return text_of(budget, arguments[0] if len(arguments) == 1 else arguments)


def repr_of(budget: Budget, value: Any) -> str:
    """`repr(value)`, whole."""
    known(value)
    if type(value) not in ATOMS:
        budget.charge(weigh(value, _LARGEST_SHOWN))
        _showable(budget, value, 0)
    text = done(repr, value)
    budget.elements(len(text))
    return text


def _showable(budget: Budget, value: Any, depth: int) -> None:
    """Make sure that a value's repr is the same in every process, and not too long."""
    kind = type(value)
    if kind in ATOMS:
        if kind in (str, bytes):
            budget.charge(1 + len(value) // 20)
        return
    if depth > budget.limits.depth:
        refuse("nested too deeply")
    if issubclass(kind, type) and value.__module__ == "builtins":
        return
    if isinstance(value, (Known, BoundMethod)) or kind in ITERATORS or kind not in CONTAINERS:
        refuse("the repr of an object that is not plain data")
    check_order(value)
    held: list[Any] = list(value)
    for one in held:
        _showable(budget, one, depth + 1)
    if kind in MAPPINGS:
        for one in list(value.values()):
            _showable(budget, one, depth + 1)


def check_spec(budget: Budget, spec: str) -> None:
    """Make sure that a format spec asks for no more than a line's worth.

    Raises:
        Unknowable: a width or precision that is too large, or the locale's format.
    """
    if len(spec) > 100 or _DIGITS.search(spec):
        refuse("a format that is too wide")
    if any(int(number) > budget.limits.width for number in _NUMBER.findall(spec)):
        refuse("a format that is too wide")
    if spec.endswith("n"):
        refuse("a format that depends on the locale")


def formatted(budget: Budget, value: Any, spec: str) -> str:
    """`format(value, spec)`."""
    known(value)
    if not spec:
        return text_of(budget, value)
    check_spec(budget, spec)
    if type(value) not in ATOMS:
        if isinstance(value, Known) and not isinstance(value, ExceptionValue):
            refuse("the format of an object that is not plain data")
        raise throw(TypeError)
    return done(format, value, spec)


def converted(budget: Budget, value: Any, conversion: str | None) -> Any:
    """A replacement field's value after `!r`, `!s` or `!a`."""
    if conversion == "r":
        return repr_of(budget, value)
    if conversion == "s":
        return text_of(budget, value)
    if conversion == "a":
        return done(ascii, repr_of(budget, value))[1:-1] if type(value) is not str else done(ascii, value)
    if conversion:
        raise throw(ValueError)
    return value


def joined(budget: Budget, pieces: Sequence[str]) -> str:
    """The pieces in a row."""
    budget.elements(sum(map(len, pieces)))
    return "".join(pieces)


def str_format(budget: Budget, template: str, arguments: Sequence[Any], named: dict[str, Any]) -> str:
    """`template.format(*arguments, **named)`."""
    budget.elements(len(template))
    return _Filling(budget, arguments, named).fill(template, 0)


class _Filling:
    """One template on its way to text: counts the automatic fields."""

    def __init__(self, budget: Budget, arguments: Sequence[Any], named: dict[str, Any]) -> None:
        self._budget = budget
        self._arguments = arguments
        self._named = named
        self._automatic = 0
        self._is_manual = False

    def fill(self, template: str, depth: int) -> str:
        if depth > 1:
            raise throw(ValueError)
        pieces: list[str] = []
        for literal, name, spec, conversion in done(list, string.Formatter().parse(template)):
            self._budget.charge()
            pieces.append(literal)
            if name is not None:
                value = converted(self._budget, self._argument(name), conversion)
                pieces.append(formatted(self._budget, value, self.fill(spec, depth + 1) if spec else ""))
        return joined(self._budget, pieces)

    def _argument(self, name: str) -> Any:
        if name == "":
            if self._is_manual:
                raise throw(ValueError)
            name = str(self._automatic)
            self._automatic += 1
        elif name.isascii() and name.isdigit():
            if self._automatic:
                raise throw(ValueError)
            self._is_manual = True
        elif not name.isidentifier():
            refuse("a format field that looks into a value")
        if name[0].isdigit():
            if len(name) > 4 or int(name) >= len(self._arguments):
                raise throw(IndexError)
            return self._arguments[int(name)]
        if name not in self._named:
            raise throw(KeyError)
        return self._named[name]


def percent(budget: Budget, template: str, values: Any) -> str:
    """`template % values`."""
    known(values)
    budget.elements(len(template))
    parts: list[Any] = [values]
    if type(values) in MAPPINGS:
        parts = list(values.values())
    elif type(values) is tuple:
        parts = list(values)
    for one in parts:
        if type(one) is not str:
            if type(one) in ATOMS:
                budget.charge()
            else:
                repr_of(budget, one)
    widest = 0
    for found in _PERCENT.finditer(template):
        for number in (found["width"], found["precision"]):
            if number == "*":
                refuse("a width that is an argument")
            if number and (len(number) > 4 or int(number) > budget.limits.width):
                refuse("a format that is too wide")
            widest += int(number) if number else 0
    budget.elements(widest + len(template) + sum(len(one) for one in parts if type(one) is str))
    return done(lambda: template % values)
