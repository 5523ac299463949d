"""Runs of real functions: of the installed standard library and of packages with permissive licences, on arguments that were tried.

    python -m training.library --out training/out/library.jsonl --seconds 600

A function is taken with what it needs of its module, as the predictor's context does; it stays if it runs in the sandbox, ends,
raises nothing and does the same twice. The file is made anew wherever it is wanted: nothing of these texts is part of the project.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from cwm_lsp.source.context import START_OF_TRACE, Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.decontamination_filter import is_contaminated
from training.library_arguments import Signature, propose, signature_of
from training.library_modules import Module, modules
from training.programs.program import Program

LIMITS = Limits(frames=400, repr_length=200, seconds=0.4)
LONGEST = 3000
"""Characters of a function with what it needs."""
FIRST_TRIES, MORE_TRIES, CALLS = 14, 16, 3
"""Calls that are tried until the first goes well, how many follow then, and how many are kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """A function that runs.

    Attributes:
        module: where it is from.
        licence: of that.
        source: the function and what it needs.
        entry: its name.
        calls: expressions that went well.
        frames: how long each run was.
    """

    module: str
    licence: str
    source: str
    entry: str
    calls: tuple[str, ...]
    frames: tuple[int, ...]


def candidates(module: Module) -> Iterator[tuple[str, str, Signature]]:
    """The module's functions that can be told from their surroundings: (source, name, signature)."""
    try:
        document = Document.parse(module.path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return
    for function in document.functions:
        if function.qualname != function.name or document.function(function.name) is not function:
            continue
        context = context_for(document, function, None, budget=LONGEST, measure=len, docstrings=False)
        if not isinstance(context, Context) or context.omitted:
            continue
        source = context.text.replace(START_OF_TRACE, "")
        signature = signature_of(source, function.name)
        if signature is not None:
            yield source, function.name, signature


def _run(sandbox: Sandbox, source: str, call: str) -> tuple[Moment, ...]:
    """The run's moments if it is worth learning, else none."""
    recording = sandbox.record(f"{source}def main():{START_OF_TRACE}\n    return {call}\n")
    moments = recording.moments
    if recording.failure or not recording.ended or len(moments) < 6 or len(moments) > LIMITS.frames:
        return ()
    if moments[-1].event.name != "RETURN" or any(
        moment.scope == 0 and moment.event.name == "EXCEPTION" for moment in moments
    ):
        return ()
    return moments


def tried(
    sandbox: Sandbox, module: Module, source: str, name: str, signature: Signature, random: Random
) -> Found | None:
    """The function with calls that went well, or None."""
    runs: dict[str, tuple[Moment, ...]] = {}
    worked: list[tuple[str, ...]] = []
    for number in range(FIRST_TRIES + MORE_TRIES):
        if len(runs) == CALLS or (not runs and number >= FIRST_TRIES):
            break
        kinds, arguments = propose(signature, random, worked)
        call = f"{name}({', '.join(arguments)})"
        if call in runs:
            continue
        moments = _run(sandbox, source, call)
        if not moments or moments in runs.values():
            continue
        if _run(sandbox, source, call) != moments:
            return None
        worked.append(kinds)
        runs[call] = moments
    if not runs:
        return None
    return Found(module.name, module.licence, source, name, tuple(runs), tuple(map(len, runs.values())))


def search(every: Iterable[Module], seconds: float, seed: int) -> Iterator[Found]:
    """Functions that run, module by module, until the time is over."""
    end = time.monotonic() + seconds
    with Sandbox(LIMITS) as sandbox:
        for module in every:
            for source, name, signature in candidates(module):
                if time.monotonic() > end:
                    return
                found = tried(sandbox, module, source, name, signature, Random(f"{seed}/{module.name}/{name}"))
                if found is not None and not is_contaminated(source):
                    yield found


def programs_of(path: Path) -> list[Program]:
    """The programs of a file that `main` wrote; none without the file."""
    if not path.exists():
        return []
    held = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Program("library", item["source"], item["entry"], tuple(item["calls"])) for item in held]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("training/out/library.jsonl"))
    parser.add_argument("--seconds", type=float, default=600, help="of searching")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", help="only modules whose name begins so")
    given = parser.parse_args()
    functions: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    chosen = (module for module in modules() if not given.module or module.name.startswith(tuple(given.module)))
    with given.out.open("w", encoding="utf-8") as out:
        for found in search(chosen, given.seconds, given.seed):
            out.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
            out.flush()
            functions[found.module] += 1
            runs[found.module] += len(found.calls)
    for module, count in sorted(functions.items()):
        print(f"{module}: {count} functions, {runs[module]} runs")
    print(f"{functions.total()} functions, {runs.total()} runs -> {given.out}")


if __name__ == "__main__":
    main()
