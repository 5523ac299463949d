"""Rules and proofs against true runs of programs made at random, and the standard library, in which nothing is warned of."""

from __future__ import annotations

import pytest

from benchmarks.termination_soundness import held_against_runs, library_verdicts


def test_what_a_rule_or_a_proof_says_holds() -> None:
    last = None
    for counts, fault in held_against_runs(12, seed=7):
        assert not fault, fault
        last = counts
    assert last is not None and last.ruled and last.proven


@pytest.mark.slow
def test_no_function_of_the_standard_library_is_warned_of() -> None:
    verdicts = list(library_verdicts())
    print(f"{len(verdicts)} functions")
    assert len(verdicts) > 200
    assert [(path.name, one.function) for path, one in verdicts if one.is_warned_of] == []
