"""Prices of the timeline: whose they are, on which session they are 100, and what they are on the others."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard import tables
from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.ui import load, series
from dashboard.ui.controls import Controls

LARGEST = 5


def companies(chosen: Controls) -> tuple[list[str], str]:
    """Return the companies whose prices are drawn, and a sentence on how they were picked if the reader chose none."""
    if not chosen.everyone:
        return list(chosen.tickers), ""
    day = load.table(tables.sell_off, chosen.session, chosen.tickers)
    lost = day[day["loss_bn"] > 0].nlargest(LARGEST, "loss_bn")["ticker"].to_list()
    when = fmt.day(chosen.session)
    if len(lost) < LARGEST:
        return series.telling(day), f"No company is chosen at the side: {_telling(day)} on {when} are drawn."
    return lost, f"No company is chosen at the side: the five that lost most dollars on {when} are drawn."


def _telling(day: pd.DataFrame) -> str:
    """Return in words what `series.telling` picks from a day."""
    ret = day["ret"].dropna()
    found = [
        ("the largest losses in dollars", (day["loss_bn"] > 0).any()),
        ("the deepest falls", (ret < 0).any()),
        ("the largest rise", (ret > 0).any()),
    ]
    return fmt.listed([words for words, present in found if present]) or "the first two with prices"


def base_session(sessions: pd.DatetimeIndex, wanted: dt.date, *, forward: bool) -> dt.date:
    """Return the session of a day: the day itself, else the next (`forward`) or the last one before, as far as any."""
    day = pd.Timestamp(wanted)
    at = int(sessions.searchsorted(day)) if forward else int(sessions.searchsorted(day, side="right")) - 1
    return pd.Timestamp(sessions[min(max(at, 0), len(sessions) - 1)]).date()


def rebased(closes: pd.DataFrame, base: dt.date, start: dt.date, end: dt.date) -> tuple[pd.DataFrame, list[str]]:
    """Return closes as per cent of the one on a session, from `start` through `end`.

    Parameters
    ----------
    closes : DataFrame
        Shape (sessions, series).
    base : date
        A session; it may lie outside the range.
    start, end : date
        Both included.

    Returns
    -------
    frame : DataFrame
        100 on `base`.
    unpriced : list of str
        The series without a close on `base`, which are left out.
    """
    of_base = closes.loc[pd.Timestamp(base)]
    unpriced = [ticker for ticker in closes.columns if pd.isna(of_base[ticker])]
    kept = closes.drop(columns=unpriced)
    return (100 * kept / of_base.drop(unpriced)).loc[pd.Timestamp(start) : pd.Timestamp(end)], unpriced


def changes(prices: pd.DataFrame) -> tuple[pd.DataFrame, dt.date | None]:
    """Return name and ret (decimal, since the base) of rebased series at their common last close, and its day.

    A series without a close on that day has no figure; without any close there is no day.
    """
    when = common_end(prices)
    last = pd.Series(float("nan"), index=prices.columns) if when is None else prices.loc[pd.Timestamp(when)]
    names = series.labels(prices.columns)
    return pd.DataFrame({"name": [names[ticker] for ticker in last.index], "ret": last.to_numpy() / 100 - 1}), when
