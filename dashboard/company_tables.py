"""The tables of single companies that no other page has: the share counts through time, and what they made it worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.choices import Tickers, select
from dashboard.prices import PricePanel
from dashboard.tables import share_counts as known_counts


def share_counts(panel: PricePanel, tickers: Tickers = "companies") -> pd.DataFrame:
    """Return every share count that was the known one of its company, and the market value when it became known.

    Parameters
    ----------
    panel : PricePanel
    tickers : str or sequence of str
        A selection as `Universe.select` takes it.

    Returns
    -------
    DataFrame
        One row a count, company by company in the order chosen, oldest first: ticker, known_from, shares (on the split
        basis of the prices), as_of, filed, basis, note, as `dashboard.study.share_counts.share_count_steps`; close_date
        and close (US dollars), the last close of the company up to the day known_from, missing before its prices begin;
        cap_bn, shares times that close in billions of US dollars.
    """
    chosen = list(select(panel, tickers))
    counts = known_counts(panel)
    counts = counts[counts["ticker"].isin(chosen)]
    counts = counts.assign(place=counts["ticker"].map(chosen.index)).sort_values(["place", "known_from"], kind="stable")
    close = panel.on_sessions().close[chosen].ffill(limit_area="inside")
    row = close.index.searchsorted(counts["known_from"], side="right") - 1
    found = np.where(row >= 0, close.to_numpy()[row, counts["place"].to_numpy(dtype=int)], np.nan)
    dates = pd.Series(close.index.to_numpy()[row], index=counts.index).where(~np.isnan(found))
    return (
        counts.drop(columns="place")
        .assign(close_date=dates, close=found, cap_bn=counts["shares"] * found / 1e9)
        .reset_index(drop=True)
    )
