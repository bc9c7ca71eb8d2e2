"""Which session an event maps to: a date, an event of the catalogue, or one date for each company."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.catalog import EventDate, load_events, load_universe
from dashboard.choices import Day, as_day
from dashboard.errors import DateRangeError, InputError
from dashboard.prices import PricePanel, TradingCalendar

BASIS_ORDER = ("launch", "arxiv", "article")
"""By which of its dates an event is studied where it has several."""


@dataclass(frozen=True)
class EventDay:
    """An event and its session.

    Attributes
    ----------
    day : date
        As given or catalogued.
    session : date
        The first session that could trade on it.
    note : str
        One sentence where the two differ, or where the catalogue chose the date; else empty.
    """

    day: dt.date
    session: dt.date
    note: str = ""


def event_day(event: Day, calendar: TradingCalendar) -> EventDay:
    """Map a date, or the key of an event in the catalogue, to its session.

    A catalogued event is dated by its launch, else its first arXiv version, else as an article dated it, and news
    after the close belongs to the next session. A day without a session belongs to the next one.

    Raises
    ------
    InputError
        The text is neither a date nor a key, or only the month of the event is known.
    """
    if isinstance(event, str) and not event[:1].isdigit():
        dated = catalogued_date(event)
        day = dated.day
        if day is None:
            raise InputError(f"Only the month of {event} is known ({dated.date}); give a date instead.")
        session = calendar.event_session(day, dated.timing)
        return EventDay(day, session, f"{event} is dated {day} ({dated.basis}); its session is {session}.")
    day = as_day(event)
    session = calendar.session_on_or_after(day)
    return EventDay(day, session, "" if day == session else f"{day} was no session; the event session is {session}.")


def catalogued_date(key: str) -> EventDate:
    """Return the date by which a catalogued event is studied.

    Raises
    ------
    InputError
        There is no such event, or it has no date of these bases.
    """
    events = {event.key: event for event in load_events()}
    if key not in events:
        close = difflib.get_close_matches(key, events, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else "the command events lists the keys."
        raise InputError(f"{key!r} is neither a date (YYYY-MM-DD) nor a catalogued event; {hint}")
    dates = [date for date in events[key].dates if date.basis in BASIS_ORDER]
    if not dates:
        raise InputError(f"The event {key} has no date that can be studied; give a date instead.")
    return min(dates, key=lambda date: (date.day is None, BASIS_ORDER.index(date.basis), date.date))


def own_events(events: pd.DataFrame, available: Collection[str]) -> pd.DataFrame:
    """Return dated events with tickers as they are stored.

    Raises
    ------
    UnknownTickerError
        A ticker has no prices.
    """
    universe = load_universe()
    stored = frozenset(available)
    found = {ticker: universe.one(ticker, stored) for ticker in dict.fromkeys(events["ticker"])}
    return events.assign(ticker=events["ticker"].map(found))


def session_rows(panel: PricePanel, days: Iterable[dt.date]) -> tuple[NDArray[np.int64], str]:
    """Return the row of each day's session in a panel on sessions, and a sentence on the days that were none.

    Raises
    ------
    DateRangeError
        A session lies outside the prices.
    """
    given = np.array(list(days), dtype="datetime64[D]")
    sessions = panel.dates.to_numpy().astype("datetime64[D]")
    rows = np.searchsorted(sessions, given)
    outside = (given < sessions[0]) | (rows == len(sessions))
    if outside.any():
        raise DateRangeError(
            f"The event of {given[np.argmax(outside)]} is outside the prices; choose days from {sessions[0]} to "
            f"{sessions[-1]}."
        )
    moved = int((sessions[rows] != given).sum())
    note = f"{moved} of {len(given)} event dates were no session and map to the next one." if moved else ""
    return rows.astype(np.int64), note
