"""Prints what each family of generated programs is like: how many differ, how long their runs are, how many raise.

python -m training.programs_report --family people_ --programs 200
"""

from __future__ import annotations

import argparse
import warnings
from random import Random

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.recorder import Limits
from training.programs import families
from training.programs.program import Generator
from training.samples import bound_context, record_limited

LIMITS = Limits(frames=1000, repr_length=200, seconds=1.0)


def line(name: str, generator: Generator, weight: float, share: float, count: int) -> str:
    """The figures of one family.

    Args:
        name: the family's.
        generator: makes its programs.
        weight: in the mixture.
        share: of the whole mixture.
        count: programs to look at.
    """
    random = Random(f"report/{name}")
    programs = [generator(random) for _ in range(count)]
    frames: list[int] = []
    raised = unfinished = 0
    for program in programs:
        for call in program.calls:
            recording = record_limited(bound_context(program.source, call), LIMITS)
            frames.append(len(recording.moments))
            unfinished += not recording.ended
            raised += any(moment.scope == 0 and moment.event is Event.EXCEPTION for moment in recording.moments)
    frames.sort()
    spread = " ".join(f"p{part} {frames[len(frames) * part // 100]}" for part in (10, 50, 90, 99))
    runs = len(frames)
    return (
        f"{name}: weight {weight:g} ({share:.1%}), {len({program.source for program in programs})} of {count} programs differ, "
        f"{runs} runs, frames {spread}, over 160 {sum(each > 160 for each in frames) / runs:.1%}, raised {raised / runs:.1%}, "
        f"not ended {unfinished / runs:.1%}"
    )


def main() -> None:
    """The command line."""
    warnings.simplefilter("ignore", SyntaxWarning)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", default="", help="only families whose name begins so")
    parser.add_argument("--programs", type=int, default=200, help="a family")
    given = parser.parse_args()
    total = sum(weight for _, weight in families().values())
    chosen = {name: entry for name, entry in families().items() if name.startswith(given.family)}
    for name, (generator, weight) in chosen.items():
        print(line(name, generator, weight, weight / total, given.programs), flush=True)
    print(f"{len(chosen)} families, {sum(weight for _, weight in chosen.values()) / total:.1%} of the mixture")


if __name__ == "__main__":
    main()
