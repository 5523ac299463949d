"""The ways through a loop's body: by how much names and lengths of containers have changed on each, when it comes back.

Sound for Python's integers and lists; what is not understood may have changed by anything.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from math import inf

from cwm_lsp.predict.termination.facts import Facts, is_middle
from cwm_lsp.predict.termination.path import NOTHING, Change, Path, Span, UnreadableError, plus
from cwm_lsp.predict.termination.reading import called_name, integer, names_bound, own_nodes

_MOST_PATHS = 64
SHRINKING = frozenset({"pop", "popleft", "remove", "popitem"})
_GROWING = frozenset({"append", "appendleft", "insert", "push"})
READING = frozenset(
    "copy count empty endswith find get index isalnum isalpha isdigit islower isspace isupper items join keys lower lstrip "
    "partition peek replace reverse rfind rpartition rstrip sort split splitlines startswith strip title upper values zfill".split()
)
_HARMLESS_CALLS = frozenset({"len", "print", "sorted", "min", "max", "sum", "abs", "range", "enumerate", "str", "repr"})


class Walker:
    """Follows the ways through a loop's body.

    Args:
        bound: the names that the loop binds.
        constants: names of the function that only ever hold one integer.
        facts: what is known while a pass begins.
    """

    def __init__(self, bound: frozenset[str], constants: Mapping[str, int], facts: Facts) -> None:
        self.bound = bound
        self.constants = constants
        self.facts = facts

    def block(self, body: Sequence[ast.stmt], paths: list[Path], *, may_skip: bool = True) -> list[Path]:
        """The paths that come back to the loop's condition, those that `continue` included.

        Args:
            body: statements of the loop.
            paths: where they begin.
            may_skip: whether a path may go back to the condition before the last statement.

        Raises:
            UnreadableError: a path that is not followed.
        """
        ends: list[Path] = []
        after = self._follow(body, paths, ends)
        if ends and not may_skip:
            raise UnreadableError
        return ends + after

    def _follow(self, body: Sequence[ast.stmt], paths: list[Path], ends: list[Path]) -> list[Path]:
        """The paths that come to the end of some statements; those that go back to the condition before are added to `ends`."""
        for statement in body:
            if not paths:
                return []
            if isinstance(statement, (ast.Break, ast.Return, ast.Raise)):
                return []
            if isinstance(statement, ast.Continue):
                ends += paths
                return []
            if isinstance(statement, ast.If):
                paths = self._branches(statement, paths, ends)
            elif isinstance(statement, (ast.Try, ast.With)) and not _swallows(statement):
                paths = self._guarded(statement, paths, ends)
            else:
                for path in paths:
                    self._statement(statement, path)
            if len(paths) + len(ends) > _MOST_PATHS:
                raise UnreadableError
        return paths

    def _branches(self, statement: ast.If, paths: list[Path], ends: list[Path]) -> list[Path]:
        for path in paths:
            self.uses(statement.test, path)
        found: list[Path] = []
        for branch in (statement.body, statement.orelse):
            found += self._follow(branch, [path.copy() for path in paths], ends)
        return found

    def _guarded(self, statement: ast.Try | ast.With, paths: list[Path], ends: list[Path]) -> list[Path]:
        if isinstance(statement, ast.With):
            for item in statement.items:
                for path in paths:
                    self.uses(item.context_expr, path)
                    if item.optional_vars is not None:
                        for name in names_bound([ast.Assign([item.optional_vars], item.context_expr)]):
                            self.forget(name, path)
            return self._follow(statement.body, paths, ends)
        if statement.finalbody and any(isinstance(one, (ast.Continue, ast.Break)) for one in own_nodes([statement])):
            raise UnreadableError
        # A handler begins where some of the body has been executed.
        broken = [path.copy() for path in paths]
        for path in broken:
            self._compound(ast.If(ast.Constant(True), statement.body, []), path, is_left=True)
        found = self._follow([*statement.body, *statement.orelse], [path.copy() for path in paths], ends)
        for handler in statement.handlers:
            inner = [path.copy() for path in broken]
            if handler.name is not None:
                for path in inner:
                    self.forget(handler.name, path)
            found += self._follow(handler.body, inner, ends)
        return self._follow(statement.finalbody, found, ends)

    def _statement(self, statement: ast.stmt, path: Path) -> None:
        if isinstance(statement, ast.Assign):
            self.uses(statement.value, path)
            if len(statement.targets) == 1:
                self._assign(statement.targets[0], statement.value, path)
            else:
                for name in names_bound([statement]):
                    self.forget(name, path)
        elif isinstance(statement, ast.AnnAssign):
            if statement.value is not None:
                self.uses(statement.value, path)
                self._assign(statement.target, statement.value, path)
        elif isinstance(statement, ast.AugAssign):
            self.uses(statement.value, path)
            if isinstance(statement.target, ast.Name):
                value = ast.BinOp(ast.Name(statement.target.id, ast.Load()), statement.op, statement.value)
                self._bind(statement.target.id, value, path, dict(path.change))
            self._touched(statement.target, path)
        elif isinstance(statement, ast.Expr):
            self.uses(statement.value, path)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                self._delete(target, path)
        elif isinstance(statement, (ast.Pass, ast.Assert, ast.Import, ast.ImportFrom)):
            for name in names_bound([statement]):
                self.forget(name, path)
        else:
            self._compound(statement, path)

    def _compound(self, statement: ast.stmt, path: Path, *, is_left: bool = False) -> None:
        """A statement that is executed in part, once or many times: only what moves one way within it is known."""
        is_loop = isinstance(statement, (ast.For, ast.While, ast.AsyncFor))
        # A `continue` of this loop within skips what comes after; one that belongs to an inner loop does not.
        within = statement.orelse if is_loop else [statement]
        if not is_left and any(isinstance(one, (ast.Continue, ast.Break)) for one in own_nodes(within)):
            raise UnreadableError
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
            before = path.change.get(name, NOTHING)
            span = found[0] if all(one == found[0] for one in found) else None
            self.forget(name, path)
            path.change[name] = None if before is None or span is None else plus(before, span)

    def _assign(self, target: ast.expr, value: ast.expr, path: Path) -> None:
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
            results: list[tuple[str, Path]] = []
            for one, given in pairs:
                if isinstance(one, ast.Name):
                    alone = old.copy()
                    self._bind(one.id, given, alone, dict(old.change))
                    results.append((one.id, alone))
                else:
                    self._touched(one, path)
            for name in names_bound([ast.Assign([target], value)]):
                self.forget(name, path)
            for name, alone in results:
                path.change[name] = alone.change.get(name, NOTHING)
                path.change[f"#{name}"] = alone.change.get(f"#{name}", NOTHING)
                if name in alone.remainders:
                    path.remainders[name] = alone.remainders[name]
        else:
            self._touched(target, path)

    def _bind(self, name: str, value: ast.expr, path: Path, before: Change) -> None:
        """`name = value`: what is known of the name then."""
        old = path.copy()
        self.forget(name, path)
        path.change[name] = None
        path.change[f"#{name}"] = None
        if isinstance(value, ast.Name) and value.id != name:
            if before.get(value.id, NOTHING) == NOTHING:
                path.copies[name] = value.id
            if value.id in old.remainders:
                path.remainders[name] = old.remainders[value.id]
        pairs = sorted(self.facts.below | self.facts.at_most)
        between = next((one for one in pairs if is_middle(value, *one)), None)
        if between is not None and all(before.get(one, NOTHING) == NOTHING for one in between):
            path.middles[name] = between
            return
        if isinstance(value, ast.Name) and value.id in old.middles:
            self._to_middle(name, old.middles[value.id], 0, path)
        if isinstance(value, ast.BinOp):
            self._computed(name, value, path, old, before)
        if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name) and value.value.id == name:
            self._sliced(name, value.slice, path, before)
        if isinstance(value, ast.Call):
            self._replaced(name, value, path, before)

    def _computed(self, name: str, value: ast.BinOp, path: Path, old: Path, before: Change) -> None:
        left, right = value.left, value.right
        if isinstance(value.op, ast.Add) and isinstance(right, ast.Name) and right.id == name:
            left, right = right, left
        step = self._step(right)
        if isinstance(left, ast.Name) and isinstance(value.op, (ast.Add, ast.Sub)) and step is not None:
            span = step if isinstance(value.op, ast.Add) else (-step[1], -step[0])
            known = before.get(name, NOTHING)
            if left.id == name and known is not None:
                path.change[name] = plus(known, span)
                return
            if left.id in old.middles and span[0] == span[1]:
                self._to_middle(name, old.middles[left.id], span[0], path)
                return
        if isinstance(value.op, ast.Mod) and isinstance(right, ast.Name):
            origin = old.copies.get(right.id) or (right.id if before.get(right.id, NOTHING) == NOTHING else None)
            if origin is not None:
                path.remainders[name] = origin
        divisor = integer(right) if integer(right) is not None else self.constants.get(getattr(right, "id", ""))
        is_own = isinstance(left, ast.Name) and left.id == name and before.get(name, NOTHING) == NOTHING
        shrinks = (isinstance(value.op, ast.FloorDiv) and divisor is not None and divisor >= 2) or (
            isinstance(value.op, ast.RShift) and divisor is not None and divisor >= 1
        )
        if is_own and shrinks and name in self.facts.positive:
            path.change[name] = (-inf, -1)

    def _to_middle(self, name: str, between: tuple[str, str], offset: float, path: Path) -> None:
        """`name = middle + offset`, where the middle lies between two names that a pass began with."""
        low, high = between
        is_below = between in self.facts.below
        if name == low:
            path.change[name] = (offset + (between in self.facts.apart), inf)
        elif name == high:
            path.change[name] = (-inf, offset - 1 if is_below else offset)

    def _sliced(self, name: str, part: ast.expr, path: Path, before: Change) -> None:
        if not isinstance(part, ast.Slice) or part.step is not None or name not in self.facts.filled:
            return
        if before.get(f"#{name}", NOTHING) != NOTHING:
            return
        first, last = integer(part.lower), integer(part.upper)
        from_left = part.upper is None and first is not None and first >= 1
        from_right = part.lower is None and last is not None and last <= -1
        if from_left or from_right:
            path.change[f"#{name}"] = (-inf, -1)

    def _replaced(self, name: str, value: ast.Call, path: Path, before: Change) -> None:
        """`name = name.replace(a, b)`, which makes a text shorter that holds the longer `a`."""
        target = value.func
        if not (isinstance(target, ast.Attribute) and target.attr == "replace" and _is_name(target.value, name)):
            return
        if before.get(f"#{name}", NOTHING) != NOTHING or before.get(name, NOTHING) != NOTHING or len(value.args) != 2:
            return
        old, new = (one.value if isinstance(one, ast.Constant) else None for one in value.args)
        if isinstance(old, str) and isinstance(new, str) and len(new) < len(old) and (old, name) in self.facts.holding:
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

    def uses(self, expression: ast.expr, path: Path) -> None:
        """Note what evaluating an expression changes."""
        for node in [expression, *own_nodes(expression)]:
            if isinstance(node, ast.NamedExpr):
                self.forget(node.target.id, path)
                path.change[node.target.id] = None
            if isinstance(node, ast.Call):
                self._call(node, path, is_repeated=False)

    def _call(self, call: ast.Call, path: Path, *, is_repeated: bool) -> None:
        name = called_name(call)
        first = call.args[0] if call.args else None
        if name in ("heappop", "heappush", "heappushpop", "heapreplace") and isinstance(first, ast.Name):
            change = {"heappop": -1, "heappush": 1}.get(name, 0)
            self._length(first.id, change, path, is_repeated=is_repeated)
            return
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
            if name in SHRINKING and len(call.args) + len(call.keywords) < 2:
                self._length(owner, -1, path, is_repeated=is_repeated)
            elif name == "discard":
                self._length(owner, -1, path, is_repeated=True)
            elif name in _GROWING:
                self._length(owner, 1, path, is_repeated=is_repeated)
            elif name == "extend":
                self._length(owner, inf, path, is_repeated=is_repeated)
            elif name not in READING:
                path.change[f"#{owner}"] = None
        if name in _HARMLESS_CALLS:
            return
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            if isinstance(inner, ast.Name):
                path.change[f"#{inner.id}"] = None

    def _length(self, name: str, change: float, path: Path, *, is_repeated: bool) -> None:
        known = path.change.get(f"#{name}", NOTHING)
        span = (min(0.0, change), max(0.0, change)) if change == inf else (change, change)
        if is_repeated:
            span = (-inf if change < 0 else 0.0, inf if change > 0 else 0.0)
        path.change[f"#{name}"] = None if known is None else plus(known, span)

    def _touched(self, target: ast.expr, path: Path) -> None:
        """A part of something is bound: a slice may change a container's length."""
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            path.change[f"#{target.value.id}"] = None
        elif isinstance(target, ast.Name):
            pass
        elif isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self._touched(one, path)

    def _delete(self, target: ast.expr, path: Path) -> None:
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            if not isinstance(target.slice, ast.Slice):
                self._length(target.value.id, -1, path, is_repeated=False)
            else:
                path.change[f"#{target.value.id}"] = None
        elif isinstance(target, ast.Name):
            self.forget(target.id, path)
            path.change[target.id] = None

    def forget(self, name: str, path: Path) -> None:
        """Note that a name is bound to what nobody knows."""
        path.change[name] = None
        path.change[f"#{name}"] = None
        path.remainders.pop(name, None)
        path.copies.pop(name, None)
        path.middles = {one: pair for one, pair in path.middles.items() if one != name}


def _swallows(statement: ast.Try | ast.With) -> bool:
    """Whether what is raised within may go on after the statement, which is nowhere to be seen in it."""
    if isinstance(statement, ast.Try):
        return False
    return any(
        "suppress" in ast.unparse(one.context_expr) or "raises" in ast.unparse(one.context_expr)
        for one in statement.items
    )


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
