"""Whatever a model predicts, it can be stepped through: an engine that answers at random, and every button."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.engine.protocol import Choice, Token
from tests.dap.client import RefusedError, Shelf, talking
from tests.dap.programs import EVERY
from tests.session.fakes import FakeEngine, FakeGeneration

FILE = "scores.py"
VALUES = [
    "0",
    "'a'",
    "[1, 2]",
    "{'a': [1]}",
    "<Node object>",
    "None",
    "..",
    "",
    "Point(x=1)",
    "[1, 2, ...",
    "'ValueError'",
    "é🙂",
]
MOVES = ["next", "stepIn", "stepOut", "stepBack", "reverseContinue", "continue"]


class MoodyGeneration(FakeGeneration):
    """Chooses at random, and writes values that may be anything."""

    def __init__(self, engine: MoodyEngine, ids: list[int]) -> None:
        super().__init__(engine, ids)
        self.random = engine.random

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        await self.engine.asked()
        index = self.random.randrange(len(options))
        self.append(options[index])
        return Choice(index, -0.5)

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        await self.engine.asked()
        ids = self.engine.encode([self.random.choice(VALUES) + '"'])
        self.append(ids)
        return tuple(Token(one, self.engine.data(one), -0.5) for one in ids)


class MoodyEngine(FakeEngine):
    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = Random(seed)

    async def start(self, prompt: Sequence[int]) -> FakeGeneration:
        self.open_sequences += 1
        return MoodyGeneration(self, list(prompt))


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=12)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["off", "mark", "correct"]),
    st.lists(st.sampled_from(MOVES), min_size=3, max_size=14),
    st.booleans(),
)
async def test_it_is_stepped_through(name: str, seed: int, verify: str, moves: list[str], is_direct: bool) -> None:
    text, call = EVERY[name]
    async with talking(Shelf(MoodyEngine(seed))) as client:
        await client.launch(
            FILE, text=text, call=call, maxFrames=120, settings={"verify": verify}, directReturns=is_direct
        )
        if not is_direct:
            await client.request("setExceptionBreakpoints", filters=["raised", "uncaught"])
            lines = [{"line": 7}, {"line": 3, "hitCondition": "% 2"}, {"line": 9, "logMessage": "{n}"}]
            await client.request("setBreakpoints", source={"path": FILE}, breakpoints=lines)
        await client.go_on("configurationDone")
        for move in moves:
            await client.request(move, threadId=1)
            if (await client.event("stopped", "terminated"))["event"] == "terminated":
                break
            await look_at_everything(client)
            for run in (await client.request("cwm/runs"))["runs"]:
                assert run["outcome"]
        assert "fault" not in client.said() + client.said("stderr") + client.said("important")


async def look_at_everything(client: Any) -> None:
    """What an editor shows, unfolded all the way."""
    for frame in (await client.request("stackTrace", threadId=1))["stackFrames"]:
        pending = [one["variablesReference"] for one in (await client.request("scopes", frameId=frame["id"]))["scopes"]]
        while pending:
            reference = pending.pop()
            if reference:
                shown = (await client.request("variables", variablesReference=reference))["variables"]
                pending += [one["variablesReference"] for one in shown]
                assert all(one["value"] is not None and one["type"] for one in shown)
    try:
        names = list(await client.values())
        for one in names[:2]:
            if one.isidentifier():
                await client.request("evaluate", expression=f"{one} = [7]")
    except RefusedError as error:
        assert "fault" not in str(error)
