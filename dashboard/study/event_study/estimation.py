"""What an estimation holds: expected and abnormal returns of every company, and why a company was dropped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.event_study.least_squares import missing_patterns
from dashboard.study.event_study.request import Request
from dashboard.study.event_study.windows import Window, written

_Float = NDArray[np.float64]
_Text = NDArray[np.object_]

OK = "ok"
DROPPED = "dropped"


@dataclass(frozen=True, eq=False)
class Estimation:
    """Expected returns of N companies, estimated over L sessions and compared over E event sessions.

    Figures of a dropped company are NaN, except its returns and its observations. A company that is itself
    the benchmark (or the sector index, where the model uses it) stays, with abnormal returns and `sigma` of exactly 0.

    Attributes
    ----------
    request : Request
        What was asked for.
    tickers : tuple of str, length N
        The same ticker may stand more than once, with different event sessions.
    coefficient_names : tuple of str, length p
        ``"alpha"`` first.
    dates : DatetimeIndex, shape (T,)
        Sessions of the returns.
    event_rows : ndarray of int, shape (N,)
        Row of each company's event session in `dates`.
    offsets_estimation : ndarray of int, shape (L,)
        Sessions of the estimation window, counted from the event session.
    offsets_event : ndarray of int, shape (E,)
        Sessions from the first to the last of all event windows.
    observed : ndarray of bool, shape (L, N)
        Sessions of the estimation window that were used, of dropped companies too.
    residuals : ndarray, shape (L, N)
        Of the estimation; NaN where no observation was used.
    leverage : ndarray, shape (L, N)
        Diagonal h_tt of the hat matrix; residual / (1 - h_tt) is the residual of a fit without that day.
    returns_event, expected, abnormal : ndarray, shape (E, N)
        Returns, expected returns and their difference on the event sessions; NaN where missing. Decimals.
    event_variance : ndarray, shape (E, N)
        Variance of the error of each event session: s^2, a read-only view, or what the model forecasts.
    event_design : ndarray, shape (E, N, p)
        Regressors x_t of the event sessions, constant first; a read-only view where all companies share a session.
    coefficients : ndarray, shape (N, p)
        NaN where a model has a coefficient but does not estimate it.
    inverse : ndarray, shape (N, p, p)
        (X'X)^-1, 0 where no coefficient is estimated.
    covariance : ndarray, shape (N, p, p)
        Of the coefficients, of the kind asked for.
    sigma : ndarray, shape (N,)
        Residual standard deviation s.
    n_obs : ndarray of int, shape (N,)
        Number of sessions used.
    k : int
        Degrees of freedom that the model uses; n_obs - k are left.
    status, reason : ndarray of str, shape (N,)
        ``"ok"`` or ``"dropped"``, and why; the reason also tells a company that is a regressor itself.
    """

    request: Request
    tickers: tuple[str, ...]
    coefficient_names: tuple[str, ...]
    dates: pd.DatetimeIndex
    event_rows: NDArray[np.int64]
    offsets_estimation: NDArray[np.int64]
    offsets_event: NDArray[np.int64]
    observed: NDArray[np.bool_]
    residuals: _Float
    leverage: _Float
    returns_event: _Float
    expected: _Float
    abnormal: _Float
    event_variance: _Float
    event_design: _Float
    coefficients: _Float
    inverse: _Float
    covariance: _Float
    sigma: _Float
    n_obs: NDArray[np.int64]
    k: int
    status: _Text
    reason: _Text

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Companies that were not dropped, shape (N,)."""
        kept: NDArray[np.bool_] = np.equal(self.status, OK)
        return kept

    @property
    def tested(self) -> NDArray[np.bool_]:
        """Companies that were not dropped and have residuals that vary, shape (N,); only these can be tested."""
        varies: NDArray[np.bool_] = self.sigma > 0.0
        return self.kept & varies

    @property
    def freedom(self) -> _Float:
        """Degrees of freedom n_obs - k, shape (N,), NaN for dropped companies."""
        return np.where(self.kept, (self.n_obs - self.k).astype(np.float64), np.nan)

    @cached_property
    def sessions(self) -> pd.DatetimeIndex:
        """Event session of each company, length N."""
        return self.dates[self.event_rows]

    @cached_property
    def patterns(self) -> int:
        """Number of different patterns of missing days among the companies that were not dropped."""
        present = np.isfinite(self.residuals[:, self.kept])
        return len(missing_patterns(present)[0]) if present.shape[1] else 0

    def dates_at(self, around: NDArray[np.int64]) -> NDArray[np.datetime64]:
        """Return the session of each company at some offsets.

        Parameters
        ----------
        around : ndarray of int, shape (M,)

        Returns
        -------
        ndarray of datetime64, shape (M, N)
            NaT beyond the first or last session.
        """
        rows = self.event_rows + around[:, None]
        known = self.dates.to_numpy()
        return np.where((rows >= 0) & (rows < len(known)), known[rows.clip(0, len(known) - 1)], np.datetime64("NaT"))

    def rows_of(self, window: Window) -> slice:
        """Return the rows of an event window within the event sessions.

        Raises
        ------
        InputError
            The estimation does not cover it.
        """
        first, last = int(self.offsets_event[0]), int(self.offsets_event[-1])
        if not first <= window[0] <= window[1] <= last:
            raise InputError(
                f"The window {written(window)} lies outside the event sessions {first}:{last}; add it to the request."
            )
        return slice(window[0] - first, window[1] - first + 1)
