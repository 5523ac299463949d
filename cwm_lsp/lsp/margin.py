"""What stands beside the lines of a file: the session's views, annotated, and put where the lines are now.

No words and no Markdown are made here; hints, hovers and lenses say the same thing at different lengths.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.lsp.picking import LoopPasses, as_picked, loops, shown_loop
from cwm_lsp.lsp.timelines import Picture
from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration, Confidences, FrameConfidence, GrowingConfidences, confidences
from cwm_lsp.predict.findings import Finding, findings
from cwm_lsp.predict.notes import Annotations, FunctionAnnotations, LineAnnotation
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session import Selection, View
from cwm_lsp.source.outline import Span, outline

_MOST_KEPT = 32


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is to say of a line.

    Attributes:
        line: where it is now, 1-based.
        annotation: what the line gave in the passes that are shown; its own line number is the one it had when the prediction
            was made.
        whole: the same in all passes.
        function: the activation it belongs to.
        annotations: all of the prediction.
        view: the prediction itself.
        prediction: that of the view.
        loop: the loop whose header it is, if that took place.
        begins_unreached: whether a branch that was not taken begins here.
    """

    line: int
    annotation: LineAnnotation
    whole: LineAnnotation
    function: FunctionAnnotations
    annotations: Annotations
    view: View
    prediction: TracePrediction
    loop: LoopPasses | None = None
    begins_unreached: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A function as it is shown: its own prediction, annotated.

    Attributes:
        view: of the function.
        prediction: that of the view.
        annotations: of that.
        entered: the function's activation that is shown; None where it was not entered.
        loops: those of the activation.
        shown_loop: the loop that is stepped through; None where there is nothing to step through.
    """

    view: View
    prediction: TracePrediction
    annotations: Annotations
    entered: FunctionAnnotations | None
    loops: tuple[LoopPasses, ...]
    shown_loop: LoopPasses | None


class Margin:
    """Annotates predictions, each once."""

    def __init__(self, calibration: Calibration) -> None:
        """Args:
        calibration: of the model that makes the predictions.
        """
        self.calibration = calibration
        # By identity: comparing predictions would cost more than annotating them. The prediction is held, so ids stay its own.
        self._kept: OrderedDict[tuple[int, object], tuple[TracePrediction, Annotations]] = OrderedDict()
        # By the first frame: a prediction under way grows, and what was read of it stays right.
        self._read: OrderedDict[int, tuple[PredictedFrame, GrowingConfidences]] = OrderedDict()
        self._branches: OrderedDict[int, tuple[FunctionAnnotations, frozenset[int]]] = OrderedDict()
        self._found: OrderedDict[int, tuple[TracePrediction, tuple[Finding, ...]]] = OrderedDict()
        self._picture: tuple[TracePrediction, Picture] | None = None
        self._lines: tuple[tuple[View, ...], Selection, Mapping[int, Beside]] = ((), Selection(), {})

    def annotations(self, prediction: TracePrediction, selection: Selection | None = None) -> Annotations:
        """The annotations of a prediction, of the activations that are picked."""
        wanted = {
            function.def_line: number
            for function in prediction.context.functions
            if (number := selection.activations.get(function.qualname) if selection is not None else None) is not None
        }
        key = (id(prediction), frozenset(wanted.items()))
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = (
                prediction,
                annotate(prediction, self.calibration, wanted, self._confidences(prediction)),
            )
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept[1]

    def chances(self, prediction: TracePrediction) -> tuple[FrameConfidence, ...]:
        """How sure each part of each frame is."""
        return self._confidences(prediction).frames

    def _confidences(self, prediction: TracePrediction) -> Confidences:
        if not prediction.frames:
            return confidences(prediction.frames, self.calibration)
        first = prediction.frames[0]
        kept = self._read.get(id(first))
        if kept is None:
            kept = self._read[id(first)] = (first, GrowingConfidences(self.calibration))
            if len(self._read) > _MOST_KEPT:
                self._read.popitem(last=False)
        return kept[1].read(prediction.frames)

    def findings(self, prediction: TracePrediction) -> tuple[Finding, ...]:
        """What there is to say of a prediction unasked."""
        kept = self._found.get(id(prediction))
        if kept is None:
            kept = self._found[id(prediction)] = (
                prediction,
                findings(prediction, self.calibration, self._confidences(prediction)),
            )
            if len(self._found) > _MOST_KEPT:
                self._found.popitem(last=False)
        return kept[1]

    def picture(self, prediction: TracePrediction) -> Picture | None:
        """The picture that was drawn last, if it is this prediction's: its pages are asked for one by one."""
        drawn = self._picture
        return drawn[1] if drawn is not None and drawn[0] is prediction else None

    def keep(self, prediction: TracePrediction, picture: Picture) -> None:
        """Keep a picture, in the place of the one before."""
        self._picture = (prediction, picture)

    def told(self, view: View, selection: Selection) -> Told | None:
        """A function's own prediction as it is shown; None where there is none."""
        if view.prediction is None:
            return None
        annotations = self.annotations(view.prediction, selection)
        entered = next((one for one in annotations.functions if one.function.qualname == view.function), None)
        found = loops(entered, selection) if entered is not None else ()
        return Told(view, view.prediction, annotations, entered, found, shown_loop(found, selection))

    def lines(self, views: Sequence[View], selection: Selection | None = None) -> Mapping[int, Beside]:
        """What stands beside each line now. A function's own prediction goes before those that enter it from elsewhere.

        Args:
            views: of one file, the most interesting first.
            selection: what is picked in it.
        """
        selection = selection or Selection()
        known, picked, kept = self._lines
        if selection is picked and len(views) == len(known) and all(map(_is_same, views, known)):
            return kept
        found: dict[int, Beside] = {}
        for one in (
            *self._beside(views, selection, is_own=True),
            *self._beside(views, selection, is_own=False),
        ):
            before = found.get(one.line)
            if before is None or (one.annotation.notes and not before.annotation.notes):
                found[one.line] = one
        self._lines = (tuple(views), selection, found)
        return found

    def _beside(self, views: Sequence[View], selection: Selection, *, is_own: bool) -> Iterator[Beside]:
        owners = {view.function for view in views if view.prediction is not None}
        told: set[int] = set()
        for view in views:
            if view.prediction is None or view.placement is None:
                continue
            annotations = self.annotations(view.prediction, selection)
            for function in annotations.functions:
                now = view.placement.lines.get(function.function.def_line)
                name = function.function.qualname
                if now is None or now in told or (name == view.function) != is_own:
                    continue
                if not is_own and name in owners:
                    continue
                told.add(now)
                yield from self._of_function(view, view.prediction, annotations, function, selection)

    def _of_function(
        self,
        view: View,
        prediction: TracePrediction,
        annotations: Annotations,
        function: FunctionAnnotations,
        selection: Selection,
    ) -> Iterator[Beside]:
        headers = {one.header: one for one in loops(function, selection)}
        picked = {one.header: one.picked for one in headers.values() if one.picked is not None}
        begins = self._begin_unreached(function)
        assert view.placement is not None
        for line, annotation in function.lines.items():
            where = view.placement.lines.get(line)
            if where is not None:
                yield Beside(
                    where,
                    as_picked(annotation, picked),
                    annotation,
                    function,
                    annotations,
                    view,
                    prediction,
                    headers.get(line),
                    line in begins,
                )

    def _begin_unreached(self, function: FunctionAnnotations) -> frozenset[int]:
        """The lines at which branches begin that were not taken."""
        kept = self._branches.get(id(function))
        if kept is None:
            unreached = {line for line, annotation in function.lines.items() if not annotation.is_reached}
            found = _branches(outline(function.function).spans, unreached) if unreached else frozenset[int]()
            kept = self._branches[id(function)] = (function, found)
            if len(self._branches) > 4 * _MOST_KEPT:
                self._branches.popitem(last=False)
        return kept[1]


def _is_same(one: View, other: View) -> bool:
    return one is other


def _branches(spans: Sequence[Span], unreached: set[int]) -> frozenset[int]:
    """The first line of each branch that was not taken: of statements in a row, and of each clause."""
    found: set[int] = set()
    is_first = True
    for span in spans:
        if span.first_line not in unreached:
            found |= _branches(span.children, unreached)
            is_first = span.kind != "silent" or is_first
        elif is_first or span.kind == "clause":
            found.add(span.first_line)
            is_first = False
    return frozenset(found)
