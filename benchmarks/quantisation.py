"""What storing the embedded model's weights in fewer bits costs and gives: size, rightness, speed.

    python -m benchmarks.quantisation [--checkpoint DIR] [--vocabulary FILE] [--samples N] [--data FILE] [--every N] [--repeats N]

Needs the training extra. The checkpoint is exported in each precision, as `training.export` would ship it. Printed are: how many of
the tokens that the model must know are right from a true history (`benchmarks.precision` tells more), how many frames are exact
when it predicts freely and alone (`--verify off`), and how fast the engine is. Speed is taken in turns within this one run, medians
on the clock; ratios are to int8.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.precision import held_out, log_shares, truth
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.network import Network
from cwm_lsp.engine.package import GRAPH, SHIPPED, VOCABULARY, read_manifest
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.evaluate.command import attempt_all
from cwm_lsp.evaluate.comparison import Scores
from cwm_lsp.evaluate.datasets import DatasetError, Item, read_items
from cwm_lsp.evaluate.layout import share
from cwm_lsp.evaluate.report import total
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings
from training.export import ExportError, to_onnx
from training.onnx_graph import Precision
from training.samples import Sample

ROOT = Path(__file__).parents[1]
COMPARED = Precision.INT8
"""What ships, and what the others are held against."""
HISTORY = 300
STEPS = 24
"""Tokens of one timed completion."""
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds on the clock for one token.

    Attributes:
        step: one after another, after `HISTORY` tokens.
        prompt: of a prompt of `HISTORY` tokens.
    """

    step: float
    prompt: float


def exported(checkpoint: Path, vocabulary: Path, folder: Path) -> dict[Precision, Path]:
    """The folders of the engine's files in each precision.

    Raises:
        ExportError: the checkpoint can't be exported.
    """
    folders = {precision: folder / precision.value for precision in Precision}
    for precision, at in folders.items():
        to_onnx(checkpoint, at, vocabulary, precision)
    return folders


def tokens_right(folder: Path, samples: list[Sample]) -> float:
    """The share of the tokens that the model must know that it would choose, each from the true history."""
    shares, _ = log_shares(Network(folder / GRAPH, read_manifest(folder).shape, threads=1), samples)
    true = truth(samples)
    return np.count_nonzero(np.equal(shares.argmax(axis=1), true)) / len(true)


def predicted(folder: Path, items: tuple[Item, ...], max_frames: int) -> Scores:
    """How right the model is, alone and predicting freely."""
    settings = TraceSettings(max_frames, verify=Verify.OFF)
    trials, _ = asyncio.run(attempt_all(items, EmbeddedEngine(folder), settings, Calibration()))
    return total(trials)


async def speeds(folders: Mapping[Precision, Path], repeats: int) -> dict[Precision, Speed]:
    """The median speed in each precision, measured in turns."""
    engines = {precision: EmbeddedEngine(folder) for precision, folder in folders.items()}
    steps: dict[Precision, list[float]] = defaultdict(list)
    prompts: dict[Precision, list[float]] = defaultdict(list)
    for engine in engines.values():
        await engine.load()
    for repeat in range(repeats + 1):
        for precision, engine in engines.items():
            # A first token of its own, so that no prefix is found.
            generation = await engine.start([repeat + 16, *range(300, 299 + HISTORY)])
            start = time.perf_counter()
            await generation.complete(stop=NONE, banned=NONE, limit=1)
            middle = time.perf_counter()
            await generation.complete(stop=NONE, banned=NONE, limit=STEPS)
            end = time.perf_counter()
            generation.close()
            if repeat:  # the first one warms up
                prompts[precision].append((middle - start) / HISTORY)
                steps[precision].append((end - middle) / STEPS)
    for engine in engines.values():
        await engine.close()
    return {one: Speed(statistics.median(steps[one]), statistics.median(prompts[one])) for one in folders}


def table(
    sizes: Mapping[Precision, int],
    right: Mapping[Precision, float],
    scores: Mapping[Precision, Scores],
    fast: Mapping[Precision, Speed],
) -> Table:
    """One row for each precision."""
    made = Table(box=box.MARKDOWN)
    made.add_column("weights")
    for name in ("MB", "tokens right", "frames exact", "results", "tokens/s", "to int8", "prompt tokens/s", "to int8"):
        made.add_column(name, justify="right")
    compared = fast[COMPARED]
    for one in Precision:
        made.add_row(
            one.value,
            f"{sizes[one] / 1e6:.1f}",
            f"{100 * right[one]:.2f} %",
            share(scores[one].frames_right, scores[one].frames),
            share(scores[one].results_right, scores[one].items),
            f"{1 / fast[one].step:.0f}",
            f"{compared.step / fast[one].step:.2f}",
            f"{1 / fast[one].prompt:.0f}",
            f"{compared.prompt / fast[one].prompt:.2f}",
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quantisation", description="What fewer bits cost.")
    parser.add_argument("--checkpoint", type=Path, default=ROOT / "training" / "checkpoint")
    parser.add_argument("--vocabulary", type=Path, default=SHIPPED / VOCABULARY, help="the words it was trained with")
    parser.add_argument("--samples", type=int, default=40, help="true runs of held-out programs for the tokens")
    parser.add_argument("--data", type=Path, default=ROOT / "training" / "held_out.jsonl", help="what is predicted")
    parser.add_argument("--every", type=int, default=8, help="predict every n-th item only")
    parser.add_argument("--max-frames", type=int, default=256)
    parser.add_argument("--repeats", type=int, default=25, help="of each measurement of speed")
    given = parser.parse_args(arguments)
    console = Console(width=120, highlight=False)
    try:
        items = read_items(given.data)[:: given.every]
        with tempfile.TemporaryDirectory() as folder:
            folders = exported(given.checkpoint, given.vocabulary, Path(folder))
            # Speed first: what is measured later would only warm the machine.
            fast = asyncio.run(speeds(folders, given.repeats))
            samples = held_out(given.samples, given.vocabulary)
            right = {one: tokens_right(at, samples) for one, at in folders.items()}
            scores = {one: predicted(at, items, given.max_frames) for one, at in folders.items()}
            sizes = {one: (at / GRAPH).stat().st_size for one, at in folders.items()}
            identity = EmbeddedEngine(folders[COMPARED]).identity
    except (DatasetError, EngineError, ExportError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    console.print(
        f"{given.checkpoint}, in int8 {identity}: {len(truth(samples))} tokens of {len(samples)} samples of held-out programs; "
        f"{len(items)} items of {given.data.name}, --verify off; speed after {HISTORY} tokens, 1 thread",
        soft_wrap=True,
    )
    console.print(table(sizes, right, scores, fast))
    return 0


if __name__ == "__main__":
    sys.exit(main())
