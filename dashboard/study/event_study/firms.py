"""Cumulative abnormal returns of each company with their tests, as arrays and as the table of companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from dashboard.study.event_study.estimation import DROPPED, Estimation
from dashboard.study.event_study.multiple import benjamini_hochberg, holm
from dashboard.study.event_study.windows import Window, spelled

_Float = NDArray[np.float64]

LEVEL = 0.95
"""Coverage of the confidence intervals."""

NO_RETURN = "no return on a session of the event window"
THE_END, THE_BEGINNING = "the prices end on {}", "the prices begin on {}"
NO_EXPECTATION = "no benchmark or factor figure on a session of the event window"


@dataclass(frozen=True, eq=False)
class WindowFigures:
    """Figures of N companies over one event window; NaN for dropped companies and where a session is missing.

    Attributes
    ----------
    window : (int, int)
        Offsets of its first and last session.
    car : ndarray, shape (N,)
        Sum of the abnormal returns.
    sd : ndarray, shape (N,)
        Standard deviation of the prediction error of `car`.
    bhar : ndarray, shape (N,)
        Buy-and-hold abnormal return.
    t, p : ndarray, shape (N,)
        car / sd, NaN where sd is 0, and its two-sided p-value from Student's t with `df` degrees of freedom.
    df : ndarray, shape (N,)
    ci_low, ci_high : ndarray, shape (N,)
        Bounds of the 95 % confidence interval from the same distribution.
    """

    window: Window
    car: _Float
    sd: _Float
    bhar: _Float
    t: _Float
    df: _Float
    p: _Float
    ci_low: _Float
    ci_high: _Float


def prediction_sd(estimation: Estimation, design_sum: _Float, own_variance: _Float) -> _Float:
    """Return the standard deviation of the prediction error of a sum of abnormal returns.

    variance = s^2 m + 1'X_W V X_W'1, with m days, X_W their regressors and V the covariance of the coefficients. With
    the classical V = s^2 (X'X)^-1 this is s^2 1'(I + X_W (X'X)^-1 X_W')1, the full prediction-error covariance; a
    robust V replaces the second term only, for the errors of the days themselves are not estimated one by one. Where
    the model forecasts a variance for each day, the sum of these takes the place of s^2 m.

    Parameters
    ----------
    estimation : Estimation
    design_sum : ndarray, shape (..., N, p)
        1'X_W of each company.
    own_variance : ndarray, shape (..., N)
        Sum of the variances of the days' own errors.

    Returns
    -------
    ndarray, shape (..., N)
    """
    from_coefficients = np.einsum("...ni,nij,...nj->...n", design_sum, estimation.covariance, design_sum)
    sd: _Float = np.sqrt(own_variance + from_coefficients)
    return sd


def window_figures(estimation: Estimation, window: Window) -> WindowFigures:
    """Return the cumulative abnormal return of every company over one window, with its test.

    Parameters
    ----------
    estimation : Estimation
    window : (int, int)
        One that the estimation covers.

    Returns
    -------
    WindowFigures

    Raises
    ------
    InputError
        The estimation does not cover the window.
    """
    rows = estimation.rows_of(window)
    abnormal = estimation.abnormal[rows]
    car = abnormal.sum(axis=0)
    own_variance = estimation.event_variance[rows].sum(axis=0)
    sd = prediction_sd(estimation, estimation.event_design[rows].sum(axis=0), own_variance)
    sd[np.isnan(car)] = np.nan
    t = np.divide(car, sd, out=np.full_like(car, np.nan), where=sd > 0.0)
    df = estimation.freedom
    half = np.where(np.isnan(t), np.nan, special.stdtrit(df, 0.5 + LEVEL / 2.0) * sd)
    return WindowFigures(
        window=window,
        car=car,
        sd=sd,
        bhar=_buy_and_hold(estimation, rows),
        t=t,
        df=df,
        p=2.0 * special.stdtr(df, -np.abs(t)),
        ci_low=car - half,
        ci_high=car + half,
    )


def _buy_and_hold(estimation: Estimation, rows: slice) -> _Float:
    """Return prod(1 + R) - prod(1 + E[R]); log returns are summed first, which is the same product.

    NaN where a product is too large for a number: absurd returns over many sessions multiply up to anything.
    """
    held, expected = estimation.returns_event[rows], estimation.expected[rows]
    with np.errstate(over="ignore", invalid="ignore"):
        if estimation.request.returns == "log":
            growth = np.exp(held.sum(axis=0)) - np.exp(expected.sum(axis=0))
        else:
            growth = np.prod(1.0 + held, axis=0) - np.prod(1.0 + expected, axis=0)
    return np.where(np.isfinite(growth), growth, np.nan)


def firms(estimation: Estimation, windows: Sequence[Window] | None = None) -> pd.DataFrame:
    """Make the table of companies: one row for each event window and company.

    Parameters
    ----------
    estimation : Estimation
    windows : sequence of (int, int), optional
        Event windows that the estimation covers; those of the request unless given.

    Returns
    -------
    DataFrame
        Rows by window, then company, both as given. Columns ``group`` (empty), ``ticker``, ``window_start``,
        ``window_end``, ``n_obs``, ``alpha``, ``beta``, further ``beta_*`` of the model, ``sigma``, ``car``, ``sd``,
        ``t``, ``df``, ``p``, ``p_holm``, ``p_bh``, ``ci_low``, ``ci_high``, ``bhar``, ``status``, ``reason``. Returns
        are decimals. Adjusted p-values take the companies of one window as their family. A dropped company has no
        figures in any of its rows; one without a return in a window has no figures of that window, status
        ``"dropped"`` and the reason in that row only.

    Raises
    ------
    InputError
        The estimation does not cover a window.
    """
    chosen = estimation.request.windows if windows is None else tuple(windows)
    return pd.concat([_one_window(estimation, window) for window in chosen], ignore_index=True)


def reasons_in(estimation: Estimation, window: Window) -> NDArray[np.object_]:
    """Say for each company why it has no figures in a window, shape (N,).

    That is why it was dropped or, of others, what is missing; "" where it has them, and that it is a regressor itself
    where it is.
    """
    dates, rows = estimation.dates, estimation.event_rows
    within = estimation.rows_of(window)
    missing = np.where(np.isnan(estimation.returns_event[within]).any(axis=0), NO_RETURN, NO_EXPECTATION).astype(object)
    missing[rows + window[0] < 0] = THE_BEGINNING.format(spelled(dates[0]))
    missing[rows + window[1] >= len(dates)] = THE_END.format(spelled(dates[-1]))
    gap = estimation.kept & np.isnan(estimation.abnormal[within]).any(axis=0)
    return np.where(gap, missing, estimation.reason)


def _one_window(estimation: Estimation, window: Window) -> pd.DataFrame:
    figures = window_figures(estimation, window)
    gap = estimation.kept & np.isnan(figures.car)
    coefficients = dict(zip(estimation.coefficient_names, estimation.coefficients.T, strict=True))
    missing = np.full(len(estimation.tickers), np.nan)
    columns = {
        "group": "",
        "ticker": list(estimation.tickers),
        "window_start": window[0],
        "window_end": window[1],
        "n_obs": estimation.n_obs,
        "alpha": coefficients.pop("alpha"),
        "beta": coefficients.pop("beta", missing),
        **coefficients,
        "sigma": estimation.sigma,
        "car": figures.car,
        "sd": figures.sd,
        "t": figures.t,
        "df": np.where(gap, np.nan, figures.df),
        "p": figures.p,
        "p_holm": holm(figures.p),
        "p_bh": benjamini_hochberg(figures.p),
        "ci_low": figures.ci_low,
        "ci_high": figures.ci_high,
        "bhar": np.where(gap, np.nan, figures.bhar),
        "status": np.where(gap, DROPPED, estimation.status),
        "reason": reasons_in(estimation, window),
    }
    return pd.DataFrame(columns)
