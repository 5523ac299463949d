"""Programs of several functions: helpers that a function calls, functions within functions.

What single functions are made of stands in `grammar_functions`, recursion in `grammar_recursion`.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.programs import grammar_loops as loops
from training.programs import names, values
from training.programs.grammar_changes import LISTS
from training.programs.grammar_functions import body_size, calls_of, decorate, signature, write_body, write_statements
from training.programs.grammar_scope import Scope
from training.programs.grammar_statements import write_return
from training.programs.grammar_templates import expression, operand
from training.programs.program import Generator, Program

_MIXTURES: tuple[dict[str, float], ...] = (
    {"int": 5, "list_int": 3, "bool": 0.5},
    {"str": 5, "int": 2, "list_str": 2},
    {"int": 4, "str": 2, "list_int": 2, "dict": 1, "list_str": 1},
    {"int": 1},
)


@dataclass(frozen=True, slots=True)
class Helper:
    """A function that others may call.

    Attributes:
        name: its name.
        parameters: its parameters with their kinds.
        wants: what the arguments must obey, by parameter.
        kind: the kind of what it returns.
        lines: its source.
    """

    name: str
    parameters: list[tuple[str, str]]
    wants: dict[str, dict[str, int]]
    kind: str
    lines: list[str]


def helper(rng: Random, weights: dict[str, float], taken: set[str], indent: int = 1) -> Helper:
    """A short function of known parameters that returns a value of a known kind."""
    scope = Scope(rng, weights, indent)
    scope.reserved |= taken
    name = names.function(rng, taken)
    parameters: list[tuple[str, str]] = []
    for _ in range(rng.choices((1, 2), (3, 1.2))[0]):
        kind = scope.kind()
        parameters.append((scope.parameter(kind), kind))
    size = rng.choices((0, 1, 2, 3, 5), (2.5, 1.5, 2, 1.5, 1))[0]
    if size:
        write_statements(scope, size, may_return=False)
    local = [each for each in scope.unread if each in scope.kinds and each not in scope.parameters]
    if local and rng.random() < 0.85:
        kind = scope.kinds[local[-1]]
        scope.emit(f"return {local[-1]}")
    else:
        kind = scope.kind()
        text = expression(scope, kind)
        for _ in range(3):
            if any(each in text for each in scope.kinds):
                break
            text = expression(scope, kind)
        scope.emit(f"return {text}")
    lines = ["    " * (indent - 1) + signature(rng, name, parameters), *scope.lines]
    return Helper(name, parameters, scope.wants, kind, lines)


def argument(scope: Scope, called: Helper, parameter: str, kind: str) -> str:
    """An argument for a helper's parameter: a variable where one fits, else a literal."""
    wants = called.wants.get(parameter, {})
    if "small" in wants:
        return (scope.pick_small() if scope.chance(0.6) else None) or str(scope.rng.randint(1, 6))
    if "length" in wants:
        name = scope.pick_length(wants["length"], kind)
        if name is None:
            value = values.value(scope.rng, kind)
            for _ in range(8):
                if len(value) >= wants["length"]:
                    break
                value = values.value(scope.rng, kind)
            return values.text(value)
    else:
        name = operand(scope, kind, literal=0.25)
    if name in scope.kinds and kind in ("list_int", "list_str", "dict", "set", "list_list"):
        if not scope.may_change(name):
            return f"{kind.split('_')[0]}({name})"
        scope.changed(name)
        scope.read(name)
    return name


def call(scope: Scope, called: Helper) -> str:
    """A call of a helper; no list is given twice, lest it grow while the helper goes through it."""
    given: list[str] = []
    for each, kind in called.parameters:
        text = argument(scope, called, each, kind)
        given.append(f"{text}[:]" if text in given and kind in LISTS else text)
    return f"{called.name}({', '.join(given)})"


def use(scope: Scope, called: Helper) -> None:
    """Statements that call a helper: for a new variable, for every element of a list, or within a loop."""
    rng = scope.rng
    kinds = [kind for _, kind in called.parameters]
    simple = len(kinds) == 1 and not called.wants and kinds[0] in ("int", "str")
    if simple and rng.random() < 0.6:
        source = scope.pick(f"list_{kinds[0]}", *(("str",) if kinds[0] == "str" else ("tuple",)))
        if source is not None:
            element = scope.new_element(kinds[0])
            if rng.random() < 0.5 and called.kind in ("int", "str", "float") and element != called.name:
                into = loops.accumulator(scope, called.kind, (source,))
                scope.emit(f"for {element} in {source}:")
                turn = loops.Turn(f"{called.name}({element})", called.kind, into)
                loops.run(scope, turn, [(element, kinds[0])], [source])
                return
            wanted = f"list_{called.kind}" if called.kind in ("int", "str", "float") else None
            if wanted is not None:
                name = scope.new_name(wanted)
                if called.kind == "bool" or rng.random() < 0.15:
                    scope.emit(f"{name} = list(map({called.name}, {source}))")
                else:
                    scope.emit(f"{name} = [{called.name}({element}) for {element} in {source}]")
                scope.declare(name, wanted)
                return
    text = call(scope, called)
    name = scope.new_name(called.kind)
    if called.kind == "int" and rng.random() < 0.2:
        text += rng.choice((" + 1", " * 2", " - 1", " % 5"))
    scope.emit(f"{name} = {text}")
    scope.declare(name, called.kind)


def with_helpers(rng: Random) -> Program:
    """One or two helpers, seldom three, and a function that calls each."""
    weights = rng.choice(_MIXTURES)
    taken: set[str] = set()
    helpers: list[Helper] = []
    for _ in range(rng.choices((1, 2, 3), (5, 3, 0.6))[0]):
        made = helper(rng, weights, taken)
        taken.add(made.name)
        helpers.append(made)
    scope = Scope(rng, weights)
    name = names.function(rng, taken)
    scope.reserved |= taken | {name}
    parameters: list[tuple[str, str]] = []
    wanted = [kind for made in helpers for _, kind in made.parameters][: rng.choice((1, 2, 2, 3))]
    for kind in wanted:
        if rng.random() < 0.3 and kind in ("int", "str") and f"list_{kind}" in weights:
            kind = f"list_{kind}"
        parameters.append((scope.parameter(kind), kind))
    for made in helpers:
        if rng.random() < 0.3:
            write_statements(scope, 1)
        use(scope, made)
    if rng.random() < 0.4:
        write_statements(scope, rng.choice((1, 2, 3)))
    write_return(scope)
    entry = [signature(rng, name, parameters), *decorate(rng, scope.lines)]
    blocks = ["\n".join(made.lines) for made in helpers] + ["\n".join(entry)]
    gap = rng.choice(("\n\n", "\n\n\n"))
    return Program("grammar_helpers", gap.join(blocks) + "\n", name, calls_of(scope, name, parameters))


def _inner_function(rng: Random, scope: Scope, weights: dict[str, float]) -> None:
    """A function within the function, that may read the outer one's variables."""
    made = helper(rng, weights, scope.reserved, indent=2)
    scope.reserved.add(made.name)
    outer = scope.pick("int")
    lines = made.lines
    if outer is not None and made.kind == "int" and lines[-1].strip().startswith("return "):
        returned = lines[-1].strip()[len("return ") :]
        if outer not in {each for each, _ in made.parameters} and f"{outer} =" not in "\n".join(lines):
            lines = [
                *lines[:-1],
                f"        return {rng.choice((f'({returned}) + {outer}', f'({returned}) * {outer}', f'{outer} - ({returned})'))}",
            ]
            scope.fixed.add(outer)
    scope.lines += lines
    use(scope, made)


def _counter(rng: Random, scope: Scope) -> None:
    """A closure with `nonlocal` that is called some times."""
    variable = scope.new_name("int")
    inner = names.function(rng, scope.reserved)
    scope.reserved.add(inner)
    start = scope.pick("int") or "0"
    scope.emit(f"{variable} = {start}")
    parameter = names.element(rng, "int", scope.reserved)
    scope.emit(f"def {inner}({parameter}):")
    scope.emit(f"    nonlocal {variable}")
    scope.emit(f"    {variable} {rng.choice(('+=', '+=', '-='))} {parameter}")
    scope.emit(f"    return {rng.choice((variable, f'{variable} * 2', f'{variable} % 5', parameter))}")
    scope.declare(variable, "int")
    source = scope.pick("list_int")
    if source is not None and rng.random() < 0.6:
        scope.emit(f"for {parameter} in {source}:")
        scope.emit(f"    {inner}({parameter})")
        return
    for _ in range(rng.choice((1, 2, 3))):
        if rng.random() < 0.5:
            scope.emit(f"{inner}({rng.randint(1, 9)})")
        else:
            name = scope.new_name("int")
            scope.emit(f"{name} = {inner}({rng.randint(1, 9)})")
            scope.declare(name, "int")


def _lambda(rng: Random, scope: Scope) -> None:
    """A function in a variable, applied once or to every element."""
    inner = names.variable(rng, "func", scope.reserved)
    scope.reserved.add(inner)
    x = scope.new_element("int")
    other = scope.pick("int")
    other = str(rng.randint(1, 9)) if other is None or other == x else other
    body = rng.choice(
        (f"{x} * {other}", f"{x} + {other}", f"{x} * {x}", f"{x} % 3", f"{x} - {other}", f"abs({x})", f"{x} * 2 + 1")
    )
    scope.emit(f"{inner} = lambda {x}: {body}")
    if other in scope.kinds:
        scope.fixed.add(other)
    source = scope.pick("list_int")
    if source is not None and rng.random() < 0.7:
        name = scope.new_name("list_int")
        scope.emit(
            f"{name} = {rng.choice((f'[{inner}({x}) for {x} in {source}]', f'list(map({inner}, {source}))', f'sorted({source}, key={inner})'))}"
        )
        scope.declare(name, "list_int")
    else:
        name = scope.new_name("int")
        argument_ = operand(scope, "int")
        scope.emit(
            f"{name} = {rng.choice((f'{inner}({argument_})', f'{inner}({inner}({argument_}))', f'{inner}({argument_}) + {inner}(1)'))}"
        )
        scope.declare(name, "int")


def closures(rng: Random) -> Program:
    """Functions within functions, counters with `nonlocal`, lambdas in variables."""
    weights: dict[str, float] = {"int": 4, "list_int": 2}
    scope = Scope(rng, weights)
    name = names.function(rng)
    scope.reserved.add(name)
    kinds = ("int", "list_int")[: rng.choice((1, 2, 2))] if rng.random() < 0.7 else ("list_int",)
    parameters = [(scope.parameter(kind), kind) for kind in kinds]
    if rng.random() < 0.3:
        write_statements(scope, 1)
    shape = rng.random()
    if shape < 0.45:
        _inner_function(rng, scope, weights)
    elif shape < 0.7:
        _counter(rng, scope)
    else:
        _lambda(rng, scope)
    if rng.random() < 0.4:
        write_body(scope, max(1, body_size(rng) - 2))
    else:
        write_return(scope)
    lines = [signature(rng, name, parameters), *scope.lines]
    return Program("grammar_closures", "\n".join(lines) + "\n", name, calls_of(scope, name, parameters))


FAMILIES: dict[str, tuple[Generator, float]] = {
    "grammar_helpers": (with_helpers, 2.2),
    "grammar_closures": (closures, 0.8),
}
"""family -> (generator, weight)."""
