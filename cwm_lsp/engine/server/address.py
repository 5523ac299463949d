"""Where a server listens, and whether we may talk to it: this machine always, another one only when the user says so."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cwm_lsp.engine.protocol import EngineError

DEFAULT = "http://127.0.0.1:8000"
"""Where `vllm serve` and `cwm-lsp serve` listen."""


class HostRefused(EngineError):
    """The address is another machine's and nobody has allowed that; the message says how to."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address.

    Attributes:
        base: what paths such as `/v1/completions` are put behind.
        socket: the unix socket behind it, if it is one.
        is_local: whether nothing leaves this machine.
    """

    base: str
    socket: Path | None = None
    is_local: bool = True

    @property
    def name(self) -> str:
        """As people write it."""
        return f"unix:{self.socket}" if self.socket is not None else self.base


def parse_address(text: str, *, allow_remote: bool = False) -> Address:
    """Read `http://127.0.0.1:8000`, the same with `/v1`, `localhost:8000`, or `unix:/path/of/socket`.

    Args:
        text: as the user has written it.
        allow_remote: whether the user has allowed other machines.

    Raises:
        HostRefused: it is another machine, and that is not allowed.
        EngineError: it is no address.
    """
    if text.startswith("unix:"):
        path = Path("/" + text.removeprefix("unix:").lstrip("/")).expanduser()
        return Address("http://localhost", path)
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise EngineError(f"{text!r} is no address of a server: {error}. Write it like {DEFAULT}.") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise EngineError(f"{text!r} is no address of a server. Write it like {DEFAULT}, or unix:/path/of/socket.")
    if parts.username is not None or parts.password is not None:
        raise EngineError("An address must not hold a name or a password. A server's key goes into CWM_LSP_API_KEY.")
    is_local = _is_loopback(host)
    if not is_local and not allow_remote:
        raise HostRefused(
            f"{host} is not this machine, and your code would be sent there. If you want that, allow it: "
            "--allow-remote-host on the command line. Or forward the port: "
            f"ssh -N -L 8000:127.0.0.1:{port or 8000} {host}, and use {DEFAULT}."
        )
    shown = f"[{host}]" if ":" in host else host
    path_before = parts.path.rstrip("/").removesuffix("/v1").rstrip("/")
    return Address(f"{parts.scheme}://{shown}{f':{port}' if port else ''}{path_before}", None, is_local)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
