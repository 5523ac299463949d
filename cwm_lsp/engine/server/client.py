"""HTTP to a completion server: connections used again, time limits for each wait, retries where nothing was generated.

Every failure becomes an `EngineError` that says what to do. What the JSON means is not known here.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import anyio
import httpx2

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.address import Address

T = TypeVar("T")

KEY = "CWM_LSP_API_KEY"
"""The environment variable with the key that a server may ask for."""

PAUSES = (0.1, 0.5, 2.0)
"""Seconds before each retry."""

MOST_BYTES = 64 * 2**20
"""An answer, or one event of a stream, that is longer is no completion."""

_LATER = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 10.0
_LAST_WORDS = 0.5
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each wait may take, in seconds.

    Attributes:
        connect: until the connection stands.
        first: until the first token, which a long prompt or a busy server delays.
        idle: between two tokens.
    """

    connect: float = 5.0
    first: float = 60.0
    idle: float = 30.0


class ServerLost(EngineError):
    """Nothing answers at the address any more, or the connection broke: the server may have been started anew."""


class Refused(EngineError):
    """The server answers, but not with what was asked for.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, message: str, status: int) -> None:
        """Args:
        message: for people.
        status: of HTTP.
        """
        super().__init__(message)
        self.status = status


class Client:
    """One server's client. Belongs to the event loop that first uses it."""

    def __init__(self, address: Address, patience: Patience) -> None:
        """Nothing is connected before it is needed.

        Args:
            address: the server's; whether it is allowed has been decided.
            patience: the limits of every wait.
        """
        self._address = address
        self._patience = patience
        self._http: httpx2.AsyncClient | None = None

    async def get(self, path: str) -> Any:
        """The JSON behind a path.

        Raises:
            EngineError: there is none.
        """
        async with self._response("GET", path, None, self._patience.first) as response:
            return self._json(await self._whole(response, self._patience.first))

    async def post(self, path: str, body: Mapping[str, Any], *, first: float | None = None) -> Any:
        """The JSON that answers a body.

        Args:
            path: such as `/v1/completions`.
            body: becomes JSON.
            first: seconds to wait for the answer, if it may take longer than others.

        Raises:
            EngineError: there is none.
        """
        first = first or self._patience.first
        async with self._response("POST", path, body, first) as response:
            return self._json(await self._whole(response, first))

    async def events(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[Any, None]:
        """The JSON of each server-sent event that answers a body. Closing the generator closes the connection.

        Raises:
            EngineError: the stream breaks off, stalls, or is none.
        """
        async with self._response("POST", path, body, self._patience.first) as response:
            self._check_kind(response, "text/event-stream")
            wait = self._patience.first
            deadline = anyio.current_time() + wait
            async with aclosing(_lines(response)) as lines:
                while True:
                    try:
                        line = await self._within(anext(lines), wait, deadline)
                    except StopAsyncIteration:
                        break
                    except ValueError as error:
                        raise self._strange(str(error)) from error
                    # Comments and other fields keep a connection alive; they are no tokens and buy no time.
                    if not line.startswith(b"data:"):
                        continue
                    data = line[5:].strip()
                    if data == b"[DONE]":
                        # Read to its end, so that the connection can be used again.
                        with anyio.move_on_after(_LAST_WORDS), suppress(StopAsyncIteration, ValueError):
                            await anext(lines)
                        return
                    event = self._json(data)
                    self._check_event(event)
                    yield event
                    wait = self._patience.idle
                    deadline = anyio.current_time() + wait
            raise self._lost("it ended in the middle of an answer")

    async def close(self) -> None:
        """Close all connections. The next request opens new ones."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def _opened(self) -> httpx2.AsyncClient:
        if self._http is None:
            key = os.environ.get(KEY)
            self._http = httpx2.AsyncClient(
                base_url=self._address.base,
                headers={"Authorization": f"Bearer {key}"} if key else None,
                # Neither proxies from the environment nor redirections: nothing may lead elsewhere.
                trust_env=False,
                follow_redirects=False,
                transport=httpx2.AsyncHTTPTransport(
                    uds=str(self._address.socket) if self._address.socket else None,
                    verify=self._address.base.startswith("https"),
                    trust_env=False,
                    limits=httpx2.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=30.0),
                ),
            )
        return self._http

    @asynccontextmanager
    async def _response(
        self, method: str, path: str, body: Mapping[str, Any] | None, first: float
    ) -> AsyncGenerator[httpx2.Response, None]:
        """A response with a good status whose body has yet to come; closed on leaving, which stops the server."""
        content = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        response = await self._sent(method, path, content, first)
        try:
            yield response
        except httpx2.TimeoutException as error:
            raise self._silent(first) from error
        except (httpx2.TransportError, httpx2.StreamError) as error:
            raise self._lost(f"the connection broke in the middle of an answer: {_reason(error)}") from error
        finally:
            await response.aclose()

    async def _sent(self, method: str, path: str, content: bytes | None, first: float) -> httpx2.Response:
        for attempt, pause in enumerate((*PAUSES, None)):
            http = self._opened()
            limits = httpx2.Timeout(first, connect=self._patience.connect, pool=first)
            headers = {"Content-Type": "application/json"} if content is not None else None
            request = http.build_request(method, path, content=content, headers=headers, timeout=limits)
            try:
                response = await self._within(http.send(request, stream=True), first + self._patience.connect)
            except (httpx2.TimeoutException, httpx2.UnsupportedProtocol) as error:
                raise self._failed(error, first) from error
            except httpx2.TransportError as error:
                # Nothing has come yet. A server that has closed an idle connection is asked anew over another one.
                if pause is None or (attempt and isinstance(error, httpx2.ConnectError)):
                    raise self._failed(error, first) from error
            else:
                if response.status_code == 200:
                    return response
                told = await self._told(response)
                if response.status_code not in _LATER or pause is None:
                    raise self._refused(response.status_code, told, path)
                pause = _asked_pause(response, pause)
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _told(self, response: httpx2.Response) -> str:
        """What a refusal says, shortened."""
        try:
            text = (await self._whole(response, self._patience.connect)).decode("utf-8", "replace")
        except (httpx2.HTTPError, EngineError):
            return ""
        finally:
            await response.aclose()
        with suppress(ValueError):
            text = _message(json.loads(text))
        text = " ".join(text.split())
        return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"

    async def _whole(self, response: httpx2.Response, limit: float) -> bytes:
        async def read() -> bytes:
            data = bytearray()
            async for part in response.aiter_bytes():
                data += part
                if len(data) > MOST_BYTES:
                    raise self._strange("its answer has no end")
            return bytes(data)

        return await self._within(read(), limit)

    async def _within(self, waiting: Awaitable[T], seconds: float, deadline: float | None = None) -> T:
        # Not asyncio's wait_for: before Python 3.12 it can swallow a cancellation that comes together with the answer.
        try:
            with anyio.fail_after(seconds if deadline is None else max(0.0, deadline - anyio.current_time())):
                return await waiting
        except TimeoutError as error:
            raise self._silent(seconds) from error

    def _json(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except ValueError as error:
            start = data[:60].decode("utf-8", "replace")
            raise self._strange(f"it has sent something that is no JSON: {start!r}") from error

    def _check_kind(self, response: httpx2.Response, wanted: str) -> None:
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if kind != wanted:
            raise self._strange(f"it answers with {kind or 'no content type'} instead of {wanted}")

    def _check_event(self, event: Any) -> None:
        if isinstance(event, dict) and "error" in event and "choices" not in event:
            raise EngineError(
                f"The server at {self._address.name} gave up in the middle of an answer: "
                f"{_message(cast('object', event))}"
            )

    def _failed(self, error: httpx2.TransportError, first: float) -> EngineError:
        name = self._address.name
        if isinstance(error, httpx2.ConnectTimeout):
            return ServerLost(
                f"The server at {name} doesn't accept connections. Is the address right, and is it running?"
            )
        if isinstance(error, httpx2.TimeoutException):
            return self._silent(first)
        if isinstance(error, httpx2.ConnectError):
            return ServerLost(
                f"No model server answers at {name}. Start one with `cwm-lsp serve`, "
                "or give the address of yours with --endpoint."
            )
        return self._lost(f"it broke the connection off without an answer: {_reason(error)}")

    def _silent(self, seconds: float) -> EngineError:
        return EngineError(
            f"The server at {self._address.name} has not answered for {seconds:.4g} seconds. "
            "It may be loading, overloaded or stuck: look at its log, or start it anew."
        )

    def _lost(self, what: str) -> ServerLost:
        return ServerLost(f"The server at {self._address.name} was lost: {what}. Look at its log; it may have stopped.")

    def _strange(self, what: str) -> EngineError:
        return EngineError(
            f"What is at {self._address.name} is no completion server as it should be: {what}. Is the address right?"
        )

    def _refused(self, status: int, told: str, path: str) -> Refused:
        name, reason = self._address.name, f": {told}" if told else ""
        if status in (401, 403):
            return Refused(f"The server at {name} wants a key{reason}. Put it into the variable {KEY}.", status)
        if status == 404:
            return Refused(f"The server at {name} has no {path}{reason}.", status)
        if status == 429:
            return Refused(f"The server at {name} is too busy (429){reason}. Try again later.", status)
        if status >= 500:
            return Refused(f"The server at {name} has failed ({status}){reason}. Look at its log.", status)
        return Refused(f"The server at {name} refuses the question ({status}){reason}.", status)


async def _lines(response: httpx2.Response) -> AsyncGenerator[bytes, None]:
    """Lines without their ends, as they come.

    Raises:
        ValueError: a line has no end.
    """
    rest = b""
    async for part in response.aiter_bytes():
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            if line := line.strip():
                yield line
        if len(rest) > MOST_BYTES:
            raise ValueError("it sends a line that has no end")
    if rest.strip():
        yield rest.strip()


def _message(told: object) -> str:
    """The sentence in an error's JSON, which servers nest in different ways."""
    while isinstance(told, dict):
        fields = cast("dict[str, object]", told)
        told = next((fields[name] for name in ("error", "message", "detail") if fields.get(name)), str(fields))
    return str(told)


def _asked_pause(response: httpx2.Response, pause: float) -> float:
    told = response.headers.get("retry-after", "")
    return min(float(told), _LONGEST_PAUSE) if told.isdecimal() else pause


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
