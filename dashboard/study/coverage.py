"""How complete the stored series are: by month, and which dividends and splits they hold."""

from __future__ import annotations

import pandas as pd

from dashboard.prices import PricePanel

ACTIONS = (
    "ticker",
    "dividends",
    "first_dividend",
    "last_dividend",
    "dividend_sum",
    "splits",
    "split_date",
    "split_ratio",
)


def coverage_by_month(panel: PricePanel) -> pd.DataFrame:
    """Return, for every series and month, the part of the exchange's sessions that have a close.

    Parameters
    ----------
    panel : PricePanel
        Days that were no sessions do not count.

    Returns
    -------
    DataFrame, shape (series, months)
        Values 0 to 1; index of tickers in the order of the panel, columns of months as text, "2025-01". A month
        before a series begins or after it ends holds 0.
    """
    close = panel.on_sessions().close
    return close.notna().groupby(pd.DatetimeIndex(close.index).strftime("%Y-%m")).mean().T


def actions(panel: PricePanel) -> pd.DataFrame:
    """Return the dividends and splits of every series that has any.

    Parameters
    ----------
    panel : PricePanel

    Returns
    -------
    DataFrame
        ticker, dividends (how many), first_dividend, last_dividend (ex-dates), dividend_sum (US dollars a share, on
        the split basis of the prices), splits (how many), split_date and
        split_ratio (of the latest: new shares for each old one). Missing where there is none.
    """
    rows = []
    for ticker in panel.tickers:
        paid, split = panel.dividend[ticker], panel.split[ticker]
        paid, split = paid[paid > 0], split[split != 1]
        if len(paid) or len(split):
            rows.append(
                {
                    "ticker": ticker,
                    "dividends": len(paid),
                    "first_dividend": paid.index.min(),
                    "last_dividend": paid.index.max(),
                    "dividend_sum": paid.sum() if len(paid) else None,
                    "splits": len(split),
                    "split_date": split.index.max(),
                    "split_ratio": split.iloc[-1] if len(split) else None,
                }
            )
    return pd.DataFrame(rows, columns=list(ACTIONS))
