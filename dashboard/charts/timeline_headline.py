"""Sentences for titles about when things happened: what came before a day, and how far apart sources date one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from dashboard.charts import format as fmt


def run_up(organisations: Sequence[str], when: fmt.Day, days: int) -> str:
    """Say how much happened before a day: "12 events in the 30 days before 27 Jan 2025, 4 of them by DeepSeek".

    Parameters
    ----------
    organisations : sequence of str
        One for each event of those days.
    when : date or ISO text
        The day.
    days : int
        How many days before it were counted.
    """
    span = f"in the {days} days before {fmt.day(when)}"
    if not organisations:
        return f"No event is catalogued {span}"
    counts = pd.Series(list(organisations)).value_counts()
    what = f"{fmt.counted(len(organisations), 'event')} {span}"
    if len(counts) == 1:
        return f"{what}, by {counts.index[0]}" if len(organisations) == 1 else f"{what}, all by {counts.index[0]}"
    if counts.iloc[0] == counts.iloc[1]:
        return f"{what}, by {len(counts):,} organisations"
    return f"{what}, {counts.iloc[0]:,} of them by {counts.index[0]}"


def dated(title: str, days: Sequence[dt.date]) -> str:
    """Say which days the sources give for an event: "DeepSeek-R1 is dated 20, 22 and 27 Jan 2025"."""
    ordered = sorted(set(days))
    texts = []
    for place, day in enumerate(ordered):
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        if following is None or following.year != day.year:
            texts.append(fmt.day(day))
        else:
            texts.append(str(day.day) if following.month == day.month else fmt.short_day(day))
    return f"{title} is dated {fmt.listed(texts)}"


def since(frame: pd.DataFrame, base: fmt.Day, last: fmt.Day) -> str:
    """Say who gained and who lost most between two days.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret (decimal return from `base` to `last`).
    base, last : date or ISO text
        The close that is 100, and the last one drawn.
    """
    known = frame.dropna(subset=["ret"]).sort_values("ret", kind="stable")
    span = fmt.day_range(*sorted((fmt.as_day(base), fmt.as_day(last))))
    if known.empty or fmt.as_day(base) >= fmt.as_day(last):
        return f"Prices and events, {fmt.day(base)} = 100"
    worst, best = known.iloc[0], known.iloc[-1]
    low, high = fmt.size(worst["ret"]), fmt.size(best["ret"])
    if len(known) == 1:
        what = f"{best['name']} {fmt.moved(best['ret'])}"
    elif worst["ret"] == best["ret"] or (low == high and worst["ret"] * best["ret"] > 0):
        who = "Both companies" if len(known) == 2 else f"All {len(known):,} companies"
        what = f"{who} {fmt.moved(best['ret'])}" if best["ret"] else f"None of {len(known):,} companies moved"
    elif worst["ret"] > 0:
        what = f"{best['name']} rose most, by {high}, {worst['name']} least, by {low}"
    elif best["ret"] < 0:
        what = f"{worst['name']} fell most, by {low}, {best['name']} least, by {high}"
    else:
        what = f"{best['name']} {fmt.moved(best['ret'])}, {worst['name']} {fmt.moved(worst['ret'])}"
    return f"{what}, {span}"
