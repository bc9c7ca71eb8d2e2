"""Sentences about one session: how it went in all and for one company, who traded most, what is not known of it."""

from __future__ import annotations

import pandas as pd

from dashboard.catalog import COMPANY_SEGMENTS
from dashboard.charts import format as fmt

MOST_NAMED = 4
"""With more segments than this, a title does not list them."""


def busiest(frame: pd.DataFrame, when: fmt.Day) -> str:
    """Say who traded most: "Vertiv traded 7.5 times its usual volume, the most of 51 companies".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, volume_ratio (volume over its own mean).
    when : date or ISO text
        The session, for the plain title used where nobody traded more than usual, or volumes are not known.
    """
    known = frame.dropna(subset=["volume_ratio"])
    if known.empty:
        return f"Prices and volumes on {fmt.day(when)}"
    most = known.iloc[int(known["volume_ratio"].argmax())]
    if most["volume_ratio"] < 1:  # half a session: "the most" would boast of little
        return f"Prices and volumes on {fmt.day(when)}"
    what = f"{most['name']} traded {fmt.number(most['volume_ratio'], 1)} times its usual volume"
    return what if len(known) == 1 else f"{what}, the most of {len(known):,} companies"


def course(name: str, gap: float, ret: float, when: fmt.Day) -> str:
    """Say how a session went for one company: "NVIDIA opened 12.5 % lower and closed 17.0 % lower".

    Parameters
    ----------
    name : str
        The company.
    gap, ret : float
        Decimal returns from the close before to the open and to the close; NaN if there is none.
    when : date or ISO text
        The session, for the plain title used where neither is known.
    """
    parts = [
        f"{verb} {_against(change)}"
        for verb, change in (("opened", gap), ("closed", ret))
        if not fmt.is_missing(change)
    ]
    return f"{name} {fmt.listed(parts)}" if parts else f"{name} around {fmt.day(when)}"


def _against(change: float) -> str:
    """Return a change in words: "17.0 % lower"; "unchanged" if that is how it is written."""
    size = fmt.per_cent(abs(change), sign=False)
    return "unchanged" if size == fmt.per_cent(0) else f"{size} {'lower' if change < 0 else 'higher'}"


def segments_fell(frame: pd.DataFrame) -> str:
    """Say how many companies of which segments fell: "Chips, chip making: 26 of 27 fell" (columns segment, ret)."""
    known = frame.dropna(subset=["ret"])
    present = set(known["segment"])
    names = [name for name in COMPANY_SEGMENTS if name in present]
    if present - set(names):
        names.append("other companies")
    fell = fmt.count_of(int((known["ret"] < 0).sum()), len(known))
    return f"{', '.join(names).capitalize()}: {fell} fell" if len(names) <= MOST_NAMED else f"{fell} companies fell"


def breadth(frame: pd.DataFrame, whose: str) -> str:
    """Say how many fell, and the median returns to the open, the low and the close.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ret, gap, low_ret (decimals).
    whose : str
        Which companies these are: "companies followed here".
    """
    known = frame.dropna(subset=["ret"])
    fell = f"{fmt.count_of(int((known['ret'] < 0).sum()), len(known))} {whose} fell."
    if len(known) < 2 or known[["gap", "low_ret"]].isna().all().any():
        return fell
    gap, low, ret = (fmt.per_cent(known[name].median()) for name in ("gap", "low_ret", "ret"))
    return f"{fell} Medians: {gap} at the open, {low} at the low, {ret} at the close."


def lacking(frame: pd.DataFrame, last: fmt.Day, volume_sessions: int) -> str:
    """Say which figures of a session's table are missing and why; empty if none is.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret, loss_bn, volume_ratio, ret_21.
    last : date or ISO text
        The last session that is stored.
    volume_sessions : int
        How many sessions before the day a volume ratio needs.
    """
    known = frame.dropna(subset=["ret"])
    absent = frame.loc[frame["ret"].isna(), "name"].to_list()
    uncounted = int(known["loss_bn"].isna().sum())
    parts = [f"No prices on this day: {fmt.listed(absent)}."] if absent else []
    if uncounted:
        if len(frame) == 1:
            parts.append(f"No share count of {known['name'].iloc[0]} was known by then, so no dollars.")
        else:
            who = fmt.counted(uncounted, "company has", "companies have")
            parts.append(f"{who} no known share count, so no dollars.")
    if len(known) and known["ret_21"].isna().all():
        parts.append(f"The prices end on {fmt.day(last)}: returns past it are left open.")
    if known["volume_ratio"].isna().any():
        parts.append(f"A volume ratio needs {volume_sessions} sessions before the day.")
    return " ".join(parts)
