"""What the small model is told of a function's growth: steps counted on growing inputs, hidden loops included."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.complexity.counting import SIZES, Counts, counted_points
from cwm_lsp.predict.complexity.growth import degree
from cwm_lsp.predict.complexity.inputs import growing_inputs
from cwm_lsp.predict.complexity.step_costs import cost, length, size
from cwm_lsp.predict.complexity.steps import Steps
from cwm_lsp.predict.opinions.growing import counted, header, thought
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment


def inputs(source: str, at: int) -> list[str]:
    document = Document.parse(source)
    function = document.function("f")
    assert function is not None
    shapes = zip(*growing_inputs(document, function).values(), strict=True)
    return [", ".join(make(at) for make in shape) for shape in shapes]


def told(source: str, *, wanted: bool = True) -> str:
    found = counted(source, "f", lambda: wanted)
    return found[1] if found is not None else ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(n):\n    return n % 2\n", ["8", "7", "0"]),
        (
            # A number beside a list is where to begin in it as often as how far to go.
            "def f(xs: list[int], n):\n    return xs[n % 2]\n",
            [
                "[12, 5, 14, 7, 16, 9, 2, 11], 0",
                "[1, 2, 3, 4, 5, 6, 7, 8], 8",
                "[5, 5, 5, 5, 5, 5, 5, 5], 7",
                "[8, 7, 6, 5, 4, 3, 2, 1], 0",
            ],
        ),
        ("def f(s: str):\n    return s\n", ["'afchebgd'", "'aaaaaaaa'", "'(((())))'"]),
        (
            'def f(s: str):\n    return s.count("<") - s.count(">") + s.count("an")\n',
            ["'afchebgd'", "'aaaaaaaa'", "'(((())))'", "'<<<<<<<<'", "'<<<<>>>>'"],
        ),
        ("def f(x: dict):\n    return x\n", ["{0: [1], 1: [2], 2: []}", "{0: 0, 1: 1, 2: 2}", "{}"]),
        # What is only handed on is what the next function takes it for.
        ("def f(thing):\n    return g(thing)\n\ndef g(n):\n    return n % 2\n", ["8", "7", "0"]),
        ("def f(some, n):\n    return some * n % 7\n", ["8, 8", "7, 7", "0, 0"]),
        ("def f(g):\n    return g[0][1]\n", ["[[1, 6, 5], [1, 6, 5], [1, 6, 5]]", "[[1, 1, 1], [1, 1, 1], [1, 1, 1]]"]),
        ("def f(thing):\n    return thing\n", []),
        ("def f():\n    return 1\n", []),
        ("def f(n: int, deep: bool = True):\n    return n\n", ["8", "7", "0"]),
    ],
)
def test_arguments_grow(source: str, expected: list[str]) -> None:
    assert inputs(source, 3 if "dict" in source or "g[0]" in source else 8) == expected


@given(st.integers(1, 64))
def test_arguments_are_as_large_as_was_asked(at: int) -> None:
    for shown in inputs("def f(xs: list[str]):\n    return xs\n", at):
        assert len(ast.literal_eval(shown)) == at


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A step a round: its rise stays as it is where sizes are one apart, and doubles where they double.
        (
            "total = 0\nfor x in xs:\n    total += x\nreturn total",
            "2: 8 2; 3: 10 2; 4: 12 2 x1.0 x0; 6: 16 2 x2.0 x0; 8: 20 2 x1.0 x0; 16: 36 2 x4.0 x0; 32: 68 2 x2.0 x0; "
            "O(n) 0 O(n log n) 11 degree 1; O(1) 0",
        ),
        # `sorted` is one step, but works longer.
        ("return sorted(xs)", "2: 6 4; 3: 8 5; 4: 14 6 x3.0 x1.0; 6: 20 8 x1.0 x2.0; 8:"),
        # What is kept is counted, too; handing it out makes it no more.
        ("kept = []\nfor x in xs:\n    kept.append(x)\nreturn kept", "2: 8 4; 3: 10 5; 4: 12 6 x1.0 x1.0; 6: 16 8 x2.0 x2.0; 8:"),
        # A list that is changed in place was there before.
        ("for i in range(len(xs)):\n    xs[i] = 0\nreturn xs", "2: 7 2; 3: 9 2; 4: 11 2 x1.0 x0;"),
        # But not what has become another one.
        ("xs = xs + xs\nreturn xs", "2: 7 6; 3: 9 8;"),
    ],
)  # fmt: skip
def test_steps_are_counted_on_growing_inputs(body: str, expected: str) -> None:
    source = "def f(xs: list[int]):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    assert told(source).startswith(expected)


def test_each_parameter_grows_alone_too() -> None:
    source = dedent("""
        def f(xs: list[int], n):
            for x in xs:
                for i in range(n):
                    x += i
            return n
    """)
    together, one, two = told(source).split("\n")
    assert "O(n^2) " in together
    assert one.startswith("xs alone: ")
    assert one.endswith("; O(n) 0 O(n log n) 10 degree 1")
    assert two.startswith("n alone: ")
    assert two.endswith("; O(n) 0 O(n log n) 8 degree 1")


def test_the_model_sees_no_body() -> None:
    found = counted('def f(n: int = 3):\n    """Says nothing."""\n    return n\n', "f")
    assert (
        header("def f(xs: 'list[int]', /, *, n=3) -> int:\n    return n\n", "f")
        == "def f(xs: 'list[int]', /, *, n=3):\n    ...\n"
    )
    assert found is None  # nothing grows
    assert (counted("def f(n: int):\n    return n\n", "f") or ("", ""))[0] == "def f(n: int):\n    ...\n"


@pytest.mark.parametrize(
    ("works", "order"),
    [
        ([7, 7, 7], 0),
        ([7, 10, 13, 19, 25], 1),
        ([4, 10, 20, 56, 120], 3),
        ([4, 8, 16, 64, 256], None),
        # Five points tell no fourth degree from chance.
        ([16, 81, 256, 1296, 4096], None),
    ],
)
def test_loops_over_ranges_are_polynomials(works: list[int], order: int | None) -> None:
    assert degree([*zip(SIZES, works, strict=False)]) == order


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=4))
def test_the_degree_is_that_of_the_polynomial(factors: list[int]) -> None:
    order = max((at for at, one in enumerate(factors) if one), default=0)
    assert degree([(n, sum(one * n**at for at, one in enumerate(factors))) for n in SIZES]) == order


def test_what_raises_is_no_argument_of_its_kind() -> None:
    source = "def f(xs):\n    total = 0\n    for x in xs:\n        total += len(x)\n    return total\n"
    assert "degree 1" in told(source)
    assert told("def f(xs):\n    return xs[99]\n") == ""


def test_a_series_ends_where_a_run_gets_too_long() -> None:
    source = dedent("""
        def f(n):
            if n == 0:
                return 1
            return f(n - 1) + f(n - 1)
    """)
    assert "; ...; O(2^n) 0 " in told(source)
    assert told(source).count(":") < len(SIZES)


@pytest.mark.parametrize(
    "source",
    [
        "def f(n):\n    return elsewhere(n)\n",
        "def f(n):\n    while True:\n        n += 1\n",
        "def f(n:\n    return\n",
        "class A:\n    def f(self):\n        return 1\n",
    ],
)
def test_where_runs_can_not_be_followed_there_is_nothing_to_tell(source: str) -> None:
    assert counted(source, "f") is None


def test_an_expression_may_be_too_deep() -> None:
    many = " + ".join(["sum(xs)"] * 900)
    source = f"def f(xs: list[int]):\n    return {many}\n"
    document = Document.parse(source)
    moment = Moment(Event.LINE, 0, 2, "", (("xs", "[1, 2]"),), None, (0,))
    assert counted_points(document, document.functions[0], lambda call: (source, [moment])) == []


def test_nobody_waits_for_it() -> None:
    assert told("def f(n):\n    return n\n", wanted=False) == ""


def test_a_rise_out_of_nothing_has_no_factor() -> None:
    points = [(2, Steps(3, 1)), (3, Steps(3, 1)), (4, Steps(9, 1)), (6, Steps(9, 5))]
    assert (thought(Counts(points, {})) or "").startswith("2: 3 1; 3: 3 1; 4: 9 1 x x0; 6: 9 5 x0 x; ...; ")


VALUES = {"xs": "[4, 5, 6]", "s": "'abcd'", "n": "9", "seen": "{1, 2}", "none": "[]", "t": "(1,)"}


@pytest.mark.parametrize(
    ("expression", "elements"),
    [
        ("sum(xs)", 3),
        ("sorted(xs)", 6),
        ("max(xs)", 3),
        ("max(xs[0], n)", 0),
        ("xs.count(1)", 3),
        ("xs.pop(0)", 3),
        ("xs.pop()", 0),
        ("n in xs", 3),
        ("n in seen", 0),
        ("s[1:]", 3),
        ("xs[-2:]", 2),
        ("xs[:n]", 3),
        ("xs[:unknown]", 3),
        ("xs + [1]", 3),
        ("xs[1] + 1", 0),
        ("[0] * n", 9),
        ("n * 'ab'", 9),
        ("n * n", 0),
        ("xs.extend(seen)", 2),
        ("s[1]", 0),
        ("[x for x in xs]", 3),
        ("[x in xs for x in s]", 16),
        ("sum(x for x in range(n))", 9),
        ("{x: sum(xs) for x in xs}", 12),
        ("','.join(s)", 4),
        ("n + 1", 0),
        ("len(xs)", 0),
        ("unknown(elsewhere)", 0),
    ],
)
def test_hidden_loops_cost_what_they_go_through(expression: str, elements: int) -> None:
    assert cost(ast.parse(expression, mode="eval").body, VALUES) == elements


@pytest.mark.parametrize(
    ("expression", "elements"),
    [
        ("xs", 3),
        ("none", 0),
        ("t", 1),
        ("range(n)", 9),
        ("range(2, n + 1, 3)", 3),
        ("range(n, 0, -1)", 9),
        ("range(len(xs) * 2)", 6),
        ("range(2, int(n ** 0.5) + 1)", 2),
        ("range(0, n, 0)", 9),
        ("range(unknown)", 0),
        ("enumerate(zip(xs, s))", 4),
    ],
)
def test_sizes_are_read_from_the_state(expression: str, elements: int) -> None:
    assert size(ast.parse(expression, mode="eval").body, VALUES) == elements


@given(st.text(max_size=20) | st.recursive(st.integers(), lambda one: st.lists(one, max_size=3)))
def test_any_repr_has_a_length(value: object) -> None:
    assert length(repr(value)) >= 0
