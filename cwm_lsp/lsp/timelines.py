"""A predicted run as a picture needs it: rows for lines, one step for each moment, what each step changed and how sure that is.

Pure; the request that hands it out page by page is `api.timeline`. Steps name rows, not lines, so that a page stays right while
edits elsewhere in the file move its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.predict.calibration import FrameConfidence
from cwm_lsp.predict.cells import printable, shortened
from cwm_lsp.predict.standing import UNCHECKED, Standing, weakest
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.source.functions import Function
from cwm_lsp.source.outline import outline
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.loops import Iteration, Loop, iterations
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.timeline import changes_between, successors

_LONGEST_VALUE = 200
"""Columns of a value. A picture shows few of them, a detail some more; all of it is the debugger's to show."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An activation of a function.

    Attributes:
        scope: its id in the prediction's timeline.
        function: its qualified name.
        activation: which activation of that function it is, from 1.
        depth: how many activations are around it.
    """

    scope: int
    function: str
    activation: int
    depth: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a step gave one name.

    Attributes:
        name: the variable.
        value: its repr, cut where it is long; None where the name went.
        confidence: the chance that it is right, from 0 to 1.
        standing: what verification says of it.
    """

    name: str
    value: str | None
    confidence: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One moment.

    Attributes:
        event: what happened.
        scope: the activation it happened in.
        line: of the file, 1-based, as it was when the prediction was made.
        changed: what it gave names: of a call the arguments, of a line what it bound.
        value: what was returned, or the name of what was raised.
        confidence: the chance that all of this is right, from 0 to 1.
        standing: the weakest of all of it.
        passes: of the loops around it, outermost first: lines below the function's `def`, and which pass, from 1.
    """

    event: Event
    scope: int
    line: int
    changed: tuple[Changed, ...]
    value: str | None
    confidence: float
    standing: Standing
    passes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A predicted run.

    Attributes:
        rows: the lines of the functions that were entered, 1-based, as they were when the prediction was made; without blank lines
            and comments.
        entered: the activations, in the order in which they were entered.
        steps: in order of time; what has no line in the file is left out.
    """

    rows: tuple[int, ...]
    entered: tuple[Entered, ...]
    steps: tuple[Step, ...]


def draw(prediction: TracePrediction, chances: Sequence[FrameConfidence]) -> Picture:
    """Read a predicted run.

    Args:
        prediction: whole or under way.
        chances: how sure each part of each of its frames is.
    """
    functions = _functions(prediction)
    rows = tuple(_rows(prediction, [(one.first_line, one.last_line) for one in functions.values()]))
    drawn = set(rows)
    steps = tuple(one for one in _steps(prediction, chances, functions) if one.line in drawn)
    return Picture(rows, tuple(_entered(prediction, functions)), steps)


def _functions(prediction: TracePrediction) -> Mapping[int, Function]:
    """The function of each scope that has one in the file."""
    known = {one.first_line: one for one in prediction.context.functions}
    found: dict[int, Function] = {}
    for scope in prediction.timeline.scopes:
        line = prediction.context.file_line(scope.first_line) if scope.first_line is not None else None
        if line is not None and line in known:
            found[scope.id] = known[line]
    return found


def _rows(prediction: TracePrediction, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    spans = list(dict.fromkeys(spans))
    texts = prediction.context.text.splitlines()
    lines = sorted(
        line
        for line, text in zip(prediction.context.line_map, texts, strict=True)
        if line is not None and text.strip() and not text.lstrip().startswith("#")
    )
    return (line for line in lines if any(first <= line <= last for first, last in spans))


def _entered(prediction: TracePrediction, functions: Mapping[int, Function]) -> Iterator[Entered]:
    counts: dict[str, int] = {}
    depths: dict[int, int] = {}
    for scope in prediction.timeline.scopes:
        around = depths.get(scope.caller, -1) if scope.caller is not None else -1
        function = functions.get(scope.id)
        depths[scope.id] = around + (function is not None)
        if function is not None:
            counts[function.qualname] = counts.get(function.qualname, 0) + 1
            yield Entered(scope.id, function.qualname, counts[function.qualname], depths[scope.id])


def _steps(
    prediction: TracePrediction, chances: Sequence[FrameConfidence], functions: Mapping[int, Function]
) -> Iterator[Step]:
    moments = prediction.timeline.moments
    after = successors(moments)
    passes = iterations(moments, _loops(prediction, functions))
    for index, moment in enumerate(moments):
        line = prediction.context.file_line(moment.line) if moment.line is not None else None
        function = functions.get(moment.scope)
        if line is None or function is None:
            continue
        chance = chances[index]
        changed = tuple(_changed(moments, chances, index, after[index]))
        sure = [(chance.place, chance.standing.place), *((one.confidence, one.standing) for one in changed)]
        if moment.value is not None:
            sure.append((chance.value, chance.standing.value))
        yield Step(
            moment.event,
            moment.scope,
            line,
            changed,
            _cut(moment.value) if moment.value is not None else None,
            min(confidence for confidence, _ in sure),
            weakest(standing for _, standing in sure) or UNCHECKED,
            _below(prediction, passes[index], function),
        )


def _loops(prediction: TracePrediction, functions: Mapping[int, Function]) -> Mapping[int, Sequence[Loop]]:
    in_context = {line: index + 1 for index, line in enumerate(prediction.context.line_map) if line is not None}
    by_function = {
        function.def_line: [
            Loop(*(in_context[line] for line in (loop.header, loop.first, loop.last)))
            for loop in outline(function).loops
            if {loop.header, loop.first, loop.last} <= in_context.keys()
        ]
        for function in functions.values()
    }
    return {scope: by_function[function.def_line] for scope, function in functions.items()}


def _below(prediction: TracePrediction, passes: Iteration, function: Function) -> tuple[tuple[int, int], ...]:
    placed = ((prediction.context.file_line(header), number) for header, number in passes)
    return tuple((header - function.def_line, number) for header, number in placed if header is not None)


def _changed(
    moments: Sequence[Moment], chances: Sequence[FrameConfidence], index: int, after: int | None
) -> Iterator[Changed]:
    moment = moments[index]
    if moment.event is Event.CALL:
        told, before = index, ()
    elif after is not None:
        told, before = after, moment.state
    else:
        return
    chance = chances[told]
    for one in changes_between(before, moments[told].state):
        if one.after is None:
            yield Changed(one.name, None, chance.place, chance.standing.place)
            continue
        standing = chance.standing.values.get(one.name, UNCHECKED)
        yield Changed(one.name, _cut(one.after), chance.values.get(one.name, chance.place), standing)


def _cut(value: str) -> str:
    return shortened(printable(value), _LONGEST_VALUE)
