"""What stands at the ends of the lines: from a prediction to the values that each line gave, with their confidence.

Pure, and one pass over the frames. How it reads in few columns is `condensing`'s work; colours and protocols are the
faces'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cwm_lsp.predict.calibration import Calibration, Confidences, FrameConfidence, confidences
from cwm_lsp.predict.notes import (
    Annotations,
    Contradiction,
    FunctionAnnotations,
    Given,
    Kind,
    LineAnnotation,
    Note,
    Outcome,
)
from cwm_lsp.predict.standing import UNCHECKED, Standing, weakest
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.source.functions import Function
from cwm_lsp.source.outline import Outline, Span, outline
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.loops import Iteration, Loop, iterations
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.timeline import changes_between, successors
from cwm_lsp.verify.outcome import Verdict

_END_OF_ITERATOR = frozenset({"StopIteration", "StopAsyncIteration"})


def annotate(
    prediction: TracePrediction,
    calibration: Calibration,
    activations: Mapping[int, int] | None = None,
    known: Confidences | None = None,
) -> Annotations:
    """Tell what each line gave.

    Args:
        prediction: whole or under way.
        calibration: of the model that made it.
        activations: for functions by their `def` line, which activation to tell of, from 1; the first
            where nothing is said.
        known: the prediction's confidences, where they have been read already.
    """
    reader = _Reader(prediction, known or confidences(prediction.frames, calibration))
    found = reader.functions(activations or {})
    return Annotations(found, reader.outcome(), reader.current(), reader.confidence, reader.contradiction())


@dataclass(slots=True)
class _Book:
    """The notes of one line while they are collected."""

    visits: int = 0
    notes: dict[tuple[Kind, str], list[Given]] = field(default_factory=lambda: {})
    places: list[Standing] = field(default_factory=lambda: [])

    def add(self, kind: Kind, name: str, given: Given) -> None:
        self.notes.setdefault((kind, name), []).append(given)


class _Reader:
    def __init__(self, prediction: TracePrediction, known: Confidences) -> None:
        self.prediction = prediction
        self.moments = prediction.timeline.moments
        self.chances: tuple[FrameConfidence, ...] = known.frames
        self.confidence = known.so_far
        self.line_map = prediction.context.line_map
        self.entry = prediction.context.entry
        self._functions = {function.first_line: function for function in prediction.context.functions}

    def functions(self, wanted: Mapping[int, int]) -> tuple[FunctionAnnotations, ...]:
        """The annotations of each function that was entered."""
        entered: dict[int, list[int]] = {}
        for scope in self.prediction.timeline.scopes:
            function = self._functions.get(self._file_line(scope.first_line) or 0)
            if function is not None:
                entered.setdefault(function.first_line, []).append(scope.id)
        picked: dict[int, tuple[Function, int, int]] = {}
        for first_line, scopes in entered.items():
            function = self._functions[first_line]
            activation = min(max(wanted.get(function.def_line, 1), 1), len(scopes))
            picked[scopes[activation - 1]] = (function, activation, len(scopes))
        outlines = {scope: outline(function) for scope, (function, _, _) in picked.items()}
        moments: dict[int, list[int]] = {scope: [] for scope in picked}
        for index, moment in enumerate(self.moments):
            if moment.scope in moments:
                moments[moment.scope].append(index)
        passes = self._passes(outlines)
        after = successors(self.moments)
        told = [
            FunctionAnnotations(
                function,
                scope,
                activation,
                count,
                _Activation(self, function, outlines[scope], moments[scope], passes, after).lines(),
            )
            for scope, (function, activation, count) in picked.items()
        ]
        told.sort(key=lambda one: (one.function.def_line != self.entry.def_line, min(entered[one.function.first_line])))
        return tuple(told)

    def reached(self, first_line: int) -> frozenset[int]:
        """The file lines of a function that any of its activations has reached."""
        scopes = {
            scope.id for scope in self.prediction.timeline.scopes if self._file_line(scope.first_line) == first_line
        }
        lines = {moment.line for moment in self.moments if moment.scope in scopes and moment.event is Event.LINE}
        return frozenset(line for number in lines if (line := self._file_line(number)) is not None)

    def outcome(self) -> Outcome | None:
        """How the outermost scope was left."""
        if not self.prediction.timeline.ended:
            return None
        last = len(self.moments) - 1
        outermost = self.moments[last].scope
        before = next((index for index in range(last - 1, -1, -1) if self.moments[index].scope == outermost), None)
        if before is not None and self.moments[before].event is Event.EXCEPTION:
            chance = self.chances[before]
            return Outcome(Kind.EXCEPTION, exception_name(self.moments[before]), chance.value, chance.standing.value)
        chance = self.chances[last]
        return Outcome(Kind.RETURN, self.moments[last].value or "None", chance.value, chance.standing.value)

    def contradiction(self) -> Contradiction | None:
        """The first contradiction there is."""
        for index, chance in enumerate(self.chances):
            standing, moment = chance.standing, self.moments[index]
            line = self._file_line(self.moments[index - 1].line) if index else None
            for name, value in moment.state:
                if (one := standing.values.get(name, UNCHECKED)).verdict is Verdict.CONTRADICTED:
                    return Contradiction(line, name, value, one.should_be)
            if standing.value.verdict is Verdict.CONTRADICTED and moment.value is not None:
                return Contradiction(line, "", moment.value, standing.value.should_be)
            if standing.place.verdict is Verdict.CONTRADICTED:
                place = f"line {self._file_line(moment.line)}"
                said = place if moment.event is Event.LINE else f"a {moment.event.value} in {place}"
                return Contradiction(line, "", said, None)
        return None

    def current(self) -> int | None:
        """The file line of the last moment."""
        if self.prediction.timeline.ended or not self.moments:
            return None
        return self._file_line(self.moments[-1].line)

    def file_line(self, index: int) -> int | None:
        """The file line of a moment."""
        return self._file_line(self.moments[index].line)

    def _file_line(self, line: int | None) -> int | None:
        return self.line_map[line - 1] if line is not None and 1 <= line <= len(self.line_map) else None

    def _passes(self, outlines: Mapping[int, Outline]) -> Sequence[Iteration]:
        in_context = {line: index + 1 for index, line in enumerate(self.line_map) if line is not None}
        loops = {
            scope: [
                Loop(*(in_context[line] for line in (loop.header, loop.first, loop.last)))
                for loop in read.loops
                if {loop.header, loop.first, loop.last} <= in_context.keys()
            ]
            for scope, read in outlines.items()
        }
        return tuple(
            tuple((self._file_line(header) or 0, number) for header, number in passes)
            for passes in iterations(self.moments, loops)
        )


class _Activation:
    """Reads one activation's moments into notes."""

    def __init__(
        self,
        reader: _Reader,
        function: Function,
        outline: Outline,
        moments: Sequence[int],
        passes: Sequence[Iteration],
        after: Sequence[int | None],
    ) -> None:
        self.reader = reader
        self.function = function
        self.outline = outline
        self.moments = moments
        self.passes = passes
        self.after = after
        self.books: dict[int, _Book] = {}
        self.spans: dict[int, list[Span]] = {}
        for span in outline.walk():
            for line in range(span.first_line, span.last_line + 1):
                self.spans.setdefault(line, []).append(span)

    def lines(self) -> dict[int, LineAnnotation]:
        """The annotations by file line."""
        for position, index in enumerate(self.moments):
            line = self.reader.file_line(index)
            if line is None:
                continue
            event = self.reader.moments[index].event
            if event is Event.CALL:
                if position == 0:
                    self._entered(index)
                continue
            book = self.books.setdefault(line, _Book())
            if event is Event.LINE:
                book.visits += 1
                if (after := self.after[index]) is not None:
                    book.places.append(self.reader.chances[after].standing.place)
                self._stepped(position, index, line, book)
            elif event is Event.RETURN:
                self._returned(position, index, line, book)
            else:
                self._raised(index, line, book)
        found = {line: self._annotation(line, book) for line, book in sorted(self.books.items())}
        for line in self._unreached():
            found.setdefault(line, LineAnnotation(line, is_reached=False))
        return found

    def _annotation(self, line: int, book: _Book) -> LineAnnotation:
        invented = self.reader.prediction.context.call is None and self._is_entry
        order = list(Kind)
        notes = [
            Note(kind, name, tuple(values), invented and kind is Kind.ARGUMENT)
            for (kind, name), values in sorted(book.notes.items(), key=lambda item: order.index(item[0][0]))
        ]
        standings = [*book.places, *(given.standing for note in notes if not note.is_invented for given in note.values)]
        return LineAnnotation(line, tuple(notes), book.visits, standing=weakest(standings))

    @property
    def _is_entry(self) -> bool:
        return self.moments[0] == 0 or self.function.def_line == self.reader.entry.def_line

    def _unreached(self) -> frozenset[int]:
        """Lines that were passed by, once it is certain that they won't be reached any more."""
        if self.reader.prediction.status is not Status.COMPLETE or not self._is_entry:
            return frozenset()
        return self.outline.unreached(self.reader.reached(self.function.first_line))

    def _given(self, text: str, chances: FrameConfidence, name: str, index: int) -> Given:
        """A local's value where a name is given, a result or an exception otherwise."""
        if not name:
            return Given(text, chances.value, self.passes[index], index, chances.standing.value)
        standing = chances.standing.values.get(name, UNCHECKED)
        return Given(text, chances.values.get(name, 0.0), self.passes[index], index, standing)

    def _entered(self, index: int) -> None:
        state = dict(self.reader.moments[index].state)
        chances = self.reader.chances[index]
        book = self.books.setdefault(self.function.def_line, _Book())
        for parameter in self.function.parameters:
            value = state.get(parameter.name)
            if value is not None and not (self.function.is_method and _is_plain_object(value)):
                book.add(Kind.ARGUMENT, parameter.name, self._given(value, chances, parameter.name, index))

    def _stepped(self, position: int, index: int, line: int, book: _Book) -> None:
        after = self.after[index]
        if after is None:
            return
        before, state = self.reader.moments[index].state, self.reader.moments[after].state
        shown = {change.name for change in changes_between(before, state)} | self._bound(position, after, line)
        chances = self.reader.chances[after]
        for name, value in state:
            if name in shown and not _is_definition(value):
                book.add(Kind.VALUE, name, self._given(value, chances, name, index))

    def _bound(self, position: int, after: int, line: int) -> frozenset[str]:
        """The names that the line has bound for certain, were it to the value that they had."""
        following = self.reader.moments[self.moments[position + 1]]
        spans = self.spans.get(line, [])
        if following.event is Event.EXCEPTION or any(span.last_line > span.first_line for span in spans):
            return frozenset()
        found: set[str] = set()
        for span in spans:
            if span.kind == "for":
                next_line = self.reader.file_line(after)
                goes_on = next_line is not None and span.last_line < next_line <= span.end_line
                found |= span.binds if goes_on else set()
            else:
                found |= span.binds
        return frozenset(found)

    def _returned(self, position: int, index: int, line: int, book: _Book) -> None:
        moment = self.reader.moments[index]
        value = moment.value or "None"
        before = self.reader.moments[self.moments[position - 1]] if position else moment
        if before.event is Event.EXCEPTION:
            return
        spans = self.spans.get(line, [])
        given = self._given(value, self.reader.chances[index], "", index)
        is_resumed = position + 1 < len(self.moments)
        if any(span.has_yield for span in spans):
            ends = not is_resumed and before.event is Event.CALL and value == "None"
            if not ends:
                book.add(Kind.YIELD, "", given)
        elif any(span.is_return for span in spans) or (value != "None" and not is_resumed):
            book.add(Kind.RETURN, "", given)

    def _raised(self, index: int, line: int, book: _Book) -> None:
        name = exception_name(self.reader.moments[index])
        if name in _END_OF_ITERATOR and any(span.kind == "for" for span in self.spans.get(line, [])):
            # The ordinary end of a loop over a generator.
            return
        book.add(Kind.EXCEPTION, "", self._given(name, self.reader.chances[index], "", index))


def exception_name(moment: Moment) -> str:
    """The name of the type of an exception moment's exception."""
    return (moment.value or "").strip("'\"")


def _is_plain_object(value: str) -> bool:
    return value.startswith("<") and (value.endswith(" object>") or " whose repr raises " in value)


def _is_definition(value: str) -> bool:
    """Whether a value is a function, class or module: what the line says already."""
    return value.startswith(("<function ", "<class ", "<module "))
