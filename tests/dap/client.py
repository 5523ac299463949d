"""A debugger in sixty lines: requests with their answers, events in their order, over a conversation in this process or another."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cwm_lsp.dap.host import Host, HostError
from cwm_lsp.dap.server import converse
from cwm_lsp.dap.wire import read_message, to_bytes
from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session.configuration import Configuration, read
from cwm_lsp.session.memory import Key
from cwm_lsp.source.context import Context
from tests.session.fakes import FakeEngine

PATIENCE = 60.0
"""Seconds. A limit for what has gone wrong, not a time that anything should take."""
COMMAND = [sys.executable, "-m", "cwm_lsp.cli", "dap"]


class RefusedError(Exception):
    """An error response."""


class Client:
    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._sequence = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self.unasked: list[dict[str, Any]] = []
        self.happened = asyncio.Event()
        self.is_over = False
        self._seen = 0

    def take(self, message: dict[str, Any]) -> None:
        """A message from the adapter."""
        json.dumps(message)
        if message["type"] == "event":
            self.events.append(message)
        elif message["request_seq"] in self._answers:
            self._answers.pop(message["request_seq"]).set_result(message)
        else:
            self.unasked.append(message)
        self.happened.set()

    def send(self, command: object, arguments: object = None) -> asyncio.Future[dict[str, Any]]:
        """Say something; the future is the whole response."""
        self._sequence += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[self._sequence] = answer
        said = {"seq": self._sequence, "type": "request", "command": command}
        self._write(to_bytes(said if arguments is None else {**said, "arguments": arguments}))
        return answer

    @property
    def last(self) -> int:
        """The number of the latest request."""
        return self._sequence

    def send_bytes(self, data: bytes) -> None:
        self._write(data)

    async def request(self, command: str, **arguments: Any) -> Any:
        """The answer's body; an error response is raised."""
        answer = await asyncio.wait_for(self.send(command, arguments), PATIENCE)
        if not answer["success"]:
            raise RefusedError(answer["message"])
        return answer.get("body")

    async def event(self, *names: str) -> dict[str, Any]:
        """The next event with one of these names; those before it are passed over."""

        async def waited() -> dict[str, Any]:
            while True:
                while self._seen < len(self.events):
                    found = self.events[self._seen]
                    self._seen += 1
                    if found["event"] in names:
                        return found
                self.happened.clear()
                await self.happened.wait()

        return await asyncio.wait_for(waited(), PATIENCE)

    async def launch(
        self, program: Path | str, *, initialize: Mapping[str, Any] | None = None, **arguments: Any
    ) -> None:
        """As editors begin."""
        await self.request("initialize", adapterID="cwm", **(initialize or {}))
        await self.request("launch", program=str(program), **arguments)
        await self.event("initialized")

    async def start(self, program: Path | str, **arguments: Any) -> dict[str, Any]:
        """Launch, no breakpoints, and wait for where one stops."""
        await self.launch(program, **arguments)
        return await self.go_on("configurationDone")

    async def go_on(self, command: str, **arguments: Any) -> dict[str, Any]:
        """A request that moves; the body of `stopped`."""
        await self.request(command, threadId=1, **arguments)
        return (await self.event("stopped"))["body"]

    async def place(self) -> tuple[str, int]:
        """The innermost frame's function and line."""
        frame = (await self.request("stackTrace", threadId=1))["stackFrames"][0]
        return frame["name"].removesuffix(" (predicted)"), frame["line"]

    async def values(self, scope: str | None = None, frame: int = 0) -> dict[str, str]:
        """The variables of a frame by name: of all its scopes, or of one."""
        return {one["name"]: one["value"] for one in await self.variables(scope, frame)}

    async def variables(self, scope: str | None = None, frame: int = 0) -> list[dict[str, Any]]:
        number = (await self.request("stackTrace", threadId=1))["stackFrames"][frame]["id"]
        found: list[dict[str, Any]] = []
        for one in (await self.request("scopes", frameId=number))["scopes"]:
            if scope in (None, one["name"]):
                found += (await self.request("variables", variablesReference=one["variablesReference"]))["variables"]
        return found

    async def reference(self, scope: str) -> int:
        """The reference of a scope of the innermost frame."""
        number = (await self.request("stackTrace", threadId=1))["stackFrames"][0]["id"]
        found = (await self.request("scopes", frameId=number))["scopes"]
        return next(one["variablesReference"] for one in found if one["name"] == scope)

    def said(self, category: str = "console") -> str:
        """What stands in the console."""
        return "".join(
            one["body"]["output"]
            for one in self.events
            if one["event"] == "output" and one["body"]["category"] == category
        )


class Shelf:
    """A host in memory: files by name, one engine, and what is remembered."""

    def __init__(
        self,
        engine: Engine | None = None,
        files: Mapping[str, str] | None = None,
        known: TracePrediction | None = None,
    ) -> None:
        self.engine_itself: Any = engine or FakeEngine()
        self.files = dict(files or {})
        self.remembered: dict[Key, TracePrediction] = {}
        self.known = known

    def read(self, path: str) -> str:
        if path not in self.files:
            raise HostError(f"There is no file {path}.")
        return self.files[path]

    def configuration(self, settings: Mapping[str, object]) -> tuple[Configuration, tuple[str, ...]]:
        reading = read({}, settings)
        return reading.configuration, reading.complaints

    def engine(self, configuration: Configuration) -> tuple[Engine, Calibration]:
        return self.engine_itself, Calibration()

    async def recall(self, configuration: Configuration, key: Key, context: Context) -> TracePrediction | None:
        return self.known or self.remembered.get(key)

    def remember(self, configuration: Configuration, key: Key, prediction: TracePrediction) -> None:
        self.remembered[key] = prediction


@asynccontextmanager
async def talking(host: Host) -> AsyncGenerator[Client, None]:
    """A conversation in this process, over the same bytes as any other; nothing is left behind at its end."""
    before = asyncio.all_tasks()
    reader = asyncio.StreamReader()
    client = Client(reader.feed_data)
    served = asyncio.create_task(converse(host, reader, client.take, is_strict=False))
    try:
        yield client
    finally:
        reader.feed_eof()
        await asyncio.wait_for(served, PATIENCE)
        client.is_over = True
        for task in asyncio.all_tasks() - before:
            await asyncio.wait([task], timeout=PATIENCE)
        assert asyncio.all_tasks() <= before


@asynccontextmanager
async def process(
    *options: str, folder: Path, environment: Mapping[str, str]
) -> AsyncGenerator[tuple[Client, asyncio.subprocess.Process], None]:
    """The real adapter over stdin and stdout."""
    child = await asyncio.create_subprocess_exec(
        *COMMAND,
        *options,
        cwd=folder,
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdin is not None and child.stdout is not None
    client = Client(child.stdin.write)
    listening = asyncio.create_task(listen(client, child.stdout))
    try:
        yield client, child
    finally:
        child.stdin.close()
        await asyncio.wait_for(child.wait(), PATIENCE)
        await asyncio.wait_for(listening, PATIENCE)


async def listen(client: Client, reader: asyncio.StreamReader) -> None:
    """Hand on what an adapter sends, until its end."""
    while (message := await read_message(reader, is_strict=False)) is not None:
        client.take(message)
    client.is_over = True
