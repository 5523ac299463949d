"""What there is to say of a function: whether it ends, how it grows, and apart from each other what that rests on.

Only data. Words and severities are the faces' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.predict.complexity.estimates import Growth, LoopEstimate, TextEstimate
from cwm_lsp.predict.opinions.opinion import ComplexityOpinion, TerminationOpinion
from cwm_lsp.predict.termination.verdict import Evidence, Verdict

NON_TERMINATION = "non-termination"
"""Names the diagnostic of a function that does not end, in comments that silence it, too."""
OVER_BUDGET = "complexity-budget"
"""The same for one that grows faster than was agreed."""
GROWN_WORSE = "complexity-regression"
"""The same for a class that has become worse since another state of the file."""


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


@dataclass(frozen=True, slots=True)
class ComplexityVerdict:
    """How a function grows, as far as is known.

    Attributes:
        function: its qualified name.
        line: of its `def`.
        time, space: in the worst case; None where it is unknown or not sure enough to be shown.
        best: the time in the best case, where it differs from the worst and the text tells.
        variables: what each symbol means, in the function's own names.
        confidence: the chance that `time` is right.
        space_confidence: the same for `space`.
        sources: which of text, growth and model speak for `time`.
        text, growth, opinion: what each says; None where it was not asked.
    """

    function: str
    line: int
    time: ComplexityClass | None
    space: ComplexityClass | None
    best: ComplexityClass | None
    variables: Mapping[str, str]
    confidence: float
    space_confidence: float
    sources: tuple[str, ...]
    text: TextEstimate
    growth: Growth | None = None
    opinion: ComplexityOpinion | None = None

    @property
    def loops(self) -> tuple[LoopEstimate, ...]:
        """What the text says of each loop."""
        return self.text.loops

    @property
    def reasons(self) -> tuple[str, ...]:
        """What makes it grow, in words."""
        return self.text.reasons
