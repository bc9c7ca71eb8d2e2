"""The price panel: the one object that studies, charts and tables work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.catalog import ShareCount
from dashboard.errors import DateRangeError, EmptySelectionError, UnknownTickerError
from dashboard.prices.calendar import TradingCalendar, plain_day

FIELDS = ("open", "high", "low", "close", "volume", "dividend", "split")
"""The fields of a panel, each a wide frame."""

NEUTRAL: Mapping[str, float] = {"dividend": 0.0, "split": 1.0}
"""What stands where a field has no figure; the other fields hold NaN there."""


@dataclass(frozen=True)
class SeriesInfo:
    """Where one price series comes from, and how complete it is.

    Attributes
    ----------
    ticker : str
        Yahoo symbol.
    source : str
        Who gave the figures.
    as_of : date
        The day on which the series was obtained, or the last day it was complete for.
    first, last : date
        Its first and last row.
    rows : int
        Number of rows.
    missing : int
        Sessions of the calendar from `first` to `last` without a row.
    extra : int
        Rows on days that are no sessions of the calendar.
    fields : tuple of str
        The fields that hold figures.
    doubts : tuple of str
        What a reader should know before trusting the series, one sentence each.
    checks : tuple of str
        Names of the checks that it passed when it was stored.
    layer : str
        ``"embedded"`` (the snapshot that ships with the project), ``"refreshed"`` (fetched since) or ``"imported"``
        (the reader's own).
    """

    ticker: str
    source: str
    as_of: dt.date
    first: dt.date
    last: dt.date
    rows: int
    missing: int
    extra: int
    fields: tuple[str, ...]
    doubts: tuple[str, ...]
    checks: tuple[str, ...]
    layer: str


@dataclass(frozen=True, eq=False)
class PricePanel:
    """Daily prices of many series, as wide frames that share their rows and columns.

    Attributes
    ----------
    fields : mapping of str to DataFrame, each of shape (T, N)
        One frame for each name in `FIELDS`, float64. Rows are days, ascending and unique (``datetime64[us]``, named
        ``"date"``); columns are tickers (named ``"ticker"``). Prices are adjusted for splits and not for dividends, and
        dividends (at the ex-date) are on the same basis. NaN is a missing figure, except that a day without a
        dividend holds 0 and a day without a split holds 1.
    calendar : TradingCalendar
        The exchange whose sessions count.
    as_of : date
        The latest day up to which any series of the panel was obtained.
    currency : str
        Of prices and dividends.
    series : mapping of str to SeriesInfo
        Provenance by ticker.
    notices : tuple of str
        What a reader must be told of these prices, one sentence each: that older ones stand in for damaged ones.
    share_counts : tuple of ShareCount
        Those that were fetched, beside the catalogue's.
    """

    fields: Mapping[str, pd.DataFrame]
    calendar: TradingCalendar
    as_of: dt.date
    currency: str
    series: Mapping[str, SeriesInfo]
    notices: tuple[str, ...] = ()
    share_counts: tuple[ShareCount, ...] = ()

    @property
    def open(self) -> pd.DataFrame:
        """First price of each session."""
        return self.fields["open"]

    @property
    def high(self) -> pd.DataFrame:
        """Highest price of each session."""
        return self.fields["high"]

    @property
    def low(self) -> pd.DataFrame:
        """Lowest price of each session."""
        return self.fields["low"]

    @property
    def close(self) -> pd.DataFrame:
        """Last price of each session."""
        return self.fields["close"]

    @property
    def volume(self) -> pd.DataFrame:
        """Shares or contracts traded."""
        return self.fields["volume"]

    @property
    def dividend(self) -> pd.DataFrame:
        """Dividend a share on its ex-date, 0 on other days."""
        return self.fields["dividend"]

    @property
    def split(self) -> pd.DataFrame:
        """New shares for each old one on the first day of the new basis, 1 on other days."""
        return self.fields["split"]

    @cached_property
    def dates(self) -> pd.DatetimeIndex:
        """The rows of every frame."""
        return pd.DatetimeIndex(self.close.index)

    @cached_property
    def tickers(self) -> tuple[str, ...]:
        """The columns of every frame."""
        return tuple(self.close.columns)

    @property
    def first(self) -> dt.date:
        """First row."""
        return self.dates[0].date()

    @property
    def last(self) -> dt.date:
        """Last row."""
        return self.dates[-1].date()

    def select(self, tickers: Sequence[str]) -> PricePanel:
        """Keep some series, in the given order.

        Raises
        ------
        UnknownTickerError
            A ticker has no prices in the panel.
        EmptySelectionError
            No ticker was given.
        """
        chosen = list(dict.fromkeys(tickers))
        if not chosen:
            raise EmptySelectionError("No series was chosen; name at least one ticker.")
        for ticker in chosen:
            if ticker not in self.series:
                raise UnknownTickerError(f"No prices are stored for {ticker!r}; import them or choose another ticker.")
        fields = {name: frame[chosen] for name, frame in self.fields.items()}
        return replace(self, fields=fields, series={ticker: self.series[ticker] for ticker in chosen})

    def on_sessions(self) -> PricePanel:
        """Put the panel on the calendar: exactly the sessions from its first to its last row.

        Rows of other days (futures trade on some holidays) are left out, and a session that no series has becomes a row
        of missing figures, so that a return never spans two sessions.

        Raises
        ------
        DateRangeError
            No session lies between the first and the last row.
        """
        return self._on_sessions

    @cached_property
    def _on_sessions(self) -> PricePanel:
        sessions = self.calendar.sessions(self.first, self.last)
        if sessions.equals(self.dates):
            return self
        if sessions.empty:
            raise DateRangeError(
                f"No session of {self.calendar.name} lies from {self.first} to {self.last}; choose a longer range."
            )
        return self._rows(sessions)

    def between(self, start: dt.date | None = None, end: dt.date | None = None) -> PricePanel:
        """Keep the rows from `start` to `end`, both included; None leaves that side open.

        Raises
        ------
        DateRangeError
            The range is reversed, reaches outside the stored days, or holds no row.
        """
        first = self.first if start is None else plain_day(start)
        last = self.last if end is None else plain_day(end)
        if last < first:
            raise DateRangeError(f"The range {first} to {last} is reversed; give the earlier day first.")
        for day in (first, last):
            if not self.first <= day <= self.last:
                raise DateRangeError(
                    f"{day} is outside the stored prices; choose days from {self.first} to {self.last}."
                )
        dates = self.dates
        kept = dates[(dates >= pd.Timestamp(first)) & (dates <= pd.Timestamp(last))]
        if kept.empty:
            raise DateRangeError(f"No prices are stored from {first} to {last}; choose a longer range.")
        return self._rows(kept)

    def _rows(self, dates: pd.DatetimeIndex) -> PricePanel:
        """Return the panel on other rows, new ones without figures."""
        fields = {
            name: frame.reindex(dates, fill_value=NEUTRAL.get(name, np.nan)) for name, frame in self.fields.items()
        }
        return replace(self, fields=fields)

    def price_returns(self) -> pd.DataFrame:
        """Simple price returns P_t / P_{t-1} - 1, row against the row before.

        Returns
        -------
        DataFrame, shape (T, N)
            Decimals. The first row and every row with a missing price on either side are NaN, in that column only.
            Call `on_sessions` first where rows may be days on which the exchange was closed.
        """
        return self.close / self.close.shift(1) - 1.0

    def total_returns(self) -> pd.DataFrame:
        """Simple total returns (P_t + D_t) / P_{t-1} - 1 with the dividend D at its ex-date.

        Returns
        -------
        DataFrame, shape (T, N)
            Decimals; missing where `price_returns` is.
        """
        return (self.close + self.dividend) / self.close.shift(1) - 1.0

    def position(self, session: dt.date) -> int:
        """Return the row of a session.

        Raises
        ------
        NotASessionError
            The exchange was closed that day.
        DateRangeError
            The panel has no row for it.
        """
        day = self.calendar.require_session(session)
        place = int(self.dates.get_indexer(pd.DatetimeIndex([day]))[0])
        if place < 0:
            raise DateRangeError(
                f"{day} is outside the stored prices; choose a session from {self.first} to {self.last}."
            )
        return place

    def window(self, session: dt.date, first: int, last: int) -> pd.DatetimeIndex:
        """List the sessions of a window around a session.

        Parameters
        ----------
        session : date
            Session 0.
        first, last : int
            Offsets in sessions, both included; ``(-270, -21)`` are 250 sessions.

        Returns
        -------
        DatetimeIndex, length last - first + 1

        Raises
        ------
        DateRangeError
            The window is reversed or runs outside the stored days.
        """
        if last < first:
            raise DateRangeError(f"The window {first} to {last} is reversed; give the earlier offset first.")
        start, end = self.calendar.offset(session, first), self.calendar.offset(session, last)
        if start < self.first or end > self.last:
            raise DateRangeError(
                f"The window {first} to {last} around {plain_day(session)} needs prices from {start} to {end}, "
                f"but they are stored from {self.first} to {self.last}; choose a shorter window."
            )
        return self.calendar.sessions(start, end)
