"""How wide a text stands in a terminal or an editor, and how to cut it: in whole characters as readers see them.

Also makes texts from a model safe to print: what can't be printed is written as `repr` writes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

ELLIPSIS = "…"
_JOINED = {"\u200d"}
_CLOSING = frozenset("'\")]}>")


def printable(text: str) -> str:
    """The text on one line, with control and format characters, line ends and lone surrogates escaped as in a repr."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def graphemes(text: str) -> Iterator[str]:
    """The text's characters with the marks that belong to them; flags and joined emoji stay whole."""
    start = 0
    for index in range(1, len(text)):
        if not _extends(text, index, start):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _extends(text: str, index: int, start: int) -> bool:
    one, before = text[index], text[index - 1]
    if one < "\u0300":
        return False
    if unicodedata.category(one) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= one <= "\U0001f3ff":
        return True
    if one in _JOINED or before in _JOINED:
        return True
    is_flag = "\U0001f1e6" <= one <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff"
    return is_flag and (index - start) % 2 == 1


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """The columns that the text takes in a fixed-width font."""
    if text.isascii():
        return len(text)
    return sum(_width(one) for one in graphemes(text))


def _width(grapheme: str) -> int:
    first = grapheme[0]
    if unicodedata.category(first) in ("Mn", "Me"):
        return 0
    if "\ufe0f" in grapheme or "\U0001f1e6" <= first <= "\U0001f1ff":
        return 2
    return 2 if unicodedata.east_asian_width(first) in ("W", "F") else 1


@lru_cache(maxsize=4096)
def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` columns; a cut shows as an ellipsis, before the bracket or quote that closes it."""
    if width(text) <= limit:
        return text
    tail = text[-1] if limit >= 5 and text[-1] in _CLOSING else ""
    room = limit - 1 - len(tail)
    kept: list[str] = []
    for one in graphemes(text):
        room -= _width(one)
        if room < 0:
            break
        kept.append(one)
    return f"{''.join(kept).rstrip(' ,')}{ELLIPSIS}{tail}" if limit > 0 else ""
