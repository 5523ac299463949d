"""An engine that thinks and answers what a test wants, with bytes for tokens; it can go on by chance, or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from math import log

from cwm_lsp.engine.protocol import Choice, Counters, Token
from cwm_lsp.engine.sampling import Draw

_SPECIALS = ("<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
SPECIALS = (*_SPECIALS, "<think>", "</think>")
SURE = 0.9


class Thinker:
    """Attributes:
    says: the answer, from the prompt's text and the seed that was drawn with, -1 for none.
    thoughts: what it thinks before, by seed, if it does.
    can_sample: whether its sequences are samplers.
    waits: seeds whose thoughts never end.
    started, open: sequences that were begun, and those not closed yet.
    """

    model, counters, chats, context_length = "thinker", Counters(), True, 100_000
    vocabulary_size = len(SPECIALS) + 256

    def __init__(self, says: Callable[[str, int], str], *, can_sample: bool = True) -> None:
        self.says = says
        self.thought = "hm"
        self.can_sample = can_sample
        self.identity = "thinker-1"
        self.waits: set[int] = set()
        self.started = self.open = self.questions = 0

    def encode(self, pieces: Sequence[str]) -> list[int]:
        return [len(SPECIALS) + byte for byte in "".join(pieces).encode()]

    def special(self, text: str) -> int:
        return SPECIALS.index(text)

    def data(self, token: int) -> bytes:
        return bytes([token - len(SPECIALS)]) if token >= len(SPECIALS) else b""

    def text(self, ids: Sequence[int]) -> str:
        return b"".join(self.data(token) or SPECIALS[token].encode() for token in ids).decode()

    async def load(self) -> None:
        pass

    async def start(self, prompt: Sequence[int]) -> Sequel:
        self.started += 1
        self.open += 1
        return (SampledSequel if self.can_sample else Sequel)(self, list(prompt))

    async def close(self) -> None:
        pass


class Sequel:
    def __init__(self, engine: Thinker, ids: list[int]) -> None:
        self.engine = engine
        self.ids = ids
        self.seed = -1
        self.is_closed = False

    @property
    def length(self) -> int:
        return len(self.ids)

    def append(self, ids: Sequence[int]) -> None:
        self.ids += ids

    def rewind(self, length: int) -> None:
        del self.ids[length:]

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True
        self.engine.open -= 1

    def _rest(self) -> str:
        """What is left to say of the answer."""
        text = self.engine.text(self.ids)
        _, _, answer = text.rpartition("</think>\n" if "</think>" in text else "<|end_header_id|>\n\n")
        said = self.engine.says(text, self.seed)
        return said[len(answer) :] if said.startswith(answer) else ""

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        self.engine.questions += 1
        wanted = self.engine.encode([self._rest()])[:1]
        index = next((place for place, option in enumerate(options) if list(option) == wanted), None)
        chosen = Choice(index or 0, log(1 / len(options) if index is None else SURE))
        self.append(options[chosen.index])
        return chosen

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        self.engine.questions += 1
        ids = self.engine.encode([self._rest() + "\n"])[:limit]
        self.append(ids)
        return tuple(Token(token, self.engine.data(token), -0.1) for token in ids)

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        self.engine.questions += 1
        for token in [*self.engine.encode([self.engine.thought]), self.engine.special("</think>")][:limit]:
            await asyncio.sleep(0)
            self.append([token])
            yield Token(token, self.engine.data(token), -0.1)


class SampledSequel(Sequel):
    async def drawn(
        self, draw: Draw, *, stop: frozenset[int], banned: frozenset[int], limit: int
    ) -> AsyncIterator[Token]:
        self.seed = draw.seed
        if draw.seed in self.engine.waits:
            await asyncio.Event().wait()
        async for token in self.stream(stop=stop, banned=banned, limit=limit):
            yield token
