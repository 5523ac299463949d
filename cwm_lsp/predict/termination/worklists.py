"""Why a loop over what is still to be done ends: what has been done is remembered, and nothing is done twice.

There is only so much to be found, which the text can't show: the reason says that this is relied on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cwm_lsp.predict.termination.reading import called_name, integer, own_nodes

ONLY_SO_MUCH = "as long as there is only so much to be found"
_TAKES = frozenset({"pop", "popleft", "heappop", "get", "get_nowait"})
_PUTS = frozenset(
    {"append", "appendleft", "push", "put", "heappush", "add", "insert", "extend", "extendleft", "update"}
)
_LOSES = frozenset({"remove", "discard", "pop", "popitem", "clear", "difference_update", "intersection_update"})


def why_it_finds_no_more(loop: ast.While) -> str | None:
    """One phrase that says why a loop over what is still to be done ends; None where that is not plain."""
    for name in _asked(loop.test):
        reason = _Worklist(loop, name).reason()
        if reason is not None:
            return reason
    return None


def _asked(test: ast.expr) -> Iterator[str]:
    for one in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]:
        if (
            isinstance(one, ast.Compare)
            and integer(one.comparators[0]) == 0
            and isinstance(one.ops[0], (ast.Gt, ast.NotEq))
        ):
            one = one.left
        if isinstance(one, ast.Call) and called_name(one) == "len" and len(one.args) == 1:
            one = one.args[0]
        if isinstance(one, ast.Name):
            yield one.id


@dataclass(frozen=True, slots=True)
class _Put:
    """What is put on the list of what is to be done.

    Attributes:
        item: it.
        around: the bodies of the conditions that it stands in, with these, innermost first.
        statement: the call's own.
    """

    item: ast.expr
    around: tuple[tuple[ast.expr, Sequence[ast.stmt]], ...]
    statement: ast.stmt


class _Worklist:
    def __init__(self, loop: ast.While, name: str) -> None:
        self.loop = loop
        self.name = name
        self.gone_over = dict(gone_over(loop))

    def reason(self) -> str | None:
        """Why it ends."""
        at = next((index for index, one in enumerate(self.loop.body) if self._taken(one) is not None), None)
        if at is None:
            return None
        taken = self._taken(self.loop.body[at])
        puts = list(self._puts(self.loop.body[at + 1 :], ()))
        seen_puts = sum(self._is_put(one) for one in own_nodes(self.loop.body))
        # All that is put on it is looked at, and nothing else is done with it.
        if taken is None or seen_puts != len(puts) or self._uses() != len(puts) + 1:
            return None
        for memory in self._memories():
            if loses(self.loop, memory):
                continue
            if self._checked_first(taken, memory, puts, at) or (
                puts and all(self._checked(one, memory) for one in puts)
            ):
                return f"{memory} remembers what has been taken from {self.name}, {ONLY_SO_MUCH}"
        return None

    def _taken(self, statement: ast.stmt) -> ast.expr | None:
        """What the statement binds that takes an item from the list."""
        if (
            not isinstance(statement, ast.Assign)
            or len(statement.targets) != 1
            or not isinstance(statement.value, ast.Call)
        ):
            return None
        call = statement.value
        if called_name(call) not in _TAKES:
            return None
        owner = call.args[0] if called_name(call) == "heappop" and call.args else None
        owner = owner or (call.func.value if isinstance(call.func, ast.Attribute) else None)
        return statement.targets[0] if owner is not None and _is_name(owner, self.name) else None

    def _is_put(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and self._item(node) is not None

    def _item(self, call: ast.Call) -> ast.expr | None:
        if called_name(call) not in _PUTS or not call.args:
            return None
        if called_name(call) == "heappush":
            return call.args[-1] if _is_name(call.args[0], self.name) else None
        is_own = isinstance(call.func, ast.Attribute) and _is_name(call.func.value, self.name)
        return call.args[-1] if is_own else None

    def _puts(
        self, body: Sequence[ast.stmt], around: tuple[tuple[ast.expr, Sequence[ast.stmt]], ...]
    ) -> Iterator[_Put]:
        for statement in body:
            if isinstance(statement, ast.If):
                yield from self._puts(statement.body, ((statement.test, statement.body), *around))
                yield from self._puts(statement.orelse, around)
            elif isinstance(statement, ast.For):
                yield from self._puts(statement.body, around)
            elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                item = self._item(statement.value)
                if item is not None and called_name(statement.value) not in ("extend", "extendleft", "update"):
                    yield _Put(item, around, statement)

    def _uses(self) -> int:
        """How often the body names the list, but for asking how long it is."""
        asked = {
            id(one.args[0])
            for one in own_nodes(self.loop.body)
            if isinstance(one, ast.Call) and called_name(one) == "len" and one.args
        }
        return sum(_is_name(one, self.name) and id(one) not in asked for one in own_nodes(self.loop.body))

    def _memories(self) -> list[str]:
        """The names in which something is remembered."""
        return sorted(
            {name for one in own_nodes(self.loop.body) if isinstance(one, ast.stmt) for name, _ in remembered(one)}
        )

    def _checked(self, put: _Put, memory: str) -> bool:
        """Whether what is put on the list is new, and remembered at once."""
        for test, body in put.around:
            for one in conjuncts(test):
                name = missing_from(one, memory)
                if name is None or not self._is_found(name):
                    continue
                is_in = any(_is_name(each, name) for each in ast.walk(put.item))
                if is_in and any((memory, name) in remembered(statement) for statement in body):
                    return True
        return False

    def _checked_first(self, taken: ast.expr, memory: str, puts: Sequence[_Put], at: int) -> bool:
        """Whether more is put on the list only where what was taken is new, and is remembered then."""
        targets = list(taken.elts) if isinstance(taken, (ast.Tuple, ast.List)) else [taken]
        for position, one in enumerate(targets):
            if not isinstance(one, ast.Name):
                continue
            if not all(self._is_like(put.item, position, len(targets)) for put in puts):
                continue
            bound = [
                each
                for each in own_nodes(self.loop.body)
                if isinstance(each, ast.Name) and each.id == one.id and not isinstance(each.ctx, ast.Load)
            ]
            if len(bound) == 1 and self._is_new(one.id, memory, puts, at):
                return True
        return False

    def _is_new(self, name: str, memory: str, puts: Sequence[_Put], at: int) -> bool:
        rest = self.loop.body[at + 1 :]
        for index, statement in enumerate(rest):
            if not isinstance(statement, ast.If):
                continue
            leaves = (
                isinstance(statement.body[-1], (ast.Continue, ast.Break, ast.Return, ast.Raise))
                and not statement.orelse
            )
            if leaves and _is_known(statement.test, name, memory):
                return self._is_marked(rest[index + 1 :], name, memory, puts)
            if any(missing_from(one, memory) == name for one in conjuncts(statement.test)):
                return self._is_marked(statement.body, name, memory, puts)
        return False

    def _is_marked(self, body: Sequence[ast.stmt], name: str, memory: str, puts: Sequence[_Put]) -> bool:
        """Whether all that is put on the list is put there by these statements, after the name has been remembered."""
        mark = next((index for index, one in enumerate(body) if (memory, name) in remembered(one)), None)
        if mark is None:
            return False
        held = {id(one) for part in body[mark + 1 :] for one in ast.walk(part)}
        return all(id(put.statement) in held for put in puts)

    def _is_like(self, item: ast.expr, position: int, count: int) -> bool:
        """Whether what is put on the list has, where what is taken has its name, something that is only found."""
        if count > 1:
            if not isinstance(item, ast.Tuple) or len(item.elts) != count:
                return False
            item = item.elts[position]
        return isinstance(item, ast.Name) and self._is_found(item.id)

    def _is_found(self, name: str) -> bool:
        """Whether the name is an item of what stands somewhere, and nothing that is computed."""
        return name in self.gone_over and is_place(self.gone_over[name], self.loop)


def loses(loop: ast.While, memory: str) -> bool:
    """Whether a loop takes something from what is remembered under a name, or binds the name anew."""
    for one in own_nodes(loop.body):
        owner: ast.AST | None = None
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            owner = one
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _LOSES:
            owner = one.func.value
        elif isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Del):
            owner = one.value
        if owner is not None and _is_name(owner, memory):
            return True
    return False


def gone_over(loop: ast.While) -> Iterator[tuple[str, ast.expr]]:
    """The names that are bound by one `for` of the loop and nothing else, and what it goes over."""
    bound: dict[str, list[ast.expr]] = {}
    stores: dict[str, int] = {}
    for one in own_nodes(loop.body):
        if isinstance(one, ast.For):
            for each in one.target.elts if isinstance(one.target, ast.Tuple) else [one.target]:
                if isinstance(each, ast.Name):
                    bound.setdefault(each.id, []).append(one.iter)
        elif isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            stores[one.id] = stores.get(one.id, 0) + 1
    for name, found in bound.items():
        if len(found) == stores.get(name, 0) == 1:
            yield name, found[0]


def is_place(node: ast.expr, loop: ast.While) -> bool:
    """Whether an expression names what is held somewhere, and what the loop does not add to."""
    while True:
        if isinstance(node, ast.Call) and called_name(node) in (
            "get",
            "items",
            "values",
            "keys",
            "sorted",
            "list",
            "reversed",
        ):
            node = (
                node.func.value
                if isinstance(node.func, ast.Attribute)
                else node.args[0]
                if node.args
                else ast.Constant(0)
            )
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        else:
            break
    if not isinstance(node, ast.Name):
        return False
    for one in own_nodes(loop.body):
        if isinstance(one, (ast.Subscript, ast.Attribute)) and not isinstance(one.ctx, ast.Load):
            root: ast.expr = one
            while isinstance(root, (ast.Subscript, ast.Attribute)):
                root = root.value
            if _is_name(root, node.id):
                return False
    return True


def remembered(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """The memory and the name that a statement remembers in it: `seen.add(x)`, `seen[x] = …`, `seen.append(x)`."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        item = call.args[0] if len(call.args) == 1 else None
        if called_name(call) in ("add", "append") and isinstance(owner, ast.Name) and isinstance(item, ast.Name):
            yield owner.id, item.id
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if (
                isinstance(target, ast.Subscript)
                and isinstance(target.value, ast.Name)
                and isinstance(target.slice, ast.Name)
            ):
                yield target.value.id, target.slice.id


def missing_from(test: ast.expr, memory: str) -> str | None:
    """The name of which a condition says that it is not in the memory."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = test.operand
        if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and isinstance(inner.ops[0], ast.In):
            test = ast.Compare(inner.left, [ast.NotIn()], inner.comparators)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.NotIn):
        return None
    return test.left.id if _is_name(test.comparators[0], memory) and isinstance(test.left, ast.Name) else None


def _is_known(test: ast.expr, name: str, memory: str) -> bool:
    """Whether a condition holds at least where the name is in the memory."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
    return any(
        isinstance(one, ast.Compare)
        and len(one.ops) == 1
        and isinstance(one.ops[0], ast.In)
        and _is_name(one.left, name)
        and _is_name(one.comparators[0], memory)
        for one in parts
    )


def conjuncts(test: ast.expr) -> list[ast.expr]:
    """The conditions that all have to hold for this one to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [one for value in test.values for one in conjuncts(value)]
    return [test]


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
