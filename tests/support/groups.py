"""Small groups of companies for the group tests, by hand or drawn with a common shock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.study.group_tests import GroupInputs, Portfolio, WindowInputs

Floats = NDArray[np.float64]


def group(residuals: ArrayLike, **given: Any) -> GroupInputs:
    """Return estimation windows with the given residuals (days x companies), s = 1 and no leverage."""
    values = np.asarray(residuals, dtype=float)
    plain: dict[str, Any] = {
        "leverage": np.zeros_like(values),
        "sigma": np.ones(values.shape[1]),
        "n_obs": np.isfinite(values).sum(axis=0),
        "regressors": 2,
    }
    return GroupInputs(values, **(plain | given))


def window(car: Sequence[float], sd: float | Sequence[float] = 1.0, **given: Any) -> WindowInputs:
    """Return a window of one session."""
    values = np.asarray(car, dtype=float)
    return WindowInputs(values[None, :], values, np.broadcast_to(np.asarray(sd, dtype=float), values.shape), **given)


def drawn(
    companies: int, rbar: float = 0.2, *, days: int = 60, sessions: int = 2, missing: float = 0.0, seed: int = 1
) -> tuple[GroupInputs, WindowInputs]:
    """Draw a group whose residuals correlate by about `rbar`, a share of them missing."""
    random = np.random.default_rng(seed)
    shape = (days + sessions, companies)
    noise = 0.02 * (np.sqrt(rbar) * random.normal(size=(shape[0], 1)) + np.sqrt(1 - rbar) * random.normal(size=shape))
    residuals, abnormal = noise[:days], noise[days:] - 0.01
    residuals[random.random(residuals.shape) < missing] = np.nan
    count = np.isfinite(residuals).sum(axis=0)
    sigma = np.sqrt(np.nansum(residuals**2, axis=0) / (count - 2))
    leverage = np.broadcast_to(1 / count, residuals.shape)
    car = abnormal.sum(axis=0)
    whole = Portfolio(float(car.mean()), 0.01, days - 2)
    return (
        GroupInputs(residuals, leverage, sigma, count, 2),
        WindowInputs(abnormal, car, sigma * np.sqrt(sessions * (1 + 1 / count)), whole),
    )
