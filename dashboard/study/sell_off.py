"""One session, series by series: how far it fell, opened lower, traded, and where it stood in the weeks after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.catalog import Universe
from dashboard.prices import PricePanel
from dashboard.study.market_value import market_value
from dashboard.study.windows import event_row

VOLUME_SESSIONS = 60
LATER_SESSIONS = (2, 5, 21)
COLUMNS = (
    "date",
    "ticker",
    "name",
    "segment",
    "close_before",
    "open",
    "low",
    "close",
    "ret",
    "gap",
    "low_ret",
    "volume_ratio",
    "loss_bn",
    "ret_2",
    "ret_5",
    "ret_21",
)


def volume_ratio(volume: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """Return a row's volume over its mean of the 60 rows before, NaN where any of these is missing.

    Parameters
    ----------
    volume : ndarray, shape (sessions, series)
    row : int

    Returns
    -------
    ndarray, shape (series,)
    """
    empty = np.full(volume.shape[1], np.nan)
    if row < VOLUME_SESSIONS:
        return empty
    mean = volume[row - VOLUME_SESSIONS : row].mean(axis=0)
    ratio: NDArray[np.float64] = np.divide(volume[row], mean, out=empty, where=mean > 0)
    return ratio


def sell_off(
    panel: PricePanel, session: date, tickers: Sequence[str], universe: Universe, counts: pd.DataFrame
) -> pd.DataFrame:
    """Return what each series did on one session.

    Parameters
    ----------
    panel : PricePanel
        All stored prices, with their whole split history, on the sessions of the exchange.
    session : date
        The day measured.
    tickers : sequence of str
        The series wanted.
    universe : Universe
        Names and segments.
    counts : DataFrame
        The known share counts through time, from `share_count_steps`, for the value lost.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, deepest fall first, series without figures last. All returns are decimal price
        returns from the close before: ``gap`` to the open, ``low_ret`` to the low, ``ret_n`` through the close of
        the n-th session, the day itself being the first (NaN past the stored end). ``volume_ratio`` is volume over
        its mean of the 60 sessions before. ``loss_bn`` is in billions of US dollars, positive for a loss.

    Raises
    ------
    NotASessionError, DateRangeError
        As `event_row`.
    """
    row = event_row(panel, session)
    names = list(tickers)
    close, opened, low = (frame[names].to_numpy() for frame in (panel.close, panel.open, panel.low))
    before = close[row - 1]
    loss = market_value(panel, session, names, universe, counts).set_index("ticker")["loss_bn"].reindex(names)
    later = {
        f"ret_{n}": close[row + n - 1] / before - 1.0 if row + n - 1 < len(close) else np.full(len(names), np.nan)
        for n in LATER_SESSIONS
    }
    frame = pd.DataFrame(
        {
            "date": panel.close.index[row],
            "ticker": names,
            "name": [universe.name(name) for name in names],
            "segment": [universe.segment(name) for name in names],
            "close_before": before,
            "open": opened[row],
            "low": low[row],
            "close": close[row],
            "ret": close[row] / before - 1.0,
            "gap": opened[row] / before - 1.0,
            "low_ret": low[row] / before - 1.0,
            "volume_ratio": volume_ratio(panel.volume[names].to_numpy(), row),
            "loss_bn": loss.to_numpy(),
            **later,
        }
    )
    return frame.sort_values("ret", na_position="last", kind="stable").reset_index(drop=True)
