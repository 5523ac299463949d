"""Loops over one whole number that goes from value to value by an expression drawn at random; arithmetic decides whether they end.

Expressions are trees of plain integer operations, evaluated here by `value_of`. Where every large value gets smaller, or all values
are remainders, trying each small one is a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from training.tasks.blocks import block, nest
from training.tasks.conditions import Condition, Loop
from training.tasks.descents import Pair

_LARGE = 90
_LEAST = -8
_FAR = 10_000


@dataclass(frozen=True, slots=True)
class Operation:
    """`left operator right`."""

    left: Expression
    operator: str
    right: Expression


Expression: TypeAlias = "Operation | int | str"
"""A string is the variable."""


def value_of(expression: Expression, variable: int) -> int:
    """What the expression gives for a value of the variable.

    Raises:
        ZeroDivisionError: a division by 0.
    """
    if isinstance(expression, int):
        return expression
    if isinstance(expression, str):
        return variable
    left, right = value_of(expression.left, variable), value_of(expression.right, variable)
    match expression.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "//":
            return left // right
        case _:
            return left % right


def shown(expression: Expression, *, inner: bool = False) -> str:
    """The expression as source text."""
    if not isinstance(expression, Operation):
        return str(expression)
    binds = expression.operator in "//*%"
    left = shown(expression.left, inner=binds)
    text = f"{left} {expression.operator} {shown(expression.right, inner=True)}"
    return f"({text})" if inner else text


@dataclass(frozen=True, slots=True)
class Walk:
    """From a value to the next.

    Attributes:
        condition: as long as it holds.
        following: the next value.
        other: where the variable is odd, if that differs.
        is_bounded: whether all values but the first are small, by how it is made.
    """

    condition: Condition
    following: Expression
    other: Expression | None = None
    is_bounded: bool = False

    def next(self, value: int) -> int:
        """The value after a value."""
        return value_of(self.following if self.other is None or value % 2 == 0 else self.other, value)

    def goes_on(self, value: int) -> bool:
        """Whether the condition holds."""
        right = int(self.condition.right)
        match self.condition.operator:
            case "<":
                return value < right
            case ">":
                return value > right
            case "<=":
                return value <= right
            case ">=":
                return value >= right
            case "!=":
                return value != right
            case _:
                return value == right

    def stuck_from(self) -> int | None:
        """A beginning from which it never ends, proved by a value that comes back; None if there is none that is small."""
        return self._tried[0]

    def always_ends(self) -> bool:
        """Whether it is proved to end for every whole number: small ones one by one, large ones because they get smaller.

        What a step takes off only grows from one value to the one 12 further (divisors are 2, 3 and 4): some dozens stand for all.
        """
        if not self.is_bounded:
            if self.condition.operator not in (">", ">="):
                return False
            if any(not _LEAST <= self.next(value) < value for value in range(_LARGE // 2, _LARGE)):
                return False
        return self._tried == (None, True)

    @property
    def _tried(self) -> tuple[int | None, bool]:
        """From where it never ends, and whether it ends from everywhere else that is small."""
        ending: set[int] = set()
        clear = True
        for begin in (*range(_LARGE), *range(-1, _LEAST, -1)):
            seen: set[int] = set()
            value = begin
            while self.goes_on(value) and value not in ending:
                if value in seen:
                    return begin, False
                if abs(value) > _FAR:
                    clear = False
                    break
                seen.add(value)
                value = self.next(value)
            else:
                ending |= seen
        return None, clear


def _shrinking(rng: Random) -> Expression:
    divisor, small = rng.randint(2, 4), rng.randint(1, 3)
    x = "$x"
    forms: tuple[Expression, ...] = (
        Operation(x, "//", divisor),
        Operation(Operation(x, "//", divisor), rng.choice("+-"), small),
        Operation(Operation(x, rng.choice("+-"), small), "//", divisor),
        Operation(x, "-", Operation(x, "//", divisor)),
        Operation(x, "-", Operation(Operation(x, "+", small), "//", divisor)),
        Operation(x, "-", Operation(x, "%", divisor)),
        Operation(Operation(x, "-", Operation(x, "%", divisor)), "-", small),
        Operation(x, "-", small),
        Operation(Operation(x, "//", divisor), "+", Operation(x, "%", divisor)),
        Operation(Operation(x, "*", 2), "//", rng.randint(2, 4)),
    )
    return rng.choice(forms)


def _walk(rng: Random) -> Walk:
    if rng.random() < 0.3:
        modulus = rng.randint(3, 11)
        factor, added = rng.randint(1, 5), rng.randint(0, 6)
        inner: Expression = Operation("$x", "*", factor) if factor > 1 else "$x"
        inner = Operation(inner, "+", added) if added else inner
        condition = Condition("$x", rng.choice(("!=", "!=", ">", "<")), str(rng.randrange(modulus)))
        return Walk(condition, Operation(inner, "%", modulus), is_bounded=True)
    condition = Condition("$x", rng.choice((">", ">", ">=")), str(rng.randint(0, 4)))
    other = _shrinking(rng) if rng.random() < 0.35 else None
    return Walk(condition, _shrinking(rng), other)


def _loop(walk: Walk, begin: str, use: str) -> Loop:
    step = (
        block(f"$x = {shown(walk.following)}")
        if walk.other is None
        else block(nest("if $x % 2 == 0:", f"$x = {shown(walk.following)}"), nest("else:", f"$x = {shown(walk.other)}"))
    )
    return Loop(block(begin, "$t = 0"), walk.condition, block(step, use))


def numbers_walked(rng: Random) -> Pair | None:
    """Two walks of which one has another constant, operator or condition; None if this draw gave none of each kind."""
    for _ in range(40):
        first = _walk(rng)
        if not first.always_ends():
            continue
        for _ in range(12):
            second = _changed(first, rng)
            if second is not None and second.stuck_from() is not None:
                use = rng.choice(("$t += 1", "$t = $x", "$t += $x", "$t = max($t, $x)"))
                params = {"$n": "int"}
                good, bad = (_loop(one, "$x = $n", use) for one in (first, second))
                return Pair(good, bad, params, "$t")
    return None


def _changed(walk: Walk, rng: Random) -> Walk | None:
    if rng.random() < 0.4:
        right = str(max(0, int(walk.condition.right) + rng.choice((-2, -1, 1, 2))))
        operator = rng.choice((">", ">=", "!=")) if rng.random() < 0.4 else walk.condition.operator
        return Walk(Condition("$x", operator, right), walk.following, walk.other, walk.is_bounded)
    changed = _mutated(walk.following, rng)
    try:
        value_of(changed, 1)
    except ZeroDivisionError:
        return None
    return Walk(walk.condition, changed, walk.other, walk.is_bounded)


def _mutated(expression: Expression, rng: Random) -> Expression:
    """The expression with one number or sign changed."""
    if isinstance(expression, int):
        return max(0, expression + rng.choice((-2, -1, 1, 2)))
    if isinstance(expression, str):
        return expression
    where = rng.random()
    if where < 0.25 and expression.operator in "+-":
        return Operation(expression.left, "-" if expression.operator == "+" else "+", expression.right)
    left, right = expression.left, expression.right
    if where < 0.6:
        left = _mutated(left, rng)
    else:
        right = _mutated(right, rng)
    # Nobody writes `x - 0` or `x // 1`.
    idle = right == 0 or (right == 1 and expression.operator in "//*%")
    return expression if idle else Operation(left, expression.operator, right)
