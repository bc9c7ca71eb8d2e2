"""Stored figures in long form, as the importer reads them: prices, dividends and splits of some series, day by day."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.prices import PricePanel

PRICE_FIELDS = ("open", "high", "low", "close", "volume")


def prices(panel: PricePanel, tickers: Sequence[str]) -> pd.DataFrame:
    """Return the daily prices and volumes of some series, one row per series and day.

    Parameters
    ----------
    panel : PricePanel
        All its days count, those that were no session of the exchange too.
    tickers : sequence of str

    Returns
    -------
    DataFrame
        ticker, date, open, high, low, close (US dollars, or points or units of a series that is no share; adjusted for
        splits and not for dividends) and volume; by ticker in the order given, then by day. Days without a close have
        no row; other missing figures are NaN.
    """
    return _long({name: panel.fields[name][list(tickers)] for name in PRICE_FIELDS}, "date", "close")


def dividends(panel: PricePanel, tickers: Sequence[str]) -> pd.DataFrame:
    """Return every dividend of some series: ticker, ex_date, amount (dollars a share, on the basis of the prices)."""
    paid = panel.dividend[list(tickers)]
    return _long({"amount": paid.where(paid > 0)}, "ex_date", "amount")


def splits(panel: PricePanel, tickers: Sequence[str]) -> pd.DataFrame:
    """Return every split of some series: ticker, date (first day of the new basis), ratio (new shares for each old)."""
    split = panel.split[list(tickers)]
    return _long({"ratio": split.where(split != 1)}, "date", "ratio")


def _long(fields: dict[str, pd.DataFrame], day: str, required: str) -> pd.DataFrame:
    """Return wide frames of the same shape below each other, series by series, without the rows that lack a figure."""
    first = fields[required]
    columns = {
        "ticker": [ticker for ticker in first.columns for _ in range(len(first))],
        day: list(first.index) * len(first.columns),
        **{name: frame.to_numpy().ravel(order="F") for name, frame in fields.items()},
    }
    frame = pd.DataFrame(columns).astype({day: first.index.dtype})
    return frame[frame[required].notna()].reset_index(drop=True)
