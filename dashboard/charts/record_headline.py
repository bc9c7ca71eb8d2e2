"""Sentences about the largest one-day losses: where a day stands, where reports disagree, what cannot be computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.study.computed_records import Outcome

CLOSE = 0.02
"""A computed loss that is further than this from the reported one is told by itself."""

WHY: Mapping[Outcome, str] = {
    "no_count": "no share count is known by then",
    "before_prices": "the day lies before the stored prices",
    "after_prices": "the day lies after the stored prices",
    "not_stored": "no prices of the company are stored",
    "no_session": "the exchange was closed on the printed day",
    "no_close": "a close is missing",
}
"""Why a reported loss cannot be computed, by its outcome."""

_HOW_SURE = {
    "sec_cover": "from a filing's cover",
    "derived": "derived from a market value",
    "unverified": "from memory",
    "balance_sheet": "of a period's end",
}


def place(losses: pd.DataFrame, when: dt.date) -> str:
    """Say where the largest loss of a day stands: "NVIDIA's $593 bn of 27 Jan 2025 is the largest of 5,722 …".

    Parameters
    ----------
    losses : pandas.DataFrame
        All computed losses, largest first: columns rank, date, company, loss_bn.
    when : date
        The session; where it has no loss, the largest of all is told.
    """
    if losses.empty:
        return "No one-day loss can be computed from the stored prices and share counts"
    own = losses[losses["date"] == pd.Timestamp(when)]
    row = (own if len(own) else losses).iloc[0]
    loss = f"{row['company']}’s {fmt.dollars_bn(float(row['loss_bn']))} of {fmt.day(row['date'])}"
    rank = int(row["rank"])
    what = "the largest" if rank == 1 else f"number {rank:,}"
    return f"{loss} is {what} of {fmt.counted(len(losses), 'one-day loss', 'one-day losses')} computed here"


def reach(losses: pd.DataFrame) -> str:
    """Say which companies and sessions are looked at (columns ticker, date of all computed losses)."""
    if losses.empty:
        return ""
    return (
        f"A loss is the fall from one close to the next times the share count known by the first of the two: "
        f"{fmt.counted(losses['ticker'].nunique(), 'company', 'companies')}, each from its first known count on, "
        f"{fmt.day(losses['date'].min())} to {fmt.day(losses['date'].max())}."
    )


def largest(losses: pd.DataFrame, when: dt.date) -> str:
    """Say how many of the listed losses are of a day, for the title of their figure and of their table."""
    own = losses[losses["date"] == pd.Timestamp(when)]
    listed = f"the {len(losses):,} largest computed losses" if len(losses) > 1 else "the largest computed loss"
    if own.empty:
        return f"None of {listed} is of {fmt.day(when)}"
    if len(own) == 1:
        return f"Of {listed} one is of {fmt.day(when)}: {own['company'].iloc[0]}’s"
    return f"Of {listed} {len(own):,} are of {fmt.day(when)}"


def ages(losses: pd.DataFrame) -> str:
    """Say how old the share counts behind some losses were (column count_age_days)."""
    if losses.empty:
        return ""
    age = losses["count_age_days"]
    return (
        f"The share counts were {int(age.min()):,} to {int(age.max()):,} days old at their sessions, half of them at "
        f"most {int(age.median()):,}; an old count is a rough one where shares were issued or bought back since."
    )


def disagreements(reported: pd.DataFrame) -> str:
    """Say for which days several figures were reported, and how far they lie apart.

    Parameters
    ----------
    reported : pandas.DataFrame
        Columns ticker, company, date, loss_bn.
    """
    told = []
    for _, rows in reported.groupby(["ticker", "date"], sort=False):
        day = rows["date"].iloc[0]
        low, high = float(rows["loss_bn"].min()), float(rows["loss_bn"].max())
        if high > low:
            span = f"${fmt.number(low, 1)} to {fmt.number(high, 1)}{fmt.NARROW_SPACE}bn"
            apart = fmt.per_cent(high / low - 1, sign=False)
            told.append(f"{rows['company'].iloc[0]} on {fmt.day(day)}, {len(rows)} figures from {span}, {apart} apart")
    if not told:
        return "No two of the reports listed disagree on one day."
    return f"The reports listed disagree on {fmt.counted(len(told), 'day')}: {'; '.join(told)}."


def agreement(compared: pd.DataFrame) -> str:
    """Say how many reports agree with what is computed: "15 of 17 reports … lie within 2 % of the computed loss"."""
    known = compared[compared["outcome"] == "computed"]
    if known.empty:
        return "None of the reported losses can be computed"
    near = int((known["difference"].abs() <= CLOSE).sum())
    return (
        f"{fmt.count_of(near, len(known))} reports that can be computed lie within "
        f"{fmt.per_cent(CLOSE, 0, sign=False)} of the computed loss"
    )


def apart(compared: pd.DataFrame, reported: pd.DataFrame) -> list[str]:
    """Tell each report that is further than `CLOSE` from what is computed, and what is noted of it.

    Parameters
    ----------
    compared : pandas.DataFrame
        What `dashboard.study.computed_records.compared_records` returns.
    reported : pandas.DataFrame
        Columns id, note.
    """
    notes = reported.dropna(subset=["note"]).set_index("id")["note"]
    known = compared[compared["difference"].abs() > CLOSE]
    return [
        f"{row['company']}, {fmt.day(row['date'])}: reported {fmt.dollars_bn(row['reported_bn'])}, computed "
        f"{fmt.dollars_bn(row['computed_bn'])} with {fmt.significant(row['shares'] / 1e9)}{fmt.NARROW_SPACE}bn shares "
        f"as of {fmt.day(row['shares_as_of'])} ({_HOW_SURE[row['shares_basis']]}), {fmt.per_cent(row['difference'])}."
        + (f" Noted of the report: {str(notes[row['id']]).rstrip('.')}." if row["id"] in notes else "")
        for row in known.to_dict("records")
    ]


def not_computed(compared: pd.DataFrame) -> str:
    """Say which reports cannot be computed and why; "" where all can."""
    told = []
    for outcome, why in WHY.items():
        rows = compared[compared["outcome"] == outcome].drop_duplicates(["ticker", "date"])
        whose = [
            f"{days['company'].iloc[0]} {fmt.listed([fmt.day(day) for day in days['date'].sort_values()])}"
            for _, days in rows.groupby("ticker", sort=False)
        ]
        if whose:
            told.append(f"{why} ({'; '.join(whose)})")
    return f"Not computed, because {'; because '.join(told)}." if told else ""
