"""Messages as bytes: a header with `Content-Length`, then JSON. What they mean is not known here.

What can't be read is told by an exception that says whether reading can go on, so that one bad message ends nothing.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

Message = dict[str, Any]

MOST_BYTES = 64 * 1024 * 1024
"""A longer message is no message."""
_LONGEST_HEADER = 4096


class BadMessage(Exception):
    """A message that can't be understood; the next one can be read."""


class NotTheProtocol(Exception):
    """Whoever is at the other end does not speak this protocol."""


def to_bytes(message: Message) -> bytes:
    """A message with its header."""
    # Lone surrogates, which a model may write, have no UTF-8: they stay escaped.
    body = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


async def read_message(reader: asyncio.StreamReader, *, is_strict: bool) -> Message | None:
    """The next message; None at the end.

    Args:
        reader: where it comes from.
        is_strict: whether a foreign header line ends the conversation, as it must where a web page could be the sender; else such
            lines are skipped.

    Raises:
        BadMessage: its body is no JSON object, or its length is beyond all measure.
        NotTheProtocol: in a strict conversation, a line that is no header.
    """
    length: int | None = None
    while True:
        try:
            line = await reader.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError as error:
            if is_strict:
                raise NotTheProtocol("a line without an end") from error
            await reader.readexactly(error.consumed or 1)
            continue
        text = line.strip()
        if not text:
            if length is None:
                continue
            break
        name, _, value = text.partition(b":")
        if name.lower() == b"content-length" and value.strip().isdigit() and len(value) < 20:
            length = int(value)
        elif not name.lower().startswith(b"content-") and (is_strict or len(text) > _LONGEST_HEADER):
            raise NotTheProtocol(f"a line that is no header: {text[:40]!r}")
    return _read_body(await _body(reader, length))


async def _body(reader: asyncio.StreamReader, length: int) -> bytes | None:
    if length > MOST_BYTES:
        while length > 0:
            skipped = await reader.read(min(length, 1 << 16))
            if not skipped:
                return None
            length -= len(skipped)
        raise BadMessage(f"a message of more than {MOST_BYTES // 1024 // 1024} MiB was skipped")
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        return None


def _read_body(body: bytes | None) -> Message | None:
    if body is None:
        return None
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessage(f"a message that is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadMessage("a message that is no JSON object")
    return cast(Message, found)
