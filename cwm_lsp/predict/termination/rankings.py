"""Why a `while` ends, from its text alone: something that gets smaller with every pass, on every path, and is bounded below.

Sound for Python's integers and lists; what it can't show it leaves open. Values of other types that are bounded differently (a
float of infinity as a limit, a class with its own arithmetic) are not thought of: the reason names what is relied on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from cwm_lsp.predict.termination.reading import called_name, integer, names_bound, own_nodes

Span: TypeAlias = "tuple[float, float]"
"""By how much something has changed since the pass began: at least, at most."""
Change: TypeAlias = "dict[str, Span | None]"
"""By name; a name with `#` before it is the length of that container. None: nobody knows. What is missing has not changed."""

_MOST_PATHS = 64
_NOTHING: Span = (0, 0)
_SHRINKING = frozenset({"pop", "popleft", "remove", "popitem"})
_GROWING = frozenset({"append", "appendleft", "insert", "push"})
_READING = frozenset(
    {"index", "count", "copy", "get", "keys", "values", "items", "join", "find", "startswith", "endswith", "isdigit"}
    | {"isalpha", "isspace", "lower", "upper", "strip", "split", "isalnum", "peek", "sort", "reverse", "empty"}
)
_HARMLESS_CALLS = frozenset({"len", "print", "sorted", "min", "max", "sum", "abs", "range", "enumerate", "str", "repr"})


class _Unreadable(Exception):
    """A path of the loop that is not followed."""


@dataclass(slots=True)
class _Path:
    """One way through the body, so far.

    Attributes:
        change: what has changed since it began.
        middles: names that lie between two others: name -> (low, high), as long as neither changes.
        remainders: names that now hold something modulo the given name's value at the beginning of the pass.
        copies: names that hold what another held at the beginning of the pass.
    """

    change: Change
    middles: dict[str, tuple[str, str]]
    remainders: dict[str, str]
    copies: dict[str, str]

    def copy(self) -> _Path:
        return _Path(dict(self.change), dict(self.middles), dict(self.remainders), dict(self.copies))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the loop's condition while a pass begins.

    Attributes:
        below: pairs (a, b) with a < b.
        at_most: pairs (a, b) with a <= b.
        positive: names that are at least 1.
        filled: containers that are not empty.
    """

    below: frozenset[tuple[str, str]]
    at_most: frozenset[tuple[str, str]]
    positive: frozenset[str]
    filled: frozenset[str]


def why_it_ends(
    loop: ast.While, shared: frozenset[str], constants: dict[str, int], aliased: frozenset[str]
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
    return None


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
        self, loop: ast.While, shared: frozenset[str], constants: dict[str, int], aliased: frozenset[str]
    ) -> None:
        self.loop = loop
        self.shared = shared
        self.aliased = aliased
        self.constants = constants
        self.bound = names_bound(loop.body)
        self.facts = _Facts(frozenset(), frozenset(), frozenset(), frozenset())

    def ranked(self, guard: ast.expr, at: int) -> str | None:
        """Why it ends because of one condition."""
        self.facts = _facts(guard) if at == 0 else _Facts(frozenset(), frozenset(), frozenset(), frozenset())
        try:
            before = self._block(self.loop.body[:at], [_Path({}, {}, {}, {})], may_skip=at == 0)
            after = self._block(self.loop.body[at:], [_Path({}, {}, {}, {})])
        except _Unreadable:
            return None
        return self._by_comparison(guard, before, after) or (self._by_truth(guard, after) if at == 0 else None)

    def _by_comparison(self, guard: ast.expr, before: list[_Path], after: list[_Path]) -> str | None:
        if not isinstance(guard, ast.Compare) or len(guard.ops) != 1:
            return None
        low, high = guard.left, guard.comparators[0]
        if isinstance(guard.ops[0], (ast.Gt, ast.GtE)):
            low, high = high, low
        elif not isinstance(guard.ops[0], (ast.Lt, ast.LtE)):
            return None
        if not after:
            return "no path comes back to its condition"
        square = _squared(low)
        total = 0.0
        for paths in (before, after):
            worst = -inf if paths else 0.0
            for path in paths:
                up = self._span(low if square is None else square, path)
                down = self._span(high, path)
                if up is None or down is None:
                    return None
                worst = max(worst, down[1] - up[0])
            total += worst
        if total > -1:
            return None
        moving = _shown(low) if self._moves(low, after) else _shown(high)
        still = _shown(high) if moving == _shown(low) else _shown(low)
        return f"{moving} comes nearer to {still} with every pass"

    def _moves(self, node: ast.expr, paths: list[_Path]) -> bool:
        return any(self._span(_squared(node) or node, path) != _NOTHING for path in paths)

    def _by_truth(self, guard: ast.expr, after: list[_Path]) -> str | None:
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
        spans = [self._length_of(name.id, path) for path in after]
        if all(span is not None and span[1] <= -1 for span in spans):
            return f"{name.id} loses an item with every pass"
        return None

    # How much an expression has changed

    def _span(self, node: ast.expr, path: _Path) -> Span | None:
        if isinstance(node, ast.Constant):
            return _NOTHING
        if isinstance(node, ast.Name):
            return None if node.id in self.shared else path.change.get(node.id, _NOTHING)
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
            return _plus(left, right) if isinstance(node.op, ast.Add) else (left[0] - right[1], left[1] - right[0])
        if isinstance(node, ast.BinOp):
            parts = [self._span(node.left, path), self._span(node.right, path)]
            return _NOTHING if parts == [_NOTHING, _NOTHING] else None
        return None

    def _length_of(self, name: str, path: _Path) -> Span | None:
        if name in self.shared or (name in self.aliased and self._grows_another(name)):
            return None
        return path.change.get(f"#{name}", _NOTHING)

    def _grows_another(self, name: str) -> bool:
        """Whether the body may grow something that is perhaps the same container by another name."""
        for node in own_nodes(self.loop.body):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if called_name(node) in _READING or called_name(node) in _SHRINKING:
                    continue
                if not (isinstance(node.func.value, ast.Name) and node.func.value.id == name):
                    return True
            elif isinstance(node, (ast.AugAssign, ast.Call)):
                return True
        return False

    # The ways through the body

    def _block(self, body: Sequence[ast.stmt], paths: list[_Path], *, may_skip: bool = True) -> list[_Path]:
        """The paths that come back to the loop's condition, those that `continue` included.

        Args:
            body: statements of the loop.
            paths: where they begin.
            may_skip: whether a path may go back to the condition before the last statement.

        Raises:
            _Unreadable: a path that is not followed.
        """
        ends: list[_Path] = []
        for statement in body:
            if not paths:
                break
            if isinstance(statement, (ast.Break, ast.Return, ast.Raise)):
                return ends
            if isinstance(statement, ast.Continue):
                if not may_skip:
                    raise _Unreadable
                return ends + paths
            if isinstance(statement, ast.If):
                paths = self._branches(statement, paths, ends)
            else:
                for path in paths:
                    self._statement(statement, path)
            if len(paths) + len(ends) > _MOST_PATHS or (ends and not may_skip):
                raise _Unreadable
        return ends + paths

    def _branches(self, statement: ast.If, paths: list[_Path], ends: list[_Path]) -> list[_Path]:
        for path in paths:
            self._uses(statement.test, path)
        found: list[_Path] = []
        for branch in (statement.body, statement.orelse):
            inner: list[_Path] = [path.copy() for path in paths]
            for one in branch:
                if not inner:
                    break
                if isinstance(one, (ast.Break, ast.Return, ast.Raise)):
                    inner = []
                elif isinstance(one, ast.Continue):
                    ends += inner
                    inner = []
                elif isinstance(one, ast.If):
                    inner = self._branches(one, inner, ends)
                else:
                    for path in inner:
                        self._statement(one, path)
            found += inner
        if len(found) + len(ends) > _MOST_PATHS:
            raise _Unreadable
        return found

    def _statement(self, statement: ast.stmt, path: _Path) -> None:
        if isinstance(statement, ast.Assign):
            self._uses(statement.value, path)
            if len(statement.targets) == 1:
                self._assign(statement.targets[0], statement.value, path)
            else:
                for name in names_bound([statement]):
                    self._forget(name, path)
        elif isinstance(statement, ast.AnnAssign):
            if statement.value is not None:
                self._uses(statement.value, path)
                self._assign(statement.target, statement.value, path)
        elif isinstance(statement, ast.AugAssign):
            self._uses(statement.value, path)
            if isinstance(statement.target, ast.Name):
                value = ast.BinOp(ast.Name(statement.target.id, ast.Load()), statement.op, statement.value)
                self._bind(statement.target.id, value, path, dict(path.change))
            self._touched(statement.target, path)
        elif isinstance(statement, ast.Expr):
            self._uses(statement.value, path)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                self._delete(target, path)
        elif isinstance(statement, (ast.Pass, ast.Assert, ast.Import, ast.ImportFrom)):
            for name in names_bound([statement]):
                self._forget(name, path)
        else:
            self._compound(statement, path)

    def _compound(self, statement: ast.stmt, path: _Path) -> None:
        """A statement that is executed in part, once or many times: only what moves one way within it is known."""
        is_loop = isinstance(statement, (ast.For, ast.While, ast.AsyncFor))
        # A `continue` of this loop within skips what comes after; one that belongs to an inner loop does not.
        within = statement.orelse if is_loop else [statement]
        if any(isinstance(one, (ast.Continue, ast.Break)) for one in own_nodes(within)):
            raise _Unreadable
        steps: dict[str, list[Span | None]] = {}
        for node in own_nodes([statement]):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                step = self._step(node.value)
                sign = 1 if isinstance(node.op, ast.Add) else -1 if isinstance(node.op, ast.Sub) else 0
                known = step is not None and sign and step[0] >= 0
                steps.setdefault(node.target.id, []).append(((0, inf) if sign > 0 else (-inf, 0)) if known else None)
            elif isinstance(node, ast.Call):
                self._call(node, path, is_repeated=True)
        plain = {
            id(node.target)
            for node in own_nodes([statement])
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
        }
        for node in own_nodes([statement]):
            if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)) and id(node) not in plain:
                steps.setdefault(node.id, []).append(None)
                path.change[f"#{node.id}"] = None
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                steps.setdefault(node.name, []).append(None)
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
                self._touched(node, path)
        for name in names_bound([statement]) - steps.keys():
            steps[name] = [None]
        for name, found in steps.items():
            before = path.change.get(name, _NOTHING)
            span = found[0] if all(one == found[0] for one in found) else None
            self._forget(name, path)
            path.change[name] = None if before is None or span is None else _plus(before, span)

    def _assign(self, target: ast.expr, value: ast.expr, path: _Path) -> None:
        if isinstance(target, ast.Name):
            self._bind(target.id, value, path, dict(path.change))
        elif isinstance(target, (ast.Tuple, ast.List)):
            old = path.copy()
            pairs = (
                list(zip(target.elts, value.elts, strict=True))
                if isinstance(value, (ast.Tuple, ast.List))
                and len(value.elts) == len(target.elts)
                and not any(isinstance(one, ast.Starred) for one in [*target.elts, *value.elts])
                else []
            )
            results: list[tuple[str, _Path]] = []
            for one, given in pairs:
                if isinstance(one, ast.Name):
                    alone = old.copy()
                    self._bind(one.id, given, alone, dict(old.change))
                    results.append((one.id, alone))
                else:
                    self._touched(one, path)
            for name in names_bound([ast.Assign([target], value)]):
                self._forget(name, path)
            for name, alone in results:
                path.change[name] = alone.change.get(name, _NOTHING)
                path.change[f"#{name}"] = alone.change.get(f"#{name}", _NOTHING)
                if name in alone.remainders:
                    path.remainders[name] = alone.remainders[name]
        else:
            self._touched(target, path)

    def _bind(self, name: str, value: ast.expr, path: _Path, before: Change) -> None:
        """`name = value`: what is known of the name then."""
        old = path.copy()
        self._forget(name, path)
        path.change[name] = None
        path.change[f"#{name}"] = None
        if isinstance(value, ast.Name) and value.id != name:
            if before.get(value.id, _NOTHING) == _NOTHING:
                path.copies[name] = value.id
            if value.id in old.remainders:
                path.remainders[name] = old.remainders[value.id]
        between = next((one for one in self.facts.below | self.facts.at_most if _is_middle(value, *one)), None)
        if between is not None and all(before.get(one, _NOTHING) == _NOTHING for one in between):
            path.middles[name] = between
            return
        if isinstance(value, ast.Name) and value.id in old.middles:
            self._to_middle(name, old.middles[value.id], 0, path)
        if isinstance(value, ast.BinOp):
            self._computed(name, value, path, old, before)
        if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name) and value.value.id == name:
            self._sliced(name, value.slice, path, before)

    def _computed(self, name: str, value: ast.BinOp, path: _Path, old: _Path, before: Change) -> None:
        left, right = value.left, value.right
        if isinstance(value.op, ast.Add) and isinstance(right, ast.Name) and right.id == name:
            left, right = right, left
        step = self._step(right)
        if isinstance(left, ast.Name) and isinstance(value.op, (ast.Add, ast.Sub)) and step is not None:
            span = step if isinstance(value.op, ast.Add) else (-step[1], -step[0])
            known = before.get(name, _NOTHING)
            if left.id == name and known is not None:
                path.change[name] = _plus(known, span)
                return
            if left.id in old.middles and span[0] == span[1]:
                self._to_middle(name, old.middles[left.id], span[0], path)
                return
        if isinstance(value.op, ast.Mod) and isinstance(right, ast.Name):
            origin = old.copies.get(right.id) or (right.id if before.get(right.id, _NOTHING) == _NOTHING else None)
            if origin is not None:
                path.remainders[name] = origin
        divisor = integer(right) if integer(right) is not None else self.constants.get(getattr(right, "id", ""))
        is_own = isinstance(left, ast.Name) and left.id == name and before.get(name, _NOTHING) == _NOTHING
        shrinks = (isinstance(value.op, ast.FloorDiv) and divisor is not None and divisor >= 2) or (
            isinstance(value.op, ast.RShift) and divisor is not None and divisor >= 1
        )
        if is_own and shrinks and name in self.facts.positive:
            path.change[name] = (-inf, -1)

    def _to_middle(self, name: str, between: tuple[str, str], offset: float, path: _Path) -> None:
        """`name = middle + offset`, where the middle lies between two names that a pass began with."""
        low, high = between
        is_below = between in self.facts.below
        if name == low:
            path.change[name] = (offset, inf)
        elif name == high:
            path.change[name] = (-inf, offset - 1 if is_below else offset)

    def _sliced(self, name: str, part: ast.expr, path: _Path, before: Change) -> None:
        if not isinstance(part, ast.Slice) or part.step is not None or name not in self.facts.filled:
            return
        if before.get(f"#{name}", _NOTHING) != _NOTHING:
            return
        first, last = integer(part.lower), integer(part.upper)
        from_left = part.upper is None and first is not None and first >= 1
        from_right = part.lower is None and last is not None and last <= -1
        if from_left or from_right:
            path.change[f"#{name}"] = (-inf, -1)

    def _step(self, node: ast.expr) -> Span | None:
        """Between what an expression's value lies, where it is plain."""
        value = integer(node)
        if value is None and isinstance(node, ast.Name) and node.id not in self.bound:
            value = self.constants.get(node.id)
        if value is not None:
            return (value, value)
        if isinstance(node, ast.Call):
            if called_name(node) == "len":
                return (0, inf)
            if called_name(node) == "max" and any((integer(one) or 0) >= 1 for one in node.args):
                return (1, inf)
        return None

    # What happens to containers

    def _uses(self, expression: ast.expr, path: _Path) -> None:
        for node in [expression, *own_nodes(expression)]:
            if isinstance(node, ast.NamedExpr):
                self._forget(node.target.id, path)
                path.change[node.target.id] = None
            if isinstance(node, ast.Call):
                self._call(node, path, is_repeated=False)

    def _call(self, call: ast.Call, path: _Path, *, is_repeated: bool) -> None:
        name = called_name(call)
        first = call.args[0] if call.args else None
        if name in ("heappop", "heappush", "heappushpop", "heapreplace") and isinstance(first, ast.Name):
            change = {"heappop": -1, "heappush": 1}.get(name, 0)
            self._length(first.id, change, path, is_repeated=is_repeated)
            return
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
            if name in _SHRINKING:
                self._length(owner, -1, path, is_repeated=is_repeated)
            elif name in _GROWING:
                self._length(owner, 1, path, is_repeated=is_repeated)
            elif name == "extend":
                self._length(owner, inf, path, is_repeated=is_repeated)
            elif name not in _READING:
                path.change[f"#{owner}"] = None
        if name in _HARMLESS_CALLS:
            return
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            if isinstance(inner, ast.Name):
                path.change[f"#{inner.id}"] = None

    def _length(self, name: str, change: float, path: _Path, *, is_repeated: bool) -> None:
        known = path.change.get(f"#{name}", _NOTHING)
        span = (min(0.0, change), max(0.0, change)) if change == inf else (change, change)
        if is_repeated:
            span = (-inf if change < 0 else 0.0, inf if change > 0 else 0.0)
        path.change[f"#{name}"] = None if known is None else _plus(known, span)

    def _touched(self, target: ast.expr, path: _Path) -> None:
        """A part of something is bound: a slice may change a container's length."""
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            path.change[f"#{target.value.id}"] = None
        elif isinstance(target, ast.Name):
            pass
        elif isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self._touched(one, path)

    def _delete(self, target: ast.expr, path: _Path) -> None:
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            if not isinstance(target.slice, ast.Slice):
                self._length(target.value.id, -1, path, is_repeated=False)
            else:
                path.change[f"#{target.value.id}"] = None
        elif isinstance(target, ast.Name):
            self._forget(target.id, path)
            path.change[target.id] = None

    def _forget(self, name: str, path: _Path) -> None:
        path.change[name] = None
        path.change[f"#{name}"] = None
        path.remainders.pop(name, None)
        path.copies.pop(name, None)
        path.middles = {one: pair for one, pair in path.middles.items() if one != name}


def _facts(guard: ast.expr) -> _Facts:
    below: set[tuple[str, str]] = set()
    at_most: set[tuple[str, str]] = set()
    positive: set[str] = set()
    filled: set[str] = set()
    if isinstance(guard, ast.Compare) and len(guard.ops) == 1:
        low, high = guard.left, guard.comparators[0]
        operator = guard.ops[0]
        if isinstance(operator, (ast.Gt, ast.GtE)):
            low, high = high, low
        is_strict = isinstance(operator, (ast.Lt, ast.Gt))
        if is_strict or isinstance(operator, (ast.LtE, ast.GtE)):
            if isinstance(low, ast.Name) and isinstance(high, ast.Name):
                (below if is_strict else at_most).add((low.id, high.id))
            bound = integer(low)
            if bound is not None and isinstance(high, ast.Name) and bound + is_strict >= 1:
                positive.add(high.id)
            if bound is not None and bound + is_strict >= 1 and isinstance(high, ast.Call):
                filled |= {one.id for one in high.args if isinstance(one, ast.Name) and called_name(high) == "len"}
    elif isinstance(guard, ast.Name):
        filled.add(guard.id)
    return _Facts(frozenset(below), frozenset(at_most), frozenset(positive), frozenset(filled))


def _is_middle(node: ast.expr, low: str, high: str) -> bool:
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


def _squared(node: ast.expr) -> ast.expr | None:
    """`i` of `i * i` or `i ** 2`, which grows without bound when `i` moves one way."""
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name):
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Name) and node.right.id == node.left.id:
            return node.left
        if isinstance(node.op, ast.Pow) and integer(node.right) in (2, 3):
            return node.left
    return None


def _plus(one: Span, other: Span) -> Span:
    return (one[0] + other[0], one[1] + other[1])


def _shown(node: ast.expr) -> str:
    return ast.unparse(node)
