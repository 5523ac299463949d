"""From the settings to the engine that they name. Nothing is loaded here: what can't be had says so when it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from cwm_lsp.engine.choosing import engine_for
from cwm_lsp.engine.protocol import Counters, Engine, EngineError, Generation
from cwm_lsp.session.configuration import Configuration


def engine_of(configuration: Configuration) -> Engine:
    """The engine that is set; where there is none, one that says why as soon as it is to be loaded."""
    try:
        return engine_for(configuration.engine_choice)
    except EngineError as error:
        return MissingEngine(str(error))


class MissingEngine:
    """Stands for an engine that can't be had."""

    identity = "missing"
    model = "none"
    context_length = 0
    vocabulary_size = 0
    counters = Counters()

    def __init__(self, problem: str) -> None:
        """Args:
        problem: why, and what to do about it.
        """
        self._problem = problem

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Fails."""
        raise EngineError(self._problem)

    def special(self, text: str) -> int:
        """Fails."""
        raise EngineError(self._problem)

    def data(self, token: int) -> bytes:
        """Fails."""
        raise EngineError(self._problem)

    async def load(self) -> None:
        """Fails."""
        raise EngineError(self._problem)

    async def start(self, prompt: Sequence[int]) -> Generation:
        """Fails."""
        raise EngineError(self._problem)

    async def close(self) -> None:
        """Does nothing."""
