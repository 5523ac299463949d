"""`cwm.halting` and `cwm.complexity`: what is known of a whole file's functions, as Markdown. Wait until all of it is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pygls.exceptions import JsonRpcInvalidParams

from cwm_lsp.lsp import growth, verdicts
from cwm_lsp.lsp.abilities import as_mapping
from cwm_lsp.session import Judged
from cwm_lsp.source.document import Document

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server

HALTING = "cwm.halting"
"""Whether the functions of a file end: its URI, or an object with `uri`."""
COMPLEXITY = "cwm.complexity"
"""How they grow: the same."""


# Pygls looks at annotations at run time, and knows nothing of `Server` then.
async def halting(ls: Any, *arguments: Any) -> str:
    """Whether the functions of a file end, as Markdown.

    Raises:
        JsonRpcInvalidParams: the argument names no open file, or nobody wants verdicts.
    """
    server: Server = ls
    if not server.configuration.termination or not server.configuration.enable:
        raise JsonRpcInvalidParams("Nothing is judged: `cwm.enable` or `cwm.termination.enable` is off.")
    return await _reported(server, _uri(arguments), verdicts.report)


async def complexity(ls: Any, *arguments: Any) -> str:
    """How the functions of a file grow, as Markdown.

    Raises:
        JsonRpcInvalidParams: as for `halting`.
    """
    server: Server = ls
    if not server.configuration.complexity or not server.configuration.enable:
        raise JsonRpcInvalidParams("Nothing is judged: `cwm.enable` or `cwm.complexity.enable` is off.")
    return await _reported(server, _uri(arguments), growth.report)


async def _reported(server: Server, uri: str, report: Callable[[Sequence[Judged], Document, str], str]) -> str:
    if server.session.snapshot(uri) is None:
        raise JsonRpcInvalidParams(f"{uri} is not open.")
    judged = await server.session.judged(uri)
    snapshot = server.session.snapshot(uri)
    if snapshot is None:
        raise JsonRpcInvalidParams(f"{uri} was closed.")
    told = report(judged, snapshot.document, PurePosixPath(unquote(urlsplit(uri).path)).name)
    problem = server.session.status.message
    return f"{told}\nNot all of the file was judged: {problem}\n" if problem is not None else told


def _uri(arguments: tuple[Any, ...]) -> str:
    (given,) = arguments if len(arguments) == 1 else (None,)
    uri = as_mapping(given).get("uri") if isinstance(given, dict) else given
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams("This command takes the URI of a file.")
    return uri
