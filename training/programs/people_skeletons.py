"""Turns the skeleton of an algorithm into a program: choices taken, names of a domain given, arguments made, and the whole tried.

A skeleton is Python text with choices as in `idiom_template` and names to be given: `$n_total` is an integer's name, `$w_parts` that of
a list of words, `$f` the entry and `$f_x` another function. `#2..9` is a number. The skeletons live in `people_dynamic`,
`people_graphs`, `people_parsers`, `people_simulations` and `people_searches`.
"""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from training.programs import people_style, people_values, people_words
from training.programs.idiom_template import choose
from training.programs.people_kinds import kind_of
from training.programs.people_live import GUARD, GUARDIAN, fits, fresh_env, imports_for
from training.programs.people_words import DOMAINS, Domain
from training.programs.program import Generator, Program

Arguments = Callable[[Random, Domain], "list[object]"]
"""Makes the arguments of one call."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One algorithm.

    Attributes:
        text: the module; the entry is `$f`.
        arguments: makes the arguments of one call.
        raises: whether a call may end in an exception.
    """

    text: str
    arguments: Arguments
    raises: bool = False


_NAME = re.compile(r"\$([a-z])(?:_(\w+))?")
_NUMBER = re.compile(r"#(-?\d+)\.\.(-?\d+)")
_OPENING = re.compile(r"^( *)(?:for|while|def) .*:$")
_ELEMENTS = {"e": "int", "c": "char", "i": "index", "k": "key", "v": "value", "x": "any", "o": "str"}
_KINDS = {
    "n": "int",
    "r": "float",
    "s": "str",
    "b": "bool",
    "l": "list[int]",
    "w": "list[str]",
    "m": "list",
    "q": "list",
    "d": "dict",
    "t": "set",
    "p": "tuple",
}
ROUNDS = 700
TRIES = 8


def named(text: str, rng: Random, domain: Domain) -> tuple[str, str]:
    """The text with its names given, and the entry's name.

    Raises:
        KeyError: the text has no `$f`.
    """
    plain = rng.choice((0.15, 0.4, 0.7, 0.95))
    given: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        if found[0] not in given:
            taken = {*given.values(), *_words(text)}
            code = found[1]
            if code == "f":
                made = people_words.function(rng, taken, domain, plain * 0.6)
            elif code == "g":
                made = people_words.free(rng.choice(domain.things).capitalize(), taken, rng)
            elif code in _ELEMENTS:
                made = people_words.element(rng, _ELEMENTS[code], taken)
            elif found[2] and rng.random() < 0.35 and found[2] not in taken and len(found[2]) > 1:
                made = people_words.free(found[2], taken, rng)
            else:
                made = people_words.variable(rng, _KINDS[code], taken, domain, plain)
            given[found[0]] = made
        return given[found[0]]

    filled = _NAME.sub(name, text)
    entry = given["$f"]
    return _NUMBER.sub(lambda found: str(rng.randint(int(found[1]), int(found[2]))), filled), entry


def _words(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\b[a-z]\w*", text))


def guarded(source: str) -> str:
    """The text with a guard at the head of each loop and function."""
    lines: list[str] = []
    for line in source.split("\n"):
        lines.append(line)
        if found := _OPENING.match(line):
            lines.append(f"{found[1]}    {GUARD}")
    return "\n".join(lines)


def expand(skeleton: Skeleton, family: str, rng: Random) -> Program | None:
    """Makes one program of a skeleton whose calls go well; None if none did."""
    for _ in range(TRIES):
        domain = rng.choice(list(DOMAINS.values()))
        source, entry = named(choose(skeleton.text, rng), rng, domain)
        lines = [line.rstrip() for line in source.split("\n") if line.strip()]
        env = fresh_env()
        code = compile(guarded("\n".join(lines)), "<people>", "exec", dont_inherit=True)
        exec(code, env)
        calls: list[list[str]] = []
        results: list[object] = []
        kinds: list[str] = []
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            values = skeleton.arguments(rng, domain)
            row = [people_values.text(value) for value in values]
            GUARDIAN.left = ROUNDS
            try:
                result = eval(f"{entry}({', '.join(row)})", env)
            except Exception as error:
                if not skeleton.raises or type(error).__name__ in ("TooMuch", "NameError", "SyntaxError"):
                    continue
                result = None
            if all(fits(value) for value in values) and fits(result) and row not in calls:
                calls.append(row)
                results.append(result)
                kinds = kinds or [kind_of(value) for value in values]
        if calls:
            return _dressed(family, lines, entry, calls, results, kinds, domain, rng)
    return None


def _dressed(
    family: str,
    lines: list[str],
    entry: str,
    calls: list[list[str]],
    results: list[object],
    kinds: list[str],
    domain: Domain,
    rng: Random,
) -> Program:
    start = next(i for i, line in enumerate(lines) if line.startswith(f"def {entry}("))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    inner = lines[start][lines[start].index("(") + 1 : -2]
    parameters = (
        [(each.split("=")[0].strip(), kind) for each, kind in zip(inner.split(", "), kinds, strict=False)]
        if inner
        else []
    )
    plain = "=" not in inner and len(parameters) == len(calls[0])
    main = people_style.dressed(
        rng, lines[start:end], parameters, kind_of(results[0]), domain,
        modern=rng.random() < 0.6, typed=plain and rng.random() < 0.35, told=rng.random() < 0.3, examples=list(zip(calls, results, strict=True)),
    )  # fmt: skip
    body = "\n".join(_spaced([*lines[:start], *main, *lines[end:]], rng))
    imports = imports_for(body, rng)
    source = people_style.quoted(rng, "\n".join(imports) + "\n\n\n" * bool(imports) + body + "\n")
    shown = [people_style.call(rng, entry, parameters, row) if plain else f"{entry}({', '.join(row)})" for row in calls]
    return Program(family, source, entry, tuple(dict.fromkeys(shown)))


def _spaced(lines: list[str], rng: Random) -> list[str]:
    """Blank lines before definitions."""
    gap = [""] * rng.choice((1, 2, 2))
    spaced: list[str] = []
    for line in lines:
        opens = line.startswith(("def ", "class ", "@"))
        if spaced and opens and not spaced[-1].startswith("@"):
            spaced += gap
        elif spaced and line.startswith(("    def ", "    @")) and spaced[-1].startswith("     "):
            spaced.append("")
        elif spaced and line and not line.startswith((" ", ")", "]", "}")) and spaced[-1].startswith(" ") and not opens:
            spaced += gap
        spaced.append(line)
    return spaced


def family(name: str, skeletons: Sequence[Skeleton]) -> Generator:
    """A generator that draws one of the skeletons each time."""

    def generate(rng: Random) -> Program:
        while (made := expand(rng.choice(skeletons), name, rng)) is None:
            pass
        return made

    return generate
