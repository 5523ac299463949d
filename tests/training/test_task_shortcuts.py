"""Guessing from the surface: it finds what the surface tells, and nothing where only the order of tokens does."""

from itertools import pairwise
from random import Random

from cwm_lsp.engine.tokenizer import Tokenizer
from training.tasks.samples import DECIDING, TaskMaker
from training.tasks.shortcuts import Labelled, guessed, majority, neighbours, single_tokens


def _programs(many: int) -> list[Labelled]:
    rng = Random(1)
    made: list[Labelled] = []
    for _ in range(many):
        first, second = rng.sample(("i += 1", "return t", "t = i", "i = 0"), 2)
        made.append(Labelled(f"{first}\n{second}\n", "yes" if first < second else "no"))
    return made


def test_what_stands_there_is_guessed_and_its_order_only_from_neighbours():
    tokenizer = Tokenizer.load()
    told = [Labelled(one.source, str("return" in one.source)) for one in _programs(300)]
    assert guessed(told[:200], told[200:], tokenizer, single_tokens) == 1.0
    ordered = _programs(300)
    assert guessed(ordered[:200], ordered[200:], tokenizer, single_tokens) < 0.75
    assert guessed(ordered[:200], ordered[200:], tokenizer, neighbours) > 0.9


def test_the_share_of_the_most_frequent_label():
    assert majority([Labelled("", "yes"), Labelled("", "no"), Labelled("", "yes")]) == 2 / 3


def test_what_belongs_together_is_drawn_one_after_the_other():
    maker, rng = TaskMaker(Tokenizer.load(), 512), Random(8)
    drawn = [sample for _ in range(60) if (sample := maker.draw(rng)) is not None]
    together = 0
    for first, second in pairwise(drawn):
        answers = [sample.ids[sample.weights.index(DECIDING) :] for sample in (first, second)]
        shared = len({*first.ids} & {*second.ids}) / len({*first.ids} | {*second.ids})
        together += answers[0] != answers[1] and shared > 0.75
    # By chance two neighbours have about half of their tokens in common.
    assert together >= 15
