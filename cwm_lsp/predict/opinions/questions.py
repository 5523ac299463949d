"""The two questions: what they ask for, which labels answer it, and how these are spelled in the model's answer."""

from __future__ import annotations

from dataclasses import dataclass

from cwm_lsp.predict.opinions.opinion import COMPLEXITY_LABELS, DOES_NOT_TERMINATE, TERMINATION_LABELS
from cwm_lsp.predict.opinions.prompts import COMPLEXITY, TERMINATION


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked.

    Attributes:
        name: empty where it is the only one.
        labels: all answers to it.
        spelled: what each is in the answer; none is the beginning of another.
    """

    name: str
    labels: tuple[str, ...]
    spelled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt.

    Attributes:
        prompt: its name with its version.
        parts: in the order of the answer.
        exemplified: the label of the last part that a call goes with as an example; None for none.
    """

    prompt: str
    parts: tuple[Part, ...]
    exemplified: str | None = None


ENDING = Question(TERMINATION, (Part("", TERMINATION_LABELS, ("yes", "no")),), DOES_NOT_TERMINATE)
GROWTH = Question(COMPLEXITY, tuple(Part(name, COMPLEXITY_LABELS, COMPLEXITY_LABELS) for name in ("time", "space")))
