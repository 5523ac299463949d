"""From the names that editors give to files to paths, where a file has one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


def path_of(uri: str) -> Path | None:
    """The path behind a `file:` URI; None for files that were never saved, cells of notebooks and the like."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file":
        return None
    path = f"//{parts.netloc}{parts.path}" if parts.netloc and parts.netloc != "localhost" else parts.path
    return Path(url2pathname(path)) if path else None
