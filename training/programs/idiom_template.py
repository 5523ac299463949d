"""Turns a template into a program: choices are taken, names and constants drawn, and the style varied line by line.

A template is Python text in which `«a¦b¦c»` is a choice (it nests, may be empty, may span lines; those that begin
with the same `A→` take the same alternative), `$i` a name of a role (`$i2` is another one), `#2..9` an integer
(`#A2..9` names it, `#A` repeats it), `@w` a literal or an operator, `FOR $x IN $l:` a loop over a sequence in any style
and `FORI $i $x IN $l:` one that needs the index. Lines left blank vanish. The templates themselves live in
`idioms_*.py`, the pools in `idiom_words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from training.programs import idiom_arguments as arguments
from training.programs import idiom_style as style
from training.programs import idiom_words as words
from training.programs.program import Generator, Program


@dataclass(frozen=True, slots=True)
class Idiom:
    """One way of writing something.

    Attributes:
        template: the module's text with choices; the entry is the function named `$f`.
        kinds: the parameters' kinds, one letter each (see `idiom_arguments`); `|` separates alternatives.
        mutable: whether conditions may be changed at random and the run is still sure to end.
    """

    template: str
    kinds: str
    mutable: bool = True


Tree = list["str | list[Tree]"]
"""A template in parts: plain text, or the alternatives of a choice."""

_LINK = re.compile("[A-Z]→")
_SPLIT = re.compile("([«¦»])")
_LOOP = re.compile(r"^( *)FOR(I?) (?:(\S+) )?(\S+) IN (.+):$")
_MARK = re.compile(r"\$([A-Za-z])(\d?)|#([A-Z]?)(?:(-?\d+)\.\.(-?\d+))?|@([A-Za-z]+)\b")


@lru_cache(maxsize=4096)
def _parse(template: str) -> Tree:
    """The template as nested choices: text, or a list of alternatives."""
    root: Tree = []
    current = root
    stack: list[tuple[Tree, list[Tree]]] = []
    for piece in _SPLIT.split(template):
        if piece == "«":
            first: Tree = []
            alternatives: list[Tree] = [first]
            current.append(alternatives)
            stack.append((current, alternatives))
            current = first
        elif piece == "¦" and stack:
            following: Tree = []
            stack[-1][1].append(following)
            current = following
        elif piece == "»" and stack:
            current = stack.pop()[0]
        elif piece:
            current.append(piece)
    if stack:
        raise ValueError(f"A choice is not closed in the template {template!r}")
    return root


def _choose(tree: Tree, rng: Random, linked: dict[str, int]) -> str:
    """Takes one alternative of each choice; choices that begin with the same `A→` take the same one."""
    parts: list[str] = []
    for node in tree:
        if isinstance(node, str):
            parts.append(node)
            continue
        which = rng.randrange(len(node))
        head = node[0][0] if node[0] else ""
        if isinstance(head, str) and head[1:2] == "→":
            which = linked.setdefault(head[0], which) % len(node)
        parts.append(_choose(node[which], rng, linked))
    return "".join(parts)


def _loops(text: str, rng: Random) -> str:
    """Writes `FOR` and `FORI` lines in one of the ways people loop over a sequence."""
    lines: list[str] = []
    fresh = 6
    for line in text.split("\n"):
        found = _LOOP.match(line)
        if not found:
            lines.append(line)
            continue
        pad, indexed, index, item, sequence = found.groups()
        form = rng.random()
        if not indexed:
            index = f"$i{fresh}"
            fresh += 1
            if form < 0.55:
                lines.append(f"{pad}for {item} in {sequence}:")
                continue
        if form < 0.7:
            lines.append(f"{pad}for {index}, {item} in enumerate({sequence}):")
        elif form < 0.88:
            lines += [f"{pad}for {index} in range(len({sequence})):", f"{pad}    {item} = {sequence}[{index}]"]
        elif indexed:
            lines += [f"{pad}{index} = -1", f"{pad}while {index} < len({sequence}) - 1:", f"{pad}    {index} += 1"]
            lines.append(f"{pad}    {item} = {sequence}[{index}]")
        else:
            lines += [
                f"{pad}{index} = 0",
                f"{pad}while {index} < len({sequence}):",
                f"{pad}    {item} = {sequence}[{index}]",
            ]
            lines.append(f"{pad}    {index} += 1")
    return "\n".join(lines)


def _fill(text: str, rng: Random) -> tuple[str, str]:
    """Draws names and constants; returns the text and the entry's name."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, str] = {}

    def name(role: str, digit: str) -> str:
        if (known := names.get(role + digit)) is None:
            known = names[role + digit] = words.name(rng, role, taken)
            taken.add(known)
        return known

    def replace(found: re.Match[str]) -> str:
        role, digit, number, low, high, literal = found.groups()
        if role:
            return name(role, digit)
        if literal:
            return words.LITERALS[literal](rng) if literal in words.LITERALS else found[0]
        if low:
            drawn = str(rng.randint(int(low), int(high)))
            if number:
                numbers[number] = drawn
            return drawn
        return numbers.get(number, found[0]) if number else found[0]

    filled = _MARK.sub(replace, text)
    return filled, names.get("f", "")


def choose(template: str, rng: Random) -> str:
    """The template's text with its choices taken; names and constants aren't drawn yet.

    Raises:
        ValueError: the template leaves a choice open.
    """
    return _LINK.sub("", _choose(_parse(template), rng, {}))


def finish(text: str, kinds: str, mutable: bool, family: str, rng: Random) -> Program:
    """Makes a program of a template's text whose choices are taken.

    Args:
        text: the module, its entry named `$f`.
        kinds: the kinds of the entry's parameters, one letter each.
        mutable: whether conditions may be changed.
        family: the program's family.
        rng: the random source.

    Raises:
        ValueError: there is no `$f`.
    """
    filled, entry = _fill(_loops(text, rng), rng)
    if not entry:
        raise ValueError(f"No function $f in the template {text!r}")
    lines = [line.rstrip() for line in filled.split("\n") if line.strip()]
    source = style.written(lines, entry, kinds, mutable, rng)
    calls = tuple(f"{entry}({arguments.argument_list(rng, kinds)})" for _ in range(rng.choice((1, 1, 2, 2, 3))))
    return Program(family, source, entry, calls)


def expand(idiom: Idiom, family: str, rng: Random) -> Program:
    """Makes one program of an idiom.

    Raises:
        ValueError: the template leaves a choice open or has no function `$f`.
    """
    return finish(choose(idiom.template, rng), rng.choice(idiom.kinds.split("|")), idiom.mutable, family, rng)


def family(name: str, idioms: Sequence[Idiom]) -> Generator:
    """A generator that draws one of the idioms each time."""

    def generate(rng: Random) -> Program:
        return expand(rng.choice(idioms), name, rng)

    return generate
