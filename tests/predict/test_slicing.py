"""What is left of a function where only its end is asked about: one program for each loop that might not end."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.opinions.slicing import MOST_SLICES, ending_slices


def slices(source: str, function: str = "f") -> list[str]:
    return [one.strip() for one in ending_slices(dedent(source), function)]


def told(text: str) -> list[str]:
    return [dedent(one).strip() for one in text.split("---")]


def test_what_does_not_decide_is_left_out():
    source = '''
        def f(n, text):
            """Counts down."""
            total = 0
            left = n * 2
            while left > 0:
                total += left
                text = text.strip()
                left -= 1
            return total
    '''
    assert slices(source) == told("""
        def f(n, text):
            left = n * 2
            while left > 0:
                left -= 1
    """)


def test_each_loop_is_a_question_of_its_own():
    source = """
        def f(n):
            i = 0
            while i < n:
                j = i
                while j:
                    j //= 2
                i += 1
            for k in range(n):
                print(k)
    """
    assert slices(source) == told("""
        def f(n):
            i = 0
            while i < n:
                i += 1
        ---
        def f(n):
            i = 0
            if i < n:
                j = i
                while j:
                    j //= 2
    """)


def test_where_a_loop_is_left_matters():
    source = """
        def f(xs):
            seen = 0
            while True:
                x = xs.pop()
                if x > 3:
                    seen += x
                    break
                elif not xs:
                    return seen
                xs.append(x - 1)
    """
    assert slices(source) == told("""
        def f(xs):
            while True:
                x = xs.pop()
                if x > 3:
                    break
                elif not xs:
                    return
                xs.append(x - 1)
    """)


def test_of_a_recursion_its_calls_are_left():
    source = """
        def f(n, memo):
            if n < 2:
                return n
            label = "deep"
            return f(n - 1, memo) + 2 * f(n - 2, memo)
    """
    assert slices(source) == told("""
        def f(n, memo):
            if n < 2:
                return
            f(n - 1, memo)
            f(n - 2, memo)
            return
    """)


def test_a_loop_in_a_helper_comes_with_how_it_is_called():
    source = """
        def helper(a, b):
            while a != b:
                a += 1
            return a

        def f(n):
            start, unused = 0, print(n)
            return helper(start, n) * 2
    """
    assert slices(source) == told("""
        def helper(a, b):
            while a != b:
                a += 1

        def f(n):
            start, unused = (0, print(n))
            helper(start, n)
    """)


@pytest.mark.parametrize(
    ("loop", "is_asked"),
    [
        ("for x in xs: xs.append(x)", True),
        ("for x in xs: xs += [x]", True),
        ("for x in xs.copy(): xs.append(x)", True),
        ("for x in xs: ys.append(x)", False),
        ("for i in range(len(xs)): xs.append(i)", False),
        ("for i, x in enumerate(xs): xs[i] = 0", False),
    ],
)
def test_of_iterations_those_that_change_what_they_go_through(loop: str, is_asked: bool):
    assert bool(slices(f"def f(xs, ys):\n    {loop}\n")) is is_asked


def test_mutual_recursion_is_asked_about():
    source = """
        def f(n):
            return n == 0 or g(n - 1)

        def g(n):
            return n != 0 and f(n - 1)
    """
    assert slices(source) == told("""
        def f(n):
            if not n == 0:
                g(n - 1)
            return

        def g(n):
            if n != 0:
                f(n - 1)
            return
    """)


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ("1 if n < 2 else n * f(n - 1)", "if n < 2:\n        pass\n    else:\n        f(n - 1)"),
        ("n > 0 and n > 1 and f(n - 1)", "if n > 0:\n        if n > 1:\n            f(n - 1)"),
        ("[f(x) for x in n.kids if x]", "for x in n.kids:\n        if x:\n            f(x)"),
        ("f(f(n - 1))", "f(n - 1)\n    f(f(n - 1))"),
        ("sum(map(f, n))", None),
    ],
)
def test_calls_stay_under_their_conditions(expression: str, left: str | None):
    wanted = [] if left is None else [f"def f(n):\n    {left}\n    return"]
    assert slices(f"def f(n):\n    return {expression}\n") == wanted


@pytest.mark.parametrize("source", ["def f(:", "x = 1", "def g(n):\n    while n: pass\n"])
def test_what_cannot_be_cut_is_asked_about_whole(source: str):
    assert ending_slices(source, "f") == (source,)


def test_there_is_nothing_to_ask_without_a_loop():
    assert ending_slices("def f(n):\n    return sorted(n)\n", "f") == ()


def test_a_function_of_very_many_loops_is_asked_about_the_first():
    body = "".join(f"    while a{at}:\n        a{at} -= 1\n" for at in range(20))
    assert len(ending_slices(f"def f():\n{body}", "f")) == MOST_SLICES


LINES = st.sampled_from(
    ["i = 0", "i += 1", "while i < n:", "if i > 2:", "else:", "break", "return i", "for x in xs:", "xs.append(i)", "try:",
     "except ValueError:", "with open(x) as y:", "f(i)", "continue", "del xs[0]", "i, n = n, i", "pass"]
)  # fmt: skip


@given(st.lists(st.tuples(LINES, st.integers(1, 3)), max_size=12))
def test_what_is_left_is_a_program(lines: list[tuple[str, int]]):
    source = "def f(n, xs):\n    i = 1\n" + "".join("    " * depth + line + "\n" for line, depth in lines)
    for one in ending_slices(source, "f"):
        if one != source:
            compile(one, "slice", "exec", dont_inherit=True)


def test_what_a_condition_calls_comes_along():
    source = """
        def is_done(x, limit=3):
            return x > limit

        def f(n):
            while not is_done(n):
                n += 1
            return n
    """
    assert slices(source) == told("""
        def f(n):
            while not is_done(n):
                n += 1

        def is_done(x, limit=3):
            return x > limit
    """)


def test_what_fills_a_list_comes_with_the_loop_that_empties_it():
    source = """
        def f(xs):
            heap, total = [], 0
            for x in xs:
                heap.append(x)
                total += x
            while total > 3:
                total //= 2
            while heap:
                heap.pop()
    """
    assert slices(source)[1:] == told("""
        def f(xs):
            heap, total = ([], 0)
            for x in xs:
                heap.append(x)
            while heap:
                heap.pop()
    """)
