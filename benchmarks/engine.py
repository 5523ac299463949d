"""How fast the embedded engine is, against what reading its weights from memory allows.

    python -m benchmarks.engine [--model DIR] [--threads N] [--repeats N]

Everything is measured through the engine's own interface, in one run, kinds of measurement taking turns; medians are printed.
Where other programs compete for the processor, the CPU time tells more than the time on the clock, so shares of the bounds are
shares of CPU time. A step reads every matrix once and the cache of its history; dividing the bandwidth by those bytes gives the
bound. There are two: a model of a few megabytes stays in the processor's caches, and what they give is then the bound that counts.
Needs `onnx` (the training extra), to leave out of the bytes those tables of which a step reads one row.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from rich import box
from rich.console import Console
from rich.table import Table

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.local import LocalGeneration
from cwm_lsp.engine.package import GRAPH, SHIPPED, read_manifest
from cwm_lsp.engine.protocol import EngineError

HISTORIES = (100, 300, 1000, 1900)
FORCED = (1, 4, 8, 16, 32)
PROMPTS = (100, 300, 1000)
STEPS = 24
"""Tokens of one timed completion."""

ROWS = frozenset({"embedding", "cosine", "sine"})
"""The graph's constants of which a step reads one row; `training/onnx_graph.py` names them."""

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds: on the clock, and of the processor."""

    wall: float
    cpu: float


Samples = dict[tuple[str, int], list[Time]]


async def timed(action: Callable[[], Awaitable[object]]) -> Time:
    wall, cpu = time.perf_counter(), time.process_time()
    await action()
    return Time(time.perf_counter() - wall, time.process_time() - cpu)


def bytes_read(graph: Path) -> int:
    """Bytes of weights that a step reads."""
    constants = onnx.ModelProto.FromString(graph.read_bytes()).graph.initializer
    return sum(len(one.raw_data) for one in constants if one.name not in ROWS)


def bandwidth(size: int) -> float:
    """Bytes a second that one thread reads from an array of so many bytes, at best of several times."""
    array = np.ones(size // 4, np.float32)
    best = float("inf")
    for _ in range(max(5, 2**28 // size)):
        start = time.perf_counter()
        array.max()
        best = min(best, time.perf_counter() - start)
    return size / best


def median(times: list[Time]) -> Time:
    return Time(statistics.median(each.wall for each in times), statistics.median(each.cpu for each in times))


async def measure(engine: EmbeddedEngine, repeats: int) -> Samples:
    chance = random.Random(1)
    ids = [chance.randrange(16, engine.vocabulary_size - 256) for _ in range(engine.context_length)]
    samples: Samples = defaultdict(list)
    histories = [history for history in HISTORIES if history + max(STEPS, *FORCED) < engine.context_length]
    opened = {history: await engine.start(ids[:history]) for history in histories}
    for generation in opened.values():
        await generation.complete(stop=NONE, banned=NONE, limit=1)

    async def step(generation: LocalGeneration, history: int) -> None:
        generation.rewind(history)
        samples["steps", history].append(await timed(lambda: generation.complete(stop=NONE, banned=NONE, limit=STEPS)))

    async def force(count: int) -> None:
        generation = opened[300]
        generation.rewind(300)
        generation.append(ids[:count])
        samples["forced", count].append(await timed(lambda: generation.complete(stop=NONE, banned=NONE, limit=1)))

    async def prompt(count: int) -> None:
        # A first token of its own, so that no prefix is found.
        generation = await engine.start([len(samples["prompt", count]) + 16, *ids[1:count]])
        samples["prompt", count].append(await timed(lambda: generation.complete(stop=NONE, banned=NONE, limit=1)))
        generation.close()

    for _ in range(repeats):
        for history, generation in opened.items():
            await step(generation, history)
        for count in FORCED:
            await force(count)
        for count in PROMPTS:
            await prompt(count)
    return samples


def tables(samples: Samples, weights: int, bytes_per_token: int, memory: float, cache: float) -> list[Table]:
    steps = Table(title="One token after another", title_justify="left", box=box.MARKDOWN)
    columns = ("history", "ms a token", "ms of CPU", "tokens/s", "bound, memory", "of it", "bound, caches", "of it")
    for name in columns:
        steps.add_column(name, justify="right")
    for (kind, history), times in samples.items():
        if kind == "steps":
            each = median(times)
            read = weights + history * bytes_per_token
            steps.add_row(
                f"{history}",
                f"{1e3 * each.wall / STEPS:.2f}",
                f"{1e3 * each.cpu / STEPS:.2f}",
                f"{STEPS / each.wall:.0f}",
                f"{memory / read:.0f}",
                f"{STEPS / each.cpu / (memory / read):.0%}",
                f"{cache / read:.0f}",
                f"{STEPS / each.cpu / (cache / read):.0%}",
            )
    passes = Table(title="One pass of several tokens", title_justify="left", box=box.MARKDOWN)
    for name in ("tokens", "after", "ms", "ms of CPU", "ms of CPU a token"):
        passes.add_column(name, justify="right")
    for (kind, count), times in samples.items():
        if kind != "steps":
            each = median(times)
            passes.add_row(
                f"{count}",
                "300" if kind == "forced" else "nothing",
                f"{1e3 * each.wall:.2f}",
                f"{1e3 * each.cpu:.2f}",
                f"{1e3 * each.cpu / count:.3f}",
            )
    return [steps, passes]


async def report(folder: Path, threads: int, repeats: int) -> None:
    engine = EmbeddedEngine(folder, threads=threads)
    start = time.perf_counter()
    await engine.load()
    loading = time.perf_counter() - start
    shape, weights = read_manifest(folder).shape, bytes_read(folder / GRAPH)
    # Keys and values, in float32.
    bytes_per_token = 2 * shape.layers * shape.key_value_heads * shape.head * 4
    samples = await measure(engine, repeats)
    memory, cache = bandwidth(2**28), bandwidth(weights)
    console = Console(width=120, highlight=False)
    console.print(
        f"{engine.model}, {engine.identity}; {platform.machine()}, {threads} thread(s); loaded in {loading:.2f} s\n"
        f"file {(folder / GRAPH).stat().st_size / 1e6:.1f} MB, weights that a step reads {weights / 1e6:.1f} MB, "
        f"cache {bytes_per_token / 1e3:.1f} kB a token\none thread reads {memory / 1e9:.1f} GB/s from memory, "
        f"{cache / 1e9:.1f} GB/s from an array of the weights' size\n",
        soft_wrap=True,
    )
    for table in tables(samples, weights, bytes_per_token, memory, cache):
        console.print(table)
    await engine.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description="Time the embedded engine.")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the model's files")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=15)
    given = parser.parse_args()
    try:
        asyncio.run(report(given.model, given.threads, given.repeats))
    except EngineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
