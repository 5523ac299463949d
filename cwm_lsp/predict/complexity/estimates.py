"""How a function grows, as its text says and as predicted runs show, apart from each other. Only data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cwm_lsp.predict.complexity.classes import ComplexityClass


@dataclass(frozen=True, slots=True)
class LoopEstimate:
    """One loop.

    Attributes:
        line: where it begins, in the file.
        passes: how many passes it makes each time it is reached; None where that is unknown.
        total: what it costs with all that it does; None where that is unknown.
        reason: in words.
    """

    line: int
    passes: ComplexityClass | None
    total: ComplexityClass | None
    reason: str


@dataclass(frozen=True, slots=True)
class TextEstimate:
    """What the text says.

    Attributes:
        time, space: in the worst case; None where the text does not tell.
        best: the time in the best case; None where it is unknown.
        variables: what each symbol means, in the function's own names.
        loops: in the order of their lines.
        reasons: what makes it grow, in words.
        unsure: what was not understood, in words; empty where everything was.
        assumed: what was taken for granted and may not hold, in words.
    """

    time: ComplexityClass | None
    space: ComplexityClass | None
    best: ComplexityClass | None = None
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    loops: tuple[LoopEstimate, ...] = ()
    reasons: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """What predicted runs on growing inputs show.

    Attributes:
        label: the class that fits best, as `opinions` names them; None where none does.
        points: size of the input and work counted, in the order of sizes.
        margin: how much worse the second class fits, from 0 (as well) up.
        problem: why there is no class.
    """

    label: str | None
    points: tuple[tuple[int, float], ...] = ()
    margin: float = 0.0
    problem: str | None = None
