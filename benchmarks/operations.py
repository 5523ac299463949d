"""How right the embedded model is on single operations, by kind.

    python -m benchmarks.operations [DATA] [--model DIR] [--every N] [--kinds N]

The programs of a data set are run for real, and the operations that their runs come to put to the model, each as often as it occurs
(asked once). A kind is an operator, a method, a function; those with the most mistakes come first.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.evaluate.datasets import DatasetError, Item, read_items
from cwm_lsp.predict.operations import Operations
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.verify.objects import Operation
from training.difficulty import kind
from training.operations import operations_along
from training.samples import bound_context

HELD_OUT = Path(__file__).parents[1] / "training" / "held_out.jsonl"


def operations_of(items: Sequence[Item]) -> Counter[Operation]:
    """The operations that the items' true runs come to, and how often."""
    found: Counter[Operation] = Counter()
    with Sandbox(Limits(frames=1200)) as sandbox:
        for item in items:
            if item.problem is not None:
                continue
            text = bound_context(item.source, item.call)
            found.update(operations_along(text, sandbox.record(text).moments))
    return found


async def answered(engine: EmbeddedEngine, found: Sequence[Operation]) -> list[str]:
    """The model's answers.

    Raises:
        EngineError: the engine can't answer.
    """
    await engine.load()
    asked = Operations.of(engine)
    answers = [(await asked.answer(one)).text for one in found]
    await engine.close()
    return answers


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operations", description="Operations, by kind.")
    parser.add_argument("data", nargs="?", type=Path, default=HELD_OUT)
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the embedded model")
    parser.add_argument("--every", type=int, default=1, help="use every n-th item only")
    parser.add_argument("--kinds", type=int, default=25, help="rows that are shown")
    given = parser.parse_args(arguments)
    engine = EmbeddedEngine(given.model)
    try:
        found = operations_of(read_items(given.data)[:: given.every])
        answers = asyncio.run(answered(engine, list(found)))
    except (DatasetError, EngineError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for operation, answer in zip(found, answers, strict=True):
        name, count = kind(operation), found[operation]
        total[name] += count
        if answer == operation.truth:
            right[name] += count
        else:
            wrong[name].append(f"{operation.words} is {operation.truth}, not {answer}")
    table = Table(box=box.MARKDOWN)
    for name in ("operation", "asked", "right", "wrong", "for example"):
        table.add_column(name, justify="left" if name in ("operation", "for example") else "right", no_wrap=True)
    for name, count in sorted(total.items(), key=lambda one: right[one[0]] - one[1])[: given.kinds]:
        shortest = min(wrong[name], key=len, default="")
        table.add_row(name, str(count), f"{right[name] / count:.1%}", str(count - right[name]), shortest[:60])
    Console(width=130).print(table)
    everything, good = sum(total.values()), sum(right.values())
    share = f"{good} of {everything} right ({good / max(1, everything):.1%}), {len(found)} different ones"
    print(f"{engine.model} ({engine.identity}): {share}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
