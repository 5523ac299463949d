"""What is thought about a loop: a call, and its names each time round, as true runs have them."""

from __future__ import annotations

from random import Random
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.complexity.counting import LEAST, SIZES, Counts
from cwm_lsp.predict.complexity.growth import degree
from cwm_lsp.predict.complexity.steps import Steps
from training.samples import record_limited
from training.tasks.thoughts import disguised, thought


def told(source: str, call: str) -> str | None:
    found = [thought(dedent(source).lstrip("\n"), call, record_limited, ends=ends) for ends in (True, False)]
    assert None in found
    return found[0] or found[1]


def test_a_loop_that_ends():
    source = """
        def f(n):
            i = 0
            while i < n:
                i += 2
    """
    assert told(source, "f(3)") == "f(3)\nn=3 i=0; n=3 i=2; n=3 i=4; end"


def test_a_loop_that_does_not():
    source = """
        def f(n):
            while n != 0:
                n -= 2
    """
    assert told(source, "f(3)") == "f(3)\nn=3; n=1; n=-1; n=-3; n=-5; ..."


def test_a_loop_of_more_rounds_is_told_like_an_endless_one():
    source = """
        def f(n):
            while n > 0:
                n -= 1
    """
    assert told(source, "f(9)") == "f(9)\nn=9; n=8; n=7; n=6; n=5; ..."


def test_a_recursion_is_its_calls():
    source = """
        def f(n):
            if n < 2:
                return
            f(n // 2)
    """
    assert told(source, "f(5)") == "f(5)\nn=5; n=2; n=1; end"


def test_a_helper_is_followed_and_not_what_calls_it():
    source = """
        def helper(a):
            while a < 3:
                a += 1

        def f(n):
            helper(n)
    """
    assert told(source, "f(1)") == "f(1)\na=1; a=2; a=3; end"


def test_a_loop_that_is_not_reached_has_no_rounds():
    source = """
        def f(n):
            if n > 5:
                while True:
                    n += 1
    """
    assert told(source, "f(1)") == "f(1)\nend"


def test_long_values_are_left_out():
    source = """
        def f(text):
            while len(text) > 50:
                text = text[1:]
    """
    assert told(source, f"f({'x' * 51!r})") == f"f({'x' * 51!r})\nagain; again; end"


@pytest.mark.parametrize("source", ["def f(n):\n    while n:\n        n //= m\n", "def f(n):\n    return n\n"])
def test_a_run_that_raises_and_a_function_without_a_loop_are_not_told(source: str):
    assert told(source, "f(3)") is None


@given(st.integers(0, 10**6))
def test_disguised_counts_grow_as_before(seed: int):
    steps = [Steps(n * n + 3, 2 * n) for n in SIZES]
    found = disguised(Counts([*zip(SIZES, steps, strict=True)], {}), Random(seed)).together
    assert len(found) >= LEAST
    works = [(size, one.work) for size, one in found]
    held = [(size, one.held) for size, one in found]
    assert degree(works) in ((2,) if len(found) > LEAST else (2, None))
    assert degree(held) == 1
