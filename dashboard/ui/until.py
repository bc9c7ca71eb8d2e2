"""The day on which returns since an event end, or from which one looks back: put on a session, and said so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.ui import bound
from dashboard.ui.controls import day_with_weekday

PARAMETER = "until"
RETURNS_END = "returns end"


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
    return choose_session(
        "Returns end on", PARAMETER, close, event, _usual(close), RETURNS_END, "The close of this day counts."
    )


def choose_session(
    label: str, key: str, close: pd.DataFrame, event: dt.date, usual: dt.date, words: str, help: str
) -> Until:
    """Offer any stored day for a control of this label and parameter, and return the session that counts.

    Parameters
    ----------
    label, key, help : str
        As for `bound.choose_day_quietly`.
    close, event
        As for `choose_until`.
    usual : date
        The session that is meant unless another day is chosen.
    words : str
        What happens on that session, before "on 24 Jun 2025": "returns end".
    """
    first, last = close.index[0].date(), close.index[-1].date()
    day = bound.choose_day_quietly(label, key, usual, first, last, help)
    bound.tell_ignored([key])
    return resolve(close, event, day, usual, words)


def resolve(
    close: pd.DataFrame, event: dt.date, day: dt.date, usual: dt.date | None = None, words: str = RETURNS_END
) -> Until:
    """Put a day on the last session up to it; one before the event, or after every close, gives way to the usual one.

    Parameters
    ----------
    close : DataFrame
        As for `choose_until`.
    event, day : date
        The event session, and the day asked for.
    usual : date, optional
        The common end of the prices by default.
    words : str
        As for `choose_session`.
    """
    common = _usual(close)
    usual = common if usual is None else usual
    if day < event:
        return Until(
            usual,
            f"{fmt.day(day)} lies before the event session, {fmt.day(event)}; {words} on {fmt.day(usual)} instead.",
        )
    latest = close.dropna(how="all").index[-1].date()
    if day > latest:
        end = "then" if common == latest else f"on {fmt.day(common)}, as most of them do"
        return Until(common, f"The prices of the chosen companies end on {fmt.day(latest)}; {words} {end}.")
    session = close.index[int(close.index.searchsorted(pd.Timestamp(day), side="right")) - 1].date()
    if session == day:
        return Until(session, None)
    return Until(
        session,
        f"The exchange was closed on {day_with_weekday(day)}; {words} on the last session before, "
        f"{day_with_weekday(session)}.",
    )


def _usual(close: pd.DataFrame) -> dt.date:
    """Return the common end of the prices; the last row where there are none."""
    return common_end(close) or close.index[-1].date()
