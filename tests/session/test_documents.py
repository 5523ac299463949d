from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.session.documents import Change, change_between

LINES = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=8)


@given(before=LINES, after=LINES)
def test_lines_that_a_change_keeps_are_the_same_before_and_after(before: list[str], after: list[str]) -> None:
    change = change_between(before, after)
    kept = {number: change.line(number) for number in range(1, len(before) + 1)}
    assert all(before[old - 1] == after[new - 1] for old, new in kept.items() if new is not None)
    assert sum(new is None for new in kept.values()) == change.removed
    assert len(before) - change.removed + change.added == len(after)


def test_the_same_text_is_no_change() -> None:
    assert change_between(["a", "b"], ["a", "b"]) == Change(3, 0, 0)


def test_what_a_change_touches() -> None:
    replaced = change_between(["a", "b", "c"], ["a", "B", "c"])
    assert replaced.touches(2, 2)
    assert not replaced.touches(1, 1)
    assert not replaced.touches(3, 3)


def test_a_line_put_between_two_touches_what_holds_both() -> None:
    between = change_between(["a", "b"], ["a", "new", "b"])
    assert between.touches(1, 2)
    assert not between.touches(1, 1)
    assert not between.touches(2, 2)
