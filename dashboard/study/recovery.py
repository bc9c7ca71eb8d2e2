"""The way back after an event: when each series regained the close before it, how low it went, what a buyer has now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import DateRangeError
from dashboard.prices import PricePanel
from dashboard.study.holding import held_returns
from dashboard.study.windows import event_row

COLUMNS = (
    "ticker",
    "close_before",
    "regained_on",
    "sessions",
    "low_date",
    "low_ret",
    "ret_from_event_close",
    "ret_to",
    "total_ret_to",
)


@dataclass(frozen=True)
class _WayBack:
    """Rows of the regaining session and of the low before it; ``-1`` where there is none."""

    base: NDArray[np.float64]
    regained: NDArray[np.int64]
    low: NDArray[np.int64]
    low_close: NDArray[np.float64]


def _way_back(close: NDArray[np.float64], row: int) -> _WayBack:
    base = close[row - 1]
    after = close[row:]
    back = after >= base  # False where either is missing
    first_back = np.where(back.any(axis=0), back.argmax(axis=0), -1)
    # The low is looked for among the sessions before the first one back, through the end where there is none.
    until = np.where(first_back < 0, len(after), first_back)
    searched = np.where(np.arange(len(after))[:, None] < until, after, np.nan)
    searched = np.where(np.isnan(base), np.nan, searched)
    found = ~np.isnan(searched).all(axis=0)
    low = np.where(found, np.where(np.isnan(searched), np.inf, searched).argmin(axis=0), -1)
    low_close = np.where(found, searched[low, np.arange(close.shape[1])], np.nan)
    return _WayBack(base, np.where(first_back < 0, -1, first_back + row), np.where(found, low + row, -1), low_close)


def _dates(index: pd.DatetimeIndex, rows: NDArray[np.int64]) -> NDArray[np.datetime64]:
    dates: NDArray[np.datetime64] = np.where(rows < 0, np.datetime64("NaT"), index.to_numpy()[rows])
    return dates


def _whole(values: NDArray[np.float64]) -> pd.Series:
    return pd.Series(values, dtype=float).astype("Int64")


def _since(rows: NDArray[np.int64], base_row: int) -> pd.Series:
    return _whole(np.where(rows < 0, np.nan, rows - base_row))


def around_event(panel: PricePanel, session: date, tickers: Sequence[str]) -> pd.DataFrame:
    """Return the episode around an event: from the close before it, down, and back.

    Parameters
    ----------
    panel : PricePanel
        Prices on the sessions of the exchange.
    session : date
        The event session; the base is the close of the session before.
    tickers : sequence of str
        The series wanted, which keep this order.

    Returns
    -------
    DataFrame
        ticker, base_date, base_close, low_date, low_close, low_ret (decimal), sessions_to_low, regained_on (first
        session that closed at or above the base), sessions and days (to that session), status: ``recovered``,
        ``open`` (never regained in the stored prices), ``never below`` (closed at or above the base on the event
        session itself) or ``no price``. The low is the lowest close before the base was regained, the first of equals.
    """
    return episodes(panel.close[list(tickers)], event_row(panel, session))


def episodes(prices: pd.DataFrame, row: int) -> pd.DataFrame:
    """Return the episode around a row of some values, column by column; see `around_event`.

    Parameters
    ----------
    prices : DataFrame, shape (sessions, series)
        Closes, or other values that can be regained.
    row : int
        The event session; at least 1.
    """
    close = prices.to_numpy()
    way = _way_back(close, row)
    index = pd.DatetimeIndex(prices.index)
    base_date = index[row - 1]
    regained_on = _dates(index, way.regained)
    days: NDArray[np.float64] = (regained_on - base_date.to_numpy()) / np.timedelta64(1, "D")
    status = np.select(
        [np.isnan(way.base) | ((way.low < 0) & (way.regained < 0)), way.regained == row, way.regained >= 0],
        ["no price", "never below", "recovered"],
        default="open",
    )
    return pd.DataFrame(
        {
            "ticker": list(prices.columns),
            "base_date": base_date,
            "base_close": way.base,
            "low_date": _dates(index, way.low),
            "low_close": way.low_close,
            "low_ret": way.low_close / way.base - 1.0,
            "sessions_to_low": _since(way.low, row - 1),
            "regained_on": regained_on,
            "sessions": _since(way.regained, row - 1),
            "days": _whole(days),
            "status": status,
        }
    )


def recovery(panel: PricePanel, session: date, to: date, tickers: Sequence[str]) -> pd.DataFrame:
    """Return how long each series took to regain the close before an event, and what it returned to a later date.

    Parameters
    ----------
    panel : PricePanel
        Prices and dividends on the sessions of the exchange.
    session, to : date
        The event session and the later session at which returns end.
    tickers : sequence of str
        The series wanted, which keep this order.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`. ``regained_on``, ``sessions``, ``low_date`` and ``low_ret`` are those of
        `around_event` and look at all stored prices; ``ret_from_event_close`` (of a buyer at the event session's
        close), ``ret_to`` and ``total_ret_to`` (from the close before, without and with dividends reinvested on
        their ex-date) end at `to`. Returns are decimals.

    Raises
    ------
    DateRangeError
        `to` lies before the event session, or a date outside the stored prices.

    Notes
    -----
    `dashboard.study.holding.held_returns` has the formula of the total return.
    """
    row, end = event_row(panel, session), panel.position(to)
    if end < row:
        raise DateRangeError(f"The end {to} lies before the event session {session}; choose a later end.")
    names = list(tickers)
    episode = around_event(panel, session, names)
    close, dividend = panel.close[names].to_numpy(), panel.dividend[names].to_numpy()
    ret_to, total_ret_to = held_returns(close, dividend, row - 1, end)
    from_event, _ = held_returns(close, dividend, row, end)
    return pd.DataFrame(
        {
            "ticker": names,
            "close_before": close[row - 1],
            "regained_on": episode["regained_on"],
            "sessions": episode["sessions"],
            "low_date": episode["low_date"],
            "low_ret": episode["low_ret"],
            "ret_from_event_close": from_event,
            "ret_to": ret_to,
            "total_ret_to": total_ret_to,
        }
    )
