"""Release reactions: how each segment or company moved on every catalogued event, and what its date changes."""

from __future__ import annotations

from typing import cast

import streamlit as st

from dashboard import study_tables
from dashboard.catalog import load_universe
from dashboard.charts import format as fmt
from dashboard.charts import reaction_headline, reactions, study_headline
from dashboard.study.reactions import By
from dashboard.ui import bound, controls, dating, load, page, reacting, series
from dashboard.ui.screen import room
from dashboard.ui.table_columns import KINDS

LISTED = 500  # writing out the cells of thousands of rows would take seconds
RELEASE, SHOCK = "deepseek-r1", controls.DEFAULT_EVENT
chosen = controls.current()
panel = load.panel()
sessions_held = panel.on_sessions().dates
look = page.theme()
benchmark = chosen.benchmark or controls.DEFAULT_BENCHMARK
headline = st.container()

left, right = st.columns([2, 3], vertical_alignment="bottom")
with left:
    each = bound.choose(
        "Reactions of",
        "each",
        reacting.EACH,
        "segment",
        help="Each segment as one portfolio in equal weights, or each company by itself.",
    )
    by = cast(By, each)
with right:
    sessions = bound.choose(
        "Sessions",
        "sess",
        {value: words for value, (words, _) in reacting.WINDOWS.items()},
        reacting.DEFAULT_WINDOW,
        help="Over which sessions abnormal returns are summed, counted from the session that could trade on it.",
    )
    window = reacting.WINDOWS[sessions][1]
left, right = st.columns([2, 3], vertical_alignment="bottom")
with left:
    basis = bound.choose(
        "Dates by", "dating", reacting.BASES, "launch", help="Which date of an event counts; not every event has each."
    )
with right:
    kinds = bound.choose_several_quietly(
        "Kinds of event",
        "what",
        KINDS,
        kind="list",
        all_of="all kinds",
        help="Which kinds of event are shown; p-values stay corrected for all.",
    )
bound.tell_ignored(["what"])

every = load.table(study_tables.reactions, window, None, each, chosen.tickers, benchmark=benchmark)
of_basis = every[every["basis"] == basis]
shown = reacting.of_kinds(of_basis, kinds)
tested = shown[shown.groupby("key")["car"].transform("count") > 0]
events = reacting.titles()
columns = reacting.order(shown, by) if len(shown) else []
names = series.labels(columns) if by == "ticker" else {name: name.capitalize() for name in columns}
model = f"market model against {series.labels([benchmark])[benchmark]}"

with headline:
    untested = shown["key"].nunique() - tested["key"].nunique()
    deck = [
        reaction_headline.moved(of_basis, by, events, (RELEASE, SHOCK)),
        f"Left out of the map: {fmt.counted(untested, 'event')} without enough prices before or after."
        if untested
        else "",
    ]
    inside = {name: name for name in columns} if by == "segment" else names
    told = tested.assign(when=reacting.when(tested, of_basis, sessions_held, window))
    page.headline(study_headline.reactions(told, each, inside), " ".join(filter(None, deck)))

if tested.empty:
    st.info("No event of these kinds has enough prices around this date; choose other kinds, dates or companies.")
else:
    universe = load_universe()
    page.chart(
        reactions.heat_map(
            tested,
            by=each,
            events=events,
            names=names,
            order=columns,
            groups={ticker: universe.segment(ticker) for ticker in columns} if by == "ticker" else None,
            theme=look,
            source=series.source(panel, (*chosen.tickers, benchmark)),
            title=f"Reactions to {fmt.counted(tested['key'].nunique(), 'event')}, by {dating.BASIS_WORDS[basis]} date",
            subtitle=f"Abnormal return {study_headline.over(window)}, per cent; {model}",
            width=room(),
        ),
        "reactions",
    )
    table = reacting.named(shown, by)
    together = reacting.overlapping(tested, sessions_held, window)["key"].nunique()
    page.section(
        "Every test, the smallest p first" if len(table) <= LISTED else f"The {LISTED} tests with the smallest p",
        "Each is estimated anew over the 250 sessions that end 21 before the event, and measures what happened in its "
        "sessions, whatever the cause."
        + (f" {together} events share sessions with another: theirs cannot be told apart." if together else ""),
    )
    page.table(
        table.head(LISTED),
        reacting.COLUMNS[by],
        file_name=f"reactions-{basis}-{sessions}.csv",
        alt=f"{min(len(table), LISTED)} abnormal returns with standard deviation, t and p-values",
        key="reactions",
    )
    if len(table) > LISTED:
        whole = f"reactions-{basis}-{sessions}-all.csv"
        page.download(
            f"Download all {len(table):,} as CSV",
            lambda: table[list(reacting.COLUMNS[by])],
            whole,
            "reactions-all",
            kind="tertiary",
        )

dates = reacting.dates_apart(every, by)
if len(dates):
    page.section(
        reaction_headline.redated(dates, events),
        f"{fmt.counted(dates['key'].nunique(), 'event')} whose dates map to different sessions, by every basis.",
    )
    page.table(
        dates,
        reacting.DATES,
        file_name=f"reactions-by-date-{sessions}.csv",
        alt=f"{len(dates)} dates of events with the abnormal returns that each gives",
        key="redated",
    )
