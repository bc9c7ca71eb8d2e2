"""The tables that set a day beside later or other ones, called alike by pages, commands and the public interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from dashboard import study
from dashboard.catalog import load_universe
from dashboard.catalog.compared_days import load_compared_days
from dashboard.choices import Day, Tickers, as_day, select
from dashboard.errors import DateRangeError, InputError
from dashboard.prices import PricePanel
from dashboard.study import day_comparison
from dashboard.study.day_comparison import INDICES, Span
from dashboard.tables import SHOCK, share_counts

REVIEW = dt.date(2025, 6, 24)
"""When the Daiwa Institute of Research looked back at the half-year since the shock."""
HALF_A_YEAR = dt.timedelta(days=182)
BY = ("ticker", "segment")
"""Whose standing a review is of."""
COMPARED = tuple(str(Span(day.first, day.last)) for day in load_compared_days())
"""The spans that are compared unless others are chosen."""
MOST_SPANS = 6
SP500 = INDICES["ret_sp500"]


def review_day(panel: PricePanel, date: Day = SHOCK, tickers: Tickers = "companies") -> dt.date:
    """Return the session from which one looks back unless another is chosen.

    Half a year after the event, for the shock the day of `REVIEW`; a day without a session gives way to the last before
    it, and one after the last session on which more than half of the chosen series have a close, to that session.
    """
    day = as_day(date)
    close = panel.on_sessions().close[list(select(panel, tickers))]
    wanted = min(REVIEW if day == SHOCK else day + HALF_A_YEAR, study.common_end(close) or day)
    last = close.index[: close.index.searchsorted(pd.Timestamp(wanted), side="right")]
    return max(last[-1].date() if len(last) else day, day)


def review(
    panel: PricePanel,
    date: Day = SHOCK,
    to: Day | None = None,
    tickers: Tickers = "companies",
    by: str = "ticker",
) -> pd.DataFrame:
    """Return how each series or segment stood some months after an event, against the close before it.

    Parameters
    ----------
    panel : PricePanel
    date : date or str
        The event session.
    to : date or str, optional
        The session from which one looks back; by default that of `review_day`.
    tickers : str or sequence of str
        A selection as `Universe.select` takes it.
    by : {'ticker', 'segment'}
        A segment stands at the mean of its companies' closes over their closes before the event, each counted alike,
        as `dashboard.study.holding.group_paths` says.

    Returns
    -------
    DataFrame
        ticker, or segment and companies (how many had a close before the event), then the columns of
        `dashboard.study.review.review`; of segments without close_before. In the order of the selection.

    Raises
    ------
    NotASessionError, DateRangeError
        A date is no session, lies outside the stored prices, or `to` lies before the event.
    InputError
        `by` is something else.
    """
    if by not in BY:
        raise InputError(f"{by!r} is no unit of a review; use {' or '.join(BY)}.")
    sessions, chosen, day = panel.on_sessions(), list(select(panel, tickers)), as_day(date)
    last = review_day(panel, day, chosen) if to is None else as_day(to)
    row, end = study.event_row(sessions, day), sessions.position(last)
    if end < row:
        raise DateRangeError(f"The day of review {last} lies before the event session {day}; choose a later one.")
    close = sessions.close[chosen]
    if by == "ticker":
        frame = study.review(close, row, end)
        frame.insert(0, "ticker", chosen)
        return frame
    universe = load_universe()
    segments = {ticker: universe.segment(ticker) for ticker in chosen}
    paths = study.group_paths(close.iloc[row - 1 : end + 1], segments)
    frame = study.review(paths, 1, end - row + 1).drop(columns="close_before")
    members = pd.Series(segments)[close.iloc[row - 1].notna().to_numpy()].value_counts()
    frame.insert(0, "segment", paths.columns.to_list())
    frame.insert(1, "companies", members.reindex(paths.columns).to_numpy())
    return frame


def as_spans(panel: PricePanel, spans: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans of sessions that texts mean.

    Parameters
    ----------
    panel : PricePanel
        Whose sessions can be chosen.
    spans : sequence of str
        Each a session as ``2025-01-27``, or the first and the last of a run as ``2025-04-03:2025-04-04``.

    Raises
    ------
    InputError
        A text is neither, a run is reversed, one is given twice, or there are none or too many.
    NotASessionError, DateRangeError
        A day is no session, lies outside the stored prices, or has no session before it.
    """
    if not 1 <= len(spans) <= MOST_SPANS:
        raise InputError(f"{len(spans)} spans are given; give from 1 to {MOST_SPANS}.")
    sessions, found = panel.on_sessions(), []
    for text in spans:
        days = [part.strip() for part in text.split(":")]
        try:
            first, last = as_day(days[0]), as_day(days[-1])
        except InputError:
            days = []
        if not 1 <= len(days) <= 2:
            raise InputError(
                f"{text!r} is no session and no run of sessions; write 2025-01-27, or 2025-04-03:2025-04-04."
            )
        if last < first:
            raise InputError(f"{text!r} is reversed; give the earlier day first.")
        study.event_row(sessions, first)
        sessions.position(last)
        if (span := Span(first, last)) in found:
            raise InputError(f"{text!r} is given twice; choose another session for one of them.")
        found.append(span)
    return tuple(found)


def compared_companies(
    panel: PricePanel, spans: Sequence[str] = COMPARED, tickers: Tickers = "companies"
) -> pd.DataFrame:
    """Return what each series did in each span; see `dashboard.study.day_comparison.companies` for the columns."""
    return day_comparison.companies(
        panel.on_sessions(), as_spans(panel, spans), select(panel, tickers), load_universe(), share_counts(panel)
    )


def compared_segments(
    panel: PricePanel, spans: Sequence[str] = COMPARED, tickers: Tickers = "companies"
) -> pd.DataFrame:
    """Return what each segment did in each span; see `dashboard.study.day_comparison.segments` for the columns."""
    return day_comparison.segments(compared_companies(panel, spans, tickers), len(spans))


def compared_figures(
    panel: PricePanel, spans: Sequence[str] = COMPARED, tickers: Tickers = "companies"
) -> pd.DataFrame:
    """Return the key figures of each span, side by side; see `dashboard.study.day_comparison.figures`."""
    frame = compared_companies(panel, spans, tickers)
    return day_comparison.figures(panel.on_sessions(), as_spans(panel, spans), frame)


def left_out(panel: PricePanel, spans: Sequence[str] = COMPARED, tickers: Tickers = "companies") -> tuple[str, ...]:
    """Return the tickers that lack a return in one of the spans, and are therefore compared in none."""
    frame = compared_companies(panel, spans, tickers)
    return tuple(frame.loc[~frame["compared"], "ticker"])


def steepest(panel: PricePanel, number: int) -> tuple[tuple[dt.date, float], ...]:
    """Return the sessions on which the S&P 500 fell furthest, and its returns, the deepest fall first."""
    sessions = panel.on_sessions()
    if SP500 not in sessions.tickers:
        return ()
    falls = sessions.price_returns()[SP500].nsmallest(number)
    days = pd.DatetimeIndex(falls.index).date
    return tuple((day, float(ret)) for day, ret in zip(days, falls, strict=True) if ret < 0)
