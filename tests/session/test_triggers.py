"""When text may be predicted, and settings that change while a session works."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings
from cwm_lsp.session import Edit, SessionSettings, State
from cwm_lsp.session.settings import Trigger
from tests.session.fakes import Desk, FakeEngine, desk

URI = "file:///a.py"
SOURCE = "LIMIT = 3\n\n\ndef f(x):\n    return x + LIMIT\n\n\nassert f(1)\n"
ON_SAVE = SessionSettings(trigger=Trigger.ON_SAVE)
MANUAL = SessionSettings(trigger=Trigger.MANUAL)
OFF = TraceSettings(verify=Verify.OFF)


def edit(at: Desk, before: str, after: str) -> None:
    snapshot = at.session.snapshot(URI)
    assert snapshot is not None
    start = snapshot.document.text.index(before)
    at.session.edit(URI, snapshot.version + 1, Edit(start, start + len(before), after))
    at.clock.advance(1.0)


def is_ready(at: Desk) -> bool:
    view = at.session.view(URI, "f")
    return view is not None and view.state is State.READY


async def opened(at: Desk) -> None:
    at.session.open(URI, 1, SOURCE)
    at.session.focus(URI, 4)
    await at.rest()


async def test_on_save_predicts_what_is_opened_and_what_is_saved_and_not_what_is_typed() -> None:
    async with desk(ON_SAVE) as at:
        await opened(at)
        await at.until(lambda: is_ready(at))
        edit(at, "x + LIMIT", "x + LIMIT + 1")
        await at.rest()
        assert not at.session.is_expected(URI, "f")
        assert len(at.engine.prompts) == 1
        at.session.saved(URI)
        assert at.session.is_expected(URI, "f")
        await at.until(lambda: is_ready(at))
        assert len(at.engine.prompts) == 2


async def test_manual_predicts_what_is_asked_for() -> None:
    async with desk(MANUAL) as at:
        await opened(at)
        at.session.saved(URI)
        await at.rest()
        assert at.engine.prompts == []
        assert not at.session.is_expected(URI, "f")
        at.session.predict(URI, "f")
        await at.until(lambda: is_ready(at))
        edit(at, "x + LIMIT", "x + LIMIT + 1")
        await at.rest()
        assert len(at.engine.prompts) == 1
        assert at.session.view(URI, "f") is None


async def test_manual_keeps_what_is_shown_while_it_is_right() -> None:
    async with desk(MANUAL) as at:
        await opened(at)
        at.session.predict(URI, "f")
        await at.until(lambda: is_ready(at))
        edit(at, "def f", "# A comment.\ndef f")
        await at.rest()
        assert is_ready(at)
        # Nothing was touched that stands in the context, and yet the context is another one now.
        edit(at, "assert f(1)", "assert f(2)")
        await at.until(lambda: at.session.view(URI, "f") is None)
        assert len(at.engine.prompts) == 1


async def test_the_master_switch_takes_everything_away_and_brings_it_back_for_nothing() -> None:
    async with desk() as at:
        await opened(at)
        await at.until(lambda: is_ready(at))
        at.session.configure(SessionSettings(trace=OFF, is_enabled=False))
        assert at.session.views(URI) == ()
        assert not at.session.is_expected(URI, "f")
        at.session.focus(URI, 5)
        at.session.predict(URI, "f")
        await at.rest()
        assert at.session.views(URI) == ()
        at.session.configure(SessionSettings(trace=OFF))
        await at.until(lambda: is_ready(at))
        assert len(at.engine.prompts) == 1


async def test_switching_off_ends_what_is_under_way() -> None:
    async with desk() as at:
        at.engine.go.clear()
        await opened(at)
        await at.until(lambda: at.engine.open_sequences == 1)
        at.session.configure(SessionSettings(trace=OFF, is_enabled=False))
        await at.until(lambda: at.engine.open_sequences == 0)
        assert at.session.views(URI) == ()


@pytest.mark.parametrize("change", [{"max_frames": 7}, {"verify": Verify.MARK}, {"context_tokens": 5000}])
async def test_other_limits_of_a_prediction_take_effect_at_once(change: dict[str, object]) -> None:
    async with desk() as at:
        await opened(at)
        await at.until(lambda: is_ready(at))
        settings = SessionSettings(trace=replace(OFF, **change))  # type: ignore[arg-type]
        at.session.configure(settings)
        assert at.session.views(URI) == ()
        await at.until(lambda: is_ready(at))
        # The same text with the same engine: only what changes the answer is asked anew.
        assert len(at.engine.prompts) == (1 if "context_tokens" in change else 2)


async def test_limits_that_change_no_prediction_leave_what_is_shown() -> None:
    async with desk() as at:
        await opened(at)
        await at.until(lambda: is_ready(at))
        before = at.session.view(URI, "f")
        at.session.configure(SessionSettings(trace=OFF, debounce=3.0, visible_functions=2))
        assert at.session.view(URI, "f") is before


async def test_another_engine_is_asked_from_now_on_and_the_first_is_left_in_peace() -> None:
    async with desk() as at:
        at.engine.go.clear()
        await opened(at)
        await at.until(lambda: at.engine.open_sequences == 1)
        other = FakeEngine()
        other.identity = "fake-2"
        await at.session.use(other, None)
        assert at.engine.open_sequences == 0
        await at.until(lambda: is_ready(at))
        assert len(other.prompts) == 1
        assert other.open_sequences == 0
