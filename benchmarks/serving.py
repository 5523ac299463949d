"""Decoding over a server: whole history for each frame, one plain stream, and ours, on the same server in the same run.

    python -m benchmarks.serving --endpoint http://127.0.0.1:8000 [--frames N] [--repeats N]

(1) works in the manner of CWM's reference debugger: one request a frame, the whole history each time. (2) asks once and takes
frames from the stream. (3) is what this project does, with verification off, so that decoding alone is compared; (4) is (3) with
what verification works out not asked for at all. Ways take turns. Tokens are those that the server has sent.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

from benchmarks.decoding import LONGEST_FRAME, Case, cases, given
from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings, predict_trace
from cwm_lsp.trace.frames import Special

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction: frames, seconds to the first one and in all, requests, tokens that came."""

    frames: int
    first: float
    seconds: float
    requests: int
    tokens: int


class Watch:
    """Takes the time and the engine's counters from its making on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._before = engine.counters
        self._started = time.perf_counter()
        self._first = 0.0

    def frame(self) -> None:
        """A frame in which the model had a say has come."""
        self._first = self._first or time.perf_counter() - self._started

    def run(self, frames: int) -> Run:
        """What has been seen."""
        now, before = self._engine.counters, self._before
        seconds = time.perf_counter() - self._started
        return Run(frames, self._first, seconds, now.passes - before.passes, now.generated - before.generated)


async def frame_by_frame(engine: Engine, case: Case, frames: int) -> Run:
    """(1) One request a frame."""
    watch, history, count = Watch(engine), given(engine, case), 0
    end = engine.special(Special.END_OF_TEXT.value)
    stop = frozenset({engine.special(Special.FRAME_SEP.value), end})
    while count < frames and len(history) + LONGEST_FRAME < engine.context_length:
        generation = await engine.start(history)
        tokens = await generation.complete(stop=stop, banned=NONE, limit=LONGEST_FRAME)
        history += [token.id for token in tokens]
        if tokens[-1].id == end:
            break
        count += 1
        watch.frame()
    return watch.run(count)


async def plain_stream(engine: Engine, case: Case, frames: int) -> Run:
    """(2) One request for all."""
    watch, history, count = Watch(engine), given(engine, case), 0
    end, separator = engine.special(Special.END_OF_TEXT.value), engine.special(Special.FRAME_SEP.value)
    generation = await engine.start(history)
    room = engine.context_length - len(history) - 1
    async for token in generation.stream(stop=frozenset({end}), banned=NONE, limit=room):
        if token.id == separator:
            count += 1
            watch.frame()
            if count == frames:
                break
    return watch.run(count)


def ours(verify: Verify) -> Callable[[Engine, Case, int], Awaitable[Run]]:
    """(3) and (4)."""

    async def ask(engine: Engine, case: Case, frames: int) -> Run:
        watch, count = Watch(engine), 0
        settings = TraceSettings(max_frames=frames, verify=verify)
        async for prediction in predict_trace(engine, case.document, case.function, case.call, settings):
            count = len(prediction.frames) - 2
            if count > 0:
                watch.frame()
        return watch.run(count)

    return ask


WAYS: dict[str, Callable[[Engine, Case, int], Awaitable[Run]]] = {
    "(1) whole history, frame by frame": frame_by_frame,
    "(2) one plain stream": plain_stream,
    "(3) ours, verification off": ours(Verify.OFF),
    "(4) ours": ours(Verify.CORRECT),
}


async def measure(choice: EngineChoice, frames: int, repeats: int) -> None:
    """Run every case in every way, in turns, and print the medians."""
    engine = engine_for(choice)
    await engine.load()
    chosen = cases()
    runs: dict[str, list[Run]] = {way: [] for way in WAYS}
    for _ in range(repeats):
        for case in chosen:
            for way, ask in WAYS.items():
                run = await ask(engine, case, frames)
                if run.frames:
                    runs[way].append(run)
    await engine.close()
    print(
        f"{engine.model} at {choice.endpoint}; {len(chosen)} calls of examples/, up to {frames} frames, {repeats} repeats"
    )
    print(f"{'':36}{'first frame':>14}{'frames/s':>12}{'tokens/frame':>14}{'requests/frame':>16}")
    speeds: list[float] = []
    for way, found in runs.items():
        speeds.append(sum(run.frames for run in found) / sum(run.seconds for run in found))
        count = sum(run.frames for run in found)
        print(
            f"{way:36}{median(run.first for run in found) * 1000:>11.0f} ms{speeds[-1]:>12.1f}"
            f"{sum(run.tokens for run in found) / count:>14.1f}{sum(run.requests for run in found) / count:>16.2f}"
        )
    first, second = speeds[2] / speeds[0], speeds[2] / speeds[1]
    print(f"\n(3) gives {first:.1f} times the frames a second of (1), {second:.1f} times those of (2)")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--model", help="what the server calls it")
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=2)
    words = parser.parse_args()
    choice = EngineChoice("vllm", words.model, words.endpoint)
    asyncio.run(measure(choice, words.frames, words.repeats))


if __name__ == "__main__":
    main()
