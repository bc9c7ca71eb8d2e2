"""How far the companies of an event window move together, whether they share its dates or some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.study.group_tests.correlation import mean_correlations
from dashboard.study.group_tests.inputs import GroupInputs, WindowInputs


@dataclass(frozen=True)
class CrossCorrelation:
    """Correlation of the CARs of the N companies that take part in the tests of one window.

    Attributes
    ----------
    companies : int
        N.
    rbar : float
        Mean correlation of the CARs over all pairs: that of the residuals times the share of their windows' sessions
        that are the same dates. On one event session it is that of the residuals. NaN where there is no pair.
    rbar_same_session : float
        The same with pairs counted as 0 unless they share the event session.
    """

    companies: int
    rbar: float
    rbar_same_session: float

    @property
    def inflation(self) -> float:
        """1 + (N-1) rbar: how far moving together inflates the variance of a mean; 1 where there are no pairs."""
        return _inflation(self.companies, self.rbar)

    @property
    def inflation_across_sessions(self) -> float:
        """What inflates that variance beyond companies of the same event session, as a factor.

        A test that takes its variation from days relative to the event sees companies move together where their event
        sessions are the same. It cannot see windows that overlap from day to day.
        """
        if self.rbar == self.rbar_same_session or np.isnan(self.rbar):
            return 1.0
        seen = _inflation(self.companies, self.rbar_same_session)
        return self.inflation / seen if seen > 0 else float("inf")


def cross_correlations(inputs: GroupInputs, windows: Sequence[WindowInputs]) -> list[CrossCorrelation]:
    """Work out how far companies move together in several windows, in one pass over their pairs.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows of N companies.
    windows : sequence of WindowInputs
        Event windows of the same companies; those that take part differ from one to the other.

    Returns
    -------
    list of CrossCorrelation
        One for each window; see `mean_correlations`.
    """
    members = np.column_stack([window.usable(inputs.sigma) for window in windows])
    lengths = np.array([window.sessions for window in windows], dtype=np.int64)
    if inputs.sessions is None:
        rbar = same = mean_correlations(inputs.residuals, members, lengths)
    else:
        # Windows of one session share it or nothing.
        both = np.concatenate([lengths, np.ones_like(lengths)])
        found = mean_correlations(inputs.residuals, np.hstack([members, members]), both, inputs.sessions)
        rbar, same = found[: len(lengths)], found[len(lengths) :]
    return [
        CrossCorrelation(int(number), float(one), float(other))
        for number, one, other in zip(members.sum(axis=0), rbar, same, strict=True)
    ]


def _inflation(companies: int, rbar: float) -> float:
    return 1.0 if np.isnan(rbar) else 1.0 + (companies - 1) * rbar
