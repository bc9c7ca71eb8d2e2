"""From an estimation to what the group tests take: some of its companies, one window, and their portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.study.event_study import Estimation, Request, Window, estimate, window_figures
from dashboard.study.group_tests import GroupInputs, Portfolio, WindowInputs
from dashboard.study.group_tests.inputs import mean_of_present

Columns = NDArray[np.intp]
"""Positions of companies within an estimation."""


@dataclass(frozen=True, eq=False)
class Market:
    """The series that returns are explained with; each None where the model does not need it.

    Attributes
    ----------
    benchmark, sector : Series, optional
        Simple returns of the two indices by date.
    factors : DataFrame, optional
        Daily factors in decimals by date.
    """

    benchmark: pd.Series | None = None
    sector: pd.Series | None = None
    factors: pd.DataFrame | None = None

    def estimate(self, request: Request, returns: pd.DataFrame, rows: NDArray[np.int64]) -> Estimation:
        """Estimate columns of returns against these series; see `dashboard.study.event_study.estimate`."""
        return estimate(request, returns, rows, benchmark=self.benchmark, sector=self.sector, factors=self.factors)


def shared_session(estimation: Estimation, columns: Columns) -> bool:
    """Say whether some companies have one event session."""
    rows = estimation.event_rows[columns]
    return bool((rows == rows[:1]).all())


def group_inputs(estimation: Estimation, columns: Columns) -> GroupInputs:
    """Return the estimation windows of some companies, as the group tests take them.

    They go over days, so the companies of a day are laid side by side in memory; an estimation has each company's days
    together.
    """
    return GroupInputs(
        residuals=np.ascontiguousarray(estimation.residuals[:, columns]),
        leverage=np.ascontiguousarray(estimation.leverage[:, columns]),
        sigma=estimation.sigma[columns],
        n_obs=estimation.n_obs[columns],
        regressors=estimation.k,
        sessions=None if shared_session(estimation, columns) else estimation.event_rows[columns],
    )


def window_inputs(estimation: Estimation, columns: Columns, window: Window) -> WindowInputs:
    """Return one event window of some companies, without their portfolio; laid out as their estimation windows are."""
    figures = window_figures(estimation, window)
    return WindowInputs(
        abnormal=np.ascontiguousarray(estimation.abnormal[estimation.rows_of(window)][:, columns]),
        car=figures.car[columns],
        car_sd=figures.sd[columns],
    )


def windows_of(
    estimation: Estimation, market: Market, returns: pd.DataFrame, groups: Mapping[str, tuple[Columns, GroupInputs]]
) -> dict[tuple[str, Window], WindowInputs]:
    """Return every group in every event window, with its portfolio estimated as one security.

    The portfolio holds the companies that take part in the tests of the window, in equal weights: its return of a day
    is the mean over those that have one. A group whose companies have different event sessions has none.

    Parameters
    ----------
    estimation : Estimation
        Of all companies.
    market : Market
    returns : DataFrame, shape (T, N)
        Their simple returns.
    groups : mapping of str to (ndarray of int, GroupInputs)
        Columns and estimation windows of each group.
    """
    events: dict[tuple[str, Window], WindowInputs] = {}
    held: dict[int, dict[tuple[int, ...], list[tuple[str, Window]]]] = {}
    for name, (columns, inputs) in groups.items():
        for window in estimation.request.windows:
            event = window_inputs(estimation, columns, window)
            events[name, window] = event
            members = columns[event.usable(inputs.sigma)]
            if len(members) and shared_session(estimation, members):
                of_session = held.setdefault(int(estimation.event_rows[members[0]]), {})
                of_session.setdefault(tuple(members.tolist()), []).append((name, window))
    for row, portfolios in held.items():
        whole = estimate_portfolios(market, estimation.request, returns, row, list(portfolios))
        for number, places in enumerate(portfolios.values()):
            for name, window in places:
                own = _portfolio(whole, number, window)
                events[name, window] = replace(events[name, window], portfolio=own)
    return events


def estimate_portfolios(
    market: Market, request: Request, returns: pd.DataFrame, row: int, members: Sequence[Sequence[int]]
) -> Estimation:
    """Estimate equal-weighted portfolios of one event session, each as one security named by its number."""
    values = returns.to_numpy(dtype=np.float64)
    means = np.column_stack([mean_of_present(values[:, list(columns)]) for columns in members])
    rows = np.full(len(members), row, dtype=np.int64)
    return market.estimate(request, pd.DataFrame(means, index=returns.index), rows)


def _portfolio(estimation: Estimation, number: int, window: Window) -> Portfolio:
    figures = window_figures(estimation, window)
    freedom = int(estimation.n_obs[number]) - estimation.k
    return Portfolio(float(figures.car[number]), float(figures.sd[number]), freedom)
