"""The catalogued events and the trading session each maps to, for each dating basis."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.catalog import Event, EventDate
from dashboard.errors import DateRangeError, InputError
from dashboard.prices import TradingCalendar

BASES = ("launch", "arxiv", "article", "arxiv_revision")
COLUMNS = (
    "key",
    "organisation",
    "kind",
    "title",
    "basis",
    "publication",
    "date",
    "precision",
    "timing",
    "session",
    "status",
    "source",
)


def first_and_last_day(dated: EventDate) -> tuple[date, date]:
    """Return the days that a date covers: one day, or the whole of a month."""
    if dated.day is not None:
        return dated.day, dated.day
    year, month = (int(part) for part in dated.date.split("-"))
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def events_table(
    events: Sequence[Event],
    exchange: TradingCalendar,
    basis: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> pd.DataFrame:
    """Return one row for each event, dating basis and publication.

    Parameters
    ----------
    events : sequence of Event
        The catalogue.
    exchange : TradingCalendar
        Whose sessions the days map to.
    basis : str, optional
        One of `BASES`; all of them by default.
    start, end : date, optional
        Keep what happened, or may have happened where only the month is known, from `start` through `end`.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, by date. ``date`` is the text of the catalogue (a day or a month); ``session`` is
        the session that could first react: the day itself, the next session if the exchange was closed or the news
        came after its close; missing where only the month is known.

    Raises
    ------
    InputError
        `basis` is not one of `BASES`.
    DateRangeError
        `start` is after `end`.
    """
    if basis is not None and basis not in BASES:
        raise InputError(f"Basis {basis!r} is not known; use one of {', '.join(BASES)}.")
    if start is not None and end is not None and start > end:
        raise DateRangeError(f"The range {start} to {end} is reversed; give the earlier date first.")
    rows = []
    for event in events:
        for dated in event.dates:
            first, last = first_and_last_day(dated)
            if (basis and dated.basis != basis) or (start and last < start) or (end and first > end):
                continue
            session = None if dated.day is None else exchange.event_session(dated.day, dated.timing)
            rows.append(
                {
                    "key": event.key,
                    "organisation": event.organisation,
                    "kind": event.kind,
                    "title": event.title,
                    "basis": dated.basis,
                    "publication": dated.publication,
                    "date": dated.date,
                    "precision": dated.precision,
                    "timing": dated.timing,
                    "session": session,
                    "status": dated.status,
                    "source": dated.source,
                }
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["session"] = pd.to_datetime(frame["session"]).dt.as_unit("us")
    return frame.sort_values(["date", "key", "basis"], kind="stable").reset_index(drop=True)
