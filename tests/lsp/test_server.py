"""A real server on its stdin and stdout. What is asserted holds for any model: positions, places, order, never accuracy."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.fixtures import label as text_of
from tests.lsp.serving import COMMAND, PATIENCE, URI, Editor, serving

COUNT = '''\
def count(word, letter):
    """
    >>> count("a🍓a", "a")
    2
    """
    n = 0
    for c in word:
        if c == letter:
            n += 1
    return n
'''
DEF, N, RETURN = 0, 5, 9
DOUBLE = '''

def double(x):
    """
    >>> double(3)
    6
    """
    y = x * 2
    return y
'''


def lines(hints: list[types.InlayHint]) -> set[int]:
    return {hint.position.line for hint in hints}


def label(hints: list[types.InlayHint], line: int) -> str:
    return next(text_of(hint) for hint in hints if hint.position.line == line)


async def settled(editor: Editor, function: str) -> None:
    """Wait until the model has nothing more to say of a function."""
    while True:
        editor.happened.clear()
        text = await editor.hover(*place_of(editor, function))
        if text and "still being predicted" not in text:
            return
        await asyncio.wait_for(editor.happened.wait(), PATIENCE)


def place_of(editor: Editor, function: str) -> tuple[int, int]:
    row = next(row for row, text in enumerate(editor.text.split("\n")) if f"def {function}" in text)
    return row, 4


async def test_hints_stand_after_the_lines_of_a_function_with_a_doctest(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        hints = await editor.hints_when(lambda hints: DEF in lines(hints))
        for hint in hints:
            assert hint.position.character == len(COUNT.split("\n")[hint.position.line])
            assert hint.padding_left
            assert 0 < len(text_of(hint)) <= 28
        assert "letter = 'a'" in label(hints, DEF)


async def test_a_hint_says_in_its_tooltip_that_it_is_predicted(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        hints = await editor.hints_when(lambda hints: DEF in lines(hints))
        tooltip = hints[0].tooltip
        assert isinstance(tooltip, types.MarkupContent)
        assert tooltip.kind is types.MarkupKind.Markdown
        for part in ("nothing was run", "verified", "`'a🍓a'`", 'count("a🍓a", "a")'):
            assert part in tooltip.value


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
async def test_positions_in_every_encoding(model: Path, encoding: str, width: int) -> None:
    text = 'def f(x):\n    y = "🍓" + x  # 🍓\n    return y\n\nassert f("漢")\n'
    async with serving(model, encodings=[encoding]) as editor:
        assert editor.capabilities.position_encoding == encoding
        editor.open(text)
        await editor.hints_when(lambda hints: 0 in lines(hints))
        # A comment after the berry: the server has to find the same place as the client.
        column = len('    y = "') + width
        editor.change((1, column), (1, column), "🍓!")
        hint = next(hint for hint in await editor.hints_when(lambda hints: 0 in lines(hints)))
        assert hint.position.character == len("def f(x):")
        assert "漢" in label([hint], 0)
        hover = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(1, 4))
        found = await editor.client.text_document_hover_async(hover)
        assert found is not None


async def test_a_client_that_offers_no_encodings_gets_utf_16(model: Path) -> None:
    async with serving(model) as editor:
        assert editor.capabilities.position_encoding == types.PositionEncodingKind.Utf16


async def test_an_edit_within_a_function_clears_its_hints_at_once(model: Path) -> None:
    async with serving(model, options={"debounce": 10_000}) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        editor.change((N, 8), (N, 9), "7")
        assert await editor.hints() == []


async def test_an_edited_function_is_predicted_anew(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        editor.change((2, 16), (2, 19), "xyz")  # The berry takes two units.
        hints = await editor.hints_when(lambda hints: DEF in lines(hints))
        assert "'axyz'" in label(hints, DEF)


async def test_an_edit_elsewhere_moves_the_hints_and_asks_the_model_nothing(model: Path) -> None:
    async with serving(model, options={"debounce": 0}) as editor:
        editor.client.set_trace(types.SetTraceParams(types.TraceValue.Messages))
        asked: list[str] = []

        def trace(params: types.LogTraceParams) -> None:
            asked.append(params.message)
            editor.happened.set()

        editor.client.feature(types.LOG_TRACE)(trace)

        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        await editor.until(lambda: "No longer predicting count." in asked)
        before = await editor.hints()
        editor.change((0, 0), (0, 0), "# One line more.\n\n")
        after = await editor.hints()
        assert [(hint.position.line - 2, text_of(hint)) for hint in after] == [
            (hint.position.line, text_of(hint)) for hint in before
        ]
        # Something new at the end of the file is predicted; what was there is not, though its turn comes first.
        end = len(COUNT.split("\n")) + 1
        editor.change((end, 0), (end, 0), DOUBLE)
        await editor.hints_when(lambda hints: end + 2 in lines(hints))
        await editor.until(lambda: "No longer predicting double." in asked)
        assert asked.count("Predicting count.") == 1


async def test_broken_syntax_elsewhere_costs_nothing(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        end = len(COUNT.split("\n"))
        editor.change((end, 0), (end, 0), "\n\ndef broken(:\n    return ((\n")
        assert DEF in lines(await editor.hints())


async def test_hints_only_for_the_lines_asked_for(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        assert all(1 <= line <= 4 for line in lines(await editor.hints(1, 4)))


async def test_hints_are_refreshed_as_frames_arrive(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        assert editor.refreshes > 0


async def test_a_hover_on_a_def_tells_arguments_call_and_model(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await settled(editor, "count")
        text = await editor.hover(DEF, 5)
        for part in ("`word` = `'a🍓a'`", "`letter` = `'a'`", "count(", "Model:", "nothing was run"):
            assert part in text


async def test_a_hover_on_a_name_tells_what_it_holds(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        await settled(editor, "count")
        assert "`n` = " in await editor.hover(N, 4)
        held = await editor.hover(N + 1, len("    for c in wo"))
        assert "`word` = `'a🍓a'`" in held


async def test_a_hover_waits_for_a_prediction_that_nobody_has_asked_for(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        assert "nothing was run" in await editor.hover(DEF, 5)


async def test_no_hover_outside_of_functions(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("x = 1\n" + COUNT)
        assert await editor.hover(0, 0) == ""


async def test_a_hover_can_be_cancelled(tmp_path: Path) -> None:
    async with serving(tmp_path) as editor:
        editor.open(COUNT)
        params = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(DEF, 5))
        asked = editor.client.protocol.send_request_async(types.TEXT_DOCUMENT_HOVER, params, msg_id="hover")
        question = asyncio.ensure_future(asked)
        await asyncio.sleep(0)
        editor.client.cancel_request(types.CancelParams("hover"))
        answer = (await asyncio.gather(question, return_exceptions=True))[0]
        # Cancelled, or answered before the cancellation was read: both are right, but there is an answer.
        assert isinstance(answer, (JsonRpcException, types.Hover))


async def test_a_missing_model_is_said_once_with_what_to_do(tmp_path: Path) -> None:
    async with serving(tmp_path) as editor:
        editor.open(COUNT)
        text = await editor.hover(DEF, 5)
        assert "can't be asked" in text
        assert await editor.hints() == []
        editor.change((N, 8), (N, 9), "7")
        await editor.hover(DEF, 5)
        said = [message for message in editor.logged() if message.startswith("No predictions")]
        assert len(said) == 1
        assert "make model" in said[0]


async def test_an_option_that_makes_no_sense_is_named(model: Path) -> None:
    async with serving(model, options={"debounce": "soon"}) as editor:
        editor.open(COUNT)
        await editor.hints_when(lambda hints: DEF in lines(hints))
        assert any("cwm.debounce" in message for message in editor.logged())


async def test_a_long_prediction_shows_its_progress_and_can_be_cancelled(model: Path) -> None:
    async with serving(model, options={"maxFrames": 10_000, "verify": "off"}) as editor:
        editor.open("def forever(n):\n    while True:\n        n += 1\n\n\nassert forever(1)\n")
        await editor.hover(0, 5)
        token, told = await editor.progress_when(bool)
        assert isinstance(told[0], types.WorkDoneProgressBegin)
        assert told[0].title == "Predicting forever"
        assert told[0].cancellable
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        _, told = await editor.progress_when(_is_end)
        assert not any(_is_end(told[:index]) for index in range(len(told)))


def _is_end(told: list[object]) -> bool:
    return bool(told) and isinstance(told[-1], types.WorkDoneProgressEnd)


async def test_shutdown_during_a_prediction_leaves_no_process(model: Path) -> None:
    async with serving(model, options={"maxFrames": 10_000, "verify": "off"}) as editor:
        editor.open("def forever(n):\n    while True:\n        n += 1\n\n\nassert forever(1)\n")
        await editor.hints_when(lambda hints: 0 in lines(hints))
    process = editor.client._server
    assert process is not None
    assert process.returncode == 0


async def test_other_languages_are_left_alone(model: Path) -> None:
    async with serving(model) as editor:
        item = types.TextDocumentItem(uri=URI, language_id="plaintext", version=1, text=COUNT)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        assert await editor.hints() == []
        assert await editor.hover(DEF, 5) == ""


async def test_what_nobody_understands_is_answered_and_the_server_lives(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT)
        with pytest.raises(JsonRpcException):
            await editor.client.protocol.send_request_async("cwm/nothing", {})
        nonsense = {"textDocument": {"uri": URI}, "position": {"line": -1, "character": "?"}}
        editor.client.protocol._send_data(
            {"jsonrpc": "2.0", "id": "nonsense", "method": types.TEXT_DOCUMENT_HOVER, "params": nonsense}
        )
        assert "nothing was run" in await editor.hover(DEF, 5)


async def test_changes_and_questions_about_files_that_are_not_open_are_ignored(model: Path) -> None:
    async with serving(model) as editor:
        editor.change((0, 0), (0, 0), "x")
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
        assert await editor.hints() == []
        assert editor.logged() == []


async def test_a_client_that_is_gone_takes_the_server_with_it(model: Path) -> None:
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
    assert process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 1
