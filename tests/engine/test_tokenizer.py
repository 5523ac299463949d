"""The embedded model's tokenizer: every text comes back, none becomes a special token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.engine.tokenizer import FIRST_BYTE, FIRST_WORD, SPECIAL_TOKENS, Tokenizer

TOKENIZER = Tokenizer.load()
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CODE = st.lists(
    st.one_of(
        TEXT, st.sampled_from(["def ", "f'{x} {{y}}'", "    ", "\n", '"', "'", "..", '": "', " = ", "x1", "<|pad|>"])
    )
).map("".join)


def texts(ids: list[int]) -> list[str]:
    return [TOKENIZER.data(token).decode() for token in ids]


@given(st.lists(st.one_of(TEXT, CODE)))
def test_any_text_comes_back_however_it_is_cut(pieces: list[str]):
    ids = TOKENIZER.encode(pieces)
    assert b"".join(TOKENIZER.data(token) for token in ids) == "".join(pieces).encode()
    assert TOKENIZER.decode(ids) == "".join(pieces)


@given(CODE)
def test_no_text_becomes_a_special_token(text: str):
    assert all(FIRST_BYTE <= token < TOKENIZER.vocabulary_size for token in TOKENIZER.encode([text]))


@pytest.mark.parametrize("special", SPECIAL_TOKENS)
def test_text_that_looks_like_a_special_token_stays_text(special: str):
    ids = TOKENIZER.encode([special])
    assert TOKENIZER.special(special) == SPECIAL_TOKENS.index(special)
    assert TOKENIZER.special(special) not in ids
    assert TOKENIZER.decode(ids) == special


@given(st.integers())
def test_digits_stand_alone(number: int):
    assert all(len(text) == 1 for text in texts(TOKENIZER.encode([str(number)])) if text.isdigit())


@pytest.mark.parametrize("literal", ["'return'", '"self, index"', "'for x in range'"])
def test_the_letters_of_strings_stand_alone(literal: str):
    assert texts(TOKENIZER.encode([literal])) == list(literal)


def test_in_f_strings_only_the_fields_are_code():
    assert texts(TOKENIZER.encode(["f'for {index} in'"])) == [*"f'for {", "index", *"} in'"]


def test_words_operators_and_indentation_are_whole():
    assert texts(TOKENIZER.encode(["    return index + 1\n"])) == ["    ", "return ", "index", " + ", "1", "\n"]


def test_names_are_cut_into_words():
    assert texts(TOKENIZER.encode(["max_index = len(names)"])) == ["max", "_", "index", " = ", "len", "(", "names", ")"]


def test_unchanged_values_cost_one_token_with_what_surrounds_them():
    assert texts(TOKENIZER.encode(['": "', "..", '", "'])) == ['": "..", "']
    assert texts(TOKENIZER.encode(['": "', "..", '"}'])) == ['": ".."}']


def test_unused_ids_stand_for_nothing():
    assert TOKENIZER.vocabulary_size % 64 == 0
    assert TOKENIZER.data(FIRST_BYTE - 1) == TOKENIZER.data(TOKENIZER.vocabulary_size - 1) == b""
    assert TOKENIZER.data(-1) == TOKENIZER.data(10**6) == b""
    assert TOKENIZER.data(FIRST_WORD) != b""
    assert TOKENIZER.special("<|no_such|>") is None
