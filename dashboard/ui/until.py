"""The day on which returns since an event end: chosen by the reader, put on a session, and said so where it moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
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


def choose_until(panel: PricePanel, event: dt.date) -> Until:
    """Offer any stored day, the last session to begin with, and return the session that counts.

    Parameters
    ----------
    panel : PricePanel
        All stored prices.
    event : date
        The event session, before which no return can end.
    """
    sessions = panel.on_sessions().dates
    first, last = sessions[0].date(), sessions[-1].date()
    day = bound.choose_day_quietly("Returns end on", PARAMETER, last, first, last, "The close of this day counts.")
    bound.tell_ignored([PARAMETER])
    return resolve(panel, event, day)


def resolve(panel: PricePanel, event: dt.date, day: dt.date) -> Until:
    """Put a day on the last session up to it; a day before the event gives way to the last stored session."""
    sessions = panel.on_sessions().dates
    if day < event:
        last = sessions[-1].date()
        return Until(
            last,
            f"{fmt.day(day)} lies before the event session, {fmt.day(event)}; returns end on {fmt.day(last)} instead.",
        )
    session = sessions[int(sessions.searchsorted(pd.Timestamp(day), side="right")) - 1].date()
    if session == day:
        return Until(session, None)
    return Until(
        session,
        f"The exchange was closed on {day_with_weekday(day)}; returns end on the last session before, "
        f"{day_with_weekday(session)}.",
    )
