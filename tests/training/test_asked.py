"""What a checkpoint gets right, teacher-forced: what training thins out by."""

from __future__ import annotations

from pathlib import Path

import pytest

from cwm_lsp.verify.objects import Operation

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

CHECKPOINT = Path(__file__).parents[2] / "training" / "checkpoint"


def test_each_operation_is_judged():
    from training.asked import judged
    from training.model import load

    right = [
        Operation("1 + 2", False, "3"),
        Operation("[0 7, 1 8, 2 9][1:]", False, "[8, 9]"),
        Operation("[].append(4)", True, "[4]"),
        Operation("'a' == 'b'", False, "False"),
    ]
    wrong = [Operation(one.words, one.is_effect, "[5]") for one in right]
    found = dict(judged(load(CHECKPOINT), [*right, *wrong]))
    assert [found[one] for one in right] == [True] * 4
    assert [found[one] for one in wrong] == [False] * 4


def test_operations_are_drawn_alike_from_the_same_seed():
    from training.asked import operations_drawn

    assert operations_drawn(3, 200) == operations_drawn(3, 200)
    assert len(operations_drawn(3, 200)) == 200
