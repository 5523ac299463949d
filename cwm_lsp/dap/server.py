"""Conversations over stdin and stdout, or over a loopback port: from bytes to `Adapter` and back.

The protocol's own stream is taken from `sys.stdout` before anything else could write to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue

from cwm_lsp.dap.adapter import Adapter
from cwm_lsp.dap.host import Host
from cwm_lsp.dap.requests import RequestError
from cwm_lsp.dap.wire import BadMessage, Message, NotTheProtocol, read_message, to_bytes

LOOPBACK = "127.0.0.1"
_CHUNK = 1 << 16
_LINE_LIMIT = 1 << 16


async def serve_stdio(host: Host) -> None:
    """One conversation over stdin and stdout, until either end has had enough."""
    _settle()
    output = os.dup(sys.stdout.fileno())
    # Whatever prints from now on must not end up between messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    reader = asyncio.StreamReader(limit=_LINE_LIMIT)
    _read_in_background(sys.stdin.fileno(), reader)
    with _Output(output) as out:
        await converse(host, reader, lambda message: out.write(to_bytes(message)), is_strict=False)


async def serve_port(host: Host, port: int, listening: Callable[[int], None]) -> None:
    """Conversations on a loopback port, one after the other or at the same time, until cancelled.

    Args:
        host: the world outside.
        port: 0 for any that is free.
        listening: told the port.

    Raises:
        OSError: the port can't be had.
    """

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def send(message: Message) -> None:
            if not writer.is_closing():
                writer.write(to_bytes(message))

        try:
            await converse(host, reader, send, is_strict=True)
            with contextlib.suppress(ConnectionError):
                await writer.drain()
        finally:
            writer.close()

    _settle()
    server = await asyncio.start_server(connected, LOOPBACK, port, limit=_LINE_LIMIT)
    async with server:
        listening(server.sockets[0].getsockname()[1])
        await server.serve_forever()


def _settle() -> None:
    """Take what has been loaded out of garbage collection: it stays anyway, and looking through it would hold up a step for longer
    than all else."""
    gc.collect()
    gc.freeze()


async def converse(
    host: Host, reader: asyncio.StreamReader, send: Callable[[Message], None], *, is_strict: bool
) -> None:
    """One conversation, until `disconnect` or until the client is gone.

    Args:
        host: the world outside.
        reader: what the client says.
        send: says something to the client; does not wait.
        is_strict: whether foreign lines end it.
    """
    adapter = Adapter(host, send)
    reading = asyncio.get_running_loop().create_task(_read(adapter, reader, is_strict=is_strict))
    over = asyncio.get_running_loop().create_task(adapter.over.wait())
    try:
        await asyncio.wait([reading, over], return_when=asyncio.FIRST_COMPLETED)
    finally:
        reading.cancel()
        over.cancel()
        await adapter.close()


async def _read(adapter: Adapter, reader: asyncio.StreamReader, *, is_strict: bool) -> None:
    while True:
        try:
            message = await read_message(reader, is_strict=is_strict)
        except BadMessage as error:
            adapter.refuse_unread(RequestError(f"This is {error}."))
            continue
        except (NotTheProtocol, ConnectionError):
            return
        if message is None:
            return
        adapter.receive(message)
        # Answers of earlier requests must get their turn, however fast others come in.
        await asyncio.sleep(0)


def _read_in_background(file: int, reader: asyncio.StreamReader) -> None:
    """Feed a reader from a file on a thread of its own: pipes can't be waited for on every platform."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        while True:
            try:
                data = os.read(file, _CHUNK)
            except OSError:
                data = b""
            try:
                loop.call_soon_threadsafe(partial(reader.feed_data, data) if data else reader.feed_eof)
            except RuntimeError:
                # The loop has ended before us.
                return
            if not data:
                return

    threading.Thread(target=read, name="dap-input", daemon=True).start()


class _Output:
    """Writes to a file on a thread of its own, so that a client that does not read holds nobody up."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="dap-output", daemon=True)

    def __enter__(self) -> _Output:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        self._thread.join(timeout=1.0)

    def write(self, data: bytes) -> None:
        self._queue.put(data)

    def _work(self) -> None:
        while (data := self._queue.get()) is not None:
            view = memoryview(data)
            try:
                while view:
                    view = view[os.write(self._file, view) :]
            except OSError:
                # The client is gone; its end of stdin tells the conversation.
                return
