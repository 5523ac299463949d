"""What can be told of a prediction: the values that each line gave, how the call ends, where it says what can't be.

Data alone; `annotations` reads it from a prediction, the faces show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from cwm_lsp.predict.standing import UNCHECKED, Standing
from cwm_lsp.source.functions import Function
from cwm_lsp.trace.loops import Iteration


class Kind(Enum):
    """What a note tells."""

    ARGUMENT = "argument"
    VALUE = "value"
    RETURN = "return"
    YIELD = "yield"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Given:
    """One value at one time.

    Attributes:
        text: its repr; of an exception the type's name.
        confidence: the chance that it is right, from 0 to 1.
        passes: the loops around it, outermost first, as (file line of the header, number of the pass from 1).
        moment: the index of the moment that gave it.
        standing: what verification says of it.
    """

    text: str
    confidence: float
    passes: Iteration = ()
    moment: int = 0
    standing: Standing = UNCHECKED


@dataclass(frozen=True, slots=True)
class Note:
    """What a line gave one name, or what it returned, yielded or raised.

    Attributes:
        kind: which of these.
        name: the variable; empty for what isn't one.
        values: in order of time, at least one.
        is_invented: whether the model made the value up, since no call gave it.
    """

    kind: Kind
    name: str
    values: tuple[Given, ...]
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class LineAnnotation:
    """What a line gave.

    Attributes:
        line: 1-based, of the file.
        notes: in the order in which they are read.
        visits: how often the line was reached.
        is_reached: False where a complete prediction passes the line by, in every activation.
        standing: the weakest of all that the line gave and of where it went on; None for lines that did nothing yet.
    """

    line: int
    notes: tuple[Note, ...] = ()
    visits: int = 0
    is_reached: bool = True
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class FunctionAnnotations:
    """One activation of one function.

    Attributes:
        function: with the file's line numbers.
        scope: the activation, as in the timeline.
        activation: which one it is, from 1.
        activations: how many there are so far.
        lines: by file line; lines without an entry have nothing to show.
    """

    function: Function
    scope: int
    activation: int
    activations: int
    lines: Mapping[int, LineAnnotation]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the predicted call ends.

    Attributes:
        kind: RETURN or EXCEPTION.
        text: the result's repr, or the exception type's name.
        confidence: the chance that it is right, from 0 to 1.
        standing: what verification says of it.
    """

    kind: Kind
    text: str
    confidence: float
    standing: Standing = UNCHECKED


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Where a prediction first says what can't be.

    Attributes:
        line: the file line that was executed; None outside of the file.
        name: of the local; empty for a result, an exception, an event or a line.
        said: what the model said.
        should_be: what is certain instead; None where only the model's word is known to be wrong.
    """

    line: int | None
    name: str
    said: str
    should_be: str | None


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that can be shown of a prediction, whole or so far.

    Attributes:
        functions: the entry's function first, the others in the order in which they were entered.
        outcome: None before the end.
        current: the file line that the prediction has reached, None where it has ended or stands outside of the file.
        confidence: the chance that everything so far is right.
        contradiction: the first place where the prediction says what can't be; only where certain steps are marked, not corrected.
    """

    functions: tuple[FunctionAnnotations, ...]
    outcome: Outcome | None
    current: int | None
    confidence: float
    contradiction: Contradiction | None = None

    def line(self, number: int) -> LineAnnotation | None:
        """What stands at a file line, for the innermost function that has something there; None for nothing."""
        holding = [one for one in self.functions if number in one.lines]
        return max(holding, key=lambda one: one.function.def_line).lines[number] if holding else None
