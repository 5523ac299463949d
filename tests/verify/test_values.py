"""Plain values: read from a repr as they were, shown as CPython shows them, and not known where that can't be."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.verify.limits import Unknowable
from cwm_lsp.verify.values import Foreign, is_plain, parse, show

PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_shown_is_what_cpython_shows(value: Any) -> None:
    text = repr(value)
    assert show(value) == (text if len(text) <= 200 else text[:197] + "...")


@given(PLAIN)
def test_what_is_read_is_what_was_shown(value: Any) -> None:
    text = repr(value)
    found = parse(text)
    if len(text) < 200:
        assert repr(found) == text and type(found) is type(value)
    else:
        assert isinstance(found, Foreign) or repr(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "Counter({'a': 2})",
        "defaultdict(<class 'list'>, {'a': [1]})",
        "deque([1, 2], maxlen=3)",
        "range(0, 5)",
        "range(5, 0, -1)",
        "frozenset({1, 2})",
        "set()",
        "-1.5",
        "inf",
        "(-1-2.5j)",
        "{0, 1, 2}",
    ],
)
def test_the_collections_are_read(text: str) -> None:
    found = parse(text)
    assert not isinstance(found, Foreign)
    assert show(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "Point(x=1)",
        "<generator object f>",
        "'<function f>'",
        "[<object object>]",
        "nan",
        "{1, 16, 9}",
        "Counter({'a': 2, 'b': 1})",
        "'" + "a" * 196 + "...",
        "[1, 2",
        "__import__('os')",
        "{'a': f(1)}",
        "range('a')",
        "lambda: 0",
    ],
)
def test_what_can_not_be_told_is_not_known(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Foreign)
    assert found.text == text


def test_a_set_of_strings_is_known_but_not_its_order() -> None:
    found = parse("{'b', 'a'}")
    assert found == {"a", "b"}
    assert show(found) is None


def test_an_address_in_a_text_is_left_out_as_traces_leave_it_out() -> None:
    assert show("seen at 0x7f3a, twice") == "'seen, twice'"
    assert show(["seen at 0x7f3a"]) == "['seen']"


def test_a_list_that_holds_itself_is_shown() -> None:
    held: list[Any] = [1]
    held.append(held)
    assert show(held) == "[1, [...]]"


def test_a_large_structure_costs_no_more_to_show_than_a_small_one() -> None:
    held: Any = [0] * 1000
    for _ in range(20):
        held = [held, held]
    shown = show(held)
    assert shown is not None and len(shown) == 200


@pytest.mark.parametrize(
    "value", [{"a": [1, (2,)]}, deque([1]), Counter("ab"), defaultdict(int), {1, 2}, range(3), int, None]
)
def test_plain_values_are_plain(value: Any) -> None:
    assert is_plain(value)


def test_a_value_with_something_unknown_in_it_is_not_plain() -> None:
    assert not is_plain([1, {"a": Foreign()}])


@pytest.mark.parametrize("operation", [len, hash, bool, str, repr, list, abs, iter, "{}".format])
def test_no_operation_on_something_unknown_gives_an_answer(operation: Any) -> None:
    with pytest.raises(Unknowable):
        operation(Foreign("1"))
    with pytest.raises(Unknowable):
        [Foreign("1")].index(Foreign("1"))
