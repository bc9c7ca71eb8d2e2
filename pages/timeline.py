"""Timeline: prices over lanes of releases and policy events, and how each event is dated."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import tables
from dashboard.charts import format as fmt
from dashboard.charts import lanes, timeline_headline
from dashboard.ui import controls, dating, load, page, rebasing, series
from dashboard.ui.screen import room
from dashboard.ui.table_columns import DISPUTED, EVENTS
from dashboard.ui.timeline_controls import choose_timeline

RUN_UP_DAYS = 30
chosen = controls.current()
panel = load.panel()
look = page.theme()
every = load.facts(tables.events)
keys = tuple(load.facts(tables.events, None, chosen.start, chosen.end)["key"].unique())
sessions = panel.on_sessions()


def headline() -> str:
    """Say what came before the event, as each event is dated best."""
    first = chosen.session - dt.timedelta(days=RUN_UP_DAYS)
    before = [
        event.organisation for event in controls.catalogued_events().values() if first <= event.day < chosen.session
    ]
    return timeline_headline.run_up(before, chosen.session, RUN_UP_DAYS)


disputed = dating.disputed(every, keys)
dispute = dating.most_disputed(every, keys, chosen.session)
dated = timeline_headline.dated(dispute.title, dispute.days) if dispute else ""
deck = [chosen.mapped_note, f"{dated}: which of these days counts decides which session is measured." if dated else ""]
page.headline(headline(), " ".join(filter(None, deck)))

asked = choose_timeline(chosen, panel, sorted(set(every["organisation"])))

basis = asked.basis
events = asked.fitting(load.facts(tables.events, None if basis == dating.EVERY else basis, chosen.start, chosen.end))
companies, said = rebasing.companies(chosen)
shown = list(dict.fromkeys([*companies, *([chosen.benchmark] if chosen.benchmark else [])]))
base = rebasing.base_session(sessions.dates, asked.day, forward=asked.forward)
prices, unpriced = rebasing.rebased(sessions.close[shown], base, chosen.start, chosen.end)
names = series.labels(shown)

drawn = not prices.dropna(how="all").empty

if events.empty and not drawn:
    st.info("Neither a session nor a matching event lies in this range; choose a longer one or other organisations.")
else:
    changes, last = rebasing.changes(prices[[ticker for ticker in companies if ticker in prices]])
    told = "events as listed below, hollow where told from memory" if len(events) else ""
    page.chart(
        lanes.timeline(
            events,
            prices,
            theme=look,
            source="; ".join(filter(None, [series.source(panel, prices.columns) or "Source", told])),
            title=timeline_headline.since(changes, base, last or base),
            subtitle=f"Close, {fmt.day(base)} = 100{', above events by organisation' if told else ''}",
            start=chosen.start,
            end=chosen.end,
            labels=names,
            colours=series.colours(shown, look),
            emphasis=companies[:1],
            markers=[(chosen.session, series.event_label(chosen), "event")],
            log=asked.log,
            width=room(),
        ),
        "timeline",
    )
    if unpriced:
        said = f"{said} Left out, without a close on {fmt.day(base)}: {fmt.listed([names[t] for t in unpriced])}."
    if said:
        st.caption(said.strip())

dates, happened = len(events), events["key"].nunique()
if dates:
    many = fmt.counted(happened, "event")
    page.section(
        f"{many if dates == happened else f'{dates:,} dates of {many}'}, {fmt.day_range(chosen.start, chosen.end)}",
        "When each happened, by the dating basis chosen above, and the session that could first trade on it.",
    )
    page.table(
        dating.told(events),
        EVENTS,
        file_name=f"events-{basis}.csv",
        alt=f"{dates} dates of events with basis, session, certainty and source",
        key="events",
    )
elif drawn:
    st.info("No event fits the organisations, kinds and dating basis chosen above in this range; widen one of them.")
if len(disputed):
    many = fmt.counted(len(disputed), "event")
    page.section(
        dated or "Where dates differ",
        f"{many} of this range, whatever the basis above, with dates that differ between launch, arXiv and articles.",
    )
    page.table(
        disputed,
        DISPUTED,
        file_name="dates-that-differ.csv",
        alt=f"{len(disputed)} events with their differing dates",
        key="disputed",
    )
