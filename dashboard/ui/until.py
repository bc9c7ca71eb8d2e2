"""The day on which returns since an event end: chosen by the reader, put on a session, and said so where it moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.ui import bound
from dashboard.ui.controls import day_with_weekday

PARAMETER = "until"


@dataclass(frozen=True)
class Until:
    """The end of a return.

    Attributes
    ----------
    session : date
        A stored session, not before the event's.
    note : str or None
        One sentence, where it is not the day that was asked for.
    """

    session: dt.date
    note: str | None


def choose_until(close: pd.DataFrame, event: dt.date) -> Until:
    """Offer any stored day, the common end of the prices to begin with, and return the session that counts.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Closes of the series whose returns end, on the sessions of the exchange; at least one has a close.
    event : date
        The event session, before which no return can end.
    """
    first, last = close.index[0].date(), close.index[-1].date()
    day = bound.choose_day_quietly(
        "Returns end on", PARAMETER, _usual(close), first, last, "The close of this day counts."
    )
    bound.tell_ignored([PARAMETER])
    return resolve(close, event, day)


def resolve(close: pd.DataFrame, event: dt.date, day: dt.date) -> Until:
    """Put a day on the last session up to it; one before the event, or after every close, gives way to the common end.

    Parameters
    ----------
    close : DataFrame
        As for `choose_until`.
    event, day : date
        The event session, and the day asked for.
    """
    usual = _usual(close)
    if day < event:
        return Until(
            usual,
            f"{fmt.day(day)} lies before the event session, {fmt.day(event)}; returns end on {fmt.day(usual)} instead.",
        )
    latest = close.dropna(how="all").index[-1].date()
    if day > latest:
        end = "then" if usual == latest else f"on {fmt.day(usual)}, as most of them do"
        return Until(usual, f"The prices of the chosen companies end on {fmt.day(latest)}; returns end {end}.")
    session = close.index[int(close.index.searchsorted(pd.Timestamp(day), side="right")) - 1].date()
    if session == day:
        return Until(session, None)
    return Until(
        session,
        f"The exchange was closed on {day_with_weekday(day)}; returns end on the last session before, "
        f"{day_with_weekday(session)}.",
    )


def _usual(close: pd.DataFrame) -> dt.date:
    """Return the common end of the prices; the last row where there are none."""
    return common_end(close) or close.index[-1].date()
