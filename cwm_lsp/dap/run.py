"""One predicted run, which grows while somebody looks at it: frames are asked for ahead of the position, and no further.

One task of its own asks the model; those who wait for a frame can be cancelled without ending it, and a failure of the engine ends
neither: the next who waits has it tried again from where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from cwm_lsp.dap.history import History
from cwm_lsp.predict.calibration import Calibration, ConfidenceReader, FrameConfidence
from cwm_lsp.predict.decoding import MAIN
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.source.context import Context
from cwm_lsp.trace.timeline import Timeline

AHEAD = 48
"""Frames that are predicted beyond the one that somebody looks at."""

Predict = Callable[[Sequence[PredictedFrame], bool], AsyncGenerator[TracePrediction, None]]
"""Predicts a run, going on from frames that are there already; whether the call that they end with is left at once."""


@dataclass(frozen=True, slots=True)
class Change:
    """The value that somebody gave a variable, where a run leaves the one it was made from.

    Attributes:
        index: of the moment whose state was changed.
        name: the variable.
        before, after: its repr.
    """

    index: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a run takes over from another.

    Attributes:
        frames: those that are there already.
        timeline: the same frames in their places.
        is_left: whether the call that they end with is left at once.
    """

    frames: Sequence[PredictedFrame]
    timeline: Timeline
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A call that was left at once.

    Attributes:
        index: of its call event.
        whole: the same run up to there, which goes on inside the call.
    """

    index: int
    whole: Run


class Run:
    """A run that is being predicted."""

    def __init__(
        self,
        name: str,
        context: Context,
        predict: Predict,
        calibration: Calibration,
        *,
        known: TracePrediction | None = None,
        begun: Beginning | None = None,
        change: Change | None = None,
        skipped: Sequence[Skipped] = (),
        finished: Callable[[TracePrediction], None] | None = None,
    ) -> None:
        """Needs a running event loop.

        Args:
            name: for people.
            context: what the model is given.
            predict: asks the model.
            calibration: of the model.
            known: the whole prediction, if somebody remembers it.
            begun: the frames it begins with, if it does not begin with the call.
            change: where and how it leaves the run that it was made from.
            skipped: the calls whose inside it does not have.
            finished: told of the whole prediction once it is there.
        """
        self.name = name
        self.context = context
        self.change = change
        self.skipped = skipped
        self.history = History(MAIN if context.call is not None else None)
        self.frames: Sequence[PredictedFrame] = ()
        self.confidences: list[FrameConfidence] = []
        self.status = Status.UNDER_WAY
        self.fault = ""
        self._predict = predict
        self._reader = ConfidenceReader(calibration)
        self._finished = finished
        self._wanted = 0
        self._more = asyncio.Event()
        self._grown = asyncio.Event()
        self._leaves_at = len(begun.frames) if begun is not None and begun.is_left else -1
        self._failure: Exception | None = None
        self._task: asyncio.Task[None] | None = None
        if known is not None:
            self._take(known)
        elif begun is not None:
            self._extend(begun.frames, begun.timeline)

    @property
    def is_whole(self) -> bool:
        """Whether no more frames will come."""
        return self.status is not Status.UNDER_WAY

    def want(self, index: int) -> None:
        """Somebody looks at a moment, so those after it will soon be asked for."""
        self._ask(index + 1 + AHEAD)

    def rest(self) -> None:
        """Ask the model for nothing more, and give its memory back, until somebody wants more."""
        self._wanted = 0
        if self._task is not None:
            self._task.cancel()

    async def reach(self, index: int) -> bool:
        """Wait until a moment is there; False if the run ends before it.

        Raises:
            Exception: what has kept it from being predicted, such as an `EngineError`.
        """
        if index < len(self.history):
            return True
        while not self.is_whole:
            self._ask(index + 1)
            self._grown.clear()
            await self._grown.wait()
            if index < len(self.history):
                return True
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
        return False

    async def close(self) -> None:
        """Stop asking the model."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _ask(self, wanted: int) -> None:
        if self.is_whole:
            return
        self._wanted = max(self._wanted, wanted)
        self._more.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._feed())

    async def _feed(self) -> None:
        self._failure = None
        try:
            async with aclosing(self._predict(self.frames, len(self.frames) == self._leaves_at)) as predictions:
                async for prediction in predictions:
                    self._take(prediction)
                    self._grown.set()
                    # Frames that are certain come without the engine: requests must get their turn between them too.
                    await asyncio.sleep(0)
                    while len(self.history) >= self._wanted and not self.is_whole:
                        self._more.clear()
                        await self._more.wait()
        except Exception as failure:
            self._failure = failure
        finally:
            self._task = None
            self._grown.set()

    def _take(self, prediction: TracePrediction) -> None:
        self._extend(prediction.frames, prediction.timeline)
        self.status = prediction.status
        self.fault = prediction.fault.message if prediction.fault is not None else ""
        if self.is_whole and self._finished is not None:
            self._finished(prediction)

    def _extend(self, frames: Sequence[PredictedFrame], timeline: Timeline) -> None:
        self.frames = frames
        self.history.grow(timeline)
        for frame in frames[len(self.confidences) :]:
            self.confidences.append(self._reader.read(frame))
