"""Sources with the problems that should stand at their lines. Every step follows for certain, so any model gives them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest
from lsprotocol import types

from cwm_lsp.lsp.diagnostics import CUT_OFF, ENDLESS, EXCEPTION, documentation
from tests.lsp.fixtures import Fixture, fixture
from tests.lsp.serving import Editor, serving

RATIO = fixture("""
    def ratio(a, b):
        return a // b           #! predicted-exception: f(0) will raise ZeroDivisionError here (verified).

    def f(n):
        total = 1
        return ratio(total, n)

    assert f(0)
""")
ENDLESS_LOOP = fixture("""
    def f(n):
        while n < 10:   #! endless-loop: f(1) never ends: after 2 passes of this loop everything is as before (n = 2). Verified.
            n = n * 2 % 6
        return n

    assert f(1)
""")
LONG = fixture("""
    def f(n):
        while n:                #! cut-off: The prediction of f(1) was cut off here after 40 frames; the call goes on.
            n += 1
        return n

    assert f(1)
""")
CASES = {
    "an uncaught exception": RATIO,
    "an endless loop": ENDLESS_LOOP,
    "a prediction that was cut off": LONG,
    "an exception that the example is meant to raise": fixture("""
        def f(n):
            return 1 // n

        def test_f():
            with pytest.raises(ZeroDivisionError):
                f(0)
    """),
    "nothing": fixture("""
        def f(n):
            try:
                return 1 // n
            except ZeroDivisionError:
                return 0

        assert f(0)
    """),
}


def shown(found: list[types.Diagnostic]) -> dict[int, str]:
    return {one.range.start.line: f"{one.code}: {one.message}" for one in found}


async def pulled(editor: Editor, source: Fixture) -> list[types.Diagnostic]:
    editor.open(source.text)
    await editor.predicted("f")
    report = await editor.pulled()
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return list(report.items)


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
async def test_problems(model: Path, source: Fixture) -> None:
    async with serving(model, pull=True, options={"maxFrames": 40}) as editor:
        assert shown(await pulled(editor, source)) == source.problems


async def test_an_exception_has_its_callers_its_range_and_a_link(model: Path) -> None:
    async with serving(model, pull=True) as editor:
        (one,) = await pulled(editor, RATIO)
        assert one.severity == types.DiagnosticSeverity.Warning
        assert one.source == "cwm"
        line = RATIO.text.split("\n")[1]
        assert (one.range.start.character, one.range.end.character) == (4, len(line))
        assert [(place.location.range.start.line, place.message) for place in one.related_information or ()] == [
            (5, "called from f")
        ]
        assert one.code_description is not None
        assert one.code_description.href.endswith(f"docs/diagnostics.md#{EXCEPTION}")


async def test_an_unchanged_report_is_not_sent_again_and_an_edit_takes_it_away(model: Path) -> None:
    async with serving(model, pull=True, options={"debounce": 10_000}) as editor:
        editor.open(RATIO.text)
        await editor.predicted("f")
        first = await editor.pulled()
        again = await editor.pulled(first.result_id)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        editor.change((1, 4), (1, 4), "  ")
        after = await editor.pulled(first.result_id)
        assert isinstance(after, types.RelatedFullDocumentDiagnosticReport)
        assert list(after.items) == []


async def test_a_client_that_asks_is_told_to_ask_anew_and_nothing_is_pushed(model: Path) -> None:
    async with serving(model, pull=True) as editor:
        await pulled(editor, RATIO)
        assert editor.client.diagnostic_refresh_count > 0
        assert editor.client.diagnostics == {}


async def test_a_client_that_does_not_ask_is_pushed_to(model: Path) -> None:
    async with serving(model) as editor:
        assert editor.capabilities.diagnostic_provider is None
        editor.open(RATIO.text)
        await editor.hover(4, 4)
        found = await editor.problems_when(bool)
        assert shown(found) == RATIO.problems
        editor.change((4, 4), (4, 4), "  ")
        await editor.problems_when(lambda found: not found)


async def test_closing_takes_what_was_pushed_away(model: Path) -> None:
    async with serving(model) as editor:
        editor.open(RATIO.text)
        await editor.hover(4, 4)
        await editor.problems_when(bool)
        editor.close()
        await editor.problems_when(lambda found: not found)


async def test_severities_are_set(model: Path) -> None:
    severities = {"exception": "hint", "endlessLoop": "off"}
    async with serving(model, pull=True, options={"diagnostics": severities}) as editor:
        (one,) = await pulled(editor, RATIO)
        assert one.severity == types.DiagnosticSeverity.Hint
        assert await pulled(editor, ENDLESS_LOOP) == []


async def test_a_changed_setting_holds_at_once_for_what_was_pushed(model: Path) -> None:
    async with serving(model) as editor:

        def configure(**settings: object) -> None:
            given: dict[str, object] = {"cwm": settings}
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(given))

        editor.open(RATIO.text)
        await editor.hover(4, 4)
        await editor.problems_when(bool)
        configure(enable=False)
        await editor.problems_when(lambda found: not found)
        configure(enable=True, diagnostics={"exception": "hint"})
        found = await editor.problems_when(bool)
        assert found[0].severity == types.DiagnosticSeverity.Hint


async def test_nothing_is_said_where_the_arguments_decide_and_are_guessed(model: Path) -> None:
    async with serving(model, pull=True) as editor:
        found = await pulled(editor, fixture("def f(n):\n    return 1 // 0\n"))
        assert all(one.severity in (types.DiagnosticSeverity.Information, None) for one in found)
        assert all("invented arguments" in one.message for one in found)


def test_every_code_has_its_section() -> None:
    page = documentation()
    assert page is not None
    text = Path(url2pathname(urlparse(page).path)).read_text(encoding="utf-8")
    for code in (EXCEPTION, ENDLESS, CUT_OFF):
        assert f"\n## {code}\n" in text
