"""Whether a program shares code with the evaluation sets: n-grams of tokens, as hashes that are made when training starts.

Nothing of an evaluation set is kept but hashes in memory, and nobody reads the sets but this code. Comments and docstrings don't
count, nor does layout; names count in one measure and are numbered in the other, so that a renamed copy is found too.
"""

from __future__ import annotations

import builtins
import json
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LENGTH = 13
SHARE = 0.5
"""A program goes when so large a share of its renamed n-grams stands in the sets; any verbatim one is enough."""

_ROOT = Path(__file__).parents[1]
OUTSIDE = (
    _ROOT.parent / "shared/data/humaneval.jsonl",
    _ROOT.parent / "shared/data/cruxeval_dev.jsonl",
    _ROOT / "benchmarks/data/halting.jsonl",
    _ROOT / "benchmarks/data/complexity_humaneval.jsonl",
)
"""Sets that others wrote: programs like theirs are dropped."""
GENERATED = (
    _ROOT / "training/held_out.jsonl",
    _ROOT / "training/held_out_termination.jsonl",
    _ROOT / "training/held_out_complexity.jsonl",
)
"""Sets of the generators' own: the same templates on purpose, held out by a hash of the text; overlap is reported only."""

_TOKEN = re.compile(
    r"""(?P<long>[rbfuRBFU]{0,2}(?:'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"))|(?P<comment>\#[^\n]*)"""
    r"""|(?P<text>[rbfuRBFU]{0,2}(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))|(?P<name>[^\W\d]\w*)|(?P<number>\d[\w.]*)"""
    r"""|(?P<mark>\*\*=?|//=?|<<=?|>>=?|->|:=|[-+*/%@&|^=!<>]=|\S)""",
    re.DOTALL,
)
_KEPT = frozenset({*keyword.kwlist, *dir(builtins), "self", "cls"})


def tokens(source: str) -> list[tuple[str, bool]]:
    """The code's tokens, and whether each is a name of the program's own (no keyword, builtin or attribute).

    Comments and long strings are left out; short strings lose the kind of their quotes.
    """
    found: list[tuple[str, bool]] = []
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup
        text = match[0]
        if kind in ("long", "comment"):
            continue
        if kind == "text":
            text = f"'{text.lstrip('rbfuRBFU')[1:-1]}'"
        own = kind == "name" and text not in _KEPT and not (found and found[-1][0] == ".")
        found.append((text, own))
    return found


def verbatim(found: list[tuple[str, bool]], length: int = LENGTH) -> set[int]:
    """Hashes of the n-grams as they stand; only this process can compare them."""
    words = [text for text, _ in found]
    return {hash(tuple(words[at : at + length])) for at in range(len(words) - length + 1)}


def renamed(found: list[tuple[str, bool]], length: int = LENGTH) -> set[int]:
    """Hashes of the n-grams with the program's own names numbered in order of appearance."""
    made: set[int] = set()
    for at in range(len(found) - length + 1):
        numbers: dict[str, int] = {}
        made.add(
            hash(
                tuple(numbers.setdefault(text, len(numbers)) if own else text for text, own in found[at : at + length])
            )
        )
    return made


def sources(path: Path) -> list[str]:
    """The programs of an evaluation set; none if the file isn't there, or has no programs."""
    if not path.exists():
        return []
    items: list[dict[str, Any]] = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    return [text for item in items if (text := _source(item))]


def _source(item: dict[str, Any]) -> str:
    if "canonical_solution" in item:
        return f"{item['prompt']}{item['canonical_solution']}"
    return str(item.get("code") or item.get("source") or "")


@dataclass(frozen=True, slots=True)
class Filter:
    """The hashed n-grams of some evaluation programs.

    Attributes:
        exact: of their tokens as they stand.
        shapes: with names numbered.
        length: of the n-grams.
    """

    exact: frozenset[int]
    shapes: frozenset[int]
    length: int = LENGTH

    @classmethod
    def of(cls, programs: Iterable[str], length: int = LENGTH) -> Filter:
        """The filter against these programs."""
        exact: set[int] = set()
        shapes: set[int] = set()
        for program in programs:
            found = tokens(program)
            exact |= verbatim(found, length)
            shapes |= renamed(found, length)
        return cls(frozenset(exact), frozenset(shapes), length)

    def shares(self, source: str) -> tuple[int, float]:
        """How many verbatim n-grams the program shares with the sets, and what share of its renamed ones."""
        found = tokens(source)
        shapes = renamed(found, self.length)
        return len(verbatim(found, self.length) & self.exact), len(shapes & self.shapes) / max(1, len(shapes))

    def drops(self, source: str) -> bool:
        """Whether training must not see this program."""
        exact, share = self.shares(source)
        return exact > 0 or share >= SHARE


@cache
def evaluation_filter() -> Filter:
    """The filter against the sets that others wrote, as far as their files are there."""
    return Filter.of(text for path in OUTSIDE for text in sources(path))


def is_contaminated(source: str) -> bool:
    """Whether a program shares so much with an evaluation set that training must not see it."""
    return evaluation_filter().drops(source)
