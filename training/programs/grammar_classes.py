"""Programs with a small class: attributes, methods that change or ask them, a function that makes objects and uses them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.programs import names, values
from training.programs.grammar_changes import update
from training.programs.grammar_functions import calls_of, signature, write_statements
from training.programs.grammar_scope import ANNOTATIONS, Scope
from training.programs.grammar_statements import write_return
from training.programs.grammar_templates import condition, expression, initial, operand
from training.programs.program import Generator, Program

_WEIGHTS: dict[str, float] = {"int": 4, "str": 2, "list_int": 1.5, "dict": 0.6, "list_str": 0.8, "float": 0.5}
_ATTRIBUTES = {
    "int": (
        "value",
        "count",
        "total",
        "size",
        "level",
        "score",
        "price",
        "balance",
        "width",
        "height",
        "x",
        "y",
        "age",
        "amount",
        "points",
        "limit",
    ),
    "float": ("price", "rate", "weight", "balance", "ratio"),
    "str": ("name", "label", "owner", "title", "state", "color", "text", "tag"),
    "list_int": ("items", "data", "history", "stack", "values", "scores"),
    "list_str": ("items", "names", "log", "tags", "lines"),
    "dict": ("data", "counts", "stock", "table"),
}
_QUERIES = ("get", "describe", "compute", "summary", "current", "info", "result", "show", "check", "measure")


@dataclass(frozen=True, slots=True)
class Method:
    """A method that the function may call: its name, its parameters with kinds, and the kind of its value or None."""

    name: str
    parameters: list[tuple[str, str]]
    kind: str | None


def _attributes(rng: Random) -> dict[str, str]:
    kinds = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=rng.choices((1, 2, 3), (4, 4, 1.2))[0])
    attributes: dict[str, str] = {}
    for kind in kinds:
        name = rng.choice(_ATTRIBUTES[kind])
        if name not in attributes:
            attributes[name] = kind
    return attributes


def _method_scope(rng: Random, attributes: dict[str, str]) -> Scope:
    scope = Scope(rng, {kind: _WEIGHTS[kind] for kind in {**dict.fromkeys(attributes.values(), 1), "int": 1}}, indent=2)
    for name, kind in attributes.items():
        scope.kinds[f"self.{name}"] = kind
        scope.reserved.add(name)
    scope.reserved.add("self")
    return scope


def _changing(rng: Random, attributes: dict[str, str], taken: set[str]) -> tuple[Method, list[str]]:
    scope = _method_scope(rng, attributes)
    name = names.method(rng, taken)
    target = rng.choice(list(attributes))
    kind = attributes[target]
    parameters: list[tuple[str, str]] = []
    if rng.random() < 0.75:
        wanted = {"list_int": "int", "list_str": "str", "dict": "str"}.get(kind, kind)
        parameters.append((scope.parameter(wanted), wanted))
    guarded = rng.random() < 0.25
    if guarded:
        scope.emit(f"if {condition(scope)}:")
        scope.emit(f"    return{rng.choice(('', ' False', ' None', ' -1'))}")
    held = f"self.{target}"
    if parameters and kind in ("int", "float") and rng.random() < 0.7:
        scope.emit(f"{held} {rng.choice(('+=', '+=', '-=', '='))} {parameters[0][0]}")
        scope.read(parameters[0][0])
    elif parameters and kind in ("list_int", "list_str"):
        scope.emit(f"{held}.append({parameters[0][0]})")
        scope.read(parameters[0][0])
    elif parameters and kind == "dict":
        key = parameters[0][0]
        scope.emit(f"{held}[{key}] = {held}.get({key}, 0) + {rng.choice((1, 1, 2))}")
        scope.read(key)
    elif parameters and kind == "str":
        scope.emit(
            rng.choice(
                (
                    f"{held} = {parameters[0][0]}",
                    f"{held} += {parameters[0][0]}",
                    f"{held} = {parameters[0][0]}.upper()",
                )
            )
        )
    else:
        update(scope, held)
    others = [f"self.{each}" for each in attributes if each != target]
    if others and rng.random() < 0.4:
        update(scope, rng.choice(others))
    result: str | None = None
    shape = rng.random()
    if shape < 0.3:
        mutable = kind in ("list_int", "list_str", "dict")
        result = None if guarded else "int" if mutable else kind
        scope.emit(f"return len({held})" if mutable else f"return {held}")
    elif shape < 0.4:
        scope.emit("return self")
    return Method(name, parameters, result), [
        f"    def {name}({', '.join(['self', *[each for each, _ in parameters]])}):",
        *scope.lines,
    ]


def _asking(rng: Random, attributes: dict[str, str], taken: set[str], as_property: bool) -> tuple[Method, list[str]]:
    scope = _method_scope(rng, attributes)
    name = rng.choice([each for each in _QUERIES if each not in taken])
    kind = rng.choice([*attributes.values(), "int", "str"])
    kind = kind if kind in ("int", "str", "float", "list_int", "list_str") else "int"
    scope.weights.setdefault(kind, 1.0)
    scope.unread = list(scope.kinds)
    if rng.random() < 0.3:
        write_statements(scope, rng.choice((1, 2)), may_return=False)
    text = expression(scope, kind)
    for _ in range(4):
        if "self." in text:
            break
        text = expression(scope, kind)
    scope.emit(f"return {text}")
    lines = [f"    def {name}(self):", *scope.lines]
    return Method(name, [], kind), ["    @property", *lines] if as_property else lines


def _constructor(rng: Random, attributes: dict[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The parameters of `__init__` and its lines."""
    scope = Scope(rng, _WEIGHTS, indent=2)
    parameters: list[tuple[str, str]] = []
    head: list[str] = []
    for name, kind in attributes.items():
        if (kind in ("int", "str", "float") and rng.random() < 0.75) or (kind == "list_int" and rng.random() < 0.25):
            if (head and "=" in head[-1]) or (kind in ("int", "str") and rng.random() < 0.15):
                default = {"int": "0", "str": "''", "float": "1.0"}.get(kind, "()")
                head.append(f"{name}={default}")
            else:
                head.append(name)
            parameters.append((name, kind))
            scope.emit(f"self.{name} = {f'list({name})' if kind == 'list_int' else name}")
        else:
            scope.emit(f"self.{name} = {initial(scope, kind)}")
    return parameters, [f"    def __init__({', '.join(['self', *head])}):", *scope.lines]


def _special(rng: Random, name: str, attributes: dict[str, str]) -> list[str]:
    """`__repr__`, `__len__`, `__eq__`, `__str__`: one of them."""
    first, kind = next(iter(attributes.items()))
    shape = rng.random()
    if shape < 0.6:
        method = rng.choice(("__repr__", "__repr__", "__str__"))
        inner = ", ".join(
            f"{{self.{each}!r}}" if of == "str" else f"{{self.{each}}}" for each, of in attributes.items()
        )
        return [
            f"    def {method}(self):",
            f"        return f'{name}({inner})'" if "!r" not in inner else f'        return f"{name}({inner})"',
        ]
    if shape < 0.8 and kind in ("list_int", "list_str", "dict", "str"):
        return ["    def __len__(self):", f"        return len(self.{first})"]
    return ["    def __eq__(self, other):", f"        return self.{first} == other.{first}"]


def _body(
    rng: Random,
    scope: Scope,
    name: str,
    made: list[tuple[str, str]],
    attributes: dict[str, str],
    methods: list[Method],
    properties: set[str],
) -> None:
    """Makes an object, calls some methods, and leaves what it learnt in the scope."""
    objects = rng.choice(("obj", "a", "item", "thing", name.lower(), name.lower(), name.lower()[0], "x"))
    while objects in scope.reserved:
        objects += "_"
    scope.reserved.add(objects)
    scope.emit(f"{objects} = {name}({', '.join(operand(scope, kind, literal=0.3) for _, kind in made)})")

    def call(method: Method) -> str:
        if method.name in properties:
            return f"{objects}.{method.name}"
        return (
            f"{objects}.{method.name}({', '.join(operand(scope, kind, literal=0.5) for _, kind in method.parameters)})"
        )

    for _ in range(rng.choice((1, 2, 2, 3))):
        method = rng.choice(methods)
        source = None
        if len(method.parameters) == 1 and method.parameters[0][1] in ("int", "str") and rng.random() < 0.3:
            source = scope.pick(f"list_{method.parameters[0][1]}")
        if source is not None:
            element = scope.new_element(method.parameters[0][1])
            scope.emit(f"for {element} in {source}:")
            scope.emit(f"    {objects}.{method.name}({element})")
        elif method.kind is not None and (rng.random() < 0.5 or not method.parameters):
            text = call(method)
            result = scope.new_name(method.kind)
            scope.emit(f"{result} = {text}")
            scope.declare(result, method.kind)
        else:
            scope.emit(call(method))
    if rng.random() < 0.15:
        attribute = rng.choice(list(attributes))
        if attributes[attribute] in ("int", "str"):
            scope.emit(f"{objects}.{attribute} = {values.literal(rng, attributes[attribute])}")
    for attribute, kind in attributes.items():
        scope.kinds[f"{objects}.{attribute}"] = kind
    if not scope.unread or rng.random() < 0.6:
        scope.unread.append(f"{objects}.{rng.choice(list(attributes))}")


def classes(rng: Random) -> Program:
    """A class and a function that uses it; sometimes a dataclass, sometimes a subclass."""
    name = names.class_(rng)
    attributes = _attributes(rng)
    as_dataclass = rng.random() < 0.2 and all(kind in ("int", "str", "float") for kind in attributes.values())
    lines: list[str] = []
    if as_dataclass:
        made = list(attributes.items())
        lines += ["from dataclasses import dataclass", "", "", "@dataclass", f"class {name}:"]
        lines += [f"    {each}: {ANNOTATIONS[kind]}" for each, kind in made]
    else:
        made, constructor = _constructor(rng, attributes)
        lines += [f"class {name}:", *constructor]
    taken = set(attributes)
    methods: list[Method] = []
    properties: set[str] = set()
    for index in range(rng.choices((1, 2, 3), (2, 4, 1.5))[0]):
        if (index == 0 and rng.random() < 0.8) or rng.random() < 0.4:
            method, text = _changing(rng, attributes, taken)
        else:
            as_property = rng.random() < 0.15
            method, text = _asking(rng, attributes, taken, as_property)
            if as_property:
                properties.add(method.name)
        taken.add(method.name)
        methods.append(method)
        lines += ["", *text]
    if not as_dataclass and rng.random() < 0.35:
        lines += ["", *_special(rng, name, attributes)]
    used = name
    if not as_dataclass and rng.random() < 0.15 and methods[0].name not in properties and "int" in attributes.values():
        used = f"{rng.choice(('Special', 'Big', 'My', 'Super', 'Double'))}{name}"
        first = methods[0]
        given = ", ".join(each for each, _ in first.parameters)
        attribute = next(each for each, kind in attributes.items() if kind == "int")
        lines += [
            "",
            "",
            f"class {used}({name}):",
            f"    def {first.name}({', '.join(['self', *[each for each, _ in first.parameters]])}):",
        ]
        lines.append(f"        self.{attribute} += 1")
        lines.append(f"        return super().{first.name}({given})")
    function = names.function(rng)
    scope = Scope(rng, _WEIGHTS)
    scope.reserved |= {function, name}
    wanted = [kind for _, kind in made] + [kind for method in methods for _, kind in method.parameters]
    parameters: list[tuple[str, str]] = []
    for kind in wanted[: rng.choice((1, 2, 2, 3))]:
        if rng.random() < 0.25 and kind in ("int", "str"):
            kind = f"list_{kind}"
        parameters.append((scope.parameter(kind), kind))
    _body(rng, scope, used, made, attributes, methods, properties)
    write_return(scope)
    lines += ["", "", signature(rng, function, parameters), *scope.lines]
    return Program("grammar_classes", "\n".join(lines) + "\n", function, calls_of(scope, function, parameters))


FAMILIES: dict[str, tuple[Generator, float]] = {"grammar_classes": (classes, 1.6)}
"""family -> (generator, weight)."""
