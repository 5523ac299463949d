"""Servers asked for answers by chance: other seeds other answers, the same seed the same, and no banned token in any."""

from __future__ import annotations

from pathlib import Path

import pytest

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.sampling import Draw, Sampler
from cwm_lsp.engine.server.engine import ServerEngine
from tests.engine.server.test_dialects import DIALECTS, NONE, PROMPT, connected
from tests.engine.waiting import until


async def drawn(engine: ServerEngine, draw: Draw, *, banned: frozenset[int] = NONE, limit: int = 12) -> list[int]:
    generation = await engine.start(PROMPT)
    return [token.id async for token in generation.drawn(draw, stop=NONE, banned=banned, limit=limit)]


@pytest.mark.parametrize("name", DIALECTS)
async def test_a_seed_decides(name: str, exact_model: Path):
    async with connected(exact_model, DIALECTS[name]) as (served, server):
        answers = [await drawn(served, Draw(seed)) for seed in (1, 2, 3)]
        assert len({tuple(answer) for answer in answers}) == 3
        assert await drawn(served, Draw(2)) == answers[1]
        assert [server.bodies[-1][field] for field in ("temperature", "top_p", "seed")] == [1.0, 0.95, 2]


async def test_a_question_without_a_draw_is_greedy(exact_model: Path):
    async with connected(exact_model) as (served, server):
        await drawn(served, Draw(1))
        generation = await served.start(PROMPT)
        await generation.complete(stop=NONE, banned=NONE, limit=2)
        assert server.bodies[-1]["temperature"] == 0 and "seed" not in server.bodies[-1]


async def test_what_is_banned_is_never_drawn(exact_model: Path):
    async with connected(exact_model) as (served, _):
        free = await drawn(served, Draw(1))
        again = await drawn(served, Draw(1), banned=frozenset(free))
        assert len(again) == 12
        assert not set(again) & set(free)


async def test_what_was_drawn_belongs_to_the_sequence(exact_model: Path):
    async with connected(exact_model, delay=0.01) as (served, server):
        generation = await served.start(PROMPT)
        tokens = generation.drawn(Draw(1), stop=NONE, banned=NONE, limit=100)
        seen = [await anext(tokens) for _ in range(3)]
        await tokens.aclose()  # type: ignore[attr-defined]
        assert generation.length == len(PROMPT) + len(seen)
        await until(lambda: server.running == 0)
        await generation.complete(stop=NONE, banned=NONE, limit=1)
        assert server.bodies[-1]["prompt"] == [*PROMPT, *(token.id for token in seen)]


async def test_the_model_in_process_is_no_sampler(exact_model: Path):
    engine = EmbeddedEngine(exact_model)
    assert not isinstance(await engine.start(PROMPT), Sampler)
    async with connected(exact_model) as (served, _):
        assert isinstance(await served.start(PROMPT), Sampler)
    await engine.close()
