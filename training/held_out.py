"""Writes held-out generated programs as a data set for `cwm-lsp eval`: a fixed number of each family.

    python -m training.held_out --out training/held_out.jsonl

Held out is what `training.data.is_held_out` says, so no training run has seen these programs whatever its seed. There are two
disjoint splits: one to fit the confidence to, one to measure on.
"""

from __future__ import annotations

import argparse
import json
from hashlib import sha256
from pathlib import Path
from random import Random

from training.data import is_held_out
from training.programs import families
from training.programs.program import Program

PER_FAMILY = 8


def split_of(program: Program) -> str:
    """Which split a held-out program belongs to, by its text alone: a fifth is for calibration."""
    return "calibration" if sha256(program.source.encode()).digest()[1] % 5 == 0 else "test"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/held_out.jsonl"))
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--split", choices=("test", "calibration"), default="test")
    given = parser.parse_args()
    lines: list[str] = []
    for name, (generator, _) in sorted(families().items()):
        random = Random(f"held out/{given.split}/{name}")
        found = 0
        while found < given.per_family:
            program = generator(random)
            if is_held_out(program) and (split_of(program) == given.split):
                held = {
                    "id": f"{name}/{found}",
                    "family": name,
                    "source": program.source,
                    "entry": program.entry,
                    "calls": program.calls[:1],
                }
                lines.append(json.dumps(held, ensure_ascii=False))
                found += 1
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} programs -> {given.out}")


if __name__ == "__main__":
    main()
