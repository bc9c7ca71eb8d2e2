"""Tests that allow for companies moving together on a shared date: KP, adjusted Patell, CDA, portfolio."""

from __future__ import annotations

import numpy as np

from dashboard.study.group_tests.cross_correlation import CrossCorrelation
from dashboard.study.group_tests.inputs import GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.parametric import bmp, patell, too_few
from dashboard.study.group_tests.probability import normal_p, student_p


def adj_patell(inputs: GroupInputs, window: WindowInputs, together: CrossCorrelation) -> Outcome:
    """Return Patell's z / sqrt(1 + (N-1) rbar), normal: Kolari and Pynnonen (2010), RFS 23, 3996-4025."""
    plain = patell(inputs, window)
    refused = _refusal(together)
    if np.isnan(plain.value) or refused:
        return Outcome(note=plain.note or refused)
    z = plain.value / float(np.sqrt(together.inflation))
    return Outcome(z, p=normal_p(z), note=_remark(together))


def kp(window: WindowInputs, together: CrossCorrelation) -> Outcome:
    """Return BMP * sqrt((1 - rbar) / (1 + (N-1) rbar)) with t(N-1): Kolari and Pynnonen (2010)."""
    plain = bmp(window)
    refused = _refusal(together)
    if np.isnan(plain.value) or refused:
        return Outcome(note=plain.note or refused)
    t = plain.value * float(np.sqrt(max(1.0 - together.rbar, 0.0) / together.inflation))
    return Outcome(t, plain.df, student_p(t, plain.df), _remark(together))


def cda(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return mean CAR / (sqrt(m) sd of the daily mean residual) with t(days-1): Brown and Warner (1980), JFE 8.

    The daily mean is over the companies present; the sd has ddof 1.
    """
    daily = inputs.mean_residual
    if not len(window.car):
        return Outcome(note=too_few(1))
    if not inputs.mean_residual_varies:
        return Outcome(note="the mean residual does not vary over the estimation window")
    t = float(window.car.mean() / (np.sqrt(window.sessions) * daily.std(ddof=1)))
    return Outcome(t, len(daily) - 1, student_p(t, len(daily) - 1))


def portfolio(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return the t of the equal-weighted portfolio's own CAR, with its own degrees of freedom."""
    one = window.portfolio
    if not len(window.car):
        return Outcome(note=too_few(1))
    if one is None and inputs.sessions is not None:
        return Outcome(note="event sessions differ, so there is no one session on which a portfolio could be tested")
    if one is None:
        return Outcome(note="the portfolio was not estimated")
    if not (one.sd > 0 and np.isfinite(one.car)):
        return Outcome(note="the portfolio has no CAR or no variation")
    t = float(one.car / one.sd)
    return Outcome(t, one.df, student_p(t, one.df))


def _refusal(together: CrossCorrelation) -> str:
    """Say why the adjustment cannot be made, or nothing."""
    if np.isnan(together.rbar):
        return "no pair of companies has a correlation"
    if together.inflation <= 0:
        return f"1 + (N-1) rbar is {together.inflation:.3g}, not positive, so the adjustment does not exist"
    return ""


def _remark(together: CrossCorrelation) -> str:
    return "rbar is negative, so the adjustment raises the statistic" if together.rbar < 0 else ""
