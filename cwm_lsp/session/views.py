"""What a session tells those who listen: what is predicted of a function, how far it is, and how the engine is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.predict.judging.verdicts import ComplexityVerdict, TerminationVerdict
from cwm_lsp.predict.trace import TracePrediction
from cwm_lsp.session.placement import Placement


class State(str, Enum):
    """How far the session is with a function."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    READY = "ready"
    REFUSED = "refused"
    """It can't be put to the model; the message says why."""
    FAILED = "failed"
    """The engine could not answer; the message says what to do."""
    CANCELLED = "cancelled"
    """By the user, until the text changes."""


@dataclass(frozen=True, slots=True)
class View:
    """What there is of one function. Never stale: a view whose text was edited is taken away at once.

    Attributes:
        uri: of the file.
        function: its qualified name.
        state: how far its prediction is.
        prediction: what there is so far, in line numbers as they were when it was made; None before the first frame.
        placement: where those lines are now; None without a prediction.
        message: why there is nothing, for people.
    """

    uri: str
    function: str
    state: State
    prediction: TracePrediction | None = None
    placement: Placement | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What there is to say of a function beyond one call. Never stale either.

    Attributes:
        uri: of the file.
        function: its qualified name.
        termination: whether it ends; None where nobody wants to know.
        complexity: how it grows; None where nobody wants to know.
        placement: where the lines that the verdicts speak of are now.
        before: the class of its time when the file was last opened or saved; None where it is not known.
    """

    uri: str
    function: str
    termination: TerminationVerdict | None
    complexity: ComplexityVerdict | None
    placement: Placement
    before: ComplexityClass | None = None

    def line(self, line: int) -> int | None:
        """Where a line of a verdict is now."""
        return self.placement.lines.get(line)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine, as far as the session knows.

    Attributes:
        is_ready: whether it was loaded and its last answer was one.
        message: what is wrong with it and what to do; None while nothing is.
    """

    is_ready: bool
    message: str | None = None


@dataclass(frozen=True, slots=True)
class ViewsChanged:
    """What can be shown of a file is no longer the same. Told at most some ten times a second."""

    uri: str


@dataclass(frozen=True, slots=True)
class PredictionBegun:
    """The model is asked about a function."""

    uri: str
    function: str


@dataclass(frozen=True, slots=True)
class PredictionEnded:
    """The model is no longer asked about it, for whatever reason."""

    uri: str
    function: str


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """The engine's status is another one."""

    status: EngineStatus


Event: TypeAlias = "ViewsChanged | PredictionBegun | PredictionEnded | EngineChanged"
