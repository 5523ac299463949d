"""A real server process and a client to drive it: what a test says is what an editor would send."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

PATIENCE = 60.0
"""Seconds. A limit for what has gone wrong, not a time that anything should take."""
COMMAND = [sys.executable, "-m", "cwm_lsp.cli", "lsp"]
URI = "file:///project/module.py"


@dataclass
class Editor:
    """A client with one file open."""

    client: LanguageClient
    capabilities: types.ServerCapabilities
    text: str = ""
    version: int = 0
    refreshes: int = 0
    happened: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self, text: str, uri: str = URI) -> None:
        self.text, self.version = text, 1
        item = types.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Replace what stands between two positions, in the units that were negotiated."""
        self.version += 1
        place = types.Range(types.Position(*start), types.Position(*end))
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, URI),
                [types.TextDocumentContentChangePartial(place, text)],
            )
        )

    async def hints(self, first: int = 0, last: int = 10_000) -> list[types.InlayHint]:
        place = types.Range(types.Position(first, 0), types.Position(last, 0))
        params = types.InlayHintParams(types.TextDocumentIdentifier(URI), place)
        return list(await self.client.text_document_inlay_hint_async(params) or ())

    async def hover(self, line: int, character: int) -> str:
        """The hover's Markdown; empty for none."""
        params = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(line, character))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def hints_when(self, enough: Callable[[list[types.InlayHint]], bool]) -> list[types.InlayHint]:
        """The hints, once they are as they should be; asked for again after each refresh, as editors do."""

        async def asked() -> list[types.InlayHint]:
            while True:
                self.happened.clear()
                hints = await self.hints()
                if enough(hints):
                    return hints
                await self.happened.wait()

        return await asyncio.wait_for(asked(), PATIENCE)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the server sends."""

        async def waited() -> None:
            while not condition():
                self.happened.clear()
                await self.happened.wait()

        await asyncio.wait_for(waited(), PATIENCE)

    async def progress_when(self, enough: Callable[[list[Any]], bool]) -> tuple[types.ProgressToken, list[Any]]:
        """The first progress there was, once it is enough: its token, and what it told."""

        async def waited() -> tuple[types.ProgressToken, list[Any]]:
            while True:
                for token, told in self.client.progress_reports.items():
                    if enough(list(told)):
                        return token, list(told)
                await self.client.wait_for_notification(types.PROGRESS)

        return await asyncio.wait_for(waited(), PATIENCE)

    def logged(self) -> list[str]:
        return [message.message for message in self.client.log_messages]


def _make_client() -> LanguageClient:
    from pytest_lsp import make_test_lsp_client

    return make_test_lsp_client()


def capabilities(encodings: Sequence[str] | None, *, progress: bool = True) -> types.ClientCapabilities:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(one) for one in encodings] if encodings else None
        ),
        workspace=types.WorkspaceClientCapabilities(
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
        ),
        window=types.WindowClientCapabilities(work_done_progress=progress),
        text_document=types.TextDocumentClientCapabilities(
            inlay_hint=types.InlayHintClientCapabilities(),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        ),
    )


@asynccontextmanager
async def serving(
    model: Path, *, encodings: Sequence[str] | None = None, options: dict[str, Any] | None = None
) -> AsyncGenerator[Editor, None]:
    """A server that is shut down properly at the end, whatever it is doing then.

    Args:
        model: folder of the embedded model.
        encodings: position encodings the client offers, the best first; None for a client that knows none.
        options: further initialization options, without the `cwm.`.
    """
    client = await ClientServerConfig(server_command=COMMAND, client_factory=_make_client).start()
    assert isinstance(client, LanguageClient)
    editor = Editor(client, types.ServerCapabilities())

    def refresh(_: None) -> None:
        editor.refreshes += 1
        editor.happened.set()

    client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(refresh)

    given = {"model": str(model), "maxFrames": 24, **(options or {})}
    result = await client.initialize_session(
        types.InitializeParams(capabilities(encodings), initialization_options={"cwm": given})
    )
    editor.capabilities = result.capabilities
    try:
        yield editor
    finally:
        await asyncio.wait_for(client.shutdown_session(), PATIENCE)
        await client.stop()
