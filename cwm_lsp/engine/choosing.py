"""From a user's choice to an engine: the one place where engines are made, for the command line and for editors alike.

What an engine needs is imported when it is chosen, so that the default one starts without the others' packages.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.protocol import Engine, EngineError

NAMES = ("embedded", "vllm", "transformers")
"""Every engine; `vllm` is any server that completes token ids."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What a user may say about the engine.

    Attributes:
        name: one of `NAMES`.
        model: a folder for `embedded` and `transformers` (which also takes a name on the hub); what the server calls its model for
            `vllm`. None for the default: the shipped model, or the only one that the server has.
        endpoint: the server's address, for `vllm`; None for the usual one.
        tokenizer: the folder of the served model's tokenizer, for `vllm`; None to look for it.
        allow_remote_host: whether the server may be on another machine. Never to be taken from a workspace's settings.
    """

    name: str = "embedded"
    model: str | None = None
    endpoint: str | None = None
    tokenizer: Path | None = None
    allow_remote_host: bool = False


def engine_for(choice: EngineChoice) -> Engine:
    """The engine, not yet loaded.

    Raises:
        EngineError: there is no such engine, its package is not installed, or the address is not allowed.
    """
    if choice.name == "embedded":
        from cwm_lsp.engine.embedded import EmbeddedEngine

        return EmbeddedEngine(SHIPPED if choice.model is None else Path(choice.model).expanduser())
    if choice.name == "vllm":
        return _server(choice)
    if choice.name == "transformers":
        return _transformers(choice)
    raise EngineError(f"No engine is called {choice.name!r}; there are: {', '.join(NAMES)}.")


@runtime_checkable
class _ReadsBeforeLoading(Protocol):
    def read(self) -> None: ...


async def make_ready_to_encode(engine: Engine) -> None:
    """Have an engine know its name and its vocabulary; a model that needs not be loaded for that isn't.

    Raises:
        EngineError: files are missing or damaged, or the server is.
    """
    if isinstance(engine, _ReadsBeforeLoading):
        await asyncio.to_thread(engine.read)
    else:
        await engine.load()


@runtime_checkable
class _HasFolder(Protocol):
    @property
    def folder(self) -> Path | None: ...


@runtime_checkable
class _HasLosses(Protocol):
    @property
    def losses(self) -> tuple[str, ...]: ...


def folder_of(engine: Engine) -> Path | None:
    """Where the engine's model is on this machine, with what may stand beside it; None if that isn't known (yet)."""
    return engine.folder if isinstance(engine, _HasFolder) else None


def losses_of(engine: Engine) -> tuple[str, ...]:
    """What a loaded engine has to do without, a sentence each."""
    return engine.losses if isinstance(engine, _HasLosses) else ()


def _server(choice: EngineChoice) -> Engine:
    try:
        from cwm_lsp.engine.server.address import DEFAULT, parse_address
        from cwm_lsp.engine.server.engine import ServerEngine
    except ImportError as error:
        raise EngineError(
            f"The engine `vllm` needs a package that is not installed ({error.name}). "
            "Install it with: pip install 'cwm-lsp[vllm]'"
        ) from error
    address = parse_address(choice.endpoint or DEFAULT, allow_remote=choice.allow_remote_host)
    return ServerEngine(address, model=choice.model, tokenizer=choice.tokenizer)


def _transformers(choice: EngineChoice) -> Engine:
    from cwm_lsp.engine.transformers import TransformersEngine

    return TransformersEngine(choice.model)
