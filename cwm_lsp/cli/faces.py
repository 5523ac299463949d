"""The faces of `cwm-lsp trace`: a live view in a terminal, plain text, JSON Lines. Each is shown predictions as they grow."""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from cwm_lsp.cli.listing import Listing, Row
from cwm_lsp.cli.questions import Question
from cwm_lsp.cli.records import Recorder
from cwm_lsp.cli.wording import ending, heading, others
from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration
from cwm_lsp.predict.notes import Annotations
from cwm_lsp.predict.trace import TracePrediction

PLAIN_COLUMNS = 120
"""For plain text, unless COLUMNS says otherwise."""
LEAST_COLUMNS = 40
_REFRESH = 0.08
"""Seconds between two views."""


class Face(Protocol):
    """Shows a prediction."""

    def __enter__(self) -> Face: ...

    def __exit__(self, *_: object) -> None: ...

    def show(self, prediction: TracePrediction) -> None:
        """The prediction so far."""
        ...

    def finish(self, prediction: TracePrediction) -> None:
        """The prediction as it stays."""
        ...


class LiveFace:
    """In a terminal: the listing fills as frames arrive; the last state stays."""

    def __init__(self, question: Question, calibration: Calibration, console: Console) -> None:
        self._question = question
        self._calibration = calibration
        self._console = console
        self._listing = Listing(
            question.document, question.function, max(console.width, LEAST_COLUMNS), colours=not console.no_color
        )
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._shown = 0.0

    def __enter__(self) -> LiveFace:
        self._console.print(heading(self._question))
        self._console.print()
        self._live.__enter__()
        rows = self._listing.rows(Annotations((), None, None, 1.0))
        self._update(rows, Text("predicting…", "dim"), None)
        return self

    def __exit__(self, *what: object) -> None:
        self._live.__exit__(None, None, None)

    def show(self, prediction: TracePrediction) -> None:
        """The prediction so far; views that come too fast are left out."""
        now = time.monotonic()
        if now - self._shown < _REFRESH:
            return
        self._shown = now
        annotations = annotate(prediction, self._calibration)
        self._update(self._listing.rows(annotations), ending(prediction, annotations), annotations.current)

    def finish(self, prediction: TracePrediction) -> None:
        """The whole listing, however long, and the ending."""
        self._live.update(Text(), refresh=True)
        self._live.stop()
        annotations = annotate(prediction, self._calibration)
        _print(self._console, self._question, prediction, annotations, self._listing)

    def _update(self, rows: list[Row], last: Text, current: int | None) -> None:
        room = max(self._console.height - 5, 5)
        at = next((index for index, row in enumerate(rows) if row.line == current and current is not None), 0)
        start = max(0, min(at - room // 2, len(rows) - room))
        window = [row.text for row in rows[start : start + room]]
        for text in window:
            text.no_wrap, text.overflow = True, "ellipsis"
        self._live.update(Group(*window, Text(), last), refresh=True)


class PlainFace:
    """Piped or asked for: the heading at once, the listing when it is whole, no control codes."""

    def __init__(self, question: Question, calibration: Calibration) -> None:
        columns = max(shutil.get_terminal_size((PLAIN_COLUMNS, 24)).columns, LEAST_COLUMNS)
        self._question = question
        self._calibration = calibration
        self._console = Console(
            file=sys.stdout, force_terminal=False, color_system=None, width=columns, legacy_windows=False
        )
        self._listing = Listing(question.document, question.function, columns, colours=False)

    def __enter__(self) -> PlainFace:
        self._console.print(heading(self._question), soft_wrap=True)
        self._console.print()
        sys.stdout.flush()
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, prediction: TracePrediction) -> None:
        """Nothing: what is printed can't be taken back."""

    def finish(self, prediction: TracePrediction) -> None:
        """The listing and the ending."""
        annotations = annotate(prediction, self._calibration)
        _print(self._console, self._question, prediction, annotations, self._listing)


class JsonFace:
    """One JSON object per line, flushed as it comes; see `records` for the fields."""

    def __init__(self, question: Question, calibration: Calibration) -> None:
        self._records = Recorder(question, calibration)

    def __enter__(self) -> JsonFace:
        self._write(self._records.question())
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, prediction: TracePrediction) -> None:
        """The frames that are new."""
        for record in self._records.frames(prediction):
            self._write(record)

    def finish(self, prediction: TracePrediction) -> None:
        """The last frames, then the result."""
        self.show(prediction)
        self._write(self._records.result(prediction))

    def _write(self, record: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
        sys.stdout.flush()


def _print(
    console: Console, question: Question, prediction: TracePrediction, annotations: Annotations, listing: Listing
) -> None:
    for row in listing.rows(annotations):
        row.text.rstrip()
        if console.is_terminal:
            console.print(row.text, no_wrap=True, overflow="ellipsis", crop=True)
        else:
            console.print(row.text, soft_wrap=True)
    console.print()
    console.print(ending(prediction, annotations), soft_wrap=not console.is_terminal)
    if question.others:
        console.print()
        console.print(others(question), soft_wrap=True)


def face_for(shape: str, question: Question, calibration: Calibration) -> Face:
    """The face that fits the request and the terminal.

    Args:
        shape: "terminal", "plain" or "json".
        question: what is predicted.
        calibration: of the model.
    """
    if shape == "json":
        return JsonFace(question, calibration)
    console = Console(highlight=False)
    if shape == "plain" or not console.is_terminal or console.is_dumb_terminal:
        return PlainFace(question, calibration)
    return LiveFace(question, calibration, console)
