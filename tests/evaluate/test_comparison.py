from __future__ import annotations

from cwm_lsp.evaluate.comparison import Scores, compare, outcome, right_frames
from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment


def moment(event: Event, line: int, state: State = (), value: str | None = None, scope: int = 1) -> Moment:
    return Moment(event, scope, line, "", state, value, (0, scope) if scope else (0,))


GIVEN = (moment(Event.CALL, 4, scope=0), moment(Event.LINE, 5, scope=0))
CALL = moment(Event.CALL, 1, (("x", "1"),))
LINE = moment(Event.LINE, 2, (("x", "1"),))
RETURN = moment(Event.RETURN, 2, (("x", "1"),), "1")
END = moment(Event.RETURN, 5, (), "1", scope=0)
TRUE = (*GIVEN, CALL, LINE, RETURN, END)


def test_a_perfect_prediction():
    assert compare(TRUE, TRUE, ended=True, predicted_ended=True) == Scores(1, 4, 4, 4, 4, 1, 1)


def test_a_wrong_value_costs_its_frame_and_the_trace_but_not_the_line():
    wrong = moment(Event.LINE, 2, (("x", "2"),))
    found = compare(TRUE, (*GIVEN, CALL, wrong, RETURN, END), ended=True, predicted_ended=True)
    assert found == Scores(1, 4, 3, 4, 3, 0, 1)


def test_a_frame_too_many_makes_the_rest_wrong():
    found = compare(TRUE, (*GIVEN, CALL, LINE, LINE, RETURN, END), ended=True, predicted_ended=True)
    assert (found.frames_right, found.traces_right, found.results_right) == (2, 0, 1)


def test_what_was_not_predicted_is_wrong():
    found = compare(TRUE, (*GIVEN, CALL), ended=True, predicted_ended=False)
    assert (found.frames, found.frames_right, found.results_right) == (4, 1, 0)


def test_right_frames_says_which():
    wrong = moment(Event.LINE, 3, (("x", "1"),))
    assert right_frames(TRUE, (*GIVEN, CALL, wrong, RETURN, END, END)) == (True, True, True, False, True, True, False)


def test_the_outcome_of_an_uncaught_exception_is_the_exception():
    raised = moment(Event.EXCEPTION, 5, (), "'KeyError'", scope=0)
    left = moment(Event.RETURN, 5, (), "None", scope=0)
    assert outcome((*GIVEN, raised, left)) == ("exception", "'KeyError'")
    assert outcome(TRUE) == ("return", "1")


def test_scores_add_up():
    assert Scores(1, 2, 1, 1, 2, 0, 1) + Scores(1, 1, 0, 0, 0, 0, 0, 1) == Scores(2, 3, 1, 1, 2, 0, 1, 1)
