"""Sentences about how prices stood some months after an event, and how that month's sell-off in April compares."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.study.review import APRIL

MONTH = fmt.month(APRIL[0])


def april(frame: pd.DataFrame, session: fmt.Day, to: fmt.Day) -> str:
    """Compare the low of April 2025 with the event day, or say who had stood lowest where that month does not count.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, event_ret, low_ret, low_date, april_low_ret (decimals from the close before the event).
    session, to : date or ISO text
        The event session, and the one from which one looks back.
    """
    both = frame.dropna(subset=["event_ret", "april_low_ret"])
    if both.empty:
        return _lowest(frame, session, to)
    if len(both) == 1:
        row = both.iloc[0]
        day, low = (fmt.per_cent(float(row[name])) for name in ("event_ret", "april_low_ret"))
        return f"{row['name']} stood at {day} on {fmt.day(session)} and at {low} at its low of {MONTH}"
    deeper = int((both["april_low_ret"] < both["event_ret"]).sum())
    close = f"than at the close of {fmt.day(session)}"
    if not deeper:
        return f"None of {len(both):,} companies stood lower in {MONTH} {close}"
    who = _all_of(len(both)) if deeper == len(both) else fmt.count_of(deeper, len(both))
    return f"{who} companies stood lower in {MONTH} {close}"


def _lowest(frame: pd.DataFrame, session: fmt.Day, to: fmt.Day) -> str:
    known = frame.dropna(subset=["low_ret"]).sort_values("low_ret", kind="stable")
    between = f"from {fmt.day(session)} to {fmt.day(to)}"
    if known.empty:
        return f"No chosen company has prices {between}"
    lowest = known.iloc[0]
    if lowest["low_ret"] >= 0:
        return f"{_none_of(known)} closed below its close before the event {between}"
    depth, day = fmt.size(float(lowest["low_ret"])), fmt.day(lowest["low_date"])
    if len(known) == 1:
        return f"{lowest['name']} stood lowest on {day}, {depth} below its close before the event"
    return f"{lowest['name']} stood furthest below its close before the event: {depth} on {day}"


def way_back(frame: pd.DataFrame, session: fmt.Day, to: fmt.Day) -> str:
    """Say how long it took to regain the close before the event, and again after April, looking no further than a day.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns event_ret, sessions, april_low_ret, april_sessions; a row a company.
    session, to : date or ISO text
        As for :func:`april`.
    """
    fell, low = frame[frame["event_ret"] < 0], frame[frame["april_low_ret"] < 0]
    if len(frame) == 1:
        return " ".join([
            *(_alone(sessions, "", to) for sessions in fell["sessions"]),
            *(_alone(sessions, f" from its low of {MONTH}", to) for sessions in low["april_sessions"]),
        ])  # fmt: skip
    return " ".join(
        [
            *_regained(fell["sessions"], f"that fell on {fmt.day(session)}", "", to),
            *_regained(low["april_sessions"], f"that stood below it at their low of {MONTH}", " from that low", to),
        ]
    )


def _alone(sessions: Any, since: str, to: fmt.Day) -> str:
    if pd.isna(sessions):
        return f"It had not regained that close by {fmt.day(to)}{since.replace('from', 'after')}."
    return f"It regained that close after {fmt.counted(int(sessions), 'session')}{since}."


def _regained(sessions: pd.Series, who: str, since: str, to: fmt.Day) -> list[str]:
    """Return "Of 44 companies that …, 41 had regained that close by …, half of these within 16 sessions.", if any."""
    if sessions.empty:
        return []
    done = sessions.dropna()
    part = "all" if len(done) == len(sessions) > 1 else f"{len(done):,}" if len(done) else "none"
    whole = f"Of {fmt.counted(len(sessions), 'company', 'companies')} {who}, {part} had regained that"
    within = fmt.counted(int(done.median()), "session") if len(done) else ""
    half = f", {'half of these within' if len(done) > 1 else 'after'} {within}{since}" if within else ""
    return [f"{whole} close by {fmt.day(to)}{half}."]


def _all_of(count: int) -> str:
    return "Both" if count == 2 else f"All {count:,}"


def _none_of(known: pd.DataFrame) -> str:
    return str(known["name"].iloc[0]) + " never" if len(known) == 1 else f"None of {len(known):,} companies"
