"""The closed list of modules: constants and functions of `math`, `string`, `itertools`, `heapq` and the like.

A function that is not listed is not known; importing one of these modules executes nothing.
"""

from __future__ import annotations

import ast
import math
import string
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.heaps import BISECT, HEAPQ
from cwm_lsp.verify.iteration_tools import ITERTOOLS, from_iterable
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import Builtin, Evaluation, Handler, ModuleValue, throw
from cwm_lsp.verify.operators import BINARY, COMPARISONS, INTEGERS, binary, compare, done, known
from cwm_lsp.verify.values import NUMBERS, Foreign

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator


def _numbers(function: Callable[..., Any], *, bits: int = 1_100) -> Handler:
    """A function of a few numbers that gives a number no larger."""

    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        known(*arguments, *named.values())
        for one in (*arguments, *named.values()):
            if type(one) not in NUMBERS:
                raise throw(TypeError)
            if type(one) in INTEGERS and one.bit_length() > bits:
                refuse("an integer that is too large")
        return done(function, *arguments, **named)

    return call


def _bounded(function: Callable[..., Any], most: int) -> Handler:
    plain = _numbers(function, bits=32)

    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        if any(type(one) in INTEGERS and one > most for one in arguments):
            refuse("an integer that is too large")
        return plain(ev, arguments, named)

    return call


def _prod(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if len(arguments) != 1 or not set(named) <= {"start"}:
        refuse("a call that does not fit")
    total = named.get("start", 1)
    items = yield from ev.drain(arguments[0])
    for one in items:
        ev.budget.charge()
        total = binary(ev.budget, ast.Mult, total, one)
    return total


def _fsum(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if len(arguments) != 1 or named:
        refuse("a call that does not fit")
    items = yield from ev.drain(arguments[0])
    known(*items)
    if not all(type(one) in (int, float, bool) for one in items):
        raise throw(TypeError)
    return done(math.fsum, items)


def _reduce(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    if named or not 2 <= len(arguments) <= 3:
        refuse("a call that does not fit")
    items = yield from ev.drain(arguments[1])
    if len(arguments) == 3:
        items = [arguments[2], *items]
    if not items:
        raise throw(TypeError)
    total = items[0]
    for one in items[1:]:
        ev.budget.charge()
        total = yield from ev.call(arguments[0], [total, one], {})
    return total


def _operator(kind: type[ast.operator]) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named or len(arguments) != 2 or (kind is ast.Mod and type(arguments[0]) in (str, bytes)):
            refuse("a call that does not fit")
        return binary(ev.budget, kind, *arguments)

    return call


def _comparison(kind: type[ast.cmpop]) -> Handler:
    def call(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
        if named or len(arguments) != 2:
            refuse("a call that does not fit")
        return compare(ev.budget, kind, *arguments)

    return call


def _functions(held: dict[str, Handler]) -> dict[str, Any]:
    return {name: Builtin(name, handler) for name, handler in held.items()}


_ONE_NUMBER = """ceil floor trunc fabs sqrt cbrt exp expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh degrees
    radians isnan isinf isfinite modf frexp gcd lcm isqrt atan2 copysign fmod pow hypot isclose remainder""".split()
_OPERATORS = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
    "and_": ast.BitAnd,
    "or_": ast.BitOr,
    "xor": ast.BitXor,
}
_COMPARISONS = {"eq": ast.Eq, "ne": ast.NotEq, "lt": ast.Lt, "le": ast.LtE, "gt": ast.Gt, "ge": ast.GtE}
_IGNORED = frozenset({"typing", "__future__", "typing_extensions", "collections.abc"})
"""Modules whose names only matter to annotations."""

_MODULES: dict[str, dict[str, Any]] = {
    "math": {
        **{name: getattr(math, name) for name in ("pi", "e", "tau", "inf", "nan")},
        **_functions({name: _numbers(getattr(math, name)) for name in _ONE_NUMBER if hasattr(math, name)}),
        **_functions({name: _bounded(getattr(math, name), 400) for name in ("factorial", "comb", "perm")}),
        **_functions({"prod": _prod, "fsum": _fsum}),
    },
    "string": {
        name: getattr(string, name)
        for name in (
            "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation whitespace printable".split()
        )
    },
    "itertools": {name: Builtin(name, handler) for name, handler in ITERTOOLS.items()},
    "collections": {"Counter": Counter, "defaultdict": defaultdict, "deque": deque},
    "functools": _functions({"reduce": _reduce}),
    "heapq": _functions(HEAPQ),
    "bisect": _functions(BISECT),
    "operator": {
        **_functions({name: _operator(kind) for name, kind in _OPERATORS.items() if kind in BINARY}),
        **_functions({name: _comparison(kind) for name, kind in _COMPARISONS.items() if kind in COMPARISONS}),
    },
}
CHAIN_FROM_ITERABLE = Builtin("from_iterable", from_iterable)
TRUSTED = frozenset(_MODULES) | _IGNORED | {"re", "random", "copy", "time", "sys", "os", "json", "abc", "dataclasses"}
"""Modules whose functions give values that are what their reprs say."""


def module(name: str) -> ModuleValue | Foreign:
    """What `import name` binds."""
    return ModuleValue(name, _MODULES[name]) if name in _MODULES else Foreign()


def member(name: str, of: str) -> Any:
    """What `from of import name` binds."""
    return _MODULES.get(of, {}).get(name, Foreign())
