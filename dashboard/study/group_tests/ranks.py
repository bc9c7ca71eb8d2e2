"""Rank tests over estimation and event days: Corrado-Zivney and the generalised rank tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.study.group_tests.inputs import Floats, GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.ordering import half_steps_above
from dashboard.study.group_tests.parametric import NO_SPREAD, too_few
from dashboard.study.group_tests.probability import normal_p, student_p

Counts = NDArray[np.int64]


def rank(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return Corrado's (1989) rank statistic in the Corrado-Zivney (1992) form for missing data, normal.

    K = rank of an abnormal return among the company's M over estimation and event window, over 1 + M;
    U_t = sum of (K - 1/2) over the N_t companies present / sqrt(N_t); S the root mean square of U_t over both;
    statistic = sum of U_t over the window / (sqrt(m) S).
    """
    number = len(window.car)
    if not number:
        return Outcome(note=too_few(1))
    scale = 1.0 / (inputs.n_obs.astype(np.float64) + window.sessions + 1.0)
    before, above = _centred(inputs, window.abnormal, scale)
    _, among = half_steps_above(window.abnormal, window.abnormal)
    # A rank from below: all M values, less those above, ties counted half (a value ties with itself in `among`).
    ranks = inputs.n_obs + window.sessions - above / 2 - among / 2 + 0.5
    event = (ranks * scale - 0.5).sum(axis=1) / np.sqrt(number)
    daily = np.concatenate([before.total / np.sqrt(before.count), event])
    size = float(np.sqrt((daily**2).mean()))
    if not size > 0:
        return Outcome(note=NO_SPREAD)
    z = float(event.sum() / (np.sqrt(window.sessions) * size))
    return Outcome(z, p=normal_p(z))


def grank(inputs: GroupInputs, window: WindowInputs) -> tuple[Outcome, Outcome]:
    """Return GRANK-T with t(T-2) and GRANK-Z, normal: Kolari and Pynnonen (2011), Journal of Empirical Finance 18.

    Each company ranks its L standardised residuals e/s together with one event value, SCAR over the cross-sectional
    sd (ddof 1) of the SCARs: U = rank/(L+2) - 1/2. With T = estimation days + 1 and the means Ubar_t over the n_t
    present, S^2 = (1/T) sum (n_t/N) Ubar_t^2 (event included) and Z = Ubar_0/S: t = Z sqrt((T-2)/(T-1-Z^2)).
    GRANK-Z is Ubar_0 sqrt(12 N (T+1)/(T-1)).
    """
    found = _generalised(inputs, window)
    if isinstance(found, Outcome):
        return found, found
    z = float(found.event * np.sqrt(12 * len(window.car) * (found.days + 1) / (found.days - 1)))
    return _grank_t(found, len(window.car)), Outcome(z, p=normal_p(z))


@dataclass(frozen=True)
class _Daily:
    """Sum of the centred ranks and number of companies of each estimation day that has any."""

    total: Floats
    count: Floats


@dataclass(frozen=True)
class _Generalised:
    before: _Daily
    event: float
    days: int


def _grank_t(found: _Generalised, companies: int) -> Outcome:
    days = found.days
    weighted = (found.before.count / companies) * (found.before.total / found.before.count) ** 2
    size = float(np.sqrt((weighted.sum() + found.event**2) / days))
    if not size > 0:
        return Outcome(note=NO_SPREAD)
    z = found.event / size
    room = days - 1 - z**2
    if room <= 0:
        return Outcome(note="the event rank leaves no variation to the estimation window")
    t = float(z * np.sqrt((days - 2) / room))
    return Outcome(t, days - 2, student_p(t, days - 2))


def _centred(inputs: GroupInputs, event: Floats, scale: Floats) -> tuple[_Daily, Counts]:
    """Sum rank * scale - 1/2 over companies, the event's values put among the residuals; count those above, twice."""
    steps, above = half_steps_above(inputs.residuals, event)
    total = inputs.ranks @ scale + steps.astype(np.float64) @ scale / 2 - inputs.present_on / 2
    filled = inputs.present_on > 0
    return _Daily(total[filled], inputs.present_on[filled].astype(np.float64)), above


def _generalised(inputs: GroupInputs, window: WindowInputs) -> _Generalised | Outcome:
    scar = window.scar
    if len(scar) < 2:
        return Outcome(note=too_few(2))
    spread = scar.std(ddof=1)
    if not spread > 0:
        return Outcome(note=NO_SPREAD)
    # Residuals are not divided by s: multiplying the event value by it gives the same ranks.
    value = (scar / spread * inputs.sigma)[None, :]
    scale = 1.0 / (inputs.n_obs.astype(np.float64) + 2.0)
    before, above = _centred(inputs, value, scale)
    event = float(((inputs.n_obs + 1.0 - above[0] / 2) * scale - 0.5).mean())
    return _Generalised(before, event, len(before.total) + 1)
