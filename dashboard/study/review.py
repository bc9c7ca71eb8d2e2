"""Looking back after some months: how each price stood against the close before an event, and how low it had been.

The sell-off of April 2025 over tariffs lies between the event and most days from which one may look back, and took many
prices lower than the event had. So the low of that month is measured too, from the same close.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

APRIL = (date(2025, 4, 1), date(2025, 4, 30))
"""First and last day of the month whose low is measured: tariffs were announced on its second day."""
COLUMNS = (
    "close_before",
    "event_ret",
    "low_date",
    "low_ret",
    "april_low_date",
    "april_low_ret",
    "april_back_on",
    "april_sessions",
    "regained_on",
    "sessions",
    "ret_to",
)

_Float = NDArray[np.float64]
_Rows = NDArray[np.int64]


@dataclass(frozen=True)
class _Low:
    """Row of the lowest close of each series, ``-1`` where there is none, and that close."""

    row: _Rows
    close: _Float


def _lowest(close: _Float, first: int, last: int) -> _Low:
    """Find the first of the lowest closes from one row to another, both included; missing ones are passed over."""
    searched = close[first : last + 1]
    found = ~np.isnan(searched).all(axis=0) if len(searched) else np.zeros(close.shape[1], bool)
    if not found.any():
        return _Low(np.full(close.shape[1], -1), np.full(close.shape[1], np.nan))
    filled = np.where(np.isnan(searched), np.inf, searched)
    place = filled.argmin(axis=0)
    return _Low(np.where(found, place + first, -1), np.where(found, filled.min(axis=0), np.nan))


def first_back(close: _Float, base: _Float, since: _Rows) -> _Rows:
    """Return the first row that closes at or above a base, from some row on, series by series.

    Parameters
    ----------
    close : ndarray, shape (sessions, series)
        NaN where a close is missing.
    base, since : ndarray, shape (series,)
        The close to be regained, and the first row that counts; a negative one says that none does.

    Returns
    -------
    ndarray, shape (series,)
        Rows; ``-1`` where there is none.
    """
    back = (close >= base) & (np.arange(len(close))[:, None] >= since) & (since >= 0)
    return np.where(back.any(axis=0), back.argmax(axis=0), -1)


def _dates(index: pd.Index, rows: _Rows) -> NDArray[np.datetime64]:
    found: NDArray[np.datetime64] = np.where(rows < 0, np.datetime64("NaT"), index.to_numpy()[rows])
    return found


def _between(rows: _Rows, since: _Rows | int) -> pd.Series:
    counts = np.where(rows < 0, np.nan, rows - since)
    return pd.Series(counts, dtype=float).astype("Int64")


def holds_april(first: date, last: date) -> bool:
    """Tell whether all of April 2025 lies from one day to another, both included."""
    return first <= APRIL[0] and APRIL[1] <= last


def review(close: pd.DataFrame, row: int, end: int) -> pd.DataFrame:
    """Return how each series stood at a later close, and what lay between, all against the close before an event.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Closing prices, or paths of segments, on the sessions of the exchange; NaN where there is none.
    row, end : int
        Rows of the event session, at least 1, and of the session from which one looks back, not before it. No later
        row is looked at.

    Returns
    -------
    DataFrame, shape (series, 11)
        Columns as in `COLUMNS`, in the order of the series. Returns are decimals from the close before the event:
        ``event_ret`` to the event session, ``low_ret`` to the lowest close from that session to `end`,
        ``april_low_ret`` to the lowest of April 2025, ``ret_to`` to `end`. ``regained_on`` is the first session from
        the event on that closed at or above the close before, ``sessions`` their distance (the event session is the
        first); ``april_back_on`` the first from the low of April on, ``april_sessions`` the sessions since that low (0
        for one that stood no lower). Columns of April are empty unless all of that month lies from the event session
        to `end`; so is everything of a series without a close before the event.
    """
    index, values = close.index, close.to_numpy(dtype=float)[: end + 1]
    base = values[row - 1]
    values = np.where(np.isnan(base), np.nan, values)
    low = _lowest(values, row, end)
    april = _Low(np.full(len(base), -1), np.full(len(base), np.nan))
    if holds_april(index[row].date(), index[end].date()):
        first, after = index.searchsorted(pd.DatetimeIndex([APRIL[0], pd.Timestamp(APRIL[1]) + pd.Timedelta(days=1)]))
        april = _lowest(values, int(first), int(after) - 1)
    april_back = first_back(values, base, april.row)
    regained = first_back(values, base, np.full(len(base), row))
    return pd.DataFrame(
        {
            "close_before": base,
            "event_ret": values[row] / base - 1.0,
            "low_date": _dates(index, low.row),
            "low_ret": low.close / base - 1.0,
            "april_low_date": _dates(index, april.row),
            "april_low_ret": april.close / base - 1.0,
            "april_back_on": _dates(index, april_back),
            "april_sessions": _between(april_back, april.row),
            "regained_on": _dates(index, regained),
            "sessions": _between(regained, row - 1),
            "ret_to": values[end] / base - 1.0,
        }
    )
