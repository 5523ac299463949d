"""Single operations as training samples: those that real runs of programs came to, and invented ones with larger values.

What is asked is what `cwm_lsp.verify.asking` asks when the model is used, with the truth in the model's place. Workings, which the
model writes before some answers, are `training.workings`'; the prompt and the answer's form are `cwm_lsp.predict.operations`'.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.predict.operations import answer_pieces, operation_pieces
from cwm_lsp.predict.program import Program
from cwm_lsp.predict.writer import encode
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.evaluator import Evaluator
from cwm_lsp.verify.facts import Facts
from cwm_lsp.verify.limits import Budget, Limits, Unknowable
from cwm_lsp.verify.modules import module
from cwm_lsp.verify.objects import Names, Operation, Thrown
from cwm_lsp.verify.statements import Executor
from training.difficulty import Difficulty
from training.invented import invented
from training.lessons import Teacher
from training.samples import Kind, Sample
from training.workings import workings, written

MODULES = ("heapq", "bisect", "math", "itertools")
"""What invented statements may name."""
ASKED = 255
"""Weight of a token of an answer or its workings (of 255): a slip on the way is a wrong answer."""
SHORT = 80
"""Tokens up to which hard operations are all taken; of longer ones the fewer, the longer: half of those twice as long."""
MOST_OF_A_RUN = 60
"""Operations that are taken from one run: a long loop says the same over and over."""


def operations_along(text: str, moments: Sequence[Moment]) -> Iterator[Operation]:
    """The operations that a true run comes to, in their order, each as often as it occurs.

    Args:
        text: the context.
        moments: the run.
    """
    try:
        checker = Checker(Program(text), asks=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for moment in moments:
        expected = checker.expected()
        while (operation := expected.operation) is not None:
            yield operation
            expected = checker.answer(operation.truth)
        checker.add(moment)


def operations_of(text: str, moments: Sequence[Moment]) -> list[Operation]:
    """The same, each once."""
    found: dict[tuple[str, bool], Operation] = {}
    for operation in operations_along(text, moments):
        found.setdefault((operation.words, operation.is_effect), operation)
    return list(found.values())


def operations_in(statement: str, values: dict[str, Any]) -> list[Operation]:
    """The operations of one statement on given values.

    Args:
        statement: a simple statement.
        values: what its names are bound to.
    """
    ev = Evaluator(Budget(Limits()), Names({}, frozenset()))
    ev.is_asking = True
    executor = Executor(ev, _no_facts())
    held = {**{name: module(name) for name in MODULES}, **values}
    pending = executor.simple(_parsed(statement), Names(held, frozenset(held)))
    found: list[Operation] = []
    try:
        request = next(pending)
        while isinstance(request, Operation):
            found.append(request)
            request = pending.send(request.truth)
    except (StopIteration, Thrown, Unknowable):
        pass
    return found


@lru_cache(maxsize=1)
def _no_facts() -> Facts:
    return Facts(Program("def f():\n    pass\n"))


@lru_cache(maxsize=4096)
def _parsed(statement: str) -> ast.stmt:
    return ast.parse(statement).body[0]


class OperationMaker:
    """Turns operations into samples with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Args:
        tokenizer: the model's.
        """
        self._teacher = Teacher(tokenizer, 1536)
        self._difficulty = Difficulty.known()

    def of_run(self, text: str, moments: Sequence[Moment], rng: Random) -> Iterator[Sample]:
        """Samples of the operations that a run comes to, the fewer of a kind the easier it is."""
        found = self._chosen(operations_of(text, moments), rng)
        return self._samples(rng.sample(found, MOST_OF_A_RUN) if len(found) > MOST_OF_A_RUN else found, rng)

    def invented(self, rng: Random) -> Iterator[Sample]:
        """Samples of the operations of one invented statement, thinned out in the same way."""
        return self._samples(self._chosen(operations_in(*invented(rng)), rng), rng)

    def _chosen(self, operations: Sequence[Operation], rng: Random) -> list[Operation]:
        return [one for one in operations if rng.random() < self._difficulty.share(one)]

    def _samples(self, operations: Sequence[Operation], rng: Random) -> Iterator[Sample]:
        for one in operations:
            sample = self.sample(one)
            if rng.random() * len(sample.ids) < SHORT:
                yield sample

    def sample(self, operation: Operation) -> Sample:
        """One operation and its answer."""
        asked = encode(self._teacher, operation_pieces(operation))
        answer = encode(self._teacher, answer_pieces(written(operation), workings(operation)))
        return Sample([*asked, *answer], [0] * len(asked) + [ASKED] * len(answer), Kind.OPERATION)
