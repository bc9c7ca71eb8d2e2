"""The tables of the project: one function per table, called alike by pages, commands and the public interface.

Each takes the stored prices and what the reader chose, as text or dates, and returns a frame with documented columns.
Choices that cannot be used raise `InputError` with one sentence for the reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import study
from dashboard.catalog import load_events, load_share_counts, load_universe
from dashboard.choices import Day, Tickers, as_day, last_session, select
from dashboard.errors import InputError
from dashboard.prices import PricePanel, load_panel, trading_calendar
from dashboard.settings import settings
from dashboard.study.share_counts import known_share_counts, share_count_steps

SHOCK = date(2025, 1, 27)
DRAWDOWN_COLUMNS = (
    "ticker",
    "rank",
    "peak_date",
    "start_date",
    "valley_date",
    "recovery_date",
    "status",
    "depth",
    "loss_bn",
    "sessions_down",
    "sessions_up",
    "days_down",
    "days_up",
)


def load_prices(data_cache: Path | str | None = None) -> PricePanel:
    """Return all stored prices.

    Parameters
    ----------
    data_cache : Path or str, optional
        The folder that holds the stores ``snapshot`` and ``store``; the project's own by default.

    Raises
    ------
    StoreError
        There is no store there, or a file of it is damaged.
    """
    return load_panel(settings().data_cache if data_cache is None else Path(data_cache))


@lru_cache(maxsize=2)
def share_counts(panel: PricePanel) -> pd.DataFrame:
    """Return the known share counts through time, on the split basis of the panel's prices.

    Of a filing that both the catalogue and the fetched counts have, the catalogue's stands.
    """
    catalogued = load_share_counts()
    known = {(count.ticker, count.filed) for count in catalogued}
    fetched = [count for count in panel.share_counts if (count.ticker, count.filed) not in known]
    return share_count_steps((*catalogued, *fetched), panel.split)


def require_count(top: object, of: str) -> None:
    """Refuse what is no whole number from 1 on as the number of episodes, or of whatever else is listed."""
    if not isinstance(top, int | np.integer) or top < 1:
        raise InputError(f"Top {top!r} is no number of {of}; give a whole number from 1 on.")


def sell_off(panel: PricePanel, date: Day = SHOCK, tickers: Tickers = "companies") -> pd.DataFrame:
    """Return what each series did on one session; see `dashboard.study.sell_off.sell_off` for the columns."""
    return study.sell_off(
        panel.on_sessions(), as_day(date), select(panel, tickers), load_universe(), share_counts(panel)
    )


def _end(panel: PricePanel, chosen: Sequence[str], since: dt.date) -> dt.date:
    """Return where the story of the chosen series ends, but no day before `since`."""
    return max(last_session(panel, chosen), since)


def _until(panel: PricePanel, chosen: Sequence[str], since: dt.date) -> dt.date:
    """Return where returns end by default: one series that was imported later does not leave the others without any."""
    return max(study.common_end(panel.on_sessions().close[list(chosen)]) or since, since)


def recovery(
    panel: PricePanel, date: Day = SHOCK, to: Day | None = None, tickers: Tickers = "companies"
) -> pd.DataFrame:
    """Return the way back after an event, with returns to `to`.

    By default `to` is the last session on which more than half of the chosen series have a close. See
    `dashboard.study.recovery.recovery` for the columns.
    """
    day, chosen = as_day(date), select(panel, tickers)
    return study.recovery(panel.on_sessions(), day, _until(panel, chosen, day) if to is None else as_day(to), chosen)


def holding(
    panel: PricePanel, bought: Day = SHOCK, to: Day | None = None, tickers: Tickers = "companies"
) -> pd.DataFrame:
    """Return what a buyer at the close of `bought` has at that of `to`.

    By default `to` is the last session on which more than half of the chosen series have a close. See
    `dashboard.study.holding.holding` for the columns.
    """
    day, chosen = as_day(bought), select(panel, tickers)
    return study.holding(panel.on_sessions(), day, _until(panel, chosen, day) if to is None else as_day(to), chosen)


def segment_paths(
    panel: PricePanel, date: Day = SHOCK, tickers: Tickers = "companies", benchmark: str | None = None
) -> pd.DataFrame:
    """Return the path of each segment since the close before an event session, and that of the benchmark.

    Returns
    -------
    DataFrame, shape (sessions from the one before `date` to the last with any close, segments of the chosen series)
        Multiples of that close: the equal-weighted mean over the companies of the segment that had one, as
        `dashboard.study.holding.group_paths` says; the benchmark is a column of its own under its ticker.
    """
    sessions = panel.on_sessions()
    chosen = list(dict.fromkeys([*select(panel, tickers), *(select(panel, benchmark) if benchmark else ())]))
    day = as_day(date)
    since = sessions.close.iloc[study.event_row(sessions, day) - 1 :].loc[: pd.Timestamp(_end(panel, chosen, day))]
    universe = load_universe()
    groups = {ticker: ticker if ticker == benchmark else universe.segment(ticker) for ticker in chosen}
    return study.group_paths(since[chosen], groups)


def around_event(panel: PricePanel, date: Day = SHOCK, tickers: Tickers = "companies") -> pd.DataFrame:
    """Return the episode around an event; see `dashboard.study.recovery.around_event` for the columns."""
    return study.around_event(panel.on_sessions(), as_day(date), select(panel, tickers))


def drawdowns(
    panel: PricePanel,
    tickers: Tickers = "companies",
    start: Day | None = None,
    end: Day | None = None,
    top: int = 5,
) -> pd.DataFrame:
    """Return the worst drawdown episodes of each series on its own trading days.

    Parameters
    ----------
    panel : PricePanel
    tickers : str or sequence of str
        A selection as `Universe.select` takes it.
    start, end : date or str, optional
        Only closes from `start` through `end` count; all stored ones by default.
    top : int
        How many episodes per series, at least 1.

    Returns
    -------
    DataFrame
        ticker, rank, peak_date, start_date, valley_date, recovery_date, status, depth, loss_bn (billions of US
        dollars from peak to valley at the share count known on the peak day, missing if none was), sessions_down,
        sessions_up, days_down, days_up; see `dashboard.study.drawdowns.drawdowns`.

    Raises
    ------
    InputError
        `top` is below 1, a ticker is unknown, or the range is reversed or outside the stored prices.
    """
    require_count(top, "episodes")
    chosen = select(panel, tickers)
    first = panel.first if start is None else as_day(start)
    last = panel.last if end is None else as_day(end)
    frame = study.drawdowns(panel.between(first, last).close[list(chosen)], top)
    exchange = panel.on_sessions().close.index
    day_before = exchange[(exchange.searchsorted(frame["peak_date"], side="left") - 1).clip(min=0)]
    known = known_share_counts(
        share_counts(panel),
        pd.DataFrame({"ticker": frame["ticker"], "known_by": day_before}),
    )
    loss = known["shares"] * (frame["peak_close"] - frame["valley_close"]) / 1e9
    return frame.assign(loss_bn=loss)[list(DRAWDOWN_COLUMNS)]


def standing(
    panel: PricePanel, tickers: Tickers = "companies", start: Day | None = None, end: Day | None = None
) -> pd.DataFrame:
    """Return how far each series lies below its high since `start` at its last close, and since when.

    See `dashboard.study.drawdowns.standing` for the columns.
    """
    first = panel.first if start is None else as_day(start)
    last = panel.last if end is None else as_day(end)
    return study.standing(panel.between(first, last).close[list(select(panel, tickers))])


def underwater(
    panel: PricePanel, tickers: Tickers = "companies", start: Day | None = None, end: Day | None = None
) -> pd.DataFrame:
    """Return each close over the running maximum since `start`, less one: a frame of sessions by series, decimals.

    It ends at `end`, or where the last of the chosen series does if that is earlier.
    """
    sessions = panel.on_sessions()
    first = sessions.first if start is None else as_day(start)
    last = sessions.last if end is None else as_day(end)
    chosen = list(select(panel, tickers))
    close = sessions.between(first, last).close[chosen]
    return study.underwater(close.loc[: pd.Timestamp(_end(panel, chosen, close.index[0].date()))])


def events(basis: str | None = None, start: Day | None = None, end: Day | None = None) -> pd.DataFrame:
    """Return the catalogued events with the session each maps to; see `dashboard.study.events.events_table`."""
    return study.events_table(
        load_events(),
        trading_calendar("XNYS"),
        basis,
        None if start is None else as_day(start),
        None if end is None else as_day(end),
    )


def status(panel: PricePanel) -> pd.DataFrame:
    """Return what is stored, series by series.

    Returns
    -------
    DataFrame
        ticker, name, segment, layer (``embedded``, ``refreshed``, ``imported`` or ``session``), source, as_of, first,
        last, rows, missing (sessions of the exchange without a close between first and last), extra (rows on days that
        are no session), fields (those that hold figures), checks (passed), doubts. Lists are joined by "; ".
    """
    universe = load_universe()
    rows = [
        {
            "ticker": info.ticker,
            "name": universe.name(info.ticker),
            "segment": universe.segment(info.ticker),
            "layer": info.layer,
            "source": info.source,
            "as_of": info.as_of,
            "first": info.first,
            "last": info.last,
            "rows": info.rows,
            "missing": info.missing,
            "extra": info.extra,
            "fields": "; ".join(info.fields),
            "checks": "; ".join(info.checks),
            "doubts": "; ".join(info.doubts),
        }
        for info in (panel.series[ticker] for ticker in select(panel, "all"))
    ]
    frame = pd.DataFrame(rows)
    for name in ("as_of", "first", "last"):
        frame[name] = pd.to_datetime(frame[name]).dt.as_unit("us")
    return frame
