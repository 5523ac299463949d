"""Which operations training takes more often: those of kinds and sizes that the model gets wrong."""

from __future__ import annotations

import pytest

from cwm_lsp.verify.objects import Operation
from training.difficulty import LEAST, Difficulty, described


@pytest.mark.parametrize(
    ("words", "truth", "is_effect", "key"),
    [
        ("7 - 12", "-5", False, "- 1 2"),
        ("-7 * 123456", "-864192", False, "* -1 4"),
        ("[0 7, 1 8][1]", "8", False, "element 4"),
        ("[0 7, 1 8][1:]", "[8]", False, "slice 5"),
        ("[1].append(2)", "[1, 2]", True, ".append() leaves 5"),
        ("sorted([2, 1])", "[1, 2]", False, "sorted() 5"),
        ("'a' in 'abc'", "True", False, "in 5"),
    ],
)
def test_kind_and_size(words: str, truth: str, is_effect: bool, key: str):
    assert described(Operation(words, is_effect, truth)) == key


def test_the_more_mistakes_the_larger_the_share():
    known = Difficulty({"+ 1 1": (4000, 0), "+ 2 2": (400, 20), "* 2 2": (400, 300)})
    shares = [known.share(Operation(words, False, "")) for words in ("1 + 2", "11 + 22", "11 * 22", "3 @ 4")]
    assert shares[0] == LEAST
    assert LEAST < shares[1] < shares[2] == 1.0
    assert LEAST < shares[3] < 1.0


def test_the_counts_that_are_kept_can_be_read():
    assert Difficulty.known().share(Operation("1 + 2", False, "3")) < 1.0
