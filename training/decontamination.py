"""Reports how much the training programs have in common with each evaluation set, by n-grams of code tokens.

    python -m training.decontamination --programs 5000

Verbatim: the same tokens, names included. Renamed: the same but for the program's own names. What is dropped in training is what
`decontamination_filter` says; the last lines tell how many that are, by family.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from training.decontamination_filter import (
    GENERATED,
    LENGTH,
    OUTSIDE,
    Filter,
    evaluation_filter,
    renamed,
    sources,
    tokens,
    verbatim,
)
from training.programs import sample

Texts = list[tuple[str, str]]
"""(family, source) of each program."""


def generated(count: int, seed: int) -> Texts:
    """So many programs as training draws them."""
    random = Random(f"decontamination/{seed}")
    return [(program.family, program.source) for program in (sample(random) for _ in range(count))]


def library(path: Path | None) -> Texts:
    """The programs of `training.library`'s file; none without one."""
    if path is None or not path.exists():
        return []
    from training.library import (
        programs_of,
    )  # only where there is a file: the module looks into every installed package

    return [("library", program.source) for program in programs_of(path)]


def overlap(evaluation: list[str], training: Texts, length: int, grams: Callable[..., set[int]]) -> tuple[int, int]:
    """How many evaluation programs share an n-gram with training, and how many training programs with evaluation."""
    of_evaluation = [grams(tokens(text), length) for text in evaluation]
    of_training = [grams(tokens(text), length) for _, text in training]
    ours, theirs = frozenset[int]().union(*of_training), frozenset[int]().union(*of_evaluation)
    return sum(bool(each & ours) for each in of_evaluation), sum(bool(each & theirs) for each in of_training)


def report(training: Texts, paths: list[Path]) -> Iterator[str]:
    """The lines of the report."""
    for path in paths:
        evaluation = sources(path)
        if not evaluation:
            yield f"{path.name}: no programs there"
            continue
        for name, grams in (("verbatim", verbatim), ("renamed", renamed)):
            for length in (8, LENGTH):
                hit, hitting = overlap(evaluation, training, length, grams)
                yield (
                    f"{path.name}: {length}-grams {name}: {hit} of {len(evaluation)} evaluation programs share one, "
                    f"{hitting} of {len(training)} training programs"
                )
    yield from dropped(training, evaluation_filter())


def dropped(training: Texts, against: Filter) -> Iterator[str]:
    """How many programs the filter drops, by family."""
    gone = Counter(family for family, text in training if against.drops(text))
    yield f"dropped: {gone.total()} of {len(training)} training programs"
    there = Counter(family for family, _ in training)
    for family, count in gone.most_common():
        yield f"  {family}: {count} of {there[family]}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=5000, help="generated programs to look at")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--library",
        type=Path,
        default=Path("training/out/library.jsonl"),
        help="the file of training.library, if there is one",
    )
    given = parser.parse_args()
    training = generated(given.programs, given.seed)
    real = library(given.library)
    print(f"{len(training)} generated programs, {len(real)} of the library")
    for line in report([*training, *real], [*OUTSIDE, *GENERATED]):
        print(line)


if __name__ == "__main__":
    main()
