"""The controls that all pages share, at the side: event, companies, benchmark, range; `current` reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import pandas as pd
import streamlit as st

from dashboard import tables
from dashboard.catalog import COMPANY_SEGMENTS, load_events, load_universe, segment_slug
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.study import common_end
from dashboard.ui import bound, load
from dashboard.ui.words import plain

DEFAULT_EVENT = "deepseek-shock"
DEFAULT_BENCHMARK = "^GSPC"
ANY_DAY = "date"
"""The value of the event control that lets the reader name a day."""

_CURRENT = "controls"
_BASES = ("launch", "arxiv", "article")
_PARAMETERS = {"event": ("event", "on"), "companies": ("seg", "co"), "benchmark": ("bench",), "range": ("from", "to")}


@dataclass(frozen=True)
class Controls:
    """What the reader chose at the side.

    Attributes
    ----------
    event_key : str or None
        Key of a catalogued event; None for a day of the reader's own.
    event_name : str
        The event's title, or the day.
    session : date
        The session on which the event could first be traded.
    session_before : date
        The one before it, whose close is the base of every return.
    mapped_note : str or None
        One sentence, where the event's day was not its session.
    tickers : tuple of str
        The chosen companies, in the order of the universe; never empty.
    everyone : bool
        No choice was made: these are all companies.
    benchmark : str or None
        Ticker; None if the panel holds no fund and no index.
    start, end : date
        The chosen range, both included, within the stored prices.
    """

    event_key: str | None
    event_name: str
    session: dt.date
    session_before: dt.date
    mapped_note: str | None
    tickers: tuple[str, ...]
    everyone: bool
    benchmark: str | None
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class CataloguedEvent:
    """An event on its day and its session.

    Attributes
    ----------
    key, title, label, organisation, kind : str
        As catalogued; the label is the title or a shorter one.
    day : date
        When it happened.
    session : date
        The first session that could trade on it.
    """

    key: str
    title: str
    label: str
    organisation: str
    kind: str
    day: dt.date
    session: dt.date


def current() -> Controls:
    """Return the shared controls of this run; the frame has set them before the page runs."""
    controls: Controls = st.session_state[_CURRENT]
    return controls


def draw(panel: PricePanel, reads: Sequence[str]) -> None:
    """Draw the controls that a page reads, and keep their values for it.

    A control that the page does not read is not drawn and has its default here; its value comes back on the next page
    that reads it.

    Parameters
    ----------
    panel : PricePanel
        All stored prices.
    reads : sequence of str
        Names of `sitemap.Reads`.
    """
    with st.sidebar:
        key, day = _event(panel) if "event" in reads else (DEFAULT_EVENT, None)
        tickers, everyone = _companies(panel) if "companies" in reads else (_company_tickers(panel), True)
        benchmark = _benchmark(panel, draw="benchmark" in reads)
        start, end = _range(panel) if "range" in reads else (panel.first, _last(panel))
    bound.tell_ignored(name for control in reads for name in _PARAMETERS[control])
    if end < start:
        _refuse(f"The range runs from {fmt.day(start)} back to {fmt.day(end)}; choose a first day before the last.")
    if not tickers:
        _refuse("None of the chosen companies has stored prices; choose another segment or company at the side.")
    event_key, name, session, note = _resolve(panel, key, day)
    st.session_state[_CURRENT] = Controls(
        event_key=event_key,
        event_name=name,
        session=session,
        session_before=panel.calendar.session_before(session),
        mapped_note=note,
        tickers=tickers,
        everyone=everyone,
        benchmark=benchmark,
        start=start,
        end=end,
    )


def _refuse(sentence: str) -> NoReturn:
    st.error(plain(sentence))
    st.stop()


def catalogued_events() -> dict[str, CataloguedEvent]:
    """Return the events whose session, and the one before, lie inside the stored prices, by key in order of date.

    An event dated on several bases stands at its launch, else at its first arXiv version, else as an article dated it;
    one whose day is not known is left out.
    """
    return load.kept(_catalogued_events)


def _catalogued_events(panel: PricePanel) -> dict[str, CataloguedEvent]:
    frame = tables.events()
    frame = frame[frame["session"].notna() & frame["basis"].isin(_BASES)]
    frame = frame.assign(order=frame["basis"].map(_BASES.index)).sort_values(["order", "date"], kind="stable")
    frame = frame.drop_duplicates("key").sort_values(["session", "date"], kind="stable")
    sessions = panel.on_sessions().dates
    inside = frame["session"].between(sessions[1], sessions[-1])
    kept = frame[inside]
    days = [fmt.as_day(text) for text in kept["date"]]
    sessions_of = [session.date() for session in pd.DatetimeIndex(kept["session"])]
    label = {event.key: event.label for event in load_events()}
    return {
        key: CataloguedEvent(key, title, label[key], organisation, kind, day, session)
        for key, title, organisation, kind, day, session in zip(
            kept["key"], kept["title"], kept["organisation"], kept["kind"], days, sessions_of, strict=True
        )
    }


def _event(panel: PricePanel) -> tuple[str, dt.date | None]:
    events = catalogued_events()
    options = {key: f"{fmt.day(event.day)} · {event.title}" for key, event in events.items()}
    options[ANY_DAY] = "Any day"
    default = DEFAULT_EVENT if DEFAULT_EVENT in events else ANY_DAY
    key = bound.choose_quietly(
        "Event", "event", options, default, kind="list", help="Returns are measured on its session."
    )
    if key != ANY_DAY:
        return key, None
    sessions = panel.on_sessions().dates
    first, last = sessions[1].date(), sessions[-1].date()
    return key, bound.choose_day_quietly(
        "Day",
        "on",
        min(max(tables.SHOCK, first), last),
        first,
        last,
        help="Any day; one without trading counts as the next session.",
    )


def _resolve(panel: PricePanel, key: str, day: dt.date | None) -> tuple[str | None, str, dt.date, str | None]:
    """Return the event's key, name, session and the note about a day that was no session."""
    events = catalogued_events()
    if day is None and key in events:
        event = events[key]
        name, day, session, found = event.title, event.day, event.session, event.key
    else:
        day = panel.last if day is None else day
        session, found = panel.calendar.event_session(day, "unknown"), None
        name = fmt.day(session)
    if session == day:
        return found, name, session, None
    if panel.calendar.is_session(day):
        return (
            found,
            name,
            session,
            f"The news of {day_with_weekday(day)} came after the close; its session is {day_with_weekday(session)}.",
        )
    return (
        found,
        name,
        session,
        f"The exchange was closed on {day_with_weekday(day)}; the next session is {day_with_weekday(session)}.",
    )


def day_with_weekday(day: dt.date) -> str:
    """Return a day with its weekday: "Monday 27 Jan 2025"."""
    return f"{day:%A} {fmt.day(day)}"


def _company_tickers(panel: PricePanel) -> tuple[str, ...]:
    universe = load_universe()
    outside = tuple(ticker for ticker in panel.tickers if ticker not in universe.tickers)
    return tuple(ticker for ticker in universe.companies if ticker in panel.series) + outside


def _companies(panel: PricePanel) -> tuple[tuple[str, ...], bool]:
    universe = load_universe()
    available = _company_tickers(panel)
    slugs = {segment_slug(name): name for name in COMPANY_SEGMENTS}
    segments = bound.choose_several_quietly(
        "Companies",
        "seg",
        {slug: name.capitalize() for slug, name in slugs.items()},
        kind="pills",
        all_of="every segment",
        help="Choose segments, single companies, or both; without a choice all companies are shown.",
    )
    singles = bound.choose_several_quietly(
        "One by one",
        "co",
        {ticker: _series_label(ticker) for ticker in available},
        help="Single companies, beside those of the chosen segments; type a name or ticker to find one.",
        kind="list",
        all_of=f"all {len(available)} companies",
    )
    if not segments and not singles:
        return available, True
    wanted = {ticker for slug in segments for ticker in universe.in_segment(slugs[slug])} | set(singles)
    return tuple(ticker for ticker in available if ticker in wanted), False


def _series_label(ticker: str) -> str:
    name = load_universe().name(ticker)
    return name if name == ticker else f"{name} {ticker}"


def _benchmark(panel: PricePanel, *, draw: bool) -> str | None:
    universe = load_universe()
    funds = [m.ticker for m in universe.members if m.kind in ("index", "fund") and m.ticker in panel.series]
    if not funds:
        return None
    default = DEFAULT_BENCHMARK if DEFAULT_BENCHMARK in funds else funds[0]
    if not draw:
        return default
    options = {ticker: _series_label(ticker) for ticker in sorted(funds, key=lambda ticker: ticker != default)}
    return bound.choose_quietly(
        "Benchmark", "bench", options, default, kind="list", help="What the companies are compared with."
    )


def _range(panel: PricePanel) -> tuple[dt.date, dt.date]:
    first, last = panel.first, panel.last
    start = bound.choose_day_quietly("From", "from", first, first, last, help="First day of the range; it counts too.")
    return start, bound.choose_day_quietly(
        "To", "to", _last(panel), first, last, help="Last day of the range; it counts too."
    )


def _last(panel: PricePanel) -> dt.date:
    """Return the last day of the companies' prices, which one series that goes on alone does not move."""
    return common_end(panel.close[list(_company_tickers(panel))]) or panel.last


LAYERS = {"embedded": "embedded", "refreshed": "refreshed", "imported": "imported", "session": "your own"}
"""Layer of a series to what the badge calls it, from the lowest up."""


def data_badge(panel: PricePanel) -> str:
    """Say in a few words which prices are shown: where from, how many series, up to which session."""
    layers = {info.layer for info in panel.series.values()}
    held = [word for layer, word in LAYERS.items() if layer in layers]
    origin = f"{fmt.listed(held).capitalize()} prices"
    last = pd.Timestamp(panel.on_sessions().last)
    return f"{origin} · {len(panel.series)} series · to {fmt.day(last)}"
