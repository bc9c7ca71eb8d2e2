"""How series and events appear on every page alike: names, colours, the source line, and what marks a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.charts import Marker, Theme
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.study import common_end
from dashboard.ui.controls import Controls, catalogued_events

TOLD = {("DeepSeek", "model_release"), ("NVIDIA", "earnings"), ("US government", "policy")}
"""Organisation and kind of the events that a price chart marks; the timeline shows them all."""


def labels(tickers: Iterable[str]) -> dict[str, str]:
    """Return the name of each series."""
    universe = load_universe()
    return {ticker: universe.name(ticker) for ticker in tickers}


def colours(tickers: Iterable[str], theme: Theme) -> dict[str, str]:
    """Return the colour of each series: that of its segment."""
    universe = load_universe()
    return {ticker: theme.segment(universe.segment(ticker)) for ticker in tickers}


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the name and the segment of each row's ticker as further columns."""
    universe = load_universe()
    return frame.assign(name=frame["ticker"].map(universe.name), segment=frame["ticker"].map(universe.segment))


def source(panel: PricePanel, tickers: Iterable[str]) -> str:
    """Return the line at the foot of a figure: where the prices of these series come from and as of when.

    Each layer is as of its latest series; the line is empty where no series is stored.
    """
    latest: dict[str, dt.date] = {}
    for info in (panel.series[ticker] for ticker in tickers if ticker in panel.series):
        latest[info.layer] = max(info.as_of, latest.get(info.layer, info.as_of))
    origins = [f"{layer} prices, as of {fmt.day(as_of)}" for layer, as_of in sorted(latest.items())]
    return f"Source: {'; '.join(origins)}" if origins else ""


def reach(close: pd.DataFrame) -> str:
    """Say how far prices go: "31 Dec 2025", or "31 Dec 2025 for most" where some series end on another day."""
    ends = {column.last_valid_index() for _, column in close.items()} - {None}
    return f"{fmt.day(common_end(close))}{' for most' if len(ends) > 1 else ''}"


def event_label(chosen: Controls) -> str:
    """Return the short label of the event's marker: its session, as in "27 Jan"."""
    return fmt.short_day(chosen.session)


def markers(panel: PricePanel, chosen: Controls, first: dt.date, last: dt.date) -> list[Marker]:
    """Return the event and the releases, results and rules around it, each on its session.

    Parameters
    ----------
    panel : PricePanel
        Whose sessions count.
    chosen : Controls
        The event that is measured.
    first, last : date
        What lies outside is left out.

    Returns
    -------
    list of (session, label, kind)
        The event first.
    """
    others = [
        (event.session, event.label, event.kind)
        for event in catalogued_events().values()
        if (event.organisation, event.kind) in TOLD and first <= event.session <= last and event.key != chosen.event_key
    ]
    return [(chosen.session, event_label(chosen), "event"), *others]


def around(frame: pd.DataFrame, session: dt.date, sessions: int) -> pd.DataFrame:
    """Return the rows from so many sessions before an event to as many after it, as far as there are any."""
    row = int(frame.index.searchsorted(pd.Timestamp(session)))
    return frame.iloc[max(row - sessions, 0) : row + sessions + 1]


def telling(day: pd.DataFrame) -> list[str]:
    """Return the companies that tell a day best: the two largest losses, the two deepest falls, the largest rise.

    Parameters
    ----------
    day : DataFrame
        What `tables.sell_off` returns.
    """
    known = day.dropna(subset=["ret"])
    by_loss = known[known["loss_bn"] > 0].nlargest(2, "loss_bn")["ticker"]
    deepest = known[known["ret"] < 0].nsmallest(2, "ret")["ticker"]
    best = known[known["ret"] > 0].nlargest(1, "ret")["ticker"]
    return list(dict.fromkeys([*by_loss, *deepest, *best])) or list(known["ticker"].head(2))
