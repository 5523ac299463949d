"""From a program and what is known of it to a training sample: the question in words as the product asks it, and the answer.

The tokens that decide between labels weigh fully, those that follow from them little. Runs of programs are `training.samples`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from cwm_lsp.engine.chat import END_OF_MESSAGE, THOUGHT, ChatSettings, Message, Role, prompt
from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.predict.complexity.counting import FRAMES
from cwm_lsp.predict.opinions.growing import header
from cwm_lsp.predict.opinions.hearing import BEFORE_EXAMPLE, BETWEEN
from cwm_lsp.predict.opinions.prompts import COMPLEXITY, TERMINATION, question
from cwm_lsp.predict.opinions.questions import ENDING
from cwm_lsp.predict.opinions.slicing import ending_slices
from cwm_lsp.trace.recorder import Limits, Recording
from training.samples import Sample, record_limited
from training.tasks.complexity import ComplexityCase, complexity_case, composed_case
from training.tasks.growing import growing_pair
from training.tasks.mutants import mutant_case, whole_case
from training.tasks.pairs import ending_pair
from training.tasks.splits import complexity_families, termination_families
from training.tasks.termination import TerminationCase, termination_case
from training.tasks.thoughts import growth, thought

DECIDING, FOLLOWING, TELLING, THINKING = 255, 16, 48, 96
"""Weights of tokens of an answer (of 255): where labels part, what follows from that, the example call, and a thought."""

_LIMITS = Limits(frames=300, repr_length=200, seconds=0.5)
_LONG = Limits(frames=FRAMES, repr_length=4000, seconds=1.0)


def _run(text: str) -> Recording:
    return record_limited(text, _LIMITS)


def _run_long(text: str) -> Recording:
    return record_limited(text, _LONG)


class TaskMaker:
    """Draws cases for training and turns them into samples."""

    def __init__(self, tokenizer: Tokenizer, longest: int) -> None:
        """Args:
        tokenizer: the model's.
        longest: longer samples are left out.
        """
        self._tokenizer = tokenizer
        self._longest = longest
        # Only its tokens are asked for: nothing is loaded.
        self._engine = EmbeddedEngine()
        self._endings = termination_families("training")
        self._growths = complexity_families("training")
        self._waiting: list[Sample] = []

    def draw(self, rng: Random) -> Sample | None:
        """One sample of either task; None if this draw gave none that fits.

        What belongs together, such as two programs of which one ends, comes one after the other: alike in length, both are
        likely to be in the same batch.
        """
        if not self._waiting:
            self._waiting = [sample for sample in self._drawn(rng) if sample is not None]
            self._waiting.reverse()
        return self._waiting.pop() if self._waiting else None

    def _drawn(self, rng: Random) -> list[Sample | None]:
        if rng.random() < 0.75:
            kind = rng.random()
            if kind < 0.8:
                return self.endings(ending_pair(rng, _run))
            if kind < 0.96:
                return self.endings([termination_case(rng.choice(self._endings), rng)])
            case = whole_case(rng) if kind < 0.98 else next(filter(None, (mutant_case(rng) for _ in range(200))), None)
            return [] if case is None else self.endings([case])
        kind = rng.random()
        if kind < 0.8:
            return [self.complexity(case) for case in growing_pair(rng)]
        if kind < 0.84:
            return [self.complexity(composed_case(rng))]
        # Classes with few families would be seldom, so a class is drawn first.
        time = rng.choice(sorted({family.time for family in self._growths}))
        return [self.complexity(complexity_case(rng.choice([f for f in self._growths if f.time == time]), rng))]

    def endings(self, cases: Sequence[TerminationCase]) -> list[Sample | None]:
        """The samples of programs that differ in one place, or of a single one: one for each loop whose end is known.

        Where one of several loops never ends, it is the one that no program has that ends; without such a program it isn't known.
        """
        sliced = [(case, ending_slices(case.source, case.entry)) for case in cases]
        ending = {one for case, slices in sliced if case.ends for one in slices}
        found = {replace(case, source=one): None for case, slices in sliced if case.ends for one in slices}
        for case, slices in sliced:
            suspects = [one for one in slices if one not in ending]
            if not case.ends and len(suspects) == 1:
                found[replace(case, source=suspects[0])] = None
        return [self.termination(case) for case in found]

    def termination(self, case: TerminationCase) -> Sample | None:
        """The sample of a program that ends, or doesn't."""
        call = case.example or next(iter(case.calls), None)
        thinking = thought(case.source, call, _run, ends=case.ends) if call is not None else None
        if thinking is None:
            return None
        first, *rest = self._tokenizer.encode([ENDING.parts[0].spelled[not case.ends]])
        answer = self._thought(thinking)
        answer += [(first, DECIDING), *((token, FOLLOWING) for token in rest)]
        if case.example is not None:
            answer += [(token, FOLLOWING) for token in self._tokenizer.encode([BEFORE_EXAMPLE])]
            answer += [(token, TELLING) for token in self._tokenizer.encode([case.example])]
        return self._sample(TERMINATION, case.source, case.entry, answer)

    def complexity(self, case: ComplexityCase) -> Sample | None:
        """The sample of a program whose growth is known; its counts are disguised."""
        thinking = growth(case.source, case.entry, _run_long)
        if thinking is None:
            return None
        # What was counted can't be told from a header: nothing is to be learned from it but how to read it.
        answer = self._thought(thinking, 0)
        answer += [(token, DECIDING) for token in self._tokenizer.encode([case.time])]
        answer += [(token, FOLLOWING) for token in self._tokenizer.encode([BETWEEN])]
        answer += [(token, DECIDING) for token in self._tokenizer.encode([case.space])]
        return self._sample(COMPLEXITY, header(case.source, case.entry), case.entry, answer)

    def _thought(self, thinking: str, weight: int = THINKING) -> list[tuple[int, int]]:
        # It is always given: what it is worth to foretell it is that it teaches to read it.
        told = [(token, weight) for token in self._tokenizer.encode([thinking, "\n", THOUGHT])]
        return told + [(token, FOLLOWING) for token in self._tokenizer.encode(["\n"])]

    def _sample(self, name: str, source: str, entry: str, answer: Sequence[tuple[int, int]]) -> Sample | None:
        how = ChatSettings(reasoning=True, told=False)
        ids = prompt(self._engine, [Message(Role.USER, question(name, source, entry))], how)
        weights = [0] * len(ids)
        end = self._tokenizer.special(END_OF_MESSAGE)
        assert end is not None
        ids += [*(token for token, _ in answer), end]
        weights += [*(weight for _, weight in answer), FOLLOWING]
        return Sample(ids, weights) if len(ids) <= self._longest else None
