from __future__ import annotations

from math import exp
from random import Random

from cwm_lsp.evaluate.fitting import fit, precision_above, reliability
from cwm_lsp.evaluate.trial import Decided
from cwm_lsp.predict.calibration import Calibration


def decided(count: int, true: Calibration) -> list[Decided]:
    random = Random(1)
    made: list[Decided] = []
    for _ in range(count):
        own, before, decisions = -random.expovariate(4), -random.expovariate(2), random.randint(1, 40)
        made.append(Decided(own, before, decisions, random.random() < true.confidence(own, before, decisions)))
    return made


def test_a_fit_finds_the_weights_that_made_the_data():
    true = Calibration(1.5, 0.5, 0.01)
    found = fit(decided(8000, true), "made up")
    assert abs(found.local - true.local) < 0.3
    assert abs(found.path - true.path) < 0.2
    assert abs(found.slip - true.slip) < 0.005


def test_overconfidence_shows_as_calibration_error():
    made = decided(4000, Calibration(1.0, 1.0, 0.03))
    assert reliability(made, Calibration(1.0, 1.0, 0.03)).error < 0.03
    assert reliability(made, Calibration(0.1, 0.1, 0.0)).error > 0.2


def test_precision_is_that_of_what_is_sure_enough():
    sure, unsure = Decided(0.0, 0.0, 0, True), Decided(-3.0, 0.0, 1, False)
    assert precision_above([sure, unsure], Calibration(), 0.9) == (1.0, 0.5)
    assert precision_above([unsure], Calibration(), 0.9) == (0.0, 0.0)
    assert exp(-3.0) == Calibration().confidence(-3.0, 0.0, 1)
