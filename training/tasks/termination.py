"""Programs with what is known of their end: from the families of `endings`, with a call for which they never end.

Nothing runs here; `checking` confirms the labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.tasks.endings import FAMILIES, Ending
from training.tasks.writing import POOLS, fill, habits


@dataclass(frozen=True, slots=True)
class TerminationCase:
    """One program.

    Attributes:
        family: its family's name.
        source: the module's text.
        entry: the function that is asked about.
        ends: whether it does for all inputs of the kind that it expects.
        example: a call that never ends, None if it ends.
        calls: calls of the kind that it expects; they end if `ends`.
    """

    family: str
    source: str
    entry: str
    ends: bool
    example: str | None
    calls: tuple[str, ...]


def termination_case(family: Ending, rng: Random) -> TerminationCase:
    """A program of a family, as likely to end as not."""
    ends = rng.random() < 0.5
    if ends:
        slots, given = rng.choice(family.good), ("",)
    else:
        slots, given = rng.choice(family.bad)
    text, names = fill(family.template, slots, rng)
    entry = names["$f"]
    text = habits(text, entry, rng)
    wrapper = rng.random()
    called = entry
    if wrapper < 0.12 and family.template.startswith("def $f("):
        called = rng.choice([name for name in POOLS["f"] if name not in text])
        header = text[text.index(f"def {entry}(") :].split("\n")[0]
        parameters = header[header.index("(") + 1 : header.rindex(")")]
        text += f"\n\ndef {called}({parameters}):\n    return {entry}({parameters})\n"
    example = None if ends else f"{called}({rng.choice(given)})"
    return TerminationCase(family.name, text, called, ends, example, tuple(f"{called}({one})" for one in family.calls))


def families() -> dict[str, Ending]:
    """All families by name."""
    return {family.name: family for family in FAMILIES}
