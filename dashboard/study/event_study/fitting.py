"""Fitting one model to all companies that share an event session."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.study.event_study.covariance import coefficient_covariance
from dashboard.study.event_study.least_squares import Fit, least_squares
from dashboard.study.event_study.models import Model
from dashboard.study.event_study.request import Covariance

_Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fit with what follows from it.

    Attributes
    ----------
    fit : Fit
        Coefficients, residuals, leverages and (X'X)^-1; both of the latter are 0 where no coefficient is estimated.
    sigma : ndarray, shape (N,)
        Residual standard deviation s = sqrt(SSR / (n_obs - parameters)).
    covariance : ndarray, shape (N, k, k)
        Of the coefficients.
    """

    fit: Fit
    sigma: _Float
    covariance: _Float


def fit_model(model: Model, covariance: Covariance, design: _Float, values: _Float) -> Fitted:
    """Fit a model over the estimation window.

    Parameters
    ----------
    model : Model
    covariance : str
        A value of `COVARIANCES`.
    design : ndarray, shape (L, k)
        Constant and regressors.
    values : ndarray, shape (L, N)
        Returns, over the risk-free rate where the model says so; NaN where missing.

    Returns
    -------
    Fitted
    """
    if model.fitting == "fixed":
        return _fixed(design, values)
    fit = _scholes_williams(design, values) if model.fitting == "scholes-williams" else least_squares(design, values)
    squares = np.where(np.isfinite(fit.residuals), fit.residuals, 0.0) ** 2
    sigma = _root_mean(squares.sum(axis=0), fit.n_obs - model.parameters)
    sigma[fit.singular] = np.nan
    return Fitted(fit, sigma, coefficient_covariance(covariance, fit, sigma))


def _root_mean(total: _Float, freedom: NDArray[np.int64]) -> _Float:
    mean = np.divide(total, freedom, out=np.full(len(total), np.nan), where=freedom > 0)
    root: _Float = np.sqrt(mean)
    return root


def _fixed(design: _Float, values: _Float) -> Fitted:
    """Take the benchmark itself as the expected return; s is the sample deviation of the difference."""
    difference = values - design[:, 1:2]
    present = np.isfinite(difference)
    n_obs = present.sum(axis=0)
    filled = np.where(present, difference, 0.0)
    mean = filled.sum(axis=0) / np.maximum(n_obs, 1)
    sigma = _root_mean((np.where(present, filled - mean, 0.0) ** 2).sum(axis=0), n_obs - 1)
    (days, k), series = design.shape, values.shape[1]
    coefficients = np.tile([0.0, 1.0], (series, 1))
    nothing = np.zeros((series, k, k))
    fit = Fit(
        coefficients=coefficients,
        residuals=np.where(present, difference, np.nan),
        leverage=np.where(present, 0.0, np.nan),
        inverse=nothing,
        present=present,
        n_obs=n_obs,
        singular=np.zeros(series, dtype=bool),
        basis=np.zeros((days, k)),
        to_design=np.eye(k),
    )
    return Fitted(fit, sigma, nothing.copy())


def _scholes_williams(design: _Float, values: _Float) -> Fit:
    """Estimate beta from the benchmark of the day before, the day and the day after (Scholes & Williams 1977).

    beta = (b_lag + b_0 + b_lead) / (1 + 2 rho), each b the slope of a simple regression over the days whose day before
    and day after lie in the estimation window, rho the correlation of the benchmark with itself a day earlier in that
    window; alpha = mean R - beta mean Rm over the same days. Leverage and (X'X)^-1 are those of the plain regression
    on these days, as is customary for this model.
    """
    constant, market = design[:, 0], design[:, 1]
    lag = np.concatenate([[np.nan], market[:-1]])
    lead = np.concatenate([market[1:], [np.nan]])
    inner = np.isfinite(lag) & np.isfinite(lead) & np.isfinite(market)
    used = np.where(inner[:, None], values, np.nan)
    plain = least_squares(design, used)
    slopes = plain.coefficients[:, 1]
    for moved in (lag, lead):
        slopes = slopes + least_squares(np.column_stack([constant, moved]), used).coefficients[:, 1]
    beta = slopes / (1.0 + 2.0 * _own_correlation(market))

    present = np.isfinite(used)
    count = np.maximum(plain.n_obs, 1)
    mean_return = np.where(present, used, 0.0).sum(axis=0) / count
    mean_market = np.where(inner, market, 0.0) @ present / count
    alpha = mean_return - beta * mean_market
    coefficients = np.column_stack([alpha, beta])
    return replace(plain, coefficients=coefficients, residuals=used - design @ coefficients.T)


def _own_correlation(series: _Float) -> float:
    """Return the correlation of a series with itself one day earlier, over the days that have both."""
    now, before = series[1:], series[:-1]
    both = np.isfinite(now) & np.isfinite(before)
    now, before = now[both], before[both]
    if len(now) == 0:
        return float("nan")
    now, before = now - now.mean(), before - before.mean()
    scale = float(np.sqrt((now @ now) * (before @ before)))
    return float(now @ before) / scale if scale > 0.0 else float("nan")
