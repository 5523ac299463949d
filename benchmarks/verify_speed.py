"""What working certain steps out saves: the model's tokens and passes for each frame, and frames a second.

    python -m benchmarks.verify_speed [--data path/to/cruxeval.jsonl] [--every N] [--frames N]

The same calls are predicted with `--verify off`, `mark` and `correct`, taking turns, in one process, by one engine that keeps
nothing between them. Unless steps are worked out a weak model loses its way and goes on to the limit of frames, so that most
figures are for each frame, not for each call. Data sets are measured, never trained on.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.decoding import GIVEN, HELD_OUT, Case, cases_of
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import PredictionError, TraceSettings, predict_trace


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction: frames that were not given, tokens that the model decided, its passes, seconds."""

    frames: int
    tokens: int
    passes: int
    seconds: float


async def predicted(engine: EmbeddedEngine, case: Case, settings: TraceSettings) -> Run | None:
    """Predict one call; None if it can't be asked."""
    before = engine.counters
    started = time.perf_counter()
    frames = 0
    try:
        async for prediction in predict_trace(engine, case.document, case.function, case.call, settings):
            frames = len(prediction.frames) - GIVEN
    except PredictionError:
        return None
    seconds, now = time.perf_counter() - started, engine.counters
    return Run(frames, now.generated - before.generated, now.passes - before.passes, seconds)


async def measure(model: Path, cases: list[Case], frames: int) -> dict[Verify, list[Run]]:
    """Every call in every mode, in turns."""
    engine = EmbeddedEngine(model, idle_caches=0)
    await engine.load()
    runs: dict[Verify, list[Run]] = {verify: [] for verify in Verify}
    for case in cases:
        for verify in Verify:
            run = await predicted(engine, case, TraceSettings(max_frames=frames, verify=verify))
            if run is not None:
                runs[verify].append(run)
    await engine.close()
    return runs


def table(title: str, runs: dict[Verify, list[Run]]) -> Table:
    told = Table(title=title, title_justify="left", box=box.MARKDOWN)
    told.add_column("--verify")
    for name in (
        "frames",
        "tokens a frame",
        "passes a frame",
        "frames a second",
        "median of calls",
        "ms a call, median",
    ):
        told.add_column(name, justify="right")
    for verify, each in runs.items():
        frames, seconds = sum(one.frames for one in each), sum(one.seconds for one in each)
        told.add_row(
            verify.value,
            f"{frames}",
            f"{sum(one.tokens for one in each) / max(1, frames):.2f}",
            f"{sum(one.passes for one in each) / max(1, frames):.2f}",
            f"{frames / seconds:.0f}",
            f"{median(one.frames / one.seconds for one in each):.0f}",
            f"{1e3 * median(one.seconds for one in each):.1f}",
        )
    return told


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.verify_speed", description="What working certain steps out saves."
    )
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="a data set besides the held-out programs"
    )
    parser.add_argument("--every", type=int, default=14, help="of each data set, every n-th item is used")
    parser.add_argument("--frames", type=int, default=64, help="the most frames of one prediction")
    parser.add_argument("--model", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    console = Console(width=120, highlight=False)
    for path in (HELD_OUT, *asked.data):
        cases = cases_of(path, asked.every)
        runs = asyncio.run(measure(asked.model, cases, asked.frames))
        console.print(table(f"{path.name}, every {asked.every}th item: {len(cases)} calls", runs))


if __name__ == "__main__":
    main()
