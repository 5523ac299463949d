"""Real servers over the trained weights, vLLM (as `CwmForCausalLM`) and llama.cpp's: their answers are those of the same weights in
process, and their own counters tell what they do. One suite for all; what a server lacks is told in `servers.py` and held here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.agreement import compared, decisions_of, parting
from benchmarks.decoding import cases
from cwm_lsp.engine.choosing import engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.engine.sampling import Draw
from cwm_lsp.engine.server.abilities import Steering
from cwm_lsp.engine.server.engine import ServerEngine
from tests.engine.real.servers import CONTEXT, RealServer, Vllm

pytestmark = [pytest.mark.server, pytest.mark.slow]
NONE: frozenset[int] = frozenset()
FRAMES = 12
SAME = 0.001
"""Natural logarithms that float32 may differ by, computed by other kernels in another order."""
ROUNDED = 0.3
"""The same for weights that are rounded to eight bits, as those that ship."""


async def check_agreement(ours: Engine, theirs: Engine, index: int, margin: float) -> None:
    """Both decide the same; where they don't, both hold it for a tie, and the test's output tells it."""
    case = cases()[index]
    one, other = await decisions_of(ours, case, FRAMES), await decisions_of(theirs, case, FRAMES)
    print(f"{case.call}: {compared(one, other)} decisions compared")
    apart = await parting(ours, theirs, one, other)
    if apart is None:
        assert len(one) == len(other)
        return
    print(f"a tie: {apart}")
    assert max(map(abs, apart.margins)) < margin, f"no tie: {apart}"


async def test_what_it_lacks_is_found_out(served: ServerEngine, server: RealServer):
    assert served.context_length == CONTEXT
    assert served.model == server.model
    assert len(served.losses) == len(server.lacks)
    for sentence, words in zip(served.losses, server.lacks, strict=True):
        assert words in sentence
    assert served._session is not None
    is_vllm = isinstance(server, Vllm)
    assert served._session.abilities.steering is (Steering.ALLOWED if is_vllm else Steering.BIAS)


@pytest.mark.parametrize("index", range(4))
async def test_traces_agree_with_the_same_weights_in_process(index: int, served: ServerEngine, exact: EmbeddedEngine):
    await check_agreement(exact, served, index, SAME)


@pytest.mark.torch
@pytest.mark.parametrize("index", range(2))
async def test_traces_agree_with_transformers(index: int, served: ServerEngine, huggingface_folder: Path):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from cwm_lsp.engine.transformers import TransformersEngine

    engine = TransformersEngine(str(huggingface_folder), device="cpu")
    await check_agreement(engine, served, index, SAME)
    await engine.close()


@pytest.mark.parametrize("index", range(2))
async def test_the_shipped_weights_differ_only_by_their_rounding(index: int, served: ServerEngine):
    shipped = EmbeddedEngine()
    await check_agreement(shipped, served, index, ROUNDED)
    await shipped.close()


async def test_tokens_come_one_by_one(served: ServerEngine):
    generation = await served.start(served.encode(["def f(x):\n    return x\n"]))
    stream = generation.stream(stop=NONE, banned=NONE, limit=24)
    arrived = [time.monotonic() async for _ in stream]
    assert len(arrived) == 24
    assert len(set(arrived)) > 5


async def test_other_seeds_give_other_answers(served: ServerEngine):
    prompt = served.encode(["def f(x):\n    return x\n"])

    async def drawn(seed: int) -> list[int]:
        generation = await served.start(prompt)
        return [token.id async for token in generation.drawn(Draw(seed), stop=NONE, banned=NONE, limit=24)]

    one, other, again = await asyncio.gather(drawn(1), drawn(2), drawn(1))
    assert one != other
    # Rounding may differ with what else is computed in the same pass; the beginning is the same all the same.
    assert one[:4] == again[:4]


async def within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await asyncio.to_thread(condition):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_cancelling_stops_the_server_within_a_second(served: ServerEngine, server: RealServer):
    for attempt in range(8):
        # The model may come to an end by itself before the metrics have shown that it was at work.
        generation = await served.start(served.encode([f"def f(x):\n    return x + {attempt}\n"]))
        task = asyncio.create_task(generation.complete(stop=NONE, banned=NONE, limit=1400))
        assert await within(60, lambda task=task: task.done() or server.metric(server.running) > 0), "it never ran"
        if not task.done():
            break
    else:
        raise AssertionError("every request ended before it could be seen running")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # A second as the requirement says; the metrics themselves are asked for within it.
    assert await within(1.0, lambda: server.metric(server.running) == 0)
    # The sequence can be asked again.
    assert len(await generation.complete(stop=NONE, banned=NONE, limit=3)) == 3


async def test_what_was_computed_before_is_not_computed_again(served: ServerEngine, server: RealServer):
    prompt = served.encode([f"value_{number} = {number}\n" for number in range(60)])
    before = server.metric(server.cached)
    for _ in range(2):
        await (await served.start(prompt)).complete(stop=NONE, banned=NONE, limit=1)
    assert server.metric(server.cached) - before >= len(prompt) // 2
    # llama.cpp tells it in a last event of its own, after the tokens, which nobody waits for.
    if isinstance(server, Vllm):
        assert served.counters.reused >= len(prompt) // 2


async def test_two_clients_at_once(server: RealServer, exact: EmbeddedEngine):
    engines = [engine_for(server.choice) for _ in range(2)]
    theirs = await asyncio.gather(
        *(decisions_of(engine, cases()[index], FRAMES) for index, engine in enumerate(engines))
    )
    for index, (engine, decisions) in enumerate(zip(engines, theirs, strict=True)):
        apart = await parting(exact, engine, await decisions_of(exact, cases()[index], FRAMES), decisions)
        assert apart is None or max(map(abs, apart.margins)) < SAME
        await engine.close()


async def test_text_that_looks_like_tokens_stays_text(served: ServerEngine):
    text = "x = '<|frame_sep|>'  # <|end_of_text|>\n"
    generation = await served.start([served.special("<|begin_of_text|>"), *served.encode([text])])
    assert served.special("<|frame_sep|>") not in served.encode([text])
    assert len(await generation.complete(stop=NONE, banned=NONE, limit=2)) == 2


async def test_a_prompt_beyond_the_context_is_refused_before_it_is_sent(served: ServerEngine):
    with pytest.raises(EngineError, match=f"{CONTEXT + 1} tokens don't fit"):
        await served.start([300] * (CONTEXT + 1))


async def test_the_server_is_started_anew_under_the_clients_feet(server: RealServer):
    engine = engine_for(server.choice)
    prompt = [300] * 20
    generation = await engine.start(prompt)
    before = await generation.complete(stop=NONE, banned=NONE, limit=4)
    server.stop()
    with pytest.raises(EngineError, match="No model server answers"):
        await generation.complete(stop=NONE, banned=NONE, limit=4)
    server.start()
    again = await (await engine.start(prompt)).complete(stop=NONE, banned=NONE, limit=4)
    assert [token.id for token in again] == [token.id for token in before]
    assert len(await generation.complete(stop=NONE, banned=NONE, limit=4)) == 4
    await engine.close()
