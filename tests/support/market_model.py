"""The market model of one company after another, by numpy's least squares: plain enough to be read as correct."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.study.group_tests import GroupInputs, Portfolio, WindowInputs

Floats = NDArray[np.float64]
ESTIMATION = (-270, -21)


def market_model(
    returns: Floats, market: Floats, event: int, window: tuple[int, int], estimation: tuple[int, int] = ESTIMATION
) -> tuple[GroupInputs, WindowInputs]:
    """Fit R = a + b Rm for each column of `returns` (days x companies) and predict the window around a row."""
    past = slice(event + estimation[0], event + estimation[1] + 1)
    days = slice(event + window[0], event + window[1] + 1)
    fits = [_fit(series[past], market[past], series[days], market[days]) for series in returns.T]
    residuals, leverage, sigma, n_obs, abnormal, sd = (np.array(part) for part in zip(*fits, strict=True))
    means = np.nanmean(returns[past], axis=1), np.nanmean(returns[days], axis=1)
    _, _, _, days_held, whole, whole_sd = _fit(means[0], market[past], means[1], market[days])
    return (
        GroupInputs(residuals.T, leverage.T, sigma, n_obs, 2),
        WindowInputs(abnormal.T, abnormal.sum(axis=1), sd, Portfolio(float(whole.sum()), whole_sd, days_held - 2)),
    )


def _fit(
    past: Floats, past_market: Floats, event: Floats, event_market: Floats
) -> tuple[Floats, Floats, float, int, Floats, float]:
    """Return residuals, leverage, s, observations, abnormal returns and the sd of their sum."""
    known = ~np.isnan(past)
    design = np.column_stack([np.ones(len(past_market)), past_market])
    ahead = np.column_stack([np.ones(len(event_market)), event_market])
    coefficients, *_ = np.linalg.lstsq(design[known], past[known], rcond=None)
    residuals = past - design @ coefficients
    number = int(known.sum())
    sigma = float(np.sqrt((residuals[known] ** 2).sum() / (number - 2)))
    inverse = np.linalg.inv(design[known].T @ design[known])
    whole = ahead.sum(axis=0)
    leverage = np.einsum("ti,ij,tj->t", design, inverse, design)
    sd = sigma * float(np.sqrt(len(event) + whole @ inverse @ whole))
    return residuals, leverage, sigma, number, event - ahead @ coefficients, sd
