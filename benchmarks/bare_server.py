"""A language server that answers constants: what pygls itself costs. Started by `benchmarks.latency`."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")  # pyright: ignore[reportUnknownMemberType]: pygls's signature ends in bare *args
HOVER = types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "A constant."))


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_: types.HoverParams) -> types.Hover:
    return HOVER


@server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
    first = params.range.start.line
    return [types.InlayHint(types.Position(first + row, 10), "x = 1", padding_left=True) for row in range(6)]


if __name__ == "__main__":
    server.start_io()
