"""What lines that ask for too much cost the checker: each in a process of its own, with its processor time and memory.

    python -m benchmarks.verify_hostility

Prints for each line whether it was refused or answered, the processor time of the step, the operations that were counted, and by
how much the process grew. A child can't take more address space than it had at first and the limit: one that goes over dies, and
is told.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from tests.verify.hostility import BOMBS, DEEP, GROWING

MEMORY = 200_000_000
"""Bytes that a step may add to its process."""
SECONDS = 0.05
"""Processor time that a step may take."""
TURNS = 60
"""How often a line that grows is repeated; the slowest turn counts."""
HEAD = "import re, math, itertools, functools, collections\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one line cost.

    Attributes:
        line: as it stands in the program.
        answer: what the checker said: a value, an exception, or why it gave up.
        seconds: processor time.
        operations: counted by the budget.
        bytes: by which the process's greatest size grew.
        fault: a mistake of the verifier's own, empty if there was none.
    """

    line: str
    answer: str
    seconds: float
    operations: int
    bytes: int
    fault: str = ""


def lines() -> Iterator[tuple[str, bool]]:
    """The lines, and whether each stands in a loop."""
    yield from ((f"y = {expression}", False) for expression in (*BOMBS, *DEEP))
    yield from ((line, True) for line in GROWING)


def cost(line: str, is_repeated: bool) -> Cost:
    """Put the line into a program and ask what follows it."""
    state = (("a", "[1]"), ("s", "'ab'"), ("n", "7"), ("x", "1"))
    text = f"{HEAD}def f(a, s, n, x):\n    while True:\n        {line}\n"
    before = _greatest()
    began = time.thread_time()
    checker = Checker(TextListing(text, (11, 11)))
    reading = time.thread_time() - began
    checker.add(Moment(Event.CALL, 0, 2, "", state, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 3, "", state, None, (0,)))
    checker.add(Moment(Event.LINE, 0, 4, "", state, None, (0,)))
    slowest, operations, answer = 0.0, 0, ""
    for _ in range(TURNS if is_repeated else 1):
        began = time.thread_time()
        expected = checker.expected()
        slowest = max(slowest, time.thread_time() - began)
        operations = max(operations, checker.spent)
        found = expected.value if expected.event is Event.EXCEPTION else expected.values.get("y")
        answer = found or expected.reason or "answered"
        shown = tuple((name, expected.values.get(name, "?")) for name, _ in state)
        checker.add(Moment(Event.LINE, 0, 4, "", shown, None, (0,)))
    faults = " ".join(checker.faults)
    # The text itself is read once; a line that takes long to read would show here.
    return Cost(line, answer, max(slowest, reading), operations, _greatest() - before, faults)


def _greatest() -> int:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def child(number: int) -> None:
    """Print what one line costs, as JSON; the process can't grow beyond the limit."""
    line, is_repeated = list(lines())[number]
    cost("y = 1", False)
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (a file of the system's, not a path)
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    print(json.dumps(asdict(cost(line, is_repeated))))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        child(arguments.child)
        return
    costs: list[Cost] = []
    failed = 0
    print("processor time    memory  operations  line  ->  answer")
    for number, (line, _) in enumerate(lines()):
        command = [sys.executable, "-m", "benchmarks.verify_hostility", "--child", str(number)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            failed += 1
            print(f"DIED with {done.returncode}: {_short(line)}  {done.stderr.strip()[-200:]}")
            continue
        found = Cost(**json.loads(done.stdout))
        costs.append(found)
        bad = found.seconds > SECONDS or found.bytes > MEMORY or bool(found.fault)
        failed += bad
        print(
            f"{1e3 * found.seconds:8.2f} ms {found.bytes / 1e6:8.1f} MB  {found.operations:10}  {_short(found.line)}  ->  "
            f"{_short(found.answer)}{'  TOO MUCH ' + found.fault if bad else ''}",
            flush=True,
        )
    slowest = max(costs, key=lambda one: one.seconds)
    largest = max(costs, key=lambda one: one.bytes)
    print(
        f"{len(costs)} lines; slowest {1e3 * slowest.seconds:.2f} ms ({_short(slowest.line)}), "
        f"largest {largest.bytes / 1e6:.1f} MB ({_short(largest.line)}); over {1e3 * SECONDS:.0f} ms, over "
        f"{MEMORY / 1e6:.0f} MB, dead or faulty: {failed}"
    )
    raise SystemExit(failed > 0)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


if __name__ == "__main__":
    main()
