"""Several thoughts about one question: how they vote, when others are not waited for, what is kept of it, and when it counts."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.package import MANIFEST, SHIPPED, VOCABULARY
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.predict.opinions.answers import Answer, read_answer, written
from cwm_lsp.predict.opinions.asking import ask_complexity, ask_termination
from cwm_lsp.predict.opinions.calibration import OpinionCalibration
from cwm_lsp.predict.opinions.keeping import calibrations_for, keep_calibrations
from cwm_lsp.predict.opinions.opinion import DOES_NOT_TERMINATE, TERMINATES, OpinionSettings, TerminationOpinion
from cwm_lsp.predict.opinions.voting import Vote, counted, is_decided
from tests.engine.waiting import until
from tests.predict.thinker import SURE, Thinker

SOURCE = "def f(n):\n    while n != 0:\n        n -= 1\n    return n\n"
FIVE = OpinionSettings(reasoning=True, samples=5, at_once=1)


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def thoughts(*answers: str) -> Callable[[str, int], str]:
    """The answer after each thought; the first one also where nothing was drawn."""
    return lambda _, seed: answers[max(0, seed) % len(answers)]


async def asked(engine: Thinker, settings: OpinionSettings | None = None) -> TerminationOpinion:
    opinion = await ask_termination(engine, SOURCE, "f", settings)  # type: ignore[arg-type]
    assert engine.open == 0
    return opinion


# Counting


shares = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3).map(lambda some: tuple(x / sum(some) for x in some))


@given(st.lists(shares, min_size=1, max_size=4), st.lists(shares, max_size=4))
def test_a_decided_lead_is_never_overtaken(heard: list[tuple[float, ...]], others: list[tuple[float, ...]]):
    votes = [Vote(number, (weights,)) for number, weights in enumerate(heard)]
    if is_decided(votes, len(others)):
        every = [*votes, *(Vote(9, (weights,)) for weights in others)]
        before, after = (counted(some, 8)[0] for some in (votes, every))
        assert max(range(3), key=before.__getitem__) == max(range(3), key=after.__getitem__)


@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=5), st.integers(1, 5))
def test_what_was_counted_sums_to_one(heard: list[tuple[tuple[float, ...], ...]], most: int):
    for weights in counted([Vote(0, one) for one in heard], most):
        assert isclose(sum(weights), 1.0)


def test_more_unanimous_votes_are_surer_and_one_alone_is_as_it_is():
    vote = Vote(0, ((0.98, 0.02),))
    chances = [counted([vote] * count, 5)[0][0] for count in (1, 3, 5)]
    assert chances == sorted(chances) and chances[-1] < 0.98
    assert counted([vote], 1) == vote.weights


def test_everything_that_was_asked_has_to_be_decided():
    sure, unsure = (0.9, 0.1), (0.55, 0.45)
    assert is_decided([Vote(0, (sure, sure))] * 3, 2)
    assert not is_decided([Vote(0, (sure, unsure))] * 3, 2)
    assert not is_decided([], 3)


# Asking


async def test_the_majority_of_thoughts_decides():
    opinion = await asked(Thinker(thoughts("yes", "no: f(-1)", "yes", "yes", "no: f(-1)")), FIVE)
    assert opinion.chances[0][0] == TERMINATES
    assert opinion.example is None
    # Three against one, of five: the last one can't change it.
    assert opinion.provenance.samples == 4
    assert opinion.chances[0][1] == pytest.approx((3 * SURE + 1 - SURE + 0.5) / 5)


async def test_an_example_is_one_of_those_who_have_given_one():
    opinion = await asked(Thinker(thoughts("no: whatever", "no: f(-1)", "no: f(-1)", "yes", "yes")), FIVE)
    assert (opinion.chances[0][0], opinion.example) == (DOES_NOT_TERMINATE, "f(-1)")


async def test_thoughts_that_can_t_change_it_any_more_are_stopped():
    engine = Thinker(thoughts("yes", "yes", "yes", "no", "no"))
    engine.waits = {3, 4}
    opinion = await asked(engine, OpinionSettings(reasoning=True, samples=5, at_once=5))
    assert opinion.provenance.samples == 3


async def test_an_engine_that_goes_on_only_greedily_thinks_once():
    opinion = await asked(Thinker(thoughts("yes", "no"), can_sample=False), FIVE)
    assert opinion.provenance.reasoned and opinion.provenance.samples == 1
    assert opinion.chances[0] == (TERMINATES, pytest.approx(SURE))


async def test_without_a_thought_there_is_nothing_to_vote_on():
    opinion = await asked(Thinker(thoughts("yes", "no")), OpinionSettings(samples=5))
    assert not opinion.provenance.reasoned and opinion.provenance.samples == 1


async def test_where_time_is_over_thoughts_are_closed_and_no_more_are_begun():
    engine = Thinker(thoughts("yes", "no", "no", "no", "no"))
    engine.thought = "for a very long time"
    opinion = await asked(engine, OpinionSettings(reasoning=True, samples=5, at_once=1, seconds=0))
    assert opinion.provenance.samples == 1
    assert opinion.chances[0][0] == TERMINATES


async def test_cancelling_stops_every_thought():
    engine = Thinker(thoughts("yes"))
    engine.waits = set(range(5))
    task = asyncio.create_task(ask_termination(engine, SOURCE, "f", FIVE))  # type: ignore[arg-type]
    await until(lambda: engine.open == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.open == 0


async def test_a_failure_ends_the_others():
    def says(_: str, seed: int) -> str:
        if seed == 1:
            raise EngineError("lost")
        return "yes"

    engine = Thinker(says)
    engine.waits = {0, 2}
    with pytest.raises(EngineError, match="lost"):
        await asked(engine, OpinionSettings(reasoning=True, samples=3, at_once=3))
    assert engine.open == 0


async def test_thoughts_vote_on_time_and_space():
    engine = Thinker(thoughts("O(n) O(1)", "O(n) O(n)", "O(n^2) O(n)", "O(n) O(n)", "O(n) O(n)"))
    opinion = await ask_complexity(engine, SOURCE, "f", FIVE)  # type: ignore[arg-type]
    assert (opinion.chances[0][0], opinion.space[0][0]) == ("O(n)", "O(n)")
    assert engine.open == 0


async def test_a_call_that_is_none_is_asked_for_once_more_with_its_beginning():
    def says(text: str, _: int) -> str:
        return "no: f(-1)" if text.endswith("f(") else "no: it depends"

    opinion = await asked(Thinker(says))
    assert opinion.example == "f(-1)"
    assert (await asked(Thinker(thoughts("no: it depends")))).example is None


async def test_an_answer_that_can_t_be_told_from_others_is_unknown():
    opinion = await asked(Thinker(thoughts("maybe")))
    assert opinion.chances == () and "no answer" in (opinion.unknown or "")


async def test_the_weights_of_a_model_that_was_not_trained_for_it_are_never_read(tmp_path: Path):
    for name in (MANIFEST, VOCABULARY):
        shutil.copy(SHIPPED / name, tmp_path)
    opinion = await ask_termination(EmbeddedEngine(tmp_path), SOURCE, "f")
    assert "not trained" in (opinion.unknown or "")


# Keeping answers


class Notebook:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    async def recall(self, question: str) -> str | None:
        return self.held.get(question)

    def keep(self, question: str, answer: str) -> None:
        self.held[question] = answer


async def test_what_was_answered_before_costs_nothing():
    engine, memory = Thinker(thoughts("no: f(-1)")), Notebook()
    before = await asked(engine, OpinionSettings(memory=memory))
    questions = engine.questions
    assert await asked(engine, OpinionSettings(memory=memory)) == before
    assert engine.questions == questions
    assert "termination-1" in next(iter(memory.held)) and "thinker-1" in next(iter(memory.held))


async def test_another_engine_and_another_way_of_asking_are_asked_anew():
    memory = Notebook()
    engine = Thinker(thoughts("yes"))
    for identity, settings in (
        ("a", OpinionSettings(memory=memory)),
        ("b", OpinionSettings(memory=memory)),
        ("b", OpinionSettings(reasoning=True, memory=memory)),
        ("b", OpinionSettings(reasoning=True, samples=3, memory=memory)),
        ("b", OpinionSettings(reasoning=True, samples=3, thinking=99, memory=memory)),
    ):
        engine.identity = identity
        questions = engine.questions
        await asked(engine, settings)
        assert engine.questions > questions
    assert len(memory.held) == 5


async def test_what_can_t_be_read_is_asked_anew():
    engine, memory = Thinker(thoughts("yes")), Notebook()
    before = await asked(engine, OpinionSettings(memory=memory))
    for key in memory.held:
        memory.held[key] = "{}"
    assert await asked(engine, OpinionSettings(memory=memory)) == before


@given(st.lists(shares.map(tuple), min_size=1, max_size=2), st.booleans(), st.none() | st.text(max_size=9))
def test_answers_come_back_as_they_were_kept(weights: list[tuple[float, ...]], reasoned: bool, example: str | None):
    answer = Answer(tuple(weights), reasoned, 5, 3, example)
    assert read_answer(written(answer), [3] * len(weights)) == answer
    assert read_answer(written(answer), [2]) is None


# What it is worth


async def test_an_opinion_counts_where_it_was_measured():
    engine = Thinker(thoughts("yes"))
    assert (await asked(engine)).settled is None
    keep_calibrations(engine, {"termination-1": OpinionCalibration(1.0, {TERMINATES: 0.8}, "my programs")})  # type: ignore[arg-type]
    opinion = await asked(engine)
    assert (opinion.settled, opinion.provenance.calibrated_on) == (TERMINATES, "my programs")
    # Neither another way of asking nor another model has been measured by that.
    assert (await asked(engine, OpinionSettings(reasoning=True))).settled is None
    engine.identity = "thinker-2"
    assert (await asked(engine)).settled is None


async def test_what_was_kept_before_a_fit_counts_by_it():
    engine, memory = Thinker(thoughts("yes")), Notebook()
    assert (await asked(engine, OpinionSettings(memory=memory))).settled is None
    keep_calibrations(engine, {"termination-1": OpinionCalibration(1.0, {TERMINATES: 0.8})})  # type: ignore[arg-type]
    assert (await asked(engine, OpinionSettings(memory=memory))).settled == TERMINATES


def test_ways_of_asking_are_kept_beside_each_other():
    engine = Thinker(thoughts("yes"))
    one, other = OpinionCalibration(2.0), OpinionCalibration(3.0, {"*": 0.9}, "x")
    keep_calibrations(engine, {"termination-1": one})  # type: ignore[arg-type]
    path = keep_calibrations(engine, {"termination-1, reasoning": other})  # type: ignore[arg-type]
    assert calibrations_for(engine) == {"termination-1": one, "termination-1, reasoning": other}  # type: ignore[arg-type]
    path.write_text("nonsense")
    with pytest.raises(EngineError, match="fit it anew"):
        calibrations_for(engine)  # type: ignore[arg-type]
