"""Formulas of other programs where they differ from ours, in plain numpy: tests show that ours are not these.

They were worked out from the figures that the programs gave, and follow `docs/methods.md`, "Where other programs
differ".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tests.support.market_model import market_model

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """The market model of N companies by numpy's least squares, with the market's returns beside it."""

    residuals: Floats  # (L, N), NaN where a company has no return
    abnormal: Floats  # (m, N)
    sigma: Floats  # (N,)
    n_obs: NDArray[np.int64]  # (N,)
    past: Floats  # (L,), the market in the estimation window
    days: Floats  # (m,), the market in the event window


def fitted(returns: Floats, market: Floats, event: int, window: tuple[int, int], estimation: tuple[int, int]) -> Fitted:
    """Fit the model to returns (days x companies) around a row."""
    inputs, ahead = market_model(returns, market, event, window, estimation)
    return Fitted(
        np.asarray(inputs.residuals),
        np.asarray(ahead.abnormal),
        np.asarray(inputs.sigma),
        np.asarray(inputs.n_obs),
        market[event + estimation[0] : event + estimation[1] + 1],
        market[event + window[0] : event + window[1] + 1],
    )


def patell_of_estudy2(model: Fitted) -> Floats:
    """Return Patell's z of each event day: s divides by T - 1, and h takes all market days, whoever is missing."""
    known = model.n_obs - 2
    return np.asarray(standardised_of_estudy2(model).sum(axis=1) / np.sqrt((known / (known - 2)).sum()))


def standardised_of_estudy2(model: Fitted) -> Floats:
    """Return the standardised abnormal returns of it (days x companies)."""
    deviation = np.nanstd(model.residuals, axis=0, ddof=1)
    return np.asarray(model.abnormal / deviation / np.sqrt(1 + leverage_of_estudy2(model)))


def leverage_of_estudy2(model: Fitted) -> Floats:
    """Return the h of it (days x companies): 1/T is the company's own, the rest that of all market days."""
    past = model.past - model.past.mean()
    off = (model.days - model.past.mean()) ** 2 / (past**2).sum()
    return np.asarray(1 / model.n_obs + off[:, None])


def sign_of_estudy2(model: Fitted) -> Floats:
    """Return the generalised sign z of each event day: the share of positive residuals is that of all, pooled."""
    share = (model.residuals > 0).sum() / np.isfinite(model.residuals).sum()
    number = model.abnormal.shape[1]
    positive = (model.abnormal > 0).sum(axis=1)
    return np.asarray((positive - number * share) / np.sqrt(number * share * (1 - share)))


def rank_of_estudy2(model: Fitted) -> Floats:
    """Return the modified rank z of each event day.

    A day on which companies are missing counts with the mean times all companies over the root of those present, and
    the sum of squares is divided by the mean number of returns of a company in place of the number of days.
    """
    ranks, returns, present = _ranks(model)
    daily = np.nanmean(ranks, axis=1) * ranks.shape[1] / np.sqrt(present)
    size = np.sqrt((daily**2).sum() / returns.mean())
    return np.asarray(daily[-len(model.abnormal) :] / size)


def rank_of_sipemu(model: Fitted) -> Floats:
    """Return the rank z of each event day: daily means over their sd, which divides by T - 1."""
    daily = np.nanmean(_ranks(model)[0], axis=1)
    return np.asarray(daily[-len(model.abnormal) :] / daily.std(ddof=1))


def calendar_time_of_sipemu(model: Fitted) -> Floats:
    """Return the calendar-time t of each event day: its sd is that of the event window's own days."""
    daily = model.abnormal.mean(axis=1)
    return np.asarray(daily / daily.std(ddof=1))


def standardised_of_sipemu(model: Fitted) -> Floats:
    """Return the standardised abnormal returns (days x companies) without the prediction error."""
    return np.asarray(model.abnormal / model.sigma)


def independent_of_estudy2(model: Fitted) -> Floats:
    """Return brown_warner_1980 of each event day, which adds up the companies' variances as if independent."""
    variances = np.nanvar(model.residuals, axis=0, ddof=1)
    return np.asarray(model.abnormal.mean(axis=1) / (np.sqrt(variances.sum()) / len(variances)))


def grank_of_eventstudystatistics(model: Fitted) -> float:
    """Return GRANK-T: the sum of squares of the market below each h is that of the event window, not the estimation."""
    length = len(model.past)
    off = (model.past - model.past.mean()) ** 2 / ((model.days - model.past.mean()) ** 2).sum()
    before = model.residuals / (model.sigma * np.sqrt(1 + 1 / length + off[:, None]))
    event = model.abnormal.sum(axis=0) / model.sigma
    ranks = rankdata(np.vstack([before, event / event.std(ddof=1)]), axis=0)
    daily = (ranks / (length + 2) - 0.5).mean(axis=1)
    z = daily[-1] / daily.std()
    return float(z * np.sqrt((length - 1) / (length - z**2)))


def adjusted_bmp_of_eventstudystatistics(model: Fitted, bmp: float) -> float:
    """Return the adjusted BMP: in place of correlations it takes the sums of products of the residuals."""
    products = model.residuals.T @ model.residuals
    number = len(products)
    mean = products[np.triu_indices(number, 1)].mean()
    return float(bmp * np.sqrt((1 - mean) / (1 + (number - 1) * mean)))


def compounded(close: Floats) -> Floats:
    """Return a price path as PerformanceAnalytics and pyfolio have it: rebuilt from the returns of its rows."""
    return np.asarray(np.cumprod(np.concatenate([[1.0], 1 + (close[1:] / close[:-1] - 1)])))


def _ranks(model: Fitted) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return rank / (1 + number) - 1/2 over estimation and event days, returns a company, and companies a day."""
    everything = np.vstack([model.residuals, model.abnormal])
    known = np.isfinite(everything)
    number = known.sum(axis=0)
    ranks = rankdata(everything, axis=0, nan_policy="omit") / (1 + number) - 0.5
    return ranks, number, known.sum(axis=1)
