"""What a loop's condition says of the names in it while a pass begins."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from cwm_lsp.predict.termination.reading import called_name, integer


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known while a pass begins.

    Attributes:
        below: pairs (a, b) with a < b.
        apart: pairs (a, b) with a + 1 < b; they are among `below`, too.
        at_most: pairs (a, b) with a <= b.
        positive: names that are at least 1.
        filled: containers and texts that are not empty.
        holding: pairs (text, name) of a text that is part of what the name holds.
    """

    below: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    at_most: frozenset[tuple[str, str]] = frozenset()
    positive: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    holding: frozenset[tuple[str, str]] = frozenset()


def facts_of(guards: Iterable[ast.expr]) -> Facts:
    """What follows from conditions that all hold."""
    found = _Found()
    for one in guards:
        found.read(one)
    return Facts(
        frozenset(found.below | found.apart),
        frozenset(found.apart),
        frozenset(found.at_most),
        frozenset(found.positive),
        frozenset(found.filled),
        frozenset(found.holding),
    )


@dataclass
class _Found:
    below: set[tuple[str, str]] = field(default_factory=lambda: set())
    apart: set[tuple[str, str]] = field(default_factory=lambda: set())
    at_most: set[tuple[str, str]] = field(default_factory=lambda: set())
    positive: set[str] = field(default_factory=lambda: set())
    filled: set[str] = field(default_factory=lambda: set())
    holding: set[tuple[str, str]] = field(default_factory=lambda: set())

    def read(self, guard: ast.expr) -> None:
        # What is asked for an item at an end, and does not raise, has one.
        if not any(isinstance(one, (ast.BoolOp, ast.IfExp)) for one in ast.walk(guard)):
            self.filled |= {
                one.value.id
                for one in ast.walk(guard)
                if isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name) and integer(one.slice) in (0, -1)
            }
        if isinstance(guard, ast.Name):
            self.filled.add(guard.id)
        elif isinstance(guard, ast.Call):
            self._call(guard)
        elif isinstance(guard, ast.Compare) and len(guard.ops) == 1:
            if isinstance(guard.ops[0], ast.In):
                self._membership(guard.left, guard.comparators[0])
            else:
                self._order(guard)

    def _call(self, guard: ast.Call) -> None:
        target = guard.func
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and len(guard.args) == 1:
            given = guard.args[0]
            is_known = isinstance(given, ast.Constant) and isinstance(given.value, str) and bool(given.value)
            if is_known and target.attr in ("startswith", "endswith"):
                assert isinstance(given, ast.Constant)
                self.filled.add(target.value.id)
                self.holding.add((str(given.value), target.value.id))

    def _membership(self, part: ast.expr, whole: ast.expr) -> None:
        if not isinstance(whole, ast.Name):
            return
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            self.holding.add((part.value, whole.id))
            self.filled.add(whole.id)

    def _order(self, guard: ast.Compare) -> None:
        low, high, operator = guard.left, guard.comparators[0], guard.ops[0]
        if isinstance(operator, (ast.Gt, ast.GtE)):
            low, high = high, low
        is_strict = isinstance(operator, (ast.Lt, ast.Gt))
        if not is_strict and not isinstance(operator, (ast.LtE, ast.GtE)):
            return
        if isinstance(low, ast.Name) and isinstance(high, ast.Name):
            (self.below if is_strict else self.at_most).add((low.id, high.id))
        pair = _spread(low, high, is_strict=is_strict)
        if pair is not None:
            self.apart.add(pair)
        bound = integer(low)
        if bound is None or bound + is_strict < 1:
            return
        if isinstance(high, ast.Name):
            self.positive.add(high.id)
        elif isinstance(high, ast.Call) and called_name(high) == "len":
            self.filled |= {one.id for one in high.args if isinstance(one, ast.Name)}


def _spread(low: ast.expr, high: ast.expr, *, is_strict: bool) -> tuple[str, str] | None:
    """The names of which the comparison says that the second is at least 2 more than the first."""
    least = integer(low)
    if least is not None:
        names = _operands(high, ast.Sub)
        return (names[1], names[0]) if names is not None and least + is_strict >= 2 else None
    for side, other, kind in ((low, high, ast.Add), (high, low, ast.Sub)):
        if isinstance(side, ast.BinOp) and isinstance(side.op, kind) and isinstance(other, ast.Name):
            step = integer(side.right)
            if isinstance(side.left, ast.Name) and step is not None and step + is_strict >= 2:
                return (side.left.id, other.id) if side is low else (other.id, side.left.id)
    return None


def _operands(node: ast.expr, kind: type[ast.operator]) -> tuple[str, str] | None:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, kind):
        return None
    names = [one.id for one in (node.left, node.right) if isinstance(one, ast.Name)]
    return (names[0], names[1]) if len(names) == 2 else None


def is_middle(node: ast.expr, low: str, high: str) -> bool:
    """Whether an expression is the middle of two numbers, rounded down: `(low + high) // 2` or `low + (high - low) // 2`."""
    return ast.unparse(node) in (
        f"({low} + {high}) // 2",
        f"({high} + {low}) // 2",
        f"{low} + {high} >> 1",
        f"{high} + {low} >> 1",
        f"{low} + ({high} - {low}) // 2",
        f"({high} - {low}) // 2 + {low}",
        f"{low} + ({high} - {low} >> 1)",
    )
