"""A server that has been checked: what is known of it, and the two ways of asking it, at once or as a stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cwm_lsp.engine.protocol import Counters, EngineError
from cwm_lsp.engine.server.abilities import COMPLETIONS, Abilities
from cwm_lsp.engine.server.client import Client, Refused, ServerLost
from cwm_lsp.engine.server.facts import Served
from cwm_lsp.engine.server.foresight import Foresight
from cwm_lsp.engine.server.reading import Reader
from cwm_lsp.engine.server.wire import Part, UnreadableAnswer, read, read_all
from cwm_lsp.engine.words import Words

MOST_HABITS = 64


@dataclass(frozen=True, slots=True)
class Habit:
    """A completion, by what ends it and what can't be in it."""

    stop: frozenset[int]
    banned: frozenset[int]


class Misunderstood(EngineError):
    """The server refuses to answer several prompts at once, or answers only one of them."""


class Tally:
    """Counts what has been done. Requests count as passes, what the server has sent as generated; computed and reused tokens
    only where it tells.

    Attributes:
        counters: so far.
    """

    def __init__(self) -> None:
        self.counters = Counters()

    def count(self, *, passes: int = 0, computed: int = 0, reused: int = 0, generated: int = 0) -> None:
        """Add to the counters."""
        before = self.counters
        self.counters = replace(
            before,
            passes=before.passes + passes,
            computed=before.computed + computed,
            reused=before.reused + reused,
            generated=before.generated + generated,
        )


class Session:
    """What is known of a server, from one check to the next.

    Attributes:
        served: the model.
        folder: where its tokenizer is.
        words: its vocabulary.
        abilities: what the server can do.
        reader: reads its answers.
        tally: counts.
        habits: tokens after which a completion was asked for, whenever they had been chosen.
        foresight: which choices followed which.
        takes_several: whether it has never failed to answer several prompts at once.
        is_lost: whether the server has vanished since.
    """

    def __init__(
        self, client: Client, name: str, served: Served, folder: Path, words: Words, abilities: Abilities, tally: Tally
    ) -> None:
        """Args:
        client: of the server.
        name: the server's address, for people.
        served: the model.
        folder: where its tokenizer is.
        words: its vocabulary.
        abilities: what the server can do.
        tally: where to count.
        """
        self.served = served
        self.folder = folder
        self.words = words
        self.abilities = abilities
        self.reader = Reader(words)
        self.tally = tally
        self.habits: dict[int, Habit] = {}
        self.foresight = Foresight()
        self.takes_several = True
        self.is_lost = False
        self._client = client
        self._name = name

    def learn(self, token: int, habit: Habit) -> None:
        """A completion was asked for right after this token had been chosen."""
        if len(self.habits) < MOST_HABITS:
            self.habits[token] = habit

    async def ask(self, body: dict[str, Any]) -> Part:
        """One question, its answer all at once.

        Raises:
            EngineError: there is no answer, or none that can be read.
        """
        (part,) = await self._asked(body, 1)
        return part

    async def ask_all(self, body: dict[str, Any], prompts: Sequence[Sequence[int]]) -> tuple[Part, ...]:
        """One question put to several prompts, in one request that the server answers in one go.

        Raises:
            Misunderstood: the server can't do that.
            EngineError: there is no answer, or none that can be read.
        """
        if len(prompts) == 1:
            return await self._asked(body, 1)
        try:
            return await self._asked(body | {"prompt": [list(prompt) for prompt in prompts]}, len(prompts))
        except Refused as error:
            if error.status in (400, 422, 500):
                raise Misunderstood(str(error)) from error
            raise

    async def _asked(self, body: dict[str, Any], count: int) -> tuple[Part, ...]:
        try:
            answer = await self._client.post(COMPLETIONS, body)
            parts = (read(answer),) if count == 1 else read_all(answer, count)
        except UnreadableAnswer as error:
            raise (Misunderstood(str(error)) if count > 1 else self._unreadable(error)) from error
        except ServerLost:
            self.is_lost = True
            raise
        prompt, cached = parts[0].prompt, parts[0].cached
        generated = sum(len(part.tokens) for part in parts)
        self.tally.count(passes=1, computed=prompt - cached, reused=cached, generated=generated)
        return parts

    async def parts(self, body: dict[str, Any]) -> AsyncGenerator[Part, None]:
        """One question, its answer as it comes. Closing the generator stops the server.

        Raises:
            EngineError: the answer breaks off, or can't be read.
        """
        self.tally.count(passes=1)
        body = body | {"stream": True, "stream_options": {"include_usage": True}}
        try:
            async with aclosing(self._client.events(COMPLETIONS, body)) as events:
                async for event in events:
                    part = read(event)
                    self.tally.count(computed=part.prompt - part.cached, reused=part.cached, generated=len(part.tokens))
                    yield part
        except UnreadableAnswer as error:
            raise self._unreadable(error) from error
        except ServerLost:
            self.is_lost = True
            raise

    def _unreadable(self, error: UnreadableAnswer) -> EngineError:
        return EngineError(
            f"The server at {self._name} has answered with something that is no completion ({error}). "
            "Is it an OpenAI-compatible server?"
        )
