"""The checkpoint through transformers: the same answers as the embedded engine gives for the same weights."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import SHIPPED
from cwm_lsp.engine.package import VOCABULARY as VOCABULARY_FILE
from cwm_lsp.engine.protocol import ContextOverflow, EngineError
from cwm_lsp.engine.transformers import TransformersEngine
from training.export import to_huggingface

pytestmark = pytest.mark.torch
NONE: frozenset[int] = frozenset()
PROMPT = [332, 118, 56, 136, 348, 281, 329, 136, 289, 65, 26, 40, 41, 42]


@pytest.fixture(scope="session")
def folder(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("huggingface")
    to_huggingface(checkpoint, folder, SHIPPED / VOCABULARY_FILE)
    return folder


@pytest.fixture
async def torch_engine(folder: Path) -> AsyncIterator[TransformersEngine]:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    engine = TransformersEngine(str(folder), device="cpu")
    await engine.load()
    yield engine
    await engine.close()


async def test_it_completes_what_the_embedded_engine_completes(
    torch_engine: TransformersEngine, engine: EmbeddedEngine
):
    await engine.load()
    assert torch_engine.encode(["x = ", "'<|frame_sep|>'"]) == engine.encode(["x = ", "'<|frame_sep|>'"])
    theirs = await (await torch_engine.start(PROMPT)).complete(stop=NONE, banned=frozenset({77}), limit=24)
    ours = await (await engine.start(PROMPT)).complete(stop=NONE, banned=frozenset({77}), limit=24)
    assert [token.id for token in theirs] == [token.id for token in ours]
    assert [token.data for token in theirs] == [token.data for token in ours]
    assert [token.logprob for token in theirs] == pytest.approx([token.logprob for token in ours], abs=2e-3)


async def test_it_chooses_what_the_embedded_engine_chooses(torch_engine: TransformersEngine, engine: EmbeddedEngine):
    options = [[60, 61, 62], [60, 63], [70]]
    theirs = await (await torch_engine.start(PROMPT)).choose(options)
    ours = await (await engine.start(PROMPT)).choose(options)
    assert theirs.index == ours.index
    assert theirs.logprob == pytest.approx(ours.logprob, abs=2e-3)


async def test_rewinding_and_sharing_prefixes_change_no_answer(torch_engine: TransformersEngine):
    first = await torch_engine.start(PROMPT)
    whole = await first.complete(stop=NONE, banned=NONE, limit=12)
    first.rewind(len(PROMPT) + 5)
    computed = torch_engine.counters.computed
    assert await first.complete(stop=NONE, banned=NONE, limit=7) == whole[5:]
    assert torch_engine.counters.computed == computed + 7
    second = await torch_engine.start(PROMPT)
    again = await second.complete(stop=NONE, banned=NONE, limit=12)
    assert [token.id for token in again] == [token.id for token in whole]
    assert torch_engine.counters.reused > 0


async def test_a_sequence_longer_than_the_context_is_refused(torch_engine: TransformersEngine):
    assert torch_engine.context_length == 160
    with pytest.raises(ContextOverflow, match="161 tokens"):
        await torch_engine.start([60] * 161)


async def test_a_model_that_is_not_there_is_told_with_what_to_do(tmp_path: Path):
    engine = engine_for(EngineChoice("transformers", model=str(tmp_path / "none")))
    with pytest.raises(EngineError, match=r"not on this machine.*hf download"):
        await engine.load()
    with pytest.raises(EngineError, match="load the engine first"):
        engine.encode(["x"])


@settings(max_examples=15)
@given(cuts=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4)), min_size=1, max_size=5))
async def test_whatever_was_rewound_before_the_answer_is_that_of_a_fresh_sequence(
    folder: Path, cuts: list[tuple[int, int]]
):
    pytest.importorskip("torch")
    engine = _KEPT.setdefault(folder, TransformersEngine(str(folder), device="cpu", idle_caches=0))
    sequence, ids = await engine.start(PROMPT), list(PROMPT)
    for back, on in cuts:
        keep = max(1, len(ids) - back)
        sequence.rewind(keep)
        ids = [*ids[:keep], *(50 + step for step in range(on))]
        sequence.append(ids[keep:])
        (token,) = await sequence.complete(stop=NONE, banned=NONE, limit=1)
        (fresh,) = await (await engine.start(ids)).complete(stop=NONE, banned=NONE, limit=1)
        assert token.id == fresh.id
        ids.append(token.id)


_KEPT: dict[Path, TransformersEngine] = {}
