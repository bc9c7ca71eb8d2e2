"""Sentences for titles, composed from computed figures so that they stay true whatever the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping

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
    if len(known) == 1:
        return moves(known)
    if fell.empty:
        return f"None of {len(known):,} companies fell on {fmt.day(when)}" if len(known) else _plain(when)
    sizes = [fmt.size(ret) for ret in fell["ret"]]
    return f"{fmt.listed(fell['name'].to_list())} fell furthest, by {fmt.listed(sizes)}"


def extremes(frame: pd.DataFrame, when: fmt.Day, n: int = 2) -> str:
    """Say who fell most and who rose most: "Credo and Vertiv fell most; Salesforce and Apple rose most"."""
    known = frame.dropna(subset=["ret"]).sort_values("ret", kind="stable")
    fell, rose = known[known["ret"] < 0]["name"], known[known["ret"] > 0]["name"]
    if len(known) == 1:
        return moves(known)
    if len(fell) and len(rose):
        last, first = fmt.listed(fell.head(n).to_list()), fmt.listed(rose.iloc[::-1].head(n).to_list())
        return f"{last} fell most; {first} rose most"
    if len(known) and len(known) in (len(fell), len(rose)):
        return f"All {len(known):,} companies {'fell' if len(fell) else 'rose'}"
    return _plain(when)


def _plain(when: fmt.Day) -> str:
    return f"Returns on {fmt.day(when)}"


def dollars_lost(frame: pd.DataFrame, when: fmt.Day, money: fmt.Money = fmt.dollars_bn) -> str:
    """Say what was lost and by whom most: "$1,490 bn gone in a day: NVIDIA is 40 % of it".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, loss_bn (billions, positive = lost). Only the companies that fell are counted.
    when : date or ISO text
        The session, for the plain title used where none fell.
    money : callable
        How billions of the frame's currency are written.
    """
    fell = frame[frame["loss_bn"] > 0]
    if fell.empty:
        names = frame.dropna(subset=["loss_bn"])["name"].to_list()
        what = f"market value on {fmt.day(when)}"
        if len(names) > 1:
            return f"None of {len(names):,} companies with a known share count lost {what}"
        return f"{names[0]} lost no {what}" if names else f"No market value known to be lost on {fmt.day(when)}"
    largest = fell.sort_values("loss_bn", kind="stable").iloc[-1]
    total = float(fell["loss_bn"].sum())
    if len(fell) == 1:
        return f"{largest['name']} lost {money(total)} in a day"
    share = fmt.per_cent(float(largest["loss_bn"]) / total, 0, sign=False)
    return f"{money(total)} gone in a day: {largest['name']} is {share} of it"


def net_change(frame: pd.DataFrame, money: fmt.Money = fmt.dollars_bn) -> str:
    """Say by how much market value changed in all, and which segment did most of it (columns segment, loss_bn)."""
    known = frame.dropna(subset=["loss_bn"])
    if known.empty:
        return "Market value by segment"
    totals = known.groupby("segment")["loss_bn"].sum()
    total = float(totals.sum())
    verb = "lost" if total > 0 else "gained"
    what = f"Together the companies {verb} {money(abs(total))}"
    most = float(totals.max() if total > 0 else -totals.min())
    if len(totals) > 1 and most > 0:
        return f"{what}, {totals.idxmax() if total > 0 else totals.idxmin()} the most with {money(most)}"
    return what


def ranks(frame: pd.DataFrame) -> str:
    """Say where the largest of the companies stood before and after (columns name, rank_before, rank_after).

    Ranks count all companies followed here, also where the frame holds only some of them.
    """
    known = frame.dropna(subset=["rank_before", "rank_after"])
    if known.empty:
        return "Market value before and after"
    first = known.sort_values("rank_before", kind="stable").iloc[0]
    leader = known.sort_values("rank_after", kind="stable").iloc[0]
    before, after = int(first["rank_before"]), int(first["rank_after"])
    if before == after:
        place = "the largest" if before == 1 else f"number {before}"
        return f"{first['name']} stayed {place} of the companies with a known share count"
    moved = f"{first['name']} went from number {before} to {after} by market value"
    return f"{moved}; {leader['name']} leads" if leader["rank_after"] == 1 and after != 1 else moved


def concentration(frame: pd.DataFrame) -> str:
    """Say how few companies make up half of what was lost: "NVIDIA and Broadcom make up 52 % of the losses".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, loss_bn (positive = lost). Only the companies that fell are counted.
    """
    fell = frame[frame["loss_bn"] > 0].sort_values("loss_bn", ascending=False, kind="stable")
    if len(fell) < 3:
        return "Value lost, company by company"
    shares = fell["loss_bn"].cumsum() / fell["loss_bn"].sum()
    count = int((shares < 0.5).sum()) + 1
    part = fmt.per_cent(float(shares.iloc[count - 1]), 0, sign=False)
    if count > 3:
        return f"{count} of {len(fell)} companies make up {part} of the losses"
    verb = "makes" if count == 1 else "make"
    return f"{fmt.listed(fell['name'].head(count).to_list())} {verb} up {part} of the losses"


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
    if frame["ret"].isna().all():
        return _plain(when)
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
    return fmt.listed([f"{name} {fmt.moved(ret)}" for name, ret in zip(known["name"], known["ret"], strict=True)])


def record(name: str, loss_bn: float, when: fmt.Day, larger: int) -> str:
    """Say where a one-day loss stands among those of the list below the figure, `larger` of which exceed it."""
    loss = f"{name}'s {fmt.dollars_bn(loss_bn)} of {fmt.day(when)}"
    if larger == 0:
        return f"No other one-day loss in the list below exceeds {loss}"
    if larger == 1:
        return f"Only one other loss in the list below exceeds {loss}"
    if larger < 5:
        return f"Only {larger} other losses in the list below exceed {loss}"
    return f"{loss} is not among the five largest one-day losses in the list below"


def coverage(status: pd.DataFrame) -> str:
    """Say how many series are whole (columns missing: sessions without a close between first and last)."""
    whole = int((status["missing"] == 0).sum())
    if whole == len(status):
        return f"All {len(status):,} series have a close on every session between their first and last day"
    return f"{fmt.count_of(whole, len(status))} series have a close on every session between their first and last day"


def gaps(present: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say which series begin after the first month or lack a session (share of sessions by series and month)."""
    short = present.index[(present < 1).any(axis=1)]
    if short.empty:
        return "Every series is whole in every month"
    listed = [names.get(ticker, ticker) for ticker in short]
    if len(listed) > 6:
        return f"{fmt.count_of(len(present) - len(listed), len(present))} series are whole in every month"
    verb = "begins late or lacks a session" if len(listed) == 1 else "begin late or lack a session"
    return f"{fmt.listed(listed)} {verb}; the others are whole"
