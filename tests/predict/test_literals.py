from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.literals import is_immutable, literal_repr

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(PLAIN)
def test_the_repr_of_a_literal_is_that_of_its_value(value: object):
    text = repr(value)
    shown = literal_repr(text)
    assert shown == (text if len(text) <= 200 else text[:197] + "...")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"a"', "'a'"),
        ("0x1F", "31"),
        ("1_000", "1000"),
        ("1e3", "1000.0"),
        ("-1", "-1"),
        ("'a' 'b'", "'ab'"),
        ("{1}", "{1}"),
        ("{'a', 'b'}", None),
        ("x", None),
        ("f(1)", None),
        ("1 +", None),
        ("2 ** 3", None),
        ("[" * 500, None),
        ("9" * 5000, None),
    ],
)
def test_only_literals_have_a_repr(text: str, shown: str | None):
    assert literal_repr(text) == shown


@pytest.mark.parametrize("shown", ["1", "-1.5", "'a'", '"it\'s"', "b'x'", "True", "None", "(1, 'a')", "()"])
def test_plain_immutable_values(shown: str):
    assert is_immutable(shown)


@pytest.mark.parametrize("shown", ["[1]", "{}", "{1}", "([1],)", "<f object>", "Point(x=1)", "", "(1, {2: 3})"])
def test_what_may_change(shown: str):
    assert not is_immutable(shown)
