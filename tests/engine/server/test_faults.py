"""What goes wrong on the wire is told in a sentence, ends every wait within its limit, and leaves no task behind."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.address import Address
from cwm_lsp.engine.server.client import Client, Patience, ServerLost
from cwm_lsp.engine.server.engine import ServerEngine
from tests.engine.server.completions import VLLM, Dialect, serving

NONE: frozenset[int] = frozenset()
PROMPT = [332, 118, 56, 136, 348, 281]
PATIENCE = Patience(connect=0.5, first=0.4, idle=0.3)
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def event(token: int = 300) -> bytes:
    logprobs = {"tokens": [f"token_id:{token}"], "token_logprobs": [-0.1], "top_logprobs": [{}]}
    return chunk(b"data: " + json.dumps({"choices": [{"text": "x", "logprobs": logprobs}]}).encode() + b"\n\n")


def whole(status: int, body: bytes, kind: str = "application/json", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def sends(*parts: bytes, then: str = "close") -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
        if then == "stall":
            await asyncio.sleep(30)
        elif then == "reset":
            await asyncio.sleep(0.02)
            writer.transport.abort()

    return behave


async def keeps_alive(writer: asyncio.StreamWriter) -> None:
    """Comments for ever, as proxies send them: the connection lives, no token comes."""
    writer.write(STREAM)
    while True:
        writer.write(chunk(b": still here\n\n"))
        await writer.drain()
        await asyncio.sleep(0.02)


async def dribbles(writer: asyncio.StreamWriter) -> None:
    """One event that never ends, byte by byte."""
    writer.write(STREAM + chunk(b"data: {"))
    while True:
        writer.write(chunk(b" "))
        await writer.drain()
        await asyncio.sleep(0.02)


async def never_ends(writer: asyncio.StreamWriter) -> None:
    """Tokens for ever, whatever was asked for."""
    writer.write(STREAM)
    while True:
        writer.write(event())
        await writer.drain()
        await asyncio.sleep(0)


@asynccontextmanager
async def between(
    endpoint: str, behave: Behaviour, only: bytes = b'"stream":true'
) -> AsyncGenerator[tuple[str, list[bytes]], None]:
    """A proxy that answers requests whose text holds some bytes as it pleases, and hands the others on."""
    port = int(endpoint.rsplit(":", 1)[1])
    hit: list[bytes] = []
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                lengths = [line[15:] for line in request.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                request += await reader.readexactly(int(lengths[0])) if lengths else b""
                if only in request:
                    hit.append(request)
                    await behave(writer)
                    break
                up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)
                up_writer.write(request)
                head = await up_reader.readuntil(b"\r\n\r\n")
                sizes = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                writer.write(head + await up_reader.readexactly(int(sizes[0])))
                await writer.drain()
                up_writer.close()
        writer.close()
        tasks.discard(task)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, limit=2**24)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", hit
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def asked(endpoint: str, *, choose: bool = False) -> ServerEngine:
    engine = ServerEngine(Address(endpoint), patience=PATIENCE)
    try:
        generation = await engine.start(PROMPT)
        if choose:
            await generation.choose([[60], [61]])
        else:
            await generation.complete(stop=NONE, banned=NONE, limit=20)
    finally:
        await engine.close()
    return engine


STREAMED: dict[str, tuple[Behaviour, str]] = {
    "reset before an answer": (sends(then="reset"), "broke the connection off without an answer"),
    "closed before an answer": (sends(), "broke the connection off without an answer"),
    "reset in the middle": (sends(STREAM, event(), then="reset"), "in the middle of an answer"),
    "closed in the middle": (sends(STREAM, event(), event()), "in the middle of an answer"),
    "ended too early": (sends(STREAM, event(), b"0\r\n\r\n", then="stall"), "ended in the middle of an answer"),
    "silent": (sends(then="stall"), r"not answered for 0\.\d+ seconds"),
    "stalls within a frame": (sends(STREAM, event(), event()[:20], then="stall"), r"not answered for 0\.3 seconds"),
    "comments for ever": (keeps_alive, r"not answered for 0\.4 seconds"),
    "an event without an end": (dribbles, r"not answered for 0\.4 seconds"),
    "half JSON": (sends(STREAM, chunk(b'data: {"choices": [{"te\n\n')), "no JSON"),
    "JSON of another kind": (sends(STREAM, chunk(b'data: {"choices": 7}\n\n')), "no completion"),
    "a list": (sends(STREAM, chunk(b"data: [1, 2]\n\n")), "no completion"),
    "wrong content type": (sends(whole(200, b"<html>", "text/html")), "text/html instead of text/event-stream"),
    "busy": (sends(whole(429, b'{"error": {"message": "slow down"}}')), r"too busy \(429\): slow down"),
    "failed": (sends(whole(500, b'{"error": {"message": "engine died"}}')), r"has failed \(500\): engine died"),
    "failed in HTML": (sends(whole(500, b"<h1>oops</h1>", "text/html")), r"has failed \(500\): <h1>oops"),
    "wants a key": (sends(whole(401, b'{"error": "Unauthorized"}')), "CWM_LSP_API_KEY"),
    "gives up in the middle": (
        sends(STREAM, event(), chunk(b'data: {"error": {"message": "out of memory"}}\n\n')),
        "gave up in the middle of an answer: out of memory",
    ),
    "redirects": (sends(whole(307, b"", more="Location: http://192.0.2.1/\r\n")), r"refuses the question \(307\)"),
}


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cwm_lsp.engine.server.client.PAUSES", (0.01, 0.02, 0.03))


@pytest.mark.parametrize("name", STREAMED)
async def test_each_fault_of_a_stream_gives_its_message(name: str, exact_model: Path):
    behave, told = STREAMED[name]
    async with serving(exact_model) as server, between(server.endpoint, behave) as (endpoint, hit):
        before, started = asyncio.all_tasks(), time.monotonic()
        with pytest.raises(EngineError, match=told):
            await asked(endpoint)
        # Not how fast, but that no wait outlives its limit by far.
        assert time.monotonic() - started < 20
        assert hit
        await asyncio.sleep(0)
        left = {task for task in asyncio.all_tasks() - before if "accept" not in repr(task.get_coro())}
        assert not left


CHOSEN: dict[str, tuple[Behaviour, str]] = {
    "closed in the middle": (sends(whole(200, b'{"choices"')[:-3]), "in the middle of an answer"),
    "half JSON": (sends(whole(200, b'{"choices": [')), "no JSON"),
    "silent": (sends(then="stall"), r"not answered for 0\.\d+ seconds"),
    "another thing": (sends(whole(200, b'{"hello": "world"}')), "no completion"),
}


@pytest.mark.parametrize("name", CHOSEN)
async def test_each_fault_of_a_single_answer_gives_its_message(name: str, exact_model: Path):
    behave, told = CHOSEN[name]
    async with (
        serving(exact_model) as server,
        between(server.endpoint, behave, b'"allowed_token_ids":[60,61]') as (endpoint, _),
    ):
        with pytest.raises(EngineError, match=told):
            await asked(endpoint, choose=True)


async def test_a_server_that_never_ends_is_left_when_enough_has_come(exact_model: Path):
    async with serving(exact_model) as server, between(server.endpoint, never_ends) as (endpoint, _):
        engine = ServerEngine(Address(endpoint), patience=PATIENCE)
        generation = await engine.start(PROMPT)
        assert len(await generation.complete(stop=NONE, banned=NONE, limit=20)) == 20
        await engine.close()


async def test_an_answer_without_an_end_is_given_up(exact_model: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cwm_lsp.engine.server.client.MOST_BYTES", 10_000)

    async def floods(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(chunk(b" " * 4_000))
            await writer.drain()

    async with (
        serving(exact_model) as server,
        between(server.endpoint, floods, b'"allowed_token_ids":[60,61]') as (endpoint, _),
    ):
        with pytest.raises(EngineError, match="has no end"):
            await asked(endpoint, choose=True)


async def test_what_failed_before_anything_was_generated_is_asked_again(exact_model: Path):
    async with serving(exact_model) as server:
        for first in (sends(then="reset"), sends(whole(429, b"{}")), sends(whole(503, b"{}"))):
            failures = [first]

            async def once(writer: asyncio.StreamWriter, failures: list[Behaviour] = failures) -> None:
                await (failures.pop() if failures else sends(STREAM, *[event()] * 20, chunk(b"data: [DONE]\n\n")))(
                    writer
                )

            async with between(server.endpoint, once) as (endpoint, hit):
                await asked(endpoint)
                assert len(hit) == 2


async def test_what_failed_in_the_middle_is_not_asked_again(exact_model: Path):
    behave = sends(STREAM, event(), then="reset")
    async with serving(exact_model) as server, between(server.endpoint, behave) as (endpoint, hit):
        with pytest.raises(ServerLost):
            await asked(endpoint)
        assert len(hit) == 1


@pytest.mark.parametrize(
    ("dialect", "root", "told"),
    [
        (Dialect(completions=False), None, "it only chats"),
        (Dialect(vocabulary_shift=1), None, "another vocabulary"),
        (VLLM, "/no/such/folder", "tokenizer of served is not on this machine.*--tokenizer"),
    ],
)
async def test_a_model_that_will_not_do_is_told_with_what_to_do(
    dialect: Dialect, root: str | None, told: str, exact_model: Path
):
    async with serving(exact_model, dialect, root=root) as server:
        with pytest.raises(EngineError, match=told):
            await asked(server.endpoint)


async def test_a_wanted_model_that_is_not_there(exact_model: Path):
    async with serving(exact_model) as server:
        engine = ServerEngine(Address(server.endpoint), model="llama")
        with pytest.raises(EngineError, match=r"no model 'llama'; it has: served\."):
            await engine.load()
        await engine.close()


async def test_a_web_site_at_the_address(exact_model: Path):
    async with serving(exact_model) as server:
        page = sends(whole(200, b"<!doctype html>", "text/html"))
        async with between(server.endpoint, page, b"GET ") as (endpoint, _):
            with pytest.raises(EngineError, match=r"no completion server as it should be.*Is the address right"):
                await asked(endpoint)


async def test_nothing_listens():
    client = Client(Address("http://127.0.0.1:9"), PATIENCE)
    with pytest.raises(ServerLost, match=r"No model server answers at http://127.0.0.1:9.*cwm-lsp serve"):
        await client.get("/v1/models")
    await client.close()
