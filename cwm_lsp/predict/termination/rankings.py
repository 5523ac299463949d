"""Why a `while` ends, from its text alone: something that gets smaller with every pass, on every path, and is bounded below.

Sound for Python's integers and lists; what it can't show it leaves open. Values of other types that are bounded differently (a
float of infinity as a limit, a class with its own arithmetic) are not thought of: the reason names what is relied on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import inf

from cwm_lsp.predict.termination.facts import Facts, facts_of
from cwm_lsp.predict.termination.path import NOTHING, Path, Span, UnreadableError, plus
from cwm_lsp.predict.termination.paths import READING, SHRINKING, Walker
from cwm_lsp.predict.termination.reading import called_name, integer, names_bound, own_nodes

_MOST_MEASURES = 5


def why_it_ends(
    loop: ast.While, shared: frozenset[str], constants: Mapping[str, int], aliased: frozenset[str]
) -> str | None:
    """One phrase that says why the loop ends; None where that is not plain.

    Args:
        loop: the statement.
        shared: names that other code may rebind, or whose values it may change.
        constants: names of the function that only ever hold one integer.
        aliased: names whose values the function also gives to other names.
    """
    if isinstance(loop.test, ast.Constant) and not loop.test.value:
        return "its condition is false"
    search = _Search(loop, shared, constants, aliased)
    for guard, at in _guards(loop):
        reason = search.ranked(guard, at)
        if reason is not None:
            return reason
    return search.drained() or search.together()


def _guards(loop: ast.While) -> Iterator[tuple[ast.expr, int]]:
    """Conditions that hold whenever a pass goes on, and the number of the body's statements before them."""
    for one in _conjuncts(loop.test):
        yield one, 0
    for index, statement in enumerate(loop.body):
        if isinstance(statement, ast.If) and statement.body and _leaves(statement.body):
            test = statement.test
            for one in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]:
                negated = _negated(one)
                if negated is not None:
                    yield negated, index


def _conjuncts(test: ast.expr) -> list[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [one for value in test.values for one in _conjuncts(value)]
    return [test]


def _leaves(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], (ast.Break, ast.Return, ast.Raise)) and not any(
        isinstance(one, ast.Continue) for one in own_nodes(body)
    )


def _negated(test: ast.expr) -> ast.expr | None:
    opposite: dict[type[ast.cmpop], type[ast.cmpop]] = {
        ast.Lt: ast.GtE,
        ast.LtE: ast.Gt,
        ast.Gt: ast.LtE,
        ast.GtE: ast.Lt,
    }
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in opposite:
        return ast.Compare(test.left, [opposite[type(test.ops[0])]()], test.comparators)
    return None


class _Search:
    def __init__(
        self, loop: ast.While, shared: frozenset[str], constants: Mapping[str, int], aliased: frozenset[str]
    ) -> None:
        self.loop = loop
        self.shared = shared
        self.aliased = aliased
        self.constants = constants
        self.bound = names_bound(loop.body)
        self.known = facts_of(_conjuncts(loop.test))

    def _walked(self, body: Sequence[ast.stmt], facts: Facts, *, may_skip: bool, with_test: bool) -> list[Path]:
        walker = Walker(self.bound, self.constants, facts)
        first = Path({}, {}, {}, {})
        if with_test:
            walker.uses(self.loop.test, first)
        return walker.block(body, [first], may_skip=may_skip)

    def ranked(self, guard: ast.expr, at: int) -> str | None:
        """Why it ends because of one condition."""
        facts = facts_of([*_conjuncts(self.loop.test), guard]) if at == 0 else facts_of([guard])
        try:
            before = self._walked(self.loop.body[:at], self.known, may_skip=at == 0, with_test=at > 0)
            after = self._walked(self.loop.body[at:], facts, may_skip=True, with_test=at == 0)
        except UnreadableError:
            return None
        return self._by_comparison(guard, before, after) or (self._by_truth(guard, after) if at == 0 else None)

    def _by_comparison(self, guard: ast.expr, before: list[Path], after: list[Path]) -> str | None:
        ordered = _ordered(guard)
        if ordered is None:
            return None
        low, high = ordered
        if not after:
            return "no path comes back to its condition"
        total = 0.0
        for paths in (before, after):
            worst = -inf if paths else 0.0
            for path in paths:
                span = self._distance(low, high, path)
                if span is None:
                    return None
                worst = max(worst, span[1])
            total += worst
        if total > -1:
            return None
        moving = _shown(low) if self._moves(low, after) else _shown(high)
        still = _shown(high) if moving == _shown(low) else _shown(low)
        return f"{moving} comes nearer to {still} with every pass"

    def _distance(self, low: ast.expr, high: ast.expr, path: Path) -> Span | None:
        """By how much `high - low` has changed."""
        up, down = self._span(_squared(low) or low, path), self._span(high, path)
        return None if up is None or down is None else (down[0] - up[1], down[1] - up[0])

    def _moves(self, node: ast.expr, paths: list[Path]) -> bool:
        return any(self._span(_squared(node) or node, path) != NOTHING for path in paths)

    def _by_truth(self, guard: ast.expr, after: list[Path]) -> str | None:
        name, is_number = guard, False
        if isinstance(guard, ast.Compare) and len(guard.ops) == 1 and integer(guard.comparators[0]) == 0:
            if not isinstance(guard.ops[0], (ast.NotEq, ast.Gt)):
                return None
            name, is_number = guard.left, True
        if isinstance(name, ast.Call) and called_name(name) == "len" and len(name.args) == 1:
            name, is_number = name.args[0], False
        if not isinstance(name, ast.Name) or name.id in self.shared:
            return None
        if not after:
            return "no path comes back to its condition"
        if all(path.remainders.get(name.id) == name.id for path in after):
            return f"{name.id} becomes a remainder of a division by itself, which is nearer to 0"
        if is_number:
            return None
        return (
            None
            if any(self._dwindles(name.id, path) is None for path in after)
            else f"{name.id} loses an item with every pass"
        )

    def _dwindles(self, name: str, path: Path) -> Span | None:
        span = self._length_of(name, path)
        return span if span is not None and span[1] <= -1 else None

    def drained(self) -> str | None:
        """Why it ends whatever the outcome of its condition: each pass takes an item away from what it asks about."""
        try:
            after = self._walked(self.loop.body, self.known, may_skip=True, with_test=True)
        except UnreadableError:
            return None
        if not after:
            return "no path comes back to its condition"
        for name in self._asked():
            if all(self._dwindles(name, path) is not None for path in after):
                return f"{name} loses an item with every pass"
        return None

    def together(self) -> str | None:
        """Why it ends because the sum of several things that are bounded below gets smaller with every pass."""
        try:
            after = self._walked(self.loop.body, self.known, may_skip=True, with_test=True)
        except UnreadableError:
            return None
        measures = self._measures()
        for count in (2, 3):
            for chosen in combinations(measures, count):
                if all(self._sum(chosen, path) <= -1 for path in after):
                    names = " and ".join(dict.fromkeys(name for name, _ in chosen))
                    return f"with every pass one of {names} comes nearer to its bound, and none moves away"
        return None

    def _measures(self) -> list[tuple[str, Callable[[Path], Span | None]]]:
        found: list[tuple[str, Callable[[Path], Span | None]]] = []
        for guard in _conjuncts(self.loop.test):
            ordered = _ordered(guard)
            if ordered is not None:
                found.append((_shown(ordered[0]), _bind(self._distance, *ordered)))
        # How long something is, is never less than 0, whatever the condition says.
        found += [(name, _bind(self._length_of, name)) for name in self._asked()]
        return found[:_MOST_MEASURES]

    def _asked(self) -> list[str]:
        return sorted({one.id for one in ast.walk(self.loop.test) if isinstance(one, ast.Name)} - self.shared)

    @staticmethod
    def _sum(chosen: Sequence[tuple[str, Callable[[Path], Span | None]]], path: Path) -> float:
        total = NOTHING
        for _, measure in chosen:
            span = measure(path)
            if span is None:
                return inf
            total = plus(total, span)
        return total[1]

    # How much an expression has changed

    def _span(self, node: ast.expr, path: Path) -> Span | None:
        if isinstance(node, ast.Constant):
            return NOTHING
        if isinstance(node, ast.Name):
            return None if node.id in self.shared else path.change.get(node.id, NOTHING)
        if isinstance(node, ast.Call):
            if called_name(node) == "len" and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
                return self._length_of(node.args[0].id, path)
            return None
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._span(node.operand, path)
            return None if inner is None else (-inner[1], -inner[0])
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            left, right = self._span(node.left, path), self._span(node.right, path)
            if left is None or right is None:
                return None
            return plus(left, right) if isinstance(node.op, ast.Add) else (left[0] - right[1], left[1] - right[0])
        if isinstance(node, ast.BinOp):
            parts = [self._span(node.left, path), self._span(node.right, path)]
            return NOTHING if parts == [NOTHING, NOTHING] else None
        return None

    def _length_of(self, name: str, path: Path) -> Span | None:
        if name in self.shared or (name in self.aliased and self._grows_another(name)):
            return None
        return path.change.get(f"#{name}", NOTHING)

    def _grows_another(self, name: str) -> bool:
        """Whether the body may grow something that is perhaps the same container by another name."""
        for node in own_nodes(self.loop.body):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if called_name(node) in READING or called_name(node) in SHRINKING:
                    continue
                if not (isinstance(node.func.value, ast.Name) and node.func.value.id == name):
                    return True
            elif isinstance(node, (ast.AugAssign, ast.Call)):
                return True
        return False


def _bind(measure: Callable[..., Span | None], *given: object) -> Callable[[Path], Span | None]:
    return lambda path: measure(*given, path)


def _ordered(guard: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The smaller and the larger side of a comparison."""
    if not isinstance(guard, ast.Compare) or len(guard.ops) != 1:
        return None
    low, high = guard.left, guard.comparators[0]
    if isinstance(guard.ops[0], (ast.Gt, ast.GtE)):
        return high, low
    return (low, high) if isinstance(guard.ops[0], (ast.Lt, ast.LtE)) else None


def _squared(node: ast.expr) -> ast.expr | None:
    """`i` of `i * i` or `i ** 2`, which grows without bound when `i` moves one way."""
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name):
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Name) and node.right.id == node.left.id:
            return node.left
        if isinstance(node.op, ast.Pow) and integer(node.right) in (2, 3):
            return node.left
    return None


def _shown(node: ast.expr) -> str:
    return ast.unparse(node)
