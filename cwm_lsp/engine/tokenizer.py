"""The embedded model's tokenizer: common words of code whole, digits and the letters of strings one by one.

A byte vocabulary (so every text can be spelled) with words, indentations and operators added. There are no learned merges:
what a regular expression cuts out is one token if the vocabulary holds it and is spelled in bytes otherwise. String literals are
never in the vocabulary, so their letters can be counted. The vocabulary itself is made by `training/vocabulary.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

SPECIAL_TOKENS = (
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|frame_sep|>",
    "<|action_sep|>",
    "<|return_sep|>",
    "<|call_sep|>",
    "<|line_sep|>",
    "<|exception_sep|>",
    "<|arg_sep|>",
    "<|trace_context_start|>",
    "<|eot_id|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|pad|>",
)
"""Ids 0 to 13, in this order; bytes follow from id 16."""

FIRST_BYTE = 16
FIRST_WORD = FIRST_BYTE + 256

OPERATORS = (
    *(" = ", " + ", " - ", " * ", " / ", " // ", " % ", " ** ", " == ", " != ", " < ", " > ", " <= ", " >= "),
    *(" += ", " -= ", " *= ", " /= ", " //= ", " %= ", " & ", " | ", " ^ ", " << ", " >> ", " -> ", " := "),
    *(" in ", " not in ", " is ", " is not ", " and ", " or ", " if ", " else ", " for ", " as ", " from "),
    *("for ", "if ", "while ", "return ", "elif ", "not ", "def ", "class ", "import ", "from ", "lambda ", "raise "),
    *("except ", "yield ", "assert ", "del ", "with "),
    *(", ", ": ", "; ", "\n", ":\n", "):\n", ")\n", "]\n", "()", "[]", "{}", "[:", "[::", ")]", "))", "])", "(["),
    *("()\n", "[]\n", "():\n", "]:\n", "else:\n", "{}\n"),
)

MARKER = "# << START_OF_TRACE"

JSON_PIECES = ('{"', '": "', '", "', '"}', "..", '": "..', '": "..", "', '": ".."}')
"""Whole pieces of the trace language's `$LOCALS`; they are tokens only when a caller passes them as pieces of their own."""

FUSED = (('": "', ".."), ('": "..', '", "'), ('": "..', '"}'))
"""Neighbours that become one token: an unchanged value costs no more than the name before it and this."""

INDENTS = tuple(" " * 4 * depth for depth in range(1, 8))

_LONGEST_FIRST = sorted(OPERATORS, key=len, reverse=True)
_OPERATOR_PATTERN = "|".join(re.escape(text) for text in _LONGEST_FIRST if not text[0].isalpha())
_KEYWORD_PATTERN = "|".join(re.escape(text) for text in _LONGEST_FIRST if text[0].isalpha())
_PIECE = re.compile(
    rf"""
    (?P<marker>{re.escape(MARKER)})
  | (?P<indent>(?m:^)(?:[ ]{{4}})+)
  | (?P<formatted>(?<![A-Za-z0-9_])[fF](?P<quote>['"])(?:\\.|(?!(?P=quote))[^\\\n])*(?P=quote)?)
  | (?P<string>'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?)
  | (?P<operator>{_OPERATOR_PATTERN})
  | (?P<keyword>(?<![A-Za-z0-9_])(?:{_KEYWORD_PATTERN}))
  | (?P<word>[A-Z]?[a-z]+|[A-Z]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*\}|.", re.DOTALL)


def pretokens(text: str) -> Iterator[str]:
    """Cut source text or a repr into what the vocabulary may hold whole; string literals come out letter by letter."""
    for match in _PIECE.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if match.group("formatted"):
            yield from _pretokens_of_f_string(piece)
        elif kind == "string":
            yield from piece
        else:
            yield piece


def _pretokens_of_f_string(literal: str) -> Iterator[str]:
    # The names in the fields are code, and must look like it; the text around them is spelled.
    for match in _FIELD.finditer(literal):
        piece = match.group()
        if len(piece) > 2 and piece[0] == "{" and piece[1] != "{":
            yield "{"
            yield from pretokens(piece[1:-1])
            yield "}"
        else:
            yield from piece


class Tokenizer:
    """Text to ids and back, by a fixed vocabulary.

    Attributes:
        vocabulary_size: ids run from 0 to this, exclusive.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Args:
        words: the tokens after the specials and the bytes, in the order of their ids.
        """
        self._data: list[bytes] = [b""] * FIRST_BYTE + [bytes([value]) for value in range(256)]
        self._data += [word.encode() for word in words]
        self._id_of = {word: FIRST_WORD + index for index, word in enumerate(words)}
        self._special = {text: index for index, text in enumerate(SPECIAL_TOKENS)}
        self._fused = {(self._id_of[left], self._id_of[right]): self._id_of[left + right] for left, right in FUSED}
        self._cached_ids = lru_cache(maxsize=65536)(self._ids_of_piece)

    @classmethod
    def load(cls, path: Path | None = None) -> Tokenizer:
        """Read the vocabulary that ships with the package, or another file of the same form.

        Raises:
            OSError: there is no such file.
        """
        path = path or Path(__file__).with_name("weights") / "vocabulary.json"
        words: list[str] = json.loads(path.read_text(encoding="utf-8"))
        return cls(words)

    @property
    def vocabulary_size(self) -> int:
        """Rounded up to a multiple of 64, for the sake of the matrices that bear it."""
        return -(-len(self._data) // 64) * 64

    def special(self, text: str) -> int | None:
        """The id of a special token, None if there is none of that name."""
        return self._special.get(text)

    def data(self, token: int) -> bytes:
        """The bytes of a plain token; empty for special and unused ids."""
        return self._data[token] if 0 <= token < len(self._data) else b""

    def encode(self, pieces: Iterable[str]) -> list[int]:
        """Plain text into ids; a piece that is a token by itself stays whole.

        Args:
            pieces: the text, cut where its parts mean different things (a name, a value, the JSON between them).
        """
        ids: list[int] = []
        for piece in pieces:
            for token in self._cached_ids(piece):
                fused = self._fused.get((ids[-1], token)) if ids else None
                if fused is None:
                    ids.append(token)
                else:
                    ids[-1] = fused
        return ids

    def _ids_of_piece(self, piece: str) -> tuple[int, ...]:
        whole = self._id_of.get(piece)
        if whole is not None:
            return (whole,)
        ids: list[int] = []
        for pretoken in pretokens(piece):
            token = self._id_of.get(pretoken)
            if token is not None and (len(pretoken) > 1 or not pretoken.isascii()):
                ids.append(token)
            else:
                ids.extend(FIRST_BYTE + byte for byte in pretoken.encode("utf-8", "surrogatepass"))
        return tuple(ids)

    def decode(self, ids: Iterable[int]) -> str:
        """The text of plain tokens, special ones left out; broken UTF-8 becomes U+FFFD."""
        return b"".join(self.data(token) for token in ids).decode("utf-8", "replace")
