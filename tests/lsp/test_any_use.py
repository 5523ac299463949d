"""Any use of a real server: edits, opens, closes, questions, cancelled questions, commands, settings, an engine that is gone.

Whatever happened, in the end the hints are those of a server that has only ever seen the last text, and nothing is left over.
"""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from tests.lsp.fixtures import label
from tests.lsp.serving import PATIENCE, URI, Editor, serving
from tests.serving.ports import free_port

TEXT = '''\
LIMIT = 3


def helper(x):
    return x * 2


def f(items):
    """
    >>> f([1, 2])
    6
    """
    total = 0
    for one in items:
        total += helper(one)  # 🍓
    return total


def g(n):
    while n > LIMIT:
        n = n - 1
    return n


assert f([3]) == 6
assert g(5) == 3
'''
FUNCTIONS = ("helper", "f", "g")
LINES = ("\n", "# 🍓\n", "    \n")
SLIPS = ("(", '"', "x", "\n", "    ", "🍓", "def f(y):\n    return y\n", "n = 7\n", ":")
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"verify": "mark"},
    {"verify": "off", "maxFrames": 20},
    {"enable": False},
    {"trigger": "manual"},
    {"hints": {"length": 12}},
    {"engine": "vllm", "endpoint": f"http://127.0.0.1:{free_port()}"},
)


@dataclass(frozen=True)
class Step:
    """What a user or an editor does."""

    kind: str
    number: int
    other: int


steps = st.builds(
    Step,
    st.sampled_from(
        ["line", "digit", "slip", "reopen", "hints", "hover", "lenses", "cancelled", "command", "set", "rest"]
    ),
    st.integers(0, 999),
    st.integers(0, 999),
)


class User:
    """Takes steps in an editor."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.waiting: list[asyncio.Future[Any]] = []
        self._slipped: tuple[tuple[int, int], str] | None = None

    async def take(self, step: Step) -> None:
        await getattr(self, f"_{step.kind}")(step)

    def _place(self, number: int) -> tuple[int, int]:
        """Some place between two characters, in UTF-16 units."""
        lines = self.editor.text.split("\n")
        row = number % len(lines)
        text = lines[row][: number % (len(lines[row]) + 1)]
        return row, len(text.encode("utf-16-le")) // 2

    def write(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        start, end = sorted((start, end))
        self.editor.change(start, end, text)
        lines = self.editor.text.split("\n")
        before = "\n".join([*lines[: start[0]], _cut(lines[start[0]], 0, start[1])])
        after = "\n".join([_cut(lines[end[0]], end[1], None), *lines[end[0] + 1 :]])
        self.editor.text = before + text + after

    def mend(self) -> None:
        """Take the last slip back."""
        if self._slipped is not None:
            (row, column), text = self._slipped
            self._slipped = None
            rows = text.count("\n")
            last = text.rpartition("\n")[2]
            end = (row + rows, (0 if rows else column) + len(last.encode("utf-16-le")) // 2)
            self.write((row, column), end, "")

    async def _line(self, step: Step) -> None:
        self.mend()
        place = (step.number % len(self.editor.text.split("\n")), 0)
        self.write(place, place, LINES[step.other % len(LINES)])

    async def _digit(self, step: Step) -> None:
        self.mend()
        places = [
            (row, len(line[: found.start()].encode("utf-16-le")) // 2)
            for row, line in enumerate(self.editor.text.split("\n"))
            for found in re.finditer("[0-9]", line)
        ]
        row, column = places[step.number % len(places)]
        self.write((row, column), (row, column + 1), str(step.other % 10))

    async def _slip(self, step: Step) -> None:
        """Something that mostly breaks the text, and is taken back before the next edit."""
        self.mend()
        place, text = self._place(step.number), SLIPS[step.other % len(SLIPS)]
        self.write(place, place, text)
        self._slipped = (place, text)

    async def _reopen(self, step: Step) -> None:
        self.mend()
        self.editor.close()
        self.editor.open(TEXT if step.number % 2 else self.editor.text)

    async def _hints(self, _: Step) -> None:
        async def ask() -> None:
            text = self.editor.text
            for hint in await self.editor.hints():
                line, named = text.split("\n")[hint.position.line], re.match(r"(\w+) =", label(hint))
                assert named is None or named[1] in line, f"{label(hint)!r} stands at {line!r}"

        await self._answered(ask)

    async def _hover(self, step: Step) -> None:
        row, column = self._place(step.number)
        await self._answered(lambda: self.editor.hover(row, column))

    async def _lenses(self, _: Step) -> None:
        await self._answered(self.editor.lenses)

    async def _answered(self, ask: Callable[[], Awaitable[object]]) -> None:
        try:
            await asyncio.wait_for(ask(), PATIENCE)
        except (asyncio.TimeoutError, AssertionError):
            raise
        except Exception as error:
            assert "ontent" in str(error) and "odified" in str(error), error

    async def _cancelled(self, step: Step) -> None:
        """A question whose answer nobody wants any more."""
        place = types.Position(*self._place(step.number))
        params = types.HoverParams(types.TextDocumentIdentifier(URI), place)
        identifier = f"cancelled {len(self.waiting)}"
        protocol = self.editor.client.protocol
        self.waiting.append(
            asyncio.wrap_future(protocol.send_request(types.TEXT_DOCUMENT_HOVER, params, msg_id=identifier))
        )
        if step.other % 2:
            await asyncio.sleep(0.01)
        protocol.notify(types.CANCEL_REQUEST, types.CancelParams(identifier))

    async def _command(self, step: Step) -> None:
        function = FUNCTIONS[step.number % 3]
        names = ("cwm.predict", "cwm.cancel", "cwm.stepIteration", "cwm.pickCall", "cwm.pickActivation")
        name = names[step.other % len(names)]
        more: dict[str, Any] = {"cwm.stepIteration": {"by": 1}, "cwm.pickActivation": {"activation": 2}}.get(name, {})
        params = types.ExecuteCommandParams(name, [{"uri": URI, "function": function, **more}])
        try:
            await self.editor.client.workspace_execute_command_async(params)
        except Exception as error:
            # The function may be gone, or have no loop.
            assert "There is no" in str(error), error

    async def _set(self, step: Step) -> None:
        change(self.editor, SETTINGS[step.number % len(SETTINGS)])

    async def _rest(self, step: Step) -> None:
        await asyncio.sleep(step.number / 2000)


def _cut(text: str, first: int, last: int | None) -> str:
    data = text.encode("utf-16-le")
    return data[2 * first : None if last is None else 2 * last].decode("utf-16-le", "replace")


def change(editor: Editor, what: dict[str, Any]) -> None:
    editor.client.set_configuration({"cwm": what})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))


def is_sound(text: str) -> bool:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    # The very names are predicted one by one below.
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return sorted(names) == sorted(FUNCTIONS)


async def final_hints(editor: Editor) -> list[tuple[int, int, str]]:
    """The hints once nothing is waiting any more."""
    before: list[types.InlayHint] = []
    while True:
        hints = await editor.hints()
        if hints and hints == before and bool(editor.statuses) and is_quiet(editor.statuses[-1]):
            return [(hint.position.line, hint.position.character, label(hint)) for hint in hints]
        before = hints
        await asyncio.sleep(0.5)


async def used(model: Path, taken: list[Step]) -> None:
    async with serving(model, settings={}, ours={"status": True}, verdicts=True) as editor:
        editor.open(TEXT)
        user = User(editor)
        for step in taken:
            await user.take(step)
        await asyncio.wait_for(asyncio.gather(*user.waiting, return_exceptions=True), PATIENCE)
        change(editor, {})
        user.mend()
        lines = editor.text.split("\n")
        if is_sound(editor.text):
            # What was cancelled stays so until the text changes.
            end = (len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)
            user.write(end, end, "\n")
        else:
            editor.change((0, 0), (len(lines), 0), TEXT)
            editor.text = TEXT
        for function in FUNCTIONS:
            if any(step.kind == "command" for step in taken):
                await editor.command("cwm.pickCall", {"uri": URI, "function": function})
                await editor.command("cwm.pickActivation", {"uri": URI, "function": function})
                await editor.command("cwm.pickIteration", {"uri": URI, "function": function, "passes": []})
        found = await asyncio.wait_for(final_hints(editor), PATIENCE)
        for told in editor.client.progress_reports.values():
            kinds: list[object] = [type(one) for one in told]
            begun, ended = kinds.count(types.WorkDoneProgressBegin), kinds.count(types.WorkDoneProgressEnd)
            assert begun == ended, "a progress was left over"
    async with serving(model, settings={}, ours={"status": True}, verdicts=True) as fresh:
        fresh.open(editor.text)
        assert found == await asyncio.wait_for(final_hints(fresh), PATIENCE)


def is_quiet(status: Any) -> bool:
    return status.queue == 0 and status.predicting is None


@pytest.mark.slow
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=40, max_size=120))
def test_in_the_end_the_hints_are_those_of_a_fresh_server(any_model: Path, taken: list[Step]) -> None:
    asyncio.run(used(any_model, taken))
