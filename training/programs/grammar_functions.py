"""One function of random statements over a few types: a family for each mixture of types.

How statements look stands in `grammar_statements` and `grammar_loops`, expressions in `grammar_tables`.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

import re
from itertools import accumulate
from random import Random

from training.programs import grammar_loops as loops
from training.programs import grammar_statements as statements
from training.programs import names, values
from training.programs.grammar_scope import ANNOTATIONS, Scope
from training.programs.program import Generator, Program

MIXTURES: dict[str, dict[str, float]] = {
    "grammar_integers": {"int": 8, "bool": 0.4},
    "grammar_strings": {"str": 7, "int": 2, "list_str": 1.5, "bool": 0.4},
    "grammar_lists": {"list_int": 6, "int": 4, "list_str": 1, "bool": 0.3},
    "grammar_words": {"list_str": 5, "str": 3, "int": 1.5, "dict": 0.8},
    "grammar_dicts": {"dict": 5, "str": 1.5, "int": 2, "list_str": 1, "list_int": 0.7},
    "grammar_sets_tuples": {"set": 3, "tuple": 3, "int": 2, "list_int": 1.5},
    "grammar_floats": {"float": 5, "int": 1.5, "list_float": 2, "str": 0.6},
    "grammar_matrices": {"list_list": 4, "int": 2, "list_int": 2},
    "grammar_mixed": {"int": 4, "str": 3, "list_int": 3, "dict": 1.3, "list_str": 1.3, "bool": 0.7, "float": 0.6, "set": 0.4, "tuple": 0.6},
}  # fmt: skip
"""family -> how willingly it makes variables of each kind."""

_STATEMENTS: tuple[tuple[float, statements.Statement], ...] = (
    (5.0, statements.new_variable),
    (2.8, statements.change),
    (1.0, statements.unpack),
    (4.4, loops.for_loop),
    (1.3, loops.while_loop),
    (2.0, statements.branch),
    (0.7, statements.choose_value),
    (0.8, statements.early_return),
    (0.12, statements.promise),
)
_CUMULATIVE = list(accumulate(weight for weight, _ in _STATEMENTS))
_CHOICES = [statement for _, statement in _STATEMENTS]

_DOCSTRINGS = (
    '"""Return the result."""',
    '"""Compute a value from the input."""',
    "'''Process the data.'''",
    '"""Helper."""',
    '"""Small example."""',
)
_COMMENTS = (
    *(
        "# start",
        "# main loop",
        "# update",
        "# check",
        "# result",
        "# TODO: clean up",
        "# step 1",
        "# edge case",
        "# base case",
    ),
    *("# keep going", "# initial values", "# done"),
)


def write_statements(scope: Scope, size: int, may_return: bool = True) -> None:
    """Writes about `size` lines of statements; at most one or two loops, and early returns only if allowed."""
    written = 0
    target = len(scope.lines) + size
    for _ in range(30):
        if len(scope.lines) >= target:
            break
        statement = scope.rng.choices(_CHOICES, cum_weights=_CUMULATIVE)[0]
        if statement in (loops.for_loop, loops.while_loop):
            if written == (2 if size > 8 else 1) or target - len(scope.lines) < 2:
                continue
            written += statement(scope)
        elif may_return or statement is not statements.early_return:
            statement(scope)


def write_body(scope: Scope, size: int) -> None:
    """Writes about `size` lines of statements and a `return`."""
    write_statements(scope, size)
    statements.write_return(scope)


def body_size(rng: Random) -> int:
    """How many lines a body gets before its `return`: 1 to 6 mostly."""
    return rng.choices((1, 2, 3, 4, 5, 6, 8, 11), (0.8, 2.5, 3.5, 3, 2.5, 1.5, 1.3, 0.5))[0]


def decorate(rng: Random, lines: list[str]) -> list[str]:
    """Now and then a docstring, a comment or a blank line, as style differs between people."""
    shape = rng.random()
    if shape < 0.03:
        return [f"    {rng.choice(_DOCSTRINGS)}", *lines]
    if shape < 0.08 and len(lines) > 2:
        at = rng.randrange(1, len(lines))
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        if not lines[at].lstrip().startswith(("elif", "else", "case", "except", "finally")):
            return [*lines[:at], indent + rng.choice(_COMMENTS), *lines[at:]]
    elif shape < 0.12 and len(lines) > 3:
        at = rng.randrange(1, len(lines))
        if lines[at].startswith("    ") and not lines[at].startswith(
            ("     ", "    el", "    except", "    finally", "    case")
        ):
            return [*lines[:at], "", *lines[at:]]
    elif shape < 0.16:
        at = rng.randrange(len(lines))
        return [*lines[:at], f"{lines[at]}  {rng.choice(_COMMENTS)}", *lines[at + 1 :]]
    return lines


def signature(rng: Random, name: str, parameters: list[tuple[str, str]]) -> str:
    """The `def` line; annotated in one case of seven."""
    if rng.random() < 0.14:
        inner = ", ".join(f"{each}: {ANNOTATIONS[kind]}" for each, kind in parameters)
    else:
        inner = ", ".join(each for each, _ in parameters)
    return f"def {name}({inner}):"


def calls_of(scope: Scope, name: str, parameters: list[tuple[str, str]]) -> tuple[str, ...]:
    """One to three different calls."""
    rng = scope.rng
    count = rng.choice((1, 2, 2, 3)) if parameters else 1
    calls: list[str] = []
    for _ in range(count):
        arguments = [scope.argument(each, kind) for each, kind in parameters]
        if rng.random() < 0.06:
            arguments = [f"{each}={text}" for (each, _), text in zip(parameters, arguments, strict=True)]
        call = f"{name}({', '.join(arguments)})"
        if call not in calls:
            calls.append(call)
    return tuple(calls)


def random_function(rng: Random, weights: dict[str, float]) -> tuple[Scope, str, list[tuple[str, str]], list[str]]:
    """A scope with parameters and a written body; also the function's name, its parameters and its lines."""
    scope = Scope(rng, weights)
    name = names.function(rng)
    scope.reserved.add(name)
    parameters: list[tuple[str, str]] = []
    first = next(iter(weights))
    for index in range(rng.choices((0, 1, 2, 3, 4), (0.7, 5, 4, 1.2, 0.3))[0]):
        kind = first if index == 0 and rng.random() < 0.6 else scope.kind()
        parameters.append((scope.parameter(kind), kind))
    if not parameters:
        kind = first if rng.random() < 0.7 else scope.kind()
        local = scope.new_name(kind)
        value = values.value(rng, kind)
        scope.emit(f"{local} = {values.text(value)}")
        scope.declare(local, kind, least=len(value) if hasattr(value, "__len__") else 0)
    write_body(scope, body_size(rng))
    body = "\n".join(scope.lines)
    if rng.random() < 0.8:
        parameters = [(each, kind) for each, kind in parameters if re.search(rf"\b{each}\b", body)]
    return scope, name, parameters, [signature(rng, name, parameters), *decorate(rng, scope.lines)]


def family(name: str, weights: dict[str, float]) -> Generator:
    """The generator of single functions over a mixture of kinds."""

    def generate(rng: Random) -> Program:
        scope, function, parameters, lines = random_function(rng, weights)
        return Program(name, "\n".join(lines) + "\n", function, calls_of(scope, function, parameters))

    return generate


_SHARES: dict[str, float] = {
    "grammar_integers": 3.0,
    "grammar_strings": 3.5,
    "grammar_lists": 3.5,
    "grammar_words": 1.5,
    "grammar_dicts": 2.0,
    "grammar_sets_tuples": 1.0,
    "grammar_floats": 1.0,
    "grammar_matrices": 0.7,
    "grammar_mixed": 3.5,
}

FAMILIES: dict[str, tuple[Generator, float]] = {
    name: (family(name, weights), _SHARES[name]) for name, weights in MIXTURES.items()
}
"""family -> (generator, weight)."""
