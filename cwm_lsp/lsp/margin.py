"""What stands beside the lines of a file: the session's views, annotated, and put where the lines are now.

No words and no Markdown are made here; hints and hovers say the same thing at different lengths.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cwm_lsp.predict.annotations import Annotations, FunctionAnnotations, LineAnnotation, annotate
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session import View

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is to say of a line.

    Attributes:
        line: where it is now, 1-based.
        annotation: what the line gave; its own line number is the one it had when the prediction was made.
        function: the activation it belongs to.
        annotations: all of the prediction.
        view: the prediction itself.
        prediction: that of the view.
    """

    line: int
    annotation: LineAnnotation
    function: FunctionAnnotations
    annotations: Annotations
    view: View
    prediction: TracePrediction


class Margin:
    """Annotates predictions, each once."""

    def __init__(self, calibration: Calibration) -> None:
        """Args:
        calibration: of the model that makes the predictions.
        """
        self.calibration = calibration
        self._kept: OrderedDict[int, tuple[TracePrediction, Annotations]] = OrderedDict()

    def annotations(self, prediction: TracePrediction) -> Annotations:
        """The annotations of a prediction."""
        # By identity: comparing predictions would cost more than annotating them. The prediction is held, so ids stay its own.
        key = id(prediction)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = (prediction, annotate(prediction, self.calibration))
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return kept[1]

    def lines(self, views: Sequence[View]) -> Mapping[int, Beside]:
        """What stands beside each line now. A function's own prediction goes before those that enter it from elsewhere.

        Args:
            views: of one file, the most interesting first.
        """
        found: dict[int, Beside] = {}
        for one in (*self._beside(views, is_own=True), *self._beside(views, is_own=False)):
            known = found.get(one.line)
            if known is None or (one.annotation.notes and not known.annotation.notes):
                found[one.line] = one
        return found

    def _beside(self, views: Sequence[View], *, is_own: bool) -> Iterator[Beside]:
        owners = {view.function for view in views if view.prediction is not None}
        told: set[int] = set()
        for view in views:
            if view.prediction is None or view.placement is None:
                continue
            annotations = self.annotations(view.prediction)
            for function in annotations.functions:
                now = view.placement.lines.get(function.function.def_line)
                name = function.function.qualname
                if now is None or now in told or (name == view.function) != is_own:
                    continue
                if not is_own and name in owners:
                    continue
                told.add(now)
                for line, annotation in function.lines.items():
                    where = view.placement.lines.get(line)
                    if where is not None:
                        yield Beside(where, annotation, function, annotations, view, view.prediction)
