"""Operations drawn as training draws them, and which of them a checkpoint gets right: teacher-forced, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import torch

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.verify.objects import Operation
from training.data import INVENTED, programs_drawn
from training.invented import invented
from training.model import WorldModel
from training.operations import ASKED, OperationMaker, operations_in, operations_of
from training.samples import runs_of

_AT_ONCE = 128


def operations_drawn(seed: int, count: int) -> list[Operation]:
    """Operations of programs and of invented statements, in the shares of training before anything is thinned out."""
    random = Random(f"{seed}/difficulty")
    found: list[Operation] = []
    for program in programs_drawn(random):
        for run in runs_of(program, random):
            found += operations_of(run.context, run.recording.moments)
        for _ in range(INVENTED):
            found += operations_in(*invented(random))
        if len(found) >= count:
            break
    return found[:count]


def judged(model: WorldModel, operations: Sequence[Operation]) -> Iterator[tuple[Operation, bool]]:
    """Each operation with whether every token of its workings and its answer is the likeliest, given the true ones before it.

    Args:
        model: on the CPU.
        operations: in any order.
    """
    maker = OperationMaker(Tokenizer.load())
    samples = [(one, maker.sample(one)) for one in operations]
    samples.sort(key=lambda one: len(one[1].ids))
    for start in range(0, len(samples), _AT_ONCE):
        chosen = samples[start : start + _AT_ONCE]
        length = max(len(sample.ids) for _, sample in chosen)
        ids = torch.full((len(chosen), length), 13)
        answer = torch.zeros((len(chosen), length), dtype=torch.bool)
        for row, (_, sample) in enumerate(chosen):
            ids[row, : len(sample.ids)] = torch.tensor(sample.ids)
            answer[row, : len(sample.ids)] = torch.tensor(sample.weights) == ASKED
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            likeliest = model(ids)[:, :-1].argmax(-1)
        is_right = ((likeliest == ids[:, 1:]) | ~answer[:, 1:]).all(1)
        yield from ((operation, bool(is_right[row])) for row, (operation, _) in enumerate(chosen))
