"""Model servers that run on this machine, on the ports where they usually listen. Found to be offered, never used unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.address import Address
from cwm_lsp.engine.server.client import Client, Patience

PORTS: Mapping[int, str] = {8000: "vLLM", 8080: "llama.cpp", 30000: "SGLang"}
"""Ports of the loopback interface, and whose they usually are."""
_PATIENCE = Patience(connect=0.3, first=0.7, idle=0.7)


@dataclass(frozen=True, slots=True)
class Found:
    """A server that answers.

    Attributes:
        endpoint: its address.
        kind: what it usually is at this port.
        models: what it calls its models.
    """

    endpoint: str
    kind: str
    models: tuple[str, ...]

    @property
    def is_code_world_model(self) -> bool:
        """Whether a model's name says that it is one; only loading it can tell for certain."""
        return any("cwm" in model.lower() for model in self.models)


async def discover(ports: Mapping[int, str] = PORTS) -> tuple[Found, ...]:
    """Ask every port at once; takes a second at most. Only lists of models are asked for."""
    found = await asyncio.gather(*(_at(port, kind) for port, kind in ports.items()))
    return tuple(one for one in found if one is not None)


async def _at(port: int, kind: str) -> Found | None:
    endpoint = f"http://127.0.0.1:{port}"
    client = Client(Address(endpoint), _PATIENCE)
    try:
        listed = await client.get("/v1/models")
        models: Sequence[object] = [one["id"] for one in listed["data"]]
        return Found(endpoint, kind, tuple(str(model) for model in models))
    except (EngineError, KeyError, TypeError):
        return None
    finally:
        await client.close()
