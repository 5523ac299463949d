"""Which names decide how a loop goes on, and which are only carried along. From the statements that a run has gone through.

If the names that decide hold the same values twice at the loop's header, the way between is gone again and again, whatever the
others hold: a counter of passes or a list of results keeps nothing from being endless. What may raise or is not understood decides.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cwm_lsp.predict.literals import is_immutable
from cwm_lsp.predict.termination.clocks import moduli_of, steps_on
from cwm_lsp.predict.termination.plainness import Plainness, bound_by_comprehensions
from cwm_lsp.predict.termination.reading import (
    asks_for_singletons,
    augmented_value,
    called_name,
    names_of_target,
    own_nodes,
)

_PURE = frozenset(
    "abs all any bin bool chr dict divmod enumerate float frozenset hex int isinstance len list map max min ord pow print range "
    "repr reversed round set sorted str sum tuple zip".split()
)
_READING_METHODS = frozenset(
    "capitalize casefold center copy count difference endswith find format get index intersection isalnum isalpha isdecimal "
    "isdigit isidentifier islower isnumeric isspace issubset issuperset istitle isupper items join keys ljust lower lstrip "
    "partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip "
    "swapcase title union upper values zfill".split()
)
_CHANGING_METHODS = frozenset(
    "add append clear discard extend insert pop popitem remove reverse setdefault sort update".split()
)
_FRESH = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.BinOp, ast.Constant, ast.JoinedStr)
_FRESH_CALLS = frozenset({"list", "dict", "set", "sorted"})
_NEVER = (
    ast.Lambda,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.Global,
    ast.Nonlocal,
    ast.Is,
    ast.IsNot,
    ast.Starred,
)


@dataclass(frozen=True, slots=True)
class Slice:
    """What decides how a loop goes on.

    Attributes:
        deciding: the names that do.
        bound: those of them that the statements bind anew.
        changed: the names whose values the statements may change in place.
        rebound: all names that the statements bind anew.
        fresh: those of `changed` that are only ever bound to new values there.
        used: deciding names that are not only compared or asked for their truth or attributes: what they hold may be used up.
        calls: the names of the functions that are called, builtins that only read left out.
        clocks: deciding names that go on by a constant and are only read modulo something that stays: name -> texts of what.
    """

    deciding: frozenset[str]
    bound: frozenset[str]
    changed: frozenset[str]
    rebound: frozenset[str]
    fresh: frozenset[str]
    used: frozenset[str]
    calls: frozenset[str]
    clocks: Mapping[str, frozenset[str]]


def slice_of(loop: ast.While, lines: frozenset[int], kinds: Mapping[str, str]) -> Slice | None:
    """The slice of a loop along a way through it; None where a statement is not understood.

    Args:
        loop: the statement.
        lines: the lines that the way goes through.
        kinds: names and "int", "str", "list", "set" or "dict", for those that hold nothing else along the way.
    """
    return _Slicer(loop, lines, kinds).read()


def plain_statements(loop: ast.While | ast.For, kinds: Mapping[str, str], state: Mapping[str, str]) -> frozenset[int]:
    """The statements of a loop, by their `id`, that can't raise and change nothing on which it depends how the loop goes on.

    Args:
        loop: the statement.
        kinds: of the values that names hold at the loop's header.
        state: names and reprs at the header, once.
    """
    return _Slicer(loop, None, kinds).plain_ones(state)


@dataclass(frozen=True, slots=True)
class _Part:
    """One statement of the way, or one condition.

    Attributes:
        reads: the names that it reads.
        targets: the names that it binds, or whose values it changes.
        decides: whether the way depends on it.
        is_certain: whether it is executed with every turn.
        is_iterated: whether a `for` goes over it.
    """

    node: ast.AST
    reads: frozenset[str]
    targets: frozenset[str]
    decides: bool
    is_certain: bool = True
    is_iterated: bool = False


class _NotUnderstoodError(Exception):
    """A statement of the way is not understood."""


class _Slicer:
    def __init__(self, loop: ast.While | ast.For, lines: frozenset[int] | None, kinds: Mapping[str, str]) -> None:
        self.loop = loop
        self.lines = lines
        self.kinds = dict(kinds)
        self.plain = Plainness(self.kinds)
        self.parts: list[_Part] = []
        self.calls: set[str] = set()
        self.changed: set[str] = set()
        self.bindings: dict[str, list[ast.expr | None]] = {}

    def read(self) -> Slice | None:
        try:
            self._loop()
        except _NotUnderstoodError:
            return None
        deciding = self._deciding()
        bound = frozenset(self.bindings) & deciding
        fresh = frozenset(name for name in self.changed & self.bindings.keys() if self._fresh(name))
        clocks = {name: found for name in bound if (found := self._clock(name, deciding))}
        used = {name for part in self.parts if part.is_iterated or _uses(part.node) for name in part.reads} & deciding
        return Slice(
            frozenset(deciding),
            bound,
            frozenset(self.changed),
            frozenset(self.bindings),
            fresh,
            frozenset(used),
            frozenset(self.calls),
            clocks,
        )

    def _clock(self, name: str, deciding: set[str]) -> frozenset[str]:
        """What the name is only ever read modulo; empty where it is read otherwise."""
        found: set[str] = set()
        for part in self.parts:
            if part.targets == frozenset({name}) and steps_on(part.node, name):
                continue
            is_beside = name not in part.targets and not part.targets & deciding and not part.decides
            if is_beside and self.plain.is_plain(part.node, deciding - {name} if part.is_certain else None):
                continue
            moduli = moduli_of(part.node, name)
            if moduli is None or name in part.targets:
                return frozenset()
            found |= {ast.unparse(one) for one in moduli}
            steady = {each.id for one in moduli for each in ast.walk(one) if isinstance(each, ast.Name)}
            if steady & (self.bindings.keys() | self.changed):
                return frozenset()
        return frozenset(found)

    def plain_ones(self, state: Mapping[str, str]) -> frozenset[int]:
        """The statements that neither decide nor can raise, by their `id`."""
        try:
            self._loop()
        except _NotUnderstoodError:
            return frozenset()
        self.parts = [replace(part, is_certain=False) for part in self.parts]
        while self._lose_kinds():
            pass
        deciding = self._deciding(self._perhaps_shared(state))
        return frozenset(
            id(part.node)
            for part in self.parts
            if isinstance(part.node, ast.stmt) and not part.targets & deciding and self.plain.is_plain(part.node, None)
        )

    def _loop(self) -> None:
        if isinstance(self.loop, ast.While):
            self._condition(self.loop.test)
        else:
            self._condition(self.loop.iter)
        self._block(self.loop.body)

    def _perhaps_shared(self, state: Mapping[str, str]) -> set[str]:
        """What is changed in place and looks like what another name holds, so that it may be the same."""
        others = {name: text for name, text in state.items() if not is_immutable(text)}
        return {
            name
            for name in self.changed & others.keys()
            if any(other != name and text == others[name] for other, text in others.items())
        }

    def _fresh(self, name: str) -> bool:
        return all(value is not None and _is_fresh(value) for value in self.bindings.get(name, ()))

    def _deciding(self, also: Collection[str] = ()) -> set[str]:
        deciding = {name for part in self.parts if part.decides for name in part.reads | part.targets}
        # What is changed in place may be what decides, where it has got its value from there.
        deciding |= {name for name in self.changed if not self._fresh(name)} | set(also)
        while True:
            self._close(deciding)
            for part in self.parts:
                names = part.reads | part.targets
                known = deciding if part.is_certain else None
                if not names <= deciding and not self.plain.is_plain(part.node, known):
                    deciding |= names
                    break
            else:
                return deciding

    def _close(self, deciding: set[str]) -> None:
        """Add what the names that decide are made from."""
        before = -1
        while before != len(deciding):
            before = len(deciding)
            for part in self.parts:
                if part.targets & deciding:
                    deciding |= part.reads | part.targets

    def _lose_kinds(self) -> bool:
        """Take away the kinds of names that the statements may give values of other kinds; whether there were any."""
        lost = {f"{name}[]" for name in self.changed | self.bindings.keys()}
        for name, values in self.bindings.items():
            known = self.kinds.get(name)
            if any(value is None or self.plain.kind(value, None) != known for value in values):
                lost.add(name)
        found = lost & self.kinds.keys()
        for name in found:
            del self.kinds[name]
        return bool(found)

    # The statements of the way

    def _block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.If) and self._is_on_the_way(statement.test):
                if self._is_beside(statement):
                    self._beside(statement)
                    continue
                self._condition(statement.test)
                self._block(statement.body)
                self._block(statement.orelse)
            elif isinstance(statement, ast.While) and self._is_on_the_way(statement.test):
                self._condition(statement.test)
                self._block(statement.body)
                self._block(statement.orelse)
            elif isinstance(statement, ast.For) and self._is_on_the_way(statement.iter):
                self._condition(statement.iter)
                self._bind(statement.target, None)
                self._add(statement.iter, names_of_target(statement.target))
                self.parts[-1] = replace(self.parts[-1], is_iterated=True)
                self._block(statement.body)
                self._block(statement.orelse)
            elif isinstance(statement, (ast.If, ast.While, ast.For)):
                continue
            elif self._is_on_the_way(statement):
                self._simple(statement)

    def _is_on_the_way(self, node: ast.stmt | ast.expr) -> bool:
        return self.lines is None or any(
            line in self.lines for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        )

    def _is_beside(self, statement: ast.If) -> bool:
        """Whether both branches only bind names, so that it doesn't matter which of them is taken unless these names decide."""
        allowed = (ast.Assign, ast.AugAssign, ast.If, ast.Pass, ast.Expr)
        held = [one for one in own_nodes([*statement.body, *statement.orelse]) if isinstance(one, ast.stmt)]
        return all(isinstance(one, allowed) for one in held)

    def _beside(self, statement: ast.If) -> None:
        first = len(self.parts)
        for one in own_nodes([*statement.body, *statement.orelse]):
            if isinstance(one, ast.If):
                self._add(one.test, ())
            elif isinstance(one, ast.stmt):
                self._simple(one)
        inner = self.parts[first:]
        self._add(statement.test, {name for part in inner for name in part.targets})
        # Which branch is taken may differ from pass to pass, and what was not executed may raise.
        self.parts[first:] = [replace(part, is_certain=False) for part in self.parts[first:]]
        for one in own_nodes([*statement.body, *statement.orelse]):
            if isinstance(one, ast.If):
                held = {name for part in inner for name in part.targets}
                self.parts = [
                    replace(part, targets=frozenset(held)) if part.node is one.test else part for part in self.parts
                ]

    def _simple(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._bind(target, statement.value if len(statement.targets) == 1 else None)
            self._add(statement, [name for one in statement.targets for name in names_of_target(one)])
        elif isinstance(statement, ast.AnnAssign):
            if statement.value is not None:
                self._bind(statement.target, statement.value)
                self._add(statement, names_of_target(statement.target))
        elif isinstance(statement, ast.AugAssign):
            self._bind(statement.target, augmented_value(statement))
            if isinstance(statement.target, ast.Name) and self.kinds.get(statement.target.id) not in (
                "int",
                "float",
                "str",
            ):
                self.changed.add(statement.target.id)
            self._add(statement, names_of_target(statement.target))
        elif isinstance(statement, ast.Expr):
            self._add(statement, ())
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                self._bind(target, None)
            self._add(statement, [name for one in statement.targets for name in names_of_target(one)], decides=True)
        elif isinstance(statement, ast.Assert):
            self._condition(statement.test)
        elif not isinstance(statement, (ast.Pass, ast.Continue, ast.Break, ast.Return, ast.Raise)):
            raise _NotUnderstoodError

    def _condition(self, test: ast.expr) -> None:
        self._add(test, (), decides=True)

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self.bindings.setdefault(target.id, []).append(value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            given = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            for index, one in enumerate(target.elts):
                self._bind(one, given[index] if len(given) == len(target.elts) else None)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.changed.add(target.value.id)
        else:
            raise _NotUnderstoodError

    def _add(self, node: ast.AST, targets: Iterable[str], *, decides: bool = False) -> None:
        bound = set(targets)
        inner = set(bound_by_comprehensions(node))
        for one in ast.walk(node):
            if isinstance(one, _NEVER) and not (isinstance(one, (ast.Is, ast.IsNot)) and asks_for_singletons(node)):
                raise _NotUnderstoodError
            if isinstance(one, ast.NamedExpr):
                self.bindings.setdefault(one.target.id, []).append(one.value)
                bound.add(one.target.id)
            if isinstance(one, ast.Call):
                changed = self._call(one)
                bound |= changed
                self.changed |= changed
        called = {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        reads = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        self.parts.append(_Part(node, frozenset(reads - called - inner), frozenset(bound), decides))

    def _call(self, call: ast.Call) -> set[str]:
        """The names whose values a call may change in place."""
        if any(keyword.arg is None for keyword in call.keywords):
            raise _NotUnderstoodError
        if isinstance(call.func, ast.Name):
            if call.func.id not in _PURE:
                self.calls.add(call.func.id)
            return set()
        if not isinstance(call.func, ast.Attribute):
            raise _NotUnderstoodError
        if call.func.attr in _READING_METHODS:
            return set()
        if call.func.attr in _CHANGING_METHODS and isinstance(call.func.value, ast.Name):
            return {call.func.value.id}
        raise _NotUnderstoodError


def _uses(node: ast.AST) -> bool:
    return any(isinstance(one, (ast.Call, ast.In, ast.NotIn, ast.comprehension)) for one in ast.walk(node))


def _is_fresh(value: ast.expr) -> bool:
    if isinstance(value, ast.Subscript):
        return isinstance(value.slice, ast.Slice)
    if isinstance(value, ast.Call):
        return called_name(value) in _FRESH_CALLS
    return isinstance(value, _FRESH)
