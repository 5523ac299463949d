"""The session: open files, what is predicted now, what is cancelled, what is remembered.

All calls belong on its event loop. What it hands out never changes. No editor's protocol is known here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cwm_lsp.engine.protocol import Engine
from cwm_lsp.predict.calls import OfferedCall, offered_calls
from cwm_lsp.session.announcing import Announcer, Listener
from cwm_lsp.session.clock import Clock, Timer
from cwm_lsp.session.documents import Edit, Snapshot, change_between
from cwm_lsp.session.files import OpenFile
from cwm_lsp.session.job import Job
from cwm_lsp.session.memory import Memory
from cwm_lsp.session.scheduler import Scheduler, Work
from cwm_lsp.session.selection import Loop, Selection, picked_call
from cwm_lsp.session.settings import SessionSettings, Trigger
from cwm_lsp.session.store import Store
from cwm_lsp.session.uris import path_of
from cwm_lsp.session.verdicts import VerdictJob, VerdictMemory
from cwm_lsp.session.views import EngineChanged, EngineStatus, Judged, State, View, ViewsChanged
from cwm_lsp.session.workspace_tests import WorkspaceTests
from cwm_lsp.source.calls import CallError
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

_LONG = 500
"""Lines from which on a file's functions are looked for on another thread."""


class Session:
    """Predicts the functions that somebody looks at, one at a time, the one under work first."""

    def __init__(
        self,
        engine: Engine,
        settings: SessionSettings | None = None,
        clock: Clock | None = None,
        store: Store | None = None,
    ) -> None:
        """Needs a running event loop.

        Args:
            engine: asked for tokens; whoever made it closes it, after the session.
            settings: limits.
            clock: the event loop, unless a test says otherwise.
        store: keeps predictions on disk; whoever made it closes it, after the session.
        """
        self._engine = engine
        self._store = store
        self._settings = settings or SessionSettings()
        self._clock: Clock = clock or asyncio.get_running_loop()
        self._files: dict[str, OpenFile] = {}
        self._memory = Memory(self._settings.remembered_frames)
        self._announcer = Announcer(self._clock, self._settings.publish_every)
        self._job: Job | None = None
        self._verdicts = VerdictMemory()
        self._judging: VerdictJob | None = None
        self._status = EngineStatus(is_ready=False)
        self._failures = 0
        self._is_held = False
        self._retry_at = 0.0
        self._rest: Timer | None = None
        self._tests: WorkspaceTests | None = None
        self._tests_revision = 0
        self._reading: dict[Document, asyncio.Task[None]] = {}
        self._scheduler = Scheduler(self._clock, self._following)

    # Files

    def open(self, uri: str, version: int, text: str) -> Snapshot:
        """Take a file in, or take it in anew."""
        self.close_file(uri)
        snapshot = Snapshot(uri, version, Document.parse(text))
        self._files[uri] = OpenFile(snapshot, self._clock.time(), saved=snapshot.document)
        self._look_again()
        return snapshot

    def edit(self, uri: str, version: int, edit: Edit) -> Snapshot | None:
        """Replace a part of a file's text; None if it isn't open."""
        file = self._files.get(uri)
        return file and self._update(file, version, file.document.edited(edit.start, edit.end, edit.text))

    def replace(self, uri: str, version: int, text: str) -> Snapshot | None:
        """Replace a file's whole text; None if it isn't open."""
        file = self._files.get(uri)
        return file and self._update(file, version, file.document.updated(text))

    def saved(self, uri: str) -> None:
        """A file was saved as it is."""
        file = self._files.get(uri)
        if file is not None:
            file.save()
            self._announcer.views_changed(uri)
            self._look_again()

    def close_file(self, uri: str) -> None:
        """Forget a file. What was predicted of it is remembered as long as there is room."""
        if self._files.pop(uri, None) is not None:
            self._announcer.forget(uri)
            if self._job is not None and self._job.uri == uri:
                self._job.cancel()
            self._stop_judging(uri)

    def snapshot(self, uri: str) -> Snapshot | None:
        """The latest state of a file; None if it isn't open."""
        file = self._files.get(uri)
        return file.snapshot if file is not None else None

    # What somebody looks at

    def focus(self, uri: str, line: int) -> None:
        """Somebody works at this line (1-based): its function comes first from now on."""
        file = self._files.get(uri)
        if file is None:
            return
        file.focus = line
        self._to_front(uri)
        self._look_again()

    def reveal(self, uri: str, first: int, last: int) -> None:
        """These lines are in sight: their functions come next."""
        file = self._files.get(uri)
        if file is not None and file.visible != (first, last):
            file.visible = (first, last)
            self._look_again()

    def cancel(self, uri: str, function: str) -> None:
        """Stop predicting a function until its file's text changes."""
        file = self._files.get(uri)
        if file is None:
            return
        file.settled[function] = file.document
        before = file.views.get(function) or View(uri, function, State.CANCELLED)
        file.views[function] = replace(before, state=State.CANCELLED, message="The prediction was cancelled.")
        if self._job is not None and (self._job.uri, self._job.function.qualname) == (uri, function):
            self._job.cancel()
        self._announcer.views_changed(uri, now=True)

    # What is picked for display

    def selection(self, uri: str) -> Selection:
        """What is picked of a file."""
        file = self._files.get(uri)
        return file.selection if file is not None else Selection()

    def calls(self, uri: str, function: str) -> tuple[OfferedCall, ...]:
        """The calls of a function that stand somewhere, the best first. Reads the whole file, and may be asked on any thread."""
        file = self._files.get(uri)
        found = file.document.function(function) if file is not None else None
        if file is None or found is None:
            return ()
        return offered_calls(file.document, found, self._elsewhere(uri))

    def pick_call(self, uri: str, function: str, call: str | None) -> str | None:
        """Predict this call of a function from now on, or the first one again.

        Args:
            uri: the file.
            function: its qualified name.
            call: an expression that calls it; None for the first call there is.

        Returns:
            Why that can't be, for people; None if it can.
        """
        file = self._files.get(uri)
        found = file.document.function(function) if file is not None else None
        if file is None or found is None:
            return f"There is no function {function!r} in an open file of this name."
        picked = picked_call(file.document, function, call, self.calls(uri, function)) if call is not None else None
        if isinstance(picked, CallError):
            return picked.message
        file.selection = file.selection.with_call(function, picked)
        self.predict(uri, function)
        return None

    def predict(self, uri: str, function: str) -> None:
        """Somebody wants a function predicted anew, and before all others."""
        file = self._files.get(uri)
        found = file.document.function(function) if file is not None else None
        if file is None or found is None:
            return
        file.drop(function)
        file.settled.pop(function, None)
        file.asked[function] = file.document
        if self._job is not None and (self._job.uri, self._job.function.qualname) == (uri, function):
            self._job.cancel()
        self._announcer.views_changed(uri, now=True)
        self.focus(uri, found.def_line)

    def pick_pass(self, uri: str, loop: Loop, number: int | None) -> None:
        """Show one pass of a loop, counted from 1, or all of them."""
        self._select(uri, lambda selection: selection.with_pass(loop, number))

    def pick_activation(self, uri: str, function: str, number: int | None) -> None:
        """Show one activation of a function, counted from 1, or the first again."""
        self._select(uri, lambda selection: selection.with_activation(function, number))

    def _select(self, uri: str, change: Callable[[Selection], Selection]) -> None:
        file = self._files.get(uri)
        if file is not None:
            file.selection = change(file.selection)
            self._announcer.views_changed(uri, now=True)

    # What there is

    @property
    def status(self) -> EngineStatus:
        """The engine, as far as is known."""
        return self._status

    @property
    def queue(self) -> int:
        """How many functions are still to be predicted, the one at hand included."""
        waiting = {
            (file.snapshot.uri, function.qualname)
            for file, function in self._wanted()
            if not file.is_settled(function, self._settings.trigger)
        }
        return len(waiting)

    @property
    def remembered(self) -> int:
        """How many finished predictions are remembered."""
        return len(self._memory)

    def views(self, uri: str) -> tuple[View, ...]:
        """What can be shown of a file now; the function under work first, then the latest."""
        file = self._files.get(uri)
        if file is None:
            return ()
        # Where the text was edited just now, its functions are not known yet, and nobody waits for them here.
        under_work = file.under_work() if file.document.is_read else None
        first = under_work.qualname if under_work is not None else None
        latest = tuple(file.views.values())[::-1]
        return (*(one for one in latest if one.function == first), *(one for one in latest if one.function != first))

    def function_at(self, uri: str, line: int) -> Function | None:
        """The function of a file whose prediction tells about a line (1-based); None outside of all functions."""
        file = self._files.get(uri)
        return file.function_at(line) if file is not None else None

    def view(self, uri: str, function: str) -> View | None:
        """What there is of a function; None where nothing was begun or the text has changed since."""
        file = self._files.get(uri)
        return file.views.get(function) if file is not None else None

    def verdicts(self, uri: str) -> tuple[Judged, ...]:
        """What is known of the ends and the growth of a file's functions now."""
        file = self._files.get(uri)
        return tuple(file.judged.values()) if file is not None else ()

    def verdict(self, uri: str, function: str) -> Judged | None:
        """The same of one function; None where nothing was found out since its text changed."""
        file = self._files.get(uri)
        return file.judged.get(function) if file is not None else None

    async def judged(self, uri: str) -> tuple[Judged, ...]:
        """Verdicts on all functions of a file, in sight or not; waits for them unless the file is closed or the engine fails."""
        file = self._files.get(uri)
        if file is None:
            return ()
        file.is_judged_whole = True
        try:
            while (
                file is self._files.get(uri)
                and next(file.unjudged(0), None) is not None
                and self._status.message is None
            ):
                self._scheduler.wake()
                await self.changed(uri, self._settings.publish_every)
        finally:
            file.is_judged_whole = False
        order = {function.qualname: function.def_line for function in file.document.functions}
        return tuple(sorted(file.judged.values(), key=lambda one: order.get(one.function, 0)))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a function called with every event, on the event loop; returns how to end that."""
        return self._announcer.listen(listener)

    async def changed(self, uri: str, within: float) -> None:
        """Wait until the views of a file have changed.

        Args:
            uri: the file.
            within: seconds after which nobody waits any more.
        """
        change = asyncio.Event()
        forget = self.listen(lambda event: change.set() if event == ViewsChanged(uri) else None)
        timer = self._clock.call_later(within, change.set)
        try:
            await change.wait()
        finally:
            forget()
            timer.cancel()

    async def close(self) -> None:
        """Stop everything; no task is left behind."""
        if self._rest is not None:
            self._rest.cancel()
        await self.watch_tests((), 0)
        await self._scheduler.close()
        if reading := set(self._reading.values()):
            for task in reading:
                task.cancel()
            await asyncio.wait(reading)
        self._announcer.close()
        self._files.clear()

    # How it works

    def configure(self, settings: SessionSettings) -> None:
        """Work by these settings from now on. What was predicted by others is no longer shown."""
        before, self._settings = self._settings, settings
        self._announcer.interval = settings.publish_every
        self._memory.bound(settings.remembered_frames)
        if before.trace != settings.trace or not settings.is_enabled:
            self._begin_anew()
        elif (before.termination, before.complexity, before.opinion) != (
            settings.termination,
            settings.complexity,
            settings.opinion,
        ):
            self._judge_anew()
        self._look_again()

    async def use(self, engine: Engine, store: Store | None) -> None:
        """Ask another engine and keep things in another store; returns when nothing is asked of those before.

        Args:
            engine: asked from now on.
            store: where predictions are kept; None for nowhere.
        """
        if engine is not self._engine:
            self._failures, self._retry_at = 0, 0.0
            self._begin_anew()
        elif self._job is not None:
            self._job.cancel()
        self._stop_judging()
        self._engine, self._store = engine, store
        self._look_again()
        await self._scheduler.idle()

    def _stop_judging(self, uri: str | None = None) -> None:
        """End the verdict at hand, whichever it is or if it is one on this file."""
        if self._judging is not None and uri in (None, self._judging.uri):
            self._judging.cancel()

    def _judge_anew(self) -> None:
        self._stop_judging()
        for uri, file in self._files.items():
            file.judged.clear()
            file.judged_in.clear()
            self._announcer.views_changed(uri, now=True)

    def _begin_anew(self) -> None:
        self._judge_anew()
        if self._job is not None:
            self._job.cancel()
        for uri, file in self._files.items():
            file.settled.clear()
            file.unasked.clear()
            for function in tuple(file.views):
                file.drop(function)
            self._announcer.views_changed(uri, now=True)

    # Other files' tests

    async def watch_tests(self, folders: Sequence[Path], most_files: int) -> None:
        """Read the test files below some folders in the background, in the place of those before; none for no folders."""
        before, self._tests = self._tests, None
        if before is not None:
            await before.close()
        if folders and most_files:
            self._tests = WorkspaceTests(folders, most_files, self._tests_changed)

    def file_changed(self, uri: str) -> None:
        """A file was written, made or removed, open or not."""
        path = path_of(uri)
        if path is not None and self._tests is not None:
            self._tests.look_again(path)

    @property
    def tests_revision(self) -> int:
        """Goes up whenever other calls are known from tests."""
        return self._tests_revision

    def _tests_changed(self) -> None:
        self._tests_revision += 1
        for file in self._files.values():
            file.settled.clear()
            file.unasked.clear()
        self._look_again()

    def _elsewhere(self, uri: str) -> tuple[OfferedCall, ...]:
        path = path_of(uri)
        return self._tests.calls_of(path) if path is not None and self._tests is not None else ()

    def is_expected(self, uri: str, function: str) -> bool:
        """Whether there is something to show of a function, or will be without anybody asking for it."""
        file = self._files.get(uri)
        found = file.document.function(function) if file is not None else None
        if file is None or found is None or not self._settings.is_enabled:
            return False
        return function in file.views or file.may_ask(found, self._settings.trigger)

    # What is next

    def _update(self, file: OpenFile, version: int, document: Document) -> Snapshot:
        uri = file.snapshot.uri
        snapshot = Snapshot(uri, version, document)
        change = change_between(file.document.lines, document.lines)
        if self._job is not None and self._job.uri == uri:
            self._job.edited(change, document)
        self._stop_judging(uri)
        file.rests_at = self._clock.time() + self._settings.debounce
        if self._rest is not None:
            self._rest.cancel()
        self._rest = self._clock.call_later(self._settings.debounce, self._rested)
        if file.update(snapshot, change):
            self._announcer.views_changed(uri, now=True)
        self._look_again()
        return snapshot

    def _to_front(self, uri: str) -> None:
        self._files = {uri: self._files[uri], **self._files}

    def _look_again(self) -> None:
        """Something has changed: a failed engine may be tried again, and other work may be more urgent."""
        self._is_held = False
        self._scheduler.wake()
        self._give_way()

    def _rested(self) -> None:
        for file in self._files.values():
            self._is_ready(file)
        self._give_way()

    def _is_ready(self, file: OpenFile) -> bool:
        """Whether a file's text rests and its functions are known; if only they are missing, they will be."""
        if self._clock.time() < file.rests_at:
            return False
        document = file.document
        if document.is_read or len(document.lines) <= _LONG:
            return True
        if document not in self._reading:
            task = asyncio.get_running_loop().create_task(self._read(document), name="cwm-lsp reading")
            self._reading[document] = task
        return False

    async def _read(self, document: Document) -> None:
        """Find a long file's functions on another thread: typing would have to wait for it here."""
        try:
            await asyncio.to_thread(lambda: document.functions)
        finally:
            del self._reading[document]
        self._look_again()

    def _give_way(self) -> None:
        """End the work at hand if the function under work is waiting for it."""
        if self._judging is not None and any(
            not file.is_settled(function, self._settings.trigger) for file, function in self._under_work()
        ):
            self._judging.cancel()
        job = self._job
        if job is None or job.is_ending:
            return
        for file, function in self._under_work():
            is_other = (file.snapshot.uri, function.qualname) != (job.uri, job.function.qualname)
            if is_other and not file.is_settled(function, self._settings.trigger):
                job.cancel()

    def _under_work(self) -> Iterator[tuple[OpenFile, Function]]:
        for file in self._files.values():
            if file.focus is None:
                continue
            if not self._is_ready(file):
                return
            function = file.under_work()
            if function is not None:
                yield file, function
                return

    def _wanted(self) -> Iterator[tuple[OpenFile, Function]]:
        """All functions that somebody looks at and that can be asked about now, the most urgent first."""
        yield from self._under_work()
        seen = [
            (file, function)
            for file in self._files.values()
            if self._is_ready(file)
            for function in file.in_sight(self._settings.visible_functions)
        ]
        yield from (one for one in seen if not one[0].is_postponed(one[1]))
        yield from (one for one in seen if one[0].is_postponed(one[1]))

    def _following(self) -> Work | float | None:
        if self._is_held or not self._settings.is_enabled:
            return None
        now = self._clock.time()
        if now < self._retry_at:
            return self._retry_at
        due: list[float] = []
        for file in self._files.values():
            if now < file.rests_at:
                due.append(file.rests_at)
            elif self._is_ready(file) and file.prune():
                self._announcer.views_changed(file.snapshot.uri)
        for file, function in self._wanted():
            if not file.is_settled(function, self._settings.trigger):
                return self._job_for(file, function).do
        if (judging := self._judging_next()) is not None:
            return judging.do
        return min(due, default=None)

    def _job_for(self, file: OpenFile, function: Function) -> Job:
        is_under_work = any(one is file and function.qualname == other.qualname for one, other in self._under_work())
        self._job = Job(
            engine=self._engine,
            settings=self._settings,
            clock=self._clock,
            memory=self._memory,
            store=self._store,
            announcer=self._announcer,
            file=file,
            function=function,
            elsewhere=lambda: self._elsewhere(file.snapshot.uri),
            is_under_work=is_under_work,
            may_invent=is_under_work or file.is_postponed(function),
            may_ask=file.may_ask(function, self._settings.trigger),
            ended=self._ended,
        )
        return self._job

    def _judging_next(self) -> VerdictJob | None:
        """Verdicts are looked for when there is nothing else to do."""
        if not (self._settings.termination or self._settings.complexity):
            return None
        for file in self._files.values():
            if not self._is_ready(file) or (self._settings.trigger is not Trigger.ON_TYPE and not file.is_judged_whole):
                continue
            for function in file.unjudged(self._settings.visible_functions):
                self._judging = VerdictJob(
                    engine=self._engine,
                    settings=self._settings,
                    memory=self._verdicts,
                    store=self._store,
                    file=file,
                    function=function,
                    ended=self._has_judged,
                )
                return self._judging
        return None

    def _has_judged(self, job: VerdictJob) -> None:
        self._judging = None
        self._announcer.views_changed(job.uri)

    def _ended(self, error: str | None, is_answer: bool) -> None:
        """A job has ended.

        Args:
            error: what is wrong with the engine, if anything.
            is_answer: whether the engine has answered.
        """
        self._job = None
        if error is not None:
            pause = min(self._settings.retry_after * 2**self._failures, self._settings.longest_retry)
            self._failures += 1
            self._retry_at = self._clock.time() + pause
            self._is_held = True
            self._tell_status(EngineStatus(is_ready=False, message=error))
        elif is_answer:
            self._failures = 0
            self._tell_status(EngineStatus(is_ready=True))

    def _tell_status(self, status: EngineStatus) -> None:
        if status != self._status:
            self._status = status
            self._announcer.tell(EngineChanged(status))
