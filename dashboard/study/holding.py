"""What a buyer at one close has at a later one, and how a segment fared since: returns from a fixed day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import DateRangeError
from dashboard.prices import PricePanel

_Float = NDArray[np.float64]


def held_returns(close: _Float, dividend: _Float, bought: int, sold: int) -> tuple[_Float, _Float]:
    """Return the price return and the total return from the close of one row to that of another.

    Parameters
    ----------
    close, dividend : ndarray, shape (sessions, series)
        Prices, and dividends on their ex-dates (0 where none).
    bought, sold : int
        Rows; a dividend counts where its row comes after `bought` and not after `sold`.

    Returns
    -------
    tuple of ndarray, each of shape (series,)
        Decimals; NaN where a close is missing on either row.

    Notes
    -----
    The total return is ``P_to / P_0 x prod((P_t + D_t) / P_t)``, which equals the product of the daily total returns
    ``(P_t + D_t) / P_{t-1}`` and does not need a close on every day between.
    """
    price = close[sold] / close[bought]
    paid, at = dividend[bought + 1 : sold + 1], close[bought + 1 : sold + 1]
    reinvested = np.where(paid > 0, (at + paid) / at, 1.0).prod(axis=0)
    return price - 1.0, price * reinvested - 1.0


def holding(panel: PricePanel, bought: date, to: date, tickers: Sequence[str]) -> pd.DataFrame:
    """Return what a buyer at one session's close has at another's.

    Parameters
    ----------
    panel : PricePanel
        Prices and dividends on the sessions of the exchange.
    bought, to : date
        The session of purchase, and the same or a later one.
    tickers : sequence of str
        The series wanted, which keep this order.

    Returns
    -------
    DataFrame
        ticker, close_bought, close_to (US dollars a share), ret and total_ret (decimals; without dividends, and with
        dividends reinvested on their ex-date). A figure that lacks a close is missing.

    Raises
    ------
    DateRangeError
        `to` lies before `bought`, or a date outside the stored prices.
    NotASessionError
        A date was no session.
    """
    first, last = panel.position(bought), panel.position(to)
    if last < first:
        raise DateRangeError(f"The end {to} lies before the purchase on {bought}; choose a later end.")
    names = list(tickers)
    close = panel.close[names].to_numpy()
    ret, total_ret = held_returns(close, panel.dividend[names].to_numpy(), first, last)
    return pd.DataFrame(
        {"ticker": names, "close_bought": close[first], "close_to": close[last], "ret": ret, "total_ret": total_ret}
    )


def group_paths(close: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return the path of each group of series: the equal-weighted mean of their closes over those of the first row.

    Every series with a close in the first row counts alike; the others are left out, as are groups without any. A close
    that is missing between two others repeats the one before, and a group's path ends where the prices of one of its
    series end, so that no step comes from a change of members.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Closing prices from the base session on, NaN where a series has none.
    groups : mapping of str to str
        Group of each ticker.

    Returns
    -------
    DataFrame, shape (sessions, groups)
        Multiples of the base, 1.0 in the first row; columns in the order in which `close` first names the groups.
    """
    held = close.loc[:, close.iloc[0].notna()].ffill(limit_area="inside")
    relative = held / held.iloc[0]
    members: dict[str, list[str]] = {}
    for ticker in relative.columns:
        members.setdefault(groups[ticker], []).append(ticker)
    paths = {name: relative[tickers].mean(axis=1, skipna=False) for name, tickers in members.items()}
    return pd.DataFrame(paths, index=close.index)
