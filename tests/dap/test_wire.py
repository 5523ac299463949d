"""Messages as bytes: however they are cut, whatever stands between them."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.dap.client import Client, file_path, same_file
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.wire import MOST_BYTES, BadMessage, Message, NotTheProtocol, read_message, to_bytes

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.sampled_from(["\ud800", "\r\n\r\n", "Content-Length: 3"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
messages = st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=4)


async def read_all(data: bytes, cuts: list[int], *, is_strict: bool = True) -> list[Message]:
    """The messages in these bytes, which arrive in pieces."""
    reader = asyncio.StreamReader(limit=1 << 16)
    start = 0
    for cut in sorted({cut % (len(data) + 1) for cut in cuts}):
        reader.feed_data(data[start:cut])
        start = max(start, cut)
    reader.feed_data(data[start:])
    reader.feed_eof()
    found: list[Message] = []
    while (message := await read_message(reader, is_strict=is_strict)) is not None:
        found.append(message)
    return found


@given(messages, st.lists(st.integers(0, 10_000), max_size=5))
async def test_messages_arrive_as_they_were_sent(sent: list[Message], cuts: list[int]) -> None:
    assert await read_all(b"".join(to_bytes(one) for one in sent), cuts) == sent


@given(st.binary(max_size=60), messages)
async def test_foreign_lines_before_a_message_are_skipped_or_end_it(junk: bytes, sent: list[Message]) -> None:
    data = junk.replace(b":", b"") + b"\n\n" + b"".join(to_bytes(one) for one in sent)
    assert await read_all(data, [], is_strict=False) == sent
    if junk.replace(b":", b"").strip() and not junk.strip().lower().startswith(b"content-"):
        with pytest.raises(NotTheProtocol):
            await read_all(data, [])


@given(st.binary(max_size=200))
async def test_no_bytes_end_it_in_any_other_way(data: bytes) -> None:
    for is_strict in (True, False):
        with contextlib.suppress(BadMessage, NotTheProtocol):
            await read_all(data, [], is_strict=is_strict)


@pytest.mark.parametrize("body", [b"{x}", b"[]", b"3", b'"x"', b"null", b"\xff", b"[" * 100_000])
async def test_what_is_no_message_is_told_and_the_next_is_read(body: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"Content-Length: %d\r\n\r\n" % len(body) + body + to_bytes({"seq": 1}))
    with pytest.raises(BadMessage):
        await read_message(reader, is_strict=True)
    assert await read_message(reader, is_strict=True) == {"seq": 1}


async def test_a_message_beyond_all_measure_is_skipped() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"Content-Length: %d\r\n\r\n" % (MOST_BYTES + 1))
    reading = asyncio.create_task(read_message(reader, is_strict=True))
    for _ in range(0, MOST_BYTES + 1, 1 << 22):
        reader.feed_data(b"x" * min(1 << 22, MOST_BYTES + 1))
        await asyncio.sleep(0)
    with pytest.raises(BadMessage, match="64 MiB"):
        await reading


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\n", b"Host: x\r\n", b"\x16\x03\x01\r\n"])
async def test_a_strict_conversation_ends_with_the_first_foreign_line(line: bytes) -> None:
    with pytest.raises(NotTheProtocol):
        await read_all(line + to_bytes({"seq": 1}), [])


def test_files_have_several_names() -> None:
    assert file_path("file:///tmp/a%20b.py") == "/tmp/a b.py"
    assert file_path("file:///C:/a.py") == "C:/a.py"
    assert same_file("/tmp/x/../a.py", "file:///tmp/a.py")
    assert not same_file("/tmp/a.py", "/tmp/b.py")


def test_what_a_client_does_not_say_is_as_the_protocol_has_it() -> None:
    assert Client.read(Arguments({})) == Client(first_line=1, first_column=1)
    assert Client.read(Arguments({"linesStartAt1": False})).line(1) == 0
    with pytest.raises(RequestError, match="linesStartAt1 should be true or false"):
        Client.read(Arguments({"linesStartAt1": 3}))
