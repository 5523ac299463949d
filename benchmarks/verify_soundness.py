"""Of the steps that the checker calls certain, how many are wrong? Programs are really run in the sandbox, step by step.

    python benchmarks/verify_soundness.py --steps 20000
    python benchmarks/verify_soundness.py --steps 5000 --data path/to/cruxeval.jsonl

Prints the share of verified frames by event and by kind of statement, what was wrong (there should be nothing), why frames were
not certain, and the time a frame takes. Data sets are measured, never trained on.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

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
    seconds: float = 0.0
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
    seconds = 0.0
    lines = text.split("\n")
    kinds = statement_kinds(text)
    before: Moment | None = None
    complete = True
    for moment in moments:
        began = time.process_time()
        judgement = checker.add(moment)
        seconds += time.process_time() - began
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
            tally.wrong.append(_shown(lines, before, moment, judgement.expectation))
        elif judgement.verdict is Verdict.PREDICTED:
            reason = judgement.expectation.reason or "?"
            tally.reasons[reason] += 1
            if reason not in tally.examples and before is not None and before.line:
                tally.examples[reason] = lines[before.line - 1].strip()[:90]
        before = moment
    tally.seconds += seconds
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


def measure(texts: Iterator[str], steps: int, frames: int) -> Tally:
    """Run and check programs until there have been so many steps."""
    tally = Tally()
    with Sandbox(RunLimits(frames=frames)) as sandbox:
        for text in texts:
            check_run(text, sandbox.record(text).moments, tally)
            if tally.steps >= steps:
                break
    return tally


def report(tally: Tally) -> None:
    """Print it."""
    total = tally.steps or 1
    print(f"steps {tally.steps}, verified {sum(tally.verified.values()) / total:.1%}, wrong {len(tally.wrong)}", end="")
    print(f", values verified {tally.values_verified / (tally.values or 1):.1%}", end="")
    print(f", whole runs {tally.runs_verified}/{tally.runs}, {1e6 * tally.seconds / total:.0f} µs a step, ", end="")
    print(f"{1e3 * tally.opening / (tally.runs or 1):.1f} ms to read a program")
    for title, all_, good in (
        ("event", tally.frames, tally.verified),
        ("statement", tally.statements, tally.statements_verified),
    ):
        print(f"by {title}: " + ", ".join(f"{k} {good[k] / n:.0%} of {n}" for k, n in all_.most_common()))
    for reason, count in tally.reasons.most_common(25):
        print(f"  {count:6} {reason}    e.g. {tally.examples.get(reason, '')}")
    for one in tally.wrong[:10]:
        print("WRONG", one)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--frames", type=int, default=400, help="of one run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    sources = [(str(path.name), from_data(path)) for path in arguments.data] or [
        ("generated", generated(arguments.seed))
    ]
    failed = False
    for name, texts in sources:
        print(f"== {name}")
        tally = measure(texts, arguments.steps, arguments.frames)
        report(tally)
        failed = failed or bool(tally.wrong)
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
