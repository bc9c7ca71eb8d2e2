"""Estimating every company of a request: least squares for all that share an event session at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import DateRangeError, InputError
from dashboard.study.event_study import garch
from dashboard.study.event_study.estimation import DROPPED, OK, Estimation
from dashboard.study.event_study.fitting import Fitted, fit_model
from dashboard.study.event_study.models import BENCHMARK, SECTOR
from dashboard.study.event_study.regressors import LARGEST, Regressors, in_kind, regressors
from dashboard.study.event_study.request import Request
from dashboard.study.event_study.windows import cut, offsets, span

_Float = NDArray[np.float64]
_Kind = TypeVar("_Kind", bound=np.generic)

NO_VARIATION = "no variation"
TOO_LARGE = "figures too large"
COLLINEAR = "the regressors are collinear on its estimation days"
ITSELF = {BENCHMARK: "is the benchmark itself", SECTOR: "is the sector index itself"}

VARIATION = 1e-10
"""Residuals count as zero where their standard deviation is below this share of the root mean square return."""


def estimate(
    request: Request,
    returns: pd.DataFrame,
    event_rows: int | Sequence[int] | NDArray[np.int64],
    *,
    benchmark: pd.Series | None = None,
    sector: pd.Series | None = None,
    factors: pd.DataFrame | None = None,
) -> Estimation:
    """Estimate the expected returns of every company and compare them with what came.

    Companies that share an event session are estimated together, whatever days they miss. A session before the first
    or after the last row counts as missing.

    Parameters
    ----------
    request : Request
        Model, windows and options.
    returns : DataFrame, shape (T, N)
        Simple total returns in decimals on consecutive sessions; a figure that is not finite counts as missing, and a
        company with one beyond `LARGEST` in its windows is dropped. Columns are tickers; one may stand several times
        for several events.
    event_rows : int or sequence of int
        Row of the event session, shared by all or one for each column.
    benchmark, sector : Series, optional
        Simple returns of the two indices, where the model needs them; matched to the rows by date. Figures beyond
        `LARGEST` count as missing.
    factors : DataFrame, optional
        Daily factors in decimals, where the model needs them, with a column ``rf``; matched to the rows by date.

    Returns
    -------
    Estimation

    Raises
    ------
    InputError
        No company is given, or a series that the model needs is not.
    DateRangeError
        An event session is not among the rows.
    """
    sessions, companies = returns.shape
    if companies == 0:
        raise InputError("No company is left to study; choose at least one.")
    rows = np.broadcast_to(np.asarray(event_rows, dtype=np.int64), (companies,))
    if outside := [int(row) for row in rows if not 0 <= row < sessions][:1]:
        raise DateRangeError(
            f"Event row {outside[0]} is outside the returns; choose one from 0 to {sessions - 1}, a session they have."
        )
    known = regressors(request, pd.DatetimeIndex(returns.index), benchmark, sector, factors)
    values = in_kind(request, returns.to_numpy(dtype=np.float64))

    distinct = np.unique(rows)
    parts = [_at_one_session(request, returns.columns, values, known, rows, int(row)) for row in distinct]
    if len(parts) == 1:
        return parts[0]
    return _joined(parts, rows, distinct, tuple(returns.columns))


def _at_one_session(
    request: Request,
    tickers: pd.Index,
    all_values: _Float,
    known: Regressors,
    rows: NDArray[np.int64],
    row: int,
) -> Estimation:
    """Estimate the companies whose event session is one row."""
    model = request.definition
    columns = np.flatnonzero(rows == row)
    around, around_event = offsets(request.estimation), offsets(span(request.windows))
    own_values = all_values if len(columns) == all_values.shape[1] else all_values[:, columns]
    values, event_values = cut(own_values, row, around), cut(own_values, row, around_event)
    large = _any_too_large(values) | _any_too_large(event_values)
    values[:, large] = np.nan
    design, risk_free = cut(known.design, row, around), cut(known.risk_free, row, around)
    event_design, event_risk_free = cut(known.design, row, around_event), cut(known.risk_free, row, around_event)

    fitted = fit_model(model, request.covariance, design, values - risk_free[:, None])
    reason = _reasons(request, fitted, values)
    reason[large] = TOO_LARGE
    variance = None
    if model.fitting == "garch":
        ahead = around_event - around[-1]
        refitted = garch.refit(fitted, design, values, model.parameters, np.equal(reason, ""), ahead)
        fitted, variance = refitted.fitted, refitted.event_variance
        reason[refitted.lost] = garch.NOT_FOUND
    fit, sigma = fitted.fit, fitted.sigma
    coefficients, residuals, covariance = fit.coefficients, fit.residuals, fitted.covariance
    expected = event_risk_free[:, None] + event_design @ coefficients.T
    abnormal = event_values - expected

    for name in (name for name in ITSELF if name in model.regressors):
        place = 1 + model.regressors.index(name)
        same = _equal(values, design[:, place]) & _equal(event_values, event_design[:, place])
        same &= ~fit.singular & (fit.n_obs >= request.min_obs)
        reason[same] = ITSELF[name]
        coefficients[same] = np.eye(len(model.coefficients))[place]
        # What is missing stays missing; adding 0 takes the sign off a negative zero.
        residuals[:, same] = residuals[:, same] * 0.0 + 0.0
        abnormal[:, same] = abnormal[:, same] * 0.0 + 0.0
        expected[:, same] = event_values[:, same]
        sigma[same] = 0.0
        if variance is not None:
            variance[:, same] = 0.0
        covariance[same] = 0.0
    dropped = ~np.isin(reason, ["", *ITSELF.values()])
    if model.fitting == "fixed":
        coefficients[:, 0] = np.nan

    inverse, leverage = fit.inverse, fit.leverage
    for by_company in (coefficients, inverse, covariance, sigma):
        by_company[dropped] = np.nan
    for by_day in (residuals, leverage, expected, abnormal):
        by_day[:, dropped] = np.nan
    if variance is not None:
        variance[:, dropped] = np.nan
    return Estimation(
        request=request,
        tickers=tuple(tickers[columns]),
        coefficient_names=model.coefficients,
        dates=known.dates,
        event_rows=rows[columns],
        offsets_estimation=around,
        offsets_event=around_event,
        observed=fit.present,
        residuals=residuals,
        leverage=leverage,
        returns_event=event_values,
        expected=expected,
        abnormal=abnormal,
        event_variance=np.broadcast_to(sigma**2, abnormal.shape) if variance is None else variance,
        event_design=np.broadcast_to(
            event_design[:, None, :], (len(around_event), len(columns), len(model.coefficients))
        ),
        coefficients=coefficients,
        inverse=inverse,
        covariance=covariance,
        sigma=sigma,
        n_obs=fit.n_obs,
        k=model.parameters,
        status=np.where(dropped, DROPPED, OK).astype(object),
        reason=reason,
    )


def _reasons(request: Request, fitted: Fitted, values: _Float) -> NDArray[np.object_]:
    """Say for each company why its fit cannot be used, or nothing."""
    fit = fitted.fit
    used = np.where(np.isfinite(fit.residuals), values, 0.0)
    scale = np.sqrt((used**2).sum(axis=0) / np.maximum(fit.n_obs, 1))
    reason = np.full(len(scale), "", dtype=object)
    reason[~(fitted.sigma > VARIATION * scale)] = NO_VARIATION
    reason[fit.singular] = COLLINEAR
    reason[fit.n_obs < request.min_obs] = f"fewer than {request.min_obs} estimation observations"
    return reason


def _any_too_large(values: _Float) -> NDArray[np.bool_]:
    """Say which columns hold a figure whose powers could not be added up."""
    return np.asarray((np.abs(values) > LARGEST).any(axis=0))


def _equal(values: _Float, series: _Float) -> NDArray[np.bool_]:
    """Say which columns equal a series wherever they have a figure."""
    equal: NDArray[np.bool_] = ((values == series[:, None]) | np.isnan(values)).all(axis=0)
    return equal


def _joined(
    parts: Sequence[Estimation], rows: NDArray[np.int64], distinct: NDArray[np.int64], tickers: tuple[str, ...]
) -> Estimation:
    """Put the companies of several event sessions back into the order in which they were given."""
    by_session = np.concatenate([np.flatnonzero(rows == row) for row in distinct])
    order = np.argsort(by_session)

    def company(figure: Callable[[Estimation], NDArray[_Kind]], axis: int = 0) -> NDArray[_Kind]:
        return np.concatenate([figure(part) for part in parts], axis=axis).take(order, axis=axis)

    return replace(
        parts[0],
        tickers=tickers,
        event_rows=rows,
        observed=company(lambda part: part.observed, 1),
        residuals=company(lambda part: part.residuals, 1),
        leverage=company(lambda part: part.leverage, 1),
        returns_event=company(lambda part: part.returns_event, 1),
        expected=company(lambda part: part.expected, 1),
        abnormal=company(lambda part: part.abnormal, 1),
        event_variance=company(lambda part: part.event_variance, 1),
        event_design=company(lambda part: part.event_design, 1),
        coefficients=company(lambda part: part.coefficients),
        inverse=company(lambda part: part.inverse),
        covariance=company(lambda part: part.covariance),
        sigma=company(lambda part: part.sigma),
        n_obs=company(lambda part: part.n_obs),
        status=company(lambda part: part.status),
        reason=company(lambda part: part.reason),
    )
