"""Stepping through true runs, so that only the stepping can be wrong: every way of moving, forward and back."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.dap.cursor import Move, stops
from cwm_lsp.dap.history import History
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.trace.timeline import Timeline
from tests.dap.programs import EVERY
from tests.predict.true_runs import true_prediction
from training.programs import sample
from training.samples import bound_context

FUNCTIONS = {"methods": "Stack.push"}


@lru_cache(maxsize=32)
def prediction_of(name: str) -> TracePrediction:
    source, call = EVERY[name]
    return true_prediction(source, call, function=FUNCTIONS.get(name))


def history_of(name: str) -> History:
    history = History(0)
    history.grow(prediction_of(name).timeline)
    return history


HISTORIES = {name: history_of(name) for name in EVERY}


def moved(history: History, move: Move, start: int) -> int | None:
    """Where a move leads, no breakpoints in sight; None where nothing stops it."""
    ahead = range(start - 1, -1, -1) if move.is_back else range(start + 1, len(history))
    return next((index for index in ahead if stops(history, move, start, index)), None)


def first(history: History) -> int:
    return next(index for index in range(len(history)) if history.is_stop(index))


def walked(name: str, moves: str) -> list[tuple[str, int | None, str]]:
    """The places that moves lead to, one letter for each: function, file line, event."""
    history, context = HISTORIES[name], prediction_of(name).context
    index = first(history)
    places: list[tuple[str, int | None, str]] = []
    for letter in moves:
        step = {"i": Move.INTO, "n": Move.OVER, "o": Move.OUT, "b": Move.BACK, "B": Move.BACK_INTO}[letter]
        found = moved(history, step, index)
        index = index if found is None else found
        level = history.levels(index)[0]
        places.append((level.scope.function, context.file_line(level.line or 0), history.moments[index].event.value))
    return places


def test_over_a_call_and_into_one() -> None:
    assert walked("calls", "nn") == [("both", 8, "line"), ("both", 9, "line")]
    assert walked("calls", "iii") == [("double", 2, "line"), ("double", 3, "line"), ("both", 7, "return")]


def test_out_of_the_first_of_two_calls_on_a_line_and_into_the_second() -> None:
    assert walked("calls", "nioi") == [
        ("both", 8, "line"),
        ("double", 2, "line"),
        ("both", 8, "return"),
        ("double", 2, "line"),
    ]


def test_next_at_the_end_of_a_function_is_back_in_its_caller() -> None:
    assert walked("calls", "innn")[2:] == [("both", 7, "return"), ("both", 8, "line")]


def test_next_does_not_enter_the_recursion_that_it_steps_over() -> None:
    assert walked("recursion", "nn") == [("fact", 4, "line"), ("fact", 4, "return")]


def test_back_from_a_functions_first_line_is_the_line_that_called_it() -> None:
    assert walked("calls", "ib") == [("double", 2, "line"), ("both", 7, "line")]


def test_a_generator_hands_over_and_is_gone_on_with() -> None:
    assert walked("a generator", "nnnn") == [
        ("total", 10, "line"),
        ("total", 11, "line"),
        ("total", 10, "line"),
        ("total", 11, "line"),
    ]
    assert walked("a generator", "niiii")[1:] == [
        ("count", 2, "line"),
        ("count", 3, "line"),
        ("count", 4, "line"),
        ("total", 10, "return"),
    ]


def test_a_method_follows_the_constructor_that_was_called_before_it() -> None:
    assert walked("methods", "nnnn") == [
        ("__init__", 3, "return"),
        ("push", 6, "line"),
        ("push", 7, "line"),
        ("push", 7, "return"),
    ]


positions = st.integers(0, 10_000)


def stop(history: History, position: int) -> int:
    found = [index for index in range(len(history)) if history.is_stop(index)]
    return found[position % len(found)]


names = pytest.mark.parametrize("name", EVERY)


@names
@given(positions, st.integers(1, 30))
def test_steps_in_are_undone_by_steps_back_in(name: str, position: int, count: int) -> None:
    history = HISTORIES[name]
    start = index = stop(history, position)
    done = 0
    for _ in range(count):
        found = moved(history, Move.INTO, index)
        if found is None:
            break
        index, done = found, done + 1
    for _ in range(done):
        found = moved(history, Move.BACK_INTO, index)
        assert found is not None
        index = found
    assert index == start


@names
@given(positions, st.integers(1, 30))
def test_steps_over_within_a_function_are_undone_by_steps_back(name: str, position: int, count: int) -> None:
    history = HISTORIES[name]
    start = index = stop(history, position)
    if history.moments[start].event is not Event.LINE:
        return
    done = 0
    for _ in range(count):
        found = moved(history, Move.OVER, index)
        if (
            found is None
            or history.moments[found].event is not Event.LINE
            or history.scope(found) != history.scope(start)
        ):
            break
        index, done = found, done + 1
    for _ in range(done):
        found = moved(history, Move.BACK, index)
        assert found is not None
        index = found
    assert index == start


@names
@given(positions)
def test_no_step_over_or_out_lands_deeper(name: str, position: int) -> None:
    history = HISTORIES[name]
    start = stop(history, position)
    for move in (Move.OVER, Move.OUT, Move.BACK):
        found = moved(history, move, start)
        assert found is None or history.depth(found) <= history.depth(start)


@names
@given(positions)
def test_a_step_out_leaves_the_scope_unless_it_is_the_last(name: str, position: int) -> None:
    history = HISTORIES[name]
    start = stop(history, position)
    found = moved(history, Move.OUT, start)
    if found is not None:
        own = history.scope(start)
        assert history.is_leaving(found) or history.scope(found) != own


@names
def test_every_place_can_be_reached_step_by_step(name: str) -> None:
    history = HISTORIES[name]
    index: int | None = first(history)
    reached: list[int] = []
    while index is not None:
        reached.append(index)
        index = moved(history, Move.INTO, index)
    assert reached == [one for one in range(len(history)) if history.is_stop(one)]


@names
@given(positions)
def test_the_stack_tells_where_every_scope_stands(name: str, position: int) -> None:
    history = HISTORIES[name]
    levels = history.levels(stop(history, position))
    assert levels
    assert all(level.line is not None for level in levels)
    callers = [level.scope.caller for level in levels[:-1]]
    # A generator is asked for values by others than the scope that entered it first.
    if name != "a generator":
        assert callers == [level.scope.id for level in levels[1:]]


def test_stepping_through_generated_programs() -> None:
    """Every position of many true runs: steps in are undone, steps over land no deeper and make progress."""
    random = Random(11)
    checked = 0
    with Sandbox(Limits(frames=250)) as sandbox:
        while checked < 25:
            made = sample(random)
            recording = sandbox.record(bound_context(made.source, made.calls[0]))
            if recording.failure is not None:
                continue
            history = History(0)
            history.grow(Timeline(recording.moments, recording.scopes, ended=True))
            if history.last_shown() is None:
                continue
            places = [index for index in range(len(history)) if history.is_stop(index)]
            for index in places:
                onward = moved(history, Move.INTO, index)
                assert onward is None or moved(history, Move.BACK_INTO, onward) == index
                over = moved(history, Move.OVER, index)
                assert over is None or history.depth(over) <= history.depth(index)
                assert over is not None or index == places[-1] or history.depth(index) == 1
                back = moved(history, Move.BACK, index)
                assert back is None or history.depth(back) <= history.depth(index)
                if (
                    over is not None
                    and history.moments[over].event is Event.LINE
                    and history.scope(over) == history.scope(index)
                ):
                    assert history.moments[index].event is Event.RETURN or moved(history, Move.BACK, over) == index
            checked += 1
