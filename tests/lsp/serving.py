"""A real server process and a client to drive it: what a test says is what an editor would send."""

from __future__ import annotations

import asyncio
import os
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
    registered: list[str] = field(default_factory=lambda: [])
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    asked_anew: list[str] = field(default_factory=list)
    statuses: list[Any] = field(default_factory=list)

    def open(self, text: str, uri: str = URI) -> None:
        self.text, self.version = text, 1
        item = types.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))

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

    async def lenses(self) -> list[types.CodeLens]:
        params = types.CodeLensParams(types.TextDocumentIdentifier(URI))
        return list(await self.client.text_document_code_lens_async(params) or ())

    async def lens_titles(self, line: int = 0) -> list[str]:
        return [one.command.title for one in await self.lenses() if one.command and one.range.start.line == line]

    async def click(self, title: str) -> None:
        """Do what the lens does whose title begins like this."""
        lens = next(one for one in await self.lenses() if one.command and one.command.title.startswith(title))
        assert lens.command is not None
        await self.execute(lens.command)

    async def execute(self, command: types.Command) -> None:
        params = types.ExecuteCommandParams(command.command, command.arguments)
        await self.client.workspace_execute_command_async(params)

    async def command(self, name: str, *arguments: Any) -> None:
        """Execute a command by its name."""
        await self.execute(types.Command("", name, arguments=list(arguments)))

    async def actions(self, line: int) -> list[types.CodeAction]:
        place = types.Range(types.Position(line, 0), types.Position(line, 0))
        params = types.CodeActionParams(types.TextDocumentIdentifier(URI), place, types.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params) or ()
        return [one for one in found if isinstance(one, types.CodeAction)]

    async def pulled(self, previous: str | None = None) -> Any:
        """The report of `textDocument/diagnostic`."""
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(URI), previous_result_id=previous)
        return await self.client.text_document_diagnostic_async(params)

    async def problems_when(self, enough: Callable[[list[types.Diagnostic]], bool]) -> list[types.Diagnostic]:
        """The diagnostics that the server has pushed, once they are as they should be."""

        async def waited() -> list[types.Diagnostic]:
            while not enough(found := list(self.client.diagnostics.get(URI, ()))):
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            return found

        return await asyncio.wait_for(waited(), PATIENCE)

    async def predicted(self, function: str, **more: Any) -> Any:
        """Have a function predicted to its end, by our own request."""
        params = {"uri": URI, "function": function, **more}
        return await asyncio.wait_for(self.client.protocol.send_request_async("cwm/predict", params), PATIENCE)

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


def capabilities(
    encodings: Sequence[str] | None,
    *,
    progress: bool = True,
    resolve: bool = False,
    pull: bool = False,
    ours: dict[str, bool] | None = None,
    configuration: bool = False,
) -> types.ClientCapabilities:
    """What a client can do.

    Args:
        encodings: position encodings, the best first.
        progress: whether it shows work done progress.
        resolve: whether it resolves hints.
        pull: whether it asks for diagnostics.
        ours: what it says of our own extensions.
        configuration: whether it can be asked for its settings, and tells when they change.
    """
    resolved = types.ClientInlayHintResolveOptions(["tooltip", "label.tooltip", "label.location", "label.command"])
    return types.ClientCapabilities(
        experimental={"cwm": ours} if ours else None,
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(one) for one in encodings] if encodings else None
        ),
        workspace=types.WorkspaceClientCapabilities(
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
            inline_value=types.InlineValueWorkspaceClientCapabilities(refresh_support=True),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pull else None,
            configuration=configuration,
            did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=configuration),
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        ),
        window=types.WindowClientCapabilities(
            work_done_progress=progress, show_document=types.ShowDocumentClientCapabilities(True)
        ),
        text_document=types.TextDocumentClientCapabilities(
            inlay_hint=types.InlayHintClientCapabilities(resolve_support=resolved if resolve else None),
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True, code_description_support=True
            ),
            diagnostic=types.DiagnosticClientCapabilities(related_information=True, code_description_support=True)
            if pull
            else None,
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        ),
    )


def _listen(client: LanguageClient, editor: Editor) -> None:
    """Write down what the server asks and tells."""

    def asked_for(what: str) -> Callable[[Any], None]:
        def asked(_: Any) -> None:
            editor.asked_anew.append(what)
            editor.happened.set()

        return asked

    for method in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLINE_VALUE_REFRESH):
        client.feature(method)(asked_for(method))

    def told(status: Any) -> None:
        editor.statuses.append(status)
        editor.happened.set()

    client.feature("cwm/status")(told)

    def registered(params: types.RegistrationParams) -> None:
        editor.registered += [one.method for one in params.registrations]

    client.feature(types.CLIENT_REGISTER_CAPABILITY)(registered)


@asynccontextmanager
async def serving(
    model: Path,
    *,
    encodings: Sequence[str] | None = None,
    options: dict[str, Any] | None = None,
    resolve: bool = False,
    pull: bool = False,
    ours: dict[str, bool] | None = None,
    settings: dict[str, Any] | None = None,
    verdicts: bool = False,
) -> AsyncGenerator[Editor, None]:
    """A server that is shut down properly at the end, whatever it is doing then.

    Args:
        model: folder of the embedded model.
        encodings: position encodings the client offers, the best first; None for a client that knows none.
        options: further initialization options, without the `cwm.`.
        resolve, pull, ours: as in `capabilities`.
        settings: answers to the server's questions for its settings, without the `cwm.`; None for a client that can't be asked.
        verdicts: whether functions are judged, which adds lenses and problems to those of their calls.
    """
    client = await ClientServerConfig(server_command=COMMAND, client_factory=_make_client).start()
    assert isinstance(client, LanguageClient)
    editor = Editor(client, types.ServerCapabilities())

    def refresh(_: None) -> None:
        editor.refreshes += 1
        editor.happened.set()

    client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(refresh)
    _listen(client, editor)

    if settings is not None:
        client.set_configuration({"cwm": settings})
    # Nothing is to be known already, and nothing of a test to be left in the user's own cache.
    given = {"model": str(model), "maxFrames": 100, "cache": {"enable": False}}
    given |= {"termination": {"enable": verdicts}, "complexity": {"enable": verdicts}, **(options or {})}
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities(encodings, resolve=resolve, pull=pull, ours=ours, configuration=settings is not None),
            initialization_options={"cwm": given},
            process_id=os.getpid(),
        )
    )
    editor.capabilities = result.capabilities
    try:
        yield editor
    finally:
        await asyncio.wait_for(client.shutdown_session(), PATIENCE)
        await client.stop()
