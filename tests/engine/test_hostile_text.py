"""The user's text never becomes a special token, in any engine's vocabulary, however the tokens' names are hidden in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from cwm_lsp.engine.words import EmbeddedWords, HuggingFaceWords, Words, words_in
from cwm_lsp.predict.writer import encode
from cwm_lsp.trace.frames import Event, Frame, Special
from cwm_lsp.trace.writing import frame_pieces, prompt_pieces
from training.huggingface import byte_names

OTHERS = ("<|reserved_special_token_7|>", "<|python_tag|>", "</think>", "<think>")
"""CWM's vocabulary has more special tokens; some, as added tokens that are not declared special."""

names = st.sampled_from((*SPECIAL_TOKENS, *OTHERS))
wrapped = st.sampled_from(
    ("{}", "'{}'", '"{}"', "# {}\n", "# cwm: f('{}')\n", "f({})", "x{}y", "{}́", "​{}", "<|{}", "{}|>", "\\{}", "é{}é")
)


def _framed(name: str, frame: str) -> str:
    return frame.format(name)


def _beginning(name: str, cut: int) -> str:
    return name[:cut]


def _end(name: str, cut: int) -> str:
    return name[cut:]


cuts = st.integers(0, 30)
pieces = st.lists(
    st.one_of(
        st.text(),
        st.builds(_framed, names, wrapped),
        st.builds(_beginning, names, cuts),
        st.builds(_end, names, cuts),
    ),
    max_size=8,
)


def llama_like(folder: Path) -> Path:
    """A byte-level tokenizer with merges in the manner of Llama 3's, special and plain added tokens."""
    letters = byte_names()
    vocabulary = {letter: token for token, letter in enumerate(letters)}
    merges: list[tuple[str, str]] = []
    for pair in ("<|", "|>", "fr", "fra", "fram", "frame", "_s", "_se", "_sep", "ed", 'Ġ"', '":', "de", "def"):
        left, right = pair[:-1], pair[-1]
        if left in vocabulary and right in vocabulary:
            merges.append((left, right))
            vocabulary[pair] = len(vocabulary)
    added: list[dict[str, Any]] = []
    for place, name in enumerate((*SPECIAL_TOKENS, *OTHERS)):
        added.append(
            {
                "id": len(vocabulary) + place,
                "content": name,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": not name.endswith("think>"),
            }
        )
    description: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": True,
            "vocab": vocabulary,
            "merges": [" ".join(pair) for pair in merges],
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(json.dumps(description), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def vocabularies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Words, ...]:
    pytest.importorskip("tokenizers")
    foreign = words_in(llama_like(tmp_path_factory.mktemp("llama")))
    assert isinstance(foreign, HuggingFaceWords)
    return EmbeddedWords(SHIPPED / VOCABULARY), foreign


@given(parts=pieces)
def test_no_text_becomes_a_special_token(vocabularies: tuple[Words, ...], parts: list[str]) -> None:
    text = "".join(parts)
    for words in vocabularies:
        ids = words.encode(parts)
        assert all(words.data(token) for token in ids)
        assert all(words.special(name) not in ids for name in (*SPECIAL_TOKENS, *OTHERS))
        if not any("\ud800" <= letter <= "\udfff" for letter in text):
            # And no byte of it is lost.
            assert b"".join(words.data(token) for token in ids) == text.encode()


@given(parts=pieces)
def test_a_prompts_special_tokens_are_exactly_ours(vocabularies: tuple[Words, ...], parts: list[str]) -> None:
    context = "".join(parts)
    frame = Frame(Event.LINE, context, ((context, context), ("x", "<|frame_sep|>")))
    for words in vocabularies:
        ids = encode(_Encoder(words), [*prompt_pieces(context), *frame_pieces(frame)])  # type: ignore[arg-type]
        expected = (
            *(Special.BEGIN_OF_TEXT, Special.TRACE_CONTEXT_START, Special.FRAME_SEP),
            *(Special.LINE_SEP, Special.ACTION_SEP, Special.FRAME_SEP),
        )
        assert [token for token in ids if not words.data(token)] == [words.special(one.value) for one in expected]


class _Encoder:
    """As much of an engine as writing a prompt takes."""

    def __init__(self, words: Words) -> None:
        self.encode = words.encode
        self._words = words

    def special(self, text: str) -> int:
        token = self._words.special(text)
        assert token is not None
        return token


def test_special_tokens_are_found_by_name_alone(vocabularies: tuple[Words, ...]) -> None:
    for words in vocabularies:
        for name in SPECIAL_TOKENS:
            token = words.special(name)
            assert token is not None
            assert words.data(token) == b""
        assert words.special("frame_sep") is None
        assert words.special("def") is None


def test_joined_text_is_tokenized_as_the_model_has_seen_it(vocabularies: tuple[Words, ...]) -> None:
    _, foreign = vocabularies
    assert foreign.encode(["de", "f"]) == foreign.encode(["def"])
    assert len(foreign.encode(["def"])) == 1


def test_the_exported_vocabulary_keeps_pieces_whole(vocabularies: tuple[Words, ...]) -> None:
    ours, _ = vocabularies
    parts = ['{"', "x", '": "', "1", '"}']
    assert ours.encode(parts) == Tokenizer.load().encode(parts)
