"""The adapter's host on a user's machine: files are read, engines are made once and kept, predictions are remembered on disk."""

from __future__ import annotations

import tokenize
from collections.abc import Mapping
from pathlib import Path

from cwm_lsp.dap.host import HostError
from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.calibration import Calibration, calibration_of
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session.configuration import Configuration, read
from cwm_lsp.session.memory import Key
from cwm_lsp.session.store import Store, store_for
from cwm_lsp.source.context import Context

MOST_BYTES = 8_000_000
"""A longer file is hardly one that somebody wrote."""


class Workplace:
    """A `Host`. What it has made is closed with it."""

    def __init__(self, at_start: Mapping[str, object], *, allow_remote_host: bool = False) -> None:
        """Args:
        at_start: settings by their full names that the adapter was started with.
        allow_remote_host: whether an engine may be on another machine.
        """
        self._at_start = at_start
        self._allow_remote_host = allow_remote_host
        self._engines: dict[EngineChoice, Engine] = {}
        self._stores: dict[tuple[bool, str, int], Store | None] = {}

    def read(self, path: str) -> str:
        """The text of a Python file, in the encoding that it declares.

        Raises:
            HostError: it can't be read, or is no text.
        """
        file = Path(path)
        try:
            if file.is_dir():
                raise HostError(f"{path} is a folder; name a Python file in it.")
            if file.stat().st_size > MOST_BYTES:
                raise HostError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
            with tokenize.open(file) as opened:
                text = opened.read()
        except FileNotFoundError as error:
            raise HostError(f"There is no file {path}.") from error
        except (SyntaxError, UnicodeDecodeError, LookupError) as error:
            raise HostError(f"{path} is not a text file in UTF-8, nor in an encoding that it declares.") from error
        except (OSError, ValueError) as error:
            raise HostError(f"{path} can't be read: {error}.") from error
        if "\0" in text:
            raise HostError(f"{path} is not a text file.")
        return text

    def configuration(self, settings: Mapping[str, object]) -> tuple[Configuration, tuple[str, ...]]:
        """What is set. A launch may come from a workspace, so files and folders are not taken from it."""
        reading = read(self._at_start, settings, allow_remote_host=self._allow_remote_host)
        return reading.configuration, reading.complaints

    def engine(self, configuration: Configuration) -> tuple[Engine, Calibration]:
        """The engine that is set; the same for everyone who sets the same.

        Raises:
            HostError: there is none of this kind, or its calibration is broken.
        """
        choice = configuration.engine_choice
        try:
            engine = self._engines.get(choice) or engine_for(choice)
            calibration = calibration_of(engine, configuration.verify)
        except EngineError as error:
            raise HostError(str(error)) from error
        except (OSError, ValueError) as error:
            raise HostError(f"The model's calibration can't be read: {error}.") from error
        self._engines[choice] = engine
        return engine, calibration

    async def recall(self, configuration: Configuration, key: Key, context: Context) -> TracePrediction | None:
        """A finished prediction, of ours or of a language server's."""
        store = self._store(configuration)
        return await store.get(key, context) if store is not None else None

    def remember(self, configuration: Configuration, key: Key, prediction: TracePrediction) -> None:
        """Keep a finished prediction."""
        store = self._store(configuration)
        if store is not None:
            store.put(key, prediction)

    def _store(self, configuration: Configuration) -> Store | None:
        chosen = (configuration.cache, configuration.cache_folder, configuration.cache_size)
        if chosen not in self._stores:
            self._stores[chosen] = store_for(configuration)
        return self._stores[chosen]

    async def close(self) -> None:
        """Close engines and files."""
        for engine in self._engines.values():
            await engine.close()
        for store in self._stores.values():
            if store is not None:
                await store.close()
