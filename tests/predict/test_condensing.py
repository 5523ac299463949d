from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.cells import graphemes, printable, shortened, width
from cwm_lsp.predict.condensing import marked, text_of
from cwm_lsp.predict.notes import Given, Kind, LineAnnotation, Note


def line(*histories: list[str], kind: Kind = Kind.VALUE) -> LineAnnotation:
    return LineAnnotation(
        1,
        tuple(
            Note(kind, f"name{index}", tuple(Given(text, 1.0) for text in texts))
            for index, texts in enumerate(histories)
        ),
    )


@pytest.mark.parametrize(
    ("texts", "columns", "shown"),
    [
        (["0", "1", "3"], 60, "name0 = 0 → 1 → 3"),
        (["0", "3", "7", "9", "20", "45"], 60, "name0 = 0 → 3 → 7 … 45 (×6)"),
        (["0", "3", "7", "9", "20", "45"], 24, "name0 = 0 → 3 … 45 (×6)"),
        (["0", "3", "7", "9", "20", "45"], 18, "name0 = … 45 (×6)"),
        (["'a rather long text that goes on'"], 28, "name0 = 'a rather long tex…'"),
        (["[1]", "[1, 2]", "[1, 2, 3]"], 60, "name0 = [1] → [1, 2] → [1, 2, 3]"),
        (["7", "7", "7"], 60, "name0 = 7 (×3)"),
        (["12345678901234567890"], 5, ""),
    ],
)
def test_values_are_shortened_first_then_histories(texts: list[str], columns: int, shown: str) -> None:
    assert text_of(line(texts), columns) == shown


def test_what_has_no_room_is_left_out_and_says_so() -> None:
    assert text_of(line(["1"], ["2"], ["3"]), 24) == "name0 = 1, name1 = 2, …"


def test_doubt() -> None:
    assert [marked("3", chance) for chance in (1.0, 0.995, 0.99, 0.5, 0.49)] == ["3", "3", "~3", "~3", "?"]


def test_characters_stay_whole() -> None:
    assert list(graphemes("éa🇩🇪🇫🇷👍🏽")) == ["é", "a", "🇩🇪", "🇫🇷", "👍🏽"]
    assert width("é日本") == 5
    assert shortened("'日本語テキスト'", 9) == "'日本語…'"
    assert printable("a\tb\n\x1b[2J\u202e") == "a\\tb\\n\\x1b[2J\\u202e"


@given(st.text(), st.integers(0, 40))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    text = printable(text)
    assert "".join(graphemes(text)) == text
    assert width(shortened(text, limit)) <= limit or width(text) <= limit


@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=12), min_size=1, max_size=4), st.integers(0, 90))
def test_an_annotation_fits_and_is_printable(histories: list[list[str]], columns: int) -> None:
    text = text_of(line(*histories), columns)
    assert width(text) <= columns
    assert text.isprintable()
