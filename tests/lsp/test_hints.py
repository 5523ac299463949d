"""Sources with the hints that should stand beside their lines. Every step follows for certain, so any model gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.fixtures import Fixture, fixture, labels, part
from tests.lsp.serving import URI, Editor, serving

SUM = fixture("""
    def total(n):               #=> n = 10
        # cwm: total(10)
        sum = 0                 #=> sum = 0
        i = 0                   #=> i = 0
        while i < n:
            i += 1              #=> i = 1 → 2 → 3 … 10 (×10)
            sum += i            #=> sum = 1 → 3 → 6 … 55 (×10)
        return sum              #=> → 55
""")

CASES = {
    "values at the lines that gave them": fixture("""
        def f(a, b=2):          #=> a = 1, b = 2
            c = a + b           #=> c = 3
            c *= 10             #=> c = 30
            return c            #=> → 30

        assert f(1)
    """),
    "a loop is condensed": SUM,
    "a branch that is not taken is marked once": fixture("""
        def f(n):               #=> n = 5
            if n > 3:
                n = 3           #=> n = 3
            elif n < 0:         #=> not reached
                n = 0
                n = 1
            else:               #=> not reached
                n = 7
            if not n:
                n = 100         #=> not reached
                n = 200
            return n            #=> → 3

        assert f(5)
    """),
    "what comes after a return is one branch": fixture("""
        def f(n):               #=> n = 5
            if n:
                return n        #=> → 5
            n = 1               #=> not reached
            return n

        assert f(5)
    """),
    "an exception stands at its line": fixture("""
        def f(n):               #=> n = 0
            m = n               #=> m = 0
            return 1 // m       #=> ✗ ZeroDivisionError

        assert f(0)
    """),
    "a long value is shortened": fixture("""
        def f(n):               #=> n = 3
            s = "ab" * 20       #=> s = 'ababababababababababa…'
            return s            #=> → 'ababababababababababa…'

        assert f(3)
    """),
    "a call of another function shows there too": fixture("""
        def half(x):            #=> x = 12
            return x // 2       #=> → 6

        def f(n):               #=> n = 12
            m = half(n)         #=> m = 6
            return m            #=> → 6

        assert f(12)
    """),
}


async def ready(editor: Editor, source: Fixture, function: str) -> list[types.InlayHint]:
    editor.open(source.text)
    await editor.predicted(function)
    return await editor.hints()


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
async def test_hints(model: Path, source: Fixture) -> None:
    async with serving(model) as editor:
        function = "total" if source is SUM else "f"
        assert labels(await ready(editor, source, function)) == source.hints


async def test_hints_are_short_padded_and_stand_at_the_end(model: Path) -> None:
    async with serving(model) as editor:
        for hint in await ready(editor, SUM, "total"):
            assert hint.padding_left
            assert hint.position.character == len(SUM.text.split("\n")[hint.position.line])
        assert all(len(text) <= 28 for text in labels(await editor.hints()).values())


async def test_a_setting_makes_them_shorter(model: Path) -> None:
    async with serving(model, options={"hints": {"length": 14, "arguments": False}}) as editor:
        hints = labels(await ready(editor, SUM, "total"))
        assert all(len(text) <= 14 for text in hints.values())
        assert 0 not in hints


async def test_a_value_in_a_loop_says_its_pass_and_picks_it(model: Path) -> None:
    async with serving(model) as editor:
        hints = await ready(editor, SUM, "total")
        value = part(hints, 6, "3")
        assert isinstance(value.tooltip, types.MarkupContent)
        assert "Pass 2" in value.tooltip.value
        assert "verified" in value.tooltip.value
        assert value.command is not None
        await editor.execute(value.command)
        picked = labels(await editor.hints())
        assert picked == {0: "n = 10", 2: "sum = 0", 3: "i = 0", 4: "⟳ 2/10", 5: "i = 2", 6: "sum = 3", 7: "→ 55"}
        everything = part(await editor.hints(), 4, "⟳ 2/10").command
        assert everything is not None
        await editor.execute(everything)
        assert labels(await editor.hints()) == SUM.hints


async def test_values_lead_to_where_they_were_set(model: Path) -> None:
    async with serving(model) as editor:
        hints = await ready(editor, SUM, "total")
        argument, result = part(hints, 0, "10"), part(hints, 7, "55")
        assert argument.location is not None
        assert argument.location.range.start.line == 1  # The comment with the call.
        assert result.location is not None
        assert result.location.range.start.line == 6


async def test_a_client_that_resolves_gets_the_details_later(model: Path) -> None:
    async with serving(model, resolve=True) as editor:
        hints = await ready(editor, SUM, "total")
        assert labels(hints) == SUM.hints
        bare = next(hint for hint in hints if hint.position.line == 6)
        assert bare.tooltip is None
        assert part([bare], 6, "3").tooltip is None
        whole = await editor.client.inlay_hint_resolve_async(bare)
        assert isinstance(whole.tooltip, types.MarkupContent)
        assert "total(10)" in whole.tooltip.value
        assert part([whole], 6, "3").command is not None


async def test_a_hint_of_an_older_text_is_not_resolved(model: Path) -> None:
    async with serving(model, resolve=True) as editor:
        hints = await ready(editor, SUM, "total")
        editor.change((0, 0), (0, 0), "# One line more.\n")
        with pytest.raises(JsonRpcException) as refused:
            await editor.client.inlay_hint_resolve_async(hints[0])
        assert refused.value.code == types.LSPErrorCodes.ContentModified


async def test_invented_arguments_are_marked(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("def f(x):\n    return x\n")
        await editor.predicted("f")
        hints = await editor.hints()
        at_def = [hint for hint in hints if hint.position.line == 0]
        assert all("(invented)" in labels([hint])[0] for hint in at_def)


async def test_activations_of_a_recursive_function(model: Path) -> None:
    source = fixture("""
        def fact(n):                    #=> n = 3
            if n < 2:
                return 1                #=> not reached
            rest = fact(n - 1)
            return n * rest

        assert fact(3)
    """)
    async with serving(model) as editor:
        first = labels(await ready(editor, source, "fact"))
        assert (first[0], first[4]) == ("n = 3", "→ 6")
        await editor.click("entered 1/3")
        second = labels(await editor.hints())
        assert (second[0], second[3], second[4]) == ("n = 2", "rest = 1", "→ 2")
        await editor.click("entered 2/3")
        assert labels(await editor.hints())[2] == "→ 1"


async def test_the_master_switch_hides_everything(model: Path) -> None:
    async with serving(model, options={"enable": False}) as editor:
        editor.open(SUM.text)
        assert await editor.hints() == []
        assert await editor.lenses() == []


async def test_hints_of_a_file_that_is_not_open(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(SUM.text)
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
        assert await editor.hints() == []


async def test_a_value_in_a_nested_loop_picks_the_passes_of_both(model: Path) -> None:
    source = fixture("""
        def f(n):                   #=> n = 2
            t = 0                   #=> t = 0
            for i in range(n):      #=> i = 0 → 1
                for j in range(n):  #=> j = 0 → 1 → 0 → 1
                    t += 10 * i + j #=> t = 0 → 1 → 11 → 22
            return t                #=> → 22

        assert f(2)
    """)
    async with serving(model) as editor:
        hints = await ready(editor, source, "f")
        assert labels(hints) == source.hints
        picking = part(hints, 4, "11").command
        assert picking is not None
        await editor.execute(picking)
        assert labels(await editor.hints()) == {
            0: "n = 2",
            1: "t = 0",
            2: "i = 1 ⟳ 2/2",
            3: "j = 0 ⟳ 1/2",
            4: "t = 11",
            5: "→ 22",
        }
        await editor.click("step forward")
        assert labels(await editor.hints())[4] == "t = 22"
