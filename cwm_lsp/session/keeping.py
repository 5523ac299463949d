"""Predictions as bytes and back, for keeping them. Which bytes belong to which question is `store`'s business.

The form follows the classes that a prediction is made of; `FORM` changes when any of them does, so that what an older version
has written is not read but made anew.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from cattrs import Converter

from cwm_lsp.predict.prediction import PredictedFrame, Provenance
from cwm_lsp.predict.trace import Status, TracePrediction
from cwm_lsp.session.likeness import fitted
from cwm_lsp.source.context import Context
from cwm_lsp.trace.faults import Fault
from cwm_lsp.trace.moments import Moment, Scope
from cwm_lsp.trace.timeline import Timeline

_NOWHERE = {"event": "line", "scope": 0, "line": None, "source": "", "state": (), "value": None, "stack": ()}
"""Stands for a frame's own moment where it is the timeline's."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A prediction; of its context only the text, since whoever asks for it brings the rest along."""

    text: str
    frames: tuple[PredictedFrame, ...]
    moments: tuple[Moment, ...]
    scopes: tuple[Scope, ...]
    ended: bool
    status: Status
    provenance: Provenance
    fault: Fault | None
    timeline_fault: Fault | None
    seconds: float
    made_at: float


class UnreadableError(Exception):
    """These bytes are no prediction, or not one of this version."""


_converter = Converter()


def _described(kind: Any, seen: set[Any]) -> str:
    """The fields of a class and of all that it is made of."""
    parts: list[str] = []
    pending = [kind]
    while pending:
        one = pending.pop()
        pending += get_args(one)
        if is_dataclass(one) and one not in seen:
            seen.add(one)
            hints: dict[str, Any] = get_type_hints(one)
            parts.append(
                f"{getattr(one, '__name__', one)}({','.join(f'{field.name}:{hints[field.name]}' for field in fields(one))})"
            )
            pending += [hints[field.name] for field in fields(one)]
    return ";".join(sorted(parts))


FORM = hashlib.sha256(_described(_Kept, set()).encode()).hexdigest()[:16]
"""Names the form of the bytes."""


def written(prediction: TracePrediction) -> bytes:
    """A finished prediction as bytes; of its context only the text is in them."""
    timeline = prediction.timeline
    kept = _Kept(
        prediction.context.text,
        prediction.frames,
        timeline.moments,
        timeline.scopes,
        timeline.ended,
        prediction.status,
        prediction.provenance,
        prediction.fault,
        timeline.fault,
        prediction.seconds,
        prediction.made_at,
    )
    plain: dict[str, Any] = _converter.unstructure(kept)
    for index, frame in enumerate(plain["frames"]):
        if index < len(timeline.moments) and prediction.frames[index].moment == timeline.moments[index]:
            frame["moment"] = _NOWHERE
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode("utf-8", "surrogatepass"), 3)


def read(data: bytes, context: Context) -> TracePrediction:
    """The prediction that bytes hold.

    Args:
        data: as `written`.
        context: of the same likeness as the one it was made from.

    Raises:
        UnreadableError: they hold none.
    """
    try:
        kept = _converter.structure(json.loads(zlib.decompress(data)), _Kept)
        context = fitted(kept.text, context)
    except Exception as error:  # cattrs raises groups and whatever a class's own checks raise.
        raise UnreadableError(f"{type(error).__name__}: {error}") from error
    frames = tuple(
        replace(frame, moment=kept.moments[index])
        if frame.moment == _PLACEHOLDER and index < len(kept.moments)
        else frame
        for index, frame in enumerate(kept.frames)
    )
    timeline = Timeline(kept.moments, kept.scopes, kept.ended, kept.timeline_fault)
    return TracePrediction(
        context, frames, timeline, kept.status, kept.provenance, kept.fault, kept.seconds, kept.made_at
    )


_PLACEHOLDER = _converter.structure(_NOWHERE, Moment)
