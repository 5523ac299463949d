"""Writes held-out generated programs as a data set for `cwm-lsp eval`: a fixed number of each family.

    python -m training.held_out --out training/held_out.jsonl
    python -m training.held_out --families people_ --most 320 --out training/held_out_people.jsonl

Held out is what `training.data.is_held_out` says, so no training run has seen these programs whatever its seed. There are two
disjoint splits: one to fit the confidence to, one to measure on. Without a prefix the families are those of the first set.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from training.data import is_held_out
from training.programs import families
from training.programs.program import Generator, Program

PER_FAMILY = 8
PEOPLE = "people_"
"""What the names of the families in people's ways of writing begin with; they came later and have a set of their own."""
DRAWS = 30_000
"""Programs made of one family at most: some have so few that none may be held out."""


def split_of(program: Program) -> str:
    """Which split a held-out program belongs to, by its text alone: a fifth is for calibration."""
    return "calibration" if sha256(program.source.encode()).digest()[1] % 5 == 0 else "test"


def chosen_families(prefix: str | None) -> dict[str, Generator]:
    """The families whose names begin with the prefix, by name; for None all that are not `PEOPLE`'s."""
    return {
        name: generator
        for name, (generator, _) in sorted(families().items())
        if (not name.startswith(PEOPLE) if prefix is None else name.startswith(prefix))
    }


def drawn(generator: Generator, random: Random) -> Program | None:
    """The next program; None, and a line on standard error, where the generator fails: one draw must not cost the set."""
    try:
        return generator(random)
    except (RecursionError, SyntaxError, MemoryError) as error:
        print(f"a generator failed: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def held_out_programs(generator: Generator, random: Random, split: str, wanted: int) -> list[Program]:
    """So many held-out programs of a split, none twice; fewer where the family doesn't give them."""
    found: list[Program] = []
    texts: set[str] = set()
    for _ in range(DRAWS):
        if len(found) == wanted:
            break
        program = drawn(generator, random)
        if program is None or program.source in texts:
            continue
        if is_held_out(program) and split_of(program) == split:
            texts.add(program.source)
            found.append(program)
    return found


def as_item(family: str, number: int, program: Program, call: str) -> dict[str, Any]:
    """An item as `cwm-lsp eval traces` reads it."""
    return {
        "id": f"{family}/{number}",
        "family": family,
        "source": program.source,
        "entry": program.entry,
        "calls": [call],
    }


def items(
    chosen: Mapping[str, Generator], split: str, per_family: int, most: int | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """The items of a set, and the names of families that gave fewer than was asked for.

    Args:
        chosen: families by name.
        split: `test` or `calibration`.
        per_family: programs of each.
        most: items of the set at most; every family then gives fewer.
    """
    if most is not None:
        per_family = max(1, min(per_family, most // max(1, len(chosen))))
    found: list[dict[str, Any]] = []
    short: list[str] = []
    for name, generator in chosen.items():
        programs = held_out_programs(generator, Random(f"held out/{split}/{name}"), split, per_family)
        found += [as_item(name, number, program, program.calls[0]) for number, program in enumerate(programs)]
        if len(programs) < per_family:
            short.append(name)
    return found[:most], short


def write_items(path: Path, held: Sequence[Mapping[str, Any]]) -> None:
    """Write items as JSON Lines.

    Raises:
        OSError: the file can't be written.
    """
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in held), encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/held_out.jsonl"))
    parser.add_argument("--families", metavar="PREFIX", help="only families whose names begin so; '' means all")
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--most", type=int, help="items at most")
    parser.add_argument("--split", choices=("test", "calibration"), default="test")
    given = parser.parse_args()
    chosen = chosen_families(given.families)
    if not chosen:
        print(f"error: no family's name begins with {given.families}", file=sys.stderr)
        return 1
    held, short = items(chosen, given.split, given.per_family, given.most)
    write_items(given.out, held)
    print(f"{len(held)} programs of {len(chosen)} families -> {given.out}")
    for name in short:
        print(f"  {name} gave fewer than was asked for")
    return 0


if __name__ == "__main__":
    sys.exit(main())
