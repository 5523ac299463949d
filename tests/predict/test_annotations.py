"""Sources with the annotations that each line should bear, at the end of that line. `#=> -` is a line not reached."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from textwrap import dedent

import pytest

from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.condensing import text_of
from cwm_lsp.predict.notes import Annotations, Kind
from tests.predict.true_runs import true_prediction

CASES = {
    "values stand at the line that gave them": (
        "f(3)",
        """
        def f(n):           #=> n = 3
            a = n + 1       #=> a = 4
            b = a * 2       #=> b = 8
            return a + b    #=> → 12
        """,
    ),
    "a loop's history is condensed": (
        "total(range(1, 10))",
        """
        def total(numbers):         #=> numbers = range(1, 10)
            total = 0               #=> total = 0
            for n in numbers:       #=> n = 1 → 2 → 3 … 9 (×9)
                total += n          #=> total = 1 → 3 → 6 … 45 (×9)
            return total            #=> → 45
        """,
    ),
    "a short history is whole, an even one is said once": (
        "f([5, 5, 5])",
        """
        def f(xs):              #=> xs = [5, 5, 5]
            seen = 0            #=> seen = 0
            for x in xs:        #=> x = 5 (×3)
                seen += x       #=> seen = 5 → 10 → 15
            return seen         #=> → 15
        """,
    ),
    "nested loops": (
        "f(2)",
        """
        def f(n):                   #=> n = 2
            pairs = []              #=> pairs = []
            for i in range(n):      #=> i = 0 → 1
                for j in range(n):  #=> j = 0 → 1 → 0 → 1
                    pairs.append((i, j))  #=> pairs = [(0, 0)] → [(0, 0), (0, 1)] … [(0, 0), (0, 1), (1, 0…] (×4)
            return len(pairs)       #=> → 4
        """,
    ),
    "a branch not taken": (
        "f(3)",
        """
        def f(n):                   #=> n = 3
            if n > 5:
                size = "big"        #=> -
            elif n > 2:
                size = "middling"   #=> size = 'middling'
            else:                   #=> -
                size = "small"      #=> -
            return size             #=> → 'middling'
        """,
    ),
    "an early return": (
        "find([4, 7, 9], 7)",
        """
        def find(xs, wanted):               #=> xs = [4, 7, 9], wanted = 7
            for i, x in enumerate(xs):      #=> i = 0 → 1, x = 4 → 7
                if x == wanted:
                    return i                #=> → 1
            return -1                       #=> -
        """,
    ),
    "a loop that takes no turn": (
        "f([])",
        """
        def f(xs):          #=> xs = []
            best = None     #=> best = None
            for x in xs:
                best = x    #=> -
            else:
                best = 0    #=> best = 0
            return best     #=> → 0
        """,
    ),
    "while, with equal lines told apart": (
        "f(6)",
        """
        def f(n):               #=> n = 6
            steps = 0           #=> steps = 0
            while n != 1:
                if n % 2:
                    n = 3 * n + 1   #=> n = 10 → 16
                    steps += 1      #=> steps = 2 → 4
                else:
                    n = n // 2      #=> n = 3 → 5 → 8 … 1 (×6)
                    steps += 1      #=> steps = 1 → 3 → 5 … 8 (×6)
            return steps            #=> → 8
        """,
    ),
    "recursion shows the outermost activation": (
        "fact(3)",
        """
        def fact(n):                    #=> n = 3
            if n <= 1:
                return 1                # reached, but not in this activation
            rest = fact(n - 1)          #=> rest = 2
            return n * rest             #=> → 6
        """,
    ),
    "two functions": (
        "outer([1, 2])",
        """
        def square(x):                  #=> x = 1
            return x * x                #=> → 1

        def outer(xs):                  #=> xs = [1, 2]
            result = []                 #=> result = []
            for x in xs:                #=> x = 1 → 2
                result.append(square(x))  #=> result = [1] → [1, 4]
            return result               #=> → [1, 4]
        """,
    ),
    "a generator under a loop": (
        "collect(3)",
        """
        def count(n):               #=> n = 3
            i = 0                   #=> i = 0
            while i < n:
                yield i             #=> yields 0 → 1 → 2
                i += 1              #=> i = 1 → 2 → 3

        def collect(n):             #=> n = 3
            found = []              #=> found = []
            for x in count(n):      #=> x = 0 → 1 → 2
                found.append(x)     #=> found = [0] → [0, 1] → [0, 1, 2]
            return found            #=> → [0, 1, 2]
        """,
    ),
    "what is sent to a generator stands at its yield": (
        "main_loop()",
        """
        def echo():
            got = yield 1           #=> got = 'a'  yields 1
            yield got               #=> yields 'a'

        def main_loop():
            g = echo()              #=> g = <generator object echo>
            first = next(g)         #=> first = 1
            second = g.send("a")    #=> second = 'a'
            return first            #=> → 1
        """,
    ),
    "an exception that is caught": (
        "f('12', 'x')",
        """
        def f(good, bad):           #=> good = '12', bad = 'x'
            total = int(good)       #=> total = 12
            try:
                total += int(bad)   #=> ✗ ValueError
            except KeyError:
                total = 0           #=> -
            except ValueError as error:  #=> error = ValueError("invalid literal for int() with base 10: 'x'")
                total -= 1          #=> total = 11
            finally:
                done = True         #=> done = True
            return total            #=> → 11
        """,
    ),
    "an exception that nobody catches": (
        "f(0)",
        """
        def inner(n):           #=> n = 0
            return 10 // n      #=> ✗ ZeroDivisionError

        def f(n):               #=> n = 0
            x = inner(n)        #=> ✗ ZeroDivisionError
            return x            #=> -
        """,
    ),
    "unpacking, and a swap of equals": (
        "f((1, 2), 3, 3)",
        """
        def f(pair, x, y):          #=> pair = (1, 2), x = 3, y = 3
            a, (b, *rest) = pair[0], (pair[1], 7, 8)  #=> a = 1, b = 2, rest = [7, 8]
            x, y = y, x             #=> x = 3, y = 3
            return a + b            #=> → 3
        """,
    ),
    "comprehensions belong to their line": (
        "f([1, 2, 3])",
        """
        def f(xs):                              #=> xs = [1, 2, 3]
            squares = [x * x for x in xs]       #=> squares = [1, 4, 9]
            table = {x: x % 2 for x in xs}      #=> table = {1: 1, 2: 0, 3: 1}
            return sum(x for x in squares)      #=> → 14
        """,
    ),
    "a statement over several lines": (
        "f(2)",
        """
        def f(                  #=> n = 2, step = 1
            n,
            step=1,
        ):
            total = 0           #=> total = 0
            for i in range(n):  #=> i = 0 → 1
                total = max(    #=> total = 1
                    total,
                    step,
                )
            return total        #=> → 1
        """,
    ),
    "docstrings and declarations are passed over in silence": (
        "f(1)",
        '''
        def f(n):               #=> n = 1
            """Says nothing.

            >>> f(1)
            2
            """
            x: int
            x = n + 1           #=> x = 2
            if n > 5:
                "a remark"
                x = 9           #=> -
            return x            #=> → 2
        ''',
    ),
    "what a mutating call did": (
        "f()",
        """
        def add(bag, key):              #=> bag = {}, key = 'a'
            bag[key] = len(bag)         # nothing tells: no later frame of this scope

        def f():
            bag = {}                    #=> bag = {}
            add(bag, "a")               #=> bag = {'a': 0}
            return bag                  #=> → {'a': 0}
        """,
    ),
    "inner functions are no news": (
        "f(2)",
        """
        def f(n):                   #=> n = 2
            def double(x):          #=> x = 2
                return x * n        #=> → 4
            return double(n)        #=> → 4
        """,
    ),
}


def expected(source: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, line in enumerate(source.split("\n"), 1):
        match = re.search(r"#=> (.*)$", line)
        if match:
            found[number] = match[1]
    return found


def shown(annotations: Annotations, columns: int = 60) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in annotations.functions:
        for line, annotation in one.lines.items():
            text = text_of(annotation, columns) if annotation.is_reached else "-"
            if text:
                found[line] = text
    return found


def plain(source: str) -> str:
    return re.sub(r"[ ]*#=>.*$", "", dedent(source), flags=re.MULTILINE)


@pytest.mark.parametrize("case", CASES)
def test_annotations_at_the_line_ends(case: str) -> None:
    call, source = CASES[case]
    annotations = annotate(true_prediction(plain(source), call), Calibration())
    assert shown(annotations, 70) == expected(dedent(source))


def annotated(source: str, call: str, **options: object) -> Annotations:
    return annotate(true_prediction(dedent(source), call, **options), Calibration())  # type: ignore[arg-type]


LOOP = """
def f(n):
    total = 0
    for i in range(n):
        total += i
    return total
"""


def test_every_value_knows_its_pass_and_its_moment() -> None:
    line = annotated(LOOP, "f(3)").line(5)
    assert line is not None
    assert [(given.text, given.passes) for given in line.notes[0].values] == [
        ("0", ((4, 1),)),
        ("1", ((4, 2),)),
        ("3", ((4, 3),)),
    ]
    assert line.visits == 3


def test_a_prediction_under_way_shows_what_is_there() -> None:
    annotations = annotated(LOOP, "f(3)", frames=8)
    assert shown(annotations) == {2: "n = 3", 3: "total = 0", 4: "i = 0 → 1", 5: "total = 0"}
    assert annotations.current == 5
    assert annotations.outcome is None


def test_a_cut_off_prediction_calls_no_line_unreached() -> None:
    source = "def f(n):\n    if n:\n        n = 0\n    return n\n"
    assert [one.is_reached for one in annotated(source, "f(0)", frames=5).functions[0].lines.values()] == [
        True,
        True,
        True,
    ]
    assert shown(annotated(source, "f(0)"))[3] == "-"


def test_the_outcome_is_the_result_or_the_exception() -> None:
    result = annotated(LOOP, "f(3)").outcome
    assert result is not None
    assert (result.kind, result.text, result.confidence) == (Kind.RETURN, "3", 1.0)
    raised = annotated("def f(n):\n    try:\n        return 1 / n\n    finally:\n        n = 2\n", "f(0)").outcome
    assert raised is not None
    assert (raised.kind, raised.text) == (Kind.EXCEPTION, "ZeroDivisionError")


def test_another_activation_can_be_asked_for() -> None:
    source = "def fact(n):\n    if n <= 1:\n        return 1\n    return n * fact(n - 1)\n"
    prediction = true_prediction(source, "fact(3)")
    assert shown(annotate(prediction, Calibration())) == {1: "n = 3", 4: "→ 6"}
    third = annotate(prediction, Calibration(), {1: 3})
    assert shown(third) == {1: "n = 1", 3: "→ 1"}
    assert (third.functions[0].activation, third.functions[0].activations) == (3, 3)


def test_the_entry_comes_first_the_others_as_they_were_entered() -> None:
    source = "def h():\n    return 1\n\ndef g():\n    return h()\n\ndef f():\n    x = g()\n    return x + h()\n"
    found = annotated(source, "f()").functions
    assert [(one.function.name, one.activations) for one in found] == [("f", 1), ("g", 1), ("h", 2)]


def test_invented_arguments_say_so() -> None:
    assert shown(annotated(LOOP, "f(3)", invented=True))[2] == "n = 3 (invented)"


def test_lines_are_those_of_the_file() -> None:
    source = '"""A module."""\n\nimport math\n\n\n# A remark.\n\n\ndef f(n):\n    # Another.\n\n    return n + 1\n'
    assert shown(annotated(source, "f(1)")) == {9: "n = 1", 12: "→ 2"}


def test_methods_leave_out_an_object_without_a_telling_repr() -> None:
    source = """
    class Counter:
        def __init__(self, start):
            self.count = start

        def add(self, step):
            self.count += step
            return self.count
    """
    assert shown(annotated(source, "Counter(3).add(2)", function="add")) == {
        3: "start = 3",
        6: "step = 2",
        8: "→ 5",
    }


def test_doubt_is_marked_and_too_much_of_it_hides_the_value() -> None:
    prediction = true_prediction("def f(n):\n    a = n + 1\n    b = a + 1\n    return b\n", "f(1)", checked=False)
    doubts = {4: {"a": -0.3}, 5: {"b": -1.0}}
    frames = tuple(replace(frame, values=doubts.get(index, {})) for index, frame in enumerate(prediction.frames))
    assert shown(annotate(replace(prediction, frames=frames), Calibration())) == {
        1: "n = 1",
        2: "a = ~2",
        3: "b = ?",
        4: "→ 3",
    }


def test_ten_thousand_frames_are_read_in_a_blink() -> None:
    prediction = true_prediction("def f(n):\n    t = 0\n    while t < n:\n        t += 1\n    return t\n", "f(4990)")
    assert len(prediction.frames) > 9_900
    started = time.process_time()
    annotations = annotate(prediction, Calibration())
    assert time.process_time() - started < 2.0
    assert shown(annotations)[4] == "t = 1 → 2 → 3 … 4990 (×4990)"
