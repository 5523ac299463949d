"""An engine that always says what truly happens: it knows the ids of a true run and answers every question from them.

If decoding ever forces something untrue, the sequence leaves the true one, and the oracle says where.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from cwm_lsp.engine.protocol import Choice, Counters, EngineError, Token
from cwm_lsp.engine.tokenizer import Tokenizer

TOKENIZER = Tokenizer.load()


class OracleEngine:
    identity = "oracle"
    model = "oracle"
    context_length = 1 << 20
    vocabulary_size = TOKENIZER.vocabulary_size

    def __init__(self) -> None:
        self.truth: list[int] = []
        self.asked = 0

    @property
    def counters(self) -> Counters:
        return Counters(generated=self.asked)

    def encode(self, pieces: Sequence[str]) -> list[int]:
        return TOKENIZER.encode(pieces)

    def special(self, text: str) -> int:
        token = TOKENIZER.special(text)
        if token is None:
            raise EngineError(text)
        return token

    def data(self, token: int) -> bytes:
        return TOKENIZER.data(token)

    async def load(self) -> None:
        pass

    async def start(self, prompt: Sequence[int]) -> OracleGeneration:
        return OracleGeneration(self, list(prompt))

    async def close(self) -> None:
        pass


class OracleGeneration:
    def __init__(self, engine: OracleEngine, ids: list[int]) -> None:
        self.engine = engine
        self.ids = ids

    @property
    def length(self) -> int:
        return len(self.ids)

    def append(self, ids: Sequence[int]) -> None:
        self.ids += ids

    def rest(self) -> list[int]:
        """What truly follows."""
        truth, length = self.engine.truth, len(self.ids)
        if self.ids != truth[:length]:
            at = next(i for i, (a, b) in enumerate(zip(self.ids, truth, strict=False)) if a != b)
            said = TOKENIZER.decode(self.ids[max(0, at - 25) : at + 12])
            true = TOKENIZER.decode(truth[max(0, at - 25) : at + 12])
            raise AssertionError(f"forced {said!r}, but truly {true!r}")
        return truth[length:]

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        rest = self.rest()
        self.engine.asked += 1
        for index, option in enumerate(options):
            if rest[: len(option)] == list(option):
                self.ids += option
                return Choice(index, -0.1)
        shown = [TOKENIZER.decode(option) or list(option) for option in options]
        raise AssertionError(f"none of {shown} is true: {TOKENIZER.decode(rest[:12])!r} {rest[:3]}")

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        rest = self.rest()
        found: list[Token] = []
        for token in rest[:limit]:
            assert token not in banned, f"{TOKENIZER.data(token)!r} is banned but true"
            found.append(Token(token, TOKENIZER.data(token), -0.01))
            self.engine.asked += 1
            if token in stop:
                break
        self.ids += [token.id for token in found]
        return tuple(found)

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        for token in await self.complete(stop=stop, banned=banned, limit=limit):
            yield token

    def rewind(self, length: int) -> None:
        del self.ids[length:]

    def close(self) -> None:
        pass
