"""Decisions from logits: pure functions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from cwm_lsp.engine.decoding import check_options, choice, likeliest, mask
from cwm_lsp.engine.protocol import Choice


def decide(options: Sequence[Sequence[int]], liked: dict[tuple[int, ...], int]) -> tuple[Choice, list[list[int]]]:
    """Run a choice with a model that likes, after each path, one token twice as much as any other."""
    asked: list[list[int]] = []
    questions = choice(options)
    try:
        path = next(questions)
        while True:
            asked.append(list(path))
            logits = np.zeros(100, np.float32)
            logits[liked[tuple(path)]] = np.log(2)
            path = questions.send(logits)
    except StopIteration as end:
        chosen, met = end.value
        assert met == len(asked)
        return chosen, asked


def test_the_likeliest_of_the_allowed_and_its_share_among_them():
    logits = np.log(np.array([8, 4, 3, 1], np.float32))
    assert likeliest(logits) == (0, pytest.approx(np.log(8 / 16)))
    assert likeliest(logits + mask(4, {0})) == (1, pytest.approx(np.log(4 / 8)))


def test_huge_logits_do_not_overflow():
    assert likeliest(np.array([3e38, 0], np.float32)) == (0, 0.0)


def test_ids_outside_the_vocabulary_are_no_trouble_to_ban():
    assert mask(3, {1, 3, -1}).tolist() == [0, -np.inf, 0]


def test_only_the_first_token_is_asked_for_when_the_options_differ_there():
    chosen, asked = decide([[1, 5, 6], [2, 7], [3]], {(): 2})
    assert asked == [[]]
    assert chosen.index == 1
    assert chosen.logprob == pytest.approx(np.log(2 / 4))


def test_stretches_that_all_options_share_cost_nothing():
    chosen, asked = decide([[1, 2, 3, 4], [1, 2, 5, 4]], {(1, 2): 5})
    assert asked == [[1, 2]]
    assert chosen.index == 1


def test_a_tree_is_descended_branch_by_branch():
    options = [[1, 2, 3], [1, 2, 4], [1, 9], [8]]
    chosen, asked = decide(options, {(): 1, (1,): 2, (1, 2): 4})
    assert asked == [[], [1], [1, 2]]
    assert chosen.index == 1
    assert chosen.logprob == pytest.approx(3 * np.log(2 / 3))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([[1, 2]], "at least two"),
        ([[1], []], "at least one token"),
        ([[1, 2], [1]], "beginning of another"),
        ([[1, 2], [3], [1, 2]], "beginning of another"),
    ],
)
def test_options_that_no_choice_is_possible_among(options: list[list[int]], complaint: str):
    with pytest.raises(ValueError, match=complaint):
        check_options(options)
