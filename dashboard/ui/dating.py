"""Events as the timeline tells them: what dates each, why it maps to its session, and where its dates differ."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.catalog import load_events
from dashboard.charts import format as fmt

EVERY = "all"
BASES = {
    "launch": "Launch",
    "arxiv": "First arXiv",
    "arxiv_revision": "arXiv revision",
    "article": "Articles",
    EVERY: "All dates",
}
"""Dating basis, as `tables.events` takes it (EVERY means no basis), to the words for it."""
MONTH_LENGTH = len("2025-01")
BASIS_WORDS = {
    "launch": "launch",
    "arxiv": "first arXiv version",
    "arxiv_revision": "arXiv revision",
    "article": "article",
}
STATUS = {"verified": "verified", "recalled": "from memory"}
"""How sure a date is, in words."""


def named_basis(basis: str, publication: str | None) -> str:
    """Return how an event is dated in a few words: "launch", "article: CISTEC"."""
    return f"article: {publication}" if publication else BASIS_WORDS[basis]


def mapping(text: str, timing: str, session: dt.date | None) -> str:
    """Say why a date maps to its session.

    Parameters
    ----------
    text : str
        The date as catalogued, a day or a month.
    timing : str
        When on the day it came.
    session : date or None
        The session; None where only the month is known or the day lies outside the calendar.
    """
    if session is None:
        return "only the month is known" if len(text) == MONTH_LENGTH else "outside the calendar"
    day = dt.date.fromisoformat(text)
    if day == session:
        return "that day"
    if timing == "after_close":
        return f"after the close, so {session:%A}"
    if day.weekday() >= calendar.SATURDAY:
        return f"{day:%A}, so {session:%A}"
    return f"closed on {day:%A}, so {session:%A}"


def told(events: pd.DataFrame) -> pd.DataFrame:
    """Return events with what the timeline's table says of them.

    Parameters
    ----------
    events : DataFrame
        What `tables.events` returns.

    Returns
    -------
    DataFrame
        The same rows and, as further columns, dated_by and maps (words), url and note (as catalogued).
    """
    catalogued = {(d.key, d.basis, d.publication, d.date): d for event in load_events() for d in event.dates}
    publications = [None if pd.isna(name) else name for name in events["publication"]]
    dates = [catalogued[key] for key in zip(events["key"], events["basis"], publications, events["date"], strict=True)]
    sessions = [None if pd.isna(session) else session.date() for session in events["session"]]
    return events.assign(
        dated_by=[named_basis(date.basis, date.publication) for date in dates],
        maps=[mapping(date.date, date.timing, session) for date, session in zip(dates, sessions, strict=True)],
        url=pd.Series([date.url for date in dates], index=events.index, dtype="str"),
        note=pd.Series([date.note for date in dates], index=events.index, dtype="str"),
    )


@dataclass(frozen=True)
class Dispute:
    """The event whose dates differ that stands out: its title and the different days."""

    title: str
    days: tuple[dt.date, ...]


def disputed(every: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return the events that different bases or publications put on different days or months.

    Parameters
    ----------
    every : DataFrame
        What `tables.events` returns without a basis.
    keys : sequence of str
        The events looked at.

    Returns
    -------
    DataFrame
        key, title, organisation, launch, arxiv (days, months or empty), others (articles and revisions in words),
        sessions (how many different ones), apart (calendar days between the first and the last day; empty if fewer
        than two days are known), by first date. A month that holds one of the days is no disagreement.
    """
    columns = ["key", "title", "organisation", "launch", "arxiv", "others", "sessions", "apart"]
    rows = []
    for key, dates in every[every["key"].isin(keys)].groupby("key", sort=False):
        days = _days(dates)
        months = set(dates.loc[dates["precision"] == "month", "date"])
        if len(days) + len(months - {f"{day:%Y-%m}" for day in days}) < 2:
            continue
        first = dates.drop_duplicates("basis").set_index("basis")["date"]
        others = dates[~dates["basis"].isin(["launch", "arxiv"])]
        rows.append(
            [
                key,
                dates["title"].iloc[0],
                dates["organisation"].iloc[0],
                first.get("launch"),
                first.get("arxiv"),
                "; ".join(
                    f"{BASIS_WORDS[basis] if pd.isna(name) else name} {_day_or_month(text)}"
                    for basis, name, text in zip(others["basis"], others["publication"], others["date"], strict=True)
                ),
                dates["session"].nunique(),
                (days[-1] - days[0]).days if len(days) > 1 else None,
            ]
        )
    return pd.DataFrame(rows, columns=columns)


def _days(dates: pd.DataFrame) -> list[dt.date]:
    """Return the different days, in order."""
    return sorted({fmt.as_day(text) for text in dates.loc[dates["precision"] == "day", "date"]})


def _day_or_month(text: str) -> str:
    return fmt.month(f"{text}-01") if len(text) == MONTH_LENGTH else fmt.day(text)


def most_disputed(every: pd.DataFrame, keys: Sequence[str], session: dt.date) -> Dispute | None:
    """Return the event with the most different sessions, the one nearest to `session` where several have as many.

    None if the dates of every event map to one session.
    """
    days = every[every["key"].isin(keys) & (every["precision"] == "day")]
    best: tuple[int, int, Dispute] | None = None
    for _, dates in days.groupby("key", sort=False):
        found = tuple(_days(dates))
        if dates["session"].nunique() < 2:
            continue
        away = min(abs((day - session).days) for day in found)
        rank = (-int(dates["session"].nunique()), away)
        if best is None or rank < best[:2]:
            best = (*rank, Dispute(str(dates["title"].iloc[0]), found))
    return best[2] if best else None
