"""How long an editor waits: for a hover and for hints that are ready, for old hints to go, for the first new one to come.

    python -m benchmarks.latency [--lines 200 2000 20000] [--requests 300] [--keystrokes 100] [--edits 20]

In one run, taking turns request by request: this server, a bare pygls server that answers constants, and jedi-language-server
(`pip install jedi-language-server`; left out where it is missing). Milliseconds from the moment a message is written until its
answer is read by a client that does next to nothing. Nothing is cached on disk. *Ready* is everything in sight; the same while
other functions in sight are still being predicted is told apart.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.language_client import Client, serving

OURS = [sys.executable, "-m", "cwm_lsp.cli", "lsp"]
BARE = [sys.executable, "-m", "benchmarks.bare_server"]
JEDI = [str(Path(sys.executable).with_name("jedi-language-server"))]
WATCHED = '''\
def count(word, letter):
    """
    >>> count("strawberry", "r")
    3
    """
    n = 0
    for c in word:
        if c == letter:
            n += 1
    return n


'''
FILLER = '''\
def filler_{0}(items, limit={0}):
    """Sum what is below a limit."""
    total = 0
    for item in items:
        if item < limit:
            total += item
        else:
            total -= 1
    return total


'''
SCREEN = 60
"""Lines that are in sight."""


def file_of(lines: int) -> tuple[str, int]:
    """A file of so many lines, and the row of the function that is watched, which stands in its middle."""
    fillers = max(0, lines - WATCHED.count("\n")) // FILLER.count("\n")
    parts = [FILLER.format(number) for number in range(fillers)]
    before = "".join(parts[: fillers // 2])
    return before + WATCHED + "".join(parts[fillers // 2 :]), before.count("\n")


async def timed(action: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    await action()
    return (time.perf_counter() - start) * 1000


def p(values: list[float], share: int) -> float:
    """A percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


async def ready(client: Client, uri: str, function: str) -> None:
    await client.ask("cwm/predict", {"uri": uri, "function": function})


def in_sight(text: str, first: int) -> list[str]:
    """The functions of the lines that are asked about."""
    shown = text.split("\n")[first : first + SCREEN + 1]
    return [line[4 : line.index("(")] for line in shown if line.startswith("def ")]


async def answers(lines: int, requests: int, *, while_others_grow: bool = False) -> dict[str, list[float]]:
    """Hovers and hints from a ready prediction, on three servers in turn.

    Args:
        lines: of the file.
        requests: of each kind.
        while_others_grow: whether the other functions in sight are being predicted meanwhile; else all of them are ready.
    """
    text, row = file_of(lines)
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "watched.py")
        await asyncio.to_thread(path.write_text, text, "utf-8")
        uri = path.as_uri()
        async with AsyncExitStack() as stack:
            servers = {"cwm-lsp": (OURS, {"cwm": {"cache": {"enable": False}}}), "bare pygls": (BARE, None)}
            if find_spec("jedi_language_server") is not None:
                servers["jedi"] = (JEDI, None)
            clients = {
                who: await stack.enter_async_context(serving(command, path.parent, options))
                for who, (command, options) in servers.items()
            }
            for client in clients.values():
                client.open(uri, text)
            first = max(0, row - SCREEN // 2)
            for function in ["count"] if while_others_grow else [*in_sight(text, first), "count"]:
                await ready(clients["cwm-lsp"], uri, function)
            for turn in range(requests + 5):
                for who, client in clients.items():
                    hover = await timed(lambda client=client: client.hover(uri, row + 5, 4))
                    hints = (
                        await timed(lambda client=client: client.hints(uri, first, first + SCREEN))
                        if who != "jedi"
                        else 0.0
                    )
                    if turn >= 5:  # The first ones warm up.
                        found[f"hover, {who}"].append(hover)
                        if who != "jedi":
                            found[f"hints, {who}"].append(hints)
    return found


async def clearing(lines: int, keystrokes: int) -> list[float]:
    """From a keystroke within a function, while the model is at work on it, until an answer without its hints."""
    text, row = file_of(lines)
    # Nothing of it follows for certain with verification off, and it takes long.
    text = text.replace("        if c == letter:\n", "        while n < 9000:\n", 1)
    text = text.replace('"strawberry"', '"' + "strawberry" * 5 + '"', 1)
    options = {"cwm": {"cache": {"enable": False}, "verify": "off", "maxFrames": 10_000, "debounce": 100}}
    found: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        uri = Path(name, "watched.py").as_uri()
        async with serving(OURS, Path(name), options) as client:
            client.open(uri, text)
            length = 1
            for version in range(2, keystrokes + 2):
                while not await client.hints(uri, row, row + 10):  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
                await asyncio.sleep(0.02)  # Somewhere within the computing of a token.
                start = time.perf_counter()
                client.type(uri, version, row + 5, 8, 8 + length, str(version))
                length = len(str(version))
                assert not await client.hints(uri, row, row + 10), "stale hints"
                found.append((time.perf_counter() - start) * 1000)
    return found


async def renewing(lines: int, edits: int) -> list[float]:
    """From an edit of a function until its first new hint is there, the pause for typing included."""
    text, row = file_of(lines)
    found: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        uri = Path(name, "watched.py").as_uri()
        async with serving(OURS, Path(name), {"cwm": {"cache": {"enable": False}}}) as client:
            refreshed = asyncio.Event()
            client.heard["workspace/inlayHint/refresh"] = lambda _: refreshed.set()
            client.open(uri, text)
            await ready(client, uri, "count")
            length = 1
            for version in range(2, edits + 2):
                await asyncio.sleep(0.3)
                start = time.perf_counter()
                client.type(uri, version, row + 5, 8, 8 + length, str(version))
                length = len(str(version))
                while True:
                    refreshed.clear()
                    if await client.hints(uri, row, row + 10):
                        break
                    await asyncio.wait_for(refreshed.wait(), 60)
                found.append((time.perf_counter() - start) * 1000)
    return found


async def measure(options: argparse.Namespace) -> None:
    console = Console(width=110)
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    table = Table("lines", "what", "p50 ms", "p99 ms", title="from a ready prediction")
    told: dict[int, dict[str, list[float]]] = {}
    for lines in options.lines:
        told[lines] = await answers(lines, options.requests)
        for what, values in sorted(told[lines].items()):
            table.add_row(str(lines), what, f"{p(values, 50):.2f}", f"{p(values, 99):.2f}")
    console.print(table)
    for lines, found in told.items():
        for what in ("hover", "hints"):
            ratio = p(found[f"{what}, cwm-lsp"], 99) / p(found[f"{what}, bare pygls"], 99)
            console.print(f"{lines} lines: {what} p99 is {ratio:.2f} times the bare server's (target at 2000: 3)")
        if "hover, jedi" in found:
            ratio = p(found["hover, cwm-lsp"], 99) / p(found["hover, jedi"], 99)
            console.print(f"{lines} lines: hover p99 is {ratio:.2f} times jedi's (target: below 1)")
    busy = await answers(2000, options.requests, while_others_grow=True)
    for what in ("hover", "hints"):
        ours, bare = busy[f"{what}, cwm-lsp"], busy[f"{what}, bare pygls"]
        console.print(
            f"2000 lines, while the other functions in sight are predicted: {what} p50 {p(ours, 50):.2f} ms, "
            f"p99 {p(ours, 99):.2f} ms, {p(ours, 99) / p(bare, 99):.2f} times the bare server's"
        )
    cleared = await clearing(2000, options.keystrokes)
    console.print(
        f"keystroke to hints cleared while a prediction runs, 2000 lines, {len(cleared)} keystrokes: "
        f"p50 {p(cleared, 50):.2f} ms, p99 {p(cleared, 99):.2f} ms (target: 16)"
    )
    renewed = await renewing(2000, options.edits)
    console.print(
        f"edit to first new hint, 2000 lines, {len(renewed)} edits: "
        f"p50 {p(renewed, 50):.0f} ms, of which the pause for typing takes 150 (target: 400)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[200, 2000, 20_000])
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--keystrokes", type=int, default=100)
    parser.add_argument("--edits", type=int, default=20)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
