"""Sentences about expected returns and about what the dating of events changes."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.p_values import LEVEL


def against_expected(frame: pd.DataFrame) -> str:
    """Say how many companies did worse than expected: "41 of 51 companies did worse than the market explains".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, actual, expected, beyond (decimals), p_bh; companies without these do not count.
    """
    known = frame.dropna(subset=["beyond"])
    if known.empty:
        return "Actual and expected returns"
    if len(known) == 1:
        row = known.iloc[0]
        actual, expected = fmt.per_cent(row["actual"]), fmt.per_cent(row["expected"])
        return f"{row['name']} returned {actual} where {expected} was expected"
    worse = known["beyond"] < 0
    much = known["p_bh"] < LEVEL
    falls, rises = int((worse & much).sum()), int((~worse & much).sum())
    said = f"{fmt.count_of(int(worse.sum()), len(known))} companies did worse than the market explains"
    clearly = f"{falls or 'none'} of them significantly" if worse.any() else ""
    return f"{', '.join(filter(None, [said, clearly]))}{f'; {rises} did significantly better' if rises else ''}"


def unexpected(frame: pd.DataFrame) -> str:
    """Name the companies without an expected return, by reason (columns name, reason; empty for those that have one).

    Empty where all have one.
    """
    without = frame[frame["reason"] != ""]
    parts = [f"{fmt.listed(rows['name'].to_list())} ({reason})" for reason, rows in without.groupby("reason")]
    return f"Without an expected return: {'; '.join(parts)}." if parts else ""


def moved(frame: pd.DataFrame, by: str, events: dict[str, str], keys: tuple[str, ...]) -> str:
    """Say on how many series each event had a significant reaction, by one dating basis.

    Parameters
    ----------
    frame : pandas.DataFrame
        Reactions of one basis: columns key, session, `by`, car, p_bh.
    by : str
        "ticker" or "segment".
    events : dict of str to str
        Name of each event by its key.
    keys : tuple of str
        The events; those without figures, or with several sessions, are left out.
    """
    what = {"ticker": "companies", "segment": "segments"}[by]
    parts: list[str] = []
    for key in keys:
        rows = frame[(frame["key"] == key) & frame["car"].notna()]
        if rows["session"].nunique() == 1:
            sure = int((rows["p_bh"] < LEVEL).sum())
            count = f"none of {len(rows)}" if not sure else fmt.count_of(sure, len(rows))
            whose = f"{events[key]} ({fmt.day(rows['session'].iloc[0])})"
            parts.append(f"{whose} moved {count} {what} significantly" if not parts else f"{whose} {count}")
    return f"{', '.join(parts)}." if parts else ""


def redated(dates: pd.DataFrame, events: dict[str, str]) -> str:
    """Say which event changes most when another of its dates counts.

    Parameters
    ----------
    dates : pandas.DataFrame
        What `dashboard.study.reactions.apart` returns.
    events : dict of str to str
        Name of each event by its key.
    """
    by_session = dates.drop_duplicates(["key", "session"])
    ends = by_session.groupby("key")["mean"].agg(lambda mean: mean.max() - mean.min())
    rows = by_session[by_session["key"] == ends.idxmax()].sort_values("mean")
    first, last = sorted((rows.iloc[0], rows.iloc[-1]), key=lambda row: fmt.as_day(row["session"]))
    return (
        f"{events[first['key']]}: {fmt.per_cent(first['mean'])} on average if dated {fmt.day(first['session'])}, "
        f"{fmt.per_cent(last['mean'])} if dated {fmt.day(last['session'])}"
    )
