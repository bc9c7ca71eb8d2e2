"""Events as the timeline tells them: what dates each, why it maps to its session, and where its dates differ."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    for key, dates in _by_event(every, keys).items():
        days = _days(dates)
        months = {date.text for date in dates if date.precision == "month"}
        if len(days) + len(months - {f"{day:%Y-%m}" for day in days}) < 2:
            continue
        first = {date.basis: date.text for date in reversed(dates)}
        rows.append(
            [
                key,
                dates[0].title,
                dates[0].organisation,
                first.get("launch"),
                first.get("arxiv"),
                "; ".join(
                    f"{date.publication or BASIS_WORDS[date.basis]} {_day_or_month(date.text)}"
                    for date in dates
                    if date.basis not in ("launch", "arxiv")
                ),
                _sessions(dates),
                (days[-1] - days[0]).days if len(days) > 1 else None,
            ]
        )
    return pd.DataFrame(rows, columns=columns)


class _Date(NamedTuple):
    """One row of the events table, as far as it matters here."""

    title: str
    organisation: str
    basis: str
    publication: str | None
    text: str
    precision: str
    session: pd.Timestamp | None


def _by_event(every: pd.DataFrame, keys: Sequence[str]) -> dict[str, list[_Date]]:
    """Return the dates of each of the events, by key."""
    wanted, found = set(keys), dict[str, list[_Date]]()
    names = ["title", "organisation", "basis", "publication", "date", "precision", "session"]
    for key, *values in zip(every["key"], *(every[name] for name in names), strict=True):
        if key in wanted:
            known: list[Any] = [None if pd.isna(value) else value for value in values]
            found.setdefault(key, []).append(_Date(*known))
    return found


def _sessions(dates: Sequence[_Date]) -> int:
    return len({date.session for date in dates if date.session is not None})


def _days(dates: Sequence[_Date]) -> list[dt.date]:
    """Return the different days, in order."""
    return sorted({fmt.as_day(date.text) for date in dates if date.precision == "day"})


def _day_or_month(text: str) -> str:
    return fmt.month(f"{text}-01") if len(text) == MONTH_LENGTH else fmt.day(text)


def most_disputed(every: pd.DataFrame, keys: Sequence[str], session: dt.date) -> Dispute | None:
    """Return the event with the most different sessions, the one nearest to `session` where several have as many.

    None if the dates of every event map to one session.
    """
    best: tuple[int, int, Dispute] | None = None
    for dates in _by_event(every[every["precision"] == "day"], keys).values():
        days = tuple(_days(dates))
        if _sessions(dates) < 2:
            continue
        rank = (-_sessions(dates), min(abs((day - session).days) for day in days))
        if best is None or rank < best[:2]:
            best = (*rank, Dispute(dates[0].title, days))
    return best[2] if best else None
