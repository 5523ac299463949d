"""Our own requests and notifications: predicting to the end, the calls there are, the engine's status; inline values, symbols."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.api.predict import CALLS, PREDICT
from cwm_lsp.lsp.status import STATUS
from tests.lsp.fixtures import fixture
from tests.lsp.serving import PATIENCE, URI, serving

TOTAL = fixture("""
    # cwm: total(3)
    def total(n):
        sum = 0
        while n:
            sum += n
            n -= 1
        return sum

    assert total(2) == 3
""")
FOREVER = "def forever(n):\n    while n:\n        n += 1\n\n\nassert forever(1)\n"


async def test_a_prediction_is_answered_when_it_has_ended(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        answer = await editor.predicted("total")
        assert (answer.state, answer.status, answer.call) == ("ready", "complete", "total(3)")
        assert (answer.outcome.kind, answer.outcome.value, answer.outcome.verified) == ("return", "6", True)
        other = await editor.predicted("total", call="total(4)")
        assert (other.call, other.outcome.value) == ("total(4)", "10")


async def test_cancelling_the_request_stops_the_prediction(model: Path) -> None:
    async with serving(model, options={"maxFrames": 10_000, "verify": "off"}) as editor:
        editor.open(FOREVER)
        params = {"uri": URI, "function": "forever"}
        asked = asyncio.ensure_future(
            editor.client.protocol.send_request_async("cwm/predict", params, msg_id="predict")
        )
        await editor.progress_when(bool)
        editor.client.cancel_request(types.CancelParams("predict"))
        with pytest.raises((JsonRpcException, asyncio.CancelledError)):
            await asyncio.wait_for(asked, PATIENCE)
        _, told = await editor.progress_when(lambda told: isinstance(told[-1], types.WorkDoneProgressEnd))
        assert told
        assert "cancelled" in await editor.hover(0, 5) or "frames" in str(told[-1])


async def test_an_edit_while_a_prediction_is_waited_for_is_told(model: Path) -> None:
    async with serving(model, options={"maxFrames": 10_000, "verify": "off"}) as editor:
        editor.open(FOREVER)
        asked = asyncio.ensure_future(editor.predicted("forever"))
        await editor.progress_when(bool)
        editor.change((2, 8), (2, 8), "m = ")
        with pytest.raises(JsonRpcException) as refused:
            await asked
        assert refused.value.code == types.LSPErrorCodes.ContentModified


@pytest.mark.parametrize(
    "params", [{}, {"uri": URI, "function": "none"}, {"uri": URI, "function": "total", "call": "1"}]
)
async def test_what_cannot_be_predicted_is_refused(model: Path, params: dict[str, Any]) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        with pytest.raises(JsonRpcException):
            await editor.client.protocol.send_request_async("cwm/predict", params)


async def test_the_calls_of_a_function(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        found = await editor.client.protocol.send_request_async("cwm/calls", {"uri": URI, "function": "total"})
        assert [(one["call"] if isinstance(one, dict) else one.call) for one in found] == ["total(3)", "total(2)"]


async def test_the_status_is_told_to_those_who_ask(model: Path) -> None:
    async with serving(model, ours={"status": True}) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        await editor.until(lambda: any(one.loaded and not one.queue for one in editor.statuses))
        last = editor.statuses[-1]
        assert last.engine == "embedded"
        assert last.model
        assert last.message is None


async def test_the_status_says_what_is_wrong(tmp_path: Path) -> None:
    async with serving(tmp_path, ours={"status": True}) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        await editor.until(lambda: any(one.message for one in editor.statuses))
        assert not editor.statuses[-1].loaded


async def test_nobody_else_hears_of_it(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        assert editor.statuses == []
        assert editor.capabilities.inline_value_provider is None
        assert editor.capabilities.document_symbol_provider is None


async def test_inline_values_end_at_the_line_that_is_stopped_at(model: Path) -> None:
    async with serving(model, ours={"inlineValues": True}) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        whole = types.Range(types.Position(0, 0), types.Position(20, 0))
        stopped = types.Range(types.Position(4, 0), types.Position(4, 1))
        params = types.InlineValueParams(types.TextDocumentIdentifier(URI), whole, types.InlineValueContext(1, stopped))
        found = await editor.client.text_document_inline_value_async(params) or ()
        texts = {one.range.start.line: one.text for one in found if isinstance(one, types.InlineValueText)}
        assert texts == {1: "n = 3", 2: "sum = 0", 4: "sum = 3 → 5 → 6"}


async def test_symbols_say_how_their_calls_end(model: Path) -> None:
    async with serving(model, ours={"symbols": True}) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        params = types.DocumentSymbolParams(types.TextDocumentIdentifier(URI))
        (one,) = list(await editor.client.text_document_document_symbol_async(params) or ())
        assert isinstance(one, types.DocumentSymbol)
        assert (one.name, one.detail) == ("total", "total(3) → 6 (verified)")


def test_everything_of_our_own_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    for name in (*commands.ALL, PREDICT, CALLS, STATUS):
        assert f"`{name}`" in page
