"""Writes the trace language into a generation: forces what is certain, and puts the rest to the model as questions.

Everything is a piece until it becomes ids here, so the user's text can't turn into a special token. The result always parses: the
JSON around the values is forced, and a value that is no JSON text is written anew.

Where a vocabulary joins text across our pieces, as Llama's does (` "[` is one token), forced text must not end in half a token: the
model has never seen it. There the last forced token is left open, and the model's first one, or the options, begin with its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

from cwm_lsp.engine.protocol import Engine, Generation, Token
from cwm_lsp.trace.frames import Special
from cwm_lsp.trace.writing import Piece, json_text

LONGEST_VALUE = 256
"""Tokens after which a value is closed by force."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Classes of tokens, by what they do within a JSON string.

    Attributes:
        quotes: tokens that hold a quotation mark: a value ends at one of them, unless it is escaped.
        banned: tokens that a value can't hold (special tokens, control characters).
        joins: whether a token may reach from one piece into the next.
    """

    quotes: frozenset[int]
    banned: frozenset[int]
    joins: bool = False

    @classmethod
    def of(cls, engine: Engine) -> Vocabulary:
        """Sort an engine's tokens; done once for each engine, since CWM's vocabulary has 128,256 of them."""
        identity, known = _SORTED.get(engine, ("", None))
        if known is not None and identity == engine.identity:
            return known
        quotes: set[int] = set()
        banned: set[int] = set()
        for token in range(engine.vocabulary_size):
            data = engine.data(token)
            if not data or _CONTROL.search(data):
                banned.add(token)
            elif b'"' in data:
                quotes.add(token)
        found = cls(frozenset(quotes), frozenset(banned), _joins(engine))
        _SORTED[engine] = engine.identity, found
        return found


def _joins(engine: Engine) -> bool:
    # Words of Python that no tokenizer for code leaves in two, unless it heeds our cuts.
    return any(len(engine.encode([one, other])) == 1 for one, other in (("re", "turn"), ("de", "f"), ("im", "port")))


_CONTROL = re.compile(rb"[\x00-\x1f]")
_SORTED: WeakKeyDictionary[Engine, tuple[str, Vocabulary | None]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the model wrote.

    Attributes:
        text: the repr.
        logprob: natural logarithm of its probability.
        is_cut: whether it was closed by force.
        rest: what the model's last token holds from the closing quotation mark on.
    """

    text: str
    logprob: float
    is_cut: bool
    rest: str


class Writer:
    """One generation, with forced pieces held back until the model must be asked."""

    def __init__(self, engine: Engine, vocabulary: Vocabulary, generation: Generation) -> None:
        """Args:
        engine: encodes the pieces.
        vocabulary: the engine's.
        generation: the sequence; the writer has it to itself.
        """
        self._engine = engine
        self._vocabulary = vocabulary
        self._generation = generation
        self._encoded: list[int] = []
        self._pending: list[Piece] = []

    @property
    def joins(self) -> bool:
        """Whether a token may reach from one piece into the next."""
        return self._vocabulary.joins

    @property
    def length(self) -> int:
        """Tokens in the sequence so far, pending ones included."""
        # Long stretches may be certain: what is pending is encoded once, up to where no later text can change its tokens.
        last = max((at + 1 for at, piece in enumerate(self._pending) if isinstance(piece, Special)), default=0)
        self._encoded += encode(self._engine, self._pending[:last])
        del self._pending[:last]
        return self._generation.length + len(self._encoded) + len(encode(self._engine, self._pending))

    def force(self, *pieces: Piece) -> None:
        """Append what is certain."""
        self._pending += pieces

    async def ask(self, options: Sequence[Sequence[Piece]]) -> tuple[int, float]:
        """Let the model pick one continuation, which is appended.

        Returns:
            Its index and the logarithm of its probability; 0.0 where there was no choice.
        """
        if len(options) == 1:
            self.force(*options[0])
            return 0, 0.0
        is_text = not any(isinstance(option[0], Special) for option in options)
        opened = self._flush(leave_open=is_text)
        choice = await self._generation.choose([encode(self._engine, [opened, *option]) for option in options])
        return choice.index, choice.logprob

    async def value(self, banned: frozenset[int] = frozenset()) -> Value:
        """Let the model write the inside of a JSON string; the closing quotation mark is not appended.

        Args:
            banned: further tokens that can't stand here.
        """
        opened = self._flush(leave_open=True)
        start = self._generation.length
        tokens: list[Token] = []
        data = b""
        if opened:
            (first,) = await self._generation.complete(
                stop=self._vocabulary.quotes, banned=self._vocabulary.banned | banned, limit=1
            )
            if first.data.startswith(opened.encode()):
                tokens, data = [first], first.data[len(opened.encode()) :]
            else:
                # It would rather write something else; then it has to take the boundary as it is.
                self._generation.rewind(start)
                self._generation.append(encode(self._engine, [opened]))
        end = closing_quote(data)
        while end < 0 and len(tokens) < LONGEST_VALUE:
            more = await self._generation.complete(
                stop=self._vocabulary.quotes,
                banned=self._vocabulary.banned | banned,
                limit=LONGEST_VALUE - len(tokens),
            )
            tokens += more
            data += b"".join(token.data for token in more)
            end = closing_quote(data)
        is_cut = end < 0
        inside = data if is_cut else data[:end]
        text = _decoded(inside)
        self._generation.rewind(start)
        self.force(opened, json_text(text))
        logprob = sum(token.logprob for token in tokens)
        return Value(text, logprob, is_cut, "" if is_cut else data[end:].decode("utf-8", "replace"))

    def _flush(self, *, leave_open: bool = False) -> str:
        """Append what is pending.

        Args:
            leave_open: whether the last token of plain text is held back, where what follows may join it.

        Returns:
            The text of the token that was held back; empty if none was.
        """
        ids = [*self._encoded, *encode(self._engine, self._pending)]
        self._encoded, self._pending = [], []
        opened = (
            self._engine.data(ids[-1]).decode("utf-8", "ignore")
            if leave_open and self._vocabulary.joins and ids
            else ""
        )
        # A token that is no whole text by itself can't be written anew.
        if opened and encode(self._engine, [opened]) == ids[-1:]:
            del ids[-1]
        else:
            opened = ""
        if ids:
            self._generation.append(ids)
        return opened

    def close(self) -> None:
        """Give the generation back."""
        self._generation.close()


def encode(engine: Engine, pieces: Sequence[Piece]) -> list[int]:
    """Pieces into the engine's ids: special tokens by name, text as text."""
    ids: list[int] = []
    plain: list[str] = []
    for piece in pieces:
        if isinstance(piece, Special):
            if plain:
                ids += engine.encode(plain)
                plain = []
            ids.append(engine.special(piece.value))
        elif piece:
            plain.append(piece)
    return ids + engine.encode(plain) if plain else ids


def closing_quote(data: bytes) -> int:
    """The place of the first quotation mark that no backslash escapes, -1 if there is none."""
    escaped = False
    for index, byte in enumerate(data):
        if escaped:
            escaped = False
        elif byte == 0x5C:
            escaped = True
        elif byte == 0x22:
            return index
    return -1


def _decoded(inside: bytes) -> str:
    text = inside.decode("utf-8", "replace")
    try:
        decoded: object = json.loads(f'"{text}"', strict=False)
    except ValueError:
        # A broken escape: take the characters as they stand.
        return text
    return str(decoded)


def distinct(options: Sequence[Sequence[int]]) -> bool:
    """Whether no continuation is the beginning of another, so that a model can be asked to choose."""
    ordered = sorted(tuple(option) for option in options)
    return all(later[: len(earlier)] != earlier for earlier, later in pairwise(ordered))
