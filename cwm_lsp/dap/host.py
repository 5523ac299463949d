"""What the adapter is given by whoever starts it: files, engines, and what is remembered of earlier predictions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session.configuration import Configuration
from cwm_lsp.session.memory import Key
from cwm_lsp.source.context import Context


class HostError(Exception):
    """Something that was asked of the host is not to be had; the message says what to do."""


class Host(Protocol):
    """The world outside."""

    def read(self, path: str) -> str:
        """The text of a file.

        Raises:
            HostError: it can't be read, or is no Python text.
        """
        ...

    def configuration(self, settings: Mapping[str, object]) -> tuple[Configuration, tuple[str, ...]]:
        """What is set, and complaints about what a client has set.

        Args:
            settings: the client's, by their full names.
        """
        ...

    def engine(self, configuration: Configuration) -> tuple[Engine, Calibration]:
        """An engine, which stays the host's.

        Raises:
            HostError: there is none of this kind.
        """
        ...

    async def recall(self, configuration: Configuration, key: Key, context: Context) -> TracePrediction | None:
        """A finished prediction, if it is remembered."""
        ...

    def remember(self, configuration: Configuration, key: Key, prediction: TracePrediction) -> None:
        """Keep a finished prediction."""
        ...
