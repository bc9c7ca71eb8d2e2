"""Tests of the mean that take companies as independent: cross-sectional, Patell, BMP, skewness-adjusted."""

from __future__ import annotations

import numpy as np

from dashboard.study.group_tests.inputs import Floats, GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.probability import normal_p, student_p

NO_SPREAD = "the companies' figures do not differ"
SAME = 1e-14
"""Figures count as the same where they differ by no more than this share of the largest."""


def too_few(least: int) -> str:
    """Say how many companies a test needs."""
    return f"needs at least {least} {'company' if least == 1 else 'companies'}"


def cross_sectional(window: WindowInputs) -> Outcome:
    """Return mean(CAR) / (sd(CAR) / sqrt(N)) with sd of ddof 1 and t(N-1)."""
    return _t_of_mean(window.car)


def bmp(window: WindowInputs) -> Outcome:
    """Return the same t of the standardised CARs: Boehmer, Musumeci and Poulsen (1991), JFE 30, 253-272."""
    return _t_of_mean(window.scar)


def patell(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return sum(SCAR) / sqrt(sum(df / (df - 2))), normal: Patell (1976), Journal of Accounting Research 14."""
    df = inputs.n_obs - inputs.regressors
    if not len(df):
        return Outcome(note=too_few(1))
    if (df <= 2).any():
        return Outcome(note="a company has too few estimation days for the variance of its standardised CAR")
    z = float(window.scar.sum() / np.sqrt((df / (df - 2)).sum()))
    return Outcome(z, p=normal_p(z))


def skewness_adjusted(window: WindowInputs) -> Outcome:
    """Return Hall's (1992) transformed t, sqrt(N) (S + g S^2/3 + g^2 S^3/27 + g/(6N)), with t(N-1).

    S is mean over sd (ddof 1), g the adjusted Fisher skewness of the CARs.
    """
    car = window.car
    number = len(car)
    if number < 3:
        return Outcome(note=too_few(3))
    if not _spread(car):
        return Outcome(note=NO_SPREAD)
    ratio = float(car.mean() / car.std(ddof=1))
    skewness = float(_skewness(car))
    inner = ratio + skewness * ratio**2 / 3 + skewness**2 * ratio**3 / 27 + skewness / (6 * number)
    t = float(np.sqrt(number) * inner)
    return Outcome(t, number - 1, student_p(t, number - 1))


def _skewness(values: Floats) -> float:
    """Return the adjusted Fisher skewness, the third cumulant's estimate over sd (ddof 1) cubed."""
    number = len(values)
    centred = values - values.mean()
    biased = (centred**3).mean() / (centred**2).mean() ** 1.5
    return float(biased * np.sqrt(number * (number - 1)) / (number - 2))


def leave_one_out(window: WindowInputs) -> tuple[Floats, Floats]:
    """Return the mean CAR and its cross-sectional t without each company in turn, both of shape (N,).

    The jackknife of a mean is its cross-sectional t by algebra; who moves it is what leaving out can tell.
    The t is NaN where fewer than two companies remain or the rest do not differ.
    """
    car = window.car
    rest = len(car) - 1
    if rest < 1:
        return np.full(len(car), np.nan), np.full(len(car), np.nan)
    centred = car - car.mean()
    mean = car.mean() - centred / rest
    # Sum of squares about the mean of the others: S - d^2 (1 + 1/rest), d the distance from the mean of all.
    squares = np.maximum((centred**2).sum() - centred**2 * (1 + 1 / rest), 0.0)
    error = np.sqrt(squares / (max(rest - 1, 1) * rest))
    differs = (rest > 1) & (error > 1e-14 * np.abs(car).max())
    return mean, np.divide(mean, error, out=np.full(len(car), np.nan), where=differs)


def jackknife_range(window: WindowInputs) -> Outcome:
    """Return how far apart the means without one company lie; the note gives the ends, and those of t."""
    if len(window.car) < 3:
        return Outcome(note=too_few(3))
    mean, t = leave_one_out(window)
    note = f"leaving one company out moves the mean CAR between {mean.min():.6g} and {mean.max():.6g}"
    if np.isfinite(t).all():
        note += f", its t between {t.min():.4g} and {t.max():.4g}"
    return Outcome(float(mean.max() - mean.min()), note=note)


def _t_of_mean(values: Floats) -> Outcome:
    number = len(values)
    if number < 2:
        return Outcome(note=too_few(2))
    if not _spread(values):
        return Outcome(note=NO_SPREAD)
    t = float(values.mean() / (values.std(ddof=1) / np.sqrt(number)))
    return Outcome(t, number - 1, student_p(t, number - 1))


def _spread(values: Floats) -> bool:
    """Say whether figures differ by more than rounding."""
    return bool(np.ptp(values) > SAME * np.abs(values).max())
