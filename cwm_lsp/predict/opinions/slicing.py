"""What of a function its end hangs on: a program slice for each `while` loop, changing iteration and recursion.

A small model that is asked about one loop, of which all is left out that can't decide whether it ends, has less to read and only
one thing to judge. By names alone, and rather too much than too little; whether the rest ends is a question of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

MOST_SLICES = 6
"""Loops and recursions that are asked about, one by one."""
_PURE = frozenset(
    "abs bool chr divmod enumerate float int isinstance len list max min ord print range repr reversed round set sorted str sum "
    "tuple zip".split()
)
"""Builtins that leave their arguments as they are."""
_LOOPS = (ast.While, ast.For)
_Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def ending_slices(source: str, function: str) -> tuple[str, ...]:
    """Programs whose ends together are the function's; the source itself where it can't be cut.

    Args:
        source: the function's text and that of what it calls.
        function: its name.

    Returns:
        At most `MOST_SLICES`, each with a function of that name; none where the function has no loop to ask about.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return (source,)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)}
    entry = functions.get(function.rpartition(".")[2])
    if entry is None:
        return (source,)
    found: list[list[ast.stmt]] = []
    reached = _reached(entry, functions)
    told = set[str]()
    for one in reached:
        found += [_told(entry, one, _loop_slice(one, loop)) for loop in _asked_loops(one)]
        if one.name in told or not calls(one, functions, one.name):
            continue
        circle = [other for other in reached if other is not one and _is_mutual(one, other, functions)]
        told |= {other.name for other in circle}
        body, *others = (_Recursion(functions, other).body(other.body) for other in (one, *circle))
        partners = [_with_body(other.name, other.args, inner) for other, inner in zip(circle, others, strict=True)]
        found.append(_told(entry, one, body, partners))
    return tuple(dict.fromkeys(_unparsed(one, functions) for one in found))[:MOST_SLICES]


def _is_mutual(one: _Function, other: _Function, functions: dict[str, _Function]) -> bool:
    return calls(one, functions, other.name) and calls(other, functions, one.name)


def _reached(entry: _Function, functions: dict[str, _Function]) -> list[_Function]:
    """The functions that a call may enter, in the order of their names' appearance."""
    found, pending = [entry], [entry]
    while pending:
        for name in _called(pending.pop()):
            one = functions.get(name)
            if one is not None and one not in found:
                found.append(one)
                pending.append(one)
    return found


def _called(node: ast.AST) -> list[str]:
    """The names of what is called, methods' too."""
    return [
        one.func.id if isinstance(one.func, ast.Name) else one.func.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, (ast.Name, ast.Attribute))
    ]


def calls(node: ast.AST, functions: Mapping[str, ast.AST], name: str) -> bool:
    """Whether a call of the function of that name may come of it."""
    seen, pending = set[str](), _called(node)
    while pending:
        one = pending.pop()
        if one == name:
            return True
        if one in functions and one not in seen:
            seen.add(one)
            pending += _called(functions[one])
    return False


def _told(
    entry: _Function, owner: _Function, body: list[ast.stmt], partners: Sequence[ast.stmt] = ()
) -> list[ast.stmt]:
    """A program of a function with such a body, and of how the entry comes to it; under the entry's name where that is all."""
    if owner is entry and partners:
        return [_with_body(owner.name, owner.args, body), *partners]
    direct = [one for one in _own(entry.body) if _is_call_of(one, owner.name)]
    if owner is entry or not direct:
        renamed = _Renamed(owner.name, entry.name)
        return [_with_body(entry.name, owner.args, [renamed.visit(one) for one in body])]
    given = {name for one in direct for arg in ast.iter_child_nodes(one) for name in _names(arg)}
    before = [one for one in _before(entry.body, direct[0]) if _written(one) & given and not isinstance(one, _LOOPS)]
    calling = _with_body(entry.name, entry.args, [*before, ast.Expr(direct[0])])  # type: ignore[arg-type]
    return [_with_body(owner.name, owner.args, body), *partners, calling]


def _is_call_of(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and name in _called(node.func if isinstance(node.func, ast.Call) else node)[:1]


def _with_body(name: str, given: ast.arguments, body: list[ast.stmt]) -> ast.stmt:
    arguments = ast.arguments(
        [ast.arg(one.arg) for one in given.posonlyargs],
        [ast.arg(one.arg) for one in given.args],
        ast.arg(given.vararg.arg) if given.vararg else None,
        [ast.arg(one.arg) for one in given.kwonlyargs],
        given.kw_defaults,
        ast.arg(given.kwarg.arg) if given.kwarg else None,
        given.defaults,
    )
    return ast.FunctionDef(name, arguments, body or [ast.Pass()], [], None)


def _unparsed(told: list[ast.stmt], functions: Mapping[str, _Function]) -> str:
    """The program's text, with the functions that it calls behind it."""
    known = {one.name for one in told if isinstance(one, _FUNCTIONS)}
    helpers: list[ast.stmt] = []
    pending = [name for one in told for name in _called(one)]
    while pending:
        name = pending.pop(0)
        if name in functions and name not in known:
            known.add(name)
            helper = functions[name]
            helpers.append(_with_body(name, helper.args, helper.body))
            pending += _called(helper)
    return ast.unparse(ast.fix_missing_locations(ast.Module([*told, *helpers], [])))


class _Renamed(ast.NodeTransformer):
    """Calls of one function as calls of another."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before
        self._after = after

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._after, node.ctx) if node.id == self._before else node


def _asked_loops(function: _Function) -> list[ast.While | ast.For]:
    """`while` loops, and `for` loops whose body changes what they go through, in source order."""
    return [
        node
        for node in _own(function.body)
        if isinstance(node, ast.While) or (isinstance(node, ast.For) and _is_changed(node))
    ]


def _is_changed(loop: ast.For) -> bool:
    """Whether the body calls a method of what the loop goes through, or adds to it."""
    if isinstance(loop.iter, ast.Call) and isinstance(loop.iter.func, ast.Name) and loop.iter.func.id == "range":
        return False
    names = _names(loop.iter)
    for one in _own(loop.body):
        changed = one.func if isinstance(one, ast.Call) else one.target if isinstance(one, ast.AugAssign) else None
        if isinstance(changed, (ast.Attribute, ast.Name)) and _base(changed) & names:
            return True
    return False


def _own(body: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """All nodes but those of functions and classes within."""
    for node in body:
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from _own(ast.iter_child_nodes(node))


def _names(node: ast.AST | None) -> set[str]:
    """The names that are read."""
    if node is None:
        return set()
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)} - _PURE


def _written(node: ast.AST) -> set[str]:
    """The names that are bound, and those whose objects may change."""
    found: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            found.add(one.id)
        elif isinstance(one, (ast.Subscript, ast.Attribute)) and not isinstance(one.ctx, ast.Load):
            found |= _base(one)
        elif isinstance(one, ast.Call):
            if isinstance(one.func, ast.Attribute):
                found |= _base(one.func)
            if not (isinstance(one.func, ast.Name) and one.func.id in _PURE):
                found |= {arg.id for arg in one.args if isinstance(arg, ast.Name)}
    return found


def _base(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _leaves(node: ast.AST) -> bool:
    """Whether a loop or a function may be left, or a round cut short, within."""
    return any(isinstance(one, (ast.Break, ast.Continue, ast.Return, ast.Raise)) for one in _own([node]))


def _loop_slice(function: _Function, loop: ast.While | ast.For) -> list[ast.stmt]:
    """The function up to the loop, and the loop, with what it hangs on."""
    relevant = _names(loop.test if isinstance(loop, ast.While) else loop.iter)
    for _ in range(12):
        size = len(relevant)
        relevant |= _needed(loop.body, relevant)
        if len(relevant) == size:
            break
    before = _before(function.body, loop)
    for _ in range(4):
        for one in before:
            if _written(one) & relevant:
                relevant |= _names(one) if isinstance(one, (ast.Assign, ast.AnnAssign)) else set()
    body = _kept(loop.body, relevant)
    kept: ast.stmt = (
        ast.While(loop.test, body or [ast.Pass()], [])
        if isinstance(loop, ast.While)
        else ast.For(loop.target, loop.iter, body or [ast.Pass()], [])
    )
    return _around(function.body, loop, kept, relevant)


def _needed(body: Sequence[ast.stmt], relevant: set[str]) -> set[str]:
    """The names that decide what becomes of the relevant ones."""
    found: set[str] = set()
    for one in body:
        if isinstance(one, (*_FUNCTIONS, ast.ClassDef)):
            continue
        if not (_written(one) & relevant or _leaves(one)):
            continue
        if isinstance(one, (ast.If, ast.While)):
            found |= _names(one.test)
        elif isinstance(one, ast.For):
            found |= _names(one.iter)
        elif not isinstance(one, ast.Return):
            found |= _names(one)
        for inner in _blocks(one):
            found |= _needed(inner, relevant)
    return found


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    found: list[list[ast.stmt]] = [
        getattr(node, name) for name in ("body", "orelse", "finalbody") if getattr(node, name, None)
    ]
    return found + [handler.body for handler in getattr(node, "handlers", [])]


def _kept(body: Sequence[ast.stmt], relevant: set[str]) -> list[ast.stmt]:
    """The statements that matter."""
    found: list[ast.stmt] = []
    for one in body:
        if isinstance(one, (ast.Return, ast.Raise)):
            found.append(ast.Return(None))
        elif isinstance(one, (ast.Break, ast.Continue)):
            found.append(one)
        elif isinstance(one, (*_FUNCTIONS, ast.ClassDef)) or not (_written(one) & relevant or _leaves(one)):
            continue
        elif isinstance(one, ast.If):
            first, other = _kept(one.body, relevant), _kept(one.orelse, relevant)
            if first or other:
                found.append(ast.If(one.test, first or [ast.Pass()], other))
        elif isinstance(one, ast.While):
            found.append(ast.While(one.test, _kept(one.body, relevant) or [ast.Pass()], []))
        elif isinstance(one, ast.For):
            inner = _kept(one.body, relevant)
            if inner:
                found.append(ast.For(one.target, one.iter, inner, []))
        elif isinstance(one, ast.With):
            found += _kept(one.body, relevant)
        elif isinstance(one, ast.Try):
            found.append(one)
        else:
            found.append(one)
    return found


def _before(body: Sequence[ast.stmt], loop: ast.AST) -> list[ast.stmt]:
    """The simple statements that come before a loop."""
    found: list[ast.stmt] = []
    for one in body:
        if one is loop:
            break
        if any(inner is loop for inner in ast.walk(one)):
            for block in _blocks(one):
                if any(inner is loop for part in block for inner in ast.walk(part)):
                    found += _before(block, loop)
            break
        found.append(one)
    return found


def _around(body: Sequence[ast.stmt], loop: ast.stmt, kept: ast.stmt, relevant: set[str]) -> list[ast.stmt]:
    """What stands before the loop and matters, and the loop under its conditions; loops around it are gone through once."""
    found: list[ast.stmt] = []
    for one in body:
        if one is loop:
            return [*found, kept]
        if not any(inner is loop for inner in ast.walk(one)):
            # Loops before it have questions of their own: that they change something is all that is left out.
            found += _kept([one], relevant) if not isinstance(one, _LOOPS) else []
            continue
        for block in _blocks(one):
            if any(inner is loop for part in block for inner in ast.walk(part)):
                inside = _around(block, loop, kept, relevant)
                if isinstance(one, (ast.If, ast.While)) and block is one.body:
                    return [*found, ast.If(one.test, inside, [])]
                if isinstance(one, ast.For) and block is one.body and _names_bound(one.target) & relevant:
                    return [*found, ast.For(one.target, one.iter, inside, [])]
                return [*found, *inside]
    return found


def _names_bound(target: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}


class _Recursion:
    """A function of which its own calls are left, with what they are given, and where it returns without."""

    def __init__(self, functions: dict[str, _Function], function: _Function) -> None:
        self._names = {
            name for name in functions if name == function.name or calls(functions[name], functions, function.name)
        }
        relevant = {
            name for one in self._own_calls(function) for arg in ast.iter_child_nodes(one) for name in _names(arg)
        }
        for _ in range(12):
            size = len(relevant)
            relevant |= _needed(function.body, relevant)
            if len(relevant) == size:
                break
        self._relevant = relevant

    def _own_calls(self, node: ast.AST) -> list[ast.Call]:
        return [one for one in ast.walk(node) if isinstance(one, ast.Call) and self._is_own(one)]

    def _is_own(self, call: ast.Call) -> bool:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", None)
        return name in self._names

    def _under_conditions(self, node: ast.AST) -> list[ast.stmt]:
        """The calls in an expression, those that may be left out under an `if`, those of a comprehension in a loop."""
        if not self._own_calls(node):
            return []
        if isinstance(node, ast.IfExp):
            first, other = self._under_conditions(node.body), self._under_conditions(node.orelse)
            return [*self._under_conditions(node.test), ast.If(node.test, first or [ast.Pass()], other)]
        if isinstance(node, ast.BoolOp):
            first, *rest = node.values
            after = self._under_conditions(rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
            test = first if isinstance(node.op, ast.And) else ast.UnaryOp(ast.Not(), first)
            return [*self._under_conditions(first), *([ast.If(test, after, [])] if after else [])]
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            inside = self._under_conditions(node.elt)
            for one in reversed(node.generators):
                inside = [*self._under_conditions(ast.Tuple(one.ifs, ast.Load())), *inside]
                for test in reversed(one.ifs):
                    inside = [ast.If(test, inside, [])]
                inside = [*self._under_conditions(one.iter), ast.For(one.target, one.iter, inside or [ast.Pass()], [])]
            return inside
        found = [one for child in ast.iter_child_nodes(node) for one in self._under_conditions(child)]
        if isinstance(node, ast.Call) and self._is_own(node):
            found.append(ast.Expr(node))
        return found

    def body(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements that matter."""
        found: list[ast.stmt] = []
        for one in body:
            calls = [] if isinstance(one, (*_FUNCTIONS, ast.ClassDef)) else self._own_calls(one)
            if isinstance(one, ast.If):
                found += self._under_conditions(one.test)
                first, other = self.body(one.body), self.body(one.orelse)
                if first or other:
                    found.append(ast.If(one.test, first or [ast.Pass()], other))
            elif isinstance(one, ast.For):
                inner = self.body(one.body)
                if inner:
                    found.append(ast.For(one.target, one.iter, inner, []))
            elif isinstance(one, ast.While):
                inner = self.body(one.body)
                if inner:
                    found.append(ast.While(one.test, inner, []))
            elif calls and not isinstance(one, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
                found += self._under_conditions(one)
                if isinstance(one, (ast.Return, ast.Raise)):
                    found.append(ast.Return(None))
            elif calls:
                found.append(one)
            else:
                found += _kept([one], self._relevant)
        return found
