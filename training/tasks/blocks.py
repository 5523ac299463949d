"""Programs as nested blocks of lines with `$x` for names, so that they can be put together, changed and only then written down.

Two versions of a program get the same names and the same habits: they differ in nothing but what was changed on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from training.tasks.writing import POOLS, habits


@dataclass(frozen=True, slots=True)
class Nest:
    """A header (`while $n > 0:`) and what is indented under it."""

    head: str
    body: tuple[Line, ...]


Line: TypeAlias = "str | Nest"
Block: TypeAlias = "tuple[Line, ...]"

KEY = re.compile(r"\$[a-z]+\d*")
_FUNCTIONS = ("f", "h")
_ALIKE = {"j": "i", "p": "a", "k": "n"}
"""Kinds that draw from another's names."""
_ANY = tuple(
    dict.fromkeys(name for kind in ("n", "i", "t", "a", "b", "xs", "x", "d", "w", "m") for name in POOLS[kind])
)


Part: TypeAlias = "Line | Sequence[Part] | None"


def block(*lines: Part) -> Block:
    """Lines one after the other; sequences are laid flat, None and empty lines left out."""
    made: list[Line] = []
    for line in lines:
        if isinstance(line, (str, Nest)):
            made += [line] if line else []
        elif line is not None:
            made += block(*line)
    return tuple(made)


def nest(head: str, *lines: Part) -> Nest:
    """A header with its block; `pass` where nothing is in it."""
    return Nest(head, block(*lines) or ("pass",))


def text_of(lines: Block, depth: int = 0) -> str:
    """The block as source text, names still unsaid."""
    pad = "    " * depth
    return "".join(
        f"{pad}{line}\n" if isinstance(line, str) else f"{pad}{line.head}\n{text_of(line.body, depth + 1)}"
        for line in lines
    )


def keys_of(lines: Block) -> list[str]:
    """The names' placeholders, in order of their first use."""
    return list(dict.fromkeys(KEY.findall(text_of(lines))))


def names_for(keys: Sequence[str], rng: Random) -> dict[str, str]:
    """A name for each placeholder: what its kind suggests, or, in one program of three, any."""
    named: dict[str, str] = {}
    free = rng.random() < 0.35
    for key in keys:
        kind = key[1:].rstrip("0123456789")
        kind = _ALIKE.get(kind, kind)
        pool = _ANY if free and kind not in _FUNCTIONS else POOLS[kind]
        named[key] = rng.choice([name for name in pool if name not in named.values()])
    return named


def written(versions: Sequence[Block], rng: Random) -> tuple[list[str], dict[str, str]]:
    """Each version as source text, with the same names and habits, and which name stands for which placeholder."""
    keys = list(dict.fromkeys(key for version in versions for key in keys_of(version)))
    named = names_for(keys, rng)
    seed, gap = rng.random(), "\n\n" if rng.random() < 0.75 else ""
    texts = [
        KEY.sub(lambda found: named[found[0]], gap.join(text_of((one,)) for one in version)) for version in versions
    ]
    return [habits(text, named["$f"], Random(seed), unrelated=0.02) for text in texts], named
