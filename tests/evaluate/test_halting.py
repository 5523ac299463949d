"""The set of programs whose end is known, and the figures that are made of verdicts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cwm_lsp.evaluate.figures import Answer, accuracy, calibration_error, coverage
from cwm_lsp.evaluate.halting_items import ENDLESS, ENDS, ends_in_sandbox, read_halting_items
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox

DATA = Path(__file__).parents[2] / "benchmarks" / "data" / "halting.jsonl"


def test_half_of_the_programs_end() -> None:
    items = read_halting_items(DATA)
    assert len(items) >= 120 and len({one.id for one in items}) == len(items)
    counts = Counter(one.ends for one in items)
    assert abs(counts[True] - counts[False]) <= 0.1 * len(items)


@pytest.mark.slow
def test_the_sandbox_agrees_with_every_label() -> None:
    with Sandbox(Limits(frames=5_000, seconds=10.0)) as sandbox:
        for item in read_halting_items(DATA):
            for call in item.calls:
                assert ends_in_sandbox(item.source, call, sandbox) is item.ends, f"{item.family} {call}"


def test_recursion_that_python_stops_does_not_end() -> None:
    with Sandbox(Limits(frames=5_000, seconds=10.0)) as sandbox:
        assert ends_in_sandbox("def f(n):\n    return f(n)\n", "f(1)", sandbox) is False
        assert ends_in_sandbox("def f(n):\n    return n\n", "f(1)", sandbox) is True


def test_unknown_counts_as_wrong_and_is_not_calibrated() -> None:
    given = [(ENDS, 1.0, ENDS), (ENDLESS, 0.5, ENDS), (None, 0.0, ENDS), (ENDS, 0.8, ENDS)]
    answers = [Answer(*one) for one in given]
    assert accuracy(answers) == 0.5
    assert coverage(answers, 0.95) == 0.5
    assert calibration_error(answers) == pytest.approx((0.0 + 0.5 + 0.2) / 3)
