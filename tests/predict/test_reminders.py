"""Reminders: what stands before each frame of a true run, as text; a run is written `line: reminder`."""

from __future__ import annotations

import builtins
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.elements import elements
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.reminders import Reminders
from cwm_lsp.trace.moments import frames_of
from cwm_lsp.trace.recorder import Limits, record
from cwm_lsp.trace.timeline import TimelineBuilder
from cwm_lsp.trace.writing import as_text


def reminders(source: str, call: str) -> list[str]:
    """one text for each reminder of the functions that `main` calls: the line, and what stands before its next frame."""
    text = f"{dedent(source).strip()}\ndef main():  # << START_OF_TRACE\n    return {call}\n"
    program = Program(text)
    builder, kept = TimelineBuilder(program), Reminders(program)
    told: list[str] = []
    for frame in frames_of(record(text, Limits(frames=200), {"__builtins__": builtins}).moments):
        moment = builder.add(frame)
        kept.add(moment, builder)
        shown = as_text(kept.pieces(builder)).removeprefix("<|arg_sep|>").replace("\n", " | ")
        if shown and builder.scope > 0:
            told.append(f"{builder.lines[0]}: {shown}")
    return told


def test_a_line_is_reminded_of_the_values_that_it_reads():
    source = """
        def f(price, count):
            total = price * count
            return total + 1
    """
    assert reminders(source, "f(3, 4)") == [
        '2: price": "3", "count": "4", "',
        '3: total": "12", "',
    ]


def test_a_loop_is_reminded_of_what_is_left_to_take():
    source = """
        def f(word):
            for letter in word:
                pass
    """
    assert reminders(source, "f('abcde')") == [
        """2: #0", "word": "['a', 'b', 'c', ..]", \"""",
        """2: #1", "word": "['b', 'c', 'd', ..]", \"""",
        """2: #2", "word": "['c', 'd', 'e']", \"""",
        """2: #3", "word": "['d', 'e']", \"""",
        """2: #4", "word": "['e']", \"""",
        """2: #5", "word": "[]", \"""",
    ]


def test_an_inner_loop_counts_anew_each_time():
    source = """
        def f(n):
            for i in range(n):
                for j in range(i):
                    pass
    """
    assert [one for one in reminders(source, "f(3)") if one.startswith("3")] == [
        '3: #0", "i": "0", "',
        '3: #0", "i": "1", "',
        '3: #1", "i": "1", "',
        '3: #0", "i": "2", "',
        '3: #1", "i": "2", "',
        '3: #2", "i": "2", "',
    ]


def test_elements_that_are_picked_by_index_bear_theirs():
    source = """
        def f(xs, i):
            return xs[i]
    """
    assert reminders(source, "f([7, 8], 1)") == ['2: xs": "0 7, 1 8", "i": "1", "']


def test_after_a_call_the_line_stands_again_with_what_was_returned():
    source = """
        def double(x):
            return x + x

        def f(a):
            return double(a) + double(1)
    """
    assert [one for one in reminders(source, "f(5)") if "double" in one or one.startswith("5")] == [
        '5: a": "5", "',
        '5:     return double(a) + double(1) | a": "5", "return 10", "',
        '5:     return double(a) + double(1) | a": "5", "return 10", "return 2", "',
    ]


def test_long_values_are_left_out():
    source = """
        def f(xs, y):
            return sum(xs) + y
    """
    assert reminders(source, f"f({[10_000] * 50}, 1)") == ['2: y": "1", "']


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_elements_are_those_of_the_container(value: object):
    found = elements(repr(value))
    if isinstance(value, dict):
        assert found == tuple(f"{key!r}: {one!r}" for key, one in value.items())
    elif isinstance(value, list | tuple | str):
        assert found == tuple(map(repr, value))
    else:
        assert found is None


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("deque([1, 2])", ("1", "2")),
        ("Counter({'a': 2})", ("'a': 2",)),
        ("{3, 1}", ("3", "1")),
        ("<__main__.Foo object>", None),
        ("[...]", ("...",)),
        ("{**x}", None),
        ("(" * 500, None),
    ],
)
def test_elements_of_other_reprs(shown: str, found: tuple[str, ...] | None):
    assert elements(shown) == found
