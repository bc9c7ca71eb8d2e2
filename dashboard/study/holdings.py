"""What a reader's own holdings lost on a session, when they were back, and what they have come to since."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import DateRangeError
from dashboard.prices import PricePanel
from dashboard.study.holding import held_returns
from dashboard.study.recovery import episodes
from dashboard.study.share_counts import split_factors
from dashboard.study.windows import event_row

TOTAL = "total"
"""What stands for a ticker in the row of the whole; no ticker is written in small letters."""

COLUMNS = (
    "ticker",
    "shares",
    "later_splits",
    "close_before",
    "close",
    "value_before",
    "value",
    "loss",
    "ret",
    "loss_share",
    "status",
    "regained_on",
    "sessions",
    "low_date",
    "low_ret",
    "value_to",
    "gain_to",
    "ret_to",
    "total_gain_to",
    "total_ret_to",
)


def shares_now(panel: PricePanel, session: date, held: pd.DataFrame) -> pd.DataFrame:
    """Bring numbers of shares to the split basis of the prices.

    Parameters
    ----------
    panel : PricePanel
        With its whole split history, on the sessions of the exchange.
    session : date
        The event session; shares are those held at the close before it, as counted that day.
    held : DataFrame
        Columns ticker, once each, and shares.

    Returns
    -------
    DataFrame
        ticker, shares, later_splits (the product of the splits from the event session on) and now, their product.
    """
    before = pd.Series(panel.dates[event_row(panel, session) - 1], index=held.index)
    later = split_factors(panel.split, held["ticker"], before)
    return held[["ticker", "shares"]].assign(later_splits=later, now=held["shares"] * later)


def value_path(panel: PricePanel, session: date, held: pd.DataFrame) -> pd.Series:
    """Return the value of holdings at each close from the one before a session on.

    Parameters
    ----------
    panel, session, held
        As for `shares_now`.

    Returns
    -------
    Series, shape (sessions from the one before `session`,)
        US dollars, without dividends. Holdings without a close on `session` or the one before count nowhere; a close
        that is missing between two others repeats the one before; the path ends where the prices of one holding do.
        Missing throughout where nothing counts.
    """
    return _path(panel, event_row(panel, session), shares_now(panel, session, held))


def _path(panel: PricePanel, row: int, counted: pd.DataFrame) -> pd.Series:
    prices = panel.close[counted["ticker"].to_list()].iloc[row - 1 :]
    known = prices.iloc[:2].notna().all().to_numpy()
    value = prices.loc[:, known].ffill(limit_area="inside").to_numpy() @ counted["now"].to_numpy()[known]
    return pd.Series(value if known.any() else np.nan, index=prices.index)


def holdings(panel: PricePanel, session: date, to: date, held: pd.DataFrame) -> pd.DataFrame:
    """Return what each holding lost on a session and has come to since, and the same of the whole.

    Parameters
    ----------
    panel, session, held
        As for `shares_now`.
    to : date
        The session at which values end, not before `session`.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`: a row a holding in the order given, and a last one whose ticker is ``total``. Money is
        in US dollars and prices are on the split basis of the panel: ``value_before = shares x later_splits x
        close_before``, ``loss = value_before - value`` (positive = lost), ``loss_share`` that of the whole loss
        (missing where the whole is 0). ``status``, ``regained_on``, ``sessions``, ``low_date`` and ``low_ret`` are
        those of `dashboard.study.recovery.around_event`; those of the whole are of its value at the close. ``gain_to``
        and ``ret_to`` run from the close before to that of `to`, ``total_gain_to`` and ``total_ret_to`` with each
        holding's dividends reinvested in it. A holding without a close on the session or the one before has empty
        figures and counts nowhere in the whole. Where a counted holding lacks a close on `to`, so does the whole.

    Raises
    ------
    DateRangeError
        `to` lies before the event session, or a date outside the stored prices.
    """
    row, end = event_row(panel, session), panel.position(to)
    if end < row:
        raise DateRangeError(f"The end {to} lies before the event session {session}; choose a later end.")
    counted = shares_now(panel, session, held)
    names, now = counted["ticker"].to_list(), counted["now"].to_numpy()
    prices = panel.close[names]
    close = prices.to_numpy()
    known = ~np.isnan(close[row - 1]) & ~np.isnan(close[row])
    ret_to, total_ret_to = held_returns(close, panel.dividend[names].to_numpy(), row - 1, end)

    def with_whole(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return amounts of those that count, and behind them their sum."""
        whole = amounts[known].sum() if known.any() else np.nan
        return np.append(np.where(known, amounts, np.nan), whole)

    before, value = with_whole(now * close[row - 1]), with_whole(now * close[row])
    gain, total_gain = with_whole(now * close[row - 1] * ret_to), with_whole(now * close[row - 1] * total_ret_to)
    loss = before - value
    paths = prices.where(np.broadcast_to(known, close.shape)).assign(**{TOTAL: _path(panel, row, counted)})
    back = episodes(paths, row)
    return pd.DataFrame(
        {
            "ticker": [*names, TOTAL],
            "shares": [*counted["shares"], np.nan],
            "later_splits": [*counted["later_splits"], np.nan],
            "close_before": np.append(close[row - 1], np.nan),
            "close": np.append(close[row], np.nan),
            "value_before": before,
            "value": value,
            "loss": loss,
            "ret": value / before - 1.0,
            "loss_share": loss / loss[-1] if loss[-1] else np.nan,
            **{name: back[name] for name in ("status", "regained_on", "sessions", "low_date", "low_ret")},
            "value_to": with_whole(now * close[end]),
            "gain_to": gain,
            "ret_to": gain / before,
            "total_gain_to": total_gain,
            "total_ret_to": total_gain / before,
        }
    )
