"""Drawdowns: how far each company fell below its high, for how long, and where it stands now."""

from __future__ import annotations

import streamlit as st

from dashboard import tables
from dashboard.charts import format as fmt
from dashboard.charts import headline_falls, lines
from dashboard.ui import bound, controls, falls, load, page, series
from dashboard.ui.screen import room

TOP = {"1": "The worst", "3": "Three worst", "5": "Five worst", "10": "Ten worst"}

chosen = controls.current()
panel = load.panel()
look = page.theme()
span = (chosen.start, chosen.end)
compared = (chosen.benchmark,) if chosen.benchmark else ()
depth = load.table(tables.underwater, (*chosen.tickers, *compared), *span)
worst = series.named(load.table(tables.drawdowns, chosen.tickers, *span, 1))
now = series.named(load.table(tables.standing, chosen.tickers, *span)).sort_values("depth", kind="stable")
reach = now.assign(depth=now["ticker"].map(depth[list(chosen.tickers)].min()))
first, last = depth.index[0].date(), depth.index[-1].date()

deck = [
    f"How far each close of {fmt.day_range(first, last)} lay below the highest close since the first of these days.",
    falls.late_starts(depth[list(chosen.tickers)]),
    chosen.mapped_note or "",
]
page.headline(headline_falls.depth_below_high(reach), " ".join(filter(None, deck)))

if len(depth) > 1 and depth.notna().any(axis=None):
    picks = [*falls.telling_falls(worst, now), *(compared if len(now) > falls.CROWD else ())]
    colours = series.colours(depth.columns, look)
    if len(now) > falls.CROWD:
        colours |= {ticker: look.muted for ticker in depth.columns if ticker not in picks}
    page.chart(
        lines.underwater(
            depth,
            labels=series.labels(depth.columns),
            colours=colours,
            emphasis=picks,
            markers=[(chosen.session, series.event_label(chosen), "event")],
            theme=look,
            source=series.source(panel, depth.columns[depth.notna().any()]),
            title=headline_falls.lowest_day(worst),
            subtitle="Close below the highest close so far, per cent; 0 % is a new high",
            width=room(),
        ),
        "underwater",
    )
else:
    st.info("There is no path to draw in this range; choose a longer one, or other companies.")

page.section(
    headline_falls.unrecovered(worst),
    "A drawdown runs from the last close at a high to the first one back at or above it.",
)
top = int(
    bound.choose(
        "Drawdowns per company", "top", TOP, "3", help="How many of each company’s deepest drawdowns the table lists."
    )
)
episodes = falls.in_order(series.named(load.table(tables.drawdowns, chosen.tickers, *span, top)))
if len(episodes):
    page.table(
        episodes,
        falls.EPISODES,
        file_name="drawdowns.csv",
        alt=f"The {len(episodes):,} worst drawdowns from {fmt.day_range(first, last)}, one row each.",
        key="episodes",
    )
    uncounted = int(episodes["loss_bn"].isna().sum())
    if uncounted:
        st.caption(
            f"Dollars need a share count that was known on the day of the peak: "
            f"{fmt.count_of(len(episodes) - uncounted, len(episodes))} drawdowns have one."
        )
else:
    st.info("No chosen company closed below its high in this range.")

own = depth[list(chosen.tickers)]
page.section(headline_falls.standing(now), f"At the last close in the range, {series.reach(own)}.")
page.table(
    now,
    falls.STANDING,
    file_name="drawdown-now.csv",
    alt=f"How far below its high each company stood at its last close up to {fmt.day(last)}, one row each.",
    key="standing",
)

around = series.named(load.table(tables.around_event, chosen.session, chosen.tickers))
page.section(
    headline_falls.episode(around, chosen.session_before, chosen.session),
    f"From the close of {fmt.day(chosen.session_before)}, the last before the event, down and back to it. "
    f"Later news counts too: a low months later is not the event's alone. All stored prices are used, whatever the "
    f"range: to {series.reach(panel.on_sessions().close[list(chosen.tickers)])}.",
)
page.table(
    around.sort_values("low_ret", kind="stable"),
    falls.AROUND,
    file_name="drawdowns-around-event.csv",
    alt=f"The fall and the way back of each company around {fmt.day(chosen.session)}, one row each.",
    key="around",
)
