"""From the text of a class to what is known of it: its functions, properties, plain attributes, what `@dataclass` adds.

Whatever would change the meaning of looking something up (metaclasses, several bases, descriptors, slots) is refused.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.classes import (
    MISSING,
    STRANGE,
    ClassValue,
    Field,
    Instance,
    PropertyValue,
    Record,
    StaticValue,
)
from cwm_lsp.verify.expressions import defaults_of
from cwm_lsp.verify.facts import Facts
from cwm_lsp.verify.limits import Unknowable, refuse
from cwm_lsp.verify.objects import Evaluation, FunctionValue, Names, UserCall
from cwm_lsp.verify.values import is_immutable, show

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

_BOUND = frozenset({"property", "staticmethod", "classmethod"})
_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEEPEST = 12
"""Reprs of the program's that ask for further ones."""


def made_class(ev: Evaluator, facts: Facts, node: ast.ClassDef, names: Names) -> Evaluation:
    """The class that a statement defines."""
    if node.keywords or len(node.bases) > 1 or names is not ev.module:
        refuse("a class of a special kind")
    options = _dataclass_options(facts, node)
    base = None
    if node.bases:
        base = yield from ev.expression(node.bases[0], names)
        if base is object:
            base = None
        elif not isinstance(base, ClassValue):
            refuse("a class with a base that is not known")
    made = ClassValue(node.name, base, _Shower(ev))
    annotated: list[Field] = []
    for statement in node.body:
        yield from _defined(ev, facts, made, statement, names, annotated, options is not None)
    if any(name in STRANGE for name in made.namespace):
        refuse("a class of a special kind")
    if "__eq__" in made.namespace and "__hash__" not in made.namespace:
        made.namespace["__hash__"] = None
    if options is not None:
        made.record = _record(made, base, annotated, options)
    elif base is not None:
        made.record = base.record
    ev.classes.append(made)
    return made


def _dataclass_options(facts: Facts, node: ast.ClassDef) -> dict[str, bool] | None:
    if not node.decorator_list:
        return None
    (decorator, *others) = node.decorator_list
    call = decorator if isinstance(decorator, ast.Call) else None
    called = call.func if call is not None else decorator
    is_dataclass = isinstance(called, ast.Name) and facts.imported.get(called.id) == ("dataclasses", "dataclass")
    if others or not is_dataclass or (call is not None and call.args):
        refuse("a decorated class")
    options: dict[str, bool] = {}
    for keyword in call.keywords if call is not None else ():
        if keyword.arg not in ("frozen", "order") or not isinstance(keyword.value, ast.Constant):
            refuse("a dataclass of a special kind")
        options[keyword.arg] = bool(keyword.value.value)
    return options


def _defined(
    ev: Evaluator,
    facts: Facts,
    made: ClassValue,
    node: ast.stmt,
    names: Names,
    annotated: list[Field],
    is_record: bool,
) -> Evaluation:
    """What one statement of the body adds."""
    if not isinstance(node, ast.FunctionDef):
        _check_scopes(node)
    inside = Names(made.namespace, frozenset(), None if names is ev.module else names)
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            pass
        case ast.FunctionDef():
            made.namespace[node.name] = yield from _function(ev, facts, made, node, names, inside)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            made.namespace[name] = yield from ev.expression(value, inside)
        case ast.AnnAssign(target=ast.Name(id=name), value=value, annotation=annotation):
            if "ClassVar" in ast.unparse(annotation) or "InitVar" in ast.unparse(annotation):
                refuse("an annotation that changes a dataclass")
            if not is_record:
                if value is not None:
                    made.namespace[name] = yield from ev.expression(value, inside)
                return
            entry = yield from _field(ev, facts, name, value, inside)
            annotated.append(entry)
            if entry.default is not MISSING:
                made.namespace[name] = entry.default
        case _:
            refuse("a class body of a kind that is not worked out")


def _check_scopes(node: ast.AST) -> None:
    """What has a scope of its own does not see the class body's names."""
    if any(isinstance(one, _SCOPES) for one in ast.walk(node)):
        refuse("a scope within a class body")


def _field(ev: Evaluator, facts: Facts, name: str, value: ast.expr | None, names: Names) -> Evaluation:
    if value is None:
        return Field(name)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "field":
        if facts.imported.get("field") != ("dataclasses", "field"):
            refuse("a field of a special kind")
        if value.args or len(value.keywords) != 1 or value.keywords[0].arg not in ("default", "default_factory"):
            refuse("a field of a special kind")
        given = yield from ev.expression(value.keywords[0].value, names)
        if value.keywords[0].arg == "default_factory":
            return Field(name, factory=given)
    else:
        given = yield from ev.expression(value, names)
    if not is_immutable(given):
        refuse("a default that can change")
    return Field(name, given)


def _record(made: ClassValue, base: ClassValue | None, annotated: list[Field], options: dict[str, bool]) -> Record:
    if base is not None and base.record is None and base.find("__init__") is not MISSING:
        refuse("a dataclass that extends another class")
    if any(name in made.namespace for name in ("__init__", "__eq__", "__lt__", "__hash__")):
        refuse("a dataclass of a special kind")
    fields = {one.name: one for one in (base.record.fields if base is not None and base.record is not None else ())}
    fields.update({one.name: one for one in annotated})
    return Record(tuple(fields.values()), options.get("frozen", False), options.get("order", False))


def _function(
    ev: Evaluator, facts: Facts, made: ClassValue, node: ast.FunctionDef, names: Names, inside: Names
) -> Evaluation:
    code = facts.code_of(node)
    if code is None or len(node.decorator_list) > 1:
        refuse("a function that is not known")
    _check_scopes(node.args)
    defaults, named = yield from defaults_of(ev, node.args, inside)
    enclosing = None if names is ev.module else names
    if "__class__" in code.outer:
        enclosing = Names({"__class__": made}, frozenset({"__class__"}), enclosing)
    function = ev.function(FunctionValue(node, code.qualname, enclosing, defaults, named, code))
    if not node.decorator_list:
        return function
    decorator = node.decorator_list[0]
    if not isinstance(decorator, ast.Name) or decorator.id not in _BOUND or decorator.id in ev.module.local:
        refuse("a decorator")
    if decorator.id == "property":
        return PropertyValue(function)
    return StaticValue(function, decorator.id == "classmethod")


class _Shower:
    """Works out reprs that the program defines: nothing of that is traced, so nothing is asked of the trace."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._active: list[Instance] = []

    def __call__(self, method: FunctionValue, owner: Instance) -> str | None:
        """What `owner.__repr__()` gives; None where that is not certain.

        Raises:
            Thrown: it raises an exception.
        """
        if len(self._active) >= _DEEPEST or any(one is owner for one in self._active):
            return None
        self._active.append(owner)
        ev = self._ev
        changed = ev.changed, ev.loosely_changed, ev.epoch, ev.budget.depth
        try:
            value = self._value(method, [owner])
        except (Unknowable, RecursionError):
            return None
        finally:
            self._active.pop()
            ev.budget.depth = changed[3]
        if changed[:3] != (ev.changed, ev.loosely_changed, ev.epoch):
            # A repr that changes something: what it changes is known, but not how often it is asked for.
            ev.forget()
            return None
        return show_text(value)

    def _value(self, function: FunctionValue, arguments: list[Any]) -> Any:
        """The value of a function whose body is a single `return`."""
        body = function.node.body
        statements = (
            [one for one in body if not isinstance(one, ast.Expr) or not isinstance(one.value, ast.Constant)]
            if (isinstance(body, list))
            else []
        )
        if len(statements) != 1 or not isinstance(statements[0], ast.Return) or statements[0].value is None:
            refuse("a repr of several steps")
        names = [one.arg for one in function.node.args.args]
        if len(names) != len(arguments):
            refuse("a repr of several steps")
        scope = Names(dict(zip(names, arguments, strict=True)), frozenset(names), function.outer)
        evaluation = self._ev.expression(statements[0].value, scope)
        try:
            request = next(evaluation)
            while True:
                if not isinstance(request, UserCall) or request.generator is not None:
                    refuse("a repr of several steps")
                answer = self._value(request.function, list(request.arguments.values()))
                request = evaluation.send(answer)
        except StopIteration as end:
            return end.value
        finally:
            evaluation.close()


def show_text(value: Any) -> str | None:
    """A string that a `__repr__` returned, as far as it is one that traces show whole."""
    return value if type(value) is str and show(value) is not None else None
