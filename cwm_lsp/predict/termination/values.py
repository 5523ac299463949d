"""What an expression gives for a whole set of states at once. Anything that may raise, or is not understood, may leave the set.

Nothing is executed, and every value that Python would give is in the set that is given.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TypeAlias

from cwm_lsp.predict.termination.comparing import compared, truth
from cwm_lsp.predict.termination.differences import compared_difference
from cwm_lsp.predict.termination.ranges import (
    ANYTHING,
    INTEGERS,
    NO_NUMBER,
    Constant,
    MayLeaveError,
    Numbers,
    Range,
    Sequences,
    added,
    divided,
    floor_divided,
    item_of,
    items,
    joined,
    lengths,
    multiplied,
    negated,
    number,
    range_of_value,
    remainder,
    with_bits,
)
from cwm_lsp.predict.termination.reading import Definition, integer

Env: TypeAlias = "dict[str, Range]"
"""What each name holds, and how far some of them differ (`differences`)."""
_MOST_DEPTH = 4
_ASKING = frozenset("isalnum isalpha isdecimal isdigit islower isspace isupper startswith endswith".split())
_LIKE_TEXT = frozenset("lower lstrip rstrip strip swapcase title upper capitalize".split())


class EnteredAgainError(Exception):
    """The path enters the function again, so that it does not come to its end here."""


@dataclass
class Evaluation:
    """Gives values; the statements' follower is built on it.

    Attributes:
        functions: plain functions by name, which may be followed into.
        function: the name that enters the function again; None where that is not looked for.
        parameters: its parameters.
        given: the set of arguments that it is entered with again.
        added: what has been added to lists.
        depth: how deep in functions this is.
        apart: names of lists that are no other name's.
    """

    functions: Mapping[str, Definition] = field(default_factory=lambda: {})
    function: str | None = None
    parameters: Sequence[str] = ()
    given: Env | None = None
    added: list[Range] = field(default_factory=lambda: [])
    depth: int = 0
    apart: frozenset[str] = frozenset()

    def inlined(self, node: Definition, values: Mapping[str, Range]) -> Range:
        """What a function gives that is followed into.

        Raises:
            MayLeaveError: it may raise, or is not understood.
            EnteredAgainError: it enters `function` again.
        """
        raise NotImplementedError

    def name(self, name: str, env: Env) -> Range:
        """What a name holds."""
        if name not in env:
            raise MayLeaveError
        return env[name]

    def value(self, node: ast.expr, env: Env) -> Range:
        """What an expression gives. May change what names hold.

        Raises:
            MayLeaveError: it may raise, or is not understood.
            EnteredAgainError: it enters the function again.
        """
        if isinstance(node, ast.Constant):
            return range_of_value(node.value)
        if isinstance(node, ast.Name):
            return self.name(node.id, env)
        if isinstance(node, ast.BinOp):
            left = self.value(node.left, env)
            return self.operation(left, node.op, self.value(node.right, env))
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, self.value(node.operand, env))
        if isinstance(node, ast.Compare):
            return self._comparison(node, env)
        if isinstance(node, ast.BoolOp):
            return self._boolean(node, env)
        if isinstance(node, ast.IfExp):
            return self._choice(node, env)
        if isinstance(node, ast.Call):
            return self._call(node, env)
        if isinstance(node, (ast.Tuple, ast.List)):
            values = [self.value(one, env) for one in node.elts]
            kind = "list" if isinstance(node, ast.List) else "tuple"
            return Sequences(kind, number(len(values)), item_of(values))
        if isinstance(node, ast.Subscript):
            whole = self.value(node.value, env)
            if isinstance(node.slice, ast.Slice):
                return self._part(whole, node.slice, env)
            return self._item(whole, self.value(node.slice, env))
        if isinstance(node, ast.JoinedStr):
            for one in node.values:
                if isinstance(one, ast.FormattedValue):
                    if one.format_spec is not None:
                        raise MayLeaveError
                    self._writable(self.value(one.value, env))
            return Sequences("str", Numbers(0, inf))
        raise MayLeaveError

    def _writable(self, value: Range) -> None:
        # Python refuses to write integers of many thousand digits.
        if isinstance(value, Numbers) and value.is_int and inf in (abs(value.low), abs(value.high)):
            raise MayLeaveError

    def _item(self, whole: Range, index: Range) -> Range:
        length = lengths(whole)
        if length is None or not isinstance(index, Numbers) or not index.is_int:
            raise MayLeaveError
        if index.low < -length.low or index.high > length.low - 1:
            raise MayLeaveError
        if _kind_of(whole) == "str":
            return Sequences("str", number(1))
        item = items(whole)
        return ANYTHING if item == NO_NUMBER else item

    def _part(self, whole: Range, part: ast.Slice, env: Env) -> Range:
        length = lengths(whole)
        if length is None or part.step is not None:
            raise MayLeaveError
        bounds = [self.value(one, env) if one is not None else None for one in (part.lower, part.upper)]
        if any(one is not None and not (isinstance(one, Numbers) and one.is_int) for one in bounds):
            raise MayLeaveError
        low, high = 0.0, length.high
        first, last = integer(part.lower), integer(part.upper)
        if part.upper is None and (part.lower is None or (first is not None and first >= 0)):
            low, high = max(0, length.low - (first or 0)), max(0, length.high - (first or 0))
        elif part.lower is None and last is not None:
            ends = [min(one, last) if last >= 0 else max(0, one + last) for one in (length.low, length.high)]
            low, high = ends
        start = bounds[0]
        if isinstance(start, Numbers) and part.upper is None and start.low >= length.high:
            high = low = 0
        if isinstance(start, Numbers) and start.low >= length.high:
            low = high = 0
        size = number(int(low)) if low == high and low != inf else Numbers(low, high)
        return Sequences(_kind_of(whole), size, items(whole))

    def operation(self, left: Range, kind: ast.operator, right: Range) -> Range:
        """What an operator gives."""
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
                return Sequences(kinds.pop(), added(one, other), joined(items(left), items(right)))
        raise MayLeaveError

    def _unary(self, node: ast.UnaryOp, value: Range) -> Range:
        if isinstance(node.op, ast.Not):
            outcome = truth(value)
            return ANYTHING if outcome is None else Constant(not outcome)
        if isinstance(node.op, ast.USub) and isinstance(value, Numbers):
            return negated(value)
        raise MayLeaveError

    def _comparison(self, node: ast.Compare, env: Env) -> Range:
        values = [self.value(one, env) for one in (node.left, *node.comparators)]
        results: list[bool | None] = []
        for kind, one, other in zip(node.ops, values, values[1:], strict=False):
            if isinstance(kind, (ast.In, ast.NotIn)):
                results.append(self._membership(one, other, is_in=isinstance(kind, ast.In)))
            else:
                results.append(compared(one, kind, other))
        if results == [None] and (between := compared_difference(node, env)) is not None:
            results = [compared(between[0], node.ops[0], number(between[1]))]
        if all(results):
            return Constant(True)
        return Constant(False) if results[0] is False or (False in results) else ANYTHING

    def _membership(self, one: Range, other: Range, *, is_in: bool) -> bool | None:
        length = lengths(other)
        if length is None or (_kind_of(other) == "str" and _kind_of(one) != "str"):
            raise MayLeaveError
        if length.high == 0 and _kind_of(other) != "str":
            return not is_in
        if _kind_of(other) != "str" and compared(one, ast.Eq(), items(other)) is False:
            return not is_in
        return None

    def _boolean(self, node: ast.BoolOp, env: Env) -> Range:
        ends_at = isinstance(node.op, ast.Or)
        is_open = False
        for index, one in enumerate(node.values):
            try:
                value = self.value(one, env)
            except EnteredAgainError:
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

    def _choice(self, node: ast.IfExp, env: Env) -> Range:
        outcome = truth(self.value(node.test, env))
        if outcome is not None:
            return self.value(node.body if outcome else node.orelse, env)
        both = [self.value(one, dict(env)) for one in (node.body, node.orelse) if not _has_effects(one)]
        if len(both) < 2:
            raise MayLeaveError
        return joined(both[0], both[1])

    # Calls

    def _call(self, node: ast.Call, env: Env) -> Range:
        if node.keywords and not (isinstance(node.func, ast.Name) and node.func.id == "print"):
            raise MayLeaveError
        if any(isinstance(one, ast.Starred) for one in node.args):
            raise MayLeaveError
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, env)
        if not isinstance(node.func, ast.Name) or node.func.id in env:
            raise MayLeaveError
        name = node.func.id
        values = [self.value(one, env) for one in node.args]
        if name == self.function:
            if len(values) != len(self.parameters):
                raise MayLeaveError
            given = dict(zip(self.parameters, values, strict=True))
            both = joined_states([self.given, given]) if self.given is not None else given
            self.given = both
            raise EnteredAgainError
        if name in self.functions:
            return self._enter(self.functions[name], values)
        return self._builtin(name, values)

    def _enter(self, node: Definition, values: Sequence[Range]) -> Range:
        parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
        if len(parameters) != len(values) or node.args.kwonlyargs or node.args.vararg or node.args.kwarg:
            raise MayLeaveError
        # What is handed over could be changed there; numbers and text can't.
        is_safe = all(isinstance(one, (Numbers, Constant)) or _kind_of(one) == "str" for one in values)
        if self.depth >= _MOST_DEPTH or not is_safe or node.decorator_list:
            raise MayLeaveError
        return self.inlined(node, dict(zip(parameters, values, strict=True)))

    def _builtin(self, name: str, values: Sequence[Range]) -> Range:
        if name == "print":
            return Constant(None)
        if name == "range" and all(isinstance(one, Numbers) and one.is_int for one in values) and 1 <= len(values) <= 2:
            return Sequences("tuple", Numbers(0, inf), INTEGERS)
        if name == "len" and len(values) == 1:
            length = lengths(values[0])
            if length is not None:
                return length
        if name == "abs" and len(values) == 1 and isinstance(values[0], Numbers):
            one = values[0]
            if one.low >= 0:
                return one
            return negated(one) if one.high <= 0 else Numbers(0, max(-one.low, one.high), one.is_int)
        if name in ("max", "min") and len(values) > 1:
            return _extreme(values, is_most=name == "max")
        if name == "str" and len(values) == 1 and isinstance(values[0], Numbers):
            self._writable(values[0])
            return Sequences("str", Numbers(0, inf))
        raise MayLeaveError

    def _method(self, node: ast.Call, target: ast.Attribute, env: Env) -> Range:
        if not isinstance(target.value, ast.Name):
            owner = self.value(target.value, env)
            return self._of_text(owner, target.attr, [self.value(one, env) for one in node.args])
        name = target.value.id
        owner = self.name(name, env)
        values = [self.value(one, env) for one in node.args]
        if _kind_of(owner) == "str":
            return self._of_text(owner, target.attr, values)
        if not isinstance(owner, Sequences) or owner.kind != "list":
            raise MayLeaveError
        change: Numbers | None = None
        result: Range = Constant(None)
        more: Range = NO_NUMBER
        if (target.attr == "append" and len(values) == 1) or (
            target.attr == "insert" and len(values) == 2 and isinstance(values[0], Numbers) and values[0].is_int
        ):
            change, more = number(1), item_of(values[-1:])
        elif target.attr == "extend" and len(values) == 1 and _kind_of(values[0]) != "str":
            change, more = lengths(values[0]), items(values[0])
        elif target.attr == "pop" and owner.length.low >= 1 and (not values or values[0] == number(0)):
            change, result = number(-1), ANYTHING if owner.item == NO_NUMBER else owner.item
        if change is None:
            raise MayLeaveError
        if more != NO_NUMBER:
            self.added.append(more)
        env[name] = Sequences("list", added(owner.length, change), joined(owner.item, more))
        self.list_changed(name, env)
        return result

    def list_changed(self, name: str, env: Env) -> None:
        """A list was changed: others may be the same one."""
        for other, value in env.items():
            if other == name or name in self.apart or other in self.apart:
                continue
            if isinstance(value, Sequences) and value.kind == "list":
                env[other] = ANYTHING

    def _of_text(self, owner: Range, method: str, values: Sequence[Range]) -> Range:
        length = lengths(owner)
        if _kind_of(owner) != "str" or length is None:
            raise MayLeaveError
        takes = 1 if method in ("startswith", "endswith") else 0
        if method in _ASKING and len(values) == takes and all(_kind_of(one) == "str" for one in values):
            return ANYTHING
        if method in _LIKE_TEXT and not values:
            return Sequences("str", Numbers(0, inf))
        raise MayLeaveError


def _extreme(values: Sequence[Range], *, is_most: bool) -> Range:
    """The largest or smallest of integers."""
    numbers = [one for one in values if isinstance(one, Numbers) and one.is_int]
    if len(numbers) < len(values):
        raise MayLeaveError
    choose = max if is_most else min
    low, high = choose(one.low for one in numbers), choose(one.high for one in numbers)
    for one in numbers:
        if (
            low == one.low
            and high == one.high
            and all(
                (other.high <= one.low) if is_most else (other.low >= one.high) for other in numbers if other is not one
            )
        ):
            return one
    return number(int(low)) if low == high else Numbers(low, high)


def _has_effects(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Call) for one in ast.walk(node))


def _kind_of(value: Range) -> str:
    if isinstance(value, Sequences):
        return value.kind
    return type(value.value).__name__ if isinstance(value, Constant) else ""


def joined_states(found: Sequence[Env]) -> Env | None:
    """The states that hold all of these."""
    if not found:
        return None
    names = set(found[0]).intersection(*found[1:])
    result: Env = {}
    for name in found[0]:
        if name in names:
            value = found[0][name]
            for one in found[1:]:
                value = joined(value, one[name])
            result[name] = value
    return result
