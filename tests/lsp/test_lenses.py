"""Code lenses and the commands they carry: which call and which pass are shown, and what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cwm_lsp.lsp import commands
from cwm_lsp.lsp.api.verdicts import COMPLEXITY, HALTING
from tests.lsp.fixtures import fixture, labels
from tests.lsp.serving import URI, serving

COUNT = fixture('''
    def count(word, letter):
        """
        >>> count("aba", "a")
        2
        >>> count("b", "a")
        0
        >>> count("", "a")
        0
        >>> count("cc", "c")
        2
        """
        n = 0
        for c in word:
            if c == letter:
                n += 1
        return n


    def broken(:


    def alone(x):
        return x
''')


async def test_calls_steps_and_result_stand_above_a_function(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        assert await editor.lens_titles() == ['▷ count("aba", "a")', '▷ count("b", "a")', '▷ count("", "a")']
        await editor.predicted("count")
        assert await editor.lens_titles() == [
            '▶ count("aba", "a")',
            '▷ count("b", "a")',
            '▷ count("", "a")',
            "⟳ 3 passes, step through",
            "→ 2 (verified)",
        ]
        assert await editor.lens_titles(21) == ["▷ alone(…) with invented arguments"]


async def test_another_call_is_shown_where_its_lens_is_clicked(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")
        await editor.click('▷ count("b", "a")')
        hints = await editor.hints_when(lambda hints: "→ 0" in labels(hints).values())
        assert "word = 'b'" in labels(hints)[0]
        assert '▶ count("b", "a")' in await editor.lens_titles()
        assert 'Call: `count("b", "a")`' in await editor.hover(0, 5)


async def test_stepping_through_a_loop(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")

        async def shown() -> tuple[str, str]:
            hints = labels(await editor.hints())
            return hints[12], hints.get(14, "")

        assert (await shown())[0] == "c = 'a' → 'b' → 'a'"
        await editor.click("⟳ 3 passes")
        assert await shown() == ("c = 'a' ⟳ 1/3", "n = 1")
        assert (await editor.lens_titles())[3:] == ["⟳ 1/3, show all", "step forward ▷", "→ 2 (verified)"]
        await editor.click("step forward")
        assert await shown() == ("c = 'b' ⟳ 2/3", "")
        await editor.click("step forward")
        assert await shown() == ("c = 'a' ⟳ 3/3", "n = 2")
        await editor.click("◁ step back")
        assert await shown() == ("c = 'b' ⟳ 2/3", "")
        assert "`c` = `'b'`" in await editor.hover(12, 8)
        await editor.click("⟳ 2/3")
        assert (await shown())[0] == "c = 'a' → 'b' → 'a'"


async def test_a_picked_pass_stays_while_the_function_moves(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")
        await editor.click("⟳ 3 passes")
        editor.change((0, 0), (0, 0), "# Above.\n\n")
        assert labels(await editor.hints())[14] == "c = 'a' ⟳ 1/3"


async def test_the_result_leads_to_its_line(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")
        await editor.click("→ 2")
        await editor.until(lambda: bool(editor.client.shown_documents))
        (shown,) = editor.client.shown_documents
        assert shown.uri == URI
        assert shown.selection is not None
        assert shown.selection.start.line == 15


async def test_lenses_are_refreshed_when_a_prediction_is_finished(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")
        await editor.until(lambda: types.WORKSPACE_CODE_LENS_REFRESH in editor.asked_anew)


async def test_the_commands_are_announced(model: Path) -> None:
    async with serving(model) as editor:
        provider = editor.capabilities.execute_command_provider
        assert provider is not None
        assert sorted(provider.commands) == sorted([*commands.ALL, HALTING, COMPLEXITY])


async def test_no_lenses_where_they_are_switched_off(model: Path) -> None:
    async with serving(model, options={"lenses": False}) as editor:
        editor.open(COUNT.text)
        assert await editor.lenses() == []


@pytest.mark.parametrize(
    ("command", "given", "told"),
    [
        ("cwm.pickCall", {"uri": URI, "function": "count", "call": "count("}, "expression"),
        ("cwm.pickCall", {"uri": URI, "function": "none", "call": "none()"}, "no function"),
        ("cwm.pickCall", {"uri": URI}, "'function'"),
        ("cwm.stepIteration", {"uri": URI, "function": "count", "by": 1}, "no loop"),
        ("cwm.pickIteration", {"uri": URI, "function": "count", "passes": [[1]]}, "pairs"),
        ("cwm.pickIteration", None, "one object"),
        ("cwm.predict", {"uri": URI, "line": 18}, "no function here"),
    ],
)
async def test_what_a_command_cannot_do_it_says(model: Path, command: str, given: Any, told: str) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        with pytest.raises(JsonRpcException, match=told):
            await editor.command(command, given)


async def test_a_prediction_is_stopped_and_asked_for_again(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(COUNT.text)
        await editor.predicted("count")
        await editor.command("cwm.cancel", {"uri": URI, "function": "count"})
        await editor.command("cwm.predict", {"uri": URI, "line": 2})
        await editor.hints_when(lambda hints: "→ 2" in labels(hints).values())
