"""What rounding the embedded model's weights costs: its predictions of true traces, in several precisions.

    python -m benchmarks.precision [--checkpoint DIR] [--vocabulary FILE] [--samples N]

Needs the training extra. Held-out generated programs are run, and the operations that they come to put through the model token by
token, with their true answers. Counted are the tokens of the answers, workings left out.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table

from cwm_lsp.engine.network import Network, Shape
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.tokenizer import Tokenizer
from training.data import is_held_out
from training.export import read
from training.onnx_graph import Architecture, Precision, build
from training.operations import OperationMaker, operations_of
from training.programs import sample
from training.samples import Sample, runs_of

VARIANTS = (
    (Precision.FLOAT32, 32),
    (Precision.INT8, 32),
    (Precision.INT8, 64),
    (Precision.INT8, 128),
    (Precision.INT4, 32),
)
COUNTED = 255
"""The weight of the tokens that the model must know; workings weigh less."""


def held_out(count: int, vocabulary: Path) -> list[Sample]:
    """The operations of programs that no training run has seen.

    Args:
        count: of programs.
        vocabulary: the model's.
    """
    chance = random.Random("precision")
    maker = OperationMaker(Tokenizer.load(vocabulary))
    made: list[Sample] = []
    seen = 0
    while seen < count:
        program = sample(chance)
        runs = runs_of(program, chance)[:1] if is_held_out(program) else []
        for run in runs:
            made += [maker.sample(one) for one in operations_of(run.context, run.recording.moments)]
            seen += 1
    return made


def truth(samples: list[Sample]) -> NDArray[np.int64]:
    """The tokens that the model must know, one sample after the other."""
    pairs = (pair for each in samples for pair in zip(each.ids, each.weights, strict=True))
    return np.array([token for token, weight in pairs if weight == COUNTED], np.int64)


def log_sum(logits: NDArray[np.float32]) -> np.float32:
    """The logarithm of the sum of the exponentials."""
    most = logits.max()
    return most + np.log(np.exp(logits - most).sum())


def log_shares(network: Network, samples: list[Sample]) -> tuple[NDArray[np.float32], float]:
    """Log-probabilities [counted tokens, vocabulary], and seconds of CPU for each token."""
    rows: list[NDArray[np.float32]] = []
    start = time.process_time()
    for each in samples:
        cache = network.cache()
        first = each.weights.index(COUNTED)
        logits = network.extend(cache, each.ids[:first])
        for token, weight in zip(each.ids[first:], each.weights[first:], strict=True):
            if weight == COUNTED:
                rows.append(logits - log_sum(logits))
            logits = network.extend(cache, [token])
    seconds = time.process_time() - start
    return np.array(rows, np.float32), seconds / sum(len(each.ids) for each in samples)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision", description="What rounding costs.")
    parser.add_argument("--checkpoint", type=Path, default=Path(__file__).parents[1] / "training" / "checkpoint")
    parser.add_argument("--vocabulary", type=Path, default=SHIPPED / VOCABULARY, help="the words it was trained with")
    parser.add_argument("--samples", type=int, default=40)
    given = parser.parse_args()
    weights, config = read(given.checkpoint)
    architecture = Architecture.of_config(config)
    shape = Shape(
        architecture.layers,
        architecture.key_value_heads,
        architecture.head,
        architecture.context,
        architecture.vocabulary,
    )
    samples = held_out(given.samples, given.vocabulary)
    true = truth(samples)
    table = Table(
        title=f"{given.samples} held-out runs, {len(samples)} operations, {len(true)} tokens",
        title_justify="left",
        box=box.MARKDOWN,
    )
    for name in ("weights", "block", "MB", "right", "loss", "other than float32", "divergence", "ms of CPU a token"):
        table.add_column(name, justify="right")
    exact: NDArray[np.float32] | None = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        for precision, block in VARIANTS:
            path.write_bytes(build(weights, architecture, precision, block).SerializeToString())
            shares, seconds = log_shares(Network(path, shape, threads=1), samples)
            exact = shares if exact is None else exact
            best = shares.argmax(axis=1)
            divergence = (np.exp(exact) * (exact - shares)).sum(axis=1).mean()
            table.add_row(
                precision.value,
                "" if precision is Precision.FLOAT32 else f"{block}",
                f"{path.stat().st_size / 1e6:.1f}",
                f"{np.mean(best == true):.3%}",
                f"{-shares[np.arange(len(true)), true].mean():.5f}",
                f"{np.mean(best != exact.argmax(axis=1)):.3%}",
                f"{divergence:.2e}",
                f"{1e3 * seconds:.2f}",
            )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
