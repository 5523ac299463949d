"""Changing a value: the rest is predicted anew as a run of its own, the first is kept, and the two are compared."""

from __future__ import annotations

import pytest

from tests.dap.client import Client, RefusedError, Shelf, talking
from tests.dap.programs import CALLS, TOTALS

FILE = "scores.py"


async def changed(client: Client, name: str, value: str, scope: str = "Locals") -> dict[str, object]:
    reference = await client.reference(scope)
    return await client.request("setVariable", variablesReference=reference, name=name, value=value)


async def test_what_follows_is_predicted_anew() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("next")
        answer = await changed(client, "total", "100")
        assert (answer["value"], answer["type"]) == ("100", "int · set by you")
        assert await client.place() == ("totals", 8)
        assert (await client.values())["total"] == "100"
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[103, 107, 108]"
        await client.go_on("reverseContinue")
        await client.go_on("next")
        assert (await client.values())["total"] == "100"


async def test_an_argument_changes_the_course() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await changed(client, "scores", "[7]", "Arguments")
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[7]"
        text = (await client.request("evaluate", expression=":compare", context="repl"))["result"]
        assert "returns [3, 7, 8]" in text
        assert "returns [7]" in text
        assert "Their courses part: original goes on at line 10, what-if 1 at line 12." in text
        assert "scores" in text


async def test_the_first_run_is_kept_and_can_be_gone_back_to() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("next")
        await client.request("evaluate", expression="total = total + 41", context="repl")
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[44, 48, 49]"
        await client.request("evaluate", expression=":use original", context="repl")
        await client.event("stopped")
        assert await client.place() == ("totals", 8)
        assert (await client.values())["total"] == "0"
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[3, 7, 8]"
        lines = (await client.request("evaluate", expression=":runs", context="repl"))["result"].splitlines()
        assert lines == [
            "→ original: as called; returns [3, 7, 8]",
            "  what-if 1: total = 41 instead of 0; returns [44, 48, 49]",
        ]
        runs = (await client.request("cwm/runs"))["runs"]
        assert [(one["name"], one["isShown"]) for one in runs] == [("original", True), ("what-if 1", False)]
        compared = await client.request("cwm/compare")
        assert compared["runs"] == ["what-if 1", "original"]
        assert compared["courseParts"] is None
        assert {"what": "outcome", "values": ["returns [44, 48, 49]", "returns [3, 7, 8]"]} in compared["rows"]


async def test_a_change_of_a_change() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("next")
        await changed(client, "total", "10")
        await client.go_on("next")
        await client.go_on("next")
        await client.request("setExpression", expression="score", value="score * 1000")
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[3010, 3014, 3015]"
        runs = (await client.request("cwm/runs"))["runs"]
        assert [one["name"] for one in runs] == ["original", "what-if 1", "what-if 2"]


async def test_within_a_call() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=CALLS, function="both")
        await client.go_on("stepIn")
        await changed(client, "x", "50", "Arguments")
        await client.go_on("continue")
        assert (await client.values())["(return) both"] == "310"


async def test_the_client_is_told_that_what_it_shows_is_old() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS, initialize={"supportsInvalidatedEvent": True})
        await client.go_on("next")
        await changed(client, "total", "1")
        assert (await client.event("invalidated"))["body"]["areas"] == ["stacks", "variables"]
        assert "what-if 1: total = 1 instead of 0" in client.said()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("total", "1 +", "no value"),
        ("total", "nobody", "not known"),
        ("total", "open('x')", "no value here"),
        ("score", "1", "score has no value here"),
    ],
)
async def test_values_that_can_not_be_given(name: str, value: str, message: str) -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("next")
        with pytest.raises(RefusedError, match=message):
            await changed(client, name, value)
        assert len((await client.request("cwm/runs"))["runs"]) == 1


async def test_places_where_nothing_can_be_changed() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=CALLS, function="both")
        await client.go_on("stepIn")
        frames = (await client.request("stackTrace"))["stackFrames"]
        outer = (await client.request("scopes", frameId=frames[1]["id"]))["scopes"][0]["variablesReference"]
        with pytest.raises(RefusedError, match="innermost"):
            await client.request("setVariable", variablesReference=outer, name="a", value="3")
        await client.go_on("stepOut")
        with pytest.raises(RefusedError, match="before a line"):
            await changed(client, "a", "3", "Arguments")
        with pytest.raises(RefusedError, match="only the original"):
            await client.request("evaluate", expression=":compare", context="repl")


async def test_an_object_is_given_by_its_repr() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("next")
        assert (await changed(client, "total", "<Money object>"))["value"] == "<Money object>"
        assert (await changed(client, "total", "Money(amount=3)"))["value"] == "Money(amount=3)"
