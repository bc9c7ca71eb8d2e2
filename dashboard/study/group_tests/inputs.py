"""What the tests of a group are computed from, and what each of them gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.group_tests.ordering import average_ranks

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CANCELLED = 1e-12
"""A mean below this share of the figures it was taken of is what rounding leaves of figures that cancel out."""


@dataclass(frozen=True, eq=False)
class GroupInputs:
    """The estimation windows of N companies, in event time: L rows that all windows of a study share.

    What several statistics need (ranks, deleted residuals, their mean) is worked out once, when first asked for.

    Attributes
    ----------
    residuals : ndarray, shape (L, N)
        Residuals of the expected-return model, decimals, NaN where a company has no return.
    leverage : ndarray, shape (L, N)
        h = x'(X'X)^-1 x of each estimation day.
    sigma : ndarray, shape (N,)
        s, the residual standard deviation with `n_obs` - `regressors` degrees of freedom.
    n_obs : ndarray, shape (N,)
        Number of estimation days that a company has.
    regressors : int
        Number of estimated coefficients, the constant included; 1 where only a mean is taken off or a sample
        standard deviation used.
    sessions : ndarray of int, shape (N,), optional
        Place of each company's event session in the calendar; None where all share one.

    Raises
    ------
    InputError
        The arrays do not describe the same days and companies.
    """

    residuals: Floats
    leverage: Floats
    sigma: Floats
    n_obs: NDArray[np.int64]
    regressors: int
    sessions: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        """Refuse arrays of different shapes."""
        companies = self.residuals.shape[-1]
        vectors: dict[str, NDArray[Any]] = {"sigma": self.sigma, "n_obs": self.n_obs}
        if self.sessions is not None:
            vectors["sessions"] = self.sessions
        if self.residuals.ndim != 2 or self.leverage.shape != self.residuals.shape:
            raise InputError(
                f"The residuals have shape {self.residuals.shape} and their leverage {self.leverage.shape}; give both "
                "as days x companies."
            )
        for name, vector in vectors.items():
            if vector.shape != (companies,):
                raise InputError(f"{name} has shape {vector.shape}; give one figure for each of {companies} companies.")

    @property
    def companies(self) -> int:
        """Number of companies N."""
        return int(self.residuals.shape[1])

    @cached_property
    def present(self) -> Flags:
        """Where a company has a residual, shape (L, N)."""
        return np.isfinite(self.residuals)

    @cached_property
    def deleted(self) -> Floats:
        """e / (1 - h), the residual that a fit without that day would have given; NaN where h is 1."""
        spared = 1.0 - self.leverage
        return np.divide(self.residuals, spared, out=np.full_like(self.residuals, np.nan), where=spared > 1e-12)

    @cached_property
    def ranks(self) -> Floats:
        """Average rank of each residual among its company's own, from 1; 0 where missing."""
        return np.nan_to_num(average_ranks(self.residuals), copy=False)

    @cached_property
    def present_on(self) -> NDArray[np.int64]:
        """Number of companies that have a residual on each day, shape (L,)."""
        return np.asarray(self.present.sum(axis=1))

    @cached_property
    def mean_residual(self) -> Floats:
        """Mean residual of the companies present, one a day on which any is, shape (days,)."""
        means = mean_of_present(self.residuals)
        return means[np.isfinite(means)]

    @property
    def mean_residual_varies(self) -> bool:
        """Whether the mean residual varies by more than rounding."""
        daily = self.mean_residual
        size = np.sqrt(np.square(np.where(self.present, self.residuals, 0.0)).sum() / max(self.present.sum(), 1))
        return len(daily) > 1 and bool(daily.std() > CANCELLED * size)

    def select(self, keep: Flags) -> GroupInputs:
        """Return the companies of a mask of shape (N,); the same object where that is all of them."""
        if keep.all():
            return self
        return replace(
            self,
            residuals=self.residuals[:, keep],
            leverage=self.leverage[:, keep],
            sigma=self.sigma[keep],
            n_obs=self.n_obs[keep],
            sessions=None if self.sessions is None else self.sessions[keep],
        )


@dataclass(frozen=True)
class Portfolio:
    """The equal-weighted portfolio of a group, estimated as one security over one window.

    Attributes
    ----------
    car, sd : float
        Its cumulative abnormal return and the standard deviation of its prediction error, decimals.
    df : int
        Residual degrees of freedom.
    """

    car: float
    sd: float
    df: int


@dataclass(frozen=True, eq=False)
class WindowInputs:
    """The abnormal returns of N companies in one event window of m sessions.

    Attributes
    ----------
    abnormal : ndarray, shape (m, N)
        Abnormal return of each session of the window, decimals.
    car : ndarray, shape (N,)
        Cumulative abnormal return, NaN where a company has none.
    car_sd : ndarray, shape (N,)
        Standard deviation of its prediction error.
    portfolio : Portfolio, optional
        The group as one security; without it the portfolio test is left empty.
    """

    abnormal: Floats
    car: Floats
    car_sd: Floats
    portfolio: Portfolio | None = None

    def __post_init__(self) -> None:
        """Refuse arrays of different shapes."""
        companies = self.car.shape
        if self.abnormal.ndim != 2 or self.abnormal.shape[1:] != companies or self.car_sd.shape != companies:
            raise InputError(
                f"The window has abnormal returns of shape {self.abnormal.shape}, CARs of {companies} and standard "
                f"deviations of {self.car_sd.shape}; give sessions x companies and one figure a company."
            )

    @property
    def sessions(self) -> int:
        """Number of sessions m."""
        return int(self.abnormal.shape[0])

    @property
    def scar(self) -> Floats:
        """CAR over its standard deviation, shape (N,)."""
        return self.car / self.car_sd

    def usable(self, sigma: Floats) -> Flags:
        """Say who takes part, shape (N,): a CAR, every session of the window, and residuals that vary."""
        known = np.isfinite(self.car) & np.isfinite(self.abnormal).all(axis=0)
        return known & (self.car_sd > 0) & np.isfinite(self.car_sd) & (sigma > 0)

    def select(self, keep: Flags) -> WindowInputs:
        """Return the companies of a mask of shape (N,)."""
        if keep.all():
            return self
        return replace(self, abnormal=self.abnormal[:, keep], car=self.car[keep], car_sd=self.car_sd[keep])


@dataclass(frozen=True)
class Outcome:
    """What one test gives.

    Attributes
    ----------
    value : float
        The statistic, NaN where it cannot be computed.
    df : float
        Degrees of freedom of Student's t; NaN for any other distribution.
    p : float
        Two-sided p.
    note : str
        Why the value is missing, or what it needs beside it.
    """

    value: float = np.nan
    df: float = np.nan
    p: float = np.nan
    note: str = ""


def mean_of_present(values: Floats) -> Floats:
    """Mean over the companies present in each row: (rows, N) to (rows,), NaN where nobody is."""
    present = np.isfinite(values)
    count = present.sum(axis=1)
    total = np.where(present, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0))
