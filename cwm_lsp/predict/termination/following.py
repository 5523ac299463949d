"""Follows statements for a whole set of states at once: where they come out, or that they may leave the set."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from cwm_lsp.predict.termination.comparing import truth
from cwm_lsp.predict.termination.differences import rebound
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
    includes,
    item_of,
    items,
    joined,
    lengths,
    negated,
)
from cwm_lsp.predict.termination.reading import Definition, names_bound
from cwm_lsp.predict.termination.refining import refined
from cwm_lsp.predict.termination.values import EnteredAgainError, Env, Evaluation, joined_states

_FRESH = (ast.List, ast.BinOp, ast.Subscript, ast.Call)


@dataclass
class Follower(Evaluation):
    """Follows statements for a whole set of states.

    Attributes:
        ignored: statements that neither raise nor change anything that matters, by their `id`.
        is_within: whether the statements are an inner loop's, whose `break` ends a pass just as `continue` does, as far as the
            outer loop is concerned.
        returned: what a function that is followed into has returned so far; None where there is none.
    """

    ignored: frozenset[int] = frozenset()
    is_within: bool = False
    returned: list[Range] | None = None
    _continued: list[Env] = field(default_factory=lambda: [])

    def one_pass(self, loop: ast.While, env: Env) -> Env | None:
        """The states at the header after one pass.

        Raises:
            MayLeaveError: the loop may be left.
        """
        if truth(self.value(loop.test, env)) is not True:
            raise MayLeaveError
        return self.loop_body(loop.body, env)

    def loop_body(self, body: Sequence[ast.stmt], env: Env) -> Env | None:
        """The states after a loop's body, those that `continue` included.

        Raises:
            MayLeaveError: the loop may be left.
            EnteredAgainError: every path enters the function again.
        """
        outer, self._continued = self._continued, []
        after = self.statements(body, env)
        found = [*self._continued, *([after] if after is not None else [])]
        self._continued = outer
        return joined_states(found)

    def inlined(self, node: Definition, values: Mapping[str, Range]) -> Range:
        """What a function gives that is followed into.

        Raises:
            MayLeaveError: it may raise, or is not understood.
            EnteredAgainError: it enters `function` again.
        """
        inner = Follower(
            functions=self.functions,
            function=self.function,
            parameters=self.parameters,
            given=self.given,
            depth=self.depth + 1,
            returned=[],
        )
        entered = False
        after: Env | None = None
        try:
            after = inner.statements(node.body, dict(values))
        except EnteredAgainError:
            entered = True
        self.given = inner.given
        found = [*(inner.returned or []), *([Constant(None)] if after is not None else [])]
        if not found:
            if entered:
                raise EnteredAgainError
            raise MayLeaveError
        result = found[0]
        for one in found[1:]:
            result = joined(result, one)
        return result

    def statements(self, body: Sequence[ast.stmt], env: Env) -> Env | None:
        """The states after some statements; None where no path comes to their end."""
        current: Env | None = env
        for statement in body:
            if current is None:
                return None
            if id(statement) not in self.ignored:
                current = self._statement(statement, current)
        return current

    def _statement(self, statement: ast.stmt, env: Env) -> Env | None:
        if isinstance(statement, ast.If):
            return self._if(statement, env)
        if isinstance(statement, ast.Continue) or (isinstance(statement, ast.Break) and self.is_within):
            self._continued.append(env)
            return None
        if isinstance(statement, ast.Assign):
            before = dict(env)
            value = self.value(statement.value, env)
            for target in statement.targets:
                self._assign(target, statement.value, value, env, before)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            before = dict(env)
            self._assign(statement.target, statement.value, self.value(statement.value, env), env, before)
        elif isinstance(statement, ast.AugAssign):
            self._augment(statement, env)
        elif isinstance(statement, ast.Expr):
            self.value(statement.value, env)
        elif isinstance(statement, (ast.While, ast.For)):
            return self._inner_loop(statement, env)
        elif isinstance(statement, ast.Return):
            return self._return(statement, env)
        elif not isinstance(statement, ast.Pass):
            raise MayLeaveError
        return env

    def _return(self, statement: ast.Return, env: Env) -> None:
        """A `return` leaves the set, unless it only leaves a function that is followed into, or enters `function` again first."""
        value = self.value(statement.value, env) if statement.value is not None else Constant(None)
        if self.returned is None:
            raise MayLeaveError
        self.returned.append(value)

    def _if(self, statement: ast.If, env: Env) -> Env | None:
        outcome = truth(self.value(statement.test, env))
        ways: list[tuple[Sequence[ast.stmt], bool]] = [(statement.body, True), (statement.orelse, False)]
        found: list[Env] = []
        entered = 0
        for body, is_true in ways:
            if outcome is not None and is_true is not outcome:
                continue
            inner = refined(statement.test, dict(env), is_true=is_true)
            if inner is None:
                continue
            try:
                after = self.statements(body, inner)
            except EnteredAgainError:
                entered += 1
                continue
            if after is not None:
                found.append(after)
        if not found and entered:
            raise EnteredAgainError
        return joined_states(found)

    def _inner_loop(self, loop: ast.While | ast.For, env: Env) -> Env | None:
        """An inner loop may make any number of passes, or never end: neither leaves the outer one."""
        if loop.orelse:
            raise MayLeaveError
        item: Range = ANYTHING
        if isinstance(loop, ast.For):
            whole = self.value(loop.iter, env)
            if lengths(whole) is None or not isinstance(loop.target, ast.Name):
                raise MayLeaveError
            item = items(whole)
        changed = names_bound([loop]) | _mutated(loop)
        for name in changed & env.keys():
            env[name] = _any_like(env[name])
            rebound(name, None, env)
        start = dict(env)
        if isinstance(loop, ast.For):
            assert isinstance(loop.target, ast.Name)
            start[loop.target.id] = ANYTHING if item == NO_NUMBER or loop.target.id in _rebound_in(loop) else item
        else:
            self.value(loop.test, start)
        inner = Follower(
            functions=self.functions,
            function=self.function,
            parameters=self.parameters,
            added=self.added,
            depth=self.depth,
            apart=self.apart,
            ignored=self.ignored,
            is_within=True,
            returned=self.returned,
        )
        try:
            after = inner.loop_body(loop.body, dict(start))
        except EnteredAgainError:
            raise MayLeaveError from None
        # What is bound within may be missing where no pass is made.
        for name, value in (after or {}).items():
            if name in env and not includes(env[name], value):
                raise MayLeaveError
        return env

    # Assignments

    def _assign(self, target: ast.expr, source: ast.expr, value: Range, env: Env, before: Env) -> None:
        if isinstance(target, ast.Name):
            if isinstance(value, Sequences) and value.kind == "list" and not isinstance(source, _FRESH):
                # Two names for one list: what is added by one is seen by the other.
                raise MayLeaveError
            env[target.id] = value
            rebound(target.id, self._step(target.id, source, before), env)
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(source, (ast.Tuple, ast.List)):
            if len(target.elts) != len(source.elts) or any(isinstance(one, ast.Starred) for one in source.elts):
                raise MayLeaveError
            values = [self.value(one, dict(before)) for one in source.elts]
            for one, given, found in zip(target.elts, source.elts, values, strict=True):
                self._assign(one, given, found, env, before)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self._set_item(target.value.id, self.value(target.slice, env), value, env)
        else:
            raise MayLeaveError

    def _set_item(self, name: str, index: Range, value: Range, env: Env) -> None:
        whole = self.name(name, env)
        if not isinstance(whole, Sequences) or whole.kind != "list":
            raise MayLeaveError
        if not isinstance(index, Numbers) or not index.is_int:
            raise MayLeaveError
        if index.low < -whole.length.low or index.high > whole.length.low - 1:
            raise MayLeaveError
        env[name] = Sequences("list", whole.length, joined(whole.item, item_of([value])))
        self.list_changed(name, env)

    def _step(self, name: str, source: ast.expr, before: Env) -> Range | None:
        """By how much `name = source` changes what the name holds; None where that is not said by the text."""
        if not isinstance(source, ast.BinOp) or not isinstance(source.op, (ast.Add, ast.Sub)):
            return None
        if not (isinstance(source.left, ast.Name) and source.left.id == name):
            return None
        if not isinstance(source.right, (ast.Constant, ast.Name)):
            return None
        found = self.value(source.right, dict(before))
        if not isinstance(found, Numbers):
            return None
        return found if isinstance(source.op, ast.Add) else negated(found)

    def _augment(self, statement: ast.AugAssign, env: Env) -> None:
        if not isinstance(statement.target, ast.Name):
            raise MayLeaveError
        name = statement.target.id
        source = ast.BinOp(ast.Name(name, ast.Load()), statement.op, statement.value)
        step = self._step(name, source, env)
        value = self.value(statement.value, env)
        old = self.name(name, env)
        if isinstance(old, Sequences) and old.kind == "list":
            length = lengths(value)
            if not isinstance(statement.op, ast.Add) or length is None:
                raise MayLeaveError
            more = items(value)
            self.added.append(more)
            env[name] = Sequences("list", added(old.length, length), joined(old.item, item_of([more])))
            self.list_changed(name, env)
            return
        env[name] = self.operation(old, statement.op, value)
        rebound(name, step, env)


def _any_like(value: Range) -> Range:
    if isinstance(value, Sequences) and value.kind == "list":
        return Sequences("list", Numbers(0, inf))
    return INTEGERS if isinstance(value, Numbers) and value.is_int else ANYTHING


def _rebound_in(loop: ast.For) -> frozenset[str]:
    return names_bound(loop.body)


def _mutated(loop: ast.stmt) -> frozenset[str]:
    """The names on which a statement calls methods, or whose items it binds."""
    found: set[str] = set()
    for node in ast.walk(loop):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return frozenset(found)
