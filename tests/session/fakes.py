"""A clock that tests wind, and an engine that answers at once, late, wrongly or never, as a test wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from cwm_lsp.engine.protocol import Choice, Counters, EngineError, Token
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.session import Event, Session, SessionSettings
from cwm_lsp.session.store import Store
from cwm_lsp.trace.frames import Special

_SPECIALS = [special.value for special in Special]
_FIRST_BYTE = len(_SPECIALS)
_QUOTE = _FIRST_BYTE + ord('"')


@dataclass
class FakeTimer:
    due: float
    callback: Callable[[], object]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class FakeClock:
    """Stands still until a test moves it."""

    now: float = 1000.0
    timers: list[FakeTimer] = field(default_factory=lambda: [])

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> FakeTimer:
        timer = FakeTimer(self.now + delay, callback)
        self.timers.append(timer)
        return timer

    def advance(self, seconds: float) -> None:
        """Let time pass; calls that fall due are made in their order."""
        end = self.now + seconds
        while due := [timer for timer in self.pending if timer.due <= end]:
            timer = min(due, key=lambda one: one.due)
            self.timers.remove(timer)
            self.now = timer.due
            timer.callback()
        self.now = end

    @property
    def pending(self) -> list[FakeTimer]:
        return [timer for timer in self.timers if not timer.is_cancelled]


class FakeGeneration:
    """Chooses the first option, and says that every value is 0."""

    def __init__(self, engine: FakeEngine, ids: list[int]) -> None:
        self.engine = engine
        self.ids = ids

    @property
    def length(self) -> int:
        return len(self.ids)

    def append(self, ids: Sequence[int]) -> None:
        self.ids += ids

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        await self.engine.asked()
        self.append(options[0])
        return Choice(0, -0.01)

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        await self.engine.asked()
        tokens = (Token(_FIRST_BYTE + ord("0"), b"0", -0.01), Token(_QUOTE, b'"', -0.01))
        self.append([token.id for token in tokens])
        return tokens

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        for token in await self.complete(stop=stop, banned=banned, limit=limit):
            yield token

    def rewind(self, length: int) -> None:
        del self.ids[length:]

    def close(self) -> None:
        self.engine.open_sequences -= 1


class FakeEngine:
    """Bytes are its tokens.

    Attributes:
        prompts: the prompts of all sequences that were begun.
        questions: how often it was asked for a decision.
        go: questions wait for it.
        error: raised by every question and by loading, while it is set.
        open_sequences: sequences that were begun and not closed.
    """

    model = "fake"
    context_length = 100_000
    vocabulary_size = _FIRST_BYTE + 256
    counters = Counters()

    def __init__(self) -> None:
        self.identity = "fake-1"
        self.prompts: list[str] = []
        self.questions = 0
        self.go = asyncio.Event()
        self.go.set()
        self.error: Exception | None = None
        self.open_sequences = 0

    def encode(self, pieces: Sequence[str]) -> list[int]:
        return [_FIRST_BYTE + byte for byte in "".join(pieces).encode()]

    def special(self, text: str) -> int:
        return _SPECIALS.index(text)

    def data(self, token: int) -> bytes:
        return bytes([token - _FIRST_BYTE]) if token >= _FIRST_BYTE else b""

    async def load(self) -> None:
        if self.error is not None:
            raise self.error

    async def start(self, prompt: Sequence[int]) -> FakeGeneration:
        self.prompts.append(b"".join(self.data(token) for token in prompt).decode())
        self.open_sequences += 1
        return FakeGeneration(self, list(prompt))

    async def asked(self) -> None:
        self.questions += 1
        await self.go.wait()
        if self.error is not None:
            raise self.error

    async def close(self) -> None:
        pass

    def predicted(self) -> list[str]:
        """The calls that were predicted, in their order."""
        return [prompt.rpartition("return ")[2].splitlines()[0] for prompt in self.prompts]


BROKEN = EngineError("The fake engine is broken. Mend it.")


@dataclass
class Desk:
    """A session with all that a test wants to touch."""

    session: Session
    engine: FakeEngine
    clock: FakeClock
    events: list[Event]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the session work until something is true."""

        async def waited() -> None:
            # What is waited for may have no event of its own.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.001)

        await asyncio.wait_for(waited(), 30.0)

    async def settled(self, uri: str) -> None:
        """Let the session do all that there is to do for what is in sight of a file."""
        file, settings = self.session._files[uri], self.session._settings

        def is_done() -> bool:
            functions = [*file.in_sight(settings.visible_functions), file.under_work()]
            return self.session._job is None and all(
                function is None or file.is_settled(function, settings.trigger) for function in functions
            )

        await self.until(is_done)

    async def rest(self) -> None:
        """Let the session do all it can do now."""
        for _ in range(200):
            await asyncio.sleep(0)


@asynccontextmanager
async def desk(
    settings: SessionSettings | None = None, verify: Verify = Verify.OFF, store: Store | None = None
) -> AsyncGenerator[Desk, None]:
    """A session that is closed at the end, and has left nothing behind then.

    Args:
        settings: limits.
        verify: by default the engine is asked for every frame, so that a test can hold it at any of them.
        store: keeps predictions.
    """
    before = asyncio.all_tasks()
    engine, clock = FakeEngine(), FakeClock()
    settings = settings or SessionSettings()
    settings = replace(settings, trace=replace(settings.trace, verify=verify))
    session = Session(engine, settings, clock, store)
    events: list[Event] = []
    session.listen(events.append)
    try:
        yield Desk(session, engine, clock, events)
    finally:
        await session.close()
        assert asyncio.all_tasks() == before
        assert clock.pending == []
        assert engine.open_sequences == 0
