"""Tests of signs and signed ranks of the CARs."""

from __future__ import annotations

import numpy as np

from dashboard.study.group_tests.inputs import Floats, GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.ordering import average_ranks
from dashboard.study.group_tests.parametric import too_few
from dashboard.study.group_tests.probability import (
    half_binomial_p,
    normal_p,
    signed_rank_normal_p,
    signed_rank_p,
)

EXACT_UP_TO = 50
"""Companies up to which the Wilcoxon p is exact where no two CARs are of one size."""


def sign(window: WindowInputs) -> Outcome:
    """Return the number of positive CARs, with the exact two-sided binomial p at one half."""
    number = len(window.car)
    if not number:
        return Outcome(note=too_few(1))
    positive = int((window.car > 0).sum())
    return Outcome(float(positive), p=half_binomial_p(positive, number))


def shares_positive(inputs: GroupInputs) -> Floats:
    """Share of positive residuals in each company's estimation window, shape (N,)."""
    return np.asarray((inputs.residuals > 0).sum(axis=0) / inputs.n_obs)


def share_positive(inputs: GroupInputs) -> float:
    """Mean over companies of these shares."""
    return float(shares_positive(inputs).mean())


def cowan(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return the generalised sign z, (w - N p) / sqrt(N p (1-p)): Cowan (1992), RQFA 2, 343-358.

    w is the number of positive CARs, p the `share_positive` of the estimation window.
    """
    number = len(window.car)
    if not number:
        return Outcome(note=too_few(1))
    expected = share_positive(inputs)
    if not 0 < expected < 1:
        return Outcome(note="all residuals of the estimation window have one sign")
    positive = int((window.car > 0).sum())
    z = float((positive - number * expected) / np.sqrt(number * expected * (1 - expected)))
    return Outcome(z, p=normal_p(z))


def wilcoxon(window: WindowInputs) -> Outcome:
    """Return the sum of the positive signed ranks of the CARs, CARs of zero left out.

    p is exact up to 50 companies where no two CARs are of one size and none is zero, else normal.
    """
    car = window.car[window.car != 0]
    if not len(car):
        return Outcome(note="no CAR differs from zero" if len(window.car) else too_few(1))
    ranks = average_ranks(np.abs(car)[:, None])[:, 0]
    positive = float(ranks[car > 0].sum())
    plain = len(car) == len(window.car) and len(np.unique(ranks)) == len(ranks)
    if plain and len(car) <= EXACT_UP_TO:
        return Outcome(positive, p=signed_rank_p(positive, len(car)))
    return Outcome(positive, p=signed_rank_normal_p(positive, ranks), note="p from the normal approximation")
