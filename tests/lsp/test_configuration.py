"""Settings on their way from a client to what it sees, and logs on their way back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.serving import PATIENCE, URI, Editor, serving

TEXT = "def f(x):\n    y = x + 1\n    return y\n\n\nassert f(1) == 2\n"


def change(editor: Editor, **settings: object) -> None:
    """Set something, and tell the server as clients do that can be asked."""
    editor.client.set_configuration({"cwm": settings})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))


def warned(editor: Editor) -> list[str]:
    return [message.message for message in editor.client.log_messages if message.type is types.MessageType.Warning]


async def test_the_master_switch_works_at_once_and_both_ways(any_model: Path) -> None:
    async with serving(any_model, settings={}) as editor:
        editor.open(TEXT)
        await editor.hints_when(bool)
        change(editor, enable=False)
        await editor.hints_when(lambda hints: not hints)
        assert await editor.hover(0, 5) == ""
        change(editor, enable=True)
        await editor.hints_when(bool)


async def test_what_the_client_answers_goes_before_what_it_started_with(any_model: Path) -> None:
    async with serving(any_model, settings={"enable": False}, options={"enable": True}) as editor:
        editor.open(TEXT)
        assert await editor.hover(0, 5) == ""
        change(editor)

        async def is_told() -> bool:
            return "nothing was run" in await editor.hover(0, 5)

        await eventually(is_told)
        assert types.WORKSPACE_DID_CHANGE_CONFIGURATION in editor.registered


async def test_settings_that_are_pushed(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(TEXT)
        await editor.hints_when(bool)
        editor.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams(settings={"cwm": {"enable": False}})
        )
        await editor.hints_when(lambda hints: not hints)


async def test_a_wrong_value_is_named_once_and_the_default_taken(any_model: Path) -> None:
    async with serving(any_model, settings={}) as editor:
        editor.open(TEXT)
        change(editor, debounce="soon")
        change(editor, debounce="soon")
        change(editor, debounce="soon", enable=False)

        async def is_warned() -> bool:
            await editor.hints()
            return bool(editor.client.messages)

        await eventually(is_warned)
        assert warned(editor) == ["cwm.debounce should be a whole number from 0 to 10000; 150 is used."]
        assert [message.message for message in editor.client.messages] == warned(editor)


async def test_no_client_can_name_another_machine(any_model: Path) -> None:
    async with serving(any_model, settings={}) as editor:
        change(editor, engine="vllm", endpoint="http://192.0.2.1:8000", allowRemoteHost=True)
        editor.open(TEXT)

        async def is_warned() -> bool:
            await editor.hints()
            return any("cwm.endpoint" in said for said in warned(editor))

        await eventually(is_warned)
        assert "192.0.2.1" not in await editor.hover(0, 5)
        assert any("192.0.2.1 is not this machine" in said for said in warned(editor))
        assert any("cwm.allowRemoteHost can't be given" in said for said in warned(editor))


async def test_another_engine_takes_over_while_the_server_works(any_model: Path) -> None:
    async with serving(any_model, settings={}) as editor:
        editor.open(TEXT)
        await editor.hints_when(bool)
        # Nobody listens there.
        change(editor, engine="vllm", endpoint="http://127.0.0.1:9")

        async def is_told() -> bool:
            await editor.hints()
            return any("No predictions" in said for said in editor.logged())

        await eventually(is_told)
        assert await editor.hints() == []
        change(editor, engine="embedded")
        await editor.hints_when(bool)


async def test_manual_predicts_on_demand_alone(any_model: Path) -> None:
    async with serving(any_model, options={"trigger": "manual"}) as editor:
        editor.open(TEXT)
        assert await editor.hints() == []
        assert await editor.hover(0, 5) == ""
        await editor.predicted("f")
        assert await editor.hints() != []


async def test_on_save_predicts_what_was_saved(any_model: Path) -> None:
    async with serving(any_model, options={"trigger": "onSave"}) as editor:
        editor.open(TEXT)
        await editor.hints_when(bool)
        editor.change((1, 12), (1, 13), "22")
        assert await editor.hints() == []
        assert await editor.hover(0, 5) == ""
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(URI)))
        await editor.hints_when(bool)


async def test_a_second_server_finds_what_the_first_one_kept(any_model: Path, tmp_path: Path) -> None:
    options = {"cache": {"enable": True, "folder": str(tmp_path)}, "verify": "off"}
    asked: list[list[str]] = []
    for _ in range(2):
        async with serving(any_model, options=options) as editor:
            traced: list[str] = []
            asked.append(traced)
            editor.client.feature(types.LOG_TRACE)(_into(traced))
            editor.client.set_trace(types.SetTraceParams(types.TraceValue.Messages))
            editor.open(TEXT)
            await editor.hints_when(bool)
            await editor.predicted("f")
    assert "Predicting f." in asked[0]
    assert "Predicting f." not in asked[1]


# Logs


@pytest.mark.parametrize(("level", "told"), [("info", False), ("debug", True)])
async def test_source_text_is_logged_at_the_highest_level_alone(
    any_model: Path, tmp_path: Path, level: str, told: bool
) -> None:
    path = tmp_path / "below" / "server.log"
    secret = 'def f(x):\n    y = x + "quince"\n    return y\n\n\nassert f("medlar")\n'
    options = {"log": {"file": str(path), "level": level}, "debounce": "soon"}
    async with serving(any_model, options=options) as editor:
        editor.open(secret)
        await editor.hints_when(bool)
        await editor.hover(1, 4)
    text = path.read_text(encoding="utf-8")
    assert "cwm.debounce should be" in text
    assert ("quince" in text) is told
    assert ("medlar" in text) is told


async def test_a_log_that_cannot_be_written_is_said(any_model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with serving(any_model, options={"log": {"file": str(tmp_path / "file" / "log")}}) as editor:
        editor.open(TEXT)
        await editor.hints_when(bool)
        assert any("cwm.log.file can't be written" in said for said in warned(editor))


@pytest.mark.parametrize("trace", [types.TraceValue.Off, types.TraceValue.Messages, types.TraceValue.Verbose])
async def test_traces_tell_as_much_as_was_asked_for(any_model: Path, trace: types.TraceValue) -> None:
    async with serving(any_model, options={"verify": "off"}) as editor:
        traces: list[types.LogTraceParams] = []

        def traced(params: types.LogTraceParams) -> None:
            traces.append(params)
            editor.happened.set()

        editor.client.feature(types.LOG_TRACE)(traced)
        editor.client.set_trace(types.SetTraceParams(trace))
        editor.open(TEXT)
        await editor.predicted("f")
        await editor.hints()
        assert bool(traces) is (trace is not types.TraceValue.Off)
        assert any(one.verbose for one in traces) is (trace is types.TraceValue.Verbose)


def _into(traced: list[str]) -> Callable[[types.LogTraceParams], None]:
    return lambda params: traced.append(params.message)


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until it is so: what is waited for has no message of its own."""

    async def asked() -> None:
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    await asyncio.wait_for(asked(), PATIENCE)
