"""Statements, executed on a scope's names: what each simple statement does, and which way a header sends control.

Where control goes from there, line by line, is `course`'s work. Loops' iterators are kept by `activation`.
"""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from cwm_lsp.verify.asking import asked, changed
from cwm_lsp.verify.binding import unpacked
from cwm_lsp.verify.caching import CachedFunction, cache_size
from cwm_lsp.verify.class_bodies import made_class
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.expressions import defaults_of, element, operate
from cwm_lsp.verify.facts import Facts
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.modules import member, module
from cwm_lsp.verify.objects import (
    Evaluation,
    ExceptionClass,
    ExceptionValue,
    FunctionValue,
    Names,
    Thrown,
    is_exception_kind,
    is_subclass,
    throw,
)
from cwm_lsp.verify.operators import INTEGERS, done, hashable, in_place, known, present, take
from cwm_lsp.verify.special import attribute, delete_attribute, got, operated, put, set_attribute, truth_of
from cwm_lsp.verify.values import ATOMS, CONTAINERS, MAPPINGS, MUTABLE, Foreign
from cwm_lsp.verify.wording import words_of_binary


class Way(Enum):
    """How control leaves a statement or a header."""

    NEXT = "to what follows"
    TRUE = "into the body"
    FALSE = "past the body"
    RETURN = "out of the function"
    BREAK = "out of the loop"
    CONTINUE = "to the loop's header"


@dataclass(frozen=True, slots=True)
class Left:
    """How a line was left, and with what value if by a return."""

    way: Way
    value: Any = None


NEXT = Left(Way.NEXT)


class Executor:
    """Executes the statements of one program."""

    def __init__(self, ev: Evaluator, facts: Facts) -> None:
        self.ev = ev
        self._facts = facts

    def simple(self, node: ast.stmt, names: Names, handled: ExceptionValue | None = None) -> Evaluation:
        """Execute a simple statement or a definition; gives a `Left`.

        Args:
            node: the statement.
            names: of the scope.
            handled: the exception that a bare `raise` raises again.
        """
        ev = self.ev
        match node:
            case ast.Expr(value=value):
                yield from ev.expression(value, names)
            case ast.Assign(targets=targets, value=value):
                result = yield from ev.expression(value, names)
                for target in targets:
                    yield from self.assign(target, result, names)
            case ast.AugAssign():
                yield from self._augmented(node, names)
            case ast.AnnAssign(target=target, value=value):
                if value is not None:
                    result = yield from ev.expression(value, names)
                    yield from self.assign(target, result, names)
            case ast.Return(value=value):
                return Left(Way.RETURN, None if value is None else (yield from ev.expression(value, names)))
            case ast.Break():
                return Left(Way.BREAK)
            case ast.Continue():
                return Left(Way.CONTINUE)
            case ast.Pass() | ast.Global() | ast.Nonlocal():
                pass
            case ast.Delete(targets=targets):
                for target in targets:
                    yield from self._delete(target, names)
            case ast.Assert(test=test, msg=message):
                if not (yield from truth_of(ev, (yield from ev.expression(test, names)))):
                    arguments = () if message is None else ((yield from ev.expression(message, names)),)
                    raise Thrown(ExceptionValue(AssertionError, arguments))
            case ast.Raise():
                yield from self._raise(node, names, handled)
            case ast.FunctionDef():
                yield from self._define(node, names)
            case ast.ClassDef():
                yield from self._class(node, names)
            case ast.Import(names=imported):
                for one in imported:
                    top = one.name.partition(".")[0]
                    self.bind(one.asname or top, module(one.name) if "." not in one.name else Foreign(), names)
            case ast.ImportFrom():
                self._import_from(node, names)
            case _:
                refuse(f"a statement of a kind that is not worked out: {type(node).__name__}")
        return NEXT

    def begins(self, line: int, word: str) -> bool:
        """Whether a line of the program begins with a word."""
        return self._facts.line(line).split(maxsplit=1)[:1] == [word]

    # Names and targets

    def bind(self, name: str, value: Any, names: Names) -> None:
        """Bind a name where the scope's declarations put it."""
        self._holder(name, names).values[name] = value

    def _holder(self, name: str, names: Names) -> Names:
        scope: Names | None = names
        while scope is not None:
            if name in scope.local:
                return scope
            scope = scope.outer
        if name in self.ev.module.local:
            if names is not self.ev.module:
                self.ev.changed = True
            return self.ev.module
        refuse("a name whose scope is not known")

    def assign(self, target: ast.expr, value: Any, names: Names) -> Evaluation:
        """Assign to a target of any kind."""
        ev = self.ev
        match target:
            case ast.Name(id=name):
                self.bind(name, value, names)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                items = yield from ev.drain(value)
                for inner, item in unpacked(elements, items):
                    yield from self.assign(inner, item, names)
            case ast.Subscript(value=holder_node, slice=index_node):
                epoch = ev.epoch
                holder = yield from ev.expression(holder_node, names)
                index = yield from ev.expression(index_node, names)
                if epoch != ev.epoch:
                    ev.guard(epoch, [holder, value])
                if not (yield from put(ev, holder, index, value)):
                    self.store(holder, index, value)
            case ast.Attribute(value=holder_node, attr=name):
                epoch = ev.epoch
                holder = yield from ev.expression(holder_node, names)
                if epoch != ev.epoch:
                    ev.guard(epoch, [value])
                set_attribute(ev, holder, name, value)
            case _:
                refuse("an assignment to something that is not on the list")

    def store(self, holder: Any, index: Any, value: Any) -> None:
        """`holder[index] = value`."""
        ev = self.ev
        known(holder)
        present(index)
        kind = type(holder)
        if kind in MAPPINGS:
            hashable(ev.budget, index)
            ev.budget.elements(len(holder) + 1)
            ev.changing(holder)
            done(holder.__setitem__, index, value)
        elif kind is list and type(index) is slice:
            items = take(ev.budget, value)
            ev.budget.elements(len(holder) + len(items))
            ev.changing(holder)
            done(holder.__setitem__, index, items)
        elif kind in (list, deque):
            if type(index) not in INTEGERS:
                raise throw(TypeError)
            ev.changing(holder)
            done(holder.__setitem__, index, value)
        elif kind in ATOMS or kind in CONTAINERS:
            raise throw(TypeError)
        else:
            refuse("an assignment to something that is not on the list")

    def _delete(self, target: ast.expr, names: Names) -> Evaluation:
        ev = self.ev
        match target:
            case ast.Name(id=name):
                holder = self._holder(name, names)
                if name not in holder.values:
                    if holder is not names:
                        refuse("a name of another scope that is not bound")
                    raise throw(UnboundLocalError)
                del holder.values[name]
            case ast.Subscript(value=holder_node, slice=index_node):
                epoch = ev.epoch
                value = yield from ev.expression(holder_node, names)
                index = yield from ev.expression(index_node, names)
                if epoch != ev.epoch:
                    ev.guard(epoch, [value])
                known(value, index)
                if type(value) not in MUTABLE:
                    refuse("a deletion from something that is not on the list")
                if type(value) is set:
                    raise throw(TypeError)
                if type(value) in MAPPINGS:
                    hashable(ev.budget, index)
                ev.changing(value)
                done(value.__delitem__, index)
            case ast.Attribute(value=holder_node, attr=name):
                delete_attribute(ev, (yield from ev.expression(holder_node, names)), name)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for one in elements:
                    yield from self._delete(one, names)
            case _:
                refuse("a deletion of something that is not on the list")

    def _augmented(self, node: ast.AugAssign, names: Names) -> Evaluation:
        ev = self.ev
        match node.target:
            case ast.Name(id=name):
                before = ev.lookup(name, names)
                epoch = ev.epoch
                value = yield from ev.expression(node.value, names)
                if epoch != ev.epoch:
                    ev.guard(epoch, [before])
                result = yield from self._operated(type(node.op), before, value)
                self.bind(name, result, names)
            case ast.Attribute(value=holder_node, attr=name):
                epoch = ev.epoch
                holder = yield from ev.expression(holder_node, names)
                before = yield from attribute(ev, holder, name)
                value = yield from ev.expression(node.value, names)
                result = yield from self._operated(type(node.op), before, value)
                if epoch != ev.epoch:
                    ev.guard(epoch, [holder, before])
                set_attribute(ev, holder, name, result)
            case ast.Subscript(value=holder_node, slice=index_node):
                epoch = ev.epoch
                holder = yield from ev.expression(holder_node, names)
                index = yield from ev.expression(index_node, names)
                own = yield from got(ev, holder, index)
                if own:
                    before = own[0]
                else:
                    known(holder, index)
                    before = yield from element(ev, holder, index)
                value = yield from ev.expression(node.value, names)
                result = yield from self._operated(type(node.op), before, value)
                if epoch != ev.epoch:
                    ev.guard(epoch, [holder, before])
                if not (yield from put(ev, holder, index, result)):
                    self.store(holder, index, result)
            case _:
                refuse("an assignment to something that is not on the list")

    def _operated(self, kind: type[ast.operator], before: Any, value: Any) -> Evaluation:
        ev = self.ev
        own = yield from operated(ev, kind, before, value, in_place=True)
        if own:
            return own[0]
        known(before)
        is_changed = type(before) in MUTABLE
        if is_changed:
            ev.changing(before)
        if ev.is_asking:
            words = words_of_binary(kind, before, value, in_place=is_changed)
            if is_changed:
                return (yield from changed(before, words, partial(in_place, ev.budget, kind, before, value)))
            return (yield from asked(words, partial(operate, ev, kind, before, value)))
        return in_place(ev.budget, kind, before, value) if is_changed else operate(ev, kind, before, value)

    # Definitions, imports, exceptions

    def _define(self, node: ast.FunctionDef, names: Names) -> Evaluation:
        ev = self.ev
        if len(node.decorator_list) > 1:
            refuse("a decorator")
        size = [cache_size(self._facts, one) for one in node.decorator_list]
        defaults, named = yield from defaults_of(ev, node.args, names)
        code = self._facts.code_of(node)
        if code is None:
            refuse("a function that is not known")
        outer = None if names is ev.module else names
        function = ev.function(FunctionValue(node, code.qualname, outer, defaults, named, code))
        if size:
            cached = CachedFunction(function, size[0])
            ev.caches.append(cached)
            self.bind(node.name, cached, names)
        else:
            self.bind(node.name, function, names)

    def _class(self, node: ast.ClassDef, names: Names) -> Evaluation:
        if not any(self._is_exception(base, names) for base in node.bases):
            self.bind(node.name, (yield from made_class(self.ev, self._facts, node, names)), names)
            return
        if node.decorator_list or node.keywords:
            refuse("a class")
        bases: list[Any] = []
        for base in node.bases:
            value = self.ev.lookup(base.id, names) if isinstance(base, ast.Name) else None
            if not is_exception_kind(value):
                refuse("a class")
            bases.append(value)
        for one in node.body:
            is_text = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            if not isinstance(one, ast.Pass) and not is_text:
                refuse("a class")
        self.bind(node.name, ExceptionClass(node.name, tuple(bases)), names)

    def _is_exception(self, base: ast.expr, names: Names) -> bool:
        return isinstance(base, ast.Name) and is_exception_kind(self.ev.lookup(base.id, names))

    def _import_from(self, node: ast.ImportFrom, names: Names) -> None:
        for one in node.names:
            if one.name == "*":
                if node.module == "typing":
                    continue
                refuse("an import of everything")
            found = member(one.name, node.module or "") if not node.level else Foreign()
            self.bind(one.asname or one.name, found, names)

    def _raise(self, node: ast.Raise, names: Names, handled: ExceptionValue | None) -> Evaluation:
        if node.exc is None:
            if handled is None:
                refuse("an exception that is not known")
            raise Thrown(handled, is_again=True)
        value = yield from self.ev.expression(node.exc, names)
        if node.cause is not None:
            yield from self.ev.expression(node.cause, names)
        known(value)
        if is_exception_kind(value):
            value = ExceptionValue(value, ())
        if not isinstance(value, ExceptionValue):
            if type(value) in ATOMS or type(value) in CONTAINERS:
                raise throw(TypeError)
            refuse("an exception that is not known")
        if not is_ordinary(value):
            refuse("an exception of a special kind")
        raise Thrown(value)

    def catches(self, clause: ast.ExceptHandler, error: ExceptionValue, names: Names) -> Evaluation:
        """Whether a clause catches an exception; its name is bound then."""
        if clause.type is not None:
            kinds = yield from self.ev.expression(clause.type, names)
            known(kinds)
            wanted = kinds if type(kinds) is tuple else (kinds,)
            known(*wanted)
            if not all(is_exception_kind(one) for one in wanted):
                refuse("a clause for something that is no known exception")
            if not any(is_subclass(error.kind, one) for one in wanted):
                return False
        if clause.name is not None:
            self.bind(clause.name, error, names)
        return True


def is_ordinary(value: ExceptionValue) -> bool:
    """Whether an exception is what its class's name says, whatever its arguments are."""
    kind = value.kind
    if isinstance(kind, ExceptionClass):
        return True
    if not issubclass(kind, Exception) or kind.__name__.startswith("Unicode") or kind.__name__ == "ExceptionGroup":
        return False
    return not issubclass(kind, OSError) or len(value.arguments or ()) < 2
