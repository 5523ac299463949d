"""Hovers on names, lines, headers and definitions; places are marked in the sources. Every step follows for certain."""

from __future__ import annotations

from pathlib import Path

from tests.lsp.fixtures import fixture
from tests.lsp.serving import Editor, serving

SUM = fixture("""
    # cwm: total(3)
    def total(n):
    #   ^ function
        sum = 0
    #   ^ first
        i = 0
        while i < n:
    #   ^ loop
    #         ^ read
    #             ^ argument
            i += 1
            sum += i
    #       ^ changed
        return sum
    #   ^ end
        # Nothing comes after it.
""")


async def ready(editor: Editor) -> None:
    editor.open(SUM.text)
    await editor.predicted("total")


async def at(editor: Editor, mark: str) -> str:
    return await editor.hover(*SUM.marks[mark])


async def test_a_name_tells_its_value_its_passes_and_its_history(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        text = await at(editor, "changed")
        assert text.startswith("`sum` = `1` … `6` (×3) — verified: worked out from the call, step by step")
        assert "| 2 | `3` | verified |" in text
        assert "| first | `0` | 2 | verified |" in text
        assert "| last | `6` | 6 | verified |" in text
        assert "| changes | 3 | | verified |" in text
        assert "reached 3 times" in text


async def test_a_name_that_a_line_only_reads_tells_what_it_held(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        assert (await at(editor, "read")).startswith("`i` = `0` … `3` (×4)")
        assert (await at(editor, "argument")).startswith("`n` = `3` — verified")


async def test_a_definition_tells_arguments_result_call_model_and_age(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        text = await at(editor, "function")
        for part in (
            "`n` = `3` — verified",
            "**Returns** `6` — verified",
            "Call: `total(3)`, predicted to its end.",
            "nothing was run",
            "Model: ",
            "just now",
        ):
            assert part in text


async def test_a_loop_tells_what_its_passes_changed(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        text = await at(editor, "loop")
        assert text.startswith("**3 passes** of this loop.")
        assert "| `i` | `1` | `3` | 2 | verified |" in text
        assert "| `sum` | `1` | `6` | 2 | verified |" in text


async def test_a_picked_pass_shows_in_hovers_too(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        await editor.click("⟳ 3 passes")
        await editor.click("step forward")
        assert (await at(editor, "changed")).startswith("`sum` = `3` — verified")
        assert "pass 2 is shown" in await at(editor, "loop")


async def test_a_line_tells_what_it_gave(model: Path) -> None:
    async with serving(model) as editor:
        await ready(editor)
        assert (await at(editor, "end")).startswith("**Returns** `6` — verified")


async def test_a_branch_that_is_not_taken_says_so(model: Path) -> None:
    source = fixture("""
        def f(n):
            if n > 5:
                n = 5
        #           ^ branch
            return n

        assert f(1)
    """)
    async with serving(model) as editor:
        editor.open(source.text)
        await editor.predicted("f")
        assert "not reached" in await editor.hover(*source.marks["branch"])


async def test_an_exception_is_told_at_the_definition(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("def f(n):\n    return 1 // n\n\n\nassert f(0)\n")
        await editor.predicted("f")
        assert "**Raises** `ZeroDivisionError` — verified" in await editor.hover(0, 4)


async def test_markdown_survives_whatever_a_value_holds(model: Path) -> None:
    async with serving(model) as editor:
        editor.open('def f(s):\n    t = s + "|"\n    return t\n\n\nassert f("`*_<b>|")\n')
        await editor.predicted("f")
        assert "``'`*_<b>||'``" in await editor.hover(1, 4)
