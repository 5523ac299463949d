"""Every request there is, supported or refused; and whatever else a client may send, in any order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.dap.api import HANDLERS
from tests.dap.client import PATIENCE, RefusedError, Shelf, talking
from tests.dap.programs import EVERY, TOTALS

FILE = "scores.py"
SOURCE = {"path": FILE}

SUPPORTED: Mapping[str, Mapping[str, Any]] = {
    "breakpointLocations": {"source": SOURCE, "line": 7},
    "cancel": {"requestId": 9999},
    "completions": {"text": "t", "column": 2},
    "continue": {"threadId": 1},
    "dataBreakpointInfo": {"name": "scores"},
    "evaluate": {"expression": "scores[0]"},
    "gotoTargets": {"source": SOURCE, "line": 7},
    "loadedSources": {},
    "next": {"threadId": 1},
    "reverseContinue": {"threadId": 1},
    "scopes": {"frameId": 2},
    "setBreakpoints": {"source": SOURCE, "breakpoints": [{"line": 10}]},
    "setDataBreakpoints": {"breakpoints": [{"dataId": '["totals", "total", ""]'}]},
    "setExceptionBreakpoints": {"filters": ["raised"]},
    "setExpression": {"expression": "scores", "value": "[1]"},
    "setFunctionBreakpoints": {"breakpoints": [{"name": "totals"}]},
    "source": {"source": SOURCE, "sourceReference": 0},
    "stackTrace": {"threadId": 1},
    "stepBack": {"threadId": 1},
    "stepIn": {"threadId": 1},
    "stepOut": {"threadId": 1},
    "threads": {},
    "goto": {"threadId": 1, "targetId": 4},
    "restartFrame": {"frameId": 2},
    "restart": {},
    "terminate": {},
    "disconnect": {},
}
"""Each answered with success, by a session at its first line."""
ELSEWHERE = {
    "attach", "configurationDone", "cwm/compare", "cwm/runs", "cwm/use", "exceptionInfo", "initialize", "launch", "pause",
    "setVariable", "variables",
}  # fmt: skip
"""Those with tests of their own."""
REFUSED = (
    "disassemble", "locations", "modules", "readMemory", "setInstructionBreakpoints", "stepInTargets", "terminateThreads",
    "writeMemory",
)  # fmt: skip
"""Those for which there is nothing to answer with, and for which no capability is claimed."""


@pytest.mark.parametrize("command", SUPPORTED)
async def test_supported(command: str) -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        await client.request(command, **SUPPORTED[command])


@pytest.mark.parametrize("command", REFUSED)
async def test_refused(command: str) -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        with pytest.raises(RefusedError, match="There is no request"):
            await client.request(command)
        assert await client.place() == ("totals", 7)


def test_every_handler_is_accounted_for() -> None:
    assert HANDLERS.keys() == SUPPORTED.keys() | ELSEWHERE
    assert not HANDLERS.keys() & set(REFUSED)


@pytest.mark.parametrize("command", sorted(HANDLERS.keys() - {"initialize", "disconnect"}))
async def test_too_early(command: str) -> None:
    async with talking(Shelf()) as client:
        with pytest.raises(RefusedError, match="first request must be initialize"):
            await client.request(command)
        await client.request("initialize")
        harmless = {
            "threads",
            "cancel",
            "setExceptionBreakpoints",
            "setFunctionBreakpoints",
            "setDataBreakpoints",
            "terminate",
        }
        if command not in harmless:
            with pytest.raises(RefusedError):
                await client.request(command)
        if command not in ("launch", "attach"):
            await client.request("launch", program=FILE, text=TOTALS)


@pytest.mark.parametrize("command", ["initialize", "launch", "attach", "configurationDone"])
async def test_twice(command: str) -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        with pytest.raises(RefusedError):
            await client.request(command, program=FILE)
        await client.go_on("next")


async def test_before_configuration_is_done_nothing_moves() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.launch(FILE)
        with pytest.raises(RefusedError, match="configurationDone first"):
            await client.request("next", threadId=1)
        with pytest.raises(RefusedError, match="Nothing has been predicted"):
            await client.request("evaluate", expression="total")
        await client.go_on("configurationDone")


async def test_after_the_session_it_can_be_launched_again() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        await client.request("terminate")
        await client.event("terminated")
        with pytest.raises(RefusedError, match="Nothing is being debugged"):
            await client.request("stackTrace", threadId=1)
        await client.request("launch", program=FILE)


numbers = st.integers(-3, 12) | st.sampled_from([2**31, 2**63, -1, 10**30])
texts = st.sampled_from(
    [
        "",
        "total",
        "scores",
        "x",
        FILE,
        "other.py",
        "indexed",
        ":compare",
        ":use 1",
        ":runs",
        "total = 7",
        "\0",
        "\ud800",
    ]
)
junk = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
NAMES = (
    "threadId", "frameId", "variablesReference", "name", "value", "expression", "context", "line", "breakpoints", "filters",
    "targetId", "start", "count", "filter", "text", "column", "dataId", "condition", "hitCondition", "program", "call", "levels",
    "startFrame", "granularity", "arguments", "settings", "requestId",
)  # fmt: skip


@st.composite
def requests(draw: st.DrawFn) -> tuple[object, object]:
    command: object = draw(st.sampled_from([*HANDLERS, *REFUSED, "nonsense", "", None, 7]))
    likely = SUPPORTED.get(command, {}) if isinstance(command, str) else {}
    match draw(st.integers(0, 3)):
        case 0:
            return command, draw(junk)
        case 1:
            return command, {**likely, **draw(st.dictionaries(st.sampled_from(NAMES), junk, max_size=4))}
        case 2:
            lines = st.fixed_dictionaries(
                {"line": st.integers(0, 20)}, optional={"condition": texts, "hitCondition": texts}
            )
            return "setBreakpoints", {"source": SOURCE, "breakpoints": draw(st.lists(lines, max_size=3))}
        case _:
            return command, likely


@settings(max_examples=120)
@given(st.sampled_from(list(EVERY)), st.booleans(), st.lists(requests(), min_size=1, max_size=25), st.booleans())
async def test_any_requests_in_any_order_are_answered_once_each(
    name: str, is_begun: bool, sequence: list[tuple[object, object]], at_once: bool
) -> None:
    text, call = EVERY[name]
    async with talking(Shelf(files={FILE: text})) as client:
        if is_begun:
            await client.launch(FILE, call=call)
            await client.request("configurationDone")
        answers: list[asyncio.Future[dict[str, Any]]] = []
        for command, arguments in sequence:
            answers.append(client.send(command, arguments))
            if command == "disconnect":
                break
            if not at_once:
                await asyncio.wait_for(answers[-1], PATIENCE)
        for answer in await asyncio.wait_for(asyncio.gather(*answers), PATIENCE):
            assert isinstance(answer["success"], bool)
            assert answer["success"] or answer["message"]
            assert "fault of cwm-lsp's own" not in answer.get("message", "")
        if any(command == "disconnect" for command, _ in sequence):
            return
        # The conversation goes on.
        assert (await asyncio.wait_for(client.send("threads"), PATIENCE))["command"] == "threads"
        assert client.unasked == []
