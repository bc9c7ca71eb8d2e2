"""How series and events appear on every page alike: names, colours, the source line, and what marks a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.charts import Marker, Theme
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.ui.controls import Controls, catalogued_events

TOLD = {("DeepSeek", "model_release"), ("NVIDIA", "earnings"), ("US government", "policy")}
"""Organisation and kind of the events that a price chart marks; the timeline shows them all."""

_LABEL_LENGTH = 22


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


def source(panel: PricePanel, tickers: Sequence[str]) -> str:
    """Return the line at the foot of a figure: where the prices of these series come from and as of when."""
    layers = {panel.series[ticker].layer for ticker in tickers if ticker in panel.series}
    origin = {frozenset({"embedded"}): "embedded prices", frozenset({"imported"}): "imported prices"}.get(
        frozenset(layers), "embedded and imported prices"
    )
    return f"Source: {origin}, as of {fmt.day(panel.as_of)}"


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
        (event.session, _short(event.title), event.kind)
        for event in catalogued_events().values()
        if (event.organisation, event.kind) in TOLD and first <= event.session <= last and event.key != chosen.event_key
    ]
    return [(chosen.session, event_label(chosen), "event"), *others]


def _short(title: str) -> str:
    head = title.split(" (")[0].split(":")[0]
    return head if len(head) <= _LABEL_LENGTH else head[: _LABEL_LENGTH - 1].rstrip() + "…"


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
