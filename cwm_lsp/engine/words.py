"""The vocabulary of a model that is not ours, read from its own files on this machine: text to ids and back, special tokens.

Servers' own tokenizing is not used: it turns text such as `<|frame_sep|>` into control tokens, and asks for a round trip.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cwm_lsp.engine.package import VOCABULARY
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer

TOKENIZER = "tokenizer.json"
NEEDED = SPECIAL_TOKENS[:10]
"""Without these tokens there is no trace."""


class Words(Protocol):
    """A vocabulary."""

    @property
    def digest(self) -> str:
        """Names the vocabulary; part of an engine's identity."""
        ...

    @property
    def size(self) -> int:
        """Ids run from 0 to this, exclusive."""
        ...

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into ids; no text ever becomes a special token."""
        ...

    def special(self, text: str) -> int | None:
        """The id of a special token; None if there is none of that name."""
        ...

    def data(self, token: int) -> bytes:
        """The bytes of a plain token; empty for special ones and for ids without a token."""
        ...


CHAT = ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
"""What a conversation is written with."""


class EmbeddedWords:
    """The embedded model's own vocabulary, beside exported weights: pieces stay whole, as in training."""

    def __init__(self, path: Path) -> None:
        """Args:
        path: of the words.

        Raises:
            OSError: there is no such file.
            ValueError: it holds something else.
        """
        self._tokenizer = Tokenizer.load(path)
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        self.size = self._tokenizer.vocabulary_size
        self.encode = self._tokenizer.encode
        self.special = self._tokenizer.special
        self.data = self._tokenizer.data


class HuggingFaceWords:
    """A `tokenizer.json` over bytes, as CWM's is. The cuts between pieces are ignored: the model has seen joined text."""

    def __init__(self, path: Path) -> None:
        """Args:
        path: of `tokenizer.json`.

        Raises:
            EngineError: the `tokenizers` package is missing, or the tokenizer is of another kind.
            OSError: the file can't be read.
            ValueError: it holds something else.
        """
        try:
            from tokenizers import Tokenizer as Fast
        except ImportError as error:
            raise EngineError(
                "The package `tokenizers` is needed to talk to a server. Install it with: pip install 'cwm-lsp[vllm]'"
            ) from error
        raw = path.read_bytes()
        if b'"ByteLevel"' not in raw:
            raise EngineError(
                f"The tokenizer {path} doesn't work on bytes as CWM's does: this model can't predict traces."
            )
        try:
            self._fast = Fast.from_buffer(raw)
        except Exception as error:  # the library raises bare exceptions
            raise ValueError(f"no tokenizer: {error}") from error
        self._fast.encode_special_tokens = True
        self.digest = hashlib.sha256(raw).hexdigest()[:16]
        added = {token: one.content for token, one in self._fast.get_added_tokens_decoder().items()}
        self._special = {content: token for token, content in added.items()}
        self._added = frozenset(added)
        names = self._fast.get_vocab(with_added_tokens=True)
        self.size = max(names.values()) + 1
        letters = _byte_of_letter()
        self._data = [b""] * self.size
        for name, token in names.items():
            if token not in added:
                self._data[token] = bytes(letters[letter] for letter in name if letter in letters)
        self._cached = lru_cache(maxsize=4096)(self._ids)

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into ids; no text ever becomes a special token."""
        return list(self._cached("".join(pieces)))

    def special(self, text: str) -> int | None:
        """The id of a special token; None if there is none of that name."""
        return self._special.get(text)

    def data(self, token: int) -> bytes:
        """The bytes of a plain token; empty for special ones and for ids without a token."""
        return self._data[token] if 0 <= token < self.size else b""

    def _ids(self, text: str) -> tuple[int, ...]:
        # A lone surrogate can't be said in UTF-8, which is all that the library takes.
        text = text.encode("utf-8", "replace").decode()
        ids: list[int] = self._fast.encode(text, add_special_tokens=False).ids
        if self._added.isdisjoint(ids):
            return tuple(ids)
        # Tokens added without being declared special are still found in text: cut each name behind its first character.
        name = next(name for name in self._special if name in text)
        cut = text.index(name) + 1
        if len(name) < 2:
            return tuple(token for token in ids if token not in self._added)
        return self._ids(text[:cut]) + self._ids(text[cut:])


def words_in(folder: Path) -> Words:
    """The vocabulary of the model in a folder.

    Raises:
        EngineError: there is none, or it can't be used.
    """
    try:
        if (folder / VOCABULARY).exists():
            return EmbeddedWords(folder / VOCABULARY)
        return HuggingFaceWords(folder / TOKENIZER)
    except OSError as error:
        raise EngineError(
            f"The tokenizer in {folder} can't be read: {error.strerror}. It needs {TOKENIZER}."
        ) from error
    except (ValueError, KeyError) as error:
        raise EngineError(f"The tokenizer in {folder} is broken: {error}. Download the model's files anew.") from error


def lacking(words: Words) -> tuple[str, ...]:
    """The special tokens that a vocabulary would need for traces, and lacks."""
    return tuple(name for name in NEEDED if words.special(name) is None)


def is_for_chat(words: Words) -> bool:
    """Whether a model with this vocabulary was trained for conversations: ours has the tokens, but not the training."""
    return isinstance(words, HuggingFaceWords) and all(words.special(name) is not None for name in CHAT)


def is_ours(words: Words) -> bool:
    """Whether the model that this vocabulary belongs to is the one trained here, wherever it is served."""
    return isinstance(words, EmbeddedWords)


def folder_of(model: str) -> Path | None:
    """Where the files of a served model stand on this machine: its folder, or the hub's cache. Nothing is downloaded.

    Args:
        model: a path, as vLLM reports it under `root`, or a name such as `facebook/cwm`.
    """
    path = Path(model).expanduser()
    if path.is_absolute():
        # llama.cpp reports a file: the tokenizer may stand beside it.
        folder = path.parent if path.is_file() else path
        return folder if _has_words(folder) else None
    name = model.strip("/").replace("/", "--")
    snapshots = _hub() / f"models--{name}" / "snapshots"
    try:
        found = sorted(
            (folder for folder in snapshots.iterdir() if _has_words(folder)), key=lambda one: one.stat().st_mtime
        )
    except OSError:
        return None
    return found[-1] if found else None


def _has_words(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (TOKENIZER, VOCABULARY))


def _hub() -> Path:
    """The Hugging Face hub's cache."""
    given = os.environ.get("HF_HUB_CACHE")
    home = os.environ.get("HF_HOME") or os.environ.get("XDG_CACHE_HOME", "~/.cache") + "/huggingface"
    return Path(given or home + "/hub").expanduser()


def _byte_of_letter() -> dict[str, int]:
    """The printable characters that stand for bytes in byte-level vocabularies."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + place): byte for place, byte in enumerate(others)}


def digest_of(parts: Sequence[object]) -> str:
    """A short name for a combination of things."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:16]
