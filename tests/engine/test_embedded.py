"""The embedded engine as an engine: questions, forced tokens, rewinding, cancelling, sharing."""

from __future__ import annotations

import asyncio
import gc
from itertools import pairwise
from pathlib import Path

import pytest

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.protocol import ContextOverflow, Counters, Engine, EngineError, Generation, Token
from tests.engine.waiting import until

NONE: frozenset[int] = frozenset()
PROMPT = [332, 118, 56, 136, 348, 281, 329, 136, 289, 65, 26, 40, 41, 42]


async def complete(generation: Generation, limit: int, stop: frozenset[int] = NONE) -> tuple[Token, ...]:
    return await generation.complete(stop=stop, banned=NONE, limit=limit)


def ids(tokens: tuple[Token, ...] | list[Token]) -> list[int]:
    return [token.id for token in tokens]


async def test_it_is_an_engine(engine: EmbeddedEngine):
    protocol: Engine = engine
    assert protocol.context_length == 160
    assert protocol.counters == Counters()
    generation: Generation = await protocol.start(PROMPT)
    assert generation.length == len(PROMPT)


async def test_text_becomes_plain_tokens_and_special_tokens_have_names(engine: EmbeddedEngine):
    separator = engine.special("<|frame_sep|>")
    text = engine.encode(["<|frame_sep|>"])
    assert separator not in text
    assert b"".join(engine.data(token) for token in text) == b"<|frame_sep|>"
    assert engine.data(separator) == b""
    with pytest.raises(EngineError, match="no token"):
        engine.special("<|no_such|>")


async def test_a_completion_ends_at_a_stop_token_which_it_includes(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    free = await complete(generation, 12)
    stop = free[5].id
    expected = ids(free)[: ids(free).index(stop) + 1]
    again = await engine.start(PROMPT)
    assert ids(await complete(again, 12, frozenset({stop}))) == expected
    assert again.length == len(PROMPT) + len(expected)


async def test_a_stream_gives_what_a_completion_gives(engine: EmbeddedEngine):
    whole = await complete(await engine.start(PROMPT), 8)
    generation = await engine.start(PROMPT)
    streamed = [token async for token in generation.stream(stop=NONE, banned=NONE, limit=8)]
    assert ids(streamed) == ids(whole)
    assert [token.logprob for token in streamed] == pytest.approx([token.logprob for token in whole], abs=1e-3)


async def test_leaving_a_stream_leaves_the_sequence_at_what_was_seen(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    async for _ in generation.stream(stop=NONE, banned=NONE, limit=100):
        if generation.length == len(PROMPT) + 3:
            break
    assert generation.length == len(PROMPT) + 3
    passes = engine.counters.passes
    await asyncio.sleep(0.02)
    assert engine.counters.passes == passes


async def test_banned_tokens_never_come_and_unused_ids_neither(engine: EmbeddedEngine):
    free = await complete(await engine.start(PROMPT), 1)
    banned = frozenset({free[0].id})
    (other,) = await (await engine.start(PROMPT)).complete(stop=NONE, banned=banned, limit=1)
    assert other.id != free[0].id
    everything = frozenset(range(engine.vocabulary_size))
    only = await (await engine.start(PROMPT)).complete(stop=NONE, banned=everything - {77}, limit=2)
    assert ids(only) == [77, 77]
    assert [token.logprob for token in only] == [0.0, 0.0]
    unused = frozenset(token for token in everything if token > 13 and not engine.data(token))
    with pytest.raises(EngineError, match="every token is banned"):
        await (await engine.start(PROMPT)).complete(stop=NONE, banned=everything - unused, limit=1)


async def test_forced_tokens_go_through_the_model_in_one_pass(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    generation.append([50, 51])
    generation.append([52])
    assert generation.length == len(PROMPT) + 3
    await complete(generation, 1)
    assert engine.counters == Counters(passes=1, computed=len(PROMPT) + 3, reused=0, generated=1)


async def test_a_choice_costs_one_pass_for_each_branching_point(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    chosen = await generation.choose([[60, 61, 62, 63], [60, 61, 64, 63, 65]])
    assert engine.counters.passes == 1
    assert engine.counters.generated == 1
    assert generation.length == len(PROMPT) + (4, 5)[chosen.index]


async def test_rewinding_keeps_what_was_computed_before(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    first = await complete(generation, 10)
    computed = engine.counters.computed
    generation.rewind(len(PROMPT) + 4)
    assert generation.length == len(PROMPT) + 4
    assert ids(await complete(generation, 6)) == ids(first[4:])
    # The token before the new question is computed again, the five after it anew.
    assert engine.counters.computed == computed + 6


@pytest.mark.parametrize("length", [0, -1, len(PROMPT) + 1])
async def test_rewinding_to_nowhere_is_refused(engine: EmbeddedEngine, length: int):
    generation = await engine.start(PROMPT)
    with pytest.raises(ValueError, match="rewind"):
        generation.rewind(length)


async def test_the_prefix_of_a_closed_sequence_is_reused(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    expected = ids(await complete(generation, 5))
    generation.close()
    again = await engine.start(PROMPT)
    assert ids(await complete(again, 5)) == expected
    assert engine.counters.reused == len(PROMPT) - 1


async def test_the_prefix_of_an_open_sequence_is_reused_and_left_alone(engine: EmbeddedEngine):
    one = await engine.start(PROMPT)
    first = ids(await complete(one, 5))
    other = await engine.start([*PROMPT, 70, 71])
    await complete(other, 5)
    assert engine.counters.reused == len(PROMPT)
    assert ids(await complete(one, 5)) == ids(await complete(await engine.start([*PROMPT, *first]), 5))


async def test_only_some_caches_of_closed_sequences_are_kept(exact_model: Path):
    engine = EmbeddedEngine(exact_model, idle_caches=2)
    for first in (100, 101, 102):
        generation = await engine.start([first, *PROMPT])
        await complete(generation, 1)
        generation.close()
    await complete(await engine.start([100, *PROMPT]), 1)
    assert engine.counters.reused == 0
    await complete(await engine.start([102, *PROMPT]), 1)
    assert engine.counters.reused == len(PROMPT)
    await engine.close()


async def test_sequences_that_nobody_closes_give_their_memory_back(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    await complete(generation, 1)
    del generation
    gc.collect()
    await complete(await engine.start(PROMPT), 1)
    assert engine.counters.reused == 0


async def test_cancelling_stops_the_model_and_leaves_the_sequence_as_it_was(engine: EmbeddedEngine):
    expected = ids(await complete(await engine.start(PROMPT), 20))
    generation = await engine.start(PROMPT)
    before = engine.counters.passes
    task = asyncio.create_task(complete(generation, 140))
    await until(lambda: engine.counters.passes >= before + 3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert generation.length == len(PROMPT)
    assert ids(await complete(generation, 20)) == expected
    assert engine.counters.passes < before + 140


async def test_cancelling_a_choice_leaves_the_sequence_as_it_was(engine: EmbeddedEngine):
    options = [[60, 61, 62], [60, 63, 62]]
    expected = await (await engine.start(PROMPT)).choose(options)
    generation = await engine.start(PROMPT)
    task = asyncio.create_task(generation.choose(options))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert generation.length == len(PROMPT)
    assert (await generation.choose(options)).index == expected.index


async def test_several_sequences_take_turns_and_do_not_disturb_each_other(engine: EmbeddedEngine):
    prompts = [[100 + which, *PROMPT] for which in range(6)]
    alone = [ids(await complete(await engine.start(prompt), 20)) for prompt in prompts]
    order: list[int] = []

    async def watched(which: int) -> list[int]:
        generation = await engine.start(prompts[which])
        tokens: list[Token] = []
        async for token in generation.stream(stop=NONE, banned=NONE, limit=20):
            order.append(which)
            tokens.append(token)
        return ids(tokens)

    together = await asyncio.gather(*(watched(which) for which in range(6)))
    assert together == alone
    # Had they not taken turns, each number would stand in one row of twenty.
    assert sum(a != b for a, b in pairwise(order)) > 20


async def test_a_long_completion_lets_a_short_question_in(engine: EmbeddedEngine):
    long, short = await engine.start(PROMPT), await engine.start([100, *PROMPT])
    task = asyncio.create_task(complete(long, 140))
    await until(lambda: engine.counters.passes >= 2)
    await short.choose([[50], [51]])
    assert not task.done()
    await task


async def test_a_prompt_longer_than_the_context_is_refused(engine: EmbeddedEngine):
    with pytest.raises(ContextOverflow, match="160"):
        await engine.start([20] * 161)
    generation = await engine.start([20] * 160)
    with pytest.raises(ContextOverflow):
        generation.append([21])
    with pytest.raises(ContextOverflow):
        await complete(generation, 1)
    assert generation.length == 160


async def test_a_completion_that_meets_the_end_of_the_context_appends_nothing(engine: EmbeddedEngine):
    generation = await engine.start([*PROMPT, *[20] * (158 - len(PROMPT))])
    with pytest.raises(ContextOverflow):
        await complete(generation, 3)
    assert generation.length == 158
    assert len(await complete(generation, 2)) == 2
    with pytest.raises(ContextOverflow):
        await generation.choose([[1], [2]])


async def test_ids_that_are_no_tokens_are_refused(engine: EmbeddedEngine):
    with pytest.raises(ValueError, match="at least one"):
        await engine.start([])
    with pytest.raises(ValueError, match="token ids run from 0"):
        await engine.start([engine.vocabulary_size])
    with pytest.raises(ValueError, match="token ids run from 0"):
        (await engine.start(PROMPT)).append([-1])


async def test_a_closed_sequence_answers_no_more(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    generation.close()
    generation.close()
    with pytest.raises(EngineError, match="closed"):
        await complete(generation, 1)


async def test_a_closed_engine_fails_what_is_under_way_and_can_be_loaded_again(engine: EmbeddedEngine):
    generation = await engine.start(PROMPT)
    task = asyncio.create_task(complete(generation, 140))
    await until(lambda: engine.counters.passes >= 2)
    await engine.close()
    with pytest.raises(EngineError, match="closed"):
        await task
    assert len(await complete(await engine.start(PROMPT), 3)) == 3


async def test_many_may_load_at_once(engine: EmbeddedEngine):
    await asyncio.gather(*(engine.load() for _ in range(5)))
    assert engine.counters == Counters()
