"""A stream of training batches: programs made, run and encoded in a child process, bucketed by length.

Deterministic by seed: shard `n` of a stream is a function of the seed and of `n`. Which programs are held out follows from a hash
of their text, so training never sees one whatever its seed.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.tokenizer import Tokenizer
from training.decontamination_filter import evaluation_filter
from training.library import programs_of
from training.operations import OperationMaker
from training.programs import sample
from training.programs.program import Program
from training.samples import Kind, Sample, SampleMaker, runs_of
from training.tasks.samples import TaskMaker

Packed = tuple[bytes, bytes, int]
"""A sample on its way between processes: ids, weights, kind."""
HELD_OUT_ONE_IN = 64
TOKENS_PER_SHARD = 700_000
LIBRARY = Path(__file__).parent / "out" / "library.jsonl"
SHARE_REAL = 0.08
"""Of programs that are functions of real libraries."""
INVENTED = 40
"""Invented statements, whose operations are asked for beside those of a program's runs."""
BUCKETS = (8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, *range(128, 1537, 64))
WORKER_MEMORY = 12 << 30


@cache
def _real_functions() -> list[Program]:
    """What `training.library` has found; none where it was not run."""
    return programs_of(LIBRARY)


def is_held_out(program: Program) -> bool:
    """Whether the program belongs to evaluation, by its text alone."""
    return sha256(program.source.encode()).digest()[0] % HELD_OUT_ONE_IN == 0


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a shard is made of.

    Attributes:
        seed: of the programs.
        tasks: the share of draws that are questions in words about a program.
        runs: the share of programs whose runs are told whole; of all, their operations are asked for.
        longest: the most tokens of a sample.
    """

    seed: int
    tasks: float = 0.0
    runs: float = 0.01
    longest: int = BUCKETS[-1]


def shard(
    tokenizer: Tokenizer, mixture: Mixture, index: int, is_wanted: Callable[[], bool] = lambda: True
) -> list[Sample]:
    """The samples of one shard, in the order they are drawn; those so far once nobody wants them any more."""
    random = Random(f"{mixture.seed}/{index}")
    maker = SampleMaker(tokenizer, mixture.longest)
    asking = TaskMaker(tokenizer, mixture.longest)
    operations = OperationMaker(tokenizer)
    programs = programs_drawn(random)
    made: list[Sample] = []
    counted = tokens = 0
    while tokens < TOKENS_PER_SHARD and is_wanted():
        tokens += sum(len(one.ids) for one in made[counted:])
        counted = len(made)
        if mixture.tasks and random.random() < mixture.tasks:
            task = asking.draw(random)
            made += [Sample(task.ids, task.weights, Kind.TASK)] if task else []
            continue
        program = next(programs)
        runs = runs_of(program, random)
        if random.random() < mixture.runs:
            made += maker.samples(program, runs, random)
        asked = [one for run in runs for one in operations.of_run(run.context, run.recording.moments, random)]
        asked += [one for _ in range(INVENTED) for one in operations.invented(random)]
        made += asked
    return made


def programs_drawn(random: Random) -> Iterator[Program]:
    """Programs without end, made up or out of real libraries, none of which belongs to evaluation."""
    real = _real_functions()
    while True:
        program = random.choice(real) if real and random.random() < SHARE_REAL else sample(random)
        if not is_held_out(program) and not evaluation_filter().drops(program.source):
            yield program


def _work(mixture: Mixture, first: int, output: multiprocessing.Queue[tuple[int, list[Packed]]]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY, WORKER_MEMORY))
    os.nice(10)  # the trainer needs every core at once; the worker is far ahead of it
    parent = os.getppid()
    tokenizer = Tokenizer.load()
    index = first
    while os.getppid() == parent:
        packed = [
            (np.array(s.ids, np.uint16).tobytes(), np.array(s.weights, np.uint8).tobytes(), int(s.kind))
            for s in shard(tokenizer, mixture, index, lambda: os.getppid() == parent)
        ]
        while os.getppid() == parent:
            try:
                output.put((index, packed), timeout=5)
                break
            except queue.Full:
                continue
        index += 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded sequences of similar length.

    Attributes:
        ids: [batch, length], int64.
        weights: [batch, length], float32 from 0 to 1; 0 on prompts and padding.
        shard: the index of the last shard that has been opened.
        tokens: how many of the ids are not padding.
    """

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]
    shard: int
    tokens: int


class Batches:
    """Batches of about equal area, drawn from shards that a child process makes ahead."""

    def __init__(self, mixture: Mixture, first_shard: int, tokens_per_batch: int) -> None:
        """Args:
        mixture: what is drawn.
        first_shard: where to go on after a checkpoint.
        tokens_per_batch: the area (sequences times padded length) of a batch.
        """
        context = multiprocessing.get_context("fork")
        self._area = tokens_per_batch
        self._random = Random(f"{mixture.seed}/{first_shard}/order")
        self._mixture = mixture
        self._next = first_shard
        self._queue: multiprocessing.Queue[tuple[int, list[Packed]]] = context.Queue(maxsize=3)
        self._process: ForkProcess = self._spawned()

    def _spawned(self) -> ForkProcess:
        process = multiprocessing.get_context("fork").Process(
            target=_work, args=(self._mixture, self._next, self._queue), daemon=True
        )
        process.start()
        return process

    def _shard(self) -> list[Packed]:
        while True:
            try:
                index, packed = self._queue.get(timeout=60)
            except queue.Empty:
                if not self._process.is_alive():
                    # A program took the worker down with it: leave its shard out and go on.
                    self._next += 1
                    self._process = self._spawned()
                continue
            self._next = index + 1
            return packed

    def batches(self, longest: int) -> Iterator[Batch]:
        """The batches of one shard, in random order; samples longer than `longest` tokens are left out."""
        buckets: dict[tuple[int, int], list[Sample]] = {}
        for ids, weights, kind in self._shard():
            length = len(weights)
            if length <= longest:
                size = next(bucket for bucket in BUCKETS if length <= bucket)
                buckets.setdefault((size, kind), []).append(
                    Sample(np.frombuffer(ids, np.uint16).tolist(), list(weights), Kind(kind))
                )
        made: list[Batch] = []
        for (size, _), samples in buckets.items():
            count = max(1, self._area // size)
            for start in range(0, len(samples), count):
                chosen = samples[start : start + count]
                if len(chosen) * size >= self._area // 3:
                    made.append(self._batch(chosen, size, count))
        self._random.shuffle(made)
        yield from made

    def _batch(self, samples: list[Sample], length: int, count: int) -> Batch:
        # Always `count` rows: a compiled model then sees one shape a bucket.
        ids = np.full((count, length), 13, np.int64)
        weights = np.zeros((count, length), np.float32)
        for row, one in enumerate(samples):
            ids[row, : len(one.ids)] = one.ids
            weights[row, : len(one.ids)] = one.weights
        return Batch(ids, weights / 255.0, self._next - 1, sum(len(one.ids) for one in samples))

    def close(self) -> None:
        """End the child process."""
        self._process.terminate()
