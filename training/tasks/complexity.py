"""Programs with what is known of their growth: from the families of `growths`, and loops put together at random.

Nothing runs here; `counting` confirms the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.tasks.growths import FAMILIES, Growth
from training.tasks.writing import POOLS, fill, habits


@dataclass(frozen=True, slots=True)
class ComplexityCase:
    """One program.

    Attributes:
        family: its family's name.
        source: the module's text.
        entry: the function that is asked about.
        time: its class in the worst case.
        space: the same, of what is allocated.
        call: a call of it at the sizes {n} and {m}.
        counted: whether counting executed lines confirms the class.
    """

    family: str
    source: str
    entry: str
    time: str
    space: str
    call: str
    counted: bool


def complexity_case(family: Growth, rng: Random) -> ComplexityCase:
    """A program of a family."""
    slots = {name: rng.choice(options) for name, options in family.slots.items()}
    text, names = fill(family.template, slots, rng)
    entry = names["$f"]
    text = habits(text, entry, rng)
    called = entry
    if rng.random() < 0.15:
        called = rng.choice([name for name in POOLS["f"] if name not in text])
        header = text[text.index(f"def {entry}(") :].split("\n")[0]
        parameters = header[header.index("(") + 1 : header.rindex(")")]
        text += f"\n\ndef {called}({parameters}):\n    return {entry}({parameters})\n"
    return ComplexityCase(
        family.name, text, called, family.time, family.space, f"{called}({family.args})", family.counted
    )


_LOOPS = {
    "n": ("for $i# in range($n):", "for $i# in range(1, $n):", "for $i# in range(0, $n, 2):", "$i# = 0\nwhile $i# < $n:|$i# += 1"),
    "log": ("$i# = $n\nwhile $i# > 1:|$i# //= 2", "$i# = 1\nwhile $i# < $n:|$i# *= 2"),
    "sqrt": ("$i# = 1\nwhile $i# * $i# <= $n:|$i# += 1",),
    "1": ("for $i# in range(%2-9%):",),
}  # fmt: skip
_NESTS = {
    "O(1)": (("1",), ("1", "1")),
    "O(log n)": (("log",), ("1", "log"), ("log", "1")),
    "O(sqrt n)": (("sqrt",), ("sqrt", "1")),
    "O(n)": (("n",), ("1", "n"), ("n", "1")),
    "O(n log n)": (("n", "log"), ("log", "n")),
    "O(n^2)": (("n", "n"), ("n", "n", "1"), ("1", "n", "n")),
    "O(n^3)": (("n", "n", "n"),),
}
_ORDER = tuple(_NESTS)
COMPOSED = ("composed_nest", "composed_sequence")
"""Loops put together at random, for training only."""


def composed_case(rng: Random) -> ComplexityCase:
    """One to three nests of loops after each other: the worst of them counts."""
    many = rng.random() < 0.4
    classes = [rng.choice(_ORDER) for _ in range(rng.choice((2, 2, 3)) if many else 1)]
    lines = ["def $f($n):", "    #I", "    $t = 0"]
    number = 0
    for one in classes:
        depth = 1
        after: list[tuple[int, str]] = []
        for kind in rng.choice(_NESTS[one]):
            number += 1
            head, _, tail = rng.choice(_LOOPS[kind]).replace("#", str(number)).partition("|")
            lines += ["    " * depth + line for line in head.split("\n")]
            depth += 1
            if tail:
                after.append((depth, tail))
        lines += ["    " * depth + "#D", "    " * depth + rng.choice(("$t += 1", "$t = ($t + 3) % 17", "$t ^= 1"))]
        lines += ["    " * depth + tail for depth, tail in reversed(after)]
    text, names = fill("\n".join([*lines, "    return $t"]), {}, rng)
    entry = names["$f"]
    time = max(classes, key=_ORDER.index)
    return ComplexityCase(COMPOSED[many], habits(text, entry, rng), entry, time, "O(1)", f"{entry}({{n}})", True)


def families() -> dict[str, Growth]:
    """All families by name, the composed ones left out."""
    return {family.name: family for family in FAMILIES}
