"""What `cwm-lsp trace --json` writes: a question, its frames as they come, and a result, each as one JSON object.

Fields are only ever added, never renamed; docs/trace-json.md tells them to users. Line numbers are the file's.
"""

from __future__ import annotations

from collections.abc import Iterator

from cwm_lsp.cli.questions import Question
from cwm_lsp.cli.wording import frame_count
from cwm_lsp.predict.annotations import annotate
from cwm_lsp.predict.calibration import Calibration, ConfidenceReader, FrameConfidence
from cwm_lsp.predict.condensing import text_of
from cwm_lsp.predict.notes import LineAnnotation
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.predict.standing import UNCHECKED, Standing
from cwm_lsp.predict.trace import TracePrediction

FORMAT = 1
"""Raised when a field changes its meaning."""

Record = dict[str, object]


class Recorder:
    """Turns one prediction into records."""

    def __init__(self, question: Question, calibration: Calibration) -> None:
        self._question = question
        self._calibration = calibration
        self._confidence = ConfidenceReader(calibration)
        self._read = 0
        self._written = 0

    def question(self) -> Record:
        """What is predicted; the first record."""
        asked = self._question
        return {
            "kind": "question",
            "format": FORMAT,
            "file": str(asked.path),
            "function": asked.function.qualname,
            "line": asked.function.def_line,
            "call": asked.call,
            "origin": asked.origin,
            "other_calls": [{"call": one.expression, "origin": one.origin, "line": one.line} for one in asked.others],
        }

    def frames(self, prediction: TracePrediction) -> Iterator[Record]:
        """The records of the frames that are new."""
        while self._read < len(prediction.frames):
            frame = prediction.frames[self._read]
            confidence = self._confidence.read(frame)
            self._read += 1
            line = prediction.context.file_line(frame.moment.line or 0)
            # The frames of `main`, which stands in no file, are left out.
            if line is not None:
                yield self._frame(prediction, frame, confidence, line)
                self._written += 1

    def _frame(
        self, prediction: TracePrediction, frame: PredictedFrame, confidence: FrameConfidence, line: int
    ) -> Record:
        moment = frame.moment
        scope = prediction.timeline.scopes[moment.scope]
        record: Record = {
            "kind": "frame",
            "index": self._written,
            "event": moment.event.value,
            "function": scope.function,
            "scope": moment.scope,
            "depth": len(moment.stack),
            "line": line,
            "source": moment.source.rstrip("\n"),
            "confidence": _chance(confidence.place),
            "verdict": _verdict(confidence.standing.place),
        }
        if moment.event.has_state:
            record["locals"] = {
                name: _told(value, confidence.values.get(name, 0.0), confidence.standing.values.get(name, UNCHECKED))
                for name, value in moment.state
            }
        else:
            record["value"] = _told(moment.value, confidence.value, confidence.standing.value)
        return record

    def result(self, prediction: TracePrediction) -> Record:
        """How it ended, and what stands at each line; the last record."""
        annotations = annotate(prediction, self._calibration)
        outcome = annotations.outcome
        return {
            "kind": "result",
            "status": prediction.status.value,
            "outcome": None
            if outcome is None
            else {"kind": outcome.kind.value, **_told(outcome.text, outcome.confidence, outcome.standing)},
            "fault": None if prediction.fault is None else prediction.fault.message,
            "confidence": _chance(annotations.confidence),
            "functions": [
                {
                    "function": one.function.qualname,
                    "line": one.function.def_line,
                    "activation": one.activation,
                    "activations": one.activations,
                    "lines": [_line(annotation) for annotation in one.lines.values()],
                }
                for one in annotations.functions
            ],
            "omitted": list(prediction.context.omitted),
            "provenance": {
                "engine": prediction.provenance.engine,
                "model": prediction.provenance.model,
                "calibration": self._calibration.fitted_on or None,
            },
            "frames": frame_count(prediction),
            "seconds": round(prediction.seconds, 3),
        }


def _line(annotation: LineAnnotation) -> Record:
    return {
        "line": annotation.line,
        "reached": annotation.is_reached,
        "visits": annotation.visits,
        "text": text_of(annotation),
        "notes": [
            {
                "kind": note.kind.value,
                "name": note.name or None,
                "invented": note.is_invented,
                "values": [
                    {
                        **_told(given.text, given.confidence, given.standing),
                        "passes": [{"loop": header, "pass": number} for header, number in given.passes],
                    }
                    for given in note.values
                ],
            }
            for note in annotation.notes
        ],
    }


def _told(value: str | None, confidence: float, standing: Standing) -> Record:
    told: Record = {"value": value, "confidence": _chance(confidence), "verdict": _verdict(standing)}
    if standing.should_be is not None:
        told["should_be"] = standing.should_be
    if standing.reason:
        told["reason"] = standing.reason
    return told


def _verdict(standing: Standing) -> str:
    """`proven` is a verified step on verified ground."""
    return "proven" if standing.is_proven else standing.verdict.value


def _chance(confidence: float) -> float:
    return round(confidence, 4)
