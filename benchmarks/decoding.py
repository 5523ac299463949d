"""Decoding that knows the program against frame-by-frame requests: passes, frames a second, time to the first frame.

    python -m benchmarks.decoding [--frames N] [--repeats N]

The baseline works in the manner of CWM's reference debugger: for each frame it sends the whole history again, forces nothing and
verifies nothing. It is measured twice, with every request computed from the start (as that debugger asks for it) and with the
engine's reuse of common prefixes. Ours is measured twice as well: without verification, so that decoding alone is compared, and
with the default, which works certain steps out. Same model, same process, same calls, ways taking turns; medians.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.evaluate.datasets import read_items
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.trace import TraceSettings, predict_trace, trace_context
from cwm_lsp.predict.writer import encode
from cwm_lsp.source.document import Document
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Special
from cwm_lsp.trace.writing import Piece, frame_pieces, opening_frames, prompt_pieces

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
HELD_OUT = ROOT / "training" / "held_out.jsonl"
GIVEN = 2
"""Frames that every bound call begins with, whoever predicts it."""
LONGEST_FRAME = 300


class Way(Enum):
    """Who asks, and how."""

    AFRESH = "frame by frame, whole history"
    REUSED = "frame by frame, prefixes reused"
    OFF = "ours, --verify off"
    CORRECT = "ours, --verify correct"


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction.

    Attributes:
        frames: how many were predicted, those that were given not counted.
        first: seconds to the first of them.
        decided: seconds to the first in which the model had a say; None if it never had.
        seconds: in all.
        passes: of the engine.
    """

    frames: int
    first: float
    decided: float | None
    seconds: float
    passes: int


@dataclass(frozen=True, slots=True)
class Case:
    """A call to predict."""

    document: Document
    function: Function
    call: str


def cases() -> list[Case]:
    """The first example call of each function of the examples that has one."""
    found: list[Case] = []
    for path in sorted(EXAMPLES.glob("*.py")):
        document = Document.parse(path.read_text(encoding="utf-8"))
        for function in document.functions:
            calls = example_calls(document, function)
            if calls:
                found.append(Case(document, function, calls[0].expression))
    return found


def cases_of(path: Path, every: int) -> list[Case]:
    """Every n-th item of a data set.

    Raises:
        DatasetError: it can't be read.
    """
    found: list[Case] = []
    for item in read_items(path)[::every]:
        document = Document.parse(item.source)
        function = document.function(item.entry)
        if function is not None and item.problem is None:
            found.append(Case(document, function, item.call))
    return found


async def ours(engine: Engine, case: Case, frames: int, verify: Verify) -> Run:
    """Predict as `cwm-lsp trace` does."""
    before = engine.counters.passes
    started = time.perf_counter()
    first, decided, count = 0.0, None, 0
    settings = TraceSettings(max_frames=frames, verify=verify)
    async for prediction in predict_trace(engine, case.document, case.function, case.call, settings):
        count = len(prediction.frames) - GIVEN
        if count > 0:
            passed = time.perf_counter() - started
            first = first or passed
            decided = passed if decided is None and prediction.frames[-1].decisions else decided
    return Run(count, first, decided, time.perf_counter() - started, engine.counters.passes - before)


async def frame_by_frame(engine: Engine, case: Case, frames: int) -> Run:
    """Predict with one request a frame, the whole history each time, nothing forced."""
    before = engine.counters.passes
    started = time.perf_counter()
    first, count = 0.0, 0
    history = given(engine, case)
    stop = frozenset(engine.special(special.value) for special in (Special.FRAME_SEP, Special.END_OF_TEXT))
    while count < frames and len(history) + LONGEST_FRAME < engine.context_length:
        generation = await engine.start(history)
        tokens = await generation.complete(stop=stop, banned=frozenset(), limit=LONGEST_FRAME)
        generation.close()
        history = [*history, *(token.id for token in tokens)]
        if tokens[-1].id == engine.special(Special.END_OF_TEXT.value):
            break
        count += 1
        first = first or time.perf_counter() - started
    return Run(count, first, first or None, time.perf_counter() - started, engine.counters.passes - before)


def given(engine: Engine, case: Case) -> list[int]:
    """The prompt with the two frames that every bound call begins with."""
    text = trace_context(engine, case.document, case.function, case.call).text
    program = Program(text)
    line = program.source(program.first(max(program.functions))[0])
    pieces: list[Piece] = list(prompt_pieces(text))
    for frame in opening_frames(line):
        pieces += frame_pieces(frame)
    return encode(engine, pieces)


async def run(model: Path, case: Case, way: Way, frames: int) -> Run:
    """One prediction by an engine that is loaded and remembers nothing."""
    engine = EmbeddedEngine(model, idle_caches=0 if way is Way.AFRESH else 4)
    await engine.load()
    try:
        if way in (Way.AFRESH, Way.REUSED):
            return await frame_by_frame(engine, case, frames)
        return await ours(engine, case, frames, Verify.OFF if way is Way.OFF else Verify.CORRECT)
    finally:
        await engine.close()


async def measure(model: Path, chosen: list[Case], frames: int, repeats: int) -> dict[Way, list[Run]]:
    """Run every case in every way, in turns."""
    runs: dict[Way, list[Run]] = {way: [] for way in Way}
    for _ in range(repeats):
        for case in chosen:
            for way in Way:
                runs[way].append(await run(model, case, way, frames))
    return runs


@dataclass(frozen=True, slots=True)
class Summary:
    """Medians of some runs; `mean_passes` is of all their frames together. `decided` is None if the model never had a say."""

    passes: float
    mean_passes: float
    speed: float
    first: float
    decided: float | None

    @classmethod
    def of(cls, runs: list[Run]) -> Summary:
        decided = [one.decided for one in runs if one.decided is not None]
        return cls(
            median(one.passes / max(1, one.frames) for one in runs),
            sum(one.passes for one in runs) / max(1, sum(one.frames for one in runs)),
            median(one.frames / one.seconds for one in runs),
            median(one.first for one in runs),
            median(decided) if decided else None,
        )


def table(found: dict[Way, Summary]) -> Table:
    told = Table(box=box.MARKDOWN)
    told.add_column("", no_wrap=True)
    for name in ("passes a frame, median", "mean", "frames/s", "ms to first frame", "ms to first asked"):
        told.add_column(name, justify="right")
    for way, one in found.items():
        decided = "-" if one.decided is None else f"{one.decided * 1e3:.0f}"
        told.add_row(
            way.value,
            f"{one.passes:.1f}",
            f"{one.mean_passes:.2f}",
            f"{one.speed:.1f}",
            f"{one.first * 1e3:.0f}",
            decided,
        )
    return told


def compared(found: dict[Way, Summary]) -> list[str]:
    """Ours against the baseline in a sentence for each pair."""
    lines: list[str] = []
    for way in (Way.OFF, Way.CORRECT):
        for base in (Way.AFRESH, Way.REUSED):
            best, worst = found[way], found[base]
            fewer = (
                f"{worst.mean_passes / best.mean_passes:.1f} times fewer passes" if best.mean_passes else "no passes"
            )
            median_of_it = f"{worst.passes / best.passes:.1f}" if best.passes else "none at all"
            lines.append(
                f"{way.value} against {base.value}: {fewer} in the mean (median: {median_of_it}), "
                f"{best.speed / worst.speed:.1f} times the frames a second"
            )
    return lines


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.decoding", description="Decoding that knows the program against one that does not."
    )
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--frames", type=int, default=32, help="the most frames of one prediction")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--every", type=int, default=56, help="of the held-out programs, every n-th is used")
    asked = parser.parse_args()
    chosen = [*cases(), *cases_of(HELD_OUT, asked.every)]
    runs = asyncio.run(measure(asked.model, chosen, asked.frames, asked.repeats))
    found = {way: Summary.of(runs[way]) for way in Way}
    console = Console(width=132, highlight=False)
    console.print(
        f"{len(chosen)} calls, up to {asked.frames} frames each, {asked.repeats} repeat(s); the model is loaded before"
    )
    console.print(table(found))
    for line in compared(found):
        console.print(line, soft_wrap=True)


if __name__ == "__main__":
    main()
