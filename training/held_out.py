"""Writes the held-out generated programs as a data set for `cwm-lsp eval`: a fixed number of each family.

    python -m training.held_out --out training/held_out.jsonl

Held out is what `training.data.is_held_out` says, so no training run has seen these programs whatever its seed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

from training.data import is_held_out
from training.programs import families

PER_FAMILY = 8


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/held_out.jsonl"))
    parser.add_argument("--per-family", type=int, default=PER_FAMILY)
    parser.add_argument("--seed", default="held out")
    given = parser.parse_args()
    lines: list[str] = []
    for name, (generator, _) in sorted(families().items()):
        random = Random(f"{given.seed}/{name}")
        found = 0
        while found < given.per_family:
            program = generator(random)
            if is_held_out(program):
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
