"""Stepping over a call that would be long to predict: its return is asked for alone, and its inside stays to be stepped into."""

from __future__ import annotations

from typing import Any

from tests.dap.client import Shelf, talking

FILE = "slow.py"
TEXT = """\
def count(n):
    i = 0
    while i < n:
        i = i + 1
    return i


def total(n):
    first = count(n)
    second = count(first) + 1
    return second


total(1000)
"""
LAUNCH: dict[str, Any] = {"text": TEXT, "function": "total", "directReturns": True}


async def test_the_return_is_the_models_word() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, **LAUNCH)
        await client.go_on("next")
        assert await client.place() == ("total", 10)
        found = {one["name"]: (one["value"], one["type"].partition(",")[0]) for one in await client.variables("Locals")}
        # The engine says 0 to everything.
        assert found == {"first": ("0", "int · predicted"), "(return) count": ("0", "int · predicted")}
        assert [one["name"] for one in (await client.request("cwm/runs"))["runs"]] == ["original"]
        await client.go_on("next")
        assert (await client.values())["second"] == "1"
        await client.go_on("stepBack")
        await client.go_on("stepBack")
        assert await client.place() == ("total", 9)


async def test_its_inside_can_be_stepped_into_later() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, **LAUNCH)
        await client.go_on("next")
        await client.go_on("stepBack")
        await client.go_on("stepIn")
        assert await client.place() == ("count", 2)
        assert await client.values() == {"n": "1000"}
        await client.go_on("stepOut")
        assert (await client.values())["(return) count"] == "1000"
        await client.go_on("next")
        assert (await client.values())["first"] == "1000"


async def test_with_breakpoints_nothing_is_skipped() -> None:
    async with talking(Shelf()) as client:
        await client.launch(FILE, **LAUNCH)
        await client.request("setBreakpoints", source={"path": FILE}, breakpoints=[{"line": 5}])
        await client.go_on("configurationDone")
        assert (await client.go_on("next"))["reason"] == "breakpoint"
        assert (await client.values())["i"] == "1000"


async def test_the_embedded_model_is_not_asked_that_way_unless_one_says_so() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TEXT, function="total")
        await client.go_on("next")
        assert (await client.values())["first"] == "1000"


async def test_a_changed_value_after_a_skipped_call() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, **LAUNCH)
        await client.go_on("next")
        await client.request("evaluate", expression="first = 3")
        await client.go_on("next")
        assert await client.place() == ("total", 11)
        assert (await client.values())["first"] == "3"
        await client.request("evaluate", expression=":use original")
        await client.event("stopped")
        assert (await client.values())["first"] == "0"
