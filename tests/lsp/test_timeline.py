"""The run that is shown, for a picture of it: its steps, page by page, and when it is another one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from cwm_lsp.lsp.api.timeline import TIMELINE
from cwm_lsp.lsp.refreshing import CHANGED
from tests.lsp.fixtures import fixture
from tests.lsp.serving import PATIENCE, URI, Editor, serving

TOTAL = fixture("""
    def total(numbers):
        sum = 0
        # a comment

        for number in numbers:
            sum += number
        return sum

    assert total([3, 4]) == 7
""")
FACTORIAL = fixture("""
    def factorial(n):
        if n <= 1:
            return 1
        return n * factorial(n - 1)

    assert factorial(3) == 6
""")
LONG = "def long(n):\n    while n:\n        n -= 1\n    return n\n\n\nassert long(1500)\n"


async def asked(editor: Editor, function: str, **more: Any) -> Any:
    params = {"uri": URI, "function": function, **more}
    return await asyncio.wait_for(editor.client.protocol.send_request_async(TIMELINE, params), PATIENCE)


async def test_each_step_tells_its_line_what_it_changed_and_how_sure_that_is(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        found = await asked(editor, "total")
        assert [row.text.strip() for row in found.rows] == [
            "def total(numbers):",
            "sum = 0",
            "for number in numbers:",
            "sum += number",
            "return sum",
        ]
        assert [row.line for row in found.rows] == [0, 1, 4, 5, 6]
        assert (found.count, len(found.steps), found.status) == (9, 9, "complete")
        assert [(step.event, step.row) for step in found.steps] == [
            ("call", 0),
            ("line", 1),
            ("line", 2),
            ("line", 3),
            ("line", 2),
            ("line", 3),
            ("line", 2),
            ("line", 4),
            ("return", 4),
        ]
        assert [[(one.name, one.value) for one in step.changed] for step in found.steps[:4]] == [
            [("numbers", "[3, 4]")],
            [("sum", "0")],
            [("number", "3")],
            [("sum", "3")],
        ]
        assert {step.standing for step in found.steps} == {"verified"}
        assert (found.steps[-1].value, found.outcome.value, found.outcome.standing) == ("7", "7", "verified")


async def test_steps_know_their_passes_and_the_loops_what_is_picked(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        before = await asked(editor, "total")
        assert [step.passes for step in before.steps[2:6]] == [[[4, 1]], [[4, 1]], [[4, 2]], [[4, 2]]]
        (loop,) = before.loops
        assert (loop.below, loop.row, loop.passes, loop.picked, loop.isShown) == (4, 2, 2, None, True)
        await editor.command("cwm.pickIteration", {"uri": URI, "function": "total", "passes": [[4, 2]]})
        after = await asked(editor, "total")
        assert after.loops[0].picked == 2
        assert after.revision == before.revision


async def test_activations_are_told_apart(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(FACTORIAL.text)
        await editor.predicted("factorial")
        found = await asked(editor, "factorial")
        assert [(one.function, one.activation, one.depth) for one in found.scopes] == [
            ("factorial", 1, 0),
            ("factorial", 2, 1),
            ("factorial", 3, 2),
        ]
        assert {step.scope for step in found.steps} == {one.id for one in found.scopes}


async def test_a_long_run_comes_page_by_page(model: Path) -> None:
    async with serving(model, options={"maxFrames": 10_000}) as editor:
        editor.open(LONG)
        await editor.predicted("long")
        first = await asked(editor, "long")
        second = await asked(editor, "long", first=len(first.steps))
        assert len(first.steps) == 2_000
        assert first.count == len(first.steps) + len(second.steps)
        assert (second.first, second.revision) == (2_000, first.revision)
        assert second.steps[-1].event == "return"
        assert (await asked(editor, "long", first=99_999)).steps == []


async def test_rows_follow_edits_elsewhere_and_steps_stay(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(TOTAL.text)
        await editor.predicted("total")
        before = await asked(editor, "total")
        editor.change((0, 0), (0, 0), "\n\n")
        after = await asked(editor, "total")
        assert [row.line for row in after.rows] == [row.line + 2 for row in before.rows]
        assert after.steps == before.steps


async def test_what_there_is_not_is_said(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("def f(\n")
        assert (await asked(editor, "f")).state == "nothing"
        with pytest.raises(JsonRpcException, match="uri"):
            await editor.client.protocol.send_request_async(TIMELINE, {"function": "f"})


async def test_a_client_that_wants_to_hears_of_changes(model: Path) -> None:
    async with serving(model, options={"changes": True}) as editor:
        heard: list[str] = []

        def changed(params: Any) -> None:
            heard.append(params.uri)
            editor.happened.set()

        editor.client.feature(CHANGED)(changed)
        editor.open(TOTAL.text)
        await editor.predicted("total")
        await editor.until(lambda: bool(heard))
        heard.clear()
        await editor.command("cwm.stepIteration", {"uri": URI, "function": "total", "by": 1})
        await editor.until(lambda: heard == [URI])
