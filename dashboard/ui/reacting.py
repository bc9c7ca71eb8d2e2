"""Reactions as their page shows them: windows in words, events by name, and the dates that move them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.catalog import COMPANY_SEGMENTS, load_events, load_universe
from dashboard.charts import format as fmt
from dashboard.charts.p_values import LEVEL
from dashboard.study.event_study import Window
from dashboard.study.reactions import By, apart
from dashboard.study_events import BASIS_ORDER
from dashboard.ui import dating
from dashboard.ui.columns import Column
from dashboard.ui.table_columns import COMPANY

WINDOWS = {
    "day": ("Event session", (0, 0)),
    "next": ("And the next", (0, 1)),
    "around": ("One on either side", (-1, 1)),
    "week": ("Five from the event", (0, 4)),
}
"""Value of the control to its words and to the first and last session, counted from the event."""

DEFAULT_WINDOW = "next"
"""That of the command ``reactions``."""

EACH = {"segment": "Segments", "ticker": "Companies"}
BASES = {basis: dating.BASES[basis] for basis in BASIS_ORDER}

_TESTED = {
    "event": Column("Event", help="Several where they share a session.", width=260),
    "session": Column("Session", "date", "First session of the New York exchange that could trade on the event."),
    "dated_by": Column("Dated by"),
    "car": Column("Abnormal return", "per_cent", "Summed over the window: return less what the market model expects."),
    "sd": Column("Its deviation", "points", "Standard deviation of the abnormal return, from the estimation window."),
    "t": Column("t", "ratio", "Abnormal return over its standard deviation."),
    "p": Column("p", "p_value", "Two-sided, from Student’s t, for this one test."),
    "p_bh": Column("p, corrected", "p_value", "Benjamini–Hochberg over all tests of the same dating basis."),
    "n_obs": Column("Sessions", "count", "Returns in the estimation window, of 250."),
}
COLUMNS: dict[By, dict[str, Column]] = {
    "segment": {"series": Column("Segment", pinned=True, width=160), **_TESTED},
    "ticker": {"series": COMPANY, "ticker": Column("Ticker"), **_TESTED},
}
"""Of `named`, by what reacts."""

DATES = {
    "event": Column("Event", pinned=True, width=200),
    "dated_by": Column("Dated by"),
    "session": Column("Session", "date", "First session that could trade on the event, if this date counts."),
    "mean": Column("Mean", "per_cent", "Mean abnormal return of the segments or companies."),
    "furthest_name": Column("Furthest", help="The segment or company furthest from zero."),
    "furthest_car": Column("Its abnormal return", "per_cent"),
    "below": Column("p below 5 %", "count", "How many have a p below 5 %, without correction, so that bases compare."),
    "n": Column("Of", "count", "How many segments or companies have an abnormal return."),
}
"""Of `redated`."""


def titles() -> dict[str, str]:
    """Return the short name of each catalogued event by its key."""
    return {event.key: event.label for event in load_events()}


def of_kinds(frame: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Return the reactions to events of some kinds, or to all where none is named."""
    keys = {event.key for event in load_events() if not kinds or event.kind in kinds}
    return frame[frame["key"].isin(keys)]


def order(frame: pd.DataFrame, by: By) -> list[str]:
    """Return what reacts in the order of the segments."""
    universe = load_universe()
    places = {segment: place for place, segment in enumerate(COMPANY_SEGMENTS)}
    segment = universe.segment if by == "ticker" else str
    return sorted(frame[by].unique(), key=lambda name: places.get(segment(name), len(places)))


def named(frame: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return one row a test, the smallest p first, with the columns event, series and dated_by in words.

    Events that share a session share its tests; their names stand in one row.
    """
    told = frame.assign(event=frame["key"].map(titles()), dated_by=_dated_by(frame))
    sessions = told.groupby("session")[["event", "dated_by"]].agg(_joined)
    once = frame.drop_duplicates(["session", by]).merge(sessions.reset_index(), on="session")
    return once.assign(
        series=once[by].map(load_universe().name) if by == "ticker" else once[by].str.capitalize()
    ).sort_values("p", kind="stable", ignore_index=True)


def dates_apart(frame: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return what different dates make of an event, one row a session, with the bases that map to it in words."""
    found = apart(frame, by, LEVEL)
    if found.empty:
        return found
    words = found.assign(dated_by=_dated_by(found)).groupby(["key", "session"])["dated_by"].agg(", ".join)
    once = found.drop_duplicates(["key", "session"]).merge(words.reset_index(), on=["key", "session"])
    furthest = once["furthest"].map(load_universe().name) if by == "ticker" else once["furthest"].str.capitalize()
    return once.assign(event=once["key"].map(titles()), furthest_name=furthest)


def overlapping(frame: pd.DataFrame, sessions: pd.DatetimeIndex, window: Window) -> pd.DataFrame:
    """Return the events, with the session of each, of whose windows another's has a session in common.

    Parameters
    ----------
    frame : DataFrame
        Columns key and session; events outside the prices are in nobody's way.
    sessions : DatetimeIndex
        All that have prices.
    window : (int, int)

    Returns
    -------
    DataFrame
        Columns key and session, each pair once.
    """
    dates = frame.loc[frame["session"].isin(sessions), ["key", "session"]].drop_duplicates()
    places = sessions.get_indexer(pd.DatetimeIndex(dates["session"]))
    keys = dates["key"].to_numpy(dtype=object)
    near = np.abs(places[:, None] - places) <= window[1] - window[0]
    found: pd.DataFrame = dates[(near & (keys[:, None] != keys)).any(axis=1)]
    return found


def when(frame: pd.DataFrame, every: pd.DataFrame, sessions: pd.DatetimeIndex, window: Window) -> list[str]:
    """Say to which event each reaction was, or over which sessions where another event had some of them too.

    Parameters
    ----------
    frame, every : DataFrame
        Columns key and session: the reactions to name, all windows of which have prices, and those to all events of
        their basis.
    sessions, window
        As for `overlapping`.
    """
    pairs = overlapping(every, sessions, window)
    shared = set(zip(pairs["key"], pairs["session"], strict=True))
    events, every_pair = titles(), list(zip(frame["key"], frame["session"], strict=True))
    said = {}
    for key, session in dict.fromkeys(every_pair):
        first, last = (int(sessions.searchsorted(session)) + offset for offset in window)
        if (key, session) not in shared:
            said[key, session] = f"on {events[key]}"
        elif first == last:
            said[key, session] = f"on {fmt.day(sessions[first])}"
        else:
            said[key, session] = f"over {fmt.day_range(sessions[first], sessions[last])}"
    return [said[pair] for pair in every_pair]


def _joined(names: pd.Series) -> str:
    return "; ".join(dict.fromkeys(names))


def _dated_by(frame: pd.DataFrame) -> list[str]:
    return [
        dating.named_basis(basis, None if pd.isna(publication) else publication)
        for basis, publication in zip(frame["basis"], frame["publication"], strict=True)
    ]
