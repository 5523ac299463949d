"""Whatever editors, users and engines do, in whatever order: in the end a session shows what a fresh one shows of the same text.

And it has left nothing behind: no task, no timer, no open sequence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import TraceSettings
from cwm_lsp.session import Edit, PredictionBegun, PredictionEnded, Session, SessionSettings, State
from cwm_lsp.session.settings import Trigger
from tests.session.fakes import FakeClock, FakeEngine

T = TypeVar("T")
URIS = ("file:///a.py", "file:///b.py", "untitled:Untitled-1")
HELPER = "def helper(x):\n    return x + LIMIT\n"
TEXTS = (
    "LIMIT = 3\n\n\n" + HELPER + "\n\ndef f(x):\n    y = helper(x)\n    return y\n\n\nassert f(1) == 4\n",
    'def g(word):\n    """\n    >>> g("🍓")\n    1\n    """\n    n = 0\n    for c in word:\n        n += 1\n    return n\n',
    "class Box:\n    def __init__(self, x):\n        self.x = x\n\n    def get(self):\n        return self.x\n\n\nBox(1).get()\n",
    "def alone(a, b=2):\n    if a:\n        return b\n    raise ValueError\n",
    "",
)
PIECES = (
    "x",
    " ",
    "\n",
    "    ",
    "\r\n",
    "🍓",
    "(",
    '"',
    "#",
    "def h(z):\n    return z\n",
    "LIMIT = 4\n",
    "\n\nassert f(2)\n",
    HELPER,
)
SOUND = (
    ("LIMIT = 3", "LIMIT = 5"),
    ("LIMIT = 5", "LIMIT = 3"),
    ("x + LIMIT", "LIMIT + x"),
    ("f(1)", "f(2)"),
    ("f(2)", "f(1)"),
    ("n += 1", "n += 2"),
    ("def ", "# A comment.\n\ndef "),
    ("# A comment.\n\n", ""),
    (HELPER, ""),
    ("def f", HELPER + "\n\ndef f"),
    ("\n\ndef f", "\n\nNEW = 1\n\n\ndef f"),
    ("y = helper(x)", "y = helper(NEW)"),
    ("return y", "return y  # 🍓"),
)
TRACE = TraceSettings(max_frames=12, verify=Verify.OFF)
SETTINGS = (
    SessionSettings(trace=TRACE),
    SessionSettings(trace=replace(TRACE, max_frames=5)),
    SessionSettings(trace=replace(TRACE, verify=Verify.CORRECT)),
    SessionSettings(trace=TRACE, debounce=1.0, visible_functions=1, views=2),
    SessionSettings(trace=TRACE, is_enabled=False),
    SessionSettings(trace=TRACE, trigger=Trigger.ON_SAVE),
    SessionSettings(trace=TRACE, trigger=Trigger.MANUAL),
    SessionSettings(trace=TRACE, remembered_frames=10),
)
FINAL = SETTINGS[0]
FUNCTIONS = ("f", "helper", "g", "Box.get", "alone", "nothing")
files = st.sampled_from(URIS)
places = st.integers(0, 400)


class World:
    """A session with its clock and its engine, on a loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.engine = self.run(self._engine())
        self.session = self.run(self._session())
        self.under_way: list[tuple[str, str]] = []
        self.session.listen(self._heard)

    async def _engine(self) -> FakeEngine:
        return FakeEngine()

    async def _session(self) -> Session:
        return Session(self.engine, FINAL, self.clock)

    def _heard(self, event: object) -> None:
        if isinstance(event, PredictionBegun):
            self.under_way.append((event.uri, event.function))
        elif isinstance(event, PredictionEnded):
            self.under_way.remove((event.uri, event.function))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def turn(self, turns: int) -> None:
        async def turned() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.run(turned())

    def rest(self) -> None:
        """Let threads have their turn too."""

        async def rested() -> None:
            for _ in range(20):
                self.clock.advance(0.2)
                await asyncio.sleep(0.0005)

        self.run(rested())

    def settle(self) -> None:
        """Let everything happen that there is to happen."""
        session = self.session

        async def settled() -> None:
            for _ in range(20_000):
                self.clock.advance(1.0)
                await asyncio.sleep(0.0005)
                if session._job is None and all(
                    file.is_settled(function, session._settings.trigger)
                    for file in session._files.values()
                    for function in file.in_sight(100)
                ):
                    return
            raise AssertionError("It never comes to rest.")

        self.run(settled())

    def close(self) -> None:
        self.run(self.session.close())
        assert asyncio.all_tasks(self.loop) == set()
        assert self.clock.pending == []
        assert self.engine.open_sequences == 0
        assert self.under_way == []
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()


def shown(session: Session, uri: str) -> dict[str, object]:
    """All that hints, hovers and diagnostics are made of, in the lines where it stands now."""
    found: dict[str, object] = {}
    for view in session.views(uri):
        prediction, placement = view.prediction, view.placement
        moments: list[object] = []
        if prediction is not None and placement is not None:
            for moment in prediction.timeline.moments:
                line = prediction.context.file_line(moment.line) if moment.line is not None else None
                where = placement.lines.get(line) if line is not None else None
                moments.append((moment.event, where, moment.state, moment.value, moment.scope))
            moments.append((prediction.status, prediction.provenance.call))
        found[view.function] = (view.state, view.message, moments)
    return found


class Machine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.session = self.world.session
        self.versions: dict[str, int] = {}
        for uri, text in zip(URIS, TEXTS, strict=False):
            self.open(uri, text)

    @rule(uri=files, text=st.sampled_from(TEXTS))
    def open(self, uri: str, text: str) -> None:
        self.versions[uri] = self.versions.get(uri, 0) + 1
        self.session.open(uri, self.versions[uri], text)
        self.session.reveal(uri, 1, 100)

    @rule(uri=files, text=st.sampled_from(TEXTS))
    def close_and_open(self, uri: str, text: str) -> None:
        self.session.close_file(uri)
        self.world.turn(1)
        self.open(uri, text)

    @rule(uri=st.just(URIS[2]))
    def close_file(self, uri: str) -> None:
        self.session.close_file(uri)

    @rule(uri=files, change=st.sampled_from(SOUND))
    def change(self, uri: str, change: tuple[str, str]) -> None:
        """An edit that leaves sound text sound."""
        snapshot = self.session.snapshot(uri)
        start = snapshot.document.text.find(change[0]) if snapshot is not None else -1
        if snapshot is not None and start >= 0:
            self.versions[uri] = self.versions.get(uri, 0) + 1
            self.session.edit(uri, self.versions[uri], Edit(start, start + len(change[0]), change[1]))
            self.session.focus(uri, snapshot.document.text[:start].count("\n") + 1)

    @rule(uri=files, start=places, text=st.sampled_from(PIECES), turns=st.integers(0, 30))
    def edit_and_undo(self, uri: str, start: int, text: str, turns: int) -> None:
        snapshot = self.session.snapshot(uri)
        if snapshot is not None:
            start = min(start, len(snapshot.document.text))
            self.session.edit(uri, 1, Edit(start, start, text))
            self.world.turn(turns)
            self.session.edit(uri, 1, Edit(start, start + len(text), ""))

    @rule(uri=files, start=places, length=st.integers(0, 12), text=st.sampled_from(PIECES))
    def edit(self, uri: str, start: int, length: int, text: str) -> None:
        self.versions[uri] = self.versions.get(uri, 0) + 1
        snapshot = self.session.snapshot(uri)
        if snapshot is not None:
            start = min(start, len(snapshot.document.text))
            self.session.edit(uri, self.versions[uri], Edit(start, start + length, text))
            self.session.focus(uri, snapshot.document.text[:start].count("\n") + 1)

    @rule(uri=files, text=st.sampled_from(TEXTS))
    def replace(self, uri: str, text: str) -> None:
        self.versions[uri] = self.versions.get(uri, 0) + 1
        self.session.replace(uri, self.versions[uri], text)

    @rule(uri=files, line=st.integers(-1, 30))
    def focus(self, uri: str, line: int) -> None:
        self.session.focus(uri, line)

    @rule(uri=files, first=st.integers(-1, 30), last=st.integers(-1, 30))
    def reveal(self, uri: str, first: int, last: int) -> None:
        self.session.reveal(uri, first, last)

    @rule(uri=files, function=st.sampled_from(FUNCTIONS))
    def cancel(self, uri: str, function: str) -> None:
        self.session.cancel(uri, function)

    @rule(uri=files, function=st.sampled_from(FUNCTIONS))
    def predict(self, uri: str, function: str) -> None:
        self.session.predict(uri, function)

    @rule(uri=files)
    def save(self, uri: str) -> None:
        self.session.saved(uri)

    @rule(index=st.integers(0, len(SETTINGS) - 1), is_for_long=st.booleans())
    def configure(self, index: int, is_for_long: bool) -> None:
        self.session.configure(SETTINGS[index])
        if not is_for_long:
            self.world.turn(index)
            self.session.configure(FINAL)

    @rule(kind=st.sampled_from(("fails", "hangs", "lies", "works")))
    def engine(self, kind: str) -> None:
        engine = self.world.engine
        errors: dict[str, Exception] = {"fails": EngineError("Gone."), "lies": ZeroDivisionError()}
        engine.error = errors.get(kind)
        if kind == "hangs":
            engine.go.clear()
        else:
            engine.go.set()

    @rule(seconds=st.sampled_from((0.05, 0.2, 1.5, 100.0)))
    def wait(self, seconds: float) -> None:
        self.world.clock.advance(seconds)
        self.world.turn(3)

    @rule(turns=st.integers(1, 60))
    def work_a_little(self, turns: int) -> None:
        self.world.turn(turns)

    @rule()
    def work(self) -> None:
        self.world.rest()

    @rule(uri=files)
    def look(self, uri: str) -> None:
        snapshot = self.session.snapshot(uri)
        for view in self.session.views(uri):
            assert snapshot is not None
            if view.placement is not None:
                assert max(view.placement.lines.values(), default=0) <= len(snapshot.document.lines)

    def teardown(self) -> None:
        try:
            self.compare()
        finally:
            self.world.close()

    def compare(self) -> None:
        """Everything works again; each text is sound, and is edited once more, which ends what the user has cancelled."""
        world, session = self.world, self.session
        world.engine.error = None
        world.engine.go.set()
        texts: dict[str, str] = {}
        for index, uri in enumerate(URIS):
            snapshot = session.snapshot(uri)
            if snapshot is None:
                continue
            # While a text is broken the call that was predicted last stays, and a fresh session knows of none.
            sound = TEXTS[index] if snapshot.document.has_error else snapshot.document.text
            texts[uri] = sound + "\n# The end.\n"
            session.replace(uri, snapshot.version + 1, texts[uri])
            session.reveal(uri, 1, 1000)
            session.focus(uri, 10_000)
        session.configure(FINAL)
        world.settle()
        fresh = World()
        try:
            for uri, text in texts.items():
                fresh.session.open(uri, 1, text)
                fresh.session.reveal(uri, 1, 1000)
                fresh.session.focus(uri, 10_000)
            fresh.settle()
            for uri in texts:
                expected = shown(fresh.session, uri)
                assert shown(session, uri) == expected
                assert all(state is not State.FAILED for state, *_ in expected.values())  # type: ignore[misc]
        finally:
            fresh.close()


@pytest.mark.slow
def test_a_session_ends_up_where_a_fresh_one_begins() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=80,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
