"""Every dialect of completion servers gives the answers that the same model gives in process, as far as it can."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cwm_lsp.engine.choosing import EngineChoice, engine_for
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.protocol import ContextOverflow, Engine, EngineError, Token
from cwm_lsp.engine.server.engine import ServerEngine
from tests.engine.server.completions import (
    LLAMA_CPP,
    ONE_AT_A_TIME,
    SPECULATING,
    STRICT,
    TEXT_ONLY,
    UNSTEERED,
    VLLM,
    WITHOUT_LOGPROBS,
    CompletionServer,
    Dialect,
    serving,
)
from tests.engine.waiting import until

NONE: frozenset[int] = frozenset()
PROMPT = [332, 118, 56, 136, 348, 281, 329, 136, 289, 65, 26, 40, 41, 42]
DIALECTS = {
    "vllm": VLLM,
    "vllm speculating": SPECULATING,
    "llama.cpp": LLAMA_CPP,
    "without log-probabilities": WITHOUT_LOGPROBS,
    "strict": STRICT,
}


@asynccontextmanager
async def connected(
    model: Path, dialect: Dialect = VLLM, delay: float = 0.0
) -> AsyncGenerator[tuple[ServerEngine, CompletionServer], None]:
    async with serving(model, dialect, delay=delay) as server:
        engine = engine_for(EngineChoice("vllm", endpoint=server.endpoint))
        assert isinstance(engine, ServerEngine)
        await engine.load()
        try:
            yield engine, server
        finally:
            await engine.close()


def ids(tokens: tuple[Token, ...]) -> list[int]:
    return [token.id for token in tokens]


@pytest.mark.parametrize("name", DIALECTS)
async def test_completions_are_those_of_the_model_in_process(name: str, exact_model: Path, engine: EmbeddedEngine):
    async with connected(exact_model, DIALECTS[name]) as (served, _):
        protocol: Engine = served
        for banned in (NONE, frozenset({PROMPT[3], 118})):
            ours = await (await engine.start(PROMPT)).complete(stop=NONE, banned=banned, limit=12)
            theirs = await (await protocol.start(PROMPT)).complete(stop=NONE, banned=banned, limit=12)
            assert ids(theirs) == ids(ours)
            assert [token.data for token in theirs] == [token.data for token in ours]
            if DIALECTS[name].logprobs and not banned:
                assert [token.logprob for token in theirs] == pytest.approx([token.logprob for token in ours], abs=1e-2)


@pytest.mark.parametrize("name", DIALECTS)
async def test_choices_are_those_of_the_model_in_process(name: str, exact_model: Path, engine: EmbeddedEngine):
    async with connected(exact_model, DIALECTS[name]) as (served, _):
        for options in ([[60, 61, 62], [60, 63], [70]], [[400], [17], [300, 5], [300, 6]]):
            ours = await (await engine.start(PROMPT)).choose(options)
            generation = await served.start(PROMPT)
            theirs = await generation.choose(options)
            assert theirs.index == ours.index
            assert generation.length == len(PROMPT) + len(options[theirs.index])
            if DIALECTS[name].allowed and DIALECTS[name].logprobs:
                assert theirs.logprob == pytest.approx(ours.logprob, abs=1e-3)
            assert theirs.logprob < 0


@pytest.mark.parametrize("name", DIALECTS)
async def test_a_banned_token_gives_way_to_the_next_best(name: str, exact_model: Path, engine: EmbeddedEngine):
    async with connected(exact_model, DIALECTS[name]) as (served, _):
        everything = frozenset(range(engine.vocabulary_size))
        free = await (await engine.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=1)
        for banned in (frozenset(ids(free)), everything - {77, 78}):
            ours = await (await engine.start(PROMPT)).complete(stop=NONE, banned=banned, limit=3)
            theirs = await (await served.start(PROMPT)).complete(stop=NONE, banned=banned, limit=3)
            assert ids(theirs) == ids(ours)


async def test_a_completion_ends_at_its_stop_and_the_server_too(exact_model: Path):
    async with connected(exact_model) as (served, server):
        free = await (await served.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=12)
        stop = frozenset({free[4].id})
        sent = server.sent
        again = await (await served.start(PROMPT)).complete(stop=stop, banned=NONE, limit=12)
        assert ids(again) == ids(free)[: ids(free).index(free[4].id) + 1]
        assert server.sent - sent == len(again)


async def test_where_stop_tokens_are_ignored_the_connection_is_closed(exact_model: Path):
    async with connected(exact_model, LLAMA_CPP, delay=0.002) as (served, server):
        free = await (await served.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=12)
        stop = frozenset({free[2].id})
        again = await (await served.start(PROMPT)).complete(stop=stop, banned=NONE, limit=100)
        assert ids(again) == ids(free)[: ids(free).index(free[2].id) + 1]
        await until(lambda: server.running == 0)


@pytest.mark.parametrize(
    ("dialect", "told"),
    [
        (VLLM, []),
        (SPECULATING, []),
        (WITHOUT_LOGPROBS, ["no log-probabilities"]),
        (LLAMA_CPP, ["ignores stop tokens"]),
        (TEXT_ONLY, ["no log-probabilities", "no token ids", "ignores stop tokens"]),
        (UNSTEERED, ["can't be told which tokens", "ignores stop tokens"]),
    ],
)
async def test_what_is_lost_is_told(dialect: Dialect, told: list[str], exact_model: Path):
    async with connected(exact_model, dialect) as (served, _):
        assert len(served.losses) == len(told)
        for sentence, words in zip(served.losses, told, strict=True):
            assert words in sentence


@pytest.mark.parametrize("dialect", [TEXT_ONLY, UNSTEERED])
async def test_a_poor_server_is_done_with_as_far_as_it_goes(dialect: Dialect, exact_model: Path):
    async with connected(exact_model, dialect) as (served, _):
        generation = await served.start(PROMPT)
        chosen = await generation.choose([[60, 61], [62]])
        assert generation.length == len(PROMPT) + (2, 1)[chosen.index]
        tokens = await generation.complete(stop=NONE, banned=NONE, limit=4)
        assert 1 <= len(tokens) <= 4
        assert all(token.logprob <= 0 for token in tokens)


async def test_a_value_that_always_follows_a_choice_comes_with_it(exact_model: Path, engine: EmbeddedEngine):
    likeliest = (await (await engine.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=1))[0].id
    options = [[60], [likeliest], [62]]
    async with connected(exact_model) as (served, server):
        for learned in (False, True):
            results: list[object] = []
            for one in (engine, served):
                before = len(server.bodies)
                generation = await one.start(PROMPT)
                chosen = await generation.choose(options)
                tokens = await generation.complete(stop=frozenset({300}), banned=frozenset({4}), limit=8)
                results.append((chosen.index, ids(tokens), generation.length))
                requests = len(server.bodies) - before
            assert results[0] == results[1]
            assert requests == (1 if learned else 2)
        # Another question after the same choice is not answered with what was said ahead.
        generation = await served.start(PROMPT)
        await generation.choose(options)
        generation.append([50])
        fresh = await engine.start(PROMPT)
        await fresh.choose(options)
        fresh.append([50])
        answers = [
            await one.complete(stop=frozenset({300}), banned=frozenset({4}), limit=8) for one in (generation, fresh)
        ]
        assert ids(answers[0]) == ids(answers[1])


@pytest.mark.parametrize("dialect", [VLLM, SPECULATING, ONE_AT_A_TIME])
async def test_choices_that_followed_before_are_asked_along(
    dialect: Dialect, exact_model: Path, engine: EmbeddedEngine
):
    """The same loop three times over: in the third, a request answers several choices."""
    body = [([], [[60], [61, 70]]), ([80, 81], [[62, 70], [63], [64]]), ([82], [[65], [66]])]
    async with connected(exact_model, dialect) as (served, server):
        results: list[list[int]] = []
        requests: list[int] = []
        for one in (engine, served):
            generation = await one.start(PROMPT)
            results.append([])
            for _ in range(3):
                before = len(server.bodies)
                for forced, options in body:
                    generation.append(forced)
                    results[-1].append((await generation.choose(options)).index)
                # As long as a line is, so that what came before the loop doesn't matter.
                generation.append(list(range(100, 112)))
                requests.append(len(server.bodies) - before)
        assert results[0] == results[1]
        # A place is known by the tokens before it, so it must have come twice after the same line. A server that takes no
        # several prompts refuses once, and is asked one by one from then on.
        if dialect is not SPECULATING:
            assert requests[3:] == ([3, 3, 1] if dialect.several else [3, 3, 4])


async def test_what_was_answered_before_its_turn_is_not_used_elsewhere(exact_model: Path, engine: EmbeddedEngine):
    async with connected(exact_model) as (served, _):
        for _ in range(2):
            learning = await served.start(PROMPT)
            await learning.choose([[60], [61]])
            learning.append([80])
            await learning.choose([[62], [63]])
        results: list[list[int]] = []
        for one in (engine, served):
            generation = await one.start(PROMPT)
            results.append([(await generation.choose([[60], [61]])).index])
            generation.append([80])
            # Other options at the place that was foreseen; then a place that was not.
            results[-1].append((await generation.choose([[64], [65]])).index)
            generation.rewind(len(PROMPT))
            generation.append([80])
            results[-1].append((await generation.choose([[62], [63]])).index)
        assert results[0] == results[1]


async def test_cancelling_stops_the_server_and_leaves_the_sequence_usable(exact_model: Path):
    async with connected(exact_model, delay=0.01) as (served, server):
        generation = await served.start(PROMPT)
        task = asyncio.create_task(generation.complete(stop=NONE, banned=NONE, limit=100))
        await until(lambda: server.sent > 3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: server.running == 0)
        assert generation.length == len(PROMPT)
        server.delay = 0.0
        assert len(await generation.complete(stop=NONE, banned=NONE, limit=2)) == 2


async def test_leaving_a_stream_stops_the_server(exact_model: Path):
    async with connected(exact_model, delay=0.01) as (served, server):
        generation = await served.start(PROMPT)
        stream = generation.stream(stop=NONE, banned=NONE, limit=100)
        seen = [await anext(stream) for _ in range(3)]
        await stream.aclose()  # type: ignore[attr-defined]
        assert generation.length == len(PROMPT) + len(seen)
        await until(lambda: server.running == 0)


async def test_connections_are_used_again(exact_model: Path):
    async with connected(exact_model) as (served, server):
        generation = await served.start(PROMPT)
        for _ in range(5):
            await generation.choose([[60], [61]])
            await generation.complete(stop=NONE, banned=NONE, limit=2)
        assert server.connections == 1


async def test_two_sequences_at_once(exact_model: Path, engine: EmbeddedEngine):
    async with connected(exact_model, delay=0.001) as (served, _):
        starts = [PROMPT, PROMPT[:7], PROMPT[3:]]
        ours = [await (await engine.start(start)).complete(stop=NONE, banned=NONE, limit=8) for start in starts]

        async def ask(start: list[int]) -> tuple[Token, ...]:
            return await (await served.start(start)).complete(stop=NONE, banned=NONE, limit=8)

        theirs = await asyncio.gather(*(ask(start) for start in starts))
        assert [ids(one) for one in theirs] == [ids(one) for one in ours]


async def test_a_server_started_anew_loses_nothing(exact_model: Path):
    async with serving(exact_model) as first:
        port = first.port
        engine = engine_for(EngineChoice("vllm", endpoint=first.endpoint))
        generation = await engine.start(PROMPT)
        whole = await (await engine.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=6)
        half = await generation.complete(stop=NONE, banned=NONE, limit=3)
    with pytest.raises(EngineError, match="No model server answers"):
        await generation.complete(stop=NONE, banned=NONE, limit=3)
    async with serving(exact_model, port=port):
        rest = await generation.complete(stop=NONE, banned=NONE, limit=3)
        assert ids(half + rest) == ids(whole)
        # It may be another one: it is checked again before the next sequence.
        assert ids(await (await engine.start(PROMPT)).complete(stop=NONE, banned=NONE, limit=6)) == ids(whole)
    await engine.close()


async def test_the_context_is_what_the_server_has_room_for(exact_model: Path):
    for dialect in (VLLM, LLAMA_CPP):
        async with connected(exact_model, dialect) as (served, _):
            assert served.context_length == 160
            generation = await served.start([60] * 158)
            with pytest.raises(ContextOverflow):
                await generation.complete(stop=NONE, banned=NONE, limit=5)
            with pytest.raises(ContextOverflow, match="161 tokens"):
                await served.start([60] * 161)
