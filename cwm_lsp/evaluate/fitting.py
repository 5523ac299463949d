"""Fits a calibration to decisions, and says how well it holds on others.

The form is `predict.calibration`'s; here are its likelihood, a search for its three weights, and the figures that tell whether a
confidence can be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.evaluate.trial import Decided
from cwm_lsp.predict.calibration import Calibration

ROUNDS = 7
BINS = 10


def fit(decided: Sequence[Decided], fitted_on: str) -> Calibration:
    """The weights with the greatest likelihood, by a grid that is refined around its best point.

    Args:
        decided: at least one.
        fitted_on: what they come from, for the record.
    """
    columns = _columns(decided)
    centre, spread = np.array([1.0, 1.0, 0.01]), np.array([1.0, 1.0, 0.01])
    for _ in range(ROUNDS):
        steps = [np.maximum(centre[k] + spread[k] * np.linspace(-1, 1, 7), 0.0) for k in range(3)]
        best = max(product(*steps), key=lambda weights: _likelihood(columns, np.array(weights)))
        centre, spread = np.array(best), spread * 0.45
    local, path, slip = (round(float(weight), 5) for weight in centre)
    return Calibration(local, path, slip, fitted_on)


def _columns(decided: Sequence[Decided]) -> NDArray[np.float64]:
    return np.array([(-j.own, -j.before, j.decisions, j.right) for j in decided], np.float64)


def _likelihood(columns: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    chance = np.minimum(np.maximum(np.exp(-(columns[:, :3] @ weights)), 1e-6), 1 - 1e-6)
    right = columns[:, 3]
    return float((right * np.log(chance) + (1 - right) * np.log(1 - chance)).mean())


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well confidences hold.

    Attributes:
        count: decisions looked at.
        error: expected calibration error over ten bins of equal width, from 0 to 1.
        brier: mean squared error of the confidence, from 0 to 1.
        bins: for each bin that holds any: mean confidence, share that was right, how many.
    """

    count: int
    error: float
    brier: float
    bins: tuple[tuple[float, float, int], ...]


def reliability(decided: Sequence[Decided], calibration: Calibration) -> Reliability:
    """Compare confidences with what was right."""
    chances = np.array([calibration.confidence(j.own, j.before, j.decisions) for j in decided])
    right = np.array([j.right for j in decided], np.float64)
    places = np.minimum((chances * BINS).astype(int), BINS - 1)
    bins = [
        (float(chances[places == place].mean()), float(right[places == place].mean()), int((places == place).sum()))
        for place in range(BINS)
        if (places == place).any()
    ]
    error = sum(abs(mean - share) * count for mean, share, count in bins) / max(1, len(decided))
    return Reliability(len(decided), error, float(((chances - right) ** 2).mean()), tuple(bins))


def precision_above(decided: Sequence[Decided], calibration: Calibration, floor: float) -> tuple[float, float]:
    """Of what is at least as sure as the floor: the share that is right; and the share of all that is so sure."""
    kept = [j.right for j in decided if calibration.confidence(j.own, j.before, j.decisions) >= floor]
    if not decided or not kept:
        return 0.0, 0.0
    return sum(kept) / len(kept), len(kept) / len(decided)
