"""What a model has answered, before it is calibrated: as data, as text to keep, and read from such a text again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    Attributes:
        weights: for each thing that was asked, of all its labels; they sum to 1.
        reasoned: whether the model has reasoned before.
        asked: how many thoughts might have voted; 1 where the model has answered once.
        heard: how many have.
        example: a call as text, where one was asked for.
    """

    weights: tuple[tuple[float, ...], ...]
    reasoned: bool = False
    asked: int = 1
    heard: int = 1
    example: str | None = None


class AnswerMemory(Protocol):
    """Keeps answers as text, by all that they depend on; it may forget any of them."""

    async def recall(self, question: str) -> str | None:
        """What was kept; None where nothing is."""
        ...

    def keep(self, question: str, answer: str) -> None:
        """Keep an answer, some time soon."""
        ...


def written(answer: Answer) -> str:
    """An answer as text."""
    return json.dumps(asdict(answer), separators=(",", ":"))


def read_answer(text: str, sizes: Sequence[int]) -> Answer | None:
    """The answer that a text holds; None if it holds none to such a question.

    Args:
        text: as `written`.
        sizes: how many labels there are for each thing that was asked.
    """
    try:
        held = json.loads(text)
        example = held["example"]
        answer = Answer(
            tuple(tuple(float(weight) for weight in weights) for weights in held["weights"]),
            bool(held["reasoned"]),
            int(held["asked"]),
            int(held["heard"]),
            None if example is None else str(example),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return answer if [len(weights) for weights in answer.weights] == list(sizes) else None
