"""Why recursion ends, from the text alone: a parameter that gets smaller with every call, under a guard that ends it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from cwm_lsp.predict.termination.facts import is_middle
from cwm_lsp.predict.termination.plainness import bound_by_comprehensions
from cwm_lsp.predict.termination.reading import Definition, called_name, integer, names_bound, own_nodes

_ADDING = frozenset({"add", "append", "appendleft", "extend", "insert", "setdefault", "update"})
_MOST_STEPS = 3
"""From a name to what it stands for, which may be a name."""


def why_recursion_ends(node: Definition, calls: Sequence[ast.Call]) -> str | None:
    """One phrase that says why the function's calls of itself end; None where that is not plain.

    Args:
        node: the function.
        calls: all its calls of itself.
    """
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    is_method = parameters[:1] in (["self"], ["cls"])
    rebound = names_bound(node.body)
    known = bound_once(node)
    for position, name in enumerate(parameters):
        if name in rebound:
            continue
        at = position - is_method
        given = [given_argument(call, at, name) for call in calls]
        if any(one is None for one in given):
            continue
        values = [one for one in given if one is not None]
        floor = _number_floor(node, name, calls)
        if floor is not None and all(_is_less(resolved(value, known), name, floor) for value in values):
            return f"recursion: {name} gets smaller with every call, down to where it ends"
        least = None if _grows(node, name) else _length_floor(node, name, calls)
        if least is not None and all(_is_shorter(value, name, least, known) for value in values):
            return f"recursion: {name} gets shorter with every call, down to where it ends"
    return _by_distance(node, calls, known) or _by_remainder(node, calls)


def given_argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """What a call gives for a parameter, by its position, from 0, or by its name; None where that is not plain."""
    if any(isinstance(one, ast.Starred) for one in call.args):
        return None
    if 0 <= position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def guards_of(node: Definition, calls: Sequence[ast.Call]) -> list[ast.expr]:
    """The conditions under which the function is left before any call of itself."""
    within = {id(call) for call in calls}
    found: list[ast.expr] = []
    for statement in node.body:
        holds_call = any(id(one) in within for one in own_nodes([statement]))
        if isinstance(statement, ast.If):
            leaving = isinstance(statement.body[-1], (ast.Return, ast.Raise))
            in_branch = any(id(one) in within for one in own_nodes(statement.body))
            in_test = any(id(one) in within for one in [statement.test, *own_nodes(statement.test)])
            if leaving and not in_branch and not in_test:
                test = statement.test
                found += test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
                # An `elif` or `else` is only reached where the condition does not hold.
                if not holds_call:
                    continue
        if holds_call:
            break
    return found


def _number_floor(node: Definition, name: str, calls: Sequence[ast.Call]) -> int | None:
    """The number up to which the function ends without calling itself."""
    floors: list[int] = []
    for test in guards_of(node, calls):
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and _is_name(test.left, name):
            bound = integer(test.comparators[0])
            if bound is not None and isinstance(test.ops[0], (ast.Lt, ast.LtE)):
                floors.append(bound - isinstance(test.ops[0], ast.Lt))
    return max(floors, default=None)


def _is_less(value: ast.expr, name: str, floor: int) -> bool:
    if isinstance(value, ast.IfExp):
        return all(_is_less(one, name, floor) for one in (value.body, value.orelse))
    if not isinstance(value, ast.BinOp) or not _is_name(value.left, name):
        return False
    step = integer(value.right)
    if step is None:
        return False
    if isinstance(value.op, ast.Sub):
        return step >= 1
    if isinstance(value.op, ast.FloorDiv):
        return step >= 2 and floor >= 0
    return isinstance(value.op, ast.RShift) and step >= 1 and floor >= 0


def _length_floor(node: Definition, name: str, calls: Sequence[ast.Call]) -> int | None:
    """The length up to which the function ends without calling itself."""
    floors: list[int] = []
    for test in guards_of(node, calls):
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and _is_name(test.operand, name):
            floors.append(0)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1 and ast.unparse(test.left) == f"len({name})":
            bound = integer(test.comparators[0])
            if bound is None:
                continue
            if isinstance(test.ops[0], (ast.Lt, ast.LtE)):
                floors.append(bound - isinstance(test.ops[0], ast.Lt))
            elif isinstance(test.ops[0], ast.Eq) and bound == 0:
                floors.append(0)
    return max((one for one in floors if one >= 0), default=None)


def _grows(node: Definition, name: str) -> bool:
    """Whether the function may add to what a name holds."""
    for one in ast.walk(node):
        owner: ast.expr | None = None
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _ADDING:
            owner = one.func.value
        elif isinstance(one, ast.AugAssign):
            owner = one.target
        elif isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store) and isinstance(one.slice, ast.Slice):
            owner = one.value
        if owner is not None and _is_name(owner, name):
            return True
    return False


def _is_shorter(value: ast.expr, name: str, floor: int, known: Mapping[str, ast.expr]) -> bool:
    """Whether a part of a sequence that is longer than `floor` is shorter than the sequence."""
    value = resolved(value, known)
    if isinstance(value, ast.ListComp):
        return _is_picked(value, name, floor, known)
    if (
        not isinstance(value, ast.Subscript)
        or not _is_name(value.value, name)
        or not isinstance(value.slice, ast.Slice)
    ):
        return False
    part = value.slice
    if part.step is not None:
        return False
    halves = [
        ast.unparse(resolved(one, known)) == f"len({name}) // 2" for one in (part.lower, part.upper) if one is not None
    ]
    if len(halves) == 1 and halves[0]:
        # Of two items or more a half has at least one, and not all.
        return floor >= 1 or part.lower is None
    first, last = integer(part.lower), integer(part.upper)
    if part.lower is not None and first is not None and first >= 1:
        return part.upper is None or last is not None
    if part.upper is not None and last is not None and last <= -1:
        return part.lower is None or first is not None
    return False


def _is_picked(value: ast.ListComp, name: str, floor: int, known: Mapping[str, ast.expr]) -> bool:
    """Whether items are picked from a shorter sequence, or from the sequence itself without one of its items."""
    if len(value.generators) != 1:
        return False
    part = value.generators[0]
    if _is_shorter(part.iter, name, floor, known):
        return True
    if not _is_name(part.iter, name) or not isinstance(part.target, ast.Name):
        return False
    for test in part.ifs:
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and _is_name(test.left, part.target.id):
            pivot = resolved(test.comparators[0], known)
            is_item = (
                isinstance(pivot, ast.Subscript)
                and _is_name(pivot.value, name)
                and not isinstance(pivot.slice, ast.Slice)
            )
            if is_item and isinstance(test.ops[0], (ast.Lt, ast.Gt, ast.NotEq)):
                return True
    return False


def bound_once(node: Definition) -> dict[str, ast.expr]:
    """Names that are bound once, by an assignment: name -> value."""
    arguments = {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
    stores: dict[str, int] = {}
    values: dict[str, ast.expr] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, (ast.Store, ast.Del)):
            stores[one.id] = stores.get(one.id, 0) + 1
        if isinstance(one, ast.Assign) and len(one.targets) == 1:
            target = one.targets[0]
            if isinstance(target, ast.Name):
                values[target.id] = one.value
            elif (
                isinstance(target, ast.Tuple)
                and isinstance(one.value, ast.Tuple)
                and len(target.elts) == len(one.value.elts)
            ):
                values |= {
                    each.id: given
                    for each, given in zip(target.elts, one.value.elts, strict=True)
                    if isinstance(each, ast.Name)
                }
    rebound = names_bound(node.body) - set(bound_by_comprehensions(node))
    return {
        name: value
        for name, value in values.items()
        if stores.get(name) == 1
        and name not in arguments
        and not any(
            isinstance(one, ast.Name) and one.id in rebound and stores.get(one.id) != 1 for one in ast.walk(value)
        )
    }


def resolved(node: ast.expr, known: Mapping[str, ast.expr]) -> ast.expr:
    """What a name stands for that is bound once; anything else as it is."""
    for _ in range(_MOST_STEPS):
        if not isinstance(node, ast.Name) or node.id not in known:
            break
        node = known[node.id]
    return node


# Distances between two arguments, or an argument and what stays


def _by_distance(node: Definition, calls: Sequence[ast.Call], known: Mapping[str, ast.expr]) -> str | None:
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    is_method = parameters[:1] in (["self"], ["cls"])
    fixed = set(parameters) - names_bound(node.body)
    for test in guards_of(node, calls):
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            continue
        if not isinstance(test.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
            continue
        is_strict = isinstance(test.ops[0], (ast.LtE, ast.GtE))
        # The function goes on where the condition does not hold.
        low, high = _continuing(test)
        distance = _Distance(parameters, is_method, fixed, low, high, is_strict, known)
        if all(distance.shrinks(call) for call in calls):
            return f"recursion: {ast.unparse(low)} comes nearer to {ast.unparse(high)} with every call"
    return None


def _continuing(test: ast.Compare) -> tuple[ast.expr, ast.expr]:
    """The smaller and the larger side of a comparison that does not hold."""
    if isinstance(test.ops[0], (ast.Lt, ast.LtE)):
        return test.comparators[0], test.left
    return test.left, test.comparators[0]


@dataclass(frozen=True, slots=True)
class _Distance:
    """From one side of a comparison to the other, where `low <= high`, or `low < high`, whenever the function enters itself.

    Attributes:
        parameters: the function's.
        is_method: whether the first of them is given by what the method is called on.
        fixed: those that are not bound anew.
        low, high: the sides.
        is_strict: whether they differ.
        known: what names stand for.
    """

    parameters: Sequence[str]
    is_method: bool
    fixed: Collection[str]
    low: ast.expr
    high: ast.expr
    is_strict: bool
    known: Mapping[str, ast.expr]

    def shrinks(self, call: ast.Call) -> bool:
        """Whether the distance is smaller for what a call hands over."""
        down, up = self._change(self.high, call), self._change(self.low, call)
        return down is not None and up is not None and down[1] - up[0] <= -1

    def _change(self, side: ast.expr, call: ast.Call) -> tuple[float, float] | None:
        if integer(side) is not None:
            return (0, 0)
        if isinstance(side, ast.Call) and called_name(side) == "len" and len(side.args) == 1:
            inner = side.args[0]
            if not isinstance(inner, ast.Name) or inner.id not in self.fixed:
                return None
            given = self._given(inner.id, call)
            return (0, 0) if given is not None and _is_name(given, inner.id) else None
        if not isinstance(side, ast.Name) or side.id not in self.fixed:
            return None
        given = self._given(side.id, call)
        return self._moved(side.id, given) if given is not None else None

    def _given(self, name: str, call: ast.Call) -> ast.expr | None:
        return given_argument(call, self.parameters.index(name) - self.is_method, name)

    def _moved(self, name: str, given: ast.expr) -> tuple[float, float] | None:
        step = 0
        if (
            isinstance(given, ast.BinOp)
            and isinstance(given.op, (ast.Add, ast.Sub))
            and integer(given.right) is not None
        ):
            step = (integer(given.right) or 0) * (1 if isinstance(given.op, ast.Add) else -1)
            given = given.left
        if _is_name(given, name):
            return (step, step)
        ends = [one.id for one in (self.low, self.high) if isinstance(one, ast.Name)]
        if len(ends) == 2 and is_middle(resolved(given, self.known), *ends):
            # The middle is rounded down: it may be the lower end, and is not the upper one unless they are the same.
            return (step, inf) if name == ends[0] else (-inf, step - self.is_strict)
        return None


def _by_remainder(node: Definition, calls: Sequence[ast.Call]) -> str | None:
    """Euclid: `f(b, a % b)` until b is 0."""
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    if len(parameters) != 2 or set(parameters) & names_bound(node.body):
        return None
    first, second = parameters
    guarded = any(ast.unparse(test) in (f"{second} == 0", f"not {second}") for test in guards_of(node, calls))
    wanted = [second, f"{first} % {second}"]
    if guarded and all([ast.unparse(one) for one in call.args] == wanted for call in calls):
        return f"recursion: {second} becomes a remainder of a division by itself, which is nearer to 0"
    return None


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
