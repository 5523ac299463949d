"""Measures how far labels can be guessed from a question's surface, without understanding the program.

    python -m training.tasks.shortcuts

A logistic regression over which tokens, or which neighbouring tokens, stand in a program learns from some questions and answers
others. Where programs come in pairs whose labels differ it should do little better than the most frequent label.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.tasks.complexity import complexity_case
from training.tasks.growing import growing_pair
from training.tasks.pairs import ending_pair
from training.tasks.splits import complexity_families, termination_families
from training.tasks.termination import termination_case

LIMITS = Limits(frames=300, repr_length=200, seconds=0.5)
_FEATURES = 4000
_ROUNDS = 150


@dataclass(frozen=True, slots=True)
class Labelled:
    """A program and its label."""

    source: str
    label: str


Features = Callable[[Sequence[int]], "set[tuple[int, ...]]"]


def single_tokens(ids: Sequence[int]) -> set[tuple[int, ...]]:
    """Which tokens there are."""
    return {(one,) for one in ids}


def neighbours(ids: Sequence[int]) -> set[tuple[int, ...]]:
    """Which tokens there are, and which three stand together."""
    return single_tokens(ids) | set(zip(ids, ids[1:], ids[2:], strict=False))


def guessed(known: Sequence[Labelled], asked: Sequence[Labelled], tokenizer: Tokenizer, features: Features) -> float:
    """The share of the asked ones whose label a logistic regression over features finds, having learned from the known ones."""
    found = [features(tokenizer.encode([one.source])) for one in (*known, *asked)]
    counted = Counter(feature for some in found[: len(known)] for feature in some)
    columns = {feature: index for index, (feature, _) in enumerate(counted.most_common(_FEATURES))}
    matrix = np.zeros((len(found), len(columns) + 1), np.float32)
    matrix[:, -1] = 1
    for row, some in enumerate(found):
        matrix[row, [columns[feature] for feature in some if feature in columns]] = 1
    labels = sorted({one.label for one in known})
    targets = np.array([labels.index(one.label) for one in known])
    weights = _fitted(matrix[: len(known)], targets, len(labels))
    said = (matrix[len(known) :] @ weights).argmax(axis=1)
    return sum(labels[index] == one.label for index, one in zip(said, asked, strict=True)) / len(asked)


def _fitted(matrix: NDArray[np.float32], targets: NDArray[np.int64], classes: int) -> NDArray[np.float32]:
    """Weights of a softmax regression, by Adam on all examples at once with a little decay."""
    weights = np.zeros((matrix.shape[1], classes), np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    wanted = np.eye(classes, dtype=np.float32)[targets]
    for step in range(1, _ROUNDS + 1):
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        slope = matrix.T @ (chances - wanted) / len(matrix) + 1e-4 * weights
        first += 0.1 * (slope - first)
        second += 0.01 * (slope * slope - second)
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def majority(asked: Sequence[Labelled]) -> float:
    """The share of the most frequent label."""
    return Counter(one.label for one in asked).most_common(1)[0][1] / len(asked)


def endings(many: int, rng: Random) -> list[Labelled]:
    """So many programs that end or don't, in pairs."""
    made: list[Labelled] = []
    with Sandbox(LIMITS) as sandbox:
        while len(made) < many:
            made += [Labelled(one.source, "yes" if one.ends else "no") for one in ending_pair(rng, sandbox.record)]
    return made[:many]


def growths(many: int, rng: Random) -> list[Labelled]:
    """So many programs with their class of time, most in pairs."""
    made: list[Labelled] = []
    while len(made) < many:
        made += [Labelled(one.source, one.time) for one in growing_pair(rng)]
    return made[:many]


def ending_families(many: int, rng: Random) -> list[Labelled]:
    """So many of the training families' programs, for comparison."""
    families = termination_families("training")
    cases = [termination_case(rng.choice(families), rng) for _ in range(many)]
    return [Labelled(one.source, "yes" if one.ends else "no") for one in cases]


def growth_families(many: int, rng: Random) -> list[Labelled]:
    """The same for growth."""
    families = complexity_families("training")
    cases = [complexity_case(rng.choice(families), rng) for _ in range(many)]
    return [Labelled(one.source, one.time) for one in cases]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--known", type=int, default=3000, help="programs to learn from")
    parser.add_argument("--asked", type=int, default=1000, help="programs to be guessed")
    given = parser.parse_args()
    tokenizer = Tokenizer.load()
    for name, maker in (
        ("pairs that end or don't", endings),
        ("families that end or don't", ending_families),
        ("growth, put together", growths),
        ("growth, families", growth_families),
    ):
        drawn = maker(given.known + given.asked, Random(f"shortcuts/{name}"))
        known, asked = drawn[: given.known], drawn[given.known :]
        told = ", ".join(
            f"{what} {guessed(known, asked, tokenizer, features):.1%}"
            for what, features in (("tokens", single_tokens), ("three neighbours", neighbours))
        )
        different = len({one.source for one in drawn})
        print(f"{name}: most frequent label {majority(asked):.1%}; guessed from {told}; {different} different")


if __name__ == "__main__":
    main()
