"""What goes wrong: engines that are slow, fail and come back; editors that press twice, cancel, or are killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from cwm_lsp.dap.wire import to_bytes
from cwm_lsp.engine.protocol import EngineError
from tests.dap.client import PATIENCE, Client, RefusedError, Shelf, listen, process, talking
from tests.dap.programs import TOTALS
from tests.session.fakes import BROKEN, FakeEngine

FILE = "scores.py"
ASKING = {"verify": "off"}
"""The model is asked for everything, so that it can be slow."""
ENDLESS = """\
def count(n):
    while True:
        n = n + 1


count(0)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}


async def held(engine: FakeEngine, client: Client) -> None:
    """A session at its first line, with an engine that answers nothing more."""
    await client.start(FILE, text=ENDLESS, settings=ASKING)
    await client.go_on("stepIn")
    engine.go.clear()


async def test_a_pause_ends_what_takes_long() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await held(engine, client)
        await client.request("continue", threadId=1)
        with pytest.raises(RefusedError, match="under way"):
            await client.request("next", threadId=1)
        await client.request("pause", threadId=1)
        assert (await client.event("stopped"))["body"]["reason"] == "pause"
        with pytest.raises(RefusedError, match="Nothing is under way"):
            await client.request("pause", threadId=1)
        engine.go.set()
        await client.go_on("stepIn")


async def test_progress_is_shown_and_can_be_cancelled() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await client.start(FILE, text=ENDLESS, settings=ASKING, initialize={"supportsProgressReporting": True})
        engine.go.clear()
        await client.request("continue", threadId=1)
        begun = (await client.event("progressStart"))["body"]
        assert begun["title"] == "Predicting"
        assert begun["cancellable"]
        assert "steps predicted" in (await client.event("progressUpdate"))["body"]["message"]
        await client.request("cancel", progressId=begun["progressId"])
        await client.event("progressEnd")
        await client.event("stopped")
        engine.go.set()


async def test_a_request_that_is_cancelled_is_answered() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await held(engine, client)
        await client.request("setVariable", variablesReference=await client.reference("Arguments"), name="n", value="5")
        comparing = client.send("evaluate", {"expression": ":compare", "context": "repl"})
        await client.request("cancel", requestId=client.last)
        answer = await asyncio.wait_for(comparing, PATIENCE)
        assert (answer["success"], answer["message"]) == (False, "cancelled")
        engine.go.set()
        await client.request("threads")


async def test_an_engine_that_fails_in_mid_step_is_asked_again_by_the_next() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await client.start(FILE, text=ENDLESS, settings=ASKING)
        engine.error = BROKEN
        failed = None
        for _ in range(200):
            try:
                await client.go_on("next")
            except RefusedError as error:
                failed = error
                break
        assert str(failed) == "The fake engine is broken. Mend it."
        before = await client.place()
        assert before[0] == "count"
        with pytest.raises(RefusedError, match="Mend it"):
            await client.request("next", threadId=1)
        engine.error = None
        await client.go_on("next")
        assert await client.values()


async def test_an_engine_that_fails_during_continue_stops_where_it_was() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await held(engine, client)
        await client.request("continue", threadId=1)
        engine.error = EngineError("It has gone.")
        engine.go.set()
        assert (await client.event("stopped"))["body"]["reason"] == "pause"
        assert "It has gone. Step again" in client.said("important")


async def test_a_failure_ahead_of_the_steps_is_forgotten_once_it_is_over() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await client.start(FILE, text=ENDLESS, settings=ASKING)
        engine.error = BROKEN
        for _ in range(3000):
            await asyncio.sleep(0)
        engine.error = None
        for _ in range(100):
            await client.go_on("next")
        assert client.said("important") == ""


async def test_a_restart_that_fails_ends_the_session() -> None:
    host = Shelf(files={FILE: TOTALS})
    async with talking(host) as client:
        await client.start(FILE)
        host.files.clear()
        with pytest.raises(RefusedError, match="no file"):
            await client.request("restart")
        await client.event("terminated")
        await client.request("launch", program=FILE, text=TOTALS)


async def test_runs_that_nobody_looks_at_hold_nothing_of_the_engine() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await client.start(FILE, text=ENDLESS, settings=ASKING)
        for value in range(5):
            await client.go_on("stepIn")
            await client.request("evaluate", expression=f"n = {value}")
        await client.go_on("next")
        assert len((await client.request("cwm/runs"))["runs"]) == 6
        assert engine.open_sequences == 1


async def test_arguments_that_the_model_made_up_say_so() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text="def twice(x):\n    y = x * 2\n    return y\n")
        assert "a call with invented arguments" in client.said()
        await client.go_on("next")
        types = {one["name"]: one["type"] for one in await client.variables()}
        assert types == {"x": "int · invented by the model", "y": "int · verified"}


async def test_an_engine_that_can_not_be_loaded_refuses_the_launch() -> None:
    engine = FakeEngine()
    engine.error = BROKEN
    async with talking(Shelf(engine)) as client:
        with pytest.raises(RefusedError, match="Mend it"):
            await client.launch(FILE, text=TOTALS)
        engine.error = None
        await client.request("launch", program=FILE, text=TOTALS)


async def test_frames_are_predicted_ahead_and_no_further() -> None:
    engine = FakeEngine()
    async with talking(Shelf(engine)) as client:
        await client.start(FILE, text=ENDLESS, settings=ASKING)
        asked = -1
        while asked != engine.questions:
            asked = engine.questions
            for _ in range(400):
                await asyncio.sleep(0)
        await client.go_on("next")
        assert 20 < asked < 1000
        assert engine.open_sequences == 1
    assert engine.open_sequences == 0


@pytest.mark.slow
async def test_a_run_of_ten_thousand_steps() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=ENDLESS, maxFrames=10_000)
        stopped = await client.go_on("continue")
        assert stopped["description"] == "Predicted: the prediction was cut off here"
        assert int((await client.values())["n"]) > 4_900
        await client.go_on("stepBack")
        await client.go_on("reverseContinue")
        assert (await client.values())["n"] == "0"
        targets = (await client.request("gotoTargets", source={"path": FILE}, line=3))["targets"]
        assert len(targets) == 50


async def test_a_finished_run_is_remembered() -> None:
    host = Shelf()
    async with talking(host) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("continue")
    (key,) = host.remembered
    assert key.entry == "totals"
    asked = host.engine_itself.prompts[:]
    async with talking(host) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("continue")
        assert (await client.values())["(return) totals"] == "[3, 7, 8]"
    assert host.engine_itself.prompts == asked


async def test_what_a_language_server_has_predicted_is_gone_on_from() -> None:
    host = Shelf()
    async with talking(host) as client:
        await client.start(FILE, text=ENDLESS, maxFrames=256)
        await client.go_on("continue")
    async with talking(host) as client:
        await client.request("initialize")
        await client.request("attach", program=FILE, text=ENDLESS, maxFrames=400)
        await client.event("initialized")
        await client.go_on("configurationDone")
        await client.go_on("continue")
        assert int((await client.values())["n"]) == 199


# The real thing


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    path = tmp_path / "scores.py"
    path.write_text(TOTALS, encoding="utf-8")
    return path


async def test_over_stdin_and_stdout(scores: Path, any_model: Path, environment: dict[str, str]) -> None:
    async with process("--model", str(any_model), folder=scores.parent, environment=environment) as (client, child):
        await client.start(scores)
        await client.go_on("next")
        assert await client.values() == {"scores": "[3, 4, 1]", "total": "0"}
        await client.request("disconnect")
        assert await asyncio.wait_for(child.wait(), PATIENCE) == 0


async def test_an_editor_that_is_killed_takes_the_adapter_with_it(
    scores: Path, any_model: Path, environment: dict[str, str]
) -> None:
    async with process("--model", str(any_model), folder=scores.parent, environment=environment) as (client, child):
        await client.start(scores)
        assert child.stdin is not None
        child.stdin.close()
        assert await asyncio.wait_for(child.wait(), PATIENCE) == 0


async def test_garbage_is_answered_and_passed_over(scores: Path, any_model: Path, environment: dict[str, str]) -> None:
    async with process("--model", str(any_model), folder=scores.parent, environment=environment) as (client, _):
        client.send_bytes(b"Hello!\r\n\r\nContent-Length: 3\r\n\r\n{x}Content-Length: 2\r\n\r\n[]")
        client.send_bytes(b"Content-Type: x\r\nContent-Length: 4\r\n\r\nnull")
        await client.start(scores)
        assert [one["success"] for one in client.unasked] == [False] * 3
        assert all(one["message"].startswith("This is a message that is no JSON") for one in client.unasked)


async def listening(
    options: list[str], folder: Path, environment: dict[str, str]
) -> tuple[asyncio.subprocess.Process, int]:
    # A shell makes what it starts in the background deaf to the interrupt that ends the child here.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cwm_lsp.cli", "dap", "--port", "0", *options,
            cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, heard)
    assert child.stderr is not None
    line = await asyncio.wait_for(child.stderr.readline(), PATIENCE)
    assert line.startswith(b"listening on 127.0.0.1:")
    return child, int(line.rpartition(b":")[2])


async def test_over_a_port_two_at_a_time(scores: Path, any_model: Path, environment: dict[str, str]) -> None:
    child, port = await listening(["--model", str(any_model)], scores.parent, environment)
    try:
        conversations: list[tuple[Client, asyncio.StreamWriter, asyncio.Task[None]]] = []
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            client = Client(writer.write)
            conversations.append((client, writer, asyncio.create_task(listen(client, reader))))
        for client, _, _ in conversations:
            await client.start(scores)
        for client, _, listener in conversations:
            await client.go_on("next")
            assert (await client.values())["total"] == "0"
            await client.request("disconnect")
            await asyncio.wait_for(listener, PATIENCE)
    finally:
        child.send_signal(signal.SIGINT)
        await asyncio.wait_for(child.wait(), PATIENCE)


async def test_a_web_page_is_not_talked_to(scores: Path, any_model: Path, environment: dict[str, str]) -> None:
    child, port = await listening(["--model", str(any_model)], scores.parent, environment)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        body = json.dumps({"seq": 1, "type": "request", "command": "initialize", "arguments": {}}).encode()
        head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(
            body
        )
        writer.write(head + body + to_bytes({"seq": 2, "type": "request", "command": "threads"}))
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        writer.close()
    finally:
        child.send_signal(signal.SIGINT)
        await asyncio.wait_for(child.wait(), PATIENCE)
