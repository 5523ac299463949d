"""Whether what is said of a function's end holds: rules and proofs against true runs, and no alarm in the standard library.

    python -m benchmarks.termination_soundness [--programs N] [--seed N] [--rules-only]

makes programs with loops and recursion at random, judges them and executes them in the sandbox: what a rule calls ending must end,
what is proven endless must not. Then it judges every function of some modules of the interpreter that it runs on, from their files,
and lists what would be warned of.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cwm_lsp.evaluate.halting_items import ends_in_sandbox
from cwm_lsp.predict.judging.termination import TerminationSettings, combined, gathered
from cwm_lsp.predict.judging.verdicts import TerminationVerdict
from cwm_lsp.predict.termination.rules import ruling
from cwm_lsp.predict.termination.verdict import Verdict
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

LIBRARY = ("heapq", "bisect", "textwrap", "json", "statistics", "collections")
FRAMES = 4_000
"""Frames within which a call that ends must have ended."""
_CALLS = ("f(0)", "f(1)", "f(2)", "f(5)", "f(9)", "f(-3)", "f(64)")
_SETTINGS = TerminationSettings(calls=6, frames=160, ask=False)


def judged(document: Document, function: Function, settings: TerminationSettings = _SETTINGS) -> TerminationVerdict:
    """The verdict without a model."""
    settled = ruling(document, function)
    found = () if settled is not None else gathered(document, function, settings)
    return combined(document, function, settled, found, None)


# Programs at random


def program(random: Random) -> str:
    """A function f(n) with a loop or recursion, which may or may not end."""
    shape = random.randrange(4)
    if shape == 0:
        return _recursive(random)
    names = ["n", "i", "x"]
    lines = [
        "def f(n):",
        f"    i = {random.randrange(-2, 4)}",
        f"    x = {random.choice(['n', '1', '0', 'n + 2', '7'])}",
    ]
    if shape == 1:
        lines.append(f"    items = [1, 2, {random.randrange(5)}]")
        names_test = random.choice(["items", "len(items) > 1", "len(items) < n", "i < len(items)"])
        lines += [f"    while {names_test}:", *_body(random, [*names, "items"], "        ", 2)]
    else:
        lines += [f"    while {_test(random, names)}:", *_body(random, names, "        ", 2)]
    return "\n".join([*lines, "    return i"]) + "\n"


def _recursive(random: Random) -> str:
    base = random.choice(["n <= 0", "n == 0", "n < 2", "n > 9", "n == 1 or n < 0"])
    given = random.choice(
        ["n - 1", "n - 2", "n + 1", "n // 2", "n", "n - 1 if n % 2 else n // 2", "n * 2", "-n", "(n + 1) // 2"]
    )
    return f"def f(n):\n    if {base}:\n        return 0\n    return 1 + f({given})\n"


def _test(random: Random, names: list[str]) -> str:
    one, other = random.choice(names), random.choice([*names, "0", "1", "10", "n"])
    test = f"{one} {random.choice(['<', '<=', '>', '>=', '!=', '!=', '<', '>'])} {other}"
    kind = random.randrange(8)
    if kind == 0:
        return f"{test} and {random.choice(names)} < {random.randrange(4, 40)}"
    if kind == 1:
        return random.choice(names)
    if kind == 2:
        return f"{random.choice(['i', 'x'])} * {random.choice(['i', 'x'])} <= {other}"
    return test


def _body(random: Random, names: list[str], indent: str, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(random.randrange(1, 4)):
        kind = random.randrange(10)
        if kind == 0 and depth:
            lines.append(f"{indent}if {_test(random, ['n', 'i', 'x'])}:")
            lines += _body(random, names, indent + "    ", depth - 1)
            if random.randrange(2):
                lines += [f"{indent}else:", *_body(random, names, indent + "    ", depth - 1)]
        elif kind == 1:
            lines += [
                f"{indent}if {_test(random, ['n', 'i', 'x'])}:",
                f"{indent}    {random.choice(['break', 'continue', 'return x'])}",
            ]
        elif kind == 2 and depth:
            lines += [f"{indent}for j in range(3):", *_body(random, names, indent + "    ", 0)]
        elif kind == 3 and "items" in names:
            lines.append(
                indent + random.choice(["items.pop()", "items.append(i)", "items = items[1:]", "items.insert(0, x)"])
            )
        elif kind == 4:
            lines.append(indent + random.choice(["i, x = x, i % x if x else 0", "n, i = i, n", "i, n = n, i - 1"]))
        else:
            name = random.choice(["n", "i", "x"])
            step = random.choice(
                [
                    "+= 1",
                    "-= 1",
                    "+= 2",
                    "//= 2",
                    "*= 2",
                    "-= 3",
                    "= i + 1",
                    "= n - 1",
                    "= (i + n) // 2",
                    "%= 7",
                    ">>= 1",
                ]
            )
            lines.append(f"{indent}{name} {step}")
    return lines


@dataclass
class Counts:
    """What was held against true runs.

    Attributes:
        programs: how many.
        ruled, ruled_calls: those that a rule calls ending, and the calls of them that were executed.
        proven: calls that were proven endless.
        faults: what did not hold.
    """

    programs: int = 0
    ruled: int = 0
    ruled_calls: int = 0
    proven: int = 0
    faults: int = 0


def held_against_runs(programs: int, seed: int, *, proofs: bool = True) -> Iterator[tuple[Counts, str]]:
    """Judge and execute programs; gives the counts so far, with what did not hold, if anything."""
    random = Random(seed)
    counts = Counts()
    with Sandbox(Limits(frames=FRAMES, seconds=4.0)) as sandbox:
        for _ in range(programs):
            source = program(random)
            counts.programs += 1
            document = Document.parse(source)
            function = document.functions[0]
            found = None if proofs else combined(document, function, ruling(document, function), (), None)
            verdict = found or judged(document, function)
            fault = ""
            if verdict.rule is not None and verdict.verdict is Verdict.TERMINATES:
                counts.ruled += 1
                for call in _CALLS:
                    counts.ruled_calls += 1
                    if ends_in_sandbox(source, call, sandbox) is False:
                        counts.faults += 1
                        fault += f"called ending ({verdict.rule}), but {call} does not end:\n{source}\n"
            for one in verdict.evidence:
                if one.kind.is_endless and one.is_proven:
                    counts.proven += 1
                    if ends_in_sandbox(source, one.call, sandbox):
                        counts.faults += 1
                        fault += f"proven endless ({one.kind.value}), but {one.call} ends:\n{source}\n"
            yield counts, fault


# The standard library


def library_files() -> list[Path]:
    """The sources of the modules, from the interpreter that this runs on."""
    root = Path(sysconfig.get_paths()["stdlib"])
    found: list[Path] = []
    for name in LIBRARY:
        found += sorted((root / name).glob("*.py")) if (root / name).is_dir() else [root / f"{name}.py"]
    return found


def library_verdicts() -> Iterator[tuple[Path, TerminationVerdict]]:
    """Every function of the library's modules, judged without a model."""
    for path in library_files():
        document = Document.parse(path.read_text(encoding="utf-8"))
        for function in document.functions:
            yield path, judged(document, function)


def main() -> int:
    """Measure and print; the exit status is 1 where anything did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules-only", action="store_true", help="follow no runs: many more programs in the same time")
    arguments = parser.parse_args()
    last = Counts()
    for counts, fault in held_against_runs(arguments.programs, arguments.seed, proofs=not arguments.rules_only):
        last = counts
        if fault:
            print(fault)
    print(
        f"{last.programs} programs: {last.ruled} called ending by a rule ({last.ruled_calls} calls executed), "
        f"{last.proven} calls proven endless; {last.faults} did not hold."
    )
    functions = alarms = 0
    said: dict[str, int] = {}
    for path, verdict in library_verdicts():
        functions += 1
        said[verdict.verdict.value] = said.get(verdict.verdict.value, 0) + 1
        if verdict.is_warned_of:
            alarms += 1
            print(f"{path.name}:{verdict.line} {verdict.function}: {verdict.reason}")
    shares = ", ".join(f"{count} {name}" for name, count in sorted(said.items()))
    print(f"Standard library {sys.version.split()[0]}: {functions} functions ({shares}), {alarms} warnings.")
    return 1 if last.faults or alarms else 0


if __name__ == "__main__":
    raise SystemExit(main())
