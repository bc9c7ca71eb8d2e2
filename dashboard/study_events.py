"""Which session an event maps to: a date, an event of the catalogue, or one date for each company."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.catalog import EventDate, load_events, load_universe
from dashboard.choices import Day, as_day
from dashboard.errors import DateRangeError, EmptySelectionError, InputError
from dashboard.prices import PricePanel
from dashboard.study.event_study import Window
from dashboard.study.event_study.windows import spelled, written

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


def event_day(event: Day, panel: PricePanel) -> EventDay:
    """Map a date, or the key of an event in the catalogue, to its session.

    A catalogued event is dated by its launch, else its first arXiv version, else as an article dated it, and news
    after the close belongs to the next session. A day without a session belongs to the next one.

    Parameters
    ----------
    event : date or str
    panel : PricePanel
        On sessions, one of which the event's must be.

    Raises
    ------
    InputError
        The text is neither a date nor a key, or only the month of the event is known.
    DateRangeError
        The session is not within the prices.
    """
    calendar = panel.calendar
    if isinstance(event, str) and not event[:1].isdigit():
        dated = catalogued_date(event)
        day = dated.day
        if day is None:
            raise InputError(f"Only the month of {event} is known ({dated.date}); give a date instead.")
        _require_within(event, day, panel)
        session = calendar.event_session(day, dated.timing)
        _require_within(event, session, panel)
        return EventDay(day, session, f"{event} is dated {day} ({dated.basis}); its session is {session}.")
    day = as_day(event)
    _require_within(str(day), day, panel)
    session = calendar.session_on_or_after(day)
    return EventDay(day, session, "" if day == session else f"{day} was no session; the event session is {session}.")


def _require_within(event: str, day: dt.date, panel: PricePanel) -> None:
    if not panel.first <= day <= panel.last:
        raise DateRangeError(
            f"The event {event} is outside the prices, which begin on {panel.first} and end on {panel.last}; "
            "choose another event."
        )


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


def own_events(events: pd.DataFrame, panel: PricePanel) -> pd.DataFrame:
    """Map companies' own events to sessions, with tickers as they are stored.

    Parameters
    ----------
    events : DataFrame
        Columns ticker and date, one row an event; dates, timestamps or text as YYYY-MM-DD. Other columns are not
        looked at.
    panel : PricePanel
        On sessions.

    Returns
    -------
    DataFrame
        In the order given: ticker, date (``datetime64[us]``) and row, that of its session in the panel.

    Raises
    ------
    EmptySelectionError
        There is no event.
    UnknownTickerError
        A ticker has no prices.
    DateRangeError
        A session lies outside the prices.
    InputError
        A column is missing, a ticker is no text, a date is none, or two events of a company have one session.
    """
    if not isinstance(events, pd.DataFrame):
        raise InputError(f"{events!r} is no table of events; give a DataFrame with the columns ticker and date.")
    given, dates = _column(events, "ticker"), _column(events, "date")
    if not given:
        raise EmptySelectionError("The events have no row; give a ticker and a date for each.")
    if wrong := [one for one in given if not isinstance(one, str)]:
        raise InputError(f"The column ticker of the events holds {wrong[0]!r}; give text such as 'NVDA'.")
    universe, stored = load_universe(), frozenset(panel.tickers)
    found = {ticker: universe.one(ticker, stored) for ticker in dict.fromkeys(given)}
    tickers = [found[ticker] for ticker in given]
    try:
        days = np.array([as_day(date) for date in dates], dtype="datetime64[D]")
    except InputError as error:
        raise InputError(f"The column date of the events: {error}") from error
    sessions = panel.dates.to_numpy().astype("datetime64[D]")
    rows = np.searchsorted(sessions, days)
    outside = (days < sessions[0]) | (rows == len(sessions))
    if outside.any():
        place = int(np.argmax(outside))
        raise DateRangeError(
            f"The event of {tickers[place]} on {days[place]} is outside the prices; choose days from {sessions[0]} to "
            f"{sessions[-1]}."
        )
    known = pd.DataFrame({"ticker": tickers, "date": days.astype("datetime64[us]"), "row": rows.astype(np.int64)})
    _refuse_twice(known, sessions)
    return known


def _column(events: pd.DataFrame, name: str) -> list[Any]:
    columns = list(events.columns)
    if columns.count(name) != 1:
        held = ", ".join(map(str, columns[:5])) or "none"
        raise InputError(f"The events need one column {name!r} and have the columns {held}; give ticker and date.")
    return list(events[name])


def _refuse_twice(known: pd.DataFrame, sessions: NDArray[np.datetime64]) -> None:
    """Refuse two events of one company on one session: they would be one event that counts twice."""
    again = known.duplicated(["ticker", "row"])
    if not again.any():
        return
    second = known[again].iloc[0]
    same = known[(known["ticker"] == second["ticker"]) & (known["row"] == second["row"])]
    one, other = (day.date() for day in same["date"].iloc[:2])
    if one == other:
        raise InputError(f"The events give {second['ticker']} on {one} twice; keep one row.")
    raise InputError(
        f"The events of {second['ticker']} on {one} and on {other} have the same session, "
        f"{sessions[second['row']]}; keep one of them."
    )


def moved_note(known: pd.DataFrame, panel: PricePanel) -> str:
    """Say how many of some own events are on days that were no session; "" where none is."""
    moved = int((panel.dates[known["row"]] != pd.DatetimeIndex(known["date"])).sum())
    return f"{moved} of {len(known)} event dates were no session and map to the next one." if moved else ""


def end_note(windows: Sequence[Window], rows: NDArray[np.int64], panel: PricePanel) -> str:
    """Say which event windows reach beyond the prices; "" where all have ended by then.

    Parameters
    ----------
    windows : sequence of (int, int)
    rows : ndarray of int, shape (N,)
        Event sessions.
    panel : PricePanel
        On sessions.
    """
    beyond = {window: int((rows + window[1] >= len(panel.dates)).sum()) for window in windows}
    late = {window: count for window, count in beyond.items() if count}
    if not late:
        return ""
    names, several = " and ".join(map(written, late)), len(late) > 1
    some = "" if max(late.values()) == len(rows) else f" for {max(late.values())} of {len(rows)} events"
    return (
        f"The prices end on {spelled(panel.last)}, before the event {'windows' if several else 'window'} {names} "
        f"{'do' if several else 'does'}{some}; choose an earlier event or a shorter window."
    )
