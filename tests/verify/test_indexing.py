"""Indexed sequences: what is written is read back, and answers without indices stay as they are."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.verify.indexing import Indexed, elements_of, plain, read_indexed
from cwm_lsp.verify.wording import indexed

ATOMS = st.one_of(st.integers(), st.text(max_size=6), st.floats(allow_nan=False), st.booleans(), st.none())
VALUES = st.recursive(
    ATOMS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(ATOMS, inner, max_size=2)), max_leaves=6
)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("[1 5, 2 6]", "[5, 6]"),
        ("[0 'a', 0 'b, 3 c', 1 [7, 8]]", "['a', 'b, 3 c', [7, 8]]"),
        ("(4 'x')", "('x',)"),
        ("(0 1, 1 2)", "(1, 2)"),
        ("str(2 'a', 0 \"'\")", '"a\'"'),
        ("deque(0 1, 1 2)", "deque([1, 2])"),
        ("[0 -1.5, 1 {'a': [1, 2]}]", "[-1.5, {'a': [1, 2]}]"),
    ],
)
def test_indices_are_left_out(answer: str, value: str):
    assert plain(answer) == value


@pytest.mark.parametrize(
    "answer", ["[5, 6]", "[]", "(3,)", "'[0 1]'", "[1 5, 6]", "[1 5", "[1 5] ", "str(0 5)", "str()", "", "[0 ]x"]
)
def test_anything_else_stays(answer: str):
    assert plain(answer) == answer


@given(st.one_of(st.lists(VALUES, min_size=1), st.text(min_size=1, max_size=20)))
def test_what_is_written_is_read_back(value: list[Any] | str):
    for one in (value, tuple(value), deque(value)) if isinstance(value, list) else (value,):
        words = indexed(one)
        if words is None:
            continue
        found = read_indexed(words)
        if found is None:
            # More elements than are written with an index.
            assert len(value) > 48
            continue
        assert words[found.end :] == ""
        assert found.with_indices() == words
        assert plain(words) == repr(one)


@given(st.text(alphabet="[](){}'\"\\, 0123ab", max_size=30))
def test_no_text_breaks_the_reading(text: str):
    assert plain(text) is not None
    found = read_indexed(text)
    assert found is None or isinstance(found, Indexed)


@given(st.lists(VALUES, max_size=5))
def test_a_list_is_taken_apart(value: list[Any]):
    assert elements_of(repr(value)) == [repr(one) for one in value]


def test_what_is_no_list_has_no_elements():
    assert [elements_of(one) for one in ("(1, 2)", "7", "", "'[a]'")] == [[], [], [], []]
