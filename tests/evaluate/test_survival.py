from __future__ import annotations

import pytest

from cwm_lsp.evaluate.survival import Run, Survival, half_life, survival


def test_only_runs_that_are_so_long_are_counted():
    runs = [Run(20, None), Run(20, 5), Run(40, 25), Run(5, None)]
    ten, thirty = survival(runs)
    assert (ten.after, ten.runs, ten.right) == (10, 3, 2)
    assert (thirty.after, thirty.runs, thirty.right) == (30, 1, 0)


def test_an_error_on_the_frame_itself_counts():
    assert survival([Run(10, 10)]) == (Survival(10, 1, 0, 0.0),)
    assert survival([Run(11, 11)]) == (Survival(10, 1, 1, 1.0),)


def test_the_estimate_uses_short_runs_as_long_as_they_last():
    # Four runs reach frame 2 and one of them fails there; one leaves; of the two that reach frame 8 one fails.
    runs = [Run(12, 2), Run(4, None), Run(12, 8), Run(12, None)]
    (ten,) = survival(runs)
    assert (ten.runs, ten.right) == (3, 1)
    assert ten.estimate == pytest.approx(3 / 4 * 1 / 2)


def test_the_estimate_never_rises_though_the_share_does():
    # The one run that is long enough for the second mark has no error at all.
    ten, thirty = survival([Run(12, 3), Run(30, None)])
    assert (ten.right / ten.runs, thirty.right / thirty.runs) == (0.5, 1.0)
    assert ten.estimate == thirty.estimate == 0.5


def test_half_of_the_runs_are_wrong_from_some_frame_on():
    assert half_life([Run(10, 3), Run(10, 4), Run(10, 9), Run(10, None)]) == 4
    assert half_life([Run(10, 3), Run(10, None), Run(10, None)]) is None


def test_without_runs_there_is_nothing_to_tell():
    assert survival([]) == ()
    assert half_life([]) is None
