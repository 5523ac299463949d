"""Whether a function ends, in a word, and what predicted runs show of it. Only data: what decides is `rules` and `evidence`.

The verdict with all that it rests on is `judging.verdicts`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(str, Enum):
    """Whether a function ends."""

    TERMINATES = "terminates"
    DOES_NOT_TERMINATE = "does not terminate"
    UNKNOWN = "unknown"


class EvidenceKind(str, Enum):
    """What a predicted run shows."""

    IDENTICAL_STATE = "identical state"
    """It comes back to a state in which it has been."""
    NEVER_LEFT = "never left"
    """It reaches a set of states that the loop's body never leaves, such as a counter that moves away from its bound."""
    REPEATED_ARGUMENTS = "repeated arguments"
    """A recursive call gets the arguments that it had before."""
    GROWING_ARGUMENTS = "growing arguments"
    """The arguments of a recursive call move away from every case that ends."""
    GROWING_SEQUENCE = "growing sequence"
    """A `for` adds to the list that it goes over, at least one item for each that it takes."""
    ENDS = "ends"
    """This call ends. Says nothing about others."""
    OPEN = "open"
    """The run was not followed to an end, and shows nothing."""

    @property
    def is_endless(self) -> bool:
        """Whether it speaks for a run that never ends."""
        return self not in (EvidenceKind.ENDS, EvidenceKind.OPEN)


class Sort(str, Enum):
    """How usual a call is, which decides whether a person would want to hear of it."""

    OWN = "the file's own example"
    ORDINARY = "an ordinary input"
    UNUSUAL = "an unusual input"
    """Negative, fractional, or against what the annotations say."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the predicted run of one call shows.

    Attributes:
        kind: what it shows.
        call: the call.
        sort: how usual the call is.
        is_proven: whether it follows from the call and the text, each step verified.
        line: 1-based file line of the loop's header or of the recursive call; None where there is nothing to point at.
        state: name and repr at that line, where it is known.
        change: in a few words what each pass does, such as "i: 1 → 2 → 3"; empty where there is nothing to tell.
        frames: how many frames were predicted.
        is_concerned: whether the run goes through the body of a loop, or into a recursive call, whose end is not plain; one that
            doesn't says nothing about them.
    """

    kind: EvidenceKind
    call: str
    sort: Sort
    is_proven: bool
    line: int | None = None
    state: tuple[tuple[str, str], ...] = ()
    change: str = ""
    frames: int = 0
    is_concerned: bool = False
