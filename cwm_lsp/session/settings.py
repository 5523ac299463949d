"""The session's own limits. Where they come from (a command line, an editor's settings) is not known here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.trace import TraceSettings


class Trigger(str, Enum):
    """When text may be predicted."""

    ON_TYPE = "onType"
    ON_SAVE = "onSave"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """Limits of a session. Times are seconds.

    Attributes:
        trace: those of each prediction.
        is_enabled: whether anything is predicted and shown at all.
        termination: whether it is asked of functions whether they end.
        complexity: whether it is asked how they grow.
        opinion: how a model is asked both, and what that may cost.
        trigger: when text may be predicted.
        debounce: how long the text must rest before it is predicted.
        publish_every: the least time between two announcements of the same file's views.
        publish_in_sight_every: the least time between two states of a prediction under way that nobody works at.
        patience: how long the engine may take for one frame before it counts as failed.
        retry_after: the first pause after a failure of the engine; doubles with each failure that follows.
        longest_retry: the longest such pause.
        visible_functions: how many functions in sight are predicted besides the one under work.
        remembered_frames: frames of all finished predictions that are kept in memory, some 2 kB each; the disk has the others.
        views: how many functions of one file are held ready for display.
    """

    trace: TraceSettings = field(default_factory=TraceSettings)
    is_enabled: bool = True
    termination: bool = False
    complexity: bool = False
    opinion: OpinionSettings = field(default_factory=OpinionSettings)
    trigger: Trigger = Trigger.ON_TYPE
    debounce: float = 0.15
    publish_every: float = 0.1
    publish_in_sight_every: float = 0.5
    patience: float = 60.0
    retry_after: float = 1.0
    longest_retry: float = 60.0
    visible_functions: int = 24
    remembered_frames: int = 4_096
    views: int = 64
