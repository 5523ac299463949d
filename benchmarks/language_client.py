"""A client of language servers that adds as little as possible to what is measured: JSON over a process's pipes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PATIENCE = 120.0


class Client:
    """One server. What it asks is answered with nothing; what it tells can be listened to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self.process = process
        self._input, self._output = process.stdin, process.stdout
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self.heard: dict[str, Callable[[Any], None]] = {}
        self._reader = asyncio.ensure_future(self._read())

    async def ask(self, method: str, params: object) -> Any:
        """The result of a request.

        Raises:
            RuntimeError: the server answered with an error.
        """
        self._number += 1
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        self._send({"id": self._number, "method": method, "params": params})
        return await asyncio.wait_for(answer, PATIENCE)

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def close(self, uri: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def type(self, uri: str, version: int, row: int, start: int, end: int, text: str) -> None:
        """Replace a part of a line."""
        place = {"start": {"line": row, "character": start}, "end": {"line": row, "character": end}}
        identifier = {"uri": uri, "version": version}
        changes = [{"range": place, "text": text}]
        self.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": changes})

    async def hints(self, uri: str, first: int, last: int) -> list[dict[str, Any]]:
        place = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
        return await self.ask("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": place}) or []

    async def hover(self, uri: str, row: int, column: int) -> Any:
        place = {"line": row, "character": column}
        return await self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})

    def memory(self) -> int:
        """The server's resident memory in bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    async def end(self) -> None:
        with contextlib.suppress(asyncio.TimeoutError, RuntimeError):
            await self.ask("shutdown", None)
        self.tell("exit", None)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.process.wait(), 10)
        self._reader.cancel()
        if self.process.returncode is None:
            self.process.kill()

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def _read(self) -> None:
        while True:
            size = 0
            while (line := await self._output.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
            if not line:
                return
            message = json.loads(await self._output.readexactly(size))
            if "method" not in message:
                answer = self._waiting.pop(message["id"])
                if "error" in message:
                    answer.set_exception(RuntimeError(message["error"]["message"]))
                else:
                    answer.set_result(message.get("result"))
                continue
            if "id" in message:
                self._send({"id": message["id"], "result": None})
            if message["method"] in self.heard:
                self.heard[message["method"]](message.get("params"))


@asynccontextmanager
async def serving(command: Sequence[str], folder: Path, options: object = None) -> AsyncGenerator[Client, None]:
    """A server, initialized.

    Args:
        command: starts it.
        folder: its workspace.
        options: initialization options.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=1 << 26,
    )
    client = Client(process)
    capabilities = {
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {"inlayHint": {"refreshSupport": True}},
        "textDocument": {
            "inlayHint": {
                "resolveSupport": {"properties": ["tooltip", "label.tooltip", "label.location", "label.command"]}
            },
            "hover": {"contentFormat": ["markdown"]},
        },
    }
    await client.ask(
        "initialize",
        {
            "processId": os.getpid(),
            "rootUri": folder.as_uri(),
            "capabilities": capabilities,
            "initializationOptions": options or {},
        },
    )
    client.tell("initialized", {})
    try:
        yield client
    finally:
        await client.end()
