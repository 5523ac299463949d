"""Decoding that knows the program against frame-by-frame requests: passes, frames a second, time to the first frame.

    python -m benchmarks.decoding

The baseline works in the manner of CWM's reference debugger: for each frame it sends the whole history again and forces nothing. It
is measured twice, with every request computed from the start (as that debugger asks for it) and with the engine's reuse of common
prefixes. Same model, same process, same calls; medians.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.predict.writer import encode
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.frames import Special
from cwm_lsp.trace.writing import Piece, frame_pieces, opening_frames, prompt_pieces

EXAMPLES = Path(__file__).parents[1] / "examples"
LONGEST_FRAME = 300


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction: frames, seconds to the first frame that the model had a say in, seconds in all, the engine's passes."""

    frames: int
    first: float
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


async def ours(engine: EmbeddedEngine, case: Case, frames: int) -> Run:
    """Predict as `cwm-lsp trace` does."""
    before = engine.counters.passes
    started = time.perf_counter()
    first = 0.0
    count = 0
    settings = TraceSettings(max_frames=frames)
    async for prediction in predict_trace(engine, case.document, case.function, case.call, settings):
        count = len(prediction.frames) - 2
        if not first and prediction.frames[-1].decisions:
            first = time.perf_counter() - started
    return Run(count, first, time.perf_counter() - started, engine.counters.passes - before)


async def frame_by_frame(engine: EmbeddedEngine, case: Case, frames: int) -> Run:
    """Predict with one request a frame, the whole history each time, nothing forced."""
    before = engine.counters.passes
    started = time.perf_counter()
    first = 0.0
    history = given(engine, case)
    stop = frozenset(engine.special(special.value) for special in (Special.FRAME_SEP, Special.END_OF_TEXT))
    count = 0
    while count < frames and len(history) + LONGEST_FRAME < engine.context_length:
        generation = await engine.start(history)
        tokens = await generation.complete(stop=stop, banned=frozenset(), limit=LONGEST_FRAME)
        generation.close()
        history = [*history, *(token.id for token in tokens)]
        if tokens[-1].id == engine.special(Special.END_OF_TEXT.value):
            break
        count += 1
        first = first or time.perf_counter() - started
    return Run(count, first, time.perf_counter() - started, engine.counters.passes - before)


def given(engine: Engine, case: Case) -> list[int]:
    """The prompt with the two frames that every bound call begins with."""
    context = context_for(
        case.document, case.function, case.call, budget=engine.context_length, measure=len, docstrings=False
    )
    assert isinstance(context, Context)
    program = Program(context.text)
    line = program.source(program.first(max(program.functions))[0])
    pieces: list[Piece] = list(prompt_pieces(context.text))
    for frame in opening_frames(line):
        pieces += frame_pieces(frame)
    return encode(engine, pieces)


async def measure(model: Path, frames: int, repeats: int) -> None:
    """Run every case in every way, in turns, and print the medians."""
    chosen = cases()
    ways = ("whole history, no reuse", "whole history, prefix reused", "knows the program")
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(repeats):
        for case in chosen:
            for way in ways:
                engine = EmbeddedEngine(model, idle_caches=0 if way == ways[0] else 4)
                await engine.load()
                ask = ours if way == ways[2] else frame_by_frame
                runs[way].append(await ask(engine, case, frames))
                await engine.close()
    print(f"{len(chosen)} calls of examples/, up to {frames} frames, {repeats} repeats, medians over all\n")
    print(f"{'':32}{'passes/frame':>14}{'frames/s':>12}{'first frame':>14}")
    found = {way: summary(runs[way]) for way in ways}
    for way, (passes, speed, first) in found.items():
        print(f"{way:32}{passes:>14.1f}{speed:>12.1f}{first * 1000:>11.0f} ms")
    base, best = found[ways[0]], found[ways[2]]
    print(f"\n{base[0] / best[0]:.1f} times fewer passes, {best[1] / base[1]:.1f} times the frames a second")
    reuse = found[ways[1]]
    print(f"(with prefixes reused by the baseline: {reuse[0] / best[0]:.1f} times and {best[1] / reuse[1]:.1f} times)")


def summary(runs: list[Run]) -> tuple[float, float, float]:
    """Median passes a frame, frames a second, and seconds to the first frame."""
    return (
        median(run.passes / max(1, run.frames) for run in runs),
        median(run.frames / run.seconds for run in runs),
        median(run.first for run in runs),
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    given_arguments = parser.parse_args()
    asyncio.run(measure(given_arguments.model, given_arguments.frames, given_arguments.repeats))


if __name__ == "__main__":
    main()
