"""Positions as editors count them (UTF-8, UTF-16 or UTF-32 units, lines from 0) and as we do (characters, lines from 1)."""

from __future__ import annotations

import re
from itertools import islice

from lsprotocol import types

from cwm_lsp.session import Edit
from cwm_lsp.source.document import Document

_LINE_END = re.compile(r"\r\n|\n|\r")


def units(text: str, encoding: types.PositionEncodingKind | str) -> int:
    """How many units of the encoding the text takes.

    Args:
        text: part of a line.
        encoding: as negotiated with the client.
    """
    if encoding == types.PositionEncodingKind.Utf32 or text.isascii():
        return len(text)
    return sum(_width(one, encoding) for one in text)


def characters(text: str, count: int, encoding: types.PositionEncodingKind | str) -> int:
    """How many characters of a line lie before a position; one within a character counts as before it.

    Args:
        text: the line.
        count: units from its beginning; beyond its end means its end.
        encoding: as negotiated with the client.
    """
    if encoding == types.PositionEncodingKind.Utf32 or text.isascii():
        return max(0, min(count, len(text)))
    for index, one in enumerate(text):
        count -= _width(one, encoding)
        if count < 0:
            return index
    return len(text)


def _width(one: str, encoding: types.PositionEncodingKind | str) -> int:
    point = ord(one)
    if encoding == types.PositionEncodingKind.Utf8:
        return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
    return 2 if point > 0xFFFF else 1


def offset(document: Document, position: types.Position, encoding: types.PositionEncodingKind | str) -> int:
    """The offset of a position in a document's text, in characters; beyond the text means its end."""
    if position.line >= len(document.lines):
        return len(document.text)
    text = document.lines[position.line]
    return _start(document, position.line) + characters(text, position.character, encoding)


def _start(document: Document, row: int) -> int:
    """The offset of a line's first character; rows count from 0."""
    if "\r" not in document.text:
        return sum(map(len, document.lines[:row])) + row
    end = next(islice(_LINE_END.finditer(document.text), row - 1, None), None) if row else None
    return end.end() if end is not None else 0


def edit_of(
    document: Document, change: types.TextDocumentContentChangeEvent, encoding: types.PositionEncodingKind | str
) -> Edit:
    """A client's change as an edit of a document.

    Args:
        document: the text before the change.
        change: a range and its new text, or a whole new text.
        encoding: as negotiated with the client.
    """
    if isinstance(change, types.TextDocumentContentChangePartial):
        start = offset(document, change.range.start, encoding)
        end = offset(document, change.range.end, encoding)
        return Edit(min(start, end), max(start, end), change.text)
    return Edit(0, len(document.text), change.text)


def word_at(document: Document, line: int, character: int) -> tuple[int, int] | None:
    """The beginning and the end of the name around a place, in characters; None where there is none.

    Args:
        document: the text.
        line: from 1.
        character: from 0, within the line.
    """
    text = document.line(line)
    start = end = character
    while start and (text[start - 1 : start].isalnum() or text[start - 1 : start] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return (start, end) if text[start:end].isidentifier() else None
