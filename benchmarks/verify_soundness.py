"""Of the steps that the checker calls certain, how many are wrong? Programs are really run in the sandbox, step by step.

    python -m benchmarks.verify_soundness --data path/to/cruxeval.jsonl --data path/to/humaneval.jsonl

Generated programs, the standard library's pure functions, and each data set given are held against the checker. Prints for each the
share of verified frames by event and by kind of statement, what was wrong (there should be nothing), why frames were not certain,
and how the time of a step is distributed. Data sets are measured, never trained on.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.library_functions import library_runs
from cwm_lsp.evaluate.datasets import read_items
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits as RunLimits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from cwm_lsp.verify.outcome import Expectation, Verdict
from training.programs import sample

VERSION = (sys.version_info.minor, sys.version_info.minor)


@dataclass(slots=True)
class Tally:
    """What was counted."""

    frames: Counter[str] = field(default_factory=lambda: Counter())
    verified: Counter[str] = field(default_factory=lambda: Counter())
    statements: Counter[str] = field(default_factory=lambda: Counter())
    statements_verified: Counter[str] = field(default_factory=lambda: Counter())
    values: int = 0
    values_verified: int = 0
    reasons: Counter[str] = field(default_factory=lambda: Counter())
    examples: dict[str, str] = field(default_factory=lambda: {})
    wrong: list[str] = field(default_factory=lambda: [])
    faults: list[str] = field(default_factory=lambda: [])
    times: list[float] = field(default_factory=lambda: [])
    slowest: tuple[float, str] = 0.0, ""
    operations: list[int] = field(default_factory=lambda: [])
    opening: float = 0.0
    runs: int = 0
    runs_verified: int = 0

    @property
    def steps(self) -> int:
        return sum(self.frames.values())


def check_run(text: str, moments: tuple[Moment, ...], tally: Tally) -> None:
    """Hold the checker against a true run, frame by frame."""
    began = time.process_time()
    checker = Checker(TextListing(text, VERSION))
    tally.opening += time.process_time() - began
    lines = text.split("\n")
    kinds = statement_kinds(text)
    before: Moment | None = None
    complete = True
    for moment in moments:
        began = time.thread_time()
        judgement = checker.add(moment)
        seconds = time.thread_time() - began
        if not tally.times or seconds > tally.slowest[0]:
            line = lines[before.line - 1].strip() if before is not None and before.line else ""
            tally.slowest = seconds, line[:90]
        tally.times.append(seconds)
        tally.operations.append(checker.spent)
        event = moment.event.value
        kind = kinds.get(before.line or 0, "?") if before is not None else "entry"
        is_entry = len(moment.stack) <= 2 and moment.event is Event.CALL and moment.scope == 0
        if is_entry:
            before = moment
            continue
        tally.frames[event] += 1
        tally.statements[kind] += 1
        tally.values += len(judgement.values) + (judgement.value is not None)
        good = [*judgement.values.values(), judgement.value]
        tally.values_verified += good.count(Verdict.VERIFIED)
        if judgement.verdict is Verdict.VERIFIED:
            tally.verified[event] += 1
            tally.statements_verified[kind] += 1
        else:
            complete = False
        if judgement.verdict is Verdict.CONTRADICTED:
            tally.wrong.append(f"{_shown(lines, before, moment, judgement.expectation)}\n{_numbered(lines)}")
        elif judgement.verdict is Verdict.PREDICTED:
            reason = judgement.expectation.reason or "?"
            tally.reasons[reason] += 1
            if reason not in tally.examples and before is not None and before.line:
                tally.examples[reason] = lines[before.line - 1].strip()[:90]
        before = moment
    tally.faults += checker.faults
    tally.runs += 1
    tally.runs_verified += complete


def statement_kinds(text: str) -> dict[int, str]:
    """The kind of the statement that begins on each line."""
    found: dict[int, str] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.stmt, ast.ExceptHandler)):
            found.setdefault(node.lineno, type(node).__name__)
    return found


def _shown(lines: list[str], before: Moment | None, moment: Moment, expected: Expectation) -> str:
    line = lines[before.line - 1].strip() if before is not None and before.line else ""
    true = {name: shown for name, shown in moment.state if expected.values.get(name) != shown}
    return (
        f"{line!r} in {dict(before.state) if before else {}}\n    expected {expected.event} {expected.line} "
        f"{ {name: shown for name, shown in expected.values.items() if dict(moment.state).get(name) != shown} } {expected.value}"
        f"\n    true     {moment.event} {moment.line} {true} {moment.value}"
    )


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"    {number:4} {line}" for number, line in enumerate(lines, 1))


def generated(seed: int) -> Iterator[str]:
    """Texts of generated programs with a `main`, without end."""
    rng = Random(seed)
    while True:
        program = sample(rng)
        for call in program.calls:
            yield f"{program.source.rstrip()}\n\n\ndef main():  # << START_OF_TRACE\n    return {call}\n"


def from_data(path: Path) -> Iterator[str]:
    """Texts of a data set's programs with a `main`."""
    for item in read_items(path):
        if item.problem is None:
            yield f"{item.source.rstrip()}\n\n\ndef main():  # << START_OF_TRACE\n    return {item.call}\n"


def run_for_real(texts: Iterator[str], frames: int) -> Iterator[tuple[str, tuple[Moment, ...]]]:
    """Texts with their true runs."""
    with Sandbox(RunLimits(frames=frames)) as sandbox:
        for text in texts:
            yield text, sandbox.record(text).moments


def measure(runs: Iterator[tuple[str, tuple[Moment, ...]]], steps: int) -> Tally:
    """Check runs until there have been so many steps."""
    tally = Tally()
    for text, moments in runs:
        check_run(text, moments, tally)
        if tally.steps >= steps:
            break
    return tally


def report(tally: Tally) -> None:
    """Print it."""
    total = tally.steps or 1
    print(f"steps {tally.steps}, verified {sum(tally.verified.values()) / total:.1%}, wrong {len(tally.wrong)}", end="")
    print(f", values verified {tally.values_verified / (tally.values or 1):.1%}", end="")
    print(
        f", whole runs {tally.runs_verified}/{tally.runs}, {1e3 * tally.opening / (tally.runs or 1):.1f} ms to read a program"
    )
    times, operations = sorted(tally.times), sorted(tally.operations)
    points = [(0.5, "half"), (0.9, "90 %"), (0.99, "99 %"), (0.999, "99.9 %")]
    print("processor time of a step: mean", f"{1e6 * sum(times) / len(times):.0f} µs,", end=" ")
    print(", ".join(f"{name} within {1e6 * _at(times, share):.0f} µs" for share, name in points), end="")
    print(
        f", slowest {1e3 * times[-1]:.1f} ms ({tally.slowest[1]}), over 2 ms {sum(one > 0.002 for one in times)} of {len(times)}"
    )
    print(
        "operations of a step:",
        ", ".join(f"{name} within {_at(operations, share):.0f}" for share, name in points),
        end="",
    )
    print(f", most {operations[-1]}")
    for title, all_, good in (
        ("event", tally.frames, tally.verified),
        ("statement", tally.statements, tally.statements_verified),
    ):
        print(f"by {title}: " + ", ".join(f"{k} {good[k] / n:.0%} of {n}" for k, n in all_.most_common()))
    for reason, count in tally.reasons.most_common(25):
        print(f"  {count:6} {reason}    e.g. {tally.examples.get(reason, '')}")
    for one in tally.faults[:10]:
        print("FAULT", one)
    for one in tally.wrong[:10]:
        print("WRONG", one)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--steps", type=int, default=140_000, help="of generated programs, at least")
    parser.add_argument(
        "--library", type=int, default=60_000, help="steps of the standard library's functions, at least"
    )
    parser.add_argument("--frames", type=int, default=400, help="of one run, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a data set, measured whole")
    arguments = parser.parse_args()
    frames: int = arguments.frames
    sources: list[tuple[str, Iterator[tuple[str, tuple[Moment, ...]]], int]] = []
    if arguments.steps:
        sources.append(("generated programs", run_for_real(generated(arguments.seed), frames), arguments.steps))
    if arguments.library:
        sources.append(("the standard library", library_runs(arguments.seed, frames), arguments.library))
    sources += [(path.name, run_for_real(from_data(path), frames), sys.maxsize) for path in arguments.data]
    total = verified = wrong = faults = 0
    for name, runs, steps in sources:
        print(f"== {name}", flush=True)
        tally = measure(runs, steps)
        report(tally)
        total += tally.steps
        verified += sum(tally.verified.values())
        wrong += len(tally.wrong)
        faults += len(tally.faults)
    print(f"== all: steps {total}, verified {verified / (total or 1):.1%}, wrong {wrong}, faults {faults}")
    raise SystemExit(wrong + faults > 0)


if __name__ == "__main__":
    main()
