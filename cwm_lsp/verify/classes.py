"""Classes of the program and their objects: what is defined where, what an object holds, how it is shown.

Pure books. Making classes from their text is `class_bodies`' work, calling methods `evaluator`'s. Only ordinary classes are known:
one base at most, no metaclass, nothing that changes what looking up an attribute means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import FunctionValue, Thrown, kind_name
from cwm_lsp.verify.values import REPR_LENGTH, Foreign, Known, show

MISSING: Any = object()
"""What looking up a name that is not there gives."""

STRANGE = frozenset(
    "__new__ __init_subclass__ __class_getitem__ __getattr__ __getattribute__ __setattr__ __delattr__ __slots__ __del__ "
    "__get__ __set__ __set_name__ __delete__ __instancecheck__ __subclasscheck__ __match_args__ __class__ __dict__ __missing__ "
    "__prepare__ __mro_entries__ __annotations__".split()
)
"""A class that defines one of these is not worked out."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PropertyValue(Known):
    """A property without a setter."""

    getter: FunctionValue


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StaticValue(Known):
    """A function that is not bound; with `of_class` one that is bound to the class."""

    function: FunctionValue
    of_class: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Field:
    """A field of a dataclass.

    Attributes:
        name: of the attribute and of the parameter.
        default: its value; MISSING where there is none.
        factory: called for a default; MISSING where there is none.
    """

    name: str
    default: Any = MISSING
    factory: Any = MISSING


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """What `@dataclass` has made of a class.

    Attributes:
        fields: in order, those of the bases first.
        is_frozen: whether attributes can't be set.
        is_ordered: whether objects are compared as tuples.
    """

    fields: tuple[Field, ...]
    is_frozen: bool
    is_ordered: bool


@dataclass(slots=True, eq=False, repr=False)
class ClassValue(Known):
    """A class of the program's.

    Attributes:
        name: as CPython has it; only classes of the module's are known.
        base: the class it extends; None for `object`.
        namespace: functions, properties and plain values by name.
        record: what a dataclass is made of, None for other classes.
        shower: works out what a `__repr__` of the program's returns, without anything being traced; None where it can't. Raises
            Thrown where it raises an exception.
    """

    name: str
    base: ClassValue | None
    shower: Callable[[FunctionValue, Instance], str | None]
    namespace: dict[str, Any] = field(default_factory=lambda: {})
    record: Record | None = None
    lasts: ClassVar[bool] = True

    @property
    def text(self) -> str:
        """Its repr; contexts are traced as the main module."""
        return f"<class '__main__.{self.name}'>"

    def find(self, name: str) -> Any:
        """What the class or the nearest of its bases has under a name; MISSING if nothing."""
        kind: ClassValue | None = self
        while kind is not None:
            if name in kind.namespace:
                return kind.namespace[name]
            kind = kind.base
        return MISSING

    def defines(self, name: str) -> bool:
        """Whether the program says what a special method does; what a dataclass adds counts."""
        if self.find(name) is not MISSING:
            return True
        if self.record is None:
            return False
        return name == "__eq__" or (self.record.is_ordered and name in ("__lt__", "__le__", "__gt__", "__ge__"))

    def is_a(self, other: ClassValue) -> bool:
        """Whether it is the other one or extends it."""
        kind: ClassValue | None = self
        while kind is not None:
            if kind is other:
                return True
            kind = kind.base
        return False

    def forget(self, rebound: frozenset[str] | None, is_lasting: Callable[[Any], bool]) -> None:
        """Something unknown has happened: attributes may have changed.

        Args:
            rebound: the names that the program assigns to as attributes anywhere; None if it may assign to any.
            is_lasting: whether a value stays the same whatever happens.
        """
        for name, value in self.namespace.items():
            is_function = isinstance(value, (FunctionValue, PropertyValue, StaticValue))
            if rebound is None or name in rebound or not (is_function or is_lasting(value)):
                self.namespace[name] = Foreign()


_BEING_SHOWN: list[Instance] = []
_DEEPEST = 12


class Instance(Known):
    """An object of a class of the program's.

    Attributes:
        kind: its class.
        attributes: by name, in the order in which they were bound.
    """

    __slots__ = ("attributes", "kind")

    def __init__(self, kind: ClassValue) -> None:
        self.kind = kind
        self.attributes: dict[str, Any] = {}

    @property
    def text(self) -> str | None:
        """Its repr without the address; None where a `__repr__` can't be worked out."""
        method = self.kind.find("__repr__")
        if isinstance(method, FunctionValue):
            try:
                return self.kind.shower(method, self)
            except Thrown:
                return None
        if method is not MISSING:
            return None
        if self.kind.record is not None:
            return self._record_text()
        return f"<__main__.{self.kind.name} object>"

    @property
    def text_alone(self) -> str | None:
        """Its repr, or what a trace shows where its `__repr__` raises an exception."""
        method = self.kind.find("__repr__")
        if not isinstance(method, FunctionValue):
            return self.text
        try:
            return self.kind.shower(method, self)
        except Thrown as error:
            return f"<{self.kind.name} whose repr raises {kind_name(error.value.kind)}>"

    def _record_text(self) -> str | None:
        assert self.kind.record is not None
        if len(_BEING_SHOWN) >= _DEEPEST or any(one is self for one in _BEING_SHOWN):
            return None
        _BEING_SHOWN.append(self)
        try:
            return self._fields_text(self.kind.record)
        finally:
            _BEING_SHOWN.pop()

    def _fields_text(self, record: Record) -> str | None:
        shown: list[str] = []
        for one in record.fields:
            text = show(self.attributes.get(one.name, Foreign()))
            if text is None or len(text) >= REPR_LENGTH:
                return None
            shown.append(f"{one.name}={text}")
        return f"{self.kind.name}({', '.join(shown)})"

    def _fields(self) -> tuple[Any, ...]:
        assert self.kind.record is not None
        return tuple(self.attributes.get(one.name, Foreign()) for one in self.kind.record.fields)

    def _gives_up(self, name: str) -> None:
        """Operations of CPython's that reach an object within a container must not decide what the program defines."""
        if self.kind.find(name) is not MISSING:
            refuse("an operation that the program defines")

    def __eq__(self, other: object) -> Any:
        self._gives_up("__eq__")
        if self.kind.record is not None and any(type(one) is float and one != one for one in self._fields()):
            # Versions differ in whether a NaN equals itself here.
            refuse("a comparison that depends on the interpreter")
        if self.kind.record is None or self is other:
            return True if self is other else NotImplemented
        return (
            self._fields() == other._fields()
            if isinstance(other, Instance) and other.kind is self.kind
            else NotImplemented
        )

    def __ne__(self, other: object) -> Any:
        self._gives_up("__ne__")
        answer = self.__eq__(other)
        return answer if answer is NotImplemented else not answer

    def __hash__(self) -> int:
        self._gives_up("__eq__")
        self._gives_up("__hash__")
        if self.kind.record is None:
            return id(self)
        if not self.kind.record.is_frozen:
            raise TypeError("unhashable type")
        return hash(self._fields())

    def __bool__(self) -> bool:
        self._gives_up("__bool__")
        self._gives_up("__len__")
        return True


def _ordered(name: str) -> Callable[[Instance, object], Any]:
    def method(self: Instance, other: object) -> Any:
        self._gives_up(name)  # pyright: ignore[reportPrivateUsage]
        record = self.kind.record
        if record is None or not record.is_ordered or not isinstance(other, Instance) or other.kind is not self.kind:
            return NotImplemented
        return getattr(self._fields(), name)(other._fields())  # pyright: ignore[reportPrivateUsage]

    return method


def _binary(name: str) -> Callable[[Instance, object], Any]:
    def method(self: Instance, other: object) -> Any:
        self._gives_up(name)  # pyright: ignore[reportPrivateUsage]
        return NotImplemented

    return method


def _refused(self: Instance, *_: object, **__: object) -> Any:
    refuse("an operation on an object of the program's")


for _name in ("lt", "le", "gt", "ge"):
    setattr(Instance, f"__{_name}__", _ordered(f"__{_name}__"))
for _name in "add sub mul truediv floordiv mod divmod pow lshift rshift and or xor matmul".split():
    for _form in (f"__{_name}__", f"__r{_name}__", f"__i{_name}__"):
        setattr(Instance, _form, _binary(_form))
for _name in (
    "len iter next contains getitem setitem delitem call neg pos abs invert int float complex index round trunc floor ceil str "
    "format bytes reversed length_hint enter exit"
).split():
    setattr(Instance, f"__{_name}__", _refused)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UserMethod(Known):
    """A function of a class, bound to an object or to the class."""

    owner: Any
    function: FunctionValue

    @property
    def text(self) -> str | None:
        """Its repr without the address; it holds its owner's."""
        held = self.owner.text
        return None if held is None else f"<bound method {self.function.qualname} of {held}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SuperValue(Known):
    """What `super()` gives in a method.

    Attributes:
        owner: the object.
        after: the class whose bases are looked at.
    """

    owner: Instance
    after: ClassValue
