"""What is predicted when, what is kept, and what happens when the engine fails. Time stands still unless a test moves it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cwm_lsp.predict.trace import TraceSettings
from cwm_lsp.session import (
    Edit,
    EngineChanged,
    PredictionBegun,
    PredictionEnded,
    SessionSettings,
    State,
    View,
    ViewsChanged,
)
from tests.session.fakes import BROKEN, Desk, desk

URI = "file:///a.py"
SOURCE = """\
def first(x):
    a = x + 1
    return a


def second(x):
    b = x + 2
    return b


def third(x):
    c = x + 3
    return c


assert first(1) == 2
assert second(1) == 3
assert third(1) == 4
"""
FIRST, SECOND, THIRD = 1, 6, 11


def row(text: str) -> int:
    return SOURCE[: SOURCE.index(text)].count("\n") + 1


def edit(at: Desk, before: str, after: str, uri: str = URI) -> None:
    """Replace the first place where `before` stands."""
    snapshot = at.session.snapshot(uri)
    assert snapshot is not None
    start = snapshot.document.text.index(before)
    at.session.edit(uri, snapshot.version + 1, Edit(start, start + len(before), after))


def state(at: Desk, function: str) -> State | None:
    view = at.session.view(URI, function)
    return view.state if view is not None else None


def ready(at: Desk, *functions: str) -> bool:
    return all(state(at, function) is State.READY for function in functions)


def line_now(view: View | None, line: int) -> int:
    assert view is not None
    assert view.placement is not None
    return view.placement.lines[line]


# What is predicted, and when


async def test_nothing_is_predicted_that_nobody_looks_at() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        await at.rest()
        assert at.engine.prompts == []


async def test_the_function_under_work_comes_first_then_those_in_sight_by_nearness() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, THIRD + 1)
        at.session.reveal(URI, 1, 20)
        at.engine.go.set()
        await at.until(lambda: ready(at, "first", "second", "third"))
        assert at.engine.predicted() == ["third(1)", "second(1)", "first(1)"]


async def test_only_what_is_in_sight_is_predicted() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, SECOND, SECOND + 2)
        await at.until(lambda: ready(at, "second"))
        await at.rest()
        assert at.engine.predicted() == ["second(1)"]


async def test_a_new_function_under_work_interrupts_another_prediction() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: at.engine.questions > 0)
        at.session.focus(URI, SECOND)
        await at.until(lambda: at.engine.predicted() == ["first(1)", "second(1)"])
        at.engine.go.set()
        await at.until(lambda: ready(at, "second"))


async def test_an_interrupted_prediction_keeps_what_it_showed_and_is_taken_up_again() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, FIRST, FIRST)
        at.engine.go.clear()
        await at.until(lambda: at.engine.questions > 0)
        at.session.focus(URI, SECOND)
        await at.until(lambda: len(at.engine.prompts) == 2)
        view = at.session.view(URI, "first")
        assert view is not None
        assert view.prediction is not None
        at.engine.go.set()
        await at.until(lambda: ready(at, "first", "second"))
        assert at.engine.predicted() == ["first(1)", "second(1)", "first(1)"]


async def test_functions_without_a_call_wait_for_those_that_have_one() -> None:
    async with desk() as at:
        at.session.open(URI, 1, "def alone(x):\n    return x\n\n\n" + SOURCE)
        at.session.reveal(URI, 1, 30)
        await at.until(lambda: ready(at, "alone", "first", "second", "third"))
        assert len(at.engine.prompts) == 4
        assert "def main" not in at.engine.prompts[-1]


async def test_a_nested_function_belongs_to_the_one_around_it() -> None:
    async with desk() as at:
        at.session.open(URI, 1, "def outer():\n    def inner(x):\n        return x\n    return inner(1)\n")
        at.session.focus(URI, 3)
        await at.until(lambda: ready(at, "outer"))
        assert at.engine.predicted() == ["outer()"]


# Edits


async def test_the_text_must_rest_before_it_is_predicted() -> None:
    async with desk(SessionSettings(debounce=0.2)) as at:
        at.session.open(URI, 1, SOURCE)
        edit(at, "x + 1", "x + 11")
        at.session.focus(URI, FIRST)
        at.clock.advance(0.19)
        edit(at, "x + 11", "x + 111")
        at.clock.advance(0.19)
        await at.rest()
        assert at.engine.prompts == []
        at.clock.advance(0.02)
        await at.until(lambda: ready(at, "first"))
        assert "x + 111" in at.engine.prompts[0]


async def test_an_edit_of_a_function_takes_its_view_away_at_once() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, 1, 20)
        await at.until(lambda: ready(at, "first", "second", "third"))
        at.events.clear()
        edit(at, "x + 2", "x + 22")
        assert [view.function for view in at.session.views(URI)] == ["third", "first"]
        assert at.events == [ViewsChanged(URI)]


async def test_an_edit_elsewhere_moves_views_and_asks_the_engine_nothing() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, 1, 20)
        await at.until(lambda: ready(at, "first", "second", "third"))
        questions = at.engine.questions
        edit(at, "def second", "# Two\n# lines.\ndef second")
        assert line_now(at.session.view(URI, "first"), FIRST) == FIRST
        assert line_now(at.session.view(URI, "third"), THIRD) == THIRD + 2
        before = at.session.view(URI, "third")
        at.clock.advance(1.0)
        await at.rest()
        assert at.session.view(URI, "third") is before
        assert at.engine.questions == questions


async def test_a_function_that_is_moved_is_not_predicted_anew() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, 1, 20)
        await at.until(lambda: ready(at, "first", "second", "third"))
        questions = at.engine.questions
        text = SOURCE[SOURCE.index("def first") : SOURCE.index("def second")]
        edit(at, text, "")
        edit(at, "def third", text + "def third")
        assert at.session.view(URI, "first") is None
        at.clock.advance(1.0)
        await at.until(lambda: ready(at, "first", "second", "third"))
        view = at.session.view(URI, "first")
        assert view is not None
        assert view.prediction is not None
        assert view.prediction.context.entry.def_line == 6
        assert at.engine.questions == questions


async def test_an_edit_that_is_undone_costs_nothing() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        edit(at, "x + 1", "x + 9")
        edit(at, "x + 9", "x + 1")
        at.clock.advance(1.0)
        await at.until(lambda: ready(at, "first"))
        assert len(at.engine.prompts) == 1


async def test_an_edit_of_what_is_being_predicted_cancels_it() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: at.engine.questions > 0)
        edit(at, "x + 1", "x + 11")
        await at.until(lambda: at.engine.open_sequences == 0)
        assert at.session.view(URI, "first") is None
        at.engine.go.set()
        at.clock.advance(1.0)
        await at.until(lambda: ready(at, "first"))
        assert len(at.engine.prompts) == 2


async def test_a_prediction_goes_on_while_the_text_above_it_is_edited() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, THIRD)
        await at.until(lambda: at.engine.questions > 0)
        edit(at, "def first", "# A comment.\ndef first")
        at.engine.go.set()
        await at.until(lambda: ready(at, "third"))
        assert line_now(at.session.view(URI, "third"), THIRD) == THIRD + 1
        at.clock.advance(1.0)
        await at.rest()
        assert at.engine.predicted() == ["third(1)"]


async def test_a_new_name_that_a_function_uses_changes_what_is_asked() -> None:
    source = "def f(x):\n    return x + LIMIT\n\n\nassert f(1)\n"
    async with desk() as at:
        at.session.open(URI, 1, source)
        at.session.focus(URI, 1)
        await at.until(lambda: ready(at, "f"))
        edit(at, "def f", "LIMIT = 3\n\n\ndef f")
        at.clock.advance(1.0)
        await at.until(lambda: len(at.engine.prompts) == 2 and ready(at, "f"))
        assert "LIMIT = 3" in at.engine.prompts[1]


async def test_broken_text_elsewhere_costs_nothing() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        edit(at, "def third(x):", "def third(x:")
        at.clock.advance(1.0)
        await at.rest()
        assert ready(at, "first")
        assert len(at.engine.prompts) == 1


async def test_a_function_that_is_no_longer_one_loses_its_view() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, 1, 20)
        await at.until(lambda: ready(at, "third"))
        edit(at, "\n\ndef third", '\n"""\ndef third')
        edit(at, "\n\nassert first", '\n"""\nassert first')
        at.clock.advance(1.0)
        await at.until(lambda: at.session.view(URI, "third") is None)


# Files


async def test_closing_a_file_ends_its_prediction_and_opening_it_again_is_free() -> None:
    async with desk() as at:
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        at.session.focus(URI, SECOND)
        at.engine.go.clear()
        await at.until(lambda: len(at.engine.prompts) == 2)
        at.session.close_file(URI)
        await at.until(lambda: at.engine.open_sequences == 0)
        assert at.session.views(URI) == ()
        at.engine.go.set()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        assert len(at.engine.prompts) == 2


async def test_a_file_that_is_opened_anew_while_it_is_predicted_can_be_edited_at_once() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, THIRD)
        await at.until(lambda: at.engine.questions > 0)
        at.session.open(URI, 1, "")
        at.session.replace(URI, 2, "x = 1\n")
        at.engine.go.set()
        await at.rest()
        assert at.session.views(URI) == ()


async def test_what_is_not_open_is_not_known() -> None:
    async with desk() as at:
        at.session.focus(URI, 1)
        at.session.reveal(URI, 1, 2)
        at.session.cancel(URI, "first")
        at.session.close_file(URI)
        assert at.session.edit(URI, 2, Edit(0, 0, "x")) is None
        assert at.session.snapshot(URI) is None
        assert at.session.views(URI) == ()


async def test_the_same_function_in_two_files_is_predicted_once() -> None:
    async with desk() as at:
        other = "file:///b.py"
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        at.session.open(other, 1, "# Elsewhere.\n" + SOURCE)
        at.session.focus(other, FIRST + 1)
        await at.until(lambda: bool(at.session.views(other)))
        assert line_now(at.session.view(other, "first"), FIRST + 1) == FIRST + 1
        assert len(at.engine.prompts) == 1


async def test_what_is_remembered_is_bounded() -> None:
    async with desk(SessionSettings(remembered_frames=10)) as at:
        at.session.open(URI, 1, SOURCE)
        at.session.reveal(URI, 1, 20)
        await at.until(lambda: ready(at, "first", "second", "third"))
        assert at.session.remembered == 1


# What listeners hear


async def test_views_are_announced_as_frames_come_but_not_with_each() -> None:
    settings = SessionSettings(trace=TraceSettings(max_frames=50))
    async with desk(settings) as at:
        at.session.open(URI, 1, "def f(x):\n    while True:\n        x += 1\n\n\nassert f(1)\n")
        at.session.focus(URI, 1)
        await at.until(lambda: ready(at, "f"))
        # Time stands still: the first frame and the end.
        assert at.events.count(ViewsChanged(URI)) == 2
        assert at.events.count(PredictionBegun(URI, "f")) == at.events.count(PredictionEnded(URI, "f")) == 1


async def test_what_could_not_be_announced_at_once_is_announced_later() -> None:
    async with desk() as at:
        at.session.open(URI, 1, "def f(x):\n    while x:\n        x += 1\n\n\nassert f(1)\n")
        at.session.focus(URI, 1)
        at.engine.go.clear()
        await at.until(lambda: at.engine.questions > 0)
        await at.rest()
        told = at.events.count(ViewsChanged(URI))
        at.clock.advance(0.2)
        assert at.events.count(ViewsChanged(URI)) == told + 1


async def test_a_listener_that_fails_disturbs_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async with desk() as at:

        def failing(_: object) -> None:
            raise ZeroDivisionError

        at.session.listen(failing)
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        assert "listener failed" in caplog.text


async def test_a_prediction_that_the_user_cancels_stays_so_until_the_text_changes() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: at.engine.questions > 0)
        at.session.cancel(URI, "first")
        await at.until(lambda: at.engine.open_sequences == 0)
        assert state(at, "first") is State.CANCELLED
        at.engine.go.set()
        at.session.focus(URI, FIRST + 1)
        await at.rest()
        assert len(at.engine.prompts) == 1
        edit(at, "x + 1", "x + 11")
        at.clock.advance(1.0)
        await at.until(lambda: ready(at, "first"))


# Engines that fail


async def test_a_broken_engine_is_told_of_once_and_asked_again_after_the_next_change() -> None:
    async with desk(SessionSettings(retry_after=5.0)) as at:
        at.engine.error = BROKEN
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: state(at, "first") is State.FAILED)
        view = at.session.view(URI, "first")
        assert view is not None
        assert view.message == str(BROKEN)
        assert at.session.status.message == str(BROKEN)
        at.engine.error = None
        at.clock.advance(60.0)
        await at.rest()
        assert at.engine.prompts == []
        at.session.focus(URI, FIRST)
        await at.until(lambda: ready(at, "first"))
        assert [event.status.is_ready for event in at.events if isinstance(event, EngineChanged)] == [False, True]


async def test_pauses_after_failures_double() -> None:
    async with desk(SessionSettings(retry_after=1.0, debounce=0.0)) as at:
        at.engine.error = BROKEN
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        failures: list[float] = []
        for number in range(4):
            await at.until(lambda: state(at, "first") is State.FAILED)
            failures.append(at.clock.now)
            edit(at, "x + 1", f"x + 1 + {number}")
            while state(at, "first") is not State.FAILED:
                at.clock.advance(0.25)
                await at.rest()
        pauses = [later - earlier for earlier, later in pairwise(failures)]
        assert pauses == sorted(pauses)
        assert pauses[-1] >= 4.0


async def test_an_engine_that_hangs_is_given_up_in_time() -> None:
    async with desk(SessionSettings(patience=7.0)) as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: at.engine.questions > 0)
        await at.rest()
        at.clock.advance(8.0)
        await at.until(lambda: at.session.status.message is not None)
        assert "7 seconds" in str(at.session.status.message)
        assert at.engine.open_sequences == 0


async def test_a_fault_of_our_own_is_logged_and_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    async with desk() as at:
        at.engine.error = ZeroDivisionError("oops")
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: state(at, "first") is State.REFUSED)
        await at.rest()
        assert caplog.text.count("Predicting first failed") == 1
        assert at.session.status.message is None


async def test_a_function_that_is_too_large_is_refused_with_the_reason() -> None:
    async with desk(SessionSettings(trace=TraceSettings(context_tokens=20))) as at:
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: state(at, "first") is State.REFUSED)
        view = at.session.view(URI, "first")
        assert view is not None
        assert "20" in str(view.message)
        assert at.engine.prompts == []


async def test_closing_during_a_prediction_leaves_nothing() -> None:
    async with desk() as at:
        at.engine.go.clear()
        at.session.open(URI, 1, SOURCE)
        at.session.focus(URI, FIRST)
        await at.until(lambda: at.engine.questions > 0)


async def test_a_long_file_is_read_on_another_thread_and_then_predicted_like_any_other() -> None:
    async with desk() as at:
        text = "X = 1\n" * 3000 + SOURCE
        at.session.open(URI, 1, text)
        snapshot = at.session.snapshot(URI)
        assert snapshot is not None
        at.session.focus(URI, 3000 + SECOND)
        assert not snapshot.document.is_read
        await at.until(lambda: ready(at, "second"))
        edit(at, "x + 2", "x + 22")
        now = at.session.snapshot(URI)
        assert now is not None
        assert at.session.views(URI) == ()
        assert not now.document.is_read
        at.clock.advance(1.0)
        await at.until(lambda: ready(at, "second"))
        assert at.engine.predicted() == ["second(1)", "second(1)"]
