"""Whatever was asked, appended, rewound and shared before: the answers are those of a plain computation from scratch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.network import Network
from cwm_lsp.engine.package import read_manifest
from tests.engine.models import CONFIG, random_weights, reference_logits

WEIGHTS = random_weights(CONFIG)
TOKENS = st.integers(0, 60)
LIMIT = 150
NONE: frozenset[int] = frozenset()


def log_shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return logits - np.logaddexp.reduce(logits)


def logits_after(ids: Sequence[int]) -> NDArray[np.float32]:
    return reference_logits(WEIGHTS, CONFIG, list(ids))[-1]


def check_token(engine: EmbeddedEngine, before: list[int], token: int, logprob: float, banned: frozenset[int]) -> None:
    logits = logits_after(before)
    allowed = [
        other for other in range(engine.vocabulary_size) if other not in banned and (other < 14 or engine.data(other))
    ]
    shares = log_shares(logits[allowed])
    assert shares[allowed.index(token)] == pytest.approx(logprob, abs=2e-3)
    assert shares[allowed.index(token)] >= shares.max() - 1e-3


OPERATIONS = st.one_of(
    st.tuples(st.just("append"), st.lists(TOKENS, max_size=12)),
    st.tuples(
        st.just("choose"), st.lists(st.lists(TOKENS, min_size=3, max_size=3), min_size=2, max_size=5, unique_by=tuple)
    ),
    st.tuples(st.just("complete"), st.integers(1, 6)),
    st.tuples(st.just("rewind"), st.floats(0, 1)),
    st.tuples(st.just("reopen"), st.floats(0, 1)),
)


async def follow(folder: Path, prompt: list[int], operations: list[tuple[str, object]]) -> None:
    engine = EmbeddedEngine(folder, idle_caches=2)
    generation, ids = await engine.start(prompt), list(prompt)
    for name, argument in operations:
        if len(ids) > LIMIT - 12:
            break
        if name == "append":
            assert isinstance(argument, list)
            generation.append(argument)
            ids += argument
        elif name == "choose":
            assert isinstance(argument, list)
            options: list[list[int]] = argument
            chosen = await generation.choose(options)
            check_choice(ids, options, chosen.index, chosen.logprob)
            ids += options[chosen.index]
        elif name == "complete":
            assert isinstance(argument, int)
            banned = frozenset(ids[-argument:])
            for token in await generation.complete(stop=NONE, banned=banned, limit=argument):
                check_token(engine, ids, token.id, token.logprob, banned)
                ids.append(token.id)
        else:
            assert isinstance(argument, float)
            length = 1 + int(argument * (len(ids) - 1))
            ids = ids[:length]
            if name == "rewind":
                generation.rewind(length)
            else:
                generation.close()
                generation = await engine.start(ids)
        assert generation.length == len(ids)
    await engine.close()


def check_choice(before: list[int], options: list[list[int]], index: int, logprob: float) -> None:
    """Greedy descent: at each place the chosen token is the likeliest of those that remaining options have there."""
    path: list[int] = []
    total = 0.0
    for token in options[index]:
        following = sorted({option[len(path)] for option in options if option[: len(path)] == path})
        shares = log_shares(logits_after([*before, *path])[following])
        total += float(shares[following.index(token)])
        assert shares[following.index(token)] >= shares.max() - 1e-3
        path.append(token)
    assert logprob == pytest.approx(total, abs=2e-3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(prompt=st.lists(TOKENS, min_size=1, max_size=40), operations=st.lists(OPERATIONS, max_size=8))
def test_any_history_gives_the_answers_of_a_computation_from_scratch(
    exact_model: Path, prompt: list[int], operations: list[tuple[str, object]]
):
    asyncio.run(follow(exact_model, prompt, operations))


async def test_a_long_prompt_is_computed_in_parts_with_the_same_result(
    exact_model: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cwm_lsp.engine.local.CHUNK", 7)
    engine = EmbeddedEngine(exact_model)
    prompt = [(7 * place) % 60 for place in range(100)]
    (token,) = await (await engine.start(prompt)).complete(stop=NONE, banned=NONE, limit=1)
    check_token(engine, prompt, token.id, token.logprob, NONE)
    assert engine.counters.passes == 15
    await engine.close()


def test_eight_bits_cost_little(rounded_model: Path):
    network = Network(rounded_model / "model.onnx", read_manifest(rounded_model).shape, threads=1)
    ids = [(11 * place) % 60 for place in range(50)]
    exact = reference_logits(WEIGHTS, CONFIG, ids)
    cache = network.cache()
    rounded = np.stack([network.extend(cache, [token]).copy() for token in ids])
    assert np.sqrt(np.mean((rounded - exact) ** 2)) < 0.08 * exact.std()
