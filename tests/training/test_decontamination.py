"""What counts as shared with an evaluation set: the same tokens, or the same but for names; layout and comments don't."""

from __future__ import annotations

import json
from pathlib import Path

from training.decontamination import dropped, overlap
from training.decontamination_filter import Filter, renamed, sources, tokens, verbatim

EVALUATION = '''
def weigh(parcels, limit):
    """Weighs them."""
    kept = []
    for parcel in parcels:
        if parcel * 3 + 1 < limit - 7:
            kept.append(parcel // 2)
    return kept[::-1]
'''
COPY = EVALUATION.replace('"""Weighs them."""', "# a comment").replace("    ", "\t")
RENAMED = EVALUATION.replace("parcel", "box").replace("weigh", "f").replace("kept", "out").replace("limit", "most")
OTHER = """
def total(prices):
    result = 0
    while prices:
        result = result * 5 - prices.pop(0)
    return str(result)
"""


def test_tokens_leave_out_layout_comments_and_docstrings_and_know_own_names() -> None:
    assert tokens("x = len(\"a b\")  # note\n'''long'''") == [
        ("x", True),
        ("=", False),
        ("len", False),
        ("(", False),
        ("'a b'", False),
        (")", False),
    ]
    assert tokens("s.strip(t)") == [
        ("s", True),
        (".", False),
        ("strip", False),
        ("(", False),
        ("t", True),
        (")", False),
    ]


def test_a_copy_shares_n_grams_verbatim_and_a_renamed_one_by_its_shape() -> None:
    assert verbatim(tokens(COPY)) == verbatim(tokens(EVALUATION))
    assert not verbatim(tokens(RENAMED)) & verbatim(tokens(EVALUATION))
    assert renamed(tokens(RENAMED)) == renamed(tokens(EVALUATION))


def test_copies_are_dropped_and_other_programs_are_not() -> None:
    against = Filter.of([EVALUATION])
    assert against.drops(COPY)
    assert against.drops(RENAMED)
    assert against.drops(OTHER + COPY)
    assert not against.drops(OTHER)
    assert not against.drops("")


def test_without_evaluation_sets_nothing_is_dropped(tmp_path: Path) -> None:
    assert sources(tmp_path / "missing.jsonl") == []
    assert not Filter.of([]).drops(EVALUATION)


def test_programs_of_a_set_are_found_whatever_its_form(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    items = [{"code": "a"}, {"source": "b"}, {"prompt": "c", "canonical_solution": "d"}, {"id": "no program"}]
    path.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    assert sources(path) == ["a", "b", "cd"]


def test_the_report_counts_both_sides_and_tells_dropped_programs_by_family() -> None:
    training = [("copies", RENAMED), ("copies", OTHER), ("others", OTHER)]
    assert overlap([EVALUATION, OTHER], training, 13, renamed) == (2, 3)
    assert overlap([EVALUATION], training, 13, verbatim) == (0, 0)
    assert list(dropped(training, Filter.of([EVALUATION]))) == ["dropped: 1 of 3 training programs", "  copies: 1 of 2"]
