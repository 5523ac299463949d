"""Whole functions by composition: parameters with arguments that fit them, statements that were tried, a `return`; and their families.

How a finished function is dressed (types, docstring, doctest, comments) stands in `people_style`.
"""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from training.programs import people_style, people_values, people_words
from training.programs.people_blocks import Statement, branch, caught, choose_value, early_return, tried
from training.programs.people_kinds import kind_of, merged
from training.programs.people_live import (
    GUARD,
    GUARDIAN,
    ROUNDS,
    Env,
    Live,
    NoFit,
    fits,
    fresh_env,
    imports_for,
    without_guards,
)
from training.programs.people_loops import for_loop
from training.programs.people_profiles import PROFILES, Profile
from training.programs.people_statements import assign, augment, change, inner_function, last_return, unpack, use_helper
from training.programs.people_while import write_while
from training.programs.people_words import DOMAINS, Domain
from training.programs.program import Generator, Program

_ASSIGNED = re.compile(r"( *)([a-z_]\w*) = (?!.*\.pop)")
STATEMENTS: dict[str, Statement] = {
    "assign": assign,
    "augment": augment,
    "change": change,
    "unpack": unpack,
    "branch": branch,
    "choose": choose_value,
    "early": early_return,
    "for": for_loop,
    "while": write_while,
    "try": caught,
    "inner": inner_function,
}


@dataclass(slots=True)
class Function:
    """A finished function.

    Attributes:
        name: its name.
        lines: its text with guards, indented from 0.
        parameters: (name, kind) in order.
        result: the kind of what it returns.
        calls: the arguments of its examples, as source text.
        results: what each example gave.
    """

    name: str
    lines: list[str]
    parameters: list[tuple[str, str]]
    result: str
    calls: list[list[str]]
    results: list[Any] = field(default_factory=list[Any])


def drawn(rng: Random, weights: dict[str, float]) -> str:
    """One key by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def write_function(
    rng: Random, profile: Profile, domain: Domain, helpers: list[Function], taken: set[str], base: Env | None = None
) -> Function:
    """Writes one function.

    Args:
        rng: the random source.
        profile: what it is like.
        domain: what it is about.
        helpers: functions that it may call.
        taken: names at the module's level.
        base: globals that are there already (classes and constants).

    Raises:
        NoFit: nothing came of it; try again.
    """
    examples = rng.choice((1, 2, 2, 3))
    envs = [{**fresh_env(), **(base or {})} for _ in range(examples)]
    for env in envs:
        for helper in helpers:
            exec(compile("\n".join(helper.lines), "<people>", "exec", dont_inherit=True), env)
    live = Live(rng, domain, envs, profile.plain, profile.kinds)
    live.taken |= taken
    live.helpers = {each.name: (tuple(kind for _, kind in each.parameters), each.result) for each in helpers}
    name = people_words.function(rng, {*taken, *live.helpers}, domain, profile.plain * 0.8)
    live.taken.add(name)
    parameters = [_parameter(live, profile, index) for index in range(rng.choices((1, 2, 3, 4), (5, 5, 2, 0.4))[0])]
    arguments = [[people_values.text(env[each]) for each, _ in parameters] for env in live.envs]
    _write_body(live, profile)
    live.lines.append("    " + last_return(live))
    live.lines = _pruned(live.lines)
    parameters, arguments = _used(live, parameters, arguments)
    head = f"def {name}({', '.join(each for each, _ in parameters)}):"
    lines = [head, f"    {GUARD}", *live.lines]
    made = Function(name, lines, parameters, "any", arguments)
    _run(made, envs)
    return made


def _parameter(live: Live, profile: Profile, index: int) -> tuple[str, str]:
    rng = live.rng
    kind = drawn(rng, profile.first if index == 0 else profile.kinds).replace("deque", "list")
    flavour = None
    if kind == "str":
        flavour = (
            people_values.text_flavour(rng) if index == 0 or rng.random() < 0.5 else rng.choice(("word", "letters"))
        )
        names = people_values.TEXTS[flavour][0]
        name = people_words.free(rng.choice(names), live.taken, rng) if rng.random() < 0.6 else live.new_name(kind)
    else:
        name = live.new_name(kind)
    while name in live.taken:
        name = live.new_name(kind)
    for env in live.envs:
        env[name] = _argument(live, kind, name, flavour, index, env)
    live.taken.add(name)
    live.kinds[name] = merged([kind_of(env[name], kind) for env in live.envs])
    live.written(name)
    return name, kind


def _argument(live: Live, kind: str, name: str, flavour: str | None, index: int, env: Env) -> object:
    """An argument; later ones often are parts of earlier ones, so that something is found."""
    rng = live.rng
    earlier = [env[each] for each in live.kinds if env.get(each)]
    if index and earlier and rng.random() < 0.45:
        other = rng.choice(earlier)
        if kind == "str" and isinstance(other, str):
            at = rng.randrange(len(other))
            return other[at : at + rng.choice((1, 1, 2, 3))]
        if kind in ("int", "str") and isinstance(other, (list, tuple, dict)):
            item: object = rng.choice(list(other))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            if kind_of(item) == kind:
                return item
    for _ in range(6):
        value = people_values.value(rng, kind, live.domain, name, flavour)
        if kind == "int" and index and rng.random() < 0.6:
            value = rng.randint(0, 8)
        if fits(value):
            return value
    raise NoFit


def _write_body(live: Live, profile: Profile) -> None:
    rng = live.rng
    size = rng.choice(profile.sizes)
    written = loops = 0
    calls_from = rng.randint(0, max(0, size - 1))
    for _ in range(size * 6):
        if written >= size or len(live.kinds) > 11:
            break
        which = drawn(rng, profile.statements)
        if live.helpers and written >= calls_from and tried(live, use_helper):
            calls_from += 2
            continue
        if which in ("for", "while") and loops >= 1 + (size > 3) + (size > 6):
            continue
        if tried(live, STATEMENTS[which]):
            written += 1
            loops += which in ("for", "while")
    if not written and size:
        raise NoFit


def _pruned(lines: list[str]) -> list[str]:
    """Without assignments to names that stand nowhere else."""
    while True:
        words = Counter(re.findall(r"[A-Za-z_]\w*", "\n".join(lines)))
        for at, line in enumerate(lines):
            found = _ASSIGNED.match(line)
            if found and words[found[2]] == 1:
                depth = len(found[1])
                opened = bool(at) and (lines[at - 1].endswith(":") or lines[at - 1].strip() == GUARD)
                closes = at + 1 == len(lines) or len(lines[at + 1]) - len(lines[at + 1].lstrip()) < depth
                if not (opened and closes):
                    lines = [*lines[:at], *lines[at + 1 :]]
                    break
        else:
            return lines


def _used(
    live: Live, parameters: list[tuple[str, str]], arguments: list[list[str]]
) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Without the parameters that the body doesn't mention, mostly."""
    text = "\n".join(live.lines)
    keep = [i for i, (name, _) in enumerate(parameters) if re.search(rf"\b{name}\b", text) or live.chance(0.1)]
    if not keep:
        raise NoFit
    return [parameters[i] for i in keep], [[row[i] for i in keep] for row in arguments]


def _run(made: Function, envs: list[Env]) -> None:
    """Calls the finished function with its examples; keeps those that go well, and their results.

    Raises:
        NoFit: none did.
    """
    calls: list[list[str]] = []
    code = compile("\n".join(made.lines), "<people>", "exec", dont_inherit=True)
    for env, row in zip(envs, made.calls, strict=True):
        exec(code, env)
        GUARDIAN.left = ROUNDS
        try:
            result = eval(f"{made.name}({', '.join(row)})", env)
        except Exception:
            continue
        if fits(result) and row not in calls:
            calls.append(row)
            made.results.append(copy.deepcopy(result))
    if not calls:
        raise NoFit
    made.calls = calls
    made.result = merged([kind_of(each) for each in made.results])


def program(rng: Random, family: str, profile: Profile, helpers: int = 0) -> Program:
    """A program of one function, or of one that calls `helpers` others."""
    while True:
        domain = rng.choice(list(DOMAINS.values()))
        made: list[Function] = []
        taken: set[str] = set()
        try:
            for _ in range(helpers):
                small = Profile(profile.first, profile.kinds, profile.statements, (1, 1, 2, 2, 3), profile.plain)
                made.append(write_function(rng, small, domain, made, taken))
                taken.add(made[-1].name)
            main = write_function(rng, profile, domain, made, taken)
        except NoFit:
            continue
        text = "\n".join(main.lines)
        called = [
            each
            for each in made
            if re.search(rf"\b{each.name}\(", text)
            or any(re.search(rf"\b{each.name}\(", "\n".join(other.lines)) for other in made if other is not each)
        ]
        if helpers and not any(re.search(rf"\b{each.name}\(", text) for each in made):
            continue
        return finish(rng, family, [*called, main], domain, profile)


def _default(main: Function, rng: Random) -> str | None:
    """A default for the last parameter, which the first call then leaves out; None mostly."""
    if len(main.parameters) < 2 or main.parameters[-1][1] not in ("int", "str", "bool", "float") or rng.random() > 0.15:
        return None
    *first, default = main.calls[0]
    main.calls = [first, *main.calls[1:]]
    return default


def finish(
    rng: Random, family: str, functions: list[Function], domain: Domain, profile: Profile, head: list[str] | None = None
) -> Program:
    """Dresses the functions and puts the module together; the last one is the entry."""
    main = functions[-1]
    modern = rng.random() < 0.6
    typed = rng.random() < profile.typed
    told = rng.random() < profile.told
    default = _default(main, rng)
    blocks = [
        people_style.dressed(
            rng,
            without_guards(each.lines),
            each.parameters,
            each.result,
            domain,
            modern=modern,
            typed=typed,
            told=told,
            examples=list(zip(each.calls, each.results, strict=True)),
            default=default if each is main else None,
        )
        for each in functions
    ]
    body = ("\n" * rng.choice((2, 3, 3))).join("\n".join(block) for block in [*([head] if head else []), *blocks])
    imports = imports_for(body, rng)
    source = "\n".join(imports) + "\n\n\n" * bool(imports) + body + "\n"
    source, calls = (
        people_style.quoted(rng, source),
        [people_style.call(rng, main.name, main.parameters, row) for row in main.calls],
    )
    return Program(family, source, main.name, tuple(dict.fromkeys(calls)))


def _family(name: str) -> Generator:
    profile, helpers, _ = PROFILES[name]
    return lambda rng: program(rng, name, profile, helpers)


FAMILIES: dict[str, tuple[Generator, float]] = {
    name: (_family(name), weight) for name, (_, _, weight) in PROFILES.items()
}
"""family -> (generator, weight)."""
