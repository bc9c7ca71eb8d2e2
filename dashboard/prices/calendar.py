"""Trading sessions of an exchange, and the mapping from a calendar day and the time of news to its event session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import DateRangeError, InputError, NotASessionError

TIMINGS = ("before", "during", "after_close", "unknown")
"""When on its day a piece of news came, relative to the exchange's session."""

# From the first year of CRSP's daily file to some years ahead; a wider range costs no measurable time, since almost all
# of the 0.2 s that a calendar takes is spent before its first session is laid out.
FIRST_DAY = dt.date(1926, 1, 1)
LAST_DAY = dt.date(2035, 12, 31)

FINAL_AFTER = dt.timedelta(minutes=30)
"""Time after a close from which on the session's prices are final: auctions and corrections come in after the bell."""


def plain_day(day: dt.date) -> dt.date:
    """Drop the time of day of a datetime or timestamp; a plain date is returned as it is."""
    return day.date() if isinstance(day, dt.datetime) else day


def day_text(day: dt.date) -> str:
    """Write a day as an error sentence shows it, with its weekday: ``Monday 2025-01-27``."""
    return f"{plain_day(day):%A %Y-%m-%d}"


@dataclass(frozen=True)
class TradingCalendar:
    """The sessions (trading days) of one exchange.

    The sessions are read from `exchange_calendars` when they are first asked for, so that making a calendar costs
    nothing. Every method takes dates, datetimes or timestamps and looks only at the day.

    Parameters
    ----------
    name : str
        Market identifier code of the exchange, for example ``"XNYS"`` for New York.
    """

    name: str

    @cached_property
    def _calendar(self) -> Any:
        # Imported here: it takes 0.1 s, which readers of prices alone need not wait for.
        import exchange_calendars

        try:
            return exchange_calendars.get_calendar(self.name, start=str(FIRST_DAY), end=str(LAST_DAY))
        except exchange_calendars.errors.InvalidCalendarName as error:
            raise InputError(
                f"No trading calendar is called {self.name!r}; use an exchange's market identifier code such as XNYS."
            ) from error
        except ValueError as error:
            raise InputError(
                f"The calendar of {self.name!r} does not span {FIRST_DAY} to {LAST_DAY}; use XNYS."
            ) from error

    @cached_property
    def _days(self) -> NDArray[np.datetime64]:
        """All sessions as ``datetime64[D]``, ascending."""
        days: NDArray[np.datetime64] = self._calendar.sessions.tz_localize(None).to_numpy().astype("datetime64[D]")
        days.flags.writeable = False
        return days

    def _place(self, day: dt.date) -> int:
        """Return the position of the first session on or after a day; raise outside the calendar's span."""
        days = self._days
        wanted = np.datetime64(plain_day(day), "D")
        place = int(np.searchsorted(days, wanted))
        if place == len(days) or wanted < np.datetime64(FIRST_DAY):
            raise DateRangeError(
                f"{plain_day(day)} is outside the {self.name} calendar; choose a day from {FIRST_DAY} to {days[-1]}."
            )
        return place

    def _session(self, place: int, asked: str) -> dt.date:
        """Return the session at a position, refusing positions outside the calendar's span."""
        if not 0 <= place < len(self._days):
            raise DateRangeError(
                f"{asked} is outside the {self.name} calendar; choose a day from {FIRST_DAY} to {self._days[-1]}."
            )
        session: dt.date = self._days[place].item()
        return session

    def sessions(self, start: dt.date, end: dt.date) -> pd.DatetimeIndex:
        """List the sessions from `start` to `end`, both included.

        Returns
        -------
        DatetimeIndex
            Ascending, naive, ``datetime64[us]``, named ``"date"``; empty where the exchange was closed throughout.

        Raises
        ------
        DateRangeError
            The range is reversed, or reaches outside the calendar's span.
        """
        if plain_day(end) < plain_day(start):
            raise DateRangeError(
                f"The range {plain_day(start)} to {plain_day(end)} is reversed; give the earlier day first."
            )
        first, last = self._place(start), self._place(end)
        stop = last + int(self._days[last] == np.datetime64(plain_day(end), "D"))
        return pd.DatetimeIndex(self._days[first:stop].astype("datetime64[us]"), name="date")

    def is_session(self, day: dt.date) -> bool:
        """Say whether the exchange held a session on the day."""
        return bool(self._days[self._place(day)] == np.datetime64(plain_day(day), "D"))

    def close_of(self, session: dt.date) -> dt.datetime:
        """Return when a session closed or will close, early closes before holidays included, in UTC.

        Raises
        ------
        NotASessionError
            The exchange was closed on the day.
        """
        closes = self._calendar.closes
        closed: dt.datetime = closes.iloc[self._place(self.require_session(session))].to_pydatetime()
        return closed

    def contains(self, days: NDArray[Any]) -> NDArray[np.bool_]:
        """Say for each of many days whether it was a session.

        Parameters
        ----------
        days : ndarray of datetime64, shape (n,)
            Days in any order and unit; days outside the calendar's span are no sessions.
        """
        return np.isin(days.astype("datetime64[D]"), self._days)

    def count(self, first: NDArray[Any], last: NDArray[Any]) -> NDArray[np.intp]:
        """Count the sessions of many ranges, both ends included.

        Parameters
        ----------
        first, last : ndarray of datetime64, shape (n,)
            Ends of the ranges; days outside the calendar's span add no sessions.
        """
        days = self._days
        start = np.searchsorted(days, first.astype("datetime64[D]"), side="left")
        return np.searchsorted(days, last.astype("datetime64[D]"), side="right") - start

    def session_on_or_after(self, day: dt.date) -> dt.date:
        """Return the day itself if it was a session, else the next session."""
        return self._session(self._place(day), str(plain_day(day)))

    def session_before(self, day: dt.date) -> dt.date:
        """Return the last session strictly before the day."""
        return self._session(self._place(day) - 1, f"The session before {plain_day(day)}")

    def offset(self, session: dt.date, n: int) -> dt.date:
        """Return the session `n` sessions after `session` (before it, for a negative `n`).

        Raises
        ------
        NotASessionError
            `session` is no session.
        DateRangeError
            The result lies outside the calendar's span.
        """
        self.require_session(session)
        return self._session(self._place(session) + n, f"The session {n:+d} from {plain_day(session)}")

    def nearest(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """Return the last session before the day and the first one after it, the day itself left out."""
        place = self._place(day)
        asked = f"A session next to {plain_day(day)}"
        return self._session(place - 1, asked), self._session(place + int(self.is_session(day)), asked)

    def event_session(self, day: dt.date, timing: str) -> dt.date:
        """Return the session on which news of a calendar day could first be traded.

        News from before or during the session, or at an unknown time, belongs to the session of its day, or to the next
        one if its day was none; news from after the close belongs to the next session after its day.

        Parameters
        ----------
        day : date
            The day of the news, in the exchange's time zone.
        timing : {"before", "during", "after_close", "unknown"}
            When on that day it came.

        Raises
        ------
        InputError
            Another timing.
        """
        if timing not in TIMINGS:
            raise InputError(f"The timing {timing!r} is not known; use one of {', '.join(TIMINGS)}.")
        following = plain_day(day) + dt.timedelta(days=1 if timing == "after_close" else 0)
        return self.session_on_or_after(following)

    def require_session(self, day: dt.date) -> dt.date:
        """Return the day if it was a session, else raise an error that names the nearest ones.

        Raises
        ------
        NotASessionError
            The exchange was closed on the day.
        """
        if not self.is_session(day):
            before, after = self.nearest(day)
            raise NotASessionError(
                f"{day_text(day)} is not a session of {self.name}; the nearest are {before} and {after}."
            )
        return plain_day(day)


@lru_cache(maxsize=8)
def trading_calendar(name: str) -> TradingCalendar:
    """Return the one shared calendar of an exchange, so that its sessions are laid out once a process."""
    return TradingCalendar(name)
