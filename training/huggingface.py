"""Trained weights as a Hugging Face folder: what transformers loads, and vLLM serves, as a `CwmForCausalLM`.

The tokenizer that goes with them gives our special tokens our ids and turns ids back into the same text. Its encoding
is ours for plain pieces of code and can't know where pieces were cut, so clients send token ids.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cwm_lsp.engine.tokenizer import MARKER, OPERATORS, SPECIAL_TOKENS, Tokenizer

TWIN = "\ue000"
"""Set before the name of a token whose bytes another token has too: names must differ. Removed again when decoding."""


def pattern() -> str:
    """What the engine's tokenizer takes as one piece, in Oniguruma's language, whose `^` is every line's beginning.

    Only the code in the fields of f-strings is lost: here it is spelled, like all of a string.
    """
    longest_first = sorted(OPERATORS, key=len, reverse=True)
    alternatives = [
        re.escape(MARKER),
        "^(?:[ ]{4})+",
        r"""'(?:\\[\s\S]|[^'\\\n])*'?""",
        r'"(?:\\[\s\S]|[^"\\\n])*"?',
        *(re.escape(text) for text in longest_first if not text[0].isalpha()),
        *(f"(?<![A-Za-z0-9_]){re.escape(text)}" for text in longest_first if text[0].isalpha()),
        "[A-Z]?[a-z]+",
        "[A-Z]+",
        r"[\s\S]",
    ]
    return "|".join(alternatives)


def byte_names() -> list[str]:
    """The printable characters that stand for the bytes in byte-level vocabularies."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    names = {byte: chr(byte) for byte in printable} | {byte: chr(256 + place) for place, byte in enumerate(others)}
    return [names[byte] for byte in range(256)]


def token_names(tokenizer: Tokenizer) -> list[str]:
    """What each id is called in `tokenizer.json`; no name occurs twice."""
    letters = byte_names()
    names: dict[str, None] = {}
    for token in range(tokenizer.vocabulary_size):
        data = tokenizer.data(token)
        if token < len(SPECIAL_TOKENS):
            name = SPECIAL_TOKENS[token]
        elif not data:
            name = f"<|unused_{token}|>"
        else:
            name = "".join(letters[byte] for byte in data)
        while name in names:
            name = TWIN + name
        names[name] = None
    return list(names)


def tokenizer_json(tokenizer: Tokenizer) -> dict[str, Any]:
    """The `tokenizer.json` of a vocabulary."""
    names = token_names(tokenizer)
    specials = [token for token in range(len(names)) if not tokenizer.data(token)]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": token,
                "content": names[token],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for token in specials
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": pattern()}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
            ],
        },
        "post_processor": None,
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": TWIN}, "content": ""},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            # Nothing is merged: a piece is in the vocabulary whole, or spelled in bytes.
            "ignore_merges": True,
            "vocab": {name: token for token, name in enumerate(names)},
            "merges": [],
        },
    }


def write(weights: Path, config: Mapping[str, Any], words: Sequence[str], folder: Path) -> None:
    """Write the folder.

    Args:
        weights: the safetensors file, with Hugging Face's names.
        config: that of the checkpoint.
        words: the vocabulary after the special tokens and bytes.
        folder: made if it isn't there.

    Raises:
        OSError: a file can't be read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(weights, folder / "model.safetensors")
    tokenizer = Tokenizer(words)
    special = {"bos_token_id": 0, "eos_token_id": [1, SPECIAL_TOKENS.index("<|eot_id|>")]}
    special["pad_token_id"] = SPECIAL_TOKENS.index("<|pad|>")
    public = {name: value for name, value in config.items() if not name.startswith("cwm_lsp")}
    files: dict[str, Any] = {
        "config.json": {**public, **special, "architectures": ["CwmForCausalLM"], "model_type": "cwm"},
        "generation_config.json": {**special, "do_sample": False},
        "tokenizer.json": tokenizer_json(tokenizer),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": SPECIAL_TOKENS[0],
            "eos_token": SPECIAL_TOKENS[1],
            "pad_token": "<|pad|>",
            "clean_up_tokenization_spaces": False,
            "model_max_length": config["max_position_embeddings"],
        },
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
