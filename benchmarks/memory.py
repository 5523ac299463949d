"""Whether memory grows: opens and closes in a real server, and a day of edits in a session whose clock is wound.

    python -m benchmarks.memory [--opens 1000] [--hours 24] [--edits-an-hour 60]

Resident memory, from /proc: Linux only. Every file that is opened is another text and is predicted to its end; a simulated
hour has edits of several functions with pauses in which they are predicted, each with the embedded model, cache on disk off.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.language_client import serving
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.session import Edit, Session, SessionSettings, State

OURS = [sys.executable, "-m", "cwm_lsp.cli", "lsp"]
TEXT = """\
def count_{0}(word, letter):
    n = {0}
    for c in word:
        if c == letter:
            n += 1
    return n


def guess_{0}(items):
    return sorted(items)[{1}] if items else unknown(items)


assert count_{0}("strawberry", "r") == 3
assert guess_{0}([3, 1, 2]) == 1
"""


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


async def opens(count: int) -> None:
    """Open a file, have it predicted, close it; again and again."""
    after: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as name:
        async with serving(OURS, Path(name), {"cwm": {"cache": {"enable": False}}}) as client:
            for number in range(1, count + 1):
                uri = Path(name, f"m{number}.py").as_uri()
                client.open(uri, TEXT.format(number, number % 3))
                await client.ask("cwm/predict", {"uri": uri, "function": f"count_{number}"})
                await client.hints(uri, 0, 100)
                client.close(uri)
                if number in (100, count // 2, count):
                    await client.hints(uri, 0, 1)  # Everything before it has been read.
                    after[number] = client.memory()
    for number, size in after.items():
        print(f"after {number} opens and closes: {megabytes(size)}")
    if count > 100:
        print(f"growth from 100 to {count}: {after[count] / after[100] * 100 - 100:+.1f} % (target: within 10)")


@dataclass
class _Timer:
    due: float
    callback: Callable[[], object]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class _Clock:
    """Time that passes when it is told to."""

    now: float = 0.0
    timers: list[_Timer] = field(default_factory=lambda: [])

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> _Timer:
        timer = _Timer(self.now + delay, callback)
        self.timers.append(timer)
        return timer

    def advance(self, seconds: float) -> None:
        self.now += seconds
        due = [timer for timer in self.timers if timer.due <= self.now]
        self.timers = [timer for timer in self.timers if timer.due > self.now and not timer.is_cancelled]
        for timer in due:
            if not timer.is_cancelled:
                timer.callback()


async def day(hours: int, edits: int) -> None:
    """A session that is edited all day."""
    clock, engine = _Clock(), EmbeddedEngine(SHIPPED)
    # A prediction under way must not seem to have hung for a minute each time the clock is wound.
    session = Session(engine, SessionSettings(patience=1e9), clock)
    uri = "file:///day.py"
    session.open(uri, 1, TEXT.format(0, 0))
    session.reveal(uri, 1, 100)
    sizes: list[int] = []
    version = predictions = 0
    started = time.monotonic()
    for _ in range(hours):
        for edit in range(edits):
            version += 1
            snapshot = session.snapshot(uri)
            assert snapshot is not None
            text = snapshot.document.text
            start = text.index("n = ") + 4
            session.edit(uri, version, Edit(start, text.index("\n", start), str(version)))
            session.focus(uri, 1 if edit % 2 else 9)
            clock.advance(3600 / edits)
            while (view := session.view(uri, "count_0")) is None or view.state is not State.READY:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            predictions += 1
        gc.collect()
        sizes.append(_resident())
    seconds = time.monotonic() - started
    print(f"{hours} simulated hours, {version} edits, {predictions} predictions in {seconds:.0f} s")
    print("memory by the hour: " + ", ".join(megabytes(size) for size in sizes[:: max(1, hours // 8)]))
    if hours > 4:
        first, last = sizes[hours // 4], sizes[-1]
        print(f"growth from hour {hours // 4 + 1} to hour {hours}: {last / first * 100 - 100:+.1f} %")
    await session.close()
    await engine.close()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def measure(options: argparse.Namespace) -> None:
    await opens(options.opens)
    await day(options.hours, options.edits_an_hour)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opens", type=int, default=1000)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--edits-an-hour", type=int, default=60)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
