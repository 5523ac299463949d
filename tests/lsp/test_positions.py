from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from cwm_lsp.lsp.positions import characters, edit_of, offset, units, word_at
from cwm_lsp.source.document import Document

ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
TEXTS = st.text(st.sampled_from("ab \t\n\r\f\u2028é漢🍓\U0001d4d0"), max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_units_are_those_of_the_encoding(encoding: str, text: str) -> None:
    assert units(text, encoding) == len(text.encode(ENCODINGS[encoding])) // WIDTHS[encoding]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_characters_are_the_way_back(encoding: str, text: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(text)))
    assert characters(text, units(text[:column], encoding), encoding) == column


@given(text=TEXTS, data=st.data())
def test_an_offset_is_the_start_of_its_line_and_its_column(text: str, data: st.DataObject) -> None:
    document = Document.parse(text)
    row = data.draw(st.integers(0, len(document.lines) - 1))
    column = data.draw(st.integers(0, len(document.lines[row])))
    place = offset(document, types.Position(row, column), "utf-32")
    rest = document.text[place:]
    assert rest.startswith(document.lines[row][column:])
    assert len(Document.parse(rest).lines) == len(document.lines) - row


def test_positions_beyond_the_text_mean_its_end() -> None:
    document = Document.parse("a\nb")
    assert offset(document, types.Position(7, 3), "utf-16") == 3
    assert offset(document, types.Position(0, 99), "utf-16") == 1


def test_a_position_within_a_character_counts_as_before_it() -> None:
    assert characters("🍓x", 1, "utf-16") == 0
    assert characters("🍓x", 3, "utf-8") == 0


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_edit_after_a_character_outside_the_bmp(encoding: str) -> None:
    document = Document.parse('s = "🍓"\nt = 1\n')
    start = units('s = "🍓', encoding)
    place = types.Range(types.Position(0, start), types.Position(0, start))
    edit = edit_of(document, types.TextDocumentContentChangePartial(place, "!"), encoding)
    assert document.edited(edit.start, edit.end, edit.text).text == 's = "🍓!"\nt = 1\n'


def test_a_change_without_a_range_is_the_whole_text() -> None:
    document = Document.parse("a = 1\n")
    edit = edit_of(document, types.TextDocumentContentChangeWholeDocument("b = 2\n"), "utf-16")
    assert document.edited(edit.start, edit.end, edit.text).text == "b = 2\n"


@pytest.mark.parametrize(("character", "name"), [(0, None), (4, "total"), (9, "total"), (10, None), (12, None)])
def test_the_name_at_a_place(character: int, name: str | None) -> None:
    document = Document.parse("    total += 12\n")
    found = word_at(document, 1, character)
    assert (document.line(1)[slice(*found)] if found else None) == name
