"""What operators and builtins do with objects of the program's: they call its special methods, and the trace shows these calls.

Every function here is an evaluation, or gives None where no special method has a say and plain operators may go on.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.classes import (
    MISSING,
    ClassValue,
    Instance,
    PropertyValue,
    StaticValue,
    SuperValue,
    UserMethod,
)
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    Builtin,
    Evaluation,
    Finished,
    FunctionValue,
    GeneratorValue,
    Handler,
    Lazy,
    Names,
    throw,
)
from cwm_lsp.verify.operators import COMPARISONS, done, iterator, truth
from cwm_lsp.verify.values import Foreign

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.MatMult: "matmul",
}
_COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("__eq__", "__eq__"),
    ast.NotEq: ("__ne__", "__ne__"),
    ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"),
    ast.Gt: ("__gt__", "__lt__"),
    ast.GtE: ("__ge__", "__le__"),
}
_PRIVATE = re.compile(r"__.*(?<!__)\Z|_[^_].*__")
"""Names that a class body spells differently from what they are, and what they are then."""
_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}


def method(value: Any, name: str) -> UserMethod | None:
    """The special method that the program defines for an object; None for everything else."""
    if not isinstance(value, Instance):
        return None
    found = value.kind.find(name)
    if found is MISSING:
        return None
    if not isinstance(found, FunctionValue):
        refuse("a special method of a special kind")
    return UserMethod(value, found)


# Attributes


def attribute(ev: Evaluator, value: Any, name: str) -> Evaluation:
    """`value.name`, also of objects and classes of the program's."""
    if isinstance(value, SuperValue):
        return _of_base(value, name)
    if isinstance(value, GeneratorValue) and name in ("send", "__next__"):
        return Builtin(name, _sender(value))
    if not isinstance(value, (Instance, ClassValue, UserMethod, FunctionValue)):
        return ev.attribute(value, name)
    if isinstance(value, (UserMethod, FunctionValue)):
        refuse("an attribute of a function")
    _check_name(name)
    if isinstance(value, ClassValue):
        return _of_class(value, name)
    if name == "__class__":
        return value.kind
    found = value.kind.find(name)
    if isinstance(found, PropertyValue):
        result = yield from ev.call(found.getter, [value], {})
        return result
    if name in value.attributes:
        return value.attributes[name]
    return _bound(name, found, value, value.kind)


def _sender(generator: GeneratorValue) -> Handler:
    def send(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
        if named or len(arguments) > 1:
            refuse("a call that does not fit")
        value = arguments[0] if arguments else None
        if generator.is_running or (generator.scope is None and value is not None):
            refuse("a generator that can't be sent anything")
        answer = yield replace(generator.resumption, sent=value)
        if isinstance(answer, Finished):
            if answer.value is not None:
                refuse("a generator that returns a value")
            return done(next, iter(()))
        return answer

    return send


def _check_name(name: str) -> None:
    if _PRIVATE.match(name):
        refuse("a name that belongs to its class")
    if name in ("__dict__", "__doc__", "__module__", "__annotations__", "__weakref__"):
        refuse("an attribute that is not on the list")


def _of_class(value: ClassValue, name: str) -> Any:
    if name in ("__name__", "__qualname__"):
        return value.name
    found = value.find(name)
    if isinstance(found, PropertyValue):
        refuse("a property of a class")
    return found if isinstance(found, FunctionValue) else _bound(name, found, None, value)


def _of_base(value: SuperValue, name: str) -> Any:
    found = value.after.base.find(name) if value.after.base is not None else MISSING
    if found is MISSING and name == "__init__" and value.after.base is None:
        return Builtin("__init__", _nothing)
    if found is MISSING or isinstance(found, PropertyValue):
        refuse("an attribute of a base that is not known")
    return _bound(name, found, value.owner, value.owner.kind)


def _nothing(ev: Evaluator, arguments: list[Any], named: dict[str, Any]) -> Any:
    if arguments or named:
        raise throw(TypeError)
    return None


def _bound(name: str, found: Any, owner: Instance | None, kind: ClassValue) -> Any:
    if found is MISSING:
        if hasattr(object if owner is not None else type, name):
            refuse("an attribute that every object has")
        raise throw(AttributeError)
    if isinstance(found, FunctionValue) and owner is not None:
        return UserMethod(owner, found)
    if isinstance(found, StaticValue):
        return UserMethod(kind, found.function) if found.of_class else found.function
    return found


def set_attribute(ev: Evaluator, holder: Any, name: str, value: Any) -> None:
    """`holder.name = value`."""
    _check_name(name)
    if isinstance(holder, Instance):
        if isinstance(holder.kind.find(name), PropertyValue) or name == "__class__":
            refuse("a property that is set")
        if holder.kind.record is not None and holder.kind.record.is_frozen:
            refuse("a frozen object that is set")
        ev.changed = True
        holder.attributes[name] = value
    elif isinstance(holder, ClassValue):
        if name.startswith("__") or isinstance(holder.namespace.get(name), (FunctionValue, PropertyValue, StaticValue)):
            refuse("a class that is changed")
        ev.changed = True
        holder.namespace[name] = value
    else:
        refuse("an assignment to something that is not on the list")


def delete_attribute(ev: Evaluator, holder: Any, name: str) -> None:
    """`del holder.name`."""
    _check_name(name)
    if not isinstance(holder, Instance) or (holder.kind.record is not None and holder.kind.record.is_frozen):
        refuse("a deletion of something that is not on the list")
    if isinstance(holder.kind.find(name), PropertyValue):
        refuse("a property that is deleted")
    ev.changed = True
    if name not in holder.attributes:
        raise throw(AttributeError)
    del holder.attributes[name]


def superior(ev: Evaluator, names: Names) -> SuperValue:
    """What `super()` gives in a method's scope."""
    if names.outer is None or "__class__" not in names.outer.local:
        # Within a comprehension or an inner function it looks at other arguments than the method's.
        refuse("super of something that is not known")
    made = names.outer.values.get("__class__")
    owner = next(iter(names.values.values()), None)
    if not isinstance(made, ClassValue) or not isinstance(owner, Instance) or not owner.kind.is_a(made):
        refuse("super of something that is not known")
    return SuperValue(owner, made)


# Calling


def created(ev: Evaluator, kind: ClassValue, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """A new object of a class."""
    made = Instance(kind)
    if kind.record is not None and not isinstance(kind.find("__init__"), FunctionValue):
        yield from _filled(ev, made, kind, arguments, named)
        return made
    begun = method(made, "__init__")
    if begun is None:
        if arguments or named:
            raise throw(TypeError)
        return made
    epoch = ev.epoch
    result = yield from ev.call(begun, arguments, named)
    ev.guard(epoch, [made])
    if isinstance(result, Foreign):
        refuse("a value that is not known")
    if result is not None:
        raise throw(TypeError)
    return made


def _filled(ev: Evaluator, made: Instance, kind: ClassValue, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    assert kind.record is not None
    fields = kind.record.fields
    if len(arguments) > len(fields):
        raise throw(TypeError)
    given = dict(zip((one.name for one in fields), arguments, strict=False))
    if any(name in given or all(name != one.name for one in fields) for name in named):
        raise throw(TypeError)
    given.update(named)
    if any(one.name not in given and one.default is MISSING and one.factory is MISSING for one in fields):
        raise throw(TypeError)
    epoch = ev.epoch
    for one in fields:
        if one.name in given:
            made.attributes[one.name] = given[one.name]
        elif one.default is not MISSING:
            made.attributes[one.name] = one.default
        else:
            made.attributes[one.name] = yield from ev.call(one.factory, [], {})
    after = method(made, "__post_init__")
    if after is not None:
        yield from ev.call(after, [], {})
    ev.guard(epoch, [made])


# Operators


def operated(ev: Evaluator, kind: type[ast.operator], left: Any, right: Any, *, in_place: bool = False) -> Evaluation:
    """What the program's own `left op right` gives as a tuple of one; an empty tuple where it has no say."""
    if not isinstance(left, Instance) and not isinstance(right, Instance):
        return ()
    if isinstance(left, Foreign) or isinstance(right, Foreign):
        refuse("a value that is not known")
    _check_pair(left, right)
    name = _BINARY[kind]
    for owner, other, wanted in (
        *(((left, right, f"__i{name}__"),) if in_place else ()),
        (left, right, f"__{name}__"),
        (right, left, f"__r{name}__"),
    ):
        found = method(owner, wanted)
        if found is not None:
            return ((yield from ev.call(found, [other], {})),)
    raise throw(TypeError)


def compared(ev: Evaluator, kind: type[ast.cmpop], left: Any, right: Any) -> Evaluation:
    """What the program's own comparison gives as a tuple of one; an empty tuple where it has no say."""
    if kind in (ast.In, ast.NotIn):
        found = method(right, "__contains__")
        if found is not None:
            answer = yield from truth_of(ev, (yield from ev.call(found, [left], {})))
            return (answer is (kind is ast.In),)
        if isinstance(right, Instance):
            refuse("a search through an object of the program's")
        return ()
    if kind not in _COMPARISONS or not (isinstance(left, Instance) or isinstance(right, Instance)):
        return ()
    if isinstance(left, Foreign) or isinstance(right, Foreign):
        refuse("a value that is not known")
    _check_pair(left, right)
    own, mirrored = _COMPARISONS[kind]
    for owner, other, name in ((left, right, own), (right, left, mirrored)):
        found = method(owner, name)
        if found is not None:
            return ((yield from ev.call(found, [other], {})),)
        if kind is ast.NotEq and (found := method(owner, "__eq__")) is not None:
            result = yield from ev.call(found, [other], {})
            return (not (yield from truth_of(ev, result)),)
    return (done(COMPARISONS[kind], left, right),)


def _check_pair(left: Any, right: Any) -> None:
    if isinstance(left, Instance) and isinstance(right, Instance) and left.kind is not right.kind:
        refuse("an operator between objects of two classes")


def negated(ev: Evaluator, kind: type[ast.unaryop], value: Any) -> Evaluation:
    """What the program's own `-value` gives as a tuple of one; an empty tuple where it has no say."""
    if not isinstance(value, Instance):
        return ()
    found = method(value, _UNARY[kind])
    if found is None:
        raise throw(TypeError)
    return ((yield from ev.call(found, [], {})),)


def truth_of(ev: Evaluator, value: Any) -> Evaluation:
    """Whether a value counts as true."""
    for name in ("__bool__", "__len__"):
        found = method(value, name)
        if found is not None:
            return truth((yield from ev.call(found, [], {})))
    return truth(value)


def got(ev: Evaluator, value: Any, index: Any) -> Evaluation:
    """What the program's own `value[index]` gives as a tuple of one; an empty tuple where it has no say."""
    if not isinstance(value, Instance):
        return ()
    found = method(value, "__getitem__")
    if found is None:
        raise throw(TypeError)
    return ((yield from ev.call(found, [index], {})),)


def put(ev: Evaluator, value: Any, index: Any, item: Any) -> Evaluation:
    """`value[index] = item` where the program says what that does; whether it did."""
    if not isinstance(value, Instance):
        return False
    found = method(value, "__setitem__")
    if found is None:
        raise throw(TypeError)
    yield from ev.call(found, [index, item], {})
    return True


def iterated(ev: Evaluator, value: Any) -> Evaluation:
    """`iter(value)`, also of objects of the program's."""
    if not isinstance(value, Instance):
        return iterator(value)
    found = method(value, "__iter__")
    if found is None:
        if value.kind.defines("__getitem__"):
            refuse("iteration by subscripts")
        raise throw(TypeError)
    made = yield from ev.call(found, [], {})
    if isinstance(made, Instance):
        if not made.kind.defines("__next__"):
            raise throw(TypeError)
        return Lazy(None, _stepped(ev, made), ev.run, (made,))
    return iterator(made)


def _stepped(ev: Evaluator, owner: Instance) -> Any:
    found = method(owner, "__next__")
    while True:
        # How its end is told, an exception, shows in the trace of the loop too: that is left to the trace.
        result = yield from ev.call(found, [], {})
        yield (result,)


def told(ev: Evaluator, value: Any, conversion: str | None) -> Evaluation:
    """What `str` of an object of the program's gives (`repr` for the conversion `r`), in a tuple; an empty one for other values."""
    if not isinstance(value, Instance):
        return ()
    for name in ("__repr__",) if conversion in ("r", "a") else ("__str__", "__repr__"):
        found = method(value, name)
        if found is not None:
            result = yield from ev.call(found, [], {})
            if isinstance(result, Foreign) or conversion == "a":
                refuse("a value that is not known")
            if type(result) is not str:
                raise throw(TypeError)
            return (result,)
    if value.kind.record is None:
        refuse("a text with an address in it")
    text = value.text
    if text is None or len(text) >= 200 or any(isinstance(one, Instance) for one in value.attributes.values()):
        refuse("the text of an object")
    return (text,)
