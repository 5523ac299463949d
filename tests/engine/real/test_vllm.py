"""A real vLLM serving the trained weights as `CwmForCausalLM`: its answers are those of the same weights in process.

The server's own counters tell what it does. Skipped where vLLM is not installed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED, VOCABULARY
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.engine import ServerEngine
from cwm_lsp.serving.launch import Server
from tests.engine.real.agreement import check_agreement, first_difference, predicted
from tests.engine.real.servers import CHECKPOINT, metric, start_vllm
from training.export import to_huggingface

pytestmark = [pytest.mark.server, pytest.mark.slow]
NONE: frozenset[int] = frozenset()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("huggingface")
    to_huggingface(CHECKPOINT, folder, SHIPPED / VOCABULARY)
    return folder


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[Server]:
    server = start_vllm(folder)
    yield server
    server.stop()


@pytest.fixture
async def served(server: Server) -> AsyncIterator[ServerEngine]:
    engine = engine_for(EngineChoice("vllm", endpoint=server.address))
    assert isinstance(engine, ServerEngine)
    await engine.load()
    yield engine
    await engine.close()


async def test_it_lacks_nothing(served: ServerEngine):
    assert served.losses == ()
    assert served.context_length == 1536
    assert served.model == "cwm"


@pytest.mark.parametrize("index", range(4))
async def test_traces_agree_with_the_same_weights_in_process(index: int, served: ServerEngine, exact: EmbeddedEngine):
    theirs, ours = await predicted(served, index), await predicted(exact, index)
    # In float32 on both sides nothing but a tie within a few hundred-thousandths could differ: none does.
    assert first_difference(ours, theirs) is None
    for one, other in zip(ours.frames, theirs.frames, strict=True):
        assert one.path == pytest.approx(other.path, abs=0.05)


@pytest.mark.torch
@pytest.mark.parametrize("index", range(2))
async def test_traces_agree_with_transformers(index: int, served: ServerEngine, folder: Path):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    engine = engine_for(EngineChoice("transformers", model=str(folder)))
    ours = await predicted(engine, index)
    assert first_difference(ours, await predicted(served, index)) is None
    await engine.close()


@pytest.mark.parametrize("index", range(2))
async def test_the_shipped_weights_differ_only_by_their_rounding(index: int, served: ServerEngine):
    shipped = EmbeddedEngine()
    check_agreement(await predicted(served, index), await predicted(shipped, index))
    await shipped.close()


async def test_tokens_come_one_by_one(served: ServerEngine):
    generation = await served.start(served.encode(["def f(x):\n    return x\n"]))
    stream = generation.stream(stop=NONE, banned=NONE, limit=24)
    arrived = [time.monotonic() async for _ in stream]
    assert len(arrived) == 24
    assert arrived[-1] - arrived[0] > 0
    assert len(set(arrived)) > 5


async def running_none(server: Server, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await asyncio.to_thread(metric, server, "vllm:num_requests_running") == 0:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_cancelling_stops_the_server_within_a_second(served: ServerEngine, server: Server):
    generation = await served.start(served.encode(["def f(x):\n    return x\n"]))
    task = asyncio.create_task(generation.complete(stop=NONE, banned=NONE, limit=1400))
    for _ in range(200):
        await asyncio.sleep(0.05)
        if await asyncio.to_thread(metric, server, "vllm:num_requests_running") > 0:
            break
    else:
        pytest.fail("the request never ran")
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await running_none(server, 1.0)
    # The sequence can be asked again.
    assert len(await generation.complete(stop=NONE, banned=NONE, limit=3)) == 3


async def test_what_was_computed_before_is_not_computed_again(served: ServerEngine, server: Server):
    prompt = served.encode([f"value_{number} = {number}\n" for number in range(60)])
    hits = metric(server, "vllm:prefix_cache_hits_total")
    for _ in range(2):
        await (await served.start(prompt)).complete(stop=NONE, banned=NONE, limit=1)
    assert metric(server, "vllm:prefix_cache_hits_total") - hits >= len(prompt) // 2
    assert served.counters.reused >= len(prompt) // 2


async def test_two_clients_at_once(server: Server, exact: EmbeddedEngine):
    engines = [engine_for(EngineChoice("vllm", endpoint=server.address)) for _ in range(2)]
    theirs = await asyncio.gather(*(predicted(engine, index) for index, engine in enumerate(engines)))
    for index, prediction in enumerate(theirs):
        assert first_difference(prediction, await predicted(exact, index)) is None
    for engine in engines:
        await engine.close()


async def test_text_that_looks_like_tokens_stays_text(served: ServerEngine):
    text = "x = '<|frame_sep|>'  # <|end_of_text|>\n"
    generation = await served.start([served.special("<|begin_of_text|>"), *served.encode([text])])
    assert served.special("<|frame_sep|>") not in served.encode([text])
    assert len(await generation.complete(stop=NONE, banned=NONE, limit=2)) == 2


async def test_a_prompt_beyond_the_context_is_refused_before_it_is_sent(served: ServerEngine):
    with pytest.raises(EngineError, match="1537 tokens don't fit"):
        await served.start([300] * 1537)


async def test_the_server_is_started_anew_under_the_clients_feet(folder: Path):
    first = start_vllm(folder)
    engine = engine_for(EngineChoice("vllm", endpoint=first.address))
    try:
        prompt = [300] * 20
        generation = await engine.start(prompt)
        before = await generation.complete(stop=NONE, banned=NONE, limit=4)
        first.stop()
        with pytest.raises(EngineError, match="No model server answers"):
            await generation.complete(stop=NONE, banned=NONE, limit=4)
        second = start_vllm(folder, first.port)
        try:
            again = await (await engine.start(prompt)).complete(stop=NONE, banned=NONE, limit=4)
            assert [token.id for token in again] == [token.id for token in before]
            assert len(await generation.complete(stop=NONE, banned=NONE, limit=4)) == 4
        finally:
            second.stop()
    finally:
        first.stop()
        await engine.close()
