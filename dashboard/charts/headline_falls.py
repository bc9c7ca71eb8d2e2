"""Sentences for titles about falls from a high and the way back, true whatever the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts import format as fmt

HALF = -0.5
NAMED = 3
"""At most so many companies are named one by one; more are counted."""


def depth_below_high(frame: pd.DataFrame) -> str:
    """Say who fell furthest below its high, and how many lost half: "Super Micro fell 84.8 % below its high, ...".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, depth (decimal, the worst of each series, 0 where it never fell).
    """
    known = frame.dropna(subset=["depth"]).sort_values("depth", kind="stable")
    if known.empty:
        return "No prices in this range"
    name, depth = known["name"].iloc[0], float(known["depth"].iloc[0])
    if depth >= 0:
        if len(known) == 1:
            return f"{name} never closed below its high"
        return f"None of the {len(known):,} companies closed below its high"
    size = fmt.size(depth)
    halved = int((known["depth"] <= HALF).sum())
    if len(known) == 1:
        return f"{name} {_reached(depth)} below its high"
    if halved > 1:
        part = _all_of(halved).lower() if halved == len(known) else fmt.count_of(halved, len(known))
        return f"{name} fell {size} below its high, and {part} companies lost half or more"
    return f"{name} fell furthest below its high, by {size}"


def lowest_day(frame: pd.DataFrame) -> str:
    """Say on which day most companies were deepest: "26 of 51 companies were furthest below their high on 4 Apr 2025".

    Parameters
    ----------
    frame : pandas.DataFrame
        The worst episode of each company: columns name, depth, valley_date, sessions_down.
    """
    if frame.empty:
        return "No company closed below its high"
    days = frame["valley_date"].value_counts()
    if len(frame) == 1:
        row = frame.iloc[0]
        after = fmt.counted(int(row["sessions_down"]), "session")
        return f"{row['name']} was furthest below its high on {fmt.day(row['valley_date'])}, {after} after that high"
    if days.iloc[0] > 1 and (len(days) == 1 or days.iloc[1] < days.iloc[0]):
        part = _all_of(len(frame)) if len(days) == 1 else fmt.count_of(int(days.iloc[0]), len(frame))
        return f"{part} companies were furthest below their high on {fmt.day(days.index[0])}"
    deepest = frame.sort_values("depth", kind="stable").iloc[0]
    depth, when = fmt.size(deepest["depth"]), fmt.day(deepest["valley_date"])
    return f"{deepest['name']} was furthest below its high, {depth}, on {when}"


def unrecovered(frame: pd.DataFrame) -> str:
    """Say how many are still in their worst drawdown (columns name, status; a row a company)."""
    still = frame[frame["status"] == "open"]["name"].to_list()
    if frame.empty:
        return "No company closed below its high"
    if len(frame) == 1:
        return f"{frame['name'].iloc[0]} has {'not recovered' if still else 'recovered'} from its worst drawdown"
    if not still:
        return f"{_all_of(len(frame))} companies have recovered from their worst drawdown"
    have = "has" if len(still) == 1 else "have"
    if len(still) == len(frame):
        return f"None of {len(frame):,} companies has recovered from its worst drawdown"
    who = fmt.listed(still) if len(still) <= NAMED else f"{fmt.count_of(len(still), len(frame))} companies"
    return f"{who} {have} not recovered from {'its' if len(still) == 1 else 'their'} worst drawdown"


def standing(frame: pd.DataFrame) -> str:
    """Say who stands furthest below its high at the end, and how many are at theirs (columns name, depth)."""
    known = frame.dropna(subset=["depth"]).sort_values("depth", kind="stable")
    if known.empty:
        return "No prices in this range"
    name, depth = known["name"].iloc[0], float(known["depth"].iloc[0])
    at_high = int((known["depth"] >= 0).sum())
    if at_high == len(known):
        return f"{name} ended at its high" if at_high == 1 else f"{_all_of(at_high)} companies ended at their high"
    what = f"{name} ended {fmt.size(depth)} below its high"
    if len(known) == 1:
        return what
    if at_high == 1:
        return f"{what}, the furthest; only {known['name'].iloc[-1]} ended at its own"
    rest = (
        f"{fmt.count_of(at_high, len(known))} ended at theirs"
        if at_high
        else f"none of {len(known):,} ended at its own"
    )
    return f"{what}, the furthest; {rest}"


def episode(frame: pd.DataFrame, base: fmt.Day, session: fmt.Day) -> str:
    """Say how deep those that fell on an event session went, and who has not come back.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, low_ret (decimal, missing for a company that did not fall on the session), status
        (``recovered``, ``open``, ``never below`` or ``no price``).
    base, session : date or ISO text
        The session before the event, and the event session.
    """
    known = frame[frame["status"] != "no price"]
    fell = known.dropna(subset=["low_ret"]).sort_values("low_ret", kind="stable")
    if known.empty:
        return f"No chosen company had a price on {fmt.day(base)}"
    if fell.empty:
        return _none_fell(known, session)
    reached = f"{_reached(float(fell['low_ret'].iloc[0]))} below the close of {fmt.day(base)}"
    name = fell["name"].iloc[0]
    away = fell[fell["status"] == "open"]["name"].to_list()
    if len(known) == 1:
        return f"{name} {reached} and is {'not back yet' if away else 'back'}"
    if away == [name]:
        return f"{name} {reached} and alone is not back yet"
    return f"{name} {reached}; {_away(away)}"


def regained(frame: pd.DataFrame, session: fmt.Day) -> str:
    """Say how many of those that fell on an event session are back at the price before, and how long that took.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, low_ret (decimal, missing for a company that did not fall on the session), sessions (missing
        where the price was not regained).
    session : date or ISO text
        The event session.
    """
    if frame.empty:
        return f"No chosen company had a price before {fmt.day(session)}"
    fell = frame.dropna(subset=["low_ret"])
    if fell.empty:
        return _none_fell(frame, session)
    done = fell["sessions"].dropna()
    if len(fell) == 1:
        what = f"{fell['name'].iloc[0]}{' alone' if len(frame) > 1 else ''} fell on {fmt.day(session)} and"
        return f"{what} {_after(done)}" if len(done) else f"{what} has not regained its price"
    what = f"companies that fell on {fmt.day(session)}"
    if done.empty:
        return f"None of the {len(fell):,} {what} has regained its price"
    if len(done) == 1:
        return f"Of {len(fell):,} {what} only {fell.loc[done.index[0], 'name']} {_after(done)}"
    part = _all_of(len(fell)) if len(done) == len(fell) else fmt.count_of(len(done), len(fell))
    within = fmt.counted(int(done.median()), "session")
    return f"{part} {what} have regained their price, half of these within {within}"


def slowest(frame: pd.DataFrame) -> str:
    """Say who took longest to come back and who has not: "Hubbell took longest, 191 sessions; Marvell is not back yet".

    Parameters
    ----------
    frame : pandas.DataFrame
        As for :func:`regained`.
    """
    done = frame.dropna(subset=["sessions"])
    away = frame[frame["sessions"].isna()]["name"].to_list()
    if done.empty:
        return _capital(_away(away))
    longest = int(done["sessions"].max())
    last = done[done["sessions"] == longest]["name"].to_list()
    took = fmt.counted(longest, "session")
    if not away and longest == 1:
        who = last[0] if len(frame) == 1 else _all_of(len(frame))
        return f"{who} closed the event session at or above the price before"
    if len(frame) == 1:
        return f"{last[0]} was back after {took}"
    if longest == 1:
        return _capital(_away(away))
    return f"{_named(last)} took longest, {took}{' each' if len(last) > 1 else ''}; {_away(away)}"


def paths(ends: Mapping[str, float], benchmark: tuple[str, float] | None, when: fmt.Day) -> str:
    """Say which groups stood highest and lowest at the end: "Chips led by 31 Dec 2025 with +66.5 %, ...".

    Parameters
    ----------
    ends : mapping of str to float
        Return of each group since the close before the event, decimals, all at the same close.
    benchmark : tuple of str and float, optional
        Name and return of what they are compared with.
    when : date or ISO text
        The session of that close.
    """
    known = {name: end for name, end in ends.items() if not fmt.is_missing(end)}
    compared = benchmark is not None and not fmt.is_missing(benchmark[1])
    other = f"; {benchmark[0]} {fmt.per_cent(benchmark[1])}" if benchmark and compared else ""
    if not known:
        return "The path since the event"
    # Compared as they are written: the smallest of differences makes no winner.
    high, low = fmt.per_cent(max(known.values())), fmt.per_cent(min(known.values()))
    best, worst = ([name for name, end in known.items() if fmt.per_cent(end) == text] for text in (high, low))
    if len(known) == 1:
        return f"{_capital(best[0])} {high} by {fmt.day(when)}{other}"
    if high == low:
        return f"{_all_of(len(known))} segments {high} by {fmt.day(when)}{other}"
    led, last = _capital(_named(best, "segments")), _named(worst, "segments")
    return f"{led} led by {fmt.day(when)} with {high}, {last} came last with {low}{other}"


def buyers(frame: pd.DataFrame, bought: fmt.Day, to: fmt.Day) -> str:
    """Say what buyers at one close have at a later one.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, total_ret (decimal).
    bought, to : date or ISO text
        The two sessions.
    """
    known = frame.dropna(subset=["total_ret"])
    if known.empty:
        return f"No chosen company has prices on {fmt.day(bought)} and {fmt.day(to)}"
    if fmt.as_day(bought) == fmt.as_day(to):
        return f"A buyer at the close of {fmt.day(bought)} has nothing gained or lost yet"
    middle = fmt.per_cent(float(known["total_ret"].median()))
    if len(known) == 1:
        return f"A buyer of {known['name'].iloc[0]} at the close of {fmt.day(bought)} had {middle} by {fmt.day(to)}"
    up = int((known["total_ret"] > 0).sum())
    ahead = f"A buyer was ahead in {fmt.count_of(up, len(known))} companies by {fmt.day(to)}"
    return f"{ahead}; the median is {middle}"


def since(frame: pd.DataFrame, base: fmt.Day, to: fmt.Day) -> str:
    """Say how many stood above their price before an event on a later day.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret_to (decimal, from the close of `base` to that of `to`).
    base, to : date or ISO text
        The two sessions.
    """
    known = frame.dropna(subset=["ret_to"])
    if known.empty:
        return f"No chosen company has prices on {fmt.day(base)} and {fmt.day(to)}"
    if len(known) == 1:
        change = float(known["ret_to"].iloc[0])
        place = f"{fmt.size(change)} {'above' if change > 0 else 'below'}" if change else "at"
        return f"{known['name'].iloc[0]} stood {place} its close of {fmt.day(base)} on {fmt.day(to)}"
    above = int((known["ret_to"] > 0).sum())
    part = fmt.count_of(above, len(known)) if above else f"None of {len(known):,}"
    return f"{part} companies stood above their close of {fmt.day(base)} on {fmt.day(to)}"


def _none_fell(frame: pd.DataFrame, session: fmt.Day) -> str:
    if len(frame) == 1:
        return f"{frame['name'].iloc[0]} did not fall on {fmt.day(session)}"
    return f"None of {len(frame):,} companies fell on {fmt.day(session)}"


def _reached(depth: float) -> str:
    size = fmt.size(depth)
    return f"fell {size}" if size.startswith("less") else f"fell as far as {size}"


def _all_of(count: int) -> str:
    return "Both" if count == 2 else f"All {count:,}"


def _after(done: pd.Series) -> str:
    return f"regained its price after {fmt.counted(int(done.iloc[0]), 'session')}"


def _named(names: list[str], what: str = "companies") -> str:
    return fmt.listed(names) if len(names) <= NAMED else f"{len(names):,} {what}"


def _away(names: list[str]) -> str:
    return f"{_named(names)} {'is' if len(names) == 1 else 'are'} not back yet" if names else "all are back"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
