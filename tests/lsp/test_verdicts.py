"""Whether a function ends and how it grows: as problems, lenses, hovers and tables, and how to silence them."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from lsprotocol import types

from tests.lsp import serving as servers
from tests.lsp.serving import PATIENCE, URI, Editor
from tests.serving.ports import free_port

serving = partial(servers.serving, verdicts=True)

COUNTDOWN = """\
def countdown(n):
    while n > 0:
        print(n)
        n += 1
    return "done"


def total(items):
    result = 0
    for item in items:
        result += item
    return result


def steps(n):
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


assert steps(6) == 8
"""


def is_there(found: list[types.Diagnostic]) -> bool:
    return any(one.code == "non-termination" for one in found)


async def test_a_loop_that_never_ends_is_a_problem_at_its_line(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        found = [one for one in await editor.problems_when(is_there) if one.code == "non-termination"]
        (problem,) = found
        assert problem.range.start.line == 1
        assert problem.severity == types.DiagnosticSeverity.Warning
        assert "never ends" in problem.message
        assert problem.message.endswith("(verified).")


async def test_it_is_told_above_the_function_and_when_pointed_at(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        await editor.problems_when(is_there)
        assert "∞ never ends (verified)" in await editor.lens_titles(0)
        hover = await editor.hover(0, 5)
        assert hover.startswith("**Never ends** (verified).")
        assert "| predicted run |" in hover
        assert "Never ends" in await editor.hover(1, 5), "at the loop, too"
        assert not any("ends" in title for title in await editor.lens_titles(7)), "nobody has wondered"


async def test_a_comment_silences_it_and_a_quick_fix_writes_the_comment(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        (problem,) = [one for one in await editor.problems_when(is_there) if one.code == "non-termination"]
        fix = await quick_fix(editor, problem)
        assert list(fix.diagnostics or ()) == [problem]
        assert fix.edit is not None
        (change,) = list(fix.edit.document_changes or ())
        assert isinstance(change, types.TextDocumentEdit)
        (edit,) = change.edits
        assert isinstance(edit, types.TextEdit)
        assert edit.new_text == "  # cwm: ignore[non-termination]"
        place = edit.range.start
        editor.change((place.line, place.character), (place.line, place.character), edit.new_text)
        await editor.hints()
        await editor.problems_when(lambda found: not is_there(found))


async def quick_fix(editor: Editor, problem: types.Diagnostic) -> types.CodeAction:
    context = types.CodeActionContext([problem], only=[types.CodeActionKind.QuickFix])
    params = types.CodeActionParams(types.TextDocumentIdentifier(URI), problem.range, context)
    (found,) = list(await editor.client.text_document_code_action_async(params) or ())
    assert isinstance(found, types.CodeAction)
    return found


async def test_an_edit_takes_the_verdict_away_at_once(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        await editor.problems_when(is_there)
        editor.change((3, 10), (3, 11), "-")
        await editor.problems_when(lambda found: not is_there(found))
        assert "∞ never ends (verified)" not in await editor.lens_titles(0)


async def test_lines_above_move_the_verdict_along(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        await editor.problems_when(is_there)
        editor.change((0, 0), (0, 0), "# Above.\n\n")
        found = await editor.problems_when(lambda found: any(one.range.start.line == 3 for one in found))
        assert is_there(found)


async def test_severity_and_switch_are_settings(any_model: Path) -> None:
    options = {"diagnostics": {"nonTermination": "error"}}
    async with serving(any_model, options=options) as editor:
        editor.open(COUNTDOWN)
        await editor.hints()
        found = await editor.problems_when(is_there)
        assert next(one for one in found if one.code == "non-termination").severity == types.DiagnosticSeverity.Error
    async with serving(any_model, options={"termination": {"enable": False}}) as editor:
        editor.open(COUNTDOWN)
        await editor.predicted("countdown")
        assert not await editor.lens_titles(0) or "∞ never ends (verified)" not in await editor.lens_titles(0)


async def test_the_whole_file_in_a_table(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(COUNTDOWN)
        params = types.ExecuteCommandParams("cwm.halting", [URI])
        text = await editor.client.workspace_execute_command_async(params)
        assert isinstance(text, str)
        rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| `")}
        assert "never ends | verified" in rows["`countdown`"]
        assert "| ends |" in rows["`total`"]
        assert "nothing was run" in text


PAIRS = """\
# cwm: O(n log n)
def pairs(items):
    found = []
    for one in items:
        for other in items:
            if one < other:
                found.append((one, other))
    return found


def first(items):
    return items[0]
"""


def over_budget(found: list[types.Diagnostic]) -> bool:
    return any(one.code == "complexity-budget" for one in found)


async def test_a_function_over_its_budget_is_a_problem_at_its_def(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(PAIRS)
        await editor.hints()
        (problem,) = [one for one in await editor.problems_when(over_budget) if one.code == "complexity-budget"]
        assert problem.range.start.line == 1
        assert problem.message.startswith(
            "pairs is predicted to grow as O(n²), n = len(items); its budget is O(n log n) ("
        )


async def test_how_a_function_grows_stands_above_it_and_is_drawn_when_pointed_at(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(PAIRS)
        await editor.hints()
        await editor.problems_when(over_budget)
        (title,) = [one for one in await editor.lens_titles(1) if one.startswith("O(")]
        assert title.startswith("O(n²) (")
        hover = await editor.hover(1, 5)
        assert hover.startswith("**O(n²)** time")
        assert "n = 10⁶" in hover
        assert "O(n)" in await editor.hover(4, 9), "the inner loop"


async def test_the_budget_of_all_functions_is_a_setting(any_model: Path) -> None:
    async with serving(any_model, options={"complexity": {"budget": "O(1)"}}) as editor:
        editor.open(PAIRS.replace("# cwm: O(n log n)", "# cwm: O(n^2)"))
        await editor.hints()
        await editor.command("cwm.complexity", {"uri": URI})
        assert not over_budget(list(editor.client.diagnostics.get(URI, ())))


async def test_growing_worse_than_saved_is_told_where_it_is_wanted(any_model: Path) -> None:
    text = "def total(items):\n    result = 0\n    for one in items:\n        result += one\n    return result\n"
    async with serving(any_model, options={"diagnostics": {"complexityRegression": "warning"}}) as editor:
        editor.open(text)
        await editor.hints()
        await editor.command("cwm.complexity", {"uri": URI})
        editor.change((3, 18), (3, 21), "sum(items)")
        await editor.hints()
        found = await editor.problems_when(lambda found: any(one.code == "complexity-regression" for one in found))
        (problem,) = [one for one in found if one.code == "complexity-regression"]
        assert "it was O(n) when saved" in problem.message


async def test_how_the_functions_of_a_file_grow_in_a_table(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(PAIRS)
        params = types.ExecuteCommandParams("cwm.complexity", [URI])
        text = await editor.client.workspace_execute_command_async(params)
        assert isinstance(text, str)
        rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| `")}
        assert "| 2 | O(n²) |" in rows["`pairs`"]
        assert "O(1)" in rows["`first`"]


async def test_a_model_that_is_not_there_is_named_and_nobody_waits_for_it(any_model: Path) -> None:
    gone = {"engine": "vllm", "endpoint": f"http://127.0.0.1:{free_port()}", "model": ""}
    async with serving(any_model, options=gone) as editor:
        editor.open(PAIRS)
        await editor.hints()
        params = types.ExecuteCommandParams("cwm.complexity", [URI])
        text = await asyncio.wait_for(editor.client.workspace_execute_command_async(params), PATIENCE)
        assert isinstance(text, str)
        assert "Not all of the file was judged" in text


async def test_another_example_call_is_another_question(any_model: Path) -> None:
    text = "def down(n):\n    while n != 0:\n        n -= 2\n    return n\n\n\nassert down(48) == 0\n"
    async with serving(any_model) as editor:
        editor.open(text)
        await editor.hints()
        await editor.command("cwm.halting", {"uri": URI})
        assert "`down(48)`" in await editor.hover(0, 5)
        editor.change((6, 12), (6, 14), "46")
        await editor.hints()
        await editor.command("cwm.halting", {"uri": URI})
        hover = await editor.hover(0, 5)
        assert "`down(46)`" in hover
        assert "`down(48)`" not in hover
