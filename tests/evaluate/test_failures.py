from __future__ import annotations

from cwm_lsp.evaluate.comparison import Scores
from cwm_lsp.evaluate.datasets import Item
from cwm_lsp.evaluate.failures import SECTIONS, Failures, failures, failures_as_json, failures_table
from cwm_lsp.evaluate.report import as_json, table
from cwm_lsp.evaluate.steps import Step, Wrong
from cwm_lsp.evaluate.trial import Trial
from cwm_lsp.trace.frames import Event

WHAT, STATEMENT, VALUE, DEPTH, NUMBER = SECTIONS


def trial(name: str, *found: Step) -> Trial:
    return Trial(Item(name, "family", "", "f", "f()"), Scores(1, 3, 2), 3, steps=found)


ENTERED = Step(1, Event.CALL, "return with a call into the file", 1, ("int, 1 digit",))
ADDED = Step(2, Event.LINE, "augmented assignment", 1, ("int, 1 digit", "unchanged"))
MISADDED = Step(
    2,
    Event.LINE,
    "augmented assignment",
    1,
    ("int, 1 digit", "unchanged"),
    Wrong.VALUE,
    ("int, 1 digit",),
    "n is 3, not 4",
)
MISRETURNED = Step(3, Event.RETURN, "return", 1, ("int, 1 digit",), Wrong.RESULT, ("int, 1 digit",), "3, not 2")
TRIALS = (
    trial("a", ENTERED, ADDED, MISRETURNED),
    trial("b", ENTERED, MISADDED),
    trial("c", ENTERED, MISADDED),
    trial("d", ENTERED, ADDED),
)


def test_the_commonest_error_comes_first_with_how_often_it_could_have_come():
    first, second, third = failures(TRIALS, STATEMENT)
    assert first == Failures("augmented assignment", 2, 4, "b, frame 2: n is 3, not 4")
    assert second == Failures("return", 1, 1, "a, frame 3: 3, not 2")
    assert (third.wrong, third.reached) == (0, 4)


def test_a_returned_value_can_only_be_wrong_in_a_return():
    found = {one.name: (one.wrong, one.reached) for one in failures(TRIALS, WHAT)}
    assert found["value of a variable"] == (2, 8)
    assert found["returned value"] == (1, 1)
    assert found["event"] == (0, 9)


def test_values_are_counted_one_by_one():
    found = {one.name: (one.wrong, one.reached) for one in failures(TRIALS, VALUE)}
    assert found == {"int, 1 digit": (3, 9), "unchanged": (0, 4)}


def test_depths_and_numbers_of_frames():
    assert [(one.name, one.wrong, one.reached) for one in failures(TRIALS, DEPTH)] == [("depth 1", 3, 9)]
    assert [(one.name, one.wrong, one.reached) for one in failures(TRIALS, NUMBER)] == [("frames 1-3", 3, 9)]


def test_the_table_tells_shares_and_an_example():
    (row,) = [line for line in failures_table(TRIALS).splitlines() if line.startswith("augmented")]
    assert row.split() == "augmented assignment 2 66.7 % 4 50.0 % b, frame 2: n is 3, not 4".split()


def test_how_long_runs_stay_right_stands_below_the_table():
    printed = table(TRIALS)
    assert "no error after" in printed
    assert "half of the runs are wrong from frame 2 on" in printed


def test_machines_read_the_same():
    held = as_json(TRIALS)
    assert held["half_life"] == 2
    assert [one["id"] for one in held["first_errors"]] == ["a", "b", "c"]
    assert held["first_errors"][0]["wrong"] == "returned value"
    assert held["failures"] == failures_as_json(TRIALS)
