"""Recovery: when each company was back at its price before the event, and what a buyer of the day has now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import tables
from dashboard.catalog import load_universe
from dashboard.charts import bars, headline_falls, lines, segment_words
from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.ui import controls, falls, load, page, reviewing, series
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import pair, room, screen
from dashboard.ui.until import choose_until

chosen = controls.current()
panel = load.panel()
look = page.theme()
base = chosen.session_before
back = series.named(load.table(tables.recovery, chosen.session, None, chosen.tickers))
priced = back["close_before"].notna() & (back["sessions"].notna() | back["low_ret"].notna())
known = back[priced]
unfallen = int(known["low_ret"].isna().sum())
closes = panel.on_sessions().close[known["ticker"].to_list()]
since = closes.loc[pd.Timestamp(chosen.session) :]
last = common_end(closes) or chosen.session

deck = [
    f"Regained means a close at or above that of {controls.day_with_weekday(base)}.",
    f"Prices reach {series.reach(closes)}, {fmt.counted(len(since.loc[: pd.Timestamp(last)]), 'session')} on."
    if len(known)
    else "",
    f"{fmt.count_of(unfallen, len(known))} did not fall on {fmt.day(chosen.session)}."
    if 0 < unfallen < len(known)
    else "",
    "" if priced.all() else f"{fmt.listed(back[~priced]['name'].to_list())} had no price by then.",
    chosen.mapped_note or "",
]
page.headline(headline_falls.regained(known, chosen.session), " ".join(filter(None, deck)))
if known.empty:
    st.info("Choose other companies, or a later event.")
    st.stop()

with st.columns([1, 3])[0]:
    end = choose_until(closes, chosen.session)
if end.note:
    st.info(end.note)
compared = (chosen.benchmark,) if chosen.benchmark else ()
bought = series.named(load.table(tables.holding, chosen.session, end.session, (*chosen.tickers, *compared)))
own = bought[bought["ticker"].isin(chosen.tickers)]
benchmark = bought[bought["ticker"].isin(compared) & bought["total_ret"].notna()]
day = load.table(tables.sell_off, chosen.session, chosen.tickers)
key_figures(falls.way_back_figures(known, own, benchmark, day, end.session))

drawn = (*known["ticker"], *compared)
paths = load.table(tables.segment_paths, chosen.session, chosen.tickers, chosen.benchmark)
members = known["segment"].value_counts()
segments = [name for name in paths.columns if name in members.index]
paths = paths.loc[: paths[segments].dropna(how="all").index[-1]]
universe = load_universe()
phone = screen() == "phone"
names = falls.segment_labels(segments, members, short=phone) | series.labels(compared)
counts = ", ".join(f"{name} {members[name]}" for name in segments)
end_of = (paths.loc[pd.Timestamp(last)] - 1).to_dict()
page.chart(
    lines.rebased(
        paths,
        base=base,
        labels=names,
        colours={name: look.segment(name) for name in segments} | series.colours(compared, look),
        emphasis=compared if len(segments) > 1 else segments,
        markers=[(chosen.session, series.event_label(chosen), "event")]
        + ([(end.session, fmt.day(end.session), "end")] if end.session < last else []),
        theme=look,
        source=series.source(panel, drawn),
        title=headline_falls.paths(
            {name: end_of[name] for name in segments},
            next(((names[ticker], end_of[ticker]) for ticker in compared if ticker in end_of), None),
            last,
        ),
        subtitle=f"Mean of the closes of a segment's companies, each counted alike, {fmt.day(base)} = 100; "
        + (f"companies: {counts}" if phone else "in brackets how many companies"),
        width=room(),
    ),
    "paths",
)

first, second = pair()
with first:
    page.chart(
        bars.recovery(
            known,
            names=series.labels(chosen.tickers),
            segments={ticker: universe.segment(ticker) for ticker in chosen.tickers},
            sessions_available=falls.sessions_stored(since),
            theme=look,
            source=series.source(panel, known["ticker"]),
            title=headline_falls.slowest(known),
            subtitle=f"Sessions until a close at or above that of {fmt.day(base)}; the event session is the first"
            + (f"; {segment_words(key, look)}" if (key := [name for name in segments if name]) else ""),
            width=room(half=True),
        ),
        "sessions",
    )
with second:
    if own["total_ret"].notna().any() and end.session > chosen.session:
        page.chart(
            bars.returns(
                own.assign(ret=own["total_ret"]),
                benchmark_return=None if benchmark.empty else float(benchmark["total_ret"].iloc[0]),
                benchmark_label="" if benchmark.empty else str(benchmark["name"].iloc[0]),
                theme=look,
                source=series.source(panel, bought.dropna(subset=["total_ret"])["ticker"].to_list()),
                title=headline_falls.buyers(own, chosen.session, end.session),
                subtitle=f"Return with dividends reinvested, close of {fmt.day(chosen.session)} to that of "
                f"{fmt.day(end.session)}, per cent; means by segment"
                + "".join(f"; {name} is a price index, without dividends" for name in falls.price_only(compared)),
                width=room(half=True),
            ),
            "buyers",
        )
    else:
        st.info(headline_falls.buyers(own, chosen.session, end.session) + ".")

table = series.named(load.table(tables.recovery, chosen.session, end.session, chosen.tickers))
page.section(
    headline_falls.since(table, base, end.session),
    f"Returns end at the close of {fmt.day(end.session)}; the way back looks at all stored prices.",
)
page.table(
    table.assign(total_ret=own["total_ret"].to_numpy()).sort_values(
        "sessions", ascending=False, kind="stable", na_position="first"
    ),
    falls.WAY_BACK,
    file_name="recovery.csv",
    alt=f"When each company regained its price of {fmt.day(base)} and what it returned, one row each.",
    key="way-back",
)

reviewing.draw(panel, chosen, closes, look)
