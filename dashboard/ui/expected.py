"""What the market model expected of each company on a session, beside what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from dashboard import study_tables
from dashboard.ui import load, series
from dashboard.ui.columns import Column

COLUMNS = {
    "beta": Column(
        "Beta", "ratio", "How many per cent it moves with one per cent of the benchmark, over 250 sessions."
    ),
    "expected": Column("Expected", "per_cent", "Alpha plus beta times the return of the benchmark."),
    "beyond": Column("Beyond it", "per_cent", "Return with dividends less the expected one."),
    "p_bh": Column("p, corrected", "p_value", "That the part beyond is chance; Benjamini–Hochberg over the companies."),
}


def returns(session: dt.date, tickers: Sequence[str], benchmark: str) -> pd.DataFrame:
    """Return actual and expected returns by company, from the market model over the default estimation window.

    Parameters
    ----------
    session : date
        The day.
    tickers : sequence of str
    benchmark : str
        Ticker.

    Returns
    -------
    DataFrame
        ticker, name, segment, actual (with dividends), expected, beyond (decimals), beta, p_bh, and reason, which is
        empty where there is an expected return.
    """
    firms = load.table(study_tables.study, session, tuple(tickers), benchmark=benchmark)
    daily = load.table(study_tables.study, session, tuple(tickers), table="daily", benchmark=benchmark)
    both = firms[["ticker", "beta", "p_bh", "reason"]].merge(
        daily[["ticker", "ret", "expected", "ar"]].rename(columns={"ret": "actual", "ar": "beyond"}), how="left"
    )
    return series.named(both)
