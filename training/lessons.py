"""True runs as the product's own decoding would write them, with the tokens marked that it would have asked the model for.

The decoder runs with a teacher in the model's place, who knows what truly comes next. So training shows exactly the sequences of
use: what is certain is forced there and bears no weight here, and histories that outgrow the window start anew as they do in use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from cwm_lsp.engine.protocol import Choice, Counters, EngineError, Token
from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.decoding import Decoding
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.writer import encode
from cwm_lsp.trace.faults import TraceFaultError
from cwm_lsp.trace.frames import Event, Frame
from cwm_lsp.trace.moments import Moment, frames_of

ASKED = 255
"""The weight of a token that the model decides (of 255); forced ones have none."""


OPENING = 2
"""Frames of `main` that are forced where a call is bound."""


class DivergedError(Exception):
    """The truth is not among what decoding allows here; what was written before this frame stands."""


@dataclass(slots=True)
class Lesson:
    """One sequence under way, a `Generation` that answers with the truth.

    Attributes:
        ids: the tokens so far.
        weights: of each token, 0 to `ASKED`.
        prompt: how many tokens were there at the start.
    """

    teacher: Teacher
    ids: list[int]
    weights: list[int]
    prompt: int
    asked_at: dict[int, tuple[int, int]] = field(default_factory=lambda: {})

    @property
    def length(self) -> int:
        """Tokens so far."""
        return len(self.ids)

    def append(self, ids: Sequence[int]) -> None:
        """Take forced tokens; those that were asked for, taken back and written again keep their weight."""
        for token in ids:
            before, weight = self.asked_at.get(len(self.ids), (-1, 0))
            self.ids.append(token)
            self.weights.append(weight if before == token else 0)

    async def choose(self, options: Sequence[Sequence[int]]) -> Choice:
        """The true option.

        Raises:
            DivergedError: none is.
        """
        is_event = all(option[0] in self.teacher.events for option in options)
        rest = self.teacher.truth if is_event else self._rest()
        for index, option in enumerate(options):
            if rest[: len(option)] == list(option):
                self._decide(option, options)
                return Choice(index, -0.1)
        raise DivergedError

    def _decide(self, chosen: Sequence[int], options: Sequence[Sequence[int]]) -> None:
        for depth, token in enumerate(chosen):
            here = {option[depth] for option in options if option[:depth] == chosen[:depth]}
            self.ids.append(token)
            self.weights.append(ASKED if len(here) > 1 else 0)

    async def complete(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> tuple[Token, ...]:
        """The true tokens up to one of `stop`.

        Raises:
            DivergedError: the truth is banned, or has no such end.
        """
        found: list[Token] = []
        for token in self._rest()[:limit]:
            if token in banned:
                raise DivergedError
            found.append(Token(token, self.teacher.data(token), -0.01))
            if token in stop:
                break
        if not found:
            raise DivergedError
        for one in found:
            self.ids.append(one.id)
            self.weights.append(ASKED)
        return tuple(found)

    async def stream(self, *, stop: frozenset[int], banned: frozenset[int], limit: int) -> AsyncIterator[Token]:
        """As `complete`, token by token."""
        for token in await self.complete(stop=stop, banned=banned, limit=limit):
            yield token

    def rewind(self, length: int) -> None:
        """Forget the tokens from `length` on, but not which of them were asked for."""
        for at in range(length, len(self.ids)):
            self.asked_at[at] = self.ids[at], self.weights[at]
        del self.ids[length:]
        del self.weights[length:]

    def close(self) -> None:
        """Take back what was asked for last: it was to be forced anew, and nobody did."""
        while len(self.ids) in self.asked_at:
            token, weight = self.asked_at[len(self.ids)]
            self.ids.append(token)
            self.weights.append(weight)

    def frame_start(self) -> int:
        """Where the frame begins that is being written: at its event."""
        return next(at for at in range(len(self.ids) - 1, -1, -1) if self.ids[at] in self.teacher.events)

    def _rest(self) -> list[int]:
        start = self.frame_start()
        written = len(self.ids) - start
        if self.ids[start:] != self.teacher.truth[:written]:
            raise DivergedError
        return self.teacher.truth[written:]


class Teacher:
    """An engine that knows the truth, one frame at a time.

    Attributes:
        truth: the ids of the frame that comes next, from its event on.
        lessons: the sequences that were opened.
        diverged: whether decoding would not have allowed the truth somewhere; the lessons end before it.
    """

    identity = "teacher"
    model = "teacher"
    reminded = True

    def __init__(self, tokenizer: Tokenizer, context_length: int) -> None:
        """Args:
        tokenizer: the model's.
        context_length: the most tokens of a sequence.
        """
        self._tokenizer = tokenizer
        self.context_length = context_length
        self.vocabulary_size = tokenizer.vocabulary_size
        self.events = frozenset(self.special(event.special.value) for event in Event)
        self.truth: list[int] = []
        self.lessons: list[Lesson] = []
        self.diverged = False

    @property
    def counters(self) -> Counters:
        """Nothing is counted."""
        return Counters()

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """As the model's vocabulary has it."""
        return self._tokenizer.encode(pieces)

    def special(self, text: str) -> int:
        """The id of a special token.

        Raises:
            EngineError: there is none of that name.
        """
        token = self._tokenizer.special(text)
        if token is None:
            raise EngineError(text)
        return token

    def data(self, token: int) -> bytes:
        """The bytes of a plain token."""
        return self._tokenizer.data(token)

    async def load(self) -> None:
        """Nothing to load."""

    async def start(self, prompt: Sequence[int]) -> Lesson:
        """Open a sequence."""
        lesson = Lesson(self, list(prompt), [0] * len(prompt), len(prompt))
        self.lessons.append(lesson)
        return lesson

    async def close(self) -> None:
        """Nothing to free."""


@dataclass(frozen=True, slots=True)
class Question:
    """What decoding is asked for, and what it must come to.

    Attributes:
        text: the context.
        entry: the line that the entry point's call frames stand on.
        is_bound: whether the text ends in a `main` that makes the call.
        moments: the true run, in order, from the first frame of `text`'s trace on.
        window: the most tokens of a sequence.
        given: how many of them decoding is handed as a history.
        is_left: whether the call that the history ends with is left at once.
    """

    text: str
    entry: int
    is_bound: bool
    moments: Sequence[Moment]
    window: int
    given: int = 0
    is_left: bool = False


async def taught(teacher: Teacher, question: Question) -> list[Lesson]:
    """The sequences that decoding writes for a true run; cut before the first frame that decoding would not allow."""
    decoding = Decoding(
        teacher,
        question.text,
        entry=question.entry,
        is_bound=question.is_bound,
        verify=Verify.OFF,
        window=question.window,
    )
    teacher.lessons, teacher.diverged = [], False
    frames = list(frames_of(question.moments))
    history = [
        PredictedFrame(frame, moment, 0.0, 0.0)
        for frame, moment in zip(frames[: question.given], question.moments, strict=False)
    ]
    opening = OPENING if question.is_bound else 0
    try:
        await decoding.resume(history, is_left=question.is_left)
        async with aclosing(decoding.frames(len(frames) + 1)) as predicted:
            for index in range(question.given, len(frames)):
                # Where a call is left at once, what comes next is its return.
                frame = _return_of(question.moments, question.given - 1) if question.is_left else frames[index]
                teacher.truth = [] if index < opening else encode(teacher, decoding.pieces_of(frame))
                written = await anext(predicted)
                if written.frame != frame:
                    raise DivergedError
                if question.is_left:
                    break
    except (DivergedError, TraceFaultError, EngineError, StopAsyncIteration):
        teacher.diverged = True
        if teacher.lessons:
            _cut(teacher.lessons[-1])
    return teacher.lessons


def _return_of(moments: Sequence[Moment], call: int) -> Frame:
    """The return frame of the call at an index.

    Raises:
        DivergedError: it did not return.
    """
    scope = moments[call].scope
    for moment in moments[call + 1 :]:
        if moment.scope == scope and moment.event is Event.EXCEPTION:
            break
        if moment.scope == scope and moment.event is Event.RETURN:
            return Frame(Event.RETURN, moment.source, value=moment.value)
    raise DivergedError


def _cut(lesson: Lesson) -> None:
    """Take back the frame that could not be written."""
    start = lesson.frame_start()
    del lesson.ids[start:]
    del lesson.weights[start:]
