"""Sentences for titles, composed from computed figures so that they stay true whatever the reader chooses."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt

UNMOVED = 0.001
"""A smaller move of the average share, either way, is called none."""


def furthest(frame: pd.DataFrame, when: fmt.Day, n: int = 2) -> str:
    """Say which companies fell furthest: "Credo and Vertiv fell furthest, by 30.9 % and 29.9 %".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret (decimal).
    when : date or ISO text
        The session, for the plain titles used where fewer companies fell.
    n : int
        How many to name.
    """
    known = frame.dropna(subset=["ret"]).sort_values("ret", kind="stable")
    fell = known[known["ret"] < 0].head(n)
    if fell.empty:
        return f"No company fell on {fmt.day(when)}" if len(known) else f"Returns on {fmt.day(when)}"
    sizes = [fmt.per_cent(-ret, sign=False) for ret in fell["ret"]]
    if len(known) == 1:
        return f"{fell['name'].iloc[0]} fell by {sizes[0]}"
    return f"{fmt.listed(fell['name'].to_list())} fell furthest, by {fmt.listed(sizes)}"


def extremes(frame: pd.DataFrame, when: fmt.Day, n: int = 2) -> str:
    """Say who fell most and who rose most: "Credo and Vertiv fell most; Salesforce and Apple rose most"."""
    known = frame.dropna(subset=["ret"]).sort_values("ret", kind="stable")
    fell, rose = known[known["ret"] < 0]["name"], known[known["ret"] > 0]["name"]
    parts = []
    if len(fell):
        parts.append(f"{fmt.listed(fell.head(n).to_list())} fell most" if len(rose) else f"All {len(fell):,} fell")
    if len(rose):
        parts.append(
            f"{fmt.listed(rose.iloc[::-1].head(n).to_list())} rose most" if len(fell) else f"All {len(rose):,} rose"
        )
    return "; ".join(parts) or f"Returns on {fmt.day(when)}"


def dollars_lost(frame: pd.DataFrame, when: fmt.Day) -> str:
    """Say what was lost and by whom most: "$1,490 bn gone in a day: NVIDIA is 40 % of it".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, loss_bn (billions of US dollars, positive = lost). Only the companies that fell are counted.
    when : date or ISO text
        The session, for the plain title used where none fell.
    """
    fell = frame[frame["loss_bn"] > 0]
    if fell.empty:
        return f"No market value known to be lost on {fmt.day(when)}"
    largest = fell.sort_values("loss_bn", kind="stable").iloc[-1]
    total = float(fell["loss_bn"].sum())
    if len(fell) == 1:
        return f"{largest['name']} lost {fmt.dollars_bn(total)} in a day"
    share = fmt.per_cent(float(largest["loss_bn"]) / total, 0, sign=False)
    return f"{fmt.dollars_bn(total)} gone in a day: {largest['name']} is {share} of it"


def net_change(frame: pd.DataFrame) -> str:
    """Say by how much market value changed in all, and which segment lost most (columns segment, loss_bn)."""
    known = frame.dropna(subset=["loss_bn"])
    if known.empty:
        return "Market value by segment"
    totals = known.groupby("segment")["loss_bn"].sum()
    total = float(totals.sum())
    verb = "lost" if total > 0 else "gained"
    what = f"Together the companies {verb} {fmt.dollars_bn(abs(total))}"
    if len(totals) > 1 and totals.max() > 0:
        return f"{what}, {totals.idxmax()} the most with {fmt.dollars_bn(float(totals.max()))}"
    return what


def moved_by(name: str, before: float, after: float, base: fmt.Day, last: fmt.Day) -> str:
    """Say how far one series moved between two days: "NVIDIA fell 17.0 % from 24 Jan to 27 Jan 2025"."""
    change = after / before - 1
    size = fmt.per_cent(abs(change), sign=False)
    verb = "did not move" if size == fmt.per_cent(0, sign=False) else f"{'fell' if change < 0 else 'rose'} {size}"
    first = fmt.short_day(base) if fmt.as_day(base).year == fmt.as_day(last).year else fmt.day(base)
    return f"{name} {verb} from {first} to {fmt.day(last)}"


def recovered(frame: pd.DataFrame) -> str:
    """Say how many regained their price and how long it took, from the column sessions (empty = not yet)."""
    done = frame["sessions"].dropna()
    if len(frame) == 1:
        after = f"is back, after {fmt.counted(int(done.iloc[0]), 'session')}" if len(done) else "is not back yet"
        return f"The company {after}"
    if done.empty:
        return f"None of {fmt.counted(len(frame), 'company', 'companies')} has regained its price"
    if len(done) == len(frame):
        return f"All {len(frame):,} are back, the last after {fmt.counted(int(done.max()), 'session')}"
    half = fmt.counted(int(done.median()), "session")
    return f"{fmt.count_of(len(done), len(frame))} are back, half of these within {half}"


def deepest(name: str, depth: float) -> str:
    """Say which series stood furthest below its high: "Super Micro fell furthest below its high, by 80.1 %"."""
    if depth >= 0:
        return f"{name} stayed at its high"
    return f"{name} fell furthest below its high, by {fmt.per_cent(-depth, sign=False)}"


def ranks(frame: pd.DataFrame) -> str:
    """Say who led before and after (columns name, rank_before, rank_after)."""
    known = frame.dropna(subset=["rank_before", "rank_after"])
    if known.empty:
        return "Market value before and after"
    first = known.sort_values("rank_before", kind="stable").iloc[0]
    leader = known.sort_values("rank_after", kind="stable").iloc[0]
    if first["name"] == leader["name"]:
        return f"{first['name']} stayed the largest company followed here"
    move = f"from {int(first['rank_before'])} to {int(first['rank_after'])}"
    return f"{first['name']} went {move} by market value; {leader['name']} leads"


def one_day(frame: pd.DataFrame, when: fmt.Day, average: float | None) -> str:
    """Say what a day took: "NVIDIA lost $593 bn in one day, and the average share did not move".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret (decimal), loss_bn (billions of US dollars, positive = lost).
    when : date or ISO text
        The session, for the plain titles used where nothing was lost.
    average : float, optional
        Decimal return of the equal-weighted index that day.
    """
    lost = frame[frame["loss_bn"] > 0]
    if len(lost):
        largest = lost.sort_values("loss_bn", kind="stable").iloc[-1]
        what = f"{largest['name']} lost {fmt.dollars_bn(float(largest['loss_bn']))} in one day"
    else:
        what = furthest(frame, when, 1)
    if average is None or fmt.is_missing(average):
        return what
    if abs(average) < UNMOVED:
        return f"{what}, and the average share did not move"
    verb = "and the average share fell" if average < 0 else "while the average share rose"
    return f"{what}, {verb} {fmt.per_cent(abs(average), sign=False)}"


def moves(frame: pd.DataFrame) -> str:
    """Say how far each of a few series moved: "NVIDIA fell 17.0 %, Credo fell 30.9 %, Apple rose 3.2 %"."""
    known = frame.dropna(subset=["ret"])
    parts = [
        f"{name} {'fell' if ret < 0 else 'rose'} {fmt.per_cent(abs(ret), sign=False)}"
        for name, ret in zip(known["name"], known["ret"], strict=True)
    ]
    return fmt.listed(parts)
