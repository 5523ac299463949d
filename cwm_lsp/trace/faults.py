"""What can be wrong with a stream of trace tokens, as data: which kind, at which frame, and what was seen there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FaultKind(str, Enum):
    """The ways in which a stream fails; what came before the fault stays good."""

    TRUNCATED = "truncated"
    """It stopped within a frame, or between frames without the end token."""
    MALFORMED = "malformed"
    """A frame breaks the language: a wrong token, a state that is no JSON object of strings."""
    CONTRADICTORY = "contradictory"
    """Every frame parses, but this one can't follow the ones before it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where and why a stream stopped making sense.

    Attributes:
        kind: how it failed.
        frame: the 0-based index of the frame that is at fault; the frames before it are good.
        message: what was seen and what was expected, for people.
    """

    kind: FaultKind
    frame: int
    message: str

    def __str__(self) -> str:
        return f"{self.kind.value} at frame {self.frame}: {self.message}"


class TraceFaultError(Exception):
    """Raised within the trace floor where a frame can't be accepted; readers get its `Fault` as a value."""

    def __init__(self, fault: Fault) -> None:
        """Args:
        fault: what was wrong.
        """
        super().__init__(str(fault))
        self.fault = fault
