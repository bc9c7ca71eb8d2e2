"""Which share count was known on a date, on the split basis of the prices.

The rule: the newest count read on the cover of an SEC filing that was filed by then; else the newest count derived
from a published market value; else the newest unverified one; else the newest period-end count dated by then. The
count that applies is therefore a step function of time, one for each company.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.catalog import ShareCount

PREFERENCE = ("sec_cover", "derived", "unverified", "balance_sheet")
COLUMNS = ("ticker", "known_from", "shares", "as_of", "filed", "basis", "note")


def split_factors(split: pd.DataFrame, tickers: pd.Series, basis_dates: pd.Series) -> np.ndarray:
    """Return the product of the splits after each date: what multiplies a count of that date.

    Parameters
    ----------
    split : DataFrame, shape (sessions, series)
        Split ratios on their first session, 1.0 elsewhere.
    tickers, basis_dates : Series, shape (counts,)
        The series and the date on whose split basis each count stands.

    Returns
    -------
    ndarray, shape (counts,)
        1.0 for a ticker that has no column.
    """
    ratios = split.to_numpy(dtype=float)
    # still_to_come[k] is the product of the splits from row k on; the last row stands for "none left".
    still_to_come = np.vstack([np.cumprod(ratios[::-1], axis=0)[::-1], np.ones(ratios.shape[1])])
    column = split.columns.get_indexer(pd.Index(tickers))
    row = split.index.searchsorted(pd.DatetimeIndex(basis_dates), side="right")
    return np.where(column >= 0, still_to_come[row, np.maximum(column, 0)], 1.0)


def share_count_steps(counts: Sequence[ShareCount], split: pd.DataFrame) -> pd.DataFrame:
    """Return the step function of known share counts.

    Parameters
    ----------
    counts : sequence of ShareCount
        The catalogue.
    split : DataFrame, shape (sessions, series)
        Split ratios of the whole price history, 1.0 where none.

    Returns
    -------
    DataFrame
        One row whenever the count that the rule picks changes, by ticker and date: ticker, known_from (first day on
        which it is known), shares (on the split basis of the prices), as_of, filed (NaT unless filed), basis, note.
    """
    rows = pd.DataFrame(
        [
            {
                "ticker": count.ticker,
                "known_from": count.filed if count.basis == "sec_cover" else count.as_of,
                "shares": float(count.shares),
                "as_of": count.as_of,
                "filed": count.filed,
                "basis": count.basis,
                "note": count.note or "",
                "preference": PREFERENCE.index(count.basis),
                "split_basis": count.split_basis_date,
            }
            for count in counts
        ],
        columns=[*COLUMNS, "preference", "split_basis"],
    ).astype({"ticker": "str", "shares": float, "basis": "str", "note": "str", "preference": int})
    for name in ("known_from", "as_of", "filed", "split_basis"):
        rows[name] = pd.to_datetime(rows[name]).dt.as_unit("us")
    rows["shares"] *= split_factors(split, rows["ticker"], rows["split_basis"])
    rows = rows.sort_values(["ticker", "known_from", "preference", "as_of"], kind="stable")
    # A count replaces the one before it unless a better kind, or a newer one of its kind, is known already.
    standing = list(zip(-rows["preference"], rows["as_of"].astype("int64"), strict=True))
    best: dict[str, tuple[int, int]] = {}
    keeps = []
    for ticker, value in zip(rows["ticker"], standing, strict=True):
        keeps.append(value >= best.get(ticker, value))
        best[ticker] = max(value, best.get(ticker, value))
    return rows.loc[keeps, list(COLUMNS)].drop_duplicates(["ticker", "known_from"], keep="last").reset_index(drop=True)


def known_share_counts(steps: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the count known for each company on each date.

    Parameters
    ----------
    steps : DataFrame
        What `share_count_steps` returns.
    wanted : DataFrame, shape (n, ...)
        Columns ticker and known_by (the date by whose end a count must have been known; the spec asks for the
        session before the one that is measured).

    Returns
    -------
    DataFrame, shape (n, 5)
        shares, as_of, filed, basis, note, in the order and with the index of `wanted`; missing where no count was
        known.
    """
    left = pd.DataFrame(
        {
            "ticker": wanted["ticker"].astype("str"),
            "known_by": pd.to_datetime(wanted["known_by"]).dt.as_unit("us"),
            "position": np.arange(len(wanted)),
        }
    )
    right = steps.assign(ticker=steps["ticker"].astype("str")).sort_values("known_from", kind="stable")
    merged = pd.merge_asof(
        left.sort_values("known_by", kind="stable"), right, left_on="known_by", right_on="known_from", by="ticker"
    ).sort_values("position")
    return merged[["shares", "as_of", "filed", "basis", "note"]].set_index(wanted.index)
