"""Classes of growth: what is written is read again, the order is one, budgets are kept or not."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.predict.complexity.classes import CONSTANT, USUAL, ComplexityClass, chart, factorial, linear, logarithmic

parse = ComplexityClass.parse
ATOMS = st.sampled_from(
    [
        CONSTANT,
        *(make(name) for name in "nmk" for make in (linear, logarithmic, factorial)),
        linear().exponential(),
        linear("m").power(Fraction(1, 2)),
        linear().power(3),
    ]
)


def _combined(a: ComplexityClass, b: ComplexityClass, is_product: bool) -> ComplexityClass:
    return a * b if is_product else a | b


CLASSES = st.recursive(ATOMS, lambda inner: st.builds(_combined, inner, inner, st.booleans()), max_leaves=4)  # pyright: ignore


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("O(1)", "O(1)"),
        ("o( 5 )", "O(1)"),
        ("n", "O(n)"),
        ("O(n lg n)".replace("lg", "log"), "O(n log n)"),
        ("O(log^2 n)", "O(log² n)"),
        ("O(sqrt(n))", "O(√n)"),
        ("O(√n)", "O(√n)"),
        ("O(n**2)", "O(n²)"),
        ("O(n^2 + n)", "O(n²)"),
        ("O(m * n)", "O(m·n)"),
        ("O(n·m)", "O(m·n)"),
        ("O(n + m)", "O(m + n)"),
        ("O(2ⁿ)", "O(2ⁿ)"),
        ("O(n * 2^n)", "O(2ⁿ·n)"),
        ("O(n!)", "O(n!)"),
        ("O(n²·log n)", "O(n² log n)"),
        ("O(3n)", "O(n)"),
    ],
)
def test_what_people_write_is_read(text: str, shown: str) -> None:
    assert str(parse(text)) == shown


@pytest.mark.parametrize("text", ["", "O(", "O()", "fast", "O(n^x)", "n m +", "O(n))", "O(-n)", "?", "O(n^(1/0))"])
def test_what_is_none_is_refused_with_examples(text: str) -> None:
    if text == "fast":  # a variable of that name
        assert parse(text) == linear("fast")
        return
    with pytest.raises(ValueError, match="O\\(n log n\\)"):
        parse(text)


@settings(max_examples=50, deadline=None)
@given(CLASSES)
def test_writing_and_reading_gives_the_same(one: ComplexityClass) -> None:
    assert parse(str(one)) == one
    assert parse(one.ascii) == one
    assert one.ascii.isascii()


@settings(max_examples=50, deadline=None)
@given(CLASSES, CLASSES, CLASSES)
def test_it_is_an_order_that_sums_and_products_keep(a: ComplexityClass, b: ComplexityClass, c: ComplexityClass) -> None:
    assert a <= a | b and b <= a | b and a | b == b | a and a * b == b * a and a <= a * b
    assert (a | b) | c == a | (b | c)
    if a <= b:
        assert a * c <= b * c and (a | c) <= (b | c)
        assert a.digits(50.0) <= b.digits(1e4) + 1e-9 and not a.exceeds(b)
    if a <= b and b <= a:
        assert a == b


def test_usual_classes_stand_in_order_and_have_their_labels() -> None:
    assert all(one < two for one, two in pairwise(USUAL))
    assert [one.label for one in USUAL][:3] == ["O(1)", "O(log n)", "O(sqrt n)"]
    assert parse("n*m").label == "O(n*m)" and parse("n + m").label == "O(n)" and parse("n^5").label == "O(n^k)"


def test_budgets_count_all_variables_as_one() -> None:
    assert parse("n*m").exceeds(parse("n")) and not parse("n*m").exceeds(parse("n^2"))
    assert not parse("n + m").exceeds(parse("n")) and not parse("m").exceeds(parse("n log n"))
    assert parse("2^n").exceeds(parse("n^4")) and parse("n!").exceeds(parse("2^n"))


def test_a_chart_grows_from_ten_to_a_million() -> None:
    lines = chart(parse("n^2")).splitlines()
    assert len(lines) == 6 and lines[0].startswith("n = 10") and lines[-1].endswith("10¹²")
    assert [line.count("█") for line in lines] == sorted(line.count("█") for line in lines)
    assert "beyond" in chart(parse("n!")).splitlines()[-1]
