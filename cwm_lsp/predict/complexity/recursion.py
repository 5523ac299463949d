"""Recursion as recurrences: how the arguments shrink, how many calls a path makes, whether results are remembered."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import log2
from typing import TYPE_CHECKING

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass, linear
from cwm_lsp.predict.complexity.values import Definition, Value

if TYPE_CHECKING:
    from cwm_lsp.predict.complexity.reader import Activation, Reader

REMEMBERING = re.compile(r"@\s*(?:\w+\.)*(?:lru_cache|cache|memoi[sz]ed?|cached)\b")
"""A decorator that makes a function remember its results."""
_VISITED = frozenset("visited seen explored marked done used_nodes discovered".split())


@dataclass(frozen=True, slots=True)
class SelfCall:
    """A call of a function from within itself.

    Attributes:
        arguments: by parameter.
        repeated: how often each activation makes it, for the loops around it.
        node: its tree.
    """

    arguments: dict[str, Value]
    repeated: ComplexityClass
    node: ast.Call | None


def solve(
    reader: Reader, activation: Activation, work: ComplexityClass, memory: ComplexityClass, best: ComplexityClass
) -> tuple[ComplexityClass, ComplexityClass, ComplexityClass]:
    """Time, space and best time of a function whose single activation costs `work` and holds `memory`."""
    if not activation.calls:
        return work, memory, best
    # That the first call ends at once is no best case worth telling.
    worst, memory = _solved(reader, activation, work, memory)
    return worst, memory, worst


def _solved(
    reader: Reader, activation: Activation, work: ComplexityClass, memory: ComplexityClass
) -> tuple[ComplexityClass, ComplexityClass]:
    code = activation.code
    shrinking = {
        name: kind for call in activation.calls for name, value in call.arguments.items() if (kind := value.shrinks)
    }
    kinds = set(shrinking.values())
    span = _span(reader, activation, shrinking)
    calls = most_calls(code.body, {id(call.node) for call in activation.calls})
    repeated = reduce(ComplexityClass.__or__, (call.repeated for call in activation.calls), CONSTANT)
    name = code.name
    if _is_visiting(code):
        whole = linear("the number of nodes") | linear("the number of edges")
        reader.found.reasons.setdefault(f"{name} visits each node once, and each edge")
        return whole, memory | linear("the number of nodes")
    if name in reader.remembering or _is_remembered(code):
        states = _states(reader, activation, shrinking)
        reader.found.reasons.setdefault(f"{name} remembers its results: as many calls as there are different arguments")
        return states * work, memory | states
    if not kinds or not span.terms:
        if not kinds:
            reader.unsure(f"how the arguments of {name} shrink from call to call")
        span = span if span.terms else linear(f"the depth of {name}")
    if "child" in kinds:
        reader.found.reasons.setdefault(f"{name} goes down a tree")
        return span * work, memory | span
    if kinds == {"half"}:
        return _halving(reader, name, span, work, memory, calls)
    if "later" in kinds:
        reader.found.reasons.setdefault(f"{name} tries every choice of what follows")
        return span.exponential() * _trimmed(work, repeated), memory | span
    depth = span.log() if "half" in kinds else span
    if repeated.terms:
        if _permutes(code) or set(repeated.variables) & set(span.variables):
            reader.found.reasons.setdefault(f"{name} tries every order")
            many = ComplexityClass(frozenset({tuple((v, (1, 0, Fraction(0), 0)) for v in span.variables)}))
        else:
            # As many calls as another input is long, as deep as this one: a power whose exponent is an input.
            reader.found.reasons.setdefault(f"{name} calls itself in a loop, a step smaller each time")
            reader.unsure(f"how {name} branches: the loop and the depth are different inputs")
            many = span.exponential()
        copies = any(value.weight.terms for call in activation.calls for value in call.arguments.values())
        return many * _trimmed(work, repeated), span * memory if copies else memory | span
    if calls > 1 and "part" in kinds:
        reader.found.reasons.setdefault(f"{name} splits its input unevenly in the worst case")
        return span * work, memory | span
    if calls > 1:
        reader.found.reasons.setdefault(f"{name} calls itself {calls} times, a step smaller each time")
        return span.exponential() * work, memory | span
    reader.found.reasons.setdefault(f"{name} calls itself once, a step smaller: depth {str(depth)[2:-1]}")
    return depth * work, (depth * memory) if memory.terms else depth


def _halving(
    reader: Reader, name: str, span: ComplexityClass, work: ComplexityClass, memory: ComplexityClass, calls: int
) -> tuple[ComplexityClass, ComplexityClass]:
    """The master theorem for a problem cut in halves."""
    reader.found.reasons.setdefault(
        f"{name} calls itself {'once' if calls == 1 else f'{calls} times'} on half of its input"
    )
    power = Fraction(log2(calls)).limit_denominator(100)
    leaves = span.power(power)
    if power.denominator != 1:
        reader.unsure(f"{name} branches {calls} times")
    space = memory | span.log()
    if leaves <= work and work <= leaves:
        return work * span.log(), space
    if work <= leaves:
        return leaves, space
    # Polynomially more work than there are leaves, or only a logarithm more.
    return (work * span.log() if work <= leaves * span.log() else work), space


def _trimmed(work: ComplexityClass, repeated: ComplexityClass) -> ComplexityClass:
    """The work of one activation without the loop that makes the calls, which the number of calls holds already."""
    return CONSTANT if work <= repeated else work


def _span(reader: Reader, activation: Activation, shrinking: dict[str, str]) -> ComplexityClass:
    """How far the shrinking arguments have to go."""
    found = CONSTANT
    for name in shrinking:
        value = activation.arguments.get(name)
        if (
            value is not None
            and value.size is not None
            and value.size.terms
            and not _is_counting_up(activation.calls, name)
        ):
            found |= value.size
    if not found.terms:
        found = _bounds(reader, activation, set(shrinking))
    if not found.terms:
        for value in activation.arguments.values():
            if value.size is not None and value.kind not in ("int", "float", "bool"):
                found |= value.size
    return found


def _is_counting_up(calls: Sequence[SelfCall], name: str) -> bool:
    return any(call.arguments[name].shrinks in ("up", "later") for call in calls if name in call.arguments)


def _bounds(reader: Reader, activation: Activation, names: set[str]) -> ComplexityClass:
    """What the shrinking parameters are compared with."""
    found = CONSTANT
    kept = reader.names
    for node in ast.walk(activation.code):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            sides = list(node.args)
        if not any(isinstance(one, ast.Name) and one.id in names for side in sides for one in ast.walk(side)):
            continue
        for side in sides:
            if isinstance(side, ast.Name) and side.id in names:
                continue
            value = reader.expression(side)
            if value.size is not None and value.size.terms and value.kind in ("int", "any"):
                found |= value.size
    reader.names = kept
    return found


def _states(reader: Reader, activation: Activation, shrinking: dict[str, str]) -> ComplexityClass:
    found = CONSTANT
    for name in shrinking:
        found *= _span(reader, activation, {name: shrinking[name]})
    return found if found.terms else linear(f"the number of different arguments of {activation.code.name}")


def _is_remembered(code: Definition) -> bool:
    looked: set[str] = set()
    stored: set[str] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            looked.add(ast.unparse(node.comparators[0]))
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Subscript):
            looked.add(ast.unparse(_base(node.left)))
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            stored.add(ast.unparse(_base(node)))
    returned = {
        ast.unparse(_base(one.value))
        for one in ast.walk(code)
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Subscript)
    }
    return bool(looked & stored & returned)


def _base(node: ast.Subscript) -> ast.expr:
    inner: ast.expr = node
    while isinstance(inner, ast.Subscript):
        inner = inner.value
    return inner


def _is_visiting(code: Definition) -> bool:
    checked: set[str] = set()
    added: set[str] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            checked.add(ast.unparse(node.comparators[0]))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
            added.add(ast.unparse(node.func.value))
    removed = any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in ("remove", "discard")
        for n in ast.walk(code)
    )
    return bool(checked & added & {name for name in checked if name in _VISITED}) and not removed


def _permutes(code: Definition) -> bool:
    """Whether the loop leaves out what was taken: by a test, by cutting it out, or by swapping."""
    text = ast.unparse(code)
    cut = any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add)
        and all(isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Slice) for one in (node.left, node.right))
        for node in ast.walk(code)
    )
    swaps = any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple)
        and isinstance(node.targets[0], ast.Tuple)
        and all(isinstance(one, ast.Subscript) for one in node.value.elts)
        for node in ast.walk(code)
    )
    tests = any(
        isinstance(node, ast.If)
        and any(word in ast.unparse(node.test) for word in (" in ", "used[", "taken[", "seen["))
        for loop in ast.walk(code)
        if isinstance(loop, ast.For)
        for node in loop.body
    )
    return cut or swaps or tests or "used" in text


def most_calls(body: Sequence[ast.stmt], calls: set[int]) -> int:
    """The most of these calls that one way through the statements makes, loops counted once."""
    total = 0
    for index, one in enumerate(body):
        if isinstance(one, ast.If):
            test = _calls_in(one.test, calls)
            first, second = most_calls(one.body, calls), most_calls(one.orelse, calls)
            if _ends(one.body) or (one.orelse and _ends(one.orelse)):
                rest = most_calls(body[index + 1 :], calls)
                taken = first + (0 if _ends(one.body) else rest)
                other = second + (0 if one.orelse and _ends(one.orelse) else rest)
                return total + test + max(taken, other)
            total += test + max(first, second)
        elif isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        elif isinstance(one, (ast.For, ast.While, ast.With, ast.Try)):
            inner: list[ast.stmt] = [*one.body, *getattr(one, "orelse", [])]
            total += most_calls(inner, calls)
        else:
            total += _calls_in(one, calls)
    return total


def _calls_in(node: ast.AST, calls: set[int]) -> int:
    if isinstance(node, ast.IfExp):
        return _calls_in(node.test, calls) + max(_calls_in(node.body, calls), _calls_in(node.orelse, calls))
    if isinstance(node, ast.BoolOp):
        return sum(_calls_in(one, calls) for one in node.values)
    return (id(node) in calls) + sum(_calls_in(one, calls) for one in ast.iter_child_nodes(node))


def _ends(body: Sequence[ast.stmt]) -> bool:
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _ends(last.body) and _ends(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break))
