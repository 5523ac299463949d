"""From a program to a training sample: a recorded run as token ids, with the weight of each token in the loss.

Three ways of asking, as the predictor does: a bound call, a call whose arguments the model invents, a call that is stepped over.
Making programs is `programs`', running them `cwm_lsp.trace.recorder`'s, writing them as the decoder would `lessons`' work.
"""

from __future__ import annotations

import asyncio
import builtins
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from random import Random
from typing import Any

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.predict.decoding import ROOM
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import START_OF_TRACE, Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import LimitReached, Limits, Recording, record
from training.lessons import OPENING, Lesson, Question, Teacher, taught
from training.programs.program import Program

SHARE_TIDIED = 0.85
"""Most contexts look as the predictor's do; some keep the source as it is, for engines and users that hand in their own."""

WEIGHT_OF_FORCED = 48
SHARE_OF_FORCED = 0.4
"""What is forced is never asked for, but guessing it teaches to look values and lines up: some of it counts a little (of 255)."""
SHARE_INVENTED = 0.06
SHARE_STEPPED_OVER = 0.04
WINDOWS = (768, 1024, 1536, 1536)
"""Tokens after which a history starts anew, so that the model learns to go on from such beginnings."""

LIMITS = Limits(frames=160, repr_length=200, seconds=0.5)


class Kind(IntEnum):
    """What a sample asks for."""

    RUN = 0
    OPERATION = 1
    TASK = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A recorded call of a program.

    Attributes:
        call: as an expression.
        context: the text that was run.
        recording: its frames.
    """

    call: str
    context: str
    recording: Recording


@dataclass(frozen=True, slots=True)
class Sample:
    """Token ids and their weights in the loss (0 to 255, the prompt's are 0), of equal length.

    Attributes:
        kind: what is asked for; a batch has one kind, so that what has few tokens to decide counts as much as what has many.
    """

    ids: list[int]
    weights: list[int]
    kind: Kind = Kind.RUN


def bound_context(source: str, call: str) -> str:
    """The context of a call whose arguments are given, the source left as it is written."""
    return f"{source.rstrip()}\ndef main():  {START_OF_TRACE}\n    return {call}\n"


def tidied_context(program: Program, call: str | None) -> str | None:
    """The context as the predictor builds it: no comments, blank lines and docstrings; None where it can't be built."""
    document = Document.parse(program.source)
    function = document.function(program.entry)
    if function is None:
        return None
    context = context_for(document, function, call, budget=1 << 16, measure=len, docstrings=False)
    return context.text if isinstance(context, Context) and not context.omitted else None


def _alarm(_signal: int, _frame: object) -> None:
    raise LimitReached("time")


def record_limited(text: str, limits: Limits = LIMITS) -> Recording:
    """Record within a processor-time limit; only for the main thread of a process that may be killed."""
    signal.signal(signal.SIGVTALRM, _alarm)
    signal.setitimer(signal.ITIMER_VIRTUAL, limits.seconds)
    try:
        namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        return record(text, limits, namespace)
    except LimitReached as limit:
        return Recording((), (), False, f"stopped at the limit: {limit}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def runs_of(program: Program, random: Random) -> list[Run]:
    """The program's calls, run; those that come to nothing left out."""
    tidy = random.random() < SHARE_TIDIED
    found: list[Run] = []
    for call in program.calls:
        context = (tidied_context(program, call) if tidy else None) or bound_context(program.source, call)
        recording = record_limited(context)
        if len(recording.moments) >= 4:
            found.append(Run(call, context, recording))
    return found


class SampleMaker:
    """Turns programs into samples with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer, longest: int) -> None:
        """Args:
        tokenizer: the model's.
        longest: the most tokens of a sample.
        """
        self._teacher = Teacher(tokenizer, longest)

    def samples(self, program: Program, runs: Sequence[Run], random: Random) -> list[Sample]:
        """What the program's runs give: a sample for each, more for one that outgrows the window."""
        made: list[Sample] = []
        for run in runs:
            question = self._question(program, run.call, run.context, run.recording, random)
            if question is not None:
                lessons = asyncio.run(taught(self._teacher, question))
                made += [one for one in (_sample(lesson, random) for lesson in lessons) if one is not None]
        return made

    def _question(
        self, program: Program, call: str, context: str, recording: Recording, random: Random
    ) -> Question | None:
        moments = recording.moments
        longest = self._teacher.context_length
        window = min(longest, random.choice(WINDOWS))
        if len(context) // 2 + ROOM + ROOM // 2 > window:
            window = longest
        way = random.random()
        if way < SHARE_INVENTED and recording.ended and call.startswith(program.entry + "("):
            free, own = tidied_context(program, None), without_main(moments)
            if free is not None and own is not None:
                return Question(free, _line_of(free, program.entry), False, own, window)
        if way > 1 - SHARE_STEPPED_OVER:
            calls = [at for at, one in enumerate(moments) if one.event is Event.CALL and at > OPENING]
            if calls:
                return Question(
                    context, _line_of(context, program.entry), True, moments, window, random.choice(calls) + 1, True
                )
        return Question(context, _line_of(context, program.entry), True, moments, window)


def _line_of(text: str, name: str) -> int:
    """The line that call frames of a function stand on; 1 where it is not found, since a bound call needs none."""
    function = Document.parse(text).function(name)
    return function.first_line if function is not None else 1


def _sample(lesson: Lesson, random: Random) -> Sample | None:
    """The lesson up to the last token that is asked for; None if none is."""
    end = max((at + 1 for at, weight in enumerate(lesson.weights) if weight), default=0)
    if not end:
        return None
    weights = lesson.weights[:end]
    for at in range(lesson.prompt, end):
        if not weights[at] and random.random() < SHARE_OF_FORCED:
            weights[at] = WEIGHT_OF_FORCED
    return Sample(lesson.ids[:end], weights)


def without_main(moments: tuple[Moment, ...]) -> tuple[Moment, ...] | None:
    """The moments of the called function and what it calls, `main`'s own left out; None if it was not one plain call."""
    inner = tuple(moment for moment in moments if moment.scope != 0)
    if not inner or sum(m.event is Event.CALL and m.scope == inner[0].scope for m in inner) != 1:
        return None
    calls_from_main = {moment.stack[1] for moment in inner if len(moment.stack) > 1}
    return inner if len(calls_from_main) == 1 else None
