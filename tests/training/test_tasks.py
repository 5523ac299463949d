"""Programs for the questions in words: what generators say of them holds when they run, and no family is in two splits."""

from random import Random

import pytest

from cwm_lsp.engine.tokenizer import Tokenizer
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from training.held_out_tasks import LIMITS
from training.tasks import complexity, termination
from training.tasks.checking import Outcome, holds, outcome, recurs
from training.tasks.complexity import complexity_case, composed_case
from training.tasks.counting import is_confirmed
from training.tasks.endings import Ending
from training.tasks.growths import Growth
from training.tasks.mutants import mutant_case
from training.tasks.samples import DECIDING, TaskMaker
from training.tasks.splits import SPLITS, complexity_families, termination_families
from training.tasks.termination import termination_case


@pytest.mark.parametrize("family", termination.families().values(), ids=lambda family: family.name)
def test_runs_agree_with_what_is_said_of_their_end(family: Ending):
    rng = Random(f"test/{family.name}")
    with Sandbox(LIMITS) as sandbox:
        for _ in range(4):
            case = termination_case(family, rng)
            assert holds(case, sandbox.record), f"{case.source}\n{case.example}"


@pytest.mark.parametrize("family", complexity.families().values(), ids=lambda family: family.name)
def test_counted_lines_grow_as_the_class_says(family: Growth):
    case = complexity_case(family, Random(f"test/{family.name}"))
    compile(case.source, "<generated>", "exec")
    assert not case.counted or is_confirmed(case), case.source


def test_every_class_of_time_is_in_every_split():
    classes = {family.time for family in complexity.families().values()}
    assert all({family.time for family in complexity_families(split)} == classes for split in SPLITS)


def test_no_family_is_in_two_splits():
    for families in (termination_families, complexity_families):
        names = [family.name for split in SPLITS for family in families(split)]
        assert len(names) == len(set(names))


def test_equal_seeds_give_equal_programs():
    def drawn() -> list[str]:
        rng = Random(5)
        return [composed_case(rng).source for _ in range(5)]

    assert drawn() == drawn()


def test_a_state_that_comes_back_is_seen_and_one_that_does_not_is_not():
    stuck = "def f(n):\n    i = 0\n    while i < n:\n        n = n\n    return i\n"
    moving = "def f(n):\n    i = 0\n    while i < n:\n        i += 1\n        n += 1\n    return i\n"
    with Sandbox(Limits(frames=60, repr_length=200, seconds=1.0)) as sandbox:
        assert outcome(stuck, "f(3)", sandbox.record) is Outcome.RECURRED
        assert outcome(moving, "f(3)", sandbox.record) is Outcome.OPEN
        assert outcome(moving, "f(0)", sandbox.record) is Outcome.ENDED


def test_a_loop_that_is_entered_again_is_no_loop_that_goes_round_for_ever():
    source = (
        "def f(n):\n    for i in range(n):\n        j = 0\n        while j < 2:\n            j += 1\n    return n\n"
    )
    with Sandbox(LIMITS) as sandbox:
        recording = sandbox.record(f"{source}\ndef main():\n    return f(3)\n")
    assert recording.ended
    assert not recurs(source, recording)


def test_mutants_come_with_a_call_that_never_ends():
    rng = Random(3)
    found = [case for _ in range(120) if (case := mutant_case(rng)) is not None]
    assert all(not case.ends and case.example and case.example.startswith(case.entry) for case in found)


def test_samples_weigh_what_decides():
    maker, rng = TaskMaker(Tokenizer.load(), 512), Random(1)
    drawn = [sample for _ in range(20) if (sample := maker.draw(rng)) is not None]
    assert drawn
    assert all(len(sample.ids) == len(sample.weights) <= 512 and DECIDING in sample.weights for sample in drawn)
