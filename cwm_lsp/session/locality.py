"""Whether an address stays on this machine. Names are not looked up: what doesn't plainly stay here, doesn't."""

from __future__ import annotations

from urllib.parse import urlsplit

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def is_local(address: str) -> bool:
    """Whether an address is the loopback interface or a unix socket.

    Args:
        address: a URL such as ``http://127.0.0.1:8000/v1``, or ``unix:/run/model.sock``.
    """
    if address.startswith("unix:"):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (parts.hostname or "") in _HERE
