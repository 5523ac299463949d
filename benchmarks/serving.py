"""Decoding over a server: whole history for each frame, one plain stream, and ours, on the same server in the same run.

    python -m benchmarks.serving --endpoint http://127.0.0.1:8000 [--frames N] [--repeats N] [--ways 1 2 3 4 5]

(1) works in the manner of CWM's reference debugger: one request a frame, the whole history each time. (2) asks once and takes
frames from the stream. (3) is what this project does with `--verify off`, so that decoding alone is compared; (4) is what it does
by default, `--verify correct`: what verification works out is not asked for at all. Ways take turns. Tokens are those that the
server has sent.

(5) is (3) without foresight: each request holds one choice. It tells what asking for several at once is worth.

Calls are the examples' own. (1) and (2) end where the context does, while ours goes on; so frames are counted up to as many as all
ways but (4) have reached in that call. What the whole runs came to is printed below; those of (4) are shorter, as they are right.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.decoding import GIVEN, LONGEST_FRAME, Case, cases, given
from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.engine.server import generation
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.trace.frames import Special

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """How things stand when a frame has come: seconds since the question, requests, tokens that have come."""

    seconds: float
    requests: int
    tokens: int


class Watch:
    """Takes the time and the engine's counters from its making on.

    Attributes:
        marks: one for each frame; frames that were given at the start are not among them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._before = engine.counters
        self._started = time.perf_counter()
        self.marks: list[Mark] = []

    def frame(self) -> None:
        """A frame has come."""
        now, before = self._engine.counters, self._before
        seconds = time.perf_counter() - self._started
        self.marks.append(Mark(seconds, now.passes - before.passes, now.generated - before.generated))


async def frame_by_frame(engine: Engine, case: Case, frames: int) -> list[Mark]:
    """(1) One request a frame."""
    watch, history = Watch(engine), given(engine, case)
    end = engine.special(Special.END_OF_TEXT.value)
    stop = frozenset({engine.special(Special.FRAME_SEP.value), end})
    while len(watch.marks) < frames and len(history) + LONGEST_FRAME < engine.context_length:
        sequence = await engine.start(history)
        tokens = await sequence.complete(stop=stop, banned=NONE, limit=LONGEST_FRAME)
        history += [token.id for token in tokens]
        if tokens[-1].id == end:
            break
        watch.frame()
    return watch.marks


async def plain_stream(engine: Engine, case: Case, frames: int) -> list[Mark]:
    """(2) One request for all."""
    watch, history = Watch(engine), given(engine, case)
    end, separator = engine.special(Special.END_OF_TEXT.value), engine.special(Special.FRAME_SEP.value)
    sequence = await engine.start(history)
    room = engine.context_length - len(history) - 1
    async for token in sequence.stream(stop=frozenset({end}), banned=NONE, limit=room):
        if token.id == separator:
            watch.frame()
            if len(watch.marks) == frames:
                break
    return watch.marks


def ours(verify: Verify) -> Callable[[Engine, Case, int], Awaitable[list[Mark]]]:
    """(3) and (4)."""

    async def ask(engine: Engine, case: Case, frames: int) -> list[Mark]:
        watch = Watch(engine)
        settings = TraceSettings(max_frames=frames, verify=verify)
        async for prediction in predict_trace(engine, case.document, case.function, case.call, settings):
            for _ in range(len(prediction.frames) - GIVEN - len(watch.marks)):
                watch.frame()
        return watch.marks

    return ask


async def singly(engine: Engine, case: Case, frames: int) -> list[Mark]:
    """(5)"""
    ahead, generation.MOST_AHEAD = generation.MOST_AHEAD, 0
    try:
        return await ours(Verify.OFF)(engine, case, frames)
    finally:
        generation.MOST_AHEAD = ahead


WAYS: dict[str, Callable[[Engine, Case, int], Awaitable[list[Mark]]]] = {
    "(1) whole history, frame by frame": frame_by_frame,
    "(2) one plain stream": plain_stream,
    "(3) ours, --verify off": ours(Verify.OFF),
    "(4) ours, --verify correct": ours(Verify.CORRECT),
    "(5) as (3), a request for each choice": singly,
}


async def measure(choice: EngineChoice, frames: int, repeats: int, ways: Sequence[str]) -> None:
    """Run every case in every way, in turns, and print."""
    engine = engine_for(choice)
    await engine.load()
    chosen = cases()
    runs: dict[str, list[list[Mark]]] = {way: [] for way in ways}
    for _ in range(repeats):
        for case in chosen:
            for way in ways:
                runs[way].append(await WAYS[way](engine, case, frames))
    await engine.close()
    print(f"{engine.model}; {len(chosen)} calls of examples/, up to {frames} frames each, {repeats} repeats")
    compared = {way: found for way, found in runs.items() if not way.startswith(_VERIFIED)}
    common = [min(len(run) for run in turn) for turn in zip(*compared.values(), strict=True)]
    print(f"\nthe {sum(common)} frames that all of these have reached")
    speeds = show({way: [run[:n] for run, n in zip(found, common, strict=True)] for way, found in compared.items()})
    print("\nwhole runs; (1) and (2) end with the context")
    show(runs)
    plain, stream, forced = (next((speeds[way] for way in ways if way.startswith(start)), 0.0) for start in _COMPARED)
    if plain and stream and forced:
        print(
            f"\n(3) gives {forced / plain:.1f} times the frames a second of (1), {forced / stream:.1f} times those of (2)"
        )


_COMPARED = ("(1)", "(2)", "(3)")
_VERIFIED = "(4)"


def show(runs: Mapping[str, Sequence[Sequence[Mark]]]) -> dict[str, float]:
    """Print a line for each way; gives frames a second."""
    print(f"{'':40}{'frames':>8}{'first frame':>14}{'frames/s':>12}{'tokens/frame':>14}{'requests/frame':>16}")
    speeds: dict[str, float] = {}
    for way, found in runs.items():
        ends = [run[-1] for run in found if run]
        count = sum(len(run) for run in found)
        speeds[way] = count / sum(end.seconds for end in ends)
        first = median(run[0].seconds for run in found if run)
        print(
            f"{way:40}{count:>8}{first * 1000:>11.0f} ms{speeds[way]:>12.1f}"
            f"{sum(end.tokens for end in ends) / count:>14.1f}{sum(end.requests for end in ends) / count:>16.2f}"
        )
    return speeds


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--model", help="what the server calls it")
    parser.add_argument("--tokenizer", type=Path, help="the folder of its tokenizer, where it isn't found by itself")
    parser.add_argument("--frames", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--ways", nargs="+", choices=[way[1] for way in WAYS], default=[way[1] for way in WAYS])
    words = parser.parse_args()
    choice = EngineChoice("vllm", words.model, words.endpoint, words.tokenizer)
    asyncio.run(measure(choice, words.frames, words.repeats, [way for way in WAYS if way[1] in words.ways]))


if __name__ == "__main__":
    main()
