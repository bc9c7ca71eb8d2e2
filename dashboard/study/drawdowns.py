"""Drawdown episodes of many price series at once, exact to the session.

An episode runs from a peak to the first session back at or above that peak. With ``M`` the running maximum of the
closes, a session is *under water* where the close is below ``M``. The definitions, which ties and plateaus do not
disturb:

* peak: the last session at the running maximum before the fall;
* start: the first session below it;
* valley: the first session at the lowest close of the episode;
* recovery: the first session back at or above the peak, or none (the episode is open).

Missing closes are passed over: an episode counts the rows that the series itself has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COLUMNS = (
    "ticker",
    "rank",
    "peak_date",
    "start_date",
    "valley_date",
    "recovery_date",
    "status",
    "depth",
    "peak_close",
    "valley_close",
    "sessions_down",
    "sessions_up",
    "days_down",
    "days_up",
)

_Int = NDArray[np.int64]
_Float = NDArray[np.float64]


@dataclass(frozen=True)
class _Flat:
    """The present closes of all series end to end, series by series."""

    price: _Float
    series: _Int  # column of the frame
    row: _Int  # row of the frame


def _running_maximum(values: _Float) -> _Float:
    """Return the running maximum down each column; a missing close repeats the one before (NaN at the start)."""
    return np.fmax.accumulate(values, axis=0)


def _flatten(values: _Float) -> _Flat:
    by_series = values.T
    series, row = np.nonzero(~np.isnan(by_series))
    return _Flat(by_series[series, row], series, row)


def underwater(close: pd.DataFrame) -> pd.DataFrame:
    """Return how far each close lies below the running maximum.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Closing prices, NaN where a series has none.

    Returns
    -------
    DataFrame, same shape
        ``P_t / max(P_1..P_t) - 1`` as decimals, never positive; NaN stays NaN, in its own column.
    """
    values = close.to_numpy(dtype=float)
    return pd.DataFrame(values / _running_maximum(values) - 1.0, index=close.index, columns=close.columns)


def drawdowns(close: pd.DataFrame, top: int | None = 5) -> pd.DataFrame:
    """Return the worst drawdown episodes of every series.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Closing prices, positive, NaN where a series has none; ascending naive dates as index, tickers as columns.
    top : int or None
        How many episodes a series, deepest first; None for all.

    Returns
    -------
    DataFrame
        One row an episode, series in the order of `close`, ``rank`` 1 being the deepest (the earlier first where two
        are equally deep). Columns: ticker, rank, peak_date, start_date, valley_date, recovery_date (NaT while open),
        status (``recovered`` or ``open``), depth (decimal, negative), peak_close, valley_close, sessions_down (rows
        from peak to valley), sessions_up (valley to recovery, missing while open), days_down and days_up (calendar
        days). A series that never falls has no row.

    Notes
    -----
    Cost is a handful of passes over the array, without a loop over series.
    """
    values = close.to_numpy(dtype=float)
    flat = _flatten(values)
    maximum = _running_maximum(values).T[flat.series, flat.row]
    below = flat.price < maximum
    # The first present close of a series is its own maximum, so a run under water never spans two series.
    edges = np.diff(np.concatenate(([False], below, [False])).astype(np.int8))
    start = np.flatnonzero(edges == 1)
    after = np.flatnonzero(edges == -1)
    if not len(start):
        return _frame(close, flat, start, start, start, start, np.empty(0, dtype=bool), np.empty(0, dtype=np.int64))
    peak = start - 1
    valley = _first_minimum(flat.price, start, after)
    size = len(flat.price)
    recovery = np.minimum(after, size - 1)
    recovered = (after < size) & (flat.series[recovery] == flat.series[peak])
    depth = flat.price[valley] / flat.price[peak] - 1.0
    order = np.lexsort((start, depth, flat.series[peak]))
    rank = _rank_within(flat.series[peak][order])
    if top is not None:
        keep = rank <= top
        order, rank = order[keep], rank[keep]
    return _frame(close, flat, peak[order], start[order], valley[order], recovery[order], recovered[order], rank)


def standing(close: pd.DataFrame) -> pd.DataFrame:
    """Return how far each series lies below its running maximum at its last close, and since when.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        As for `drawdowns`.

    Returns
    -------
    DataFrame
        One row a series, in the order of `close`: ticker, peak_date (the last session at the running maximum),
        below_since (the first session below it; NaT for a series at its maximum), last_date, peak_close, last_close,
        depth (decimal, 0 at the maximum), sessions (rows of the series itself from peak to last) and days (calendar).
        A series without any close has a row without figures.
    """
    values = close.to_numpy(dtype=float)
    present = ~np.isnan(values)
    size, columns = len(values), np.arange(values.shape[1])
    last = size - 1 - present[::-1].argmax(axis=0)
    peak = size - 1 - (values == _running_maximum(values))[::-1].argmax(axis=0)
    after_peak = present & (np.arange(size)[:, None] > peak)
    dates = close.index.to_numpy()
    known, below = present.any(axis=0), after_peak.any(axis=0)
    missing = np.datetime64("NaT")
    return pd.DataFrame(
        {
            "ticker": close.columns.to_numpy(),
            "peak_date": np.where(known, dates[peak], missing),
            "below_since": np.where(below, dates[after_peak.argmax(axis=0)], missing),
            "last_date": np.where(known, dates[last], missing),
            "peak_close": values[peak, columns],
            "last_close": values[last, columns],
            "depth": values[last, columns] / values[peak, columns] - 1.0,
            "sessions": np.where(known, after_peak.sum(axis=0), np.nan),
            "days": np.where(known, (dates[last] - dates[peak]) / np.timedelta64(1, "D"), np.nan),
        }
    ).astype({"ticker": "str", "sessions": "Int64", "days": "Int64"})


def _first_minimum(price: _Float, start: _Int, after: _Int) -> _Int:
    """Return, for each run ``start <= i < after``, the first position of its lowest price."""
    length = after - start
    run = np.repeat(np.arange(len(start)), length)
    position = np.arange(length.sum()) + np.repeat(start - (np.cumsum(length) - length), length)
    offset = np.cumsum(length) - length
    lowest = np.minimum.reduceat(price[position], offset)
    at_lowest = np.where(price[position] == lowest[run], position, len(price))
    first: _Int = np.minimum.reduceat(at_lowest, offset)
    return first


def _rank_within(sorted_group: _Int) -> _Int:
    """Return 1, 2, … within each block of equal values of an array that is sorted by block."""
    index = np.arange(len(sorted_group))
    first_of_block = np.concatenate(([True], sorted_group[1:] != sorted_group[:-1]))
    return index - np.maximum.accumulate(np.where(first_of_block, index, 0)) + 1


def _frame(
    close: pd.DataFrame,
    flat: _Flat,
    peak: _Int,
    start: _Int,
    valley: _Int,
    recovery: _Int,
    recovered: NDArray[np.bool_],
    rank: _Int,
) -> pd.DataFrame:
    dates = close.index.to_numpy()

    def dated(position: _Int) -> NDArray[np.datetime64]:
        found: NDArray[np.datetime64] = dates[flat.row[position]]
        return found

    def days(first: NDArray[np.datetime64], last: NDArray[np.datetime64]) -> NDArray[np.float64]:
        span: NDArray[np.float64] = (last - first) / np.timedelta64(1, "D")
        return span

    peak_date, valley_date, recovery_date = dated(peak), dated(valley), dated(recovery)
    depth = flat.price[valley] / flat.price[peak] - 1.0
    frame = pd.DataFrame(
        {
            "ticker": close.columns.to_numpy()[flat.series[peak]],
            "rank": rank,
            "peak_date": peak_date,
            "start_date": dated(start),
            "valley_date": valley_date,
            "recovery_date": np.where(recovered, recovery_date, np.datetime64("NaT")),
            "status": np.where(recovered, "recovered", "open"),
            "depth": depth,
            "peak_close": flat.price[peak],
            "valley_close": flat.price[valley],
            "sessions_down": valley - peak,
            "sessions_up": np.where(recovered, recovery - valley, np.nan),
            "days_down": days(peak_date, valley_date),
            "days_up": np.where(recovered, days(valley_date, recovery_date), np.nan),
        },
        columns=list(COLUMNS),
    )
    counts = dict.fromkeys(("sessions_down", "sessions_up", "days_down", "days_up"), "Int64")
    return frame.astype({"ticker": "str", "status": "str", **counts})
