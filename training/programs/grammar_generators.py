"""Programs with generators: a function that yields, and one that takes what it yields: by a loop, `list`, `sum`, `next`."""

from __future__ import annotations

from random import Random

from training.programs import grammar_loops as loops
from training.programs import names
from training.programs.grammar_functions import calls_of, signature, write_statements
from training.programs.grammar_scope import Scope
from training.programs.grammar_statements import write_return
from training.programs.grammar_templates import condition_on
from training.programs.program import Generator, Program

_TERMS = {
    "int": ("{}", "{}", "{} * 2", "{} + 1", "{} ** 2", "{} % 3", "-{}"),
    "str": ("{}", "{}", "{}.upper()", "{} * 2", "{}[::-1]", "{} + '-'", "len({})"),
}


def _yielding(rng: Random, name: str, kind: str) -> tuple[Scope, list[str], str]:
    """A generator function over a small number, a list or a string; also the kind of its parameter."""
    scope = Scope(rng, {"int": 1, "str": 1})
    scope.reserved.add(name)
    parameter_kind = (
        "list_str"
        if kind == "str" and rng.random() < 0.6
        else "str"
        if kind == "str"
        else rng.choice(("int", "list_int", "list_int"))
    )
    source = scope.parameter(parameter_kind)
    asked = "char" if parameter_kind == "str" else kind
    element = scope.new_element({"str": "char", "list_str": "str", "int": "index"}.get(parameter_kind, "int"))
    term = rng.choice([each for each in _TERMS[kind] if kind == "int" or "len" not in each]).format(element)
    lines = scope.lines
    shape = rng.random()
    if parameter_kind == "int" and shape < 0.4:
        scope.emit(f"{element} = {rng.choice((0, 1, 1))}")
        scope.emit(f"while {element} {rng.choice(('<', '<='))} {source}:")
        scope.emit(f"    yield {term}")
        scope.emit(f"    {element} {rng.choice(('+= 1', '+= 1', '+= 2', f'= {element} * 2 + 1'))}")
        return scope, lines, parameter_kind
    running = kind == "int" and rng.random() < 0.3
    total = names.variable(rng, "int", {*scope.reserved, element}) if running else ""
    if running:
        scope.emit(f"{total} = 0")
    iterable = (
        f"range({source})"
        if parameter_kind == "int" and shape < 0.8
        else f"range(1, {source} + 1)"
        if parameter_kind == "int"
        else source
    )
    scope.emit(f"for {element} in {iterable}:")
    if running:
        scope.emit(f"    {total} {rng.choice(('+=', '+=', '-='))} {element}")
        term = total
    if rng.random() < 0.5:
        scope.emit(f"    if {condition_on(scope, element, asked)}:")
        scope.emit(f"        yield {term}")
        if rng.random() < 0.2:
            scope.emit("    else:")
            scope.emit(f"        {rng.choice(('return', f'yield {element}', 'break'))}")
    else:
        scope.emit(f"    yield {term}")
        if rng.random() < 0.2:
            scope.emit(f"    yield {element}")
    if rng.random() < 0.12:
        scope.emit(f"yield {rng.choice((0, -1, 99)) if kind == 'int' else repr('end')}")
    return scope, lines, parameter_kind


def generators(rng: Random) -> Program:
    """A generator function and a function that consumes it."""
    kind = rng.choice(("int", "int", "str"))
    inner = names.function(rng)
    made, lines, parameter_kind = _yielding(rng, inner, kind)
    (source,) = made.parameters
    definition = [f"def {inner}({source}):", *lines]
    name = names.function(rng, {inner})
    scope = Scope(rng, {"int": 3, "list_int": 1.5} if kind == "int" else {"str": 2, "int": 2, "list_str": 1})
    scope.reserved |= {inner, name}
    argument = scope.parameter(parameter_kind)
    if parameter_kind == "int":
        scope.want(argument, "small", 1)
    parameters = [(argument, parameter_kind)]
    scope.read(argument)
    shape = rng.random()
    if shape < 0.5:
        element = scope.new_element(kind)
        into = loops.accumulator(scope, kind, (argument,))
        scope.emit(f"for {element} in {inner}({argument}):")
        loops.run(scope, loops.Turn(element, kind, into), [(element, kind)], [argument])
    elif shape < 0.75:
        made_kind = f"list_{kind}"
        result = scope.new_name(made_kind)
        scope.emit(f"{result} = {rng.choice(('list', 'list', 'sorted'))}({inner}({argument}))")
        scope.declare(result, made_kind)
    elif shape < 0.88:
        result = scope.new_name("int" if kind == "int" else "str")
        scope.emit(
            f"{result} = sum({inner}({argument}))"
            if kind == "int"
            else f"{result} = {rng.choice(('', '-', ' '))!r}.join({inner}({argument}))"
        )
        scope.declare(result, kind)
    else:
        handle = rng.choice(("gen", "it", "g", "stream", "source_iter"))
        if handle in (inner, name, argument):
            handle += "_"
        scope.emit(f"{handle} = {inner}({argument})")
        for _ in range(rng.choice((1, 2, 2))):
            result = scope.new_name(kind)
            scope.emit(
                f"{result} = next({handle}, {rng.choice(('None', '0', '-1')) if kind == 'int' else rng.choice(('None', repr('')))})"
            )
            scope.kinds[result] = "any"
            scope.unread.append(result)
        scope.emit(f"return {', '.join(each for each in scope.unread)}")
        return _program(definition, scope, name, parameters)
    if rng.random() < 0.3:
        write_statements(scope, rng.choice((1, 2)))
    write_return(scope)
    return _program(definition, scope, name, parameters)


def _program(definition: list[str], scope: Scope, name: str, parameters: list[tuple[str, str]]) -> Program:
    lines = [*definition, "", signature(scope.rng, name, parameters), *scope.lines]
    calls = calls_of(scope, name, parameters)
    return Program("grammar_generators", "\n".join(lines) + "\n", name, calls)


FAMILIES: dict[str, tuple[Generator, float]] = {"grammar_generators": (generators, 0.9)}
"""family -> (generator, weight)."""
