"""Breakpoints of every kind, forward and backward, and what happens to those that can't be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.dap.breakpoints import Breakpoint, Breakpoints, Exceptions, Kind, Undecided, check_hits, is_hit
from cwm_lsp.dap.expressions import Expressions
from tests.dap.client import Client, Shelf, talking
from tests.dap.programs import CALLS, ERRORS, EVERY, TOTALS
from tests.dap.test_cursor import HISTORIES, prediction_of

FILE = "scores.py"


async def met(client: Client, command: str = "continue", most: int = 20) -> list[int]:
    """The lines that breakpoints stop at, until the run's end or beginning."""
    lines: list[int] = []
    for _ in range(most):
        stopped = await client.go_on(command)
        if stopped["reason"] == "step":
            return lines
        lines.append((await client.place())[1])
    return lines


async def begun(
    client: Client, text: str = TOTALS, *breakpoints: dict[str, Any], **launch: Any
) -> list[dict[str, Any]]:
    """A session at its first line with these line breakpoints; what was answered of them."""
    await client.launch(FILE, text=text, **launch)
    placed = await client.request("setBreakpoints", source={"path": FILE}, breakpoints=list(breakpoints))
    await client.go_on("configurationDone")
    return placed["breakpoints"]


async def test_a_line_is_met_each_time_and_in_reverse_order_going_back() -> None:
    async with talking(Shelf()) as client:
        placed = await begun(client, TOTALS, {"line": 10})
        assert placed[0]["verified"]
        assert await met(client) == [10, 10, 10]
        assert await met(client, "reverseContinue") == [10, 10, 10]


async def test_a_step_over_a_call_stops_at_a_breakpoint_in_it() -> None:
    async with talking(Shelf()) as client:
        await begun(client, CALLS, {"line": 2}, function="both")
        stopped = await client.go_on("next")
        assert stopped["reason"] == "breakpoint"
        assert await client.place() == ("double", 2)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("score == 4", ["3"]),
        ("total > 0 and score != 1", ["3"]),
        ("len(found) == LIMIT - 1", ["7"]),
        ("score in scores[:1]", ["0"]),
        ("[x for x in found if x > 5]", ["7"]),
    ],
)
async def test_conditions_on_predicted_values(condition: str, expected: list[str]) -> None:
    async with talking(Shelf()) as client:
        await begun(client, TOTALS, {"line": 10, "condition": condition})
        totals: list[str] = []
        while (await client.go_on("continue"))["reason"] == "breakpoint":
            totals.append((await client.values())["total"])
        assert totals == expected


@pytest.mark.parametrize(("hits", "expected"), [("2", ["3"]), (">= 2", ["3", "7"]), ("% 2", ["3"]), ("<=1", ["0"])])
async def test_hit_counts(hits: str, expected: list[str]) -> None:
    async with talking(Shelf()) as client:
        await begun(client, TOTALS, {"line": 10, "hitCondition": hits})
        for command in ("continue", "reverseContinue"):
            totals: list[str] = []
            while (await client.go_on(command))["reason"] == "breakpoint":
                totals.append((await client.values())["total"])
            assert totals == (expected if command == "continue" else expected[::-1])


async def test_a_condition_that_has_no_value_is_told_once_and_stops_nothing() -> None:
    async with talking(Shelf()) as client:
        await begun(client, TOTALS, {"line": 10, "condition": "nobody > 1"})
        assert await met(client) == []
        assert client.said("stderr").count("nobody > 1") == 1


async def test_breakpoints_that_can_not_be_say_why() -> None:
    async with talking(Shelf()) as client:
        wrong = await begun(
            client,
            TOTALS,
            {"line": 10, "condition": "total >"},
            {"line": 10, "hitCondition": "often"},
            {"line": 16},
            {"line": 6},
        )
        assert [one["verified"] for one in wrong] == [False, False, False, True]
        assert "no condition" in wrong[0]["message"]
        assert "hit count" in wrong[1]["message"]
        assert "no line here" in wrong[2]["message"]
        assert wrong[3]["line"] == 7
        other = await client.request("setBreakpoints", source={"path": "other.py"}, breakpoints=[{"line": 1}])
        assert "Another file" in other["breakpoints"][0]["message"]
        found = await client.request("breakpointLocations", source={"path": FILE}, line=1, endLine=99)
        assert [one["line"] for one in found["breakpoints"]] == [7, 8, 9, 10, 11, 12]


async def test_log_points_tell_and_go_on() -> None:
    async with talking(Shelf()) as client:
        await begun(client, TOTALS, {"line": 10, "logMessage": "total {total}, next {score + 1}, {{x}}, {nobody}"})
        assert await met(client) == []
        lines = client.said("stdout").splitlines()
        assert lines[0].startswith("total 0, next 4, {x}, {nobody: ")
        assert [line[:7] for line in lines] == ["total 0", "total 3", "total 7"]


async def test_a_function_is_stopped_at_its_first_line() -> None:
    async with talking(Shelf()) as client:
        await client.launch(FILE, text=CALLS, function="both", stopOnEntry=False)
        placed = await client.request("setFunctionBreakpoints", breakpoints=[{"name": "double"}, {"name": "nobody"}])
        assert [one["verified"] for one in placed["breakpoints"]] == [True, False]
        stopped = await client.go_on("configurationDone")
        assert stopped["reason"] == "function breakpoint"
        assert await client.values() == {"x": "1"}
        assert await met(client) == [2, 2]


async def test_a_variable_is_watched_for_changes_forward_and_backward() -> None:
    async with talking(Shelf()) as client:
        await begun(client)
        await client.go_on("next")
        info = await client.request(
            "dataBreakpointInfo", name="total", variablesReference=await client.reference("Locals")
        )
        assert info["description"] == "total in totals changes (predicted)"
        await client.request("setDataBreakpoints", breakpoints=[{"dataId": info["dataId"], "accessType": "write"}])
        seen: list[str] = []
        for _ in range(3):
            stopped = await client.go_on("continue")
            assert stopped["reason"] == "data breakpoint"
            seen.append(stopped["text"])
        assert seen == ["total: 0 → 3", "total: 3 → 7", "total: 7 → 8"]
        await client.go_on("continue")
        assert (await client.go_on("reverseContinue"))["text"] == "total: 7 → 8"


async def test_a_part_of_a_value_is_watched() -> None:
    async with talking(Shelf()) as client:
        await begun(client)
        for _ in range(5):
            await client.go_on("next")
        found = next(one for one in await client.variables("Locals") if one["name"] == "found")
        info = await client.request("dataBreakpointInfo", name="[0]", variablesReference=found["variablesReference"])
        await client.request("setDataBreakpoints", breakpoints=[{"dataId": info["dataId"], "condition": "total < 100"}])
        assert (await client.go_on("continue"))["reason"] == "step"
        assert (await client.go_on("reverseContinue"))["text"] == "found[0]: unbound → 3"


async def test_uncaught_exceptions_alone() -> None:
    async with talking(Shelf()) as client:
        await client.launch(FILE, text=ERRORS, function="careless", stopOnEntry=False)
        await client.request("setExceptionBreakpoints", filters=[], filterOptions=[{"filterId": "uncaught"}])
        assert (await client.go_on("configurationDone"))["reason"] == "exception"
        names = [one["name"] for one in (await client.request("stackTrace"))["stackFrames"]]
        assert names[:2] == ["parse (predicted)", "careless (predicted)"]


def breakpoints_for(name: str, *wanted: Breakpoint, exceptions: frozenset[Exceptions] = frozenset()) -> Breakpoints:
    found = Breakpoints(Expressions(prediction_of(name).context.text), lambda _: "", lambda _: None)
    found.set(wanted, exceptions)
    return found


@pytest.mark.parametrize("name", EVERY)
@given(
    st.lists(st.tuples(st.integers(1, 20), st.sampled_from(["", "2", "% 2", ">= 2"])), max_size=3),
    st.sets(st.sampled_from(Exceptions)),
)
def test_going_back_meets_the_same_breakpoints_as_going_forward(
    name: str, lines: list[tuple[int, str]], exceptions: set[Exceptions]
) -> None:
    history = HISTORIES[name]
    wanted = [Breakpoint(number, Kind.LINE, line, hits=hits) for number, (line, hits) in enumerate(lines)]
    ahead = breakpoints_for(name, *wanted, exceptions=frozenset(exceptions))
    behind = breakpoints_for(name, *wanted, exceptions=frozenset(exceptions))
    forward = [(index, ahead.at(history, index)) for index in range(len(history))]
    backward = [(index, behind.at(history, index)) for index in range(len(history) - 1, -1, -1)]
    assert forward == backward[::-1]


def test_whether_an_exception_is_caught_may_be_for_later_frames_to_tell() -> None:
    history = type(HISTORIES["errors"])(0)
    whole = prediction_of("errors").timeline
    raised = [index for index, one in enumerate(whole.moments) if one.value == "'ValueError'"]
    history.grow(type(whole)(whole.moments[: raised[0] + 1], whole.scopes, ended=False))
    with pytest.raises(Undecided):
        breakpoints_for("errors", exceptions=frozenset({Exceptions.UNCAUGHT})).at(history, raised[0])


@pytest.mark.parametrize(
    ("condition", "counts"),
    [("3", [3]), ("== 3", [3]), (">3", [4, 5]), (">=3", [3, 4, 5]), ("<3", [1, 2]), ("<= 2", [1, 2]), ("%2", [2, 4])],
)
def test_hit_conditions(condition: str, counts: list[int]) -> None:
    assert check_hits(condition) == ""
    assert [count for count in range(1, 6) if is_hit(condition, count)] == counts


@pytest.mark.parametrize("condition", ["x", "% 0", ">> 3", "-1", "3 times"])
def test_what_is_no_hit_condition(condition: str) -> None:
    assert check_hits(condition)
