"""Writes programs of families that training never saw, to measure answers to the two questions in words on.

    python -m training.held_out_tasks

Each program's label is confirmed by true runs: calls that end, calls that come back to a state or reach a limit by construction,
and counted lines on growing inputs where lines are what grows. `--split calibration` takes the families that the confidence is
fitted to.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.tasks.checking import holds
from training.tasks.complexity import ComplexityCase, complexity_case
from training.tasks.counting import is_confirmed
from training.tasks.splits import SPLITS, complexity_families, termination_families
from training.tasks.termination import TerminationCase, termination_case

LIMITS = Limits(frames=700, repr_length=200, seconds=1.0)


def termination_cases(split: str, per_family: int) -> list[TerminationCase]:
    """So many different programs of each family, each confirmed in the sandbox.

    Raises:
        OSError: no sandbox can be started.
    """
    made: list[TerminationCase] = []
    with Sandbox(LIMITS) as sandbox:
        for family in termination_families(split):
            rng = Random(f"{split}/{family.name}")
            seen: set[str] = set()
            while len(seen) < per_family:
                case = termination_case(family, rng)
                if case.source not in seen and holds(case, sandbox.record):
                    seen.add(case.source)
                    made.append(case)
    return made


def complexity_cases(split: str, per_family: int) -> list[ComplexityCase]:
    """So many different programs of each family (fewer where it has not so many), each confirmed where counting can."""
    made: list[ComplexityCase] = []
    for family in complexity_families(split):
        rng = Random(f"{split}/{family.name}")
        seen: set[str] = set()
        for _ in range(per_family * 20):
            case = complexity_case(family, rng)
            if len(seen) < per_family and case.source not in seen and (not case.counted or is_confirmed(case)):
                seen.add(case.source)
                made.append(case)
    return made


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training"), help="a folder")
    parser.add_argument("--split", choices=SPLITS[1:], default="test")
    parser.add_argument("--endings", type=int, default=32, help="programs a family")
    parser.add_argument("--growths", type=int, default=16, help="programs a family")
    given = parser.parse_args()
    prefix = "held_out" if given.split == "test" else given.split
    endings = [
        {
            "id": f"{case.family}/{number}",
            "family": case.family,
            "source": case.source,
            "entry": case.entry,
            "label": "terminates" if case.ends else "does not terminate",
            **({} if case.example is None else {"example": case.example}),
        }
        for number, case in enumerate(termination_cases(given.split, given.endings))
    ]
    growths = [
        {
            "id": f"{case.family}/{number}",
            "family": case.family,
            "source": case.source,
            "entry": case.entry,
            "time": case.time,
            "space": case.space,
        }
        for number, case in enumerate(complexity_cases(given.split, given.growths))
    ]
    for name, items in (("termination", endings), ("complexity", growths)):
        path = given.out / f"{prefix}_{name}.jsonl"
        path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
        print(f"{len(items)} programs -> {path}")


if __name__ == "__main__":
    main()
