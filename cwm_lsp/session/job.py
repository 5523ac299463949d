"""The prediction of one function: from a snapshot to views, unless an edit ends it or the engine fails.

It is done once. What happens to it from outside is being told of edits, and being cancelled.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from cwm_lsp.engine.protocol import ContextOverflow, Engine, EngineError
from cwm_lsp.predict.calls import OfferedCall, offered_calls
from cwm_lsp.predict.trace import PredictionError, TracePrediction, predict_in_context, trace_context
from cwm_lsp.session.announcing import Announcer
from cwm_lsp.session.clock import Clock, Timer
from cwm_lsp.session.documents import Change
from cwm_lsp.session.files import OpenFile, without_prediction
from cwm_lsp.session.likeness import fitted, likeness
from cwm_lsp.session.memory import Key, Memory
from cwm_lsp.session.placement import Placement
from cwm_lsp.session.settings import SessionSettings
from cwm_lsp.session.store import Store
from cwm_lsp.session.views import PredictionBegun, PredictionEnded, State, View
from cwm_lsp.source.calls import CallError, parse_call
from cwm_lsp.source.context import Context
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

logger = logging.getLogger(__name__)


class Job:
    """One function of one state of a file."""

    def __init__(
        self,
        *,
        engine: Engine,
        settings: SessionSettings,
        clock: Clock,
        memory: Memory,
        store: Store | None,
        announcer: Announcer,
        file: OpenFile,
        function: Function,
        elsewhere: Callable[[], Sequence[OfferedCall]],
        is_under_work: bool,
        may_invent: bool,
        may_ask: bool,
        ended: Callable[[str | None, bool], None],
    ) -> None:
        """Args:
        engine: asked for tokens; loaded if it isn't.
        settings: the session's limits.
        clock: for patience.
        memory: asked first, and told at the end.
        store: asked next, and told too; None if nothing is kept on disk.
        announcer: hears of every change of the views.
        file: where the views go.
        function: of the file's latest text.
        elsewhere: the calls that other files make of something in this one; asked on another thread.
        is_under_work: whether somebody works at the function; what is merely in sight is shown less often while it grows.
        may_invent: whether the model may invent arguments; if not, a function without an example call is postponed.
        may_ask: whether the engine may be asked; if not, what is shown is only held against the text as it is now.
        ended: called at the very end with what is wrong with the engine, if anything, and whether it has answered.
        """
        self.uri = file.snapshot.uri
        self.function = function
        self.is_ending = False
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._memory = memory
        self._store = store
        self._announcer = announcer
        self._file = file
        self._document = file.document
        self._elsewhere = elsewhere
        self._known_elsewhere: Sequence[OfferedCall] | None = None
        self._may_invent = may_invent
        self._least_pause = 0.0 if is_under_work else settings.publish_in_sight_every
        self._shown_at: float | None = None
        self._may_ask = may_ask
        self._ended = ended
        self._placement: Placement | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: Timer | None = None
        self._news: TracePrediction | None = None
        self._showing: Timer | None = None
        self._has_lost_patience = False

    def edited(self, change: Change, document: Document) -> None:
        """The file's text has changed: go on with lines that moved, or end if what is predicted is no longer the same.

        Args:
            change: which lines.
            document: the text now.
        """
        if self.is_ending:
            # It may be about a text that was closed and opened anew meanwhile.
            return
        self._placement = self._placement.moved(change, document.lines) if self._placement is not None else None
        if self._placement is None:
            self.cancel()

    def cancel(self) -> None:
        """End as soon as the engine can; nothing is shown any more."""
        self.is_ending = True
        if self._task is not None:
            self._task.cancel()

    async def do(self) -> None:
        """Predict, whatever comes of it."""
        self._task = asyncio.current_task()
        error: str | None = None
        has_answered = False
        try:
            if not self.is_ending:
                self._be_patient()
                has_answered = await self._answered()
        except (PredictionError, ContextOverflow) as refusal:
            self._give_up(State.REFUSED, str(refusal))
        except EngineError as failure:
            error = str(failure)
        except asyncio.CancelledError:
            if not self._has_lost_patience:
                raise
            error = f"The engine has not answered for {self._settings.patience:.0f} seconds."
        except Exception:
            logger.exception("Predicting %s failed.", self.function.qualname)
            self._give_up(State.REFUSED, "The prediction failed by a fault of cwm-lsp's own; its log has the details.")
        finally:
            for timer in (self._timer, self._showing):
                if timer is not None:
                    timer.cancel()
            if error is not None:
                self._fail(error)
            self._ended(error, has_answered)

    async def _answered(self) -> bool:
        """Whether the engine was asked, and has answered to the end."""
        await self._engine.load()
        # Contexts take milliseconds of computing, which typing must not wait for.
        context, alike = await asyncio.to_thread(self._context)
        if context is None:
            self._file.postponed[self.function.qualname] = self._document
            return False
        if context.call is not None:
            self._file.calls[self.function.qualname] = context.call
        trace = self._settings.trace
        key = Key(self._engine.identity, trace.max_frames, trace.verify.value, self.function.qualname, alike)
        self._placement = Placement.of(context)
        known = self._memory.get(key)
        if known is None and self._store is not None:
            known = await self._store.get(key, context)
            if known is not None:
                self._memory.put(key, known)
        if known is not None:
            self._settle()
            self._show_known(replace(known, context=fitted(known.context.text, context)))
            return False
        if not self._may_ask:
            self._drop_stale(alike)
            return False
        last = await self._predicted(context)
        self._memory.put(key, last)
        if self._store is not None:
            self._store.put(key, last)
        self._settle()
        self._show(State.READY, last)
        self._announcer.views_changed(self.uri, now=True)
        return True

    def _context(self) -> tuple[Context | None, str]:
        """What the model would be given, and its likeness; none where others go first."""
        call = self._call()
        if call is None and not self._may_invent:
            return None, ""
        context = trace_context(self._engine, self._document, self.function, call, self._settings.trace)
        return context, likeness(context.text)

    def _call(self) -> str | None:
        """The call to predict; None to invent one. While the text is broken, a call may only seem to be gone: it stays."""
        name = self.function.qualname
        self._known_elsewhere = self._elsewhere()
        offered = [call.expression for call in offered_calls(self._document, self.function, self._known_elsewhere)]
        picked = self._file.selection.calls.get(name)
        is_there = picked is not None and (not picked.is_offered or picked.expression in offered)
        if picked is not None and is_there and self._is_sound(picked.expression):
            return picked.expression
        before = self._file.calls.get(name)
        is_hidden = self._document.has_error and before is not None and before not in offered
        if is_hidden and self._is_sound(before or ""):
            return before
        return offered[0] if offered else None

    def _is_sound(self, call: str) -> bool:
        return not isinstance(parse_call(call, self._document), CallError)

    async def _predicted(self, context: Context) -> TracePrediction:
        self._announcer.tell(PredictionBegun(self.uri, self.function.qualname))
        last: TracePrediction | None = None
        try:
            trace = self._settings.trace
            async with aclosing(
                predict_in_context(self._engine, context, max_frames=trace.max_frames, verify=trace.verify)
            ) as predictions:
                async for prediction in predictions:
                    self._be_patient()
                    last = prediction
                    if self._is_news(prediction):
                        self._show_soon(prediction)
                    # Frames that are certain come without the engine: typing must get its turn between them too.
                    await asyncio.sleep(0)
        finally:
            if self._showing is not None:
                self._showing.cancel()
                self._showing = None
                self._show_news()
            self._announcer.tell(PredictionEnded(self.uri, self.function.qualname))
        if last is None:
            raise PredictionError(f"Nothing could be predicted of {self.function.qualname}.")
        return last

    # Views

    def _is_news(self, prediction: TracePrediction) -> bool:
        """Whether more is known than what an earlier, interrupted prediction of the same has left."""
        view = self._file.views.get(self.function.qualname)
        shown = view.prediction if view is not None else None
        return (
            shown is None or shown.context.text != prediction.context.text or len(shown.frames) < len(prediction.frames)
        )

    def _show_soon(self, prediction: TracePrediction) -> None:
        """Show what there is so far when it is told: views that changed with every frame would be annotated with every request."""
        self._news = prediction
        if self._showing is None:
            now = self._clock.time()
            since = now - self._shown_at if self._shown_at is not None else self._least_pause
            wait = max(self._announcer.pause(self.uri), self._least_pause - since)
            if wait > 0:
                self._showing = self._clock.call_later(wait, self._show_news)
            else:
                self._show_news()

    def _show_news(self) -> None:
        self._showing = None
        self._shown_at = self._clock.time()
        if self._news is not None and not self.is_ending:
            self._show(State.UNDER_WAY, self._news)
            self._announcer.views_changed(self.uri)

    def _show(self, state: State, prediction: TracePrediction) -> None:
        view = View(self.uri, self.function.qualname, state, prediction, self._placement)
        self._file.show(view, self._settings.views)

    def _show_known(self, known: TracePrediction) -> None:
        view = self._file.views.get(self.function.qualname)
        if (
            view is not None
            and view.state is State.READY
            and view.prediction is not None
            and view.placement is not None
        ):
            before = view.prediction.context
            if before.text == known.context.text and view.placement.agrees(before, known.context):
                return
        self._show(State.READY, known)
        self._announcer.views_changed(self.uri)

    def _drop_stale(self, alike: str) -> None:
        """Take away what was predicted from a context unlike the one that the text gives now."""
        name = self.function.qualname
        self._file.unasked[name] = self._document
        view = self._file.views.get(name)
        if view is not None and view.prediction is not None and likeness(view.prediction.context.text) != alike:
            self._file.drop(name)
            self._announcer.views_changed(self.uri)

    def _give_up(self, state: State, message: str) -> None:
        self._settle()
        self._file.show(without_prediction(self.uri, self.function.qualname, state, message), self._settings.views)
        self._announcer.views_changed(self.uri)

    def _fail(self, message: str) -> None:
        """Not settled: the function is asked about again when the engine is given another chance."""
        view = self._file.views.get(self.function.qualname)
        if view is None or view.prediction is None:
            failed = without_prediction(self.uri, self.function.qualname, State.FAILED, message)
            self._file.show(failed, self._settings.views)
            self._announcer.views_changed(self.uri)

    def _settle(self) -> None:
        # Other files' tests may have come to call the function meanwhile: then it is asked about again.
        if self._known_elsewhere is None or self._known_elsewhere == self._elsewhere():
            self._file.settled[self.function.qualname] = self._document

    # Patience

    def _be_patient(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._clock.call_later(self._settings.patience, self._lose_patience)

    def _lose_patience(self) -> None:
        self._has_lost_patience = True
        self.cancel()
