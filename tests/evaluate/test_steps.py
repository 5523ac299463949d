from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import replace

from cwm_lsp.evaluate.statements import statement_kinds
from cwm_lsp.evaluate.steps import ENTRY, KEPT, Step, Wrong, steps
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits, record

PROGRAM = """\
def double(x):
    return x * 2

def f(xs):
    total = 0
    for x in xs:
        total += double(x)
    return total

def main():  # << START_OF_TRACE
    return f([3])
"""
TRUE = record(PROGRAM, Limits(), {"__name__": "__main__", "__builtins__": builtins}).moments
KIND = statement_kinds(PROGRAM)


def tried(predicted: Sequence[Moment], *, at_limit: bool = False) -> tuple[Step, ...]:
    return steps(TRUE, predicted, KIND, at_limit=at_limit)


def changed(index: int, **changes: object) -> Step:
    """The last step when one frame of the true run is told otherwise."""
    told = list(TRUE)
    told[index] = replace(told[index], **changes)
    return tried(told)[-1]


def the(event: Event, line: int) -> int:
    """The index of the first such frame."""
    return next(index for index, one in enumerate(TRUE) if (one.event, one.line) == (event, line))


def test_a_right_run_is_all_steps():
    found = tried(TRUE)
    assert len(found) == len(TRUE) - 2
    assert all(step.wrong is None for step in found)
    assert [(step.event, step.statement, step.depth) for step in found] == [
        (Event.CALL, "return with a call into the file", 1),
        (Event.LINE, ENTRY, 1),
        (Event.LINE, "assignment", 1),
        (Event.LINE, "for header", 1),
        (Event.CALL, "augmented assignment with a call into the file", 2),
        (Event.LINE, ENTRY, 2),
        (Event.RETURN, "return", 2),
        (Event.LINE, "augmented assignment with a call into the file", 1),
        (Event.LINE, "for header", 1),
        (Event.RETURN, "return", 1),
        (Event.RETURN, "return with a call into the file", 0),
    ]


def test_a_wrong_value_is_the_work_of_the_line_before_in_its_scope():
    back = the(Event.RETURN, 2) + 1
    step = changed(back, state=(("xs", "[3]"), ("total", "7"), ("x", "3")))
    assert (step.wrong, step.statement) == (Wrong.VALUE, "augmented assignment with a call into the file")
    assert step.wrong_values == ("int, 1 digit",)
    assert step.values == (KEPT, "int, 1 digit", KEPT)
    assert step.said == "total is 6, not 7"


def test_nothing_after_the_first_error_is_a_step():
    first = the(Event.LINE, 6)
    step = changed(first, state=(("xs", "[4]"), ("total", "0")))
    assert step.number == first - 1
    assert step.wrong_values == (KEPT,)


def test_what_can_be_wrong():
    last = the(Event.RETURN, 8)
    assert changed(last, event=Event.LINE, value=None).wrong is Wrong.EVENT
    assert changed(the(Event.LINE, 7), line=8).wrong is Wrong.LINE
    assert changed(the(Event.LINE, 7), state=(("xs", "[3]"),)).wrong is Wrong.NAMES
    assert changed(last, value="7").wrong is Wrong.RESULT
    assert changed(last, value="7").said == "6, not 7"


def test_a_wrong_line_is_told_of_what_chose_it():
    step = changed(the(Event.LINE, 7), line=8)
    assert (step.statement, step.said) == ("for header", "line on line 7, not line on line 8")


def test_a_prediction_that_stops_is_wrong_there_unless_no_more_was_asked_for():
    assert [step.wrong for step in tried(TRUE[:5])] == [None, None, None, Wrong.STOPPED]
    assert [step.wrong for step in tried(TRUE[:5], at_limit=True)] == [None, None, None]
