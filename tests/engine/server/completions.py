"""A completion server for tests: OpenAI's protocol in several dialects over the embedded model's own graph.

What it lacks can be switched off, so that engines show what they do without. It counts, and sees when a client has gone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cwm_lsp.engine.network import Network
from cwm_lsp.engine.package import GRAPH, read_manifest
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer

STOP_LATE = 10_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server can do. The default is vLLM's."""

    allowed: bool = True
    weighs: bool = True
    bias: str = "object"
    ids: str = "named"
    logprobs: bool = True
    stops: bool = True
    strict: bool = False
    tokenize: bool = True
    completions: bool = True
    several: bool = True
    context: bool = True
    model: str = "served"
    vocabulary_shift: int = 0


VLLM = Dialect()
SPECULATING = Dialect(weighs=False, bias="refused")
ONE_AT_A_TIME = Dialect(several=False)
LLAMA_CPP = Dialect(allowed=False, weighs=False, bias="pairs", ids="objects", stops=False, context=False)
WITHOUT_LOGPROBS = Dialect(logprobs=False, weighs=False)
TEXT_ONLY = Dialect(allowed=False, weighs=False, ids="none", logprobs=False, stops=False, tokenize=False)
STRICT = Dialect(allowed=False, weighs=False, ids="named", stops=False, strict=True)
UNSTEERED = Dialect(allowed=False, weighs=False, bias="ignored", stops=False)
_KNOWN = frozenset("model prompt max_tokens temperature top_p seed logprobs logit_bias stream stream_options".split())


@dataclass
class CompletionServer:
    """The server's state while it listens."""

    dialect: Dialect
    network: Network
    tokenizer: Tokenizer
    root: str
    delay: float = 0.0
    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    connections: int = 0
    running: int = 0
    sent: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, path, _ = head.split(" ", 2)
                length = next(
                    (int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:")), 0
                )
                body = json.loads(await reader.readexactly(length)) if length else {}
                self.running += 1
                try:
                    await self._answer(method, path, body, writer)
                finally:
                    self.running -= 1
        writer.close()

    async def _answer(self, method: str, path: str, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if path == "/v1/models":
            await _json(writer, 200, {"data": [self._model()]})
        elif path == "/props" and not self.dialect.context:
            await _json(writer, 200, {"default_generation_settings": {"n_ctx": self.network.context}})
        elif path == "/tokenize" and self.dialect.tokenize:
            token = self.tokenizer.special(body["prompt"])
            await _json(writer, 200, {"tokens": [(token or 0) + self.dialect.vocabulary_shift]})
        elif path == "/v1/completions" and self.dialect.completions:
            await self._complete(body, writer)
        else:
            await _json(writer, 404, {"detail": "Not Found"})

    def _model(self) -> dict[str, Any]:
        told = {"id": self.dialect.model, "owned_by": "test", "root": self.root}
        return told | {"max_model_len": self.network.context} if self.dialect.context else told

    def _refusal(self, body: dict[str, Any]) -> tuple[int, str] | None:
        if self.dialect.strict and not _KNOWN.issuperset(body):
            return 400, f"Unknown field: {next(iter(set(body) - _KNOWN))}"
        if self.dialect.strict and "logit_bias" in body and not isinstance(body["logit_bias"], dict):
            return 422, "logit_bias must be an object"
        if self.dialect.bias == "refused" and "logit_bias" in body:
            return 400, "logit_bias is not supported"
        if self.dialect.allowed and not self.dialect.weighs and "logprob_token_ids" in body:
            return 500, "list index out of range"
        if isinstance(body["prompt"][0], list):
            return None if self.dialect.several else (400, "prompt: one at a time")
        if len(body["prompt"]) + body["max_tokens"] > self.network.context:
            return 400, "This model's maximum context length is exceeded"
        return None

    async def _complete(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        self.bodies.append(body)
        refusal = self._refusal(body)
        if refusal:
            await _json(writer, refusal[0], {"error": {"message": refusal[1]}})
            return
        if isinstance(body["prompt"][0], list):
            choices: list[dict[str, Any]] = []
            for index, prompt in enumerate(body["prompt"]):
                one = body | {"prompt": prompt}
                parts = [part async for part in self._tokens(one)]
                choices.insert(0, self._choice(one, parts, finished=parts[-1][2])["choices"][0] | {"index": index})
            await _json(writer, 200, {"choices": choices})
            return
        if not body.get("stream"):
            parts = [part async for part in self._tokens(body)]
            await _json(writer, 200, self._choice(body, parts, finished=parts[-1][2]) | {"usage": self._usage(body)})
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        async for part in self._tokens(body):
            _event(writer, json.dumps(self._choice(body, [part], finished=part[2])))
            await writer.drain()
            self.sent += 1
        _event(writer, json.dumps({"choices": [], "usage": self._usage(body)}))
        _event(writer, "[DONE]")
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def _tokens(self, body: dict[str, Any]) -> AsyncIterator[tuple[int, Any, str | None]]:
        """Tokens with their log-probabilities, greedy or drawn, and why the last was the last."""
        dice = np.random.default_rng(body.get("seed"))
        ids, cache = list(body["prompt"]), self.network.cache()
        stop = set(body.get("stop_token_ids", ())) if self.dialect.stops else set[int]()
        for count in range(1, body["max_tokens"] + 1):
            await asyncio.sleep(self.delay)
            logits = self.network.extend(cache, ids[len(cache.tokens) :]).astype(np.float64)
            plain = logits - np.logaddexp.reduce(logits)
            logits = logits + self._bias(body)
            token = int(logits.argmax())
            if body["temperature"] > 0:
                weights = np.exp((logits - logits.max()) / body["temperature"])
                token = int(dice.choice(len(weights), p=weights / weights.sum()))
            shown = logits - np.logaddexp.reduce(logits) if self.dialect.allowed else plain
            ids.append(token)
            finished = "stop" if token in stop else "length" if count == body["max_tokens"] else None
            yield token, shown, finished
            if finished:
                return

    def _bias(self, body: dict[str, Any]) -> Any:
        added = np.zeros(self.network.vocabulary)
        if self.dialect.allowed and body.get("allowed_token_ids"):
            added -= np.inf
            added[body["allowed_token_ids"]] = 0
        given = body.get("logit_bias") or {}
        if self.dialect.bias == "object" and isinstance(given, dict):
            for token, value in given.items():
                added[int(token)] = value
        if self.dialect.bias == "pairs" and isinstance(given, list):
            for token, value in given:
                added[token] = value
        return added

    def _choice(self, body: dict[str, Any], parts: list[Any], finished: str | None) -> dict[str, Any]:
        texts = [self._text(token) for token, _, _ in parts]
        choice: dict[str, Any] = {"index": 0, "text": "".join(texts), "finish_reason": finished, "logprobs": None}
        wanted = body.get("logprobs")
        if wanted is not None and self.dialect.logprobs and self.dialect.ids == "objects":
            content = [
                {"id": token, "token": text, "logprob": shown[token], "top_logprobs": self._objects(shown, wanted)}
                for (token, shown, _), text in zip(parts, texts, strict=True)
            ]
            choice["logprobs"] = {"content": content}
        elif wanted is not None and self.dialect.logprobs:
            names = [f"token_id:{token}" for token, _, _ in parts] if self.dialect.ids == "named" else texts
            chosen = body.get("logprob_token_ids") if self.dialect.weighs else None
            choice["logprobs"] = {
                "tokens": names,
                "token_logprobs": [_finite(shown[token]) for token, shown, _ in parts],
                "top_logprobs": [
                    {f"token_id:{other}": _finite(shown[other]) for other in chosen or np.argsort(-shown)[:wanted]}
                    for _, shown, _ in parts
                ],
            }
        elif self.dialect.ids == "named" and body.get("return_token_ids"):
            choice["token_ids"] = [token for token, _, _ in parts]
        return {"choices": [choice]}

    def _objects(self, shown: Any, wanted: int) -> list[dict[str, Any]]:
        return [{"id": int(other), "logprob": _finite(shown[other])} for other in np.argsort(-shown)[:wanted]]

    def _text(self, token: int) -> str:
        name = SPECIAL_TOKENS[token] if token < len(SPECIAL_TOKENS) else ""
        return name or self.tokenizer.data(token).decode("utf-8", "replace")

    def _usage(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"prompt_tokens": len(body["prompt"]), "prompt_tokens_details": {"cached_tokens": 1}}


@asynccontextmanager
async def serving(
    model: Path, dialect: Dialect = VLLM, *, root: str | None = None, port: int = 0, delay: float = 0.0
) -> AsyncGenerator[CompletionServer, None]:
    """A server over the files of an embedded model, on a free port or a given one."""
    network = Network(model / GRAPH, read_manifest(model).shape, 1)
    state = CompletionServer(dialect, network, Tokenizer.load(model / "vocabulary.json"), root or str(model), delay)
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await state.handle(reader, writer)
        writer.transport.abort()
        tasks.discard(task)

    server = await asyncio.start_server(accept, "127.0.0.1", port, limit=2**24)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _json(writer: asyncio.StreamWriter, status: int, told: dict[str, Any]) -> None:
    data = json.dumps(told).encode()
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    writer.write(head.encode() + data)
    await writer.drain()


def _event(writer: asyncio.StreamWriter, data: str) -> None:
    part = f"data: {data}\n\n".encode()
    writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else -9999.0
