"""Expressions, evaluated over plain values: a walk over the syntax tree with a closed list of nodes.

An evaluation is a generator. Where it needs the value of a call of one of the program's functions it yields a `UserCall` and is
sent the value, which the trace's own frames give. Nothing else of the program's ever runs.
"""

from __future__ import annotations

import ast
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import GeneratorType
from typing import Any

from cwm_lsp.verify.asking import asked_call
from cwm_lsp.verify.binding import bound
from cwm_lsp.verify.builtin_functions import BUILTINS
from cwm_lsp.verify.builtin_types import TYPES
from cwm_lsp.verify.caching import CachedFunction, cached_call
from cwm_lsp.verify.classes import ClassValue, Instance, UserMethod
from cwm_lsp.verify.expressions import EXPRESSIONS, constant
from cwm_lsp.verify.limits import Budget, refuse
from cwm_lsp.verify.methods_containers import ATTRIBUTES, METHODS
from cwm_lsp.verify.methods_text import BYTES, STR
from cwm_lsp.verify.modules import CHAIN_FROM_ITERABLE
from cwm_lsp.verify.objects import (
    BoundMethod,
    Builtin,
    Evaluation,
    ExceptionClass,
    ExceptionValue,
    FunctionValue,
    GeneratorValue,
    Lazy,
    ModuleValue,
    Names,
    Thrown,
    UnboundMethod,
    UserCall,
    is_exception_kind,
    is_lasting,
    throw,
)
from cwm_lsp.verify.operators import (
    done,
    known,
    present,
    take,
)
from cwm_lsp.verify.ordering import sort
from cwm_lsp.verify.special import created, iterated, method
from cwm_lsp.verify.values import ATOMS, CONTAINERS, containers_in


class Evaluator:
    """Evaluates for one program: knows its module's names, and which objects may have two names.

    Attributes:
        budget: of the step under way.
        module: the module's names.
        epoch: counts the times at which everything that can change may have changed.
        changed: whether the step under way has changed an object that was there before.
        loosely_changed: whether it has changed one that something unknown may hold too.
        captured: scopes that functions defined in them still reach.
        functions: those with defaults that can change.
        versions: how often each set, by its id, has been changed.
        classes: those of the program.
        caches: the functions of the program whose results are kept.
        holding: the iterators that evaluations under way ask for items.
        generators: those that were made and have not ended.
        is_asking: whether operations are put to the driver instead of worked out here.
    """

    def __init__(self, budget: Budget, module: Names) -> None:
        self.budget = budget
        self.module = module
        self.epoch = 0
        self.changed = False
        self.loosely_changed = False
        self.captured: list[Names] = []
        self.functions: list[FunctionValue] = []
        self.versions: dict[int, int] = {}
        self.classes: list[ClassValue] = []
        self.caches: list[CachedFunction] = []
        self.holding: list[Any] = []
        self.generators: list[GeneratorValue] = []
        self.is_asking = False
        self._loose: dict[int, Any] = {}

    # Who else may hold an object

    def forget(self) -> None:
        """Something that is not known has happened: what it could reach may have changed."""
        self.epoch += 1
        for cached in self.caches:
            cached.results = None
        self._loose.clear()

    def loosen(self, value: Any) -> None:
        """A value was read from the trace: other names may hold the same objects."""
        for one in containers_in(value):
            self._loose[id(one)] = one

    def changing(self, value: Any) -> None:
        """Make sure that what changes with this object is known; it is about to change.

        Raises:
            Unknowable: another name may hold the same object.
        """
        self.changed = True
        if type(value) is set:
            self.versions[id(value)] = self.versions.get(id(value), 0) + 1
        if id(value) not in self._loose:
            return
        self.loosely_changed = True
        for one in self._loose.values():
            if one is not value and type(one) is type(value) and len(one) == len(value):
                try:
                    is_equal = done(lambda a, b: a == b, one, value)
                except Thrown:
                    is_equal = True
                if is_equal:
                    refuse("two names that may hold one object")

    def is_loose(self, value: Any) -> bool:
        """Whether other names may hold the same object."""
        return id(value) in self._loose

    def guard(self, epoch: int, values: Sequence[Any]) -> None:
        """Make sure that values which were held while calls were made are still what they were.

        Raises:
            Unknowable: something unknown has happened since `epoch`, and one of them can change.
        """
        if epoch != self.epoch and not all(is_lasting(one) for one in values):
            refuse("a value that something unknown may have changed")

    def function(self, made: FunctionValue) -> FunctionValue:
        """Keep what a function that was just made can reach."""
        if made.outer is not None and not any(one is made.outer for one in self.captured):
            self.captured.append(made.outer)
        if not all(is_lasting(one) for one in (*made.defaults, *made.keyword_defaults.values())):
            self.functions.append(made)
        return made

    def ended(self, generator: GeneratorValue) -> None:
        """A generator has come to its end."""
        self.generators = [one for one in self.generators if one is not generator]

    def same(self, epoch: int) -> None:
        """Make sure that nothing unknown has happened since `epoch`.

        Raises:
            Unknowable: it has.
        """
        if epoch != self.epoch:
            refuse("a value that something unknown may have changed")

    # Evaluating

    def run(self, evaluation: Evaluation) -> Any:
        """An evaluation's value where no calls can be asked for.

        Raises:
            Unknowable: it asks for one.
        """
        try:
            next(evaluation)
        except StopIteration as end:
            return end.value
        evaluation.close()
        refuse("a call of the program's from within a builtin")

    def expression(self, node: ast.expr, names: Names) -> Evaluation:
        """The value of an expression."""
        kind = type(node)
        if kind is ast.Constant:
            return constant(self, node)
        if kind is ast.Name:
            return self.lookup(node.id, names)  # type: ignore[attr-defined]
        self.budget.charge()
        handler = EXPRESSIONS.get(kind)
        if handler is None:
            refuse(f"an expression of a kind that is not worked out: {kind.__name__}")
        self.budget.depth += 1
        if self.budget.depth > self.budget.limits.depth:
            refuse("nested too deeply")
        value = yield from handler(self, node, names)
        self.budget.depth -= 1
        return value

    def expressions(self, nodes: Sequence[ast.expr], names: Names) -> Evaluation:
        """The values of several, from left to right; starred ones are unpacked."""
        values: list[Any] = []
        epoch = self.epoch
        for node in nodes:
            if isinstance(node, ast.Starred):
                values += yield from self.drain((yield from self.expression(node.value, names)))
                self.budget.elements(len(values))
                continue
            value = yield from self.expression(node, names)
            if epoch != self.epoch:
                self.guard(epoch, values)
                epoch = self.epoch
            values.append(value)
        return values

    def lookup(self, name: str, names: Names | None) -> Any:
        """What a name is bound to."""
        self.budget.spent += 1
        is_own = True
        while names is not None:
            if name in names.values:
                return names.values[name]
            if name in names.local:
                if is_own:
                    raise throw(UnboundLocalError)
                refuse("a name of an outer scope that is not bound")
            is_own = False
            names = names.outer
        if name in self.module.values:
            return self.module.values[name]
        if name in self.module.local:
            refuse("a name of the module that is not known")
        if name in BUILTINS:
            return BUILTINS[name]
        refuse("a name that is not known")

    def drain(self, value: Any, *, ordered: bool = True) -> Evaluation:
        """All that iterating over a value gives, in order unless the order does not matter to what becomes of it."""
        if not isinstance(value, (Lazy, Instance)):
            return take(self.budget, value, ordered=ordered)
        source = yield from iterated(self, value)
        if not isinstance(source, Lazy):
            return take(self.budget, source)
        items: list[Any] = []
        epoch = self.epoch
        with self.held(source):
            while True:
                item = yield from source.advance()
                self.guard(epoch, items)
                epoch = self.epoch
                if not item:
                    return items
                items.append(item[0])
                self.budget.elements(1)
                if len(items) > self.budget.limits.length:
                    refuse("a sequence that is too long")

    @contextmanager
    def held(self, source: Any) -> Generator[None]:
        """For as long as an evaluation asks an iterator for items, the iterator is alive."""
        self.holding.append(source)
        try:
            yield
        finally:
            self.holding = [one for one in self.holding if one is not source]

    def next_item(self, source: Any) -> Evaluation:
        """The next item of an iterator as a tuple of one; an empty tuple at the end."""
        self.budget.charge()
        if isinstance(source, Lazy):
            result = yield from source.advance()
            return result
        try:
            return done(lambda: (next(source),))
        except Thrown as error:
            if error.value.kind is StopIteration:
                return ()
            raise

    # Calling

    def call(self, function: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        """The value of a call."""
        present(function)
        self.budget.charge()
        if isinstance(function, FunctionValue):
            result = yield from self._call_function(function, arguments, named)
            return result
        if isinstance(function, UserMethod):
            result = yield from self._call_function(function.function, [function.owner, *arguments], named)
            return result
        if isinstance(function, CachedFunction):
            result = yield from cached_call(self, function, arguments, named)
            return result
        if isinstance(function, ClassValue):
            result = yield from created(self, function, arguments, named)
            return result
        if isinstance(function, Instance):
            found = method(function, "__call__")
            if found is None:
                raise throw(TypeError)
            result = yield from self.call(found, arguments, named)
            return result
        if self.is_asking and (
            isinstance(function, (BoundMethod, UnboundMethod, Builtin))
            or (isinstance(function, type) and function in TYPES)
        ):
            result = yield from asked_call(self, function, arguments, named)
            return result
        result = yield from self.plain_call(function, arguments, named)
        return result

    def plain_call(self, function: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        """The value of a call of something that the program does not define."""
        if isinstance(function, BoundMethod):
            if function.name == "join" and len(arguments) == 1 and isinstance(arguments[0], Lazy):
                arguments = [(yield from self.drain(arguments[0]))]
            result = self._call_method(function.owner, function.name, arguments, named)
        elif isinstance(function, UnboundMethod):
            result = self._call_unbound(function, arguments, named)
        elif isinstance(function, Builtin):
            result = function.call(self, arguments, named)
        elif isinstance(function, type) and function in TYPES:
            result = TYPES[function](self, arguments, named)
        elif is_exception_kind(function):
            if named:
                refuse("keyword arguments of an exception")
            return ExceptionValue(function, tuple(arguments))
        elif type(function) in ATOMS or type(function) in CONTAINERS:
            raise throw(TypeError)
        else:
            refuse("a call of something that is not on the list")
        if type(result) is GeneratorType:
            epoch = self.epoch
            result = yield from result
            if epoch != self.epoch:
                self.guard(epoch, [*arguments, *named.values()])
        return result

    def _call_function(self, function: FunctionValue, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        values = bound(function, arguments, named)
        if isinstance(function.node, ast.Lambda):
            self.budget.depth += 2
            local = frozenset(values) | _walrus_names(function.node.body)
            result = yield from self.expression(function.node.body, Names(values, local, function.outer))
            self.budget.depth -= 2
            return result
        if function.code is None:
            refuse("a call of something that is not on the list")
        if function.code.is_suspended:
            made = GeneratorValue(function, values, self.run)
            self.generators.append(made)
            return made
        result = yield UserCall(function, values)
        return result

    def _call_method(self, owner: Any, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:
        kind = type(owner)
        if kind is str or kind is bytes:
            return (STR if kind is str else BYTES)[name](self.budget, owner, arguments, named)
        if kind is list and name == "sort":
            return sort(self, owner, arguments, named)
        return METHODS[kind][name](self, owner, arguments, named)

    def _call_unbound(self, function: UnboundMethod, arguments: list[Any], named: dict[str, Any]) -> Any:
        if function.owner is str and function.name == "maketrans":
            return STR["maketrans"](self.budget, "", arguments, named)
        if function.owner is dict and function.name == "fromkeys":
            return METHODS[dict]["fromkeys"](self, {}, arguments, named)
        if not arguments:
            raise throw(TypeError)
        known(arguments[0])
        if type(arguments[0]) is not function.owner:
            refuse("a method of a type on something else")
        return self._call_method(arguments[0], function.name, arguments[1:], named)

    def attribute(self, value: Any, name: str) -> Any:
        """`value.name`, for names on the closed list."""
        known(value)
        if isinstance(value, ModuleValue):
            if name in value.members:
                return value.members[name]
            refuse("a member of a module that is not on the list")
        if isinstance(value, ExceptionValue) and name == "args" and value.arguments is not None:
            return value.arguments
        if isinstance(value, Builtin) and value.name == "chain" and name == "from_iterable":
            return CHAIN_FROM_ITERABLE
        if isinstance(value, ExceptionClass) and name == "__name__":
            return value.name
        if isinstance(value, type):
            if name == "__name__":
                return value.__name__
            if name in methods_of(value):
                return UnboundMethod(value, name)
        kind = type(value)
        if kind in ATTRIBUTES and name in ATTRIBUTES[kind]:
            return done(getattr, value, name)
        if name in methods_of(kind):
            return BoundMethod(value, name)
        if (kind in ATOMS or kind in CONTAINERS) and not name.startswith("_") and not hasattr(kind, name):
            raise throw(AttributeError)
        refuse("an attribute that is not on the list")


def methods_of(kind: type) -> Any:
    """The methods that may be called on values of a type."""
    if kind is str:
        return STR
    if kind is bytes:
        return BYTES
    return _LIST_METHODS if kind is list else METHODS.get(kind, {})


_LIST_METHODS = {**METHODS[list], "sort": None}


@lru_cache(maxsize=256)
def _walrus_names(node: ast.AST) -> frozenset[str]:
    return frozenset(one.target.id for one in ast.walk(node) if isinstance(one, ast.NamedExpr))
