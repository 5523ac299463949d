"""Writes held-out programs whose runs are long, as a data set for `cwm-lsp eval`: what a session of debugging asks for.

    python -m training.held_out_long --out training/held_out_long.jsonl
    cwm-lsp eval traces training/held_out_long.jsonl --verify off --max-frames 1000

Programs come from all families and are held out by their text, as in `training.held_out`; their calls, whose arguments mostly give
short runs, are lengthened until the run is long enough and stays within bounds. Runs are recorded in the sandbox.
"""

from __future__ import annotations

import argparse
import ast
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

from cwm_lsp.evaluate.comparison import GIVEN
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.held_out import as_item, chosen_families, held_out_programs, write_items
from training.lengthening import CHARACTERS, DIGITS, ELEMENTS, lengthened
from training.programs.program import Generator, Program
from training.samples import bound_context

MEMORY = 3 << 30
"""Bytes that making programs may take."""

VARIABLES = 12
LENGTHS = ((100, 200), (201, 400), (401, 1000))
"""Frames of a run, least and most; each class gives a third of the set."""
WANTED = 60
PER_FAMILY = 3
PROGRAMS = 8
"""Held-out programs of a family that are tried."""
TRIES = 20
"""Calls of a program that are tried."""


@dataclass(frozen=True, slots=True)
class Long:
    """A program with a call that runs long.

    Attributes:
        family: its family's name.
        program: held out.
        call: its own, or a lengthened one.
        frames: of its run, `main`'s given ones not counted.
    """

    family: str
    program: Program
    call: str
    frames: int


def is_within_bounds(moments: tuple[Moment, ...]) -> bool:
    """Whether no state has more variables, and no value is longer, than the set's bounds; reprs that were cut are longer."""
    for moment in moments:
        texts = [text for _, text in moment.state] + ([moment.value] if moment.value is not None else [])
        if len(moment.state) > VARIABLES or not all(_is_small(text) for text in texts):
            return False
    return True


def _is_small(text: str) -> bool:
    try:
        value = cast("object", ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return not text.endswith("...")
    return _fits(value)


def _fits(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= CHARACTERS
    if isinstance(value, int):
        return abs(value) < 10**DIGITS
    if isinstance(value, dict):
        held = cast("dict[object, object]", value)
        return len(held) <= ELEMENTS and all(_fits(one) for pair in held.items() for one in pair)
    if isinstance(value, list | tuple | set | frozenset):
        several = cast("tuple[object, ...]", tuple(value))
        return len(several) <= ELEMENTS and all(_fits(one) for one in several)
    return True


def length_class(frames: int) -> int | None:
    """The index in `LENGTHS`; None for runs that are too short or too long."""
    return next((index for index, (least, most) in enumerate(LENGTHS) if least <= frames <= most), None)


def long_runs(family: str, generator: Generator, sandbox: Sandbox) -> Iterator[Long]:
    """The long runs of a family's held-out programs, at most one a program and length."""
    random = Random(f"held out/long/{family}")
    for program in held_out_programs(generator, random, "test", PROGRAMS):
        seen: set[int] = set()
        for attempt in range(TRIES):
            own = program.calls[attempt % len(program.calls)]
            call = own if attempt < len(program.calls) else lengthened(own, random)
            if call is None:
                continue
            recording = sandbox.record(bound_context(program.source, call))
            frames = len(recording.moments) - GIVEN
            index = length_class(frames)
            if index is None or index in seen or not recording.ended or not is_within_bounds(recording.moments):
                continue
            seen.add(index)
            yield Long(family, program, call, frames)


def chosen(found: Mapping[str, list[Long]], wanted: int) -> list[Long]:
    """So many of what was found: of each class of lengths a third, families taking turns, none more than `PER_FAMILY` times."""
    taken: list[Long] = []
    per_family: Counter[str] = Counter()
    texts: set[str] = set()
    # The longest are the rarest, so they are chosen first.
    for index in reversed(range(len(LENGTHS))):
        left = wanted * (len(LENGTHS) - index) // len(LENGTHS) - len(taken)
        pending = {name: [one for one in runs if length_class(one.frames) == index] for name, runs in found.items()}
        while left > 0 and any(pending.values()):
            for name in sorted(pending, key=lambda name: (per_family[name], name)):
                runs = pending[name]
                while runs and runs[0].program.source in texts:
                    runs.pop(0)
                if left and runs and per_family[name] < PER_FAMILY:
                    one = runs.pop(0)
                    taken.append(one)
                    texts.add(one.program.source)
                    per_family[name] += 1
                    left -= 1
                elif per_family[name] >= PER_FAMILY:
                    runs.clear()
    return sorted(taken, key=lambda one: (one.family, one.frames))


def main() -> int:
    """The command line."""
    # One program in thousands fills the memory while it is put together; it is left out.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/held_out_long.jsonl"))
    parser.add_argument("--families", metavar="PREFIX", default="", help="only families whose names begin so")
    parser.add_argument("--wanted", type=int, default=WANTED, help="items at most")
    given = parser.parse_args()
    found: dict[str, list[Long]] = {}
    with Sandbox(Limits(frames=LENGTHS[-1][1] + GIVEN + 1, seconds=1.0)) as sandbox:
        for name, generator in chosen_families(given.families).items():
            found[name] = list(long_runs(name, generator, sandbox))
            print(f"{name}: {len(found[name])} long runs", flush=True)
    runs = chosen(found, given.wanted)
    numbers: Counter[str] = Counter()
    held: list[dict[str, Any]] = []
    for one in runs:
        held.append(as_item(one.family, numbers[one.family], one.program, one.call))
        numbers[one.family] += 1
    write_items(given.out, held)
    lengths = ", ".join(
        f"{sum(length_class(one.frames) == index for one in runs)} of {least} to {most}"
        for index, (least, most) in enumerate(LENGTHS)
    )
    print(f"{len(held)} runs of {len(numbers)} families ({lengths} frames) -> {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
