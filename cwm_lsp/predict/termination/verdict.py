"""What there is to say about whether a function ends: the verdict, and apart from each other what it rests on.

Only data. Who decides is `rules`, `evidence` and `judging`; words and severities are the faces' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cwm_lsp.predict.opinions.opinion import TerminationOpinion

CODE = "non-termination"
"""Names the diagnostic, in comments that silence it, too."""


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


@dataclass(frozen=True, slots=True)
class TerminationVerdict:
    """Whether a function ends, and why we say so.

    Attributes:
        function: its qualified name.
        verdict: terminates, does not, or unknown.
        confidence: from 0 to 1; 0.0 for unknown.
        is_proven: whether it follows from the text, or from verified steps, and not from what a model says.
        line: 1-based file line of the loop or of the recursive call; of the `def` where there is neither.
        reason: one sentence.
        rule: the rule that decided from the text alone; None if none did.
        model: the model's opinion; None where it was not asked.
        evidence: what predicted runs show.
        example: a call that never ends; None if none is known.
        only_unusual: whether it ends for most ordinary inputs, and the example is an exception. Not worth a warning.
        is_recursion: whether it is recursion that does not end, which Python stops with RecursionError.
        is_elsewhere: whether the loop stands in another function of the file, which has a verdict of its own.
    """

    function: str
    verdict: Verdict
    confidence: float
    is_proven: bool
    line: int
    reason: str
    rule: str | None = None
    model: TerminationOpinion | None = None
    evidence: tuple[Evidence, ...] = ()
    example: str | None = None
    only_unusual: bool = False
    is_recursion: bool = False
    is_elsewhere: bool = False

    @property
    def never_ends(self) -> bool:
        """Whether it does not terminate, and not for unusual inputs alone."""
        return self.verdict is Verdict.DOES_NOT_TERMINATE and not self.only_unusual

    @property
    def is_warned_of(self) -> bool:
        """Whether people should hear of it unasked."""
        return self.never_ends and not self.is_elsewhere
