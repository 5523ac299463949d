"""Sessions as an editor holds them: from initialize to disconnect, with every button in between."""

from __future__ import annotations

import pytest

from tests.dap.client import RefusedError, Shelf, talking
from tests.dap.programs import CALLS, ERRORS, METHODS, RECURSION, TOTALS
from tests.predict.true_runs import true_prediction

FILE = "scores.py"


async def test_stepping_through_a_loop_and_back() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        stopped = await client.start(FILE)
        assert stopped["reason"] == "entry"
        assert await client.place() == ("totals", 7)
        assert await client.values() == {"scores": "[3, 4, 1]"}
        places = [await client.place()]
        for _ in range(6):
            await client.go_on("next")
            places.append(await client.place())
        assert [line for _, line in places] == [7, 8, 9, 10, 11, 9, 10]
        assert await client.values("Locals") == {"total": "3", "found": "[3]", "score": "4"}
        for place in reversed(places[:-1]):
            await client.go_on("stepBack")
            assert await client.place() == place
        stopped = await client.go_on("stepBack")
        assert stopped["description"] == "Predicted: beginning of the predicted run"
        assert await client.place() == places[0]


async def test_locals_are_shown_even_while_there_are_none() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        number = (await client.request("stackTrace", threadId=1))["stackFrames"][0]["id"]
        shown = (await client.request("scopes", frameId=number))["scopes"]
        assert [(one["name"], one["namedVariables"]) for one in shown[:2]] == [("Locals", 0), ("Arguments", 1)]
        assert await client.variables("Locals") == []


async def test_to_the_end_and_beyond() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        stopped = await client.go_on("continue")
        assert stopped["description"] == "Predicted: end of the predicted run: returns [3, 7, 8]"
        assert await client.place() == ("totals", 12)
        assert (await client.values())["(return) totals"] == "[3, 7, 8]"
        await client.go_on("stepBack")
        await client.go_on("continue")
        await client.request("continue", threadId=1)
        await client.event("terminated")
        await client.request("disconnect")


async def test_the_last_step_says_that_it_is_the_end() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE, call="totals([])")
        descriptions = [(await client.go_on("next"))["description"] for _ in range(4)]
        assert descriptions == ["Predicted: step"] * 3 + ["Predicted: end of the predicted run: returns []"]
        await client.request("continue", threadId=1)
        await client.event("terminated")


async def test_it_says_that_nothing_runs() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        assert client.said().startswith("Nothing runs here.")
        process = next(one for one in client.events if one["event"] == "process")
        assert process["body"]["name"] == "predicted: totals([3, 4, 1])"
        trace = await client.request("stackTrace", threadId=1)
        assert trace["stackFrames"][0]["name"] == "totals (predicted)"
        assert trace["stackFrames"][0]["source"]["origin"] == "predicted by a model, not run"
        assert trace["stackFrames"][-1]["name"] == "predicted call: totals([3, 4, 1])"
        assert (await client.request("threads"))["threads"] == [{"id": 1, "name": "totals([3, 4, 1]) (predicted)"}]


async def test_into_over_and_out_of_calls() -> None:
    async with talking(Shelf(files={FILE: CALLS})) as client:
        await client.start(FILE, function="both")
        assert await client.place() == ("both", 7)
        await client.go_on("stepIn")
        assert await client.place() == ("double", 2)
        names = [one["name"] for one in (await client.request("stackTrace", threadId=1))["stackFrames"]]
        assert names == ["double (predicted)", "both (predicted)", "predicted call: both(1, 5)"]
        assert await client.values("Arguments", frame=1) == {"a": "1", "b": "5"}
        await client.go_on("stepOut")
        assert await client.place() == ("both", 7)
        assert (await client.values("Changed in this step")) == {"(return) double": "2"}
        await client.go_on("next")
        assert await client.place() == ("both", 8)
        assert (await client.values("Changed in this step")) == {"first": "2", "(return) double": "2"}
        await client.go_on("next")
        assert await client.place() == ("both", 9)
        assert (await client.values("Locals"))["second"] == "14"
        await client.go_on("stepBack")
        assert await client.place() == ("both", 8)
        await client.go_on("stepBack", granularity="instruction")
        assert (await client.place())[1] == 7


async def test_recursion_is_left_one_level_at_a_time() -> None:
    async with talking(Shelf(files={FILE: RECURSION})) as client:
        await client.launch(FILE)
        await client.request("setBreakpoints", source={"path": FILE}, breakpoints=[{"line": 3}])
        stopped = await client.go_on("configurationDone")
        assert stopped["reason"] == "entry"
        stopped = await client.go_on("continue")
        assert stopped["reason"] == "breakpoint"
        depths: list[int] = []
        results: list[str] = []
        for _ in range(3):
            await client.go_on("stepOut")
            depths.append(len((await client.request("stackTrace", threadId=1))["stackFrames"]) - 1)
            results.append((await client.values())["(return) fact"])
        assert depths == [3, 2, 1]
        assert results == ["1", "2", "6"]
        await client.go_on("stepOut")
        assert (await client.values())["(return) fact"] == "24"


async def test_a_method_after_its_constructor() -> None:
    call = "Stack(1).push(2)"
    known = true_prediction(METHODS, call, function="Stack.push")
    async with talking(Shelf(files={FILE: METHODS}, known=known)) as client:
        await client.start(FILE, call=call)
        assert await client.place() == ("Stack.__init__", 3)
        await client.go_on("stepOut")
        await client.go_on("next")
        assert await client.place() == ("Stack.push", 6)
        await client.go_on("stepBack")
        await client.go_on("stepBack")
        assert await client.place() == ("Stack.__init__", 3)


async def test_a_frame_is_restarted_and_a_visited_line_gone_to() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE)
        await client.go_on("continue")
        targets = (await client.request("gotoTargets", source={"path": FILE}, line=10))["targets"]
        assert [one["label"] for one in targets] == ["line 10, time 3", "line 10, time 2", "line 10, time 1"]
        stopped = await client.go_on("goto", targetId=targets[1]["id"])
        assert stopped["reason"] == "goto"
        assert (await client.values())["total"] == "3"
        frame = (await client.request("stackTrace", threadId=1))["stackFrames"][0]["id"]
        await client.go_on("restartFrame", frameId=frame)
        assert await client.place() == ("totals", 7)
        with pytest.raises(RefusedError, match="not reached"):
            await client.request("gotoTargets", source={"path": FILE}, line=1)


async def test_where_an_exception_is_raised() -> None:
    async with talking(Shelf(files={FILE: ERRORS})) as client:
        await client.launch(FILE, function="careless")
        await client.request("setExceptionBreakpoints", filters=["raised"])
        await client.go_on("configurationDone")
        lines: list[tuple[str, int]] = []
        for _ in range(2):
            stopped = await client.go_on("continue")
            assert (stopped["reason"], stopped["text"]) == ("exception", "ValueError")
            lines.append(await client.place())
        assert lines == [("parse", 3), ("parse", 3)]
        assert (await client.request("exceptionInfo", threadId=1))["exceptionId"] == "ValueError"
        assert (await client.values())["(exception)"] == "ValueError"
        stopped = await client.go_on("continue")
        assert stopped["description"] == "Predicted: end of the predicted run: raises ValueError"
        await client.request("setExceptionBreakpoints", filters=["uncaught"])
        stopped = await client.go_on("reverseContinue")
        assert stopped["reason"] == "exception"
        assert len((await client.request("stackTrace", threadId=1))["stackFrames"]) == 3
        stopped = await client.go_on("reverseContinue")
        assert stopped["description"] == "Predicted: beginning of the predicted run"


async def test_another_text_than_the_files_and_a_call_of_ones_own() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS, call="totals([10])")
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[10]"
        assert (await client.request("source", source={"path": FILE}, sourceReference=0))["content"] == TOTALS
        assert (await client.request("loadedSources"))["sources"][0]["name"] == FILE


async def test_the_call_at_the_cursor() -> None:
    async with talking(Shelf(files={FILE: CALLS})) as client:
        await client.start(FILE, line=2)
        assert (await client.place())[0] == "double"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"program": "nowhere.py"}, "no file nowhere.py"),
        ({"program": FILE, "function": "total"}, "Did you mean totals"),
        ({"program": FILE, "call": "totals("}, "not a Python expression"),
        ({"program": FILE, "call": "print(1)"}, "no function 'print'"),
        ({"program": FILE, "maxFrames": 0}, "maxFrames"),
        ({"program": 3}, "program should be a text"),
        ({}, "program should be a text"),
    ],
)
async def test_a_launch_that_can_not_be_says_why(arguments: dict[str, object], message: str) -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.request("initialize")
        with pytest.raises(RefusedError, match=message):
            await client.request("launch", **arguments)
        await client.request("launch", program=FILE)


async def test_restart_reads_the_file_again_and_keeps_breakpoints() -> None:
    host = Shelf(files={FILE: TOTALS})
    async with talking(host) as client:
        await client.launch(FILE)
        await client.request("setBreakpoints", source={"path": FILE}, breakpoints=[{"line": 12}])
        await client.go_on("configurationDone")
        host.files[FILE] = TOTALS.replace("total = 0", "total = 100")
        await client.go_on("restart")
        assert (await client.go_on("continue"))["reason"] == "breakpoint"
        assert (await client.values())["total"] == "108"


async def test_lines_and_columns_that_begin_at_zero() -> None:
    async with talking(Shelf(files={FILE: TOTALS})) as client:
        await client.start(FILE, initialize={"linesStartAt1": False, "columnsStartAt1": False})
        frame = (await client.request("stackTrace", threadId=1))["stackFrames"][0]
        assert (frame["line"], frame["column"]) == (6, 0)
        placed = await client.request("setBreakpoints", source={"path": FILE}, breakpoints=[{"line": 11}])
        assert placed["breakpoints"][0]["line"] == 11
        await client.go_on("continue")
        assert (await client.place())[1] == 11
