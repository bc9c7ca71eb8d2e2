"""Records: the largest one-day losses of market value, as the press reported them and as stored prices give them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import record_tables
from dashboard.charts import format as fmt
from dashboard.charts import record_headline, records
from dashboard.ui import catalogue, controls, load, page, record_columns, reported, series, value_table
from dashboard.ui.screen import pair, room
from dashboard.ui.words import plain

chosen = controls.current()
panel = load.panel()
look = page.theme()
when = chosen.session

every = load.table(record_tables.computed_records, record_tables.EVERY)
top = every.head(record_tables.TOP)
listed = load.facts(record_tables.records)
fallen = listed.assign(date=listed["fell_on"])
told = reported.among_reports(fallen, every, when)

page.headline(
    record_headline.place(every, when),
    " ".join(filter(None, [record_headline.reach(every), "Dollars of their day.", chosen.mapped_note])),
)

left, right = pair()
with left:
    page.chart(
        records.by_day(
            told.rows, session=when, theme=look, width=room(half=True), title=told.title, subtitle=told.subtitle,
            source="Source: press reports in the catalogue, each named in the table; diamonds as on the other figure",
        ),
        "reported",
    )  # fmt: skip
with right:
    if len(top):
        page.chart(
            records.by_day(
                reported.as_reports(top), session=when, theme=look, width=room(half=True),
                title=record_headline.largest(top, when),
                subtitle=f"Shares times the fall of the close, $ bn, {records.choice(top, when)}",
                source=f"{series.source(panel, top['ticker'].unique())}; share counts in the table",
            ),
            "computed",
        )  # fmt: skip
    else:
        st.info("No company has both prices and a share count known by then.")

page.section("As reported", f"{record_headline.disagreements(fallen)} {told.note}")
page.table(
    listed,
    catalogue.LISTINGS["records"].columns,
    file_name="one-day-losses-reported.csv",
    alt="The largest one-day losses of market value as reported, with source and certainty.",
    key="reported-list",
    strong=(fallen["date"] == pd.Timestamp(when)).to_list(),
)

page.section(
    f"The {len(top):,} largest losses as computed here",
    " ".join(
        [
            record_headline.ages(top),
            f"Rows of {fmt.day(when)} are in colour." if pd.Timestamp(when) in set(top["date"]) else "",
        ]
    ),
)
page.table(
    value_table.with_filings(top),
    record_columns.COMPUTED,
    file_name="one-day-losses-computed.csv",
    alt=f"The {len(top):,} largest one-day losses by stored prices and share counts, with the count behind each.",
    key="computed-list",
    strong=(top["date"] == pd.Timestamp(when)).to_list(),
)

compared = load.table(record_tables.compared_records)
page.section(record_headline.agreement(compared))
st.markdown("\n".join(f"- {plain(sentence)}" for sentence in record_headline.apart(compared, listed)))
page.table(
    compared,
    record_columns.COMPARED,
    file_name="one-day-losses-compared.csv",
    alt="Each reported one-day loss beside the one computed for the printed day, or why there is none.",
    key="compared-list",
    strong=(compared["date"] == pd.Timestamp(when)).to_list(),
)
st.caption(
    plain(
        f"{record_headline.not_computed(compared)} The day is the printed one, which can be wrong; the notes in the "
        "list of reports say where one is."
    )
)
