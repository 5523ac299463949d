"""What is known without being plain data: functions of the program, builtins, modules, exceptions, lazy iterators, scopes' names.

Pure books; evaluating them is `evaluator`'s work.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.values import Known, is_immutable, show

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

Handler: TypeAlias = "Callable[[Evaluator, list[Any], dict[str, Any]], Any]"
"""What a builtin does: takes the evaluator, positional and keyword arguments; a generator function where it may ask for calls."""


class Names:
    """The names of one scope, and the scopes around it.

    Attributes:
        values: what is bound.
        local: the names that belong to the scope; one of them that is not in `values` is unbound.
        outer: the scope around it, None where the module's names follow.
        shared: the names among `local` that inner functions rebind (`nonlocal`).
        qualname: of the function whose scope it is; empty where that is not known, as within comprehensions.
    """

    __slots__ = ("local", "outer", "qualname", "shared", "values")

    def __init__(
        self,
        values: dict[str, Any],
        local: frozenset[str],
        outer: Names | None = None,
        shared: frozenset[str] = frozenset(),
        qualname: str = "",
    ) -> None:
        self.values = values
        self.local = local
        self.outer = outer
        self.shared = shared
        self.qualname = qualname


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FunctionValue(Known):
    """A function of the program, or a lambda.

    Attributes:
        node: its definition.
        qualname: as CPython's `__qualname__`; empty where that is not known.
        outer: the scope it was defined in; None for the module.
        defaults: the values of the parameters' defaults, positional ones last-aligned.
        keyword_defaults: those of keyword-only parameters.
        code: what is known of the text of a `def`; None for lambdas.
    """

    node: ast.FunctionDef | ast.Lambda
    qualname: str
    outer: Names | None
    defaults: list[Any]
    keyword_defaults: dict[str, Any]
    code: Any = None

    @property
    def text(self) -> str | None:
        """Its repr without the address."""
        return f"<function {self.qualname}>" if self.qualname else None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Builtin(Known):
    """A builtin function, or one of a module on the closed list.

    Attributes:
        name: as its repr says it.
        call: what it does.
    """

    name: str
    call: Handler

    @property
    def text(self) -> str:
        """Its repr."""
        return f"<built-in function {self.name}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BoundMethod(Known):
    """A method of a plain value, looked up but not called yet."""

    owner: Any
    name: str

    @property
    def text(self) -> str:
        """Its repr without the address."""
        return f"<built-in method {self.name} of {type(self.owner).__name__} object>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnboundMethod(Known):
    """A method looked up on a type: `str.upper`."""

    owner: type
    name: str

    @property
    def text(self) -> str:
        """Its repr."""
        return f"<method '{self.name}' of '{self.owner.__name__}' objects>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModuleValue(Known):
    """A module on the closed list, or as much of it as is known."""

    name: str
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExceptionClass(Known):
    """An exception class of the program with nothing in it but its bases.

    Attributes:
        name: as after `class`.
        bases: builtin exceptions, or other such classes.
    """

    name: str
    bases: tuple[Any, ...]

    def is_a(self, kind: Any) -> bool:
        """Whether `except kind` catches it."""
        return self is kind or any(is_subclass(base, kind) for base in self.bases)


ExceptionKind = Any
"""A builtin exception type, or an `ExceptionClass`."""


def is_exception_kind(value: Any) -> bool:
    """Whether a value can be raised or caught as a class."""
    return isinstance(value, ExceptionClass) or (isinstance(value, type) and issubclass(value, BaseException))


def is_subclass(kind: ExceptionKind, of: ExceptionKind) -> bool:
    """Whether an exception of one kind is caught by a clause of the other."""
    if isinstance(kind, ExceptionClass):
        return kind.is_a(of)
    return isinstance(of, type) and issubclass(kind, of)


def kind_name(kind: ExceptionKind) -> str:
    """The name of an exception's type."""
    return kind.name if isinstance(kind, ExceptionClass) else kind.__name__


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExceptionValue(Known):
    """An exception.

    Attributes:
        kind: its type.
        arguments: `args`; None where they depend on the interpreter's wording.
    """

    kind: ExceptionKind
    arguments: tuple[Any, ...] | None

    @property
    def text(self) -> str | None:
        """Its repr."""
        if self.arguments is None:
            return None
        shown = [show(one) for one in self.arguments]
        if None in shown or any(one is not None and one.endswith("...") for one in shown):
            return None
        return f"{kind_name(self.kind)}({', '.join(one for one in shown if one is not None)})"


class Thrown(BaseException):
    """An exception of the program's, on its way through the evaluator. No `Exception`: nothing on the way may swallow it."""

    def __init__(self, value: ExceptionValue, *, is_again: bool = False) -> None:
        """Args:
        value: the exception.
        is_again: whether a bare `raise` sends it on: CPython gives no exception event then.
        """
        super().__init__(kind_name(value.kind))
        self.value = value
        self.is_again = is_again


_WORDED_ALIKE = (
    (IndexError, "list index out of range"),
    (IndexError, "string index out of range"),
    (IndexError, "tuple index out of range"),
    (IndexError, "pop from empty list"),
    (IndexError, "list assignment index out of range"),
    (ZeroDivisionError, "division by zero"),
    (ValueError, "invalid literal for int() with base 10: "),
    (ValueError, "could not convert string to float: "),
    (ValueError, "substring not found"),
)
"""Messages that are the same from Python 3.10 to 3.14."""


def thrown(error: Exception) -> Thrown:
    """What the program gets where an operation on plain data raised this."""
    kind = type(error)
    arguments = None
    if kind is KeyError or (kind is StopIteration and not error.args):
        arguments = error.args
    elif len(error.args) == 1 and isinstance(error.args[0], str):
        message = error.args[0]
        if any(kind is known and message.startswith(text) for known, text in _WORDED_ALIKE):
            arguments = (message,)
        if kind is ZeroDivisionError and arguments is not None and message != "division by zero":
            arguments = None
    if kind.__module__ != "builtins":
        refuse("an exception of a library")
    return Thrown(ExceptionValue(kind, arguments))


def throw(kind: type[Exception]) -> Thrown:
    """An exception whose message is not known."""
    return Thrown(ExceptionValue(kind, None))


BUILTIN_EXCEPTIONS: dict[str, type[BaseException]] = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and value.__name__ == name
}


@dataclass(frozen=True, slots=True)
class UserCall:
    """What the evaluator asks of its driver: the value of a call of one of the program's functions.

    Attributes:
        function: with `code`.
        arguments: its parameters' names and values, in the order in which a frame shows them.
    """

    function: FunctionValue
    arguments: dict[str, Any]
    generator: GeneratorValue | None = None
    """The generator that is resumed; None for a plain call."""
    sent: Any = None
    """What the generator is sent."""


@dataclass(frozen=True, slots=True)
class Yielded:
    """What the evaluation of a generator's line tells its driver: it is suspended, and this is the value it gives."""

    value: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """What the evaluator asks of its driver where operations are answered by somebody else (`asking`).

    Attributes:
        words: the operation on plain values, as Python would be written.
        is_effect: whether the object that it changes is asked for, as it is then, and not its value.
        truth: the true answer, for training; nobody who is asked may see it.
    """

    words: str
    is_effect: bool
    truth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """What the driver answers where a resumed generator has ended, with what it returned."""

    value: Any


Evaluation = Generator["UserCall | Yielded | Operation", Any, Any]
"""An evaluation under way: yields the calls and operations whose values it needs, is sent these values, returns its own."""


@dataclass(slots=True, eq=False, repr=False)
class Lazy(Known):
    """An iterator that evaluates: a generator expression, `map` or `filter` with a function of the program.

    Attributes:
        shown: its repr without the address, None where that is not known.
        source: gives an item each time it is resumed, or asks for calls.
        drive: runs an evaluation to its end where no calls can be asked for.
        holds: what it asks for items.
    """

    shown: str | None
    source: Generator[Any, Any, None]
    drive: Callable[[Evaluation], Any]
    holds: tuple[Any, ...] = ()
    is_running: bool = field(default=False, init=False)

    @property
    def text(self) -> str | None:
        """Its repr without the address."""
        return self.shown

    def advance(self) -> Evaluation:
        """The next item as a tuple of one; an empty tuple at the end."""
        if self.is_running:
            refuse("an iterator that asks itself")
        self.is_running = True
        try:
            request = next(self.source, None)
            while isinstance(request, (UserCall, Operation)):
                try:
                    answer = yield request
                except Thrown as error:
                    request = self.source.throw(error)
                else:
                    request = self.source.send(answer)
        except StopIteration:
            request = None
        except Thrown as error:
            if error.value.kind is StopIteration:
                refuse("the end of an iterator within an iterator")
            raise
        finally:
            self.is_running = False
        return () if request is None else request

    def __iter__(self) -> Lazy:
        return self

    def __next__(self) -> Any:
        item = self.drive(self.advance())
        if not item:
            raise StopIteration
        return item[0]


class GeneratorValue(Lazy):
    """A generator of the program's.

    Attributes:
        function, arguments: the call that made it.
        scope: its activation once it has begun.
    """

    __slots__ = ("arguments", "function", "scope")

    def __init__(self, function: FunctionValue, arguments: dict[str, Any], drive: Callable[[Evaluation], Any]) -> None:
        super().__init__(f"<generator object {function.qualname}>", _resumed(self), drive)
        self.function = function
        self.arguments = arguments
        self.scope: Any = None

    @property
    def resumption(self) -> UserCall:
        """What asks the driver for the next value; it answers with the value, or with `Finished`."""
        return UserCall(self.function, self.arguments, self)


def _resumed(generator: GeneratorValue) -> Generator[Any, Any, None]:
    while True:
        answer = yield generator.resumption
        if isinstance(answer, Finished):
            if answer.value is not None:
                refuse("a generator that returns a value")
            return
        yield (answer,)


def is_lasting(value: Any) -> bool:
    """Whether a value is the same whatever else happens."""
    if type(value) is tuple:
        return all(is_lasting(one) for one in value)
    if isinstance(value, BoundMethod):
        return is_lasting(value.owner)
    if isinstance(value, Known) and value.lasts:
        return True
    return is_immutable(value) or isinstance(
        value, (FunctionValue, Builtin, UnboundMethod, ModuleValue, ExceptionClass)
    )
