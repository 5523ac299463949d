"""What an opinion is: labels with their chances, and where they come from. Only data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from cwm_lsp.predict.opinions.answers import AnswerMemory

TERMINATES = "terminates"
DOES_NOT_TERMINATE = "does not terminate"
TERMINATION_LABELS = (TERMINATES, DOES_NOT_TERMINATE)
"""The second: for some input of the kind that the function expects it never ends."""

COMPLEXITY_LABELS = (
    "O(1)",
    "O(log n)",
    "O(sqrt n)",
    "O(n)",
    "O(n log n)",
    "O(n*m)",
    "O(n^2)",
    "O(n^3)",
    "O(n^k)",
    "O(2^n)",
    "O(n!)",
)
"""For time and for space, which counts what is allocated: the result, and the depth of the stack."""

_TIE = 1e-9

Chances: TypeAlias = "tuple[tuple[str, float], ...]"
"""Label and chance, most likely first; the chances sum to 1."""


@dataclass(frozen=True, slots=True)
class OpinionSettings:
    """How an engine is asked, and what that may cost.

    Attributes:
        reasoning: whether a model that can reason does, which takes minutes.
        samples: how many different thoughts about a question vote at most, where the model reasons and its engine can go on by
            chance; 1 for its likeliest thought alone.
        at_once: how many of them are thought at the same time.
        thinking: the most tokens of each.
        seconds: after so many the thoughts are closed, and no further one is begun.
        example: the most tokens of an example call.
        thought: what the model is taken to have thought, instead of thinking itself; only where it reasons.
        memory: where answers are kept and looked for; None for nowhere.
    """

    reasoning: bool = False
    samples: int = 1
    at_once: int = 4
    thinking: int = 4096
    seconds: float = 300.0
    example: int = 48
    thought: str | None = None
    memory: AnswerMemory | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an opinion comes from.

    Attributes:
        model: the engine's, for people.
        prompt: the prompt with its version, such as `termination-1`; part of every cache key.
        reasoned: whether the model has reasoned before.
        calibrated_on: what the chances were fitted on; empty for the model's plain probabilities.
        samples: how many thoughts have voted; 1 also where none did.
    """

    model: str
    prompt: str
    reasoned: bool = False
    calibrated_on: str = ""
    samples: int = 1


@dataclass(frozen=True, slots=True)
class TerminationOpinion:
    """Whether a function ends.

    Attributes:
        chances: of `TERMINATION_LABELS`; empty where it is unknown.
        provenance: where it comes from.
        example: a call as text that is believed never to end.
        floor: the chance from which the first label is right 95 times in 100 on calibration families; None where none is.
        unknown: why there is no opinion.
    """

    chances: Chances
    provenance: Provenance
    example: str | None = None
    floor: float | None = None
    unknown: str | None = None

    @property
    def settled(self) -> str | None:
        """The first label, if its chance reaches the floor."""
        return settled(self.chances, self.floor)


@dataclass(frozen=True, slots=True)
class ComplexityOpinion:
    """How a function grows in the worst case.

    Attributes:
        chances: of `COMPLEXITY_LABELS`, for time; empty where it is unknown.
        space: the same for space, given the likeliest time.
        provenance: where it comes from.
        floor: as in `TerminationOpinion`, for time.
        space_floor: the same for space.
        unknown: why there is no opinion.
    """

    chances: Chances
    space: Chances
    provenance: Provenance
    floor: float | None = None
    space_floor: float | None = None
    unknown: str | None = None

    @property
    def settled(self) -> str | None:
        """The likeliest time, if its chance reaches the floor."""
        return settled(self.chances, self.floor)

    @property
    def settled_space(self) -> str | None:
        """The likeliest space, if its chance reaches the floor."""
        return settled(self.space, self.space_floor)


def settled(chances: Chances, floor: float | None) -> str | None:
    """The first label, if its chance reaches the floor."""
    return chances[0][0] if chances and floor is not None and chances[0][1] >= floor else None


def is_told(chances: Chances) -> bool:
    """Whether one label stands out at all: a server that says nothing of any of them gives all the same chance."""
    return len(chances) > 1 and chances[0][1] - chances[1][1] >= _TIE
