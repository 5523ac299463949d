"""Proofs that a loop or a recursion never ends: a set of states that is reached, and that no pass ever leaves.

From states that were seen at the loop's header a set is guessed, and the body is followed for the whole set at once: if every path
comes back into it and none can leave, the loop never ends. Anything that is not understood may leave. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import cast

from cwm_lsp.predict.termination.ranges import (
    ANYTHING,
    INTEGERS,
    Constant,
    MayLeaveError,
    Numbers,
    Range,
    Sequences,
    added,
    compared,
    divided,
    floor_divided,
    includes,
    joined,
    lengths,
    multiplied,
    negated,
    number,
    range_of,
    range_of_value,
    remainder,
    truth,
    widened,
    with_bits,
)
from cwm_lsp.predict.termination.reading import Definition, names_bound

_ATTEMPTS = 6
States = Mapping[str, Range]
_Env = dict[str, Range]


class _EnteredAgainError(Exception):
    """The path enters the function again, so that it does not come to its end here."""


def loop_never_ends(loop: ast.While, seen: Sequence[Mapping[str, str]]) -> States | None:
    """A set of states that holds the first of those seen, and that the loop never leaves; None where none is found.

    Args:
        loop: the statement.
        seen: names and reprs at its header, before its condition, pass after pass; at least two.
    """
    return _invariant(seen, lambda env: _Follower(names_bound([loop])).one_pass(loop, env))


def for_never_ends(loop: ast.For, seen: Sequence[Mapping[str, str]]) -> States | None:
    """As `loop_never_ends`, for a loop over a list by name whose every pass adds at least one item."""
    if not isinstance(loop.iter, ast.Name) or loop.iter.id in names_bound(loop.body) | names_bound(
        [ast.Assign([loop.target], loop.iter)]
    ):
        return None
    name = loop.iter.id
    least = [_least_integer(one.get(name, "")) for one in seen]
    least_item = min((one for one in least if one is not None), default=None) if None not in least else None
    item: Range = ANYTHING if least_item is None else Numbers(least_item, inf)

    def step(env: _Env) -> _Env | None:
        before = env.get(name)
        if not isinstance(before, Sequences) or before.kind != "list":
            raise MayLeaveError
        # The lengths are followed from the least one: what is added is added whatever the length is.
        start = {**env, name: Sequences("list", number(0))}
        start |= dict.fromkeys(names_bound([ast.Assign([loop.target], loop.iter)]), item)
        follower = _Follower(names_bound([loop]))
        after = follower.block(loop.body, dict(start), is_loop=True)
        if not all(includes(item, one) for one in follower.added):
            raise MayLeaveError
        length = lengths(after[name]) if after is not None else None
        if after is None or length is None or length.low < 1:
            raise MayLeaveError
        return {**after, name: Sequences("list", added(before.length, length))}

    return _invariant(seen, step)


def recursion_never_ends(node: Definition, seen: Sequence[Mapping[str, str]]) -> States | None:
    """A set of arguments that holds the first of those seen, from each of which the function enters itself with others of them.

    Args:
        node: a plain function, entered by its name.
        seen: names and reprs of the arguments, call within call; at least two.
    """
    if node.decorator_list or isinstance(node, ast.AsyncFunctionDef):
        return None
    if any(isinstance(one, (ast.Yield, ast.YieldFrom, ast.Await)) for one in ast.walk(node)):
        return None
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    if node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults:
        return None

    def step(env: _Env) -> _Env | None:
        follower = _Follower(frozenset(), node.name, parameters)
        try:
            follower.block(node.body, dict(env), is_loop=False)
        except _EnteredAgainError:
            return follower.given
        raise MayLeaveError

    return _invariant(seen, step)


def _invariant(seen: Sequence[Mapping[str, str]], step: Callable[[_Env], _Env | None]) -> States | None:
    if len(seen) < 2:
        return None
    states = [{name: range_of(text) for name, text in one.items()} for one in seen]
    if any(one.keys() != states[-1].keys() for one in states):
        states = [one for one in states if one.keys() == states[-1].keys()]
    if len(states) < 2:
        return None
    for is_strided, to_zero in ((True, False), (False, False), (True, True)):
        first = states[-4] if len(states) >= 4 else states[0]
        env: _Env = {name: widened(first[name], states[-1][name], is_strided=is_strided) for name in first}
        for other in states[-3:]:
            env = {
                name: value if includes(value, other[name]) else _loosened(value, other[name])
                for name, value in env.items()
            }
        if to_zero:
            env = {name: _up_to_zero(value, states[-1][name]) for name, value in env.items()}
        for _ in range(_ATTEMPTS):
            try:
                after = step(dict(env))
            except (MayLeaveError, _EnteredAgainError, RecursionError):
                break
            if after is None:
                break
            missing = [name for name in env if name not in after]
            if missing:
                break
            outside = [name for name in env if not includes(env[name], after[name])]
            if not outside:
                return env
            env |= {name: _loosened(env[name], after[name]) for name in outside}
    return None


def _up_to_zero(value: Range, last: Range) -> Range:
    """The set without what lies beyond 0, where it is approached and not yet passed."""
    if isinstance(value, Numbers) and isinstance(last, Numbers):
        if value.low == -inf and last.low > 0:
            return replace(value, low=0)
        if value.high == inf and last.high < 0:
            return replace(value, high=0)
    return value


def _loosened(value: Range, other: Range) -> Range:
    both = joined(value, other)
    wider = widened(value, both, is_strided=True)
    if includes(wider, other):
        return wider
    if isinstance(value, Numbers) and isinstance(other, Numbers) and value.is_int and other.is_int:
        return INTEGERS
    return ANYTHING


@dataclass
class _Follower:
    """Follows statements for a whole set of states.

    Attributes:
        bound: the names that the loop binds: those that an inner loop may change are among them.
        function: the name that enters the function again; None where that is not looked for.
        parameters: its parameters.
        given: the set of arguments that it is entered with again.
        added: what has been added to lists.
    """

    bound: frozenset[str]
    function: str | None = None
    parameters: Sequence[str] = ()
    given: _Env | None = None
    added: list[Range] = field(default_factory=lambda: [])
    _continued: list[_Env] = field(default_factory=lambda: [])

    def one_pass(self, loop: ast.While, env: _Env) -> _Env | None:
        """The states at the header after one pass.

        Raises:
            MayLeaveError: the loop may be left.
        """
        if truth(self._value(loop.test, env)) is not True:
            raise MayLeaveError
        return self.block(loop.body, env, is_loop=True)

    def block(self, body: Sequence[ast.stmt], env: _Env, *, is_loop: bool) -> _Env | None:
        """The states after a loop's body, those that `continue` included.

        Raises:
            MayLeaveError: the loop may be left.
            _EnteredAgainError: every path enters the function again.
        """
        outer, self._continued = self._continued, []
        after = self._statements(body, env)
        found = [*self._continued, *([after] if after is not None else [])]
        self._continued = outer
        if not is_loop:
            # The end of a function's body: it is left.
            raise MayLeaveError
        return _joined(found)

    def _statements(self, body: Sequence[ast.stmt], env: _Env) -> _Env | None:
        current: _Env | None = env
        for statement in body:
            if current is None:
                return None
            current = self._statement(statement, current)
        return current

    def _statement(self, statement: ast.stmt, env: _Env) -> _Env | None:
        if isinstance(statement, ast.If):
            return self._if(statement, env)
        if isinstance(statement, ast.Continue):
            self._continued.append(env)
            return None
        if isinstance(statement, ast.Assign):
            value = self._value(statement.value, env)
            for target in statement.targets:
                self._assign(target, statement.value, value, env)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign(statement.target, statement.value, self._value(statement.value, env), env)
        elif isinstance(statement, ast.AugAssign):
            self._augment(statement, env)
        elif isinstance(statement, ast.Expr):
            self._value(statement.value, env)
        elif isinstance(statement, (ast.While, ast.For)):
            return self._inner_loop(statement, env)
        elif isinstance(statement, ast.Return) and self.function is not None and statement.value is not None:
            self._value(statement.value, env)
            raise MayLeaveError
        elif not isinstance(statement, ast.Pass):
            raise MayLeaveError
        return env

    def _if(self, statement: ast.If, env: _Env) -> _Env | None:
        outcome = truth(self._value(statement.test, env))
        ways: list[tuple[Sequence[ast.stmt], bool]] = [(statement.body, True), (statement.orelse, False)]
        found: list[_Env] = []
        entered = 0
        chosen = [one for one in ways if outcome is None or one[1] is outcome]
        for body, is_true in chosen:
            inner = _refined(statement.test, dict(env), is_true=is_true)
            if inner is None:
                continue
            try:
                after = self._statements(body, inner)
            except _EnteredAgainError:
                entered += 1
                continue
            if after is not None:
                found.append(after)
        if not found and entered:
            raise _EnteredAgainError
        return _joined(found)

    def _inner_loop(self, loop: ast.While | ast.For, env: _Env) -> _Env | None:
        """An inner loop may make any number of passes, or never end: neither leaves the outer one."""
        if loop.orelse:
            raise MayLeaveError
        if isinstance(loop, ast.For):
            self._value(loop.iter, env)
            if lengths(self._iterated(loop.iter, env)) is None:
                raise MayLeaveError
        changed = names_bound([loop]) | _mutated(loop)
        env |= {name: _any_like(env[name]) for name in changed if name in env}
        inner = dict(env)
        if isinstance(loop, ast.For):
            if not isinstance(loop.target, ast.Name):
                raise MayLeaveError
            is_range = isinstance(loop.iter, ast.Call)
            inner[loop.target.id] = INTEGERS if is_range else ANYTHING
        else:
            self._value(loop.test, inner)
        follower = _Follower(self.bound, added=self.added)
        start = dict(inner)
        try:
            after = follower.block(_without_breaks(loop.body), inner, is_loop=True)
        except _EnteredAgainError:
            raise MayLeaveError from None
        # What is bound within may be missing where no pass is made.
        for name, value in (after or {}).items():
            if name in changed and name in start and not includes(start[name], value):
                raise MayLeaveError
        return env

    def _iterated(self, iterable: ast.expr, env: _Env) -> Range:
        if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name) and iterable.func.id == "range":
            return Sequences("tuple", Numbers(0, inf))
        return self._value(iterable, env)

    # Assignments

    def _assign(self, target: ast.expr, source: ast.expr, value: Range, env: _Env) -> None:
        if isinstance(target, ast.Name):
            if isinstance(value, Sequences) and value.kind == "list" and isinstance(source, ast.Name):
                # Two names for one list: what is added by one is seen by the other.
                raise MayLeaveError
            env[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(source, (ast.Tuple, ast.List)):
            if len(target.elts) != len(source.elts) or any(isinstance(one, ast.Starred) for one in source.elts):
                raise MayLeaveError
            before = dict(env)
            values = [self._value(one, before) for one in source.elts]
            for one, given, found in zip(target.elts, source.elts, values, strict=True):
                self._assign(one, given, found, env)
        else:
            raise MayLeaveError

    def _augment(self, statement: ast.AugAssign, env: _Env) -> None:
        if not isinstance(statement.target, ast.Name):
            raise MayLeaveError
        name = statement.target.id
        value = self._value(statement.value, env)
        old = self._name(name, env)
        env[name] = self._operation(old, statement.op, value)
        if isinstance(old, Sequences) and old.kind == "list":
            self.added.append(ANYTHING)
            _changed(name, env)

    # Expressions

    def _name(self, name: str, env: _Env) -> Range:
        if name not in env:
            raise MayLeaveError
        return env[name]

    def _value(self, node: ast.expr, env: _Env) -> Range:
        if isinstance(node, ast.Constant):
            return range_of_value(node.value)
        if isinstance(node, ast.Name):
            return self._name(node.id, env)
        if isinstance(node, ast.BinOp):
            left = self._value(node.left, env)
            return self._operation(left, node.op, self._value(node.right, env))
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, self._value(node.operand, env))
        if isinstance(node, ast.Compare):
            return self._comparison(node, env)
        if isinstance(node, ast.BoolOp):
            return self._boolean(node, env)
        if isinstance(node, ast.Call):
            return self._call(node, env)
        if isinstance(node, (ast.Tuple, ast.List)):
            values = [self._value(one, env) for one in node.elts]
            kind = "list" if isinstance(node, ast.List) else "tuple"
            return Sequences(kind, number(len(values)))
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return self._item(self._value(node.value, env), self._value(node.slice, env))
        if isinstance(node, ast.JoinedStr):
            for one in node.values:
                if isinstance(one, ast.FormattedValue):
                    if one.format_spec is not None:
                        raise MayLeaveError
                    self._value(one.value, env)
            return Sequences("str", Numbers(0, inf))
        raise MayLeaveError

    def _item(self, whole: Range, index: Range) -> Range:
        length = lengths(whole)
        if length is None or not isinstance(index, Numbers) or not index.is_int:
            raise MayLeaveError
        if index.low < -length.low or index.high > length.low - 1:
            raise MayLeaveError
        return ANYTHING

    def _operation(self, left: Range, kind: ast.operator, right: Range) -> Range:
        if isinstance(left, Numbers) and isinstance(right, Numbers):
            if isinstance(kind, ast.Add):
                return added(left, right)
            if isinstance(kind, ast.Sub):
                return added(left, negated(right))
            if isinstance(kind, ast.Mult):
                return multiplied(left, right)
            if isinstance(kind, ast.FloorDiv):
                return floor_divided(left, right)
            if isinstance(kind, ast.Mod):
                return remainder(left, right)
            if isinstance(kind, ast.Div):
                return divided(left, right)
            return with_bits(left, kind, right)
        one, other = lengths(left), lengths(right)
        if isinstance(kind, ast.Add) and one is not None and other is not None:
            kinds = {_kind_of(left), _kind_of(right)}
            if len(kinds) == 1:
                return Sequences(kinds.pop(), added(one, other))
        raise MayLeaveError

    def _unary(self, node: ast.UnaryOp, value: Range) -> Range:
        if isinstance(node.op, ast.Not):
            outcome = truth(value)
            return ANYTHING if outcome is None else Constant(not outcome)
        if isinstance(node.op, ast.USub) and isinstance(value, Numbers):
            return negated(value)
        raise MayLeaveError

    def _comparison(self, node: ast.Compare, env: _Env) -> Range:
        values = [self._value(one, env) for one in (node.left, *node.comparators)]
        results: list[bool | None] = []
        for kind, one, other in zip(node.ops, values, values[1:], strict=False):
            if isinstance(kind, (ast.In, ast.NotIn)):
                if not isinstance(other, Sequences) or other.kind == "str":
                    raise MayLeaveError
                results.append(None)
            else:
                results.append(compared(one, kind, other))
        if all(results):
            return Constant(True)
        return Constant(False) if results[0] is False or (False in results) else ANYTHING

    def _boolean(self, node: ast.BoolOp, env: _Env) -> Range:
        ends_at = isinstance(node.op, ast.Or)
        is_open = False
        for index, one in enumerate(node.values):
            try:
                value = self._value(one, env)
            except _EnteredAgainError:
                if not is_open:
                    raise
                return ANYTHING
            outcome = truth(value)
            if outcome is ends_at:
                # An earlier part may have ended it the same way.
                return Constant(ends_at)
            is_open |= outcome is None
            if index == len(node.values) - 1:
                return ANYTHING if is_open else Constant(not ends_at)
        raise MayLeaveError

    def _call(self, node: ast.Call, env: _Env) -> Range:
        if node.keywords and not (isinstance(node.func, ast.Name) and node.func.id == "print"):
            raise MayLeaveError
        if any(isinstance(one, ast.Starred) for one in node.args):
            raise MayLeaveError
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, env)
        if not isinstance(node.func, ast.Name) or node.func.id in env:
            raise MayLeaveError
        name = node.func.id
        values = [self._value(one, env) for one in node.args]
        if name == self.function:
            if len(values) != len(self.parameters):
                raise MayLeaveError
            given = dict(zip(self.parameters, values, strict=True))
            self.given = given if self.given is None else _joined([self.given, given])
            raise _EnteredAgainError
        if name == "print":
            return Constant(None)
        if name == "range" and all(isinstance(one, Numbers) and one.is_int for one in values) and 1 <= len(values) <= 2:
            return Sequences("tuple", Numbers(0, inf))
        if name == "len" and len(values) == 1:
            length = lengths(values[0])
            if length is not None:
                return length
        if name == "abs" and len(values) == 1 and isinstance(values[0], Numbers):
            one = values[0]
            if one.low >= 0:
                return one
            return negated(one) if one.high <= 0 else Numbers(0, max(-one.low, one.high), one.is_int)
        if name == "str" and len(values) == 1 and isinstance(values[0], Numbers):
            # Python refuses to write integers of many thousand digits.
            if inf in (abs(values[0].low), abs(values[0].high)):
                raise MayLeaveError
            return Sequences("str", Numbers(0, inf))
        raise MayLeaveError

    def _method(self, node: ast.Call, target: ast.Attribute, env: _Env) -> Range:
        if not isinstance(target.value, ast.Name):
            raise MayLeaveError
        name = target.value.id
        owner = self._name(name, env)
        if not isinstance(owner, Sequences) or owner.kind != "list":
            raise MayLeaveError
        values = [self._value(one, env) for one in node.args]
        change: Numbers | None = None
        result: Range = Constant(None)
        if (target.attr == "append" and len(values) == 1) or (
            target.attr == "insert" and len(values) == 2 and isinstance(values[0], Numbers) and values[0].is_int
        ):
            change = number(1)
        elif target.attr == "extend" and len(values) == 1:
            change = lengths(values[0])
        elif target.attr == "pop" and owner.length.low >= 1 and (not values or values[0] == number(0)):
            change, result = number(-1), ANYTHING
        if change is None:
            raise MayLeaveError
        self.added += (
            values[-1:] if target.attr in ("append", "insert") else [ANYTHING] if target.attr == "extend" else []
        )
        env[name] = Sequences("list", added(owner.length, change))
        _changed(name, env)
        return result


def _least_integer(text: str) -> int | None:
    """The least item of what must be the repr of a list of integers."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    items = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [one for one in items if isinstance(one, int) and not isinstance(one, bool)]
    return min(numbers) if numbers and len(numbers) == len(items) else None


def _changed(name: str, env: _Env) -> None:
    """A list was changed: others may be the same one."""
    for other, value in env.items():
        if other != name and isinstance(value, Sequences) and value.kind == "list":
            env[other] = ANYTHING


def _kind_of(value: Range) -> str:
    if isinstance(value, Sequences):
        return value.kind
    return type(value.value).__name__ if isinstance(value, Constant) else ""


def _any_like(value: Range) -> Range:
    return INTEGERS if isinstance(value, Numbers) and value.is_int else ANYTHING


def _joined(found: Sequence[_Env]) -> _Env | None:
    if not found:
        return None
    names = set(found[0]).intersection(*found[1:])
    result: _Env = {}
    for name in found[0]:
        if name in names:
            value = found[0][name]
            for one in found[1:]:
                value = joined(value, one[name])
            result[name] = value
    return result


def _mutated(loop: ast.stmt) -> frozenset[str]:
    """The names on which a statement calls methods, or whose items it binds."""
    found: set[str] = set()
    for node in ast.walk(loop):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return frozenset(found)


def _without_breaks(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """An inner loop's own `break` ends a pass just as `continue` does, as far as the outer loop is concerned."""
    return [_Breaks().visit(one) for one in ast.parse(ast.unparse(ast.Module(list(body), []))).body]


class _Breaks(ast.NodeTransformer):
    def visit_Break(self, node: ast.Break) -> ast.stmt:
        return ast.Continue()

    def visit_While(self, node: ast.While) -> ast.stmt:
        return node

    def visit_For(self, node: ast.For) -> ast.stmt:
        return node


def _refined(test: ast.expr, env: _Env, *, is_true: bool) -> _Env | None:
    """The states for which a condition has this outcome; None where there are none. May hold more than those."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        kind, right = test.ops[0], test.comparators[0]
        bound = right.value if isinstance(right, ast.Constant) and type(right.value) is int else None
        left = test.left
        is_equality = isinstance(kind, (ast.Eq, ast.NotEq))
        if bound is None:
            return env
        if isinstance(left, ast.Name) and isinstance(env.get(left.id), Numbers):
            value = env[left.id]
            assert isinstance(value, Numbers)
            if value.is_int and not is_equality:
                narrowed = _cut(value, kind, bound, is_true=is_true)
                if narrowed is None:
                    return None
                env[left.id] = narrowed
            elif value.is_int and isinstance(kind, ast.Eq) is is_true:
                env[left.id] = number(bound)
        if is_equality and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mod):
            _refine_remainder(left, bound, env, is_equal=isinstance(kind, ast.Eq) is is_true)
    return env


def _cut(value: Numbers, kind: ast.cmpop, bound: int, *, is_true: bool) -> Numbers | None:
    low, high = value.low, value.high
    if isinstance(kind, (ast.Lt, ast.GtE)):
        if isinstance(kind, ast.Lt) is is_true:
            high = min(high, bound - 1)
        else:
            low = max(low, bound)
    elif isinstance(kind, (ast.Gt, ast.LtE)):
        if isinstance(kind, ast.Gt) is is_true:
            low = max(low, bound + 1)
        else:
            high = min(high, bound)
    return Numbers(low, high, True, value.stride, value.rest) if low <= high else None


def _refine_remainder(left: ast.BinOp, bound: int, env: _Env, *, is_equal: bool) -> None:
    divisor = left.right.value if isinstance(left.right, ast.Constant) else None
    if not isinstance(left.left, ast.Name) or type(divisor) is not int or divisor < 2:
        return
    value = env.get(left.left.id)
    rest = bound if is_equal else 1 - bound if divisor == 2 and bound in (0, 1) else None
    if isinstance(value, Numbers) and value.is_int and value.stride == 1 and rest is not None and 0 <= rest < divisor:
        env[left.left.id] = Numbers(value.low, value.high, True, divisor, rest)
