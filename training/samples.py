"""From a program to a training sample: a recorded run as token ids, with the weight of each token in the loss.

Three ways of asking, as the predictor does: a bound call, a call whose arguments the model invents, and a run that was rebased
in its middle. Making programs is `programs`', running them `cwm_lsp.trace.recorder`'s work.
"""

from __future__ import annotations

import builtins
import signal
from dataclasses import dataclass
from random import Random
from typing import Any

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.source.context import Context, context_for
from cwm_lsp.source.document import Document
from cwm_lsp.trace.frames import START_OF_TRACE, Event, Frame, Special
from cwm_lsp.trace.moments import Moment, frames_of, rebased_frames
from cwm_lsp.trace.recorder import LimitReached, Limits, Recording, record
from cwm_lsp.trace.writing import Piece, frame_pieces, prompt_pieces
from training.programs.program import Program

WEIGHT_OF_SOURCE = 64
"""The decoder nearly always knows the next line, so its letters count for less than values (of 255)."""
WEIGHT_OF_FRAME = 255

SHARE_TIDIED = 0.85
"""Most contexts look as the predictor's do; some keep the source as it is, for engines and users that hand in their own."""

LIMITS = Limits(frames=160, repr_length=200, seconds=0.5)


@dataclass(frozen=True, slots=True)
class Sample:
    """Token ids and their weights in the loss (0 to 255, the prompt's are 0), of equal length."""

    ids: list[int]
    weights: list[int]


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


class SampleMaker:
    """Turns programs into samples with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer, longest: int) -> None:
        """Args:
        tokenizer: the model's.
        longest: samples are cut after the last whole frame within this many tokens.
        """
        self._tokenizer = tokenizer
        self._longest = longest

    def samples(self, program: Program, random: Random) -> list[Sample]:
        """One sample for each of the program's calls, in one of the three ways; runs that gave nothing are left out."""
        made: list[Sample] = []
        tidy = random.random() < SHARE_TIDIED
        for call in program.calls:
            context = (tidied_context(program, call) if tidy else None) or bound_context(program.source, call)
            recording = record_limited(context)
            if len(recording.moments) < 4:
                continue
            sample = self._sample(program, call, context, recording, random)
            if sample is not None:
                made.append(sample)
        return made

    def _sample(self, program: Program, call: str, context: str, recording: Recording, random: Random) -> Sample | None:
        moments, ended = recording.moments, recording.ended
        way = random.random()
        if way < 0.08 and ended and call.startswith(program.entry + "(") and moments[-1].event is Event.RETURN:
            free = tidied_context(program, None)
            own = without_main(moments)
            if free is not None and own is not None:
                return self.encode(free, [], list(frames_of(own)), ended)
        if way > 0.72 and len(moments) > 12:
            cut = random.randrange(4, len(moments) - 2)
            if moments[cut].event in (Event.LINE, Event.RETURN) and not any(
                moment.event is Event.EXCEPTION for moment in moments[: cut + 1]
            ):
                given = list(rebased_frames(moments[: cut + 1]))
                return self.encode(context, given, list(frames_of(moments))[cut + 1 :], ended)
        frames = list(frames_of(moments))
        return self.encode(context, frames[:2], frames[2:], ended)

    def encode(self, context: str, given: list[Frame], frames: list[Frame], ended: bool) -> Sample | None:
        """The prompt and given frames without weight, then the frames to learn; None if not one of them fits."""
        ids = self.prompt(context, given)
        weights = [0] * len(ids)
        fitted = 0
        for frame in frames:
            more_ids, more_weights = self._weighted(frame)
            if len(ids) + len(more_ids) >= self._longest:
                break
            ids += more_ids
            weights += more_weights
            fitted += 1
        if not fitted:
            return None
        if fitted == len(frames) and ended:
            ids.append(self._special(Special.END_OF_TEXT))
            weights.append(WEIGHT_OF_FRAME)
        return Sample(ids, weights)

    def prompt(self, context: str, given: list[Frame]) -> list[int]:
        """The ids up to where the model takes over."""
        pieces: list[Piece] = list(prompt_pieces(context))
        for frame in given:
            pieces += frame_pieces(frame)
        return self._ids(pieces)

    def _weighted(self, frame: Frame) -> tuple[list[int], list[int]]:
        pieces = list(frame_pieces(frame))
        source = pieces.index(Special.ACTION_SEP) + 1
        before = self._ids(pieces[:source])
        line = self._ids(pieces[source : source + 1])
        after = self._ids(pieces[source + 1 :])
        weights = [WEIGHT_OF_FRAME] * len(before) + [WEIGHT_OF_SOURCE] * len(line) + [WEIGHT_OF_FRAME] * len(after)
        return before + line + after, weights

    def _ids(self, pieces: list[Piece]) -> list[int]:
        ids: list[int] = []
        plain: list[str] = []
        for piece in pieces:
            if isinstance(piece, Special):
                ids += self._tokenizer.encode(plain)
                plain = []
                ids.append(self._special(piece))
            else:
                plain.append(piece)
        return ids + self._tokenizer.encode(plain)

    def _special(self, special: Special) -> int:
        token = self._tokenizer.special(special.value)
        assert token is not None
        return token


def without_main(moments: tuple[Moment, ...]) -> tuple[Moment, ...] | None:
    """The moments of the called function and what it calls, `main`'s own left out; None if it was not one plain call."""
    inner = tuple(moment for moment in moments if moment.scope != 0)
    if not inner or sum(m.event is Event.CALL and m.scope == inner[0].scope for m in inner) != 1:
        return None
    calls_from_main = {moment.stack[1] for moment in inner if len(moment.stack) > 1}
    return inner if len(calls_from_main) == 1 else None
