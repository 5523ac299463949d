"""Stepping through a predicted run: from a button to `stopped`, with frames ready and not, back, and in a long session.

    python -m benchmarks.stepping [--steps N]

A real adapter process over stdin and stdout, the embedded model. "Ready" steps wait between presses as people do; "not ready" ones
press again at once, with `verify` off, so that each waits for the model. The reference debugger's manner is a request for each
step: the whole history sent again, one frame asked for, nothing predicted ahead.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.trace import TraceSettings, predict_in_context, trace_context
from cwm_lsp.source.document import Document
from tests.dap.client import Client, process

LOOP = """\
def running(n):
    total = 0
    for i in range(n):
        total += i
        if total > 100:
            total -= 100
    return total


running(100000)
"""
LONG = 10_000
PAUSE = 0.1
"""Seconds between two presses of somebody who looks at what each one does, if not for long."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that steps took.

    Attributes:
        what: which steps.
        seconds: each one's.
    """

    what: str
    seconds: Sequence[float]

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def steps(client: Client, command: str, count: int, pause: float) -> list[float]:
    """How long each of these steps took until `stopped`."""
    seconds: list[float] = []
    for _ in range(count):
        await asyncio.sleep(pause)
        started = time.perf_counter()
        await client.go_on(command)
        seconds.append(time.perf_counter() - started)
    return seconds


def resident(process_id: int | None) -> float | None:
    """Megabytes of a process in memory; None where the system doesn't say."""
    try:
        text = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS"))


async def reference(count: int) -> list[float]:
    """A request for each step, by the same engine."""
    engine = EmbeddedEngine(SHIPPED)
    document = Document.parse(LOOP)
    context = trace_context(engine, document, document.functions[0], "running(100000)", TraceSettings())
    frames: Sequence[PredictedFrame] = ()
    seconds: list[float] = []
    try:
        await engine.load()
        for number in range(1, count + 1):
            started = time.perf_counter()
            asked = predict_in_context(engine, context, max_frames=number, verify=Verify.OFF, history=frames)
            async with aclosing(asked) as predictions:
                async for prediction in predictions:
                    frames = prediction.frames
            seconds.append(time.perf_counter() - started)
    finally:
        await engine.close()
    return seconds


async def measured(count: int, console: Console) -> list[Times]:
    """All measurements; what is told of the long session is printed at once."""
    found: list[Times] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "loop.py"
        path.write_text(LOOP, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": folder}
        for name, verify in (("ready, verify correct", "correct"), ("ready, verify off", "off")):
            async with process(folder=path.parent, environment=environment) as (client, _):
                await client.start(path, settings={"verify": verify, "cache": {"enable": False}})
                await asyncio.sleep(1.0)
                found.append(Times(f"step over, {name}", await steps(client, "next", count, PAUSE)))
                found.append(Times(f"step back, {name}", await steps(client, "stepBack", count, 0)))
                await client.request("disconnect")
        async with process(folder=path.parent, environment=environment) as (client, _):
            await client.start(path, settings={"verify": "off", "cache": {"enable": False}})
            await steps(client, "next", 100, 0)
            found.append(Times("step over, not ready, verify off", await steps(client, "next", count, 0)))
            await client.request("disconnect")
        found.append(Times("a request for each step (the reference debugger's manner)", await reference(count)))
        async with process(folder=path.parent, environment=environment) as (client, child):
            await client.start(path, maxFrames=LONG, settings={"cache": {"enable": False}})
            before = resident(child.pid)
            started = time.perf_counter()
            await client.go_on("continue")
            took = time.perf_counter() - started
            after = resident(child.pid)
            found.append(Times(f"step back at the end of {LONG:,} frames", await steps(client, "stepBack", count, 0)))
            console.print(f"{LONG:,} frames predicted and searched in {took:.1f} s ({LONG / took:,.0f} a second)")
            if before is not None and after is not None:
                console.print(f"memory: {before:.0f} MB at the first line, {after:.0f} MB with {LONG:,} frames")
            await client.request("disconnect")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200, metavar="N", help="steps of each kind (default: 200)")
    count: int = parser.parse_args().steps
    console = Console()
    found = asyncio.run(measured(count, console))
    table = Table("from the button to stopped", box=box.SIMPLE)
    for name in ("p50 ms", "p99 ms"):
        table.add_column(name, justify="right")
    for one in found:
        table.add_row(one.what, f"{one.percentile(0.5):.1f}", f"{one.percentile(0.99):.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
