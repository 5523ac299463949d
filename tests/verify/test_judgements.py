"""A predicted frame beside what is certain: verified, predicted, contradicted, and what it should be."""

from __future__ import annotations

from cwm_lsp.trace.frames import Event, State
from cwm_lsp.trace.moments import Moment
from cwm_lsp.verify.checker import Checker
from cwm_lsp.verify.facts import TextListing
from cwm_lsp.verify.outcome import Judgement, Verdict
from tests.verify.steps import PATIENT, VERSION

TEXT = """\
def f(a, b):
    c = a + 1
    d = b.read()
    a = c
    return c
"""
STATE: State = (("a", "1"), ("b", "<File object>"))


def after(*moments: tuple[Event, int, State, str | None]) -> list[Judgement]:
    """What the checker makes of these frames, after the call of `f`."""
    checker = Checker(TextListing(TEXT, VERSION), PATIENT)
    checker.add(Moment(Event.CALL, 0, 1, "", STATE, None, (0,)))
    return [checker.add(Moment(event, 0, line, "", state, value, (0,))) for event, line, state, value in moments]


FIRST = (Event.LINE, 2, STATE, None)
KNOWN = (*STATE, ("c", "2"))


def test_a_frame_that_is_as_it_must_be_is_verified() -> None:
    _, second = after(FIRST, (Event.LINE, 3, KNOWN, None))
    assert second.verdict is Verdict.VERIFIED
    assert second.values["c"] is Verdict.VERIFIED


def test_a_wrong_value_is_contradicted_and_what_it_should_be_is_told() -> None:
    _, second = after(FIRST, (Event.LINE, 3, (*STATE, ("c", "3")), None))
    assert second.verdict is Verdict.CONTRADICTED
    assert (second.values["a"], second.values["c"]) == (Verdict.VERIFIED, Verdict.CONTRADICTED)
    assert second.expectation.values["c"] == "2"


def test_a_wrong_line_is_contradicted() -> None:
    _, second = after(FIRST, (Event.LINE, 5, KNOWN, None))
    assert second.line is Verdict.CONTRADICTED
    assert second.expectation.line == 3


def test_a_wrong_event_is_contradicted() -> None:
    _, second = after(FIRST, (Event.RETURN, 2, (), "2"))
    assert second.event is Verdict.CONTRADICTED


def test_a_name_that_is_missing_or_should_not_be_there_is_contradicted() -> None:
    _, missing = after(FIRST, (Event.LINE, 3, STATE, None))
    assert missing.values["c"] is Verdict.CONTRADICTED
    _, strange = after(FIRST, (Event.LINE, 3, (*KNOWN, ("z", "1")), None))
    assert strange.values["z"] is Verdict.CONTRADICTED


def test_what_an_unknown_call_gives_is_predicted_and_the_rest_is_verified() -> None:
    *_, third = after(FIRST, (Event.LINE, 3, KNOWN, None), (Event.LINE, 4, (*KNOWN, ("d", "'text'")), None))
    assert third.verdict is Verdict.PREDICTED
    assert (third.values["d"], third.values["a"], third.values["c"]) == (
        Verdict.PREDICTED,
        Verdict.VERIFIED,
        Verdict.VERIFIED,
    )
    assert third.expectation.reason


def test_after_something_predicted_what_follows_from_it_is_verified_again() -> None:
    d = ("d", "'text'")
    *_, fourth, end = after(
        FIRST,
        (Event.LINE, 3, KNOWN, None),
        (Event.LINE, 4, (*KNOWN, d), None),
        (Event.LINE, 5, (("a", "2"), STATE[1], ("c", "2"), d), None),
        (Event.RETURN, 5, (), "2"),
    )
    assert fourth.verdict is Verdict.VERIFIED
    assert end.verdict is Verdict.VERIFIED


def test_after_a_contradicted_frame_the_checker_goes_on_from_what_the_frame_says() -> None:
    *_, third = after(
        FIRST, (Event.LINE, 3, (*STATE, ("c", "30")), None), (Event.LINE, 4, (*STATE, ("c", "30"), ("d", "1")), None)
    )
    assert third.values["c"] is Verdict.VERIFIED


def test_a_wrong_return_value_is_contradicted() -> None:
    *_, end = after(
        FIRST,
        (Event.LINE, 3, KNOWN, None),
        (Event.LINE, 4, (*KNOWN, ("d", "1")), None),
        (Event.LINE, 5, (("a", "2"), STATE[1], ("c", "2"), ("d", "1")), None),
        (Event.RETURN, 5, (), "3"),
    )
    assert end.value is Verdict.CONTRADICTED
    assert end.expectation.value == "2"
