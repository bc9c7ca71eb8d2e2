"""Data: what is stored, where it comes from, what is missing, and how to bring figures of one's own."""

from __future__ import annotations

import streamlit as st

from dashboard import study, tables
from dashboard.charts import coverage, headline
from dashboard.charts import format as fmt
from dashboard.prices import factors_entry
from dashboard.settings import settings
from dashboard.ui import bound, catalogue, fresh, load, own, page, series, stored
from dashboard.ui.key_figures import KeyFigure, key_figures
from dashboard.ui.screen import room
from dashboard.ui.words import plain

panel = load.panel()
look = page.theme()
status = load.table(tables.status)
present = load.table(study.coverage_by_month)
actions = load.table(study.actions)
names = series.labels(panel.tickers)

page.headline(
    headline.coverage(status),
    f"Daily prices from {fmt.day(panel.first)} to {fmt.day(panel.last)}, checked when they were stored. "
    "Share counts, events and reported losses come with the project as well; each table can be downloaded.",
)
key_figures(
    [
        KeyFigure("Series", f"{len(status):,}", stored.layers(status),
                  help="Companies, funds, indexes and others of which daily prices are stored."),
        KeyFigure("Rows of prices", f"{int(status['rows'].sum()):,}", "one row per series and day",
                  help="Each row is the close of one series on one day, and where known open, high, low and volume."),
        KeyFigure("Missing closes", f"{int(status['missing'].sum()):,}", "sessions inside a series",
                  help="Sessions of the New York exchange between a series’ first and last day without a close."),
        KeyFigure("With a doubt", f"{int((status['doubts'] != '').sum()):,}", "series, each told below",
                  help="Series with something to know before trusting them, such as a vendor’s early close."),
    ]
)  # fmt: skip

fresh.draw()
page.section("Every series", "Where it comes from, what is missing, and what is in doubt. Sort by a heading.")
page.table(
    status, stored.SERIES, file_name="series.csv", key="series",
    alt=f"The {len(status)} stored series with source, dates, gaps, checks and doubts.",
)  # fmt: skip
order = [ticker for ticker in status["ticker"] if ticker in present.index]
page.chart(
    coverage.by_month(
        present.loc[order], theme=look, source=series.source(panel, order), width=room(),
        title=headline.gaps(present.loc[order], names),
        subtitle="Part of each month's sessions with a close, one row per series; the fuller the month, the darker",
    ),
    "coverage",
)  # fmt: skip

paying, split = actions[actions["dividends"] > 0], actions[actions["splits"] > 0]
page.section(
    "Dividends and splits",
    f"{int(actions['dividends'].sum()):,} dividends of {len(paying):,} series, and "
    f"{int(actions['splits'].sum()):,} splits of {len(split):,} series. "
    "Prices are adjusted for splits and not for dividends.",
)
page.table(
    actions.assign(name=actions["ticker"].map(names)), stored.ACTIONS, file_name="dividends-and-splits.csv",
    key="actions", alt="Dividends and splits of every series that has any.",
)  # fmt: skip
factors = factors_entry(settings().data_cache)
if factors is not None:
    st.caption(
        plain(
            f"Factors of share returns: {factors.rows:,} days, {fmt.day_range(factors.first, factors.last)}, in "
            f"{factors.unit}: {', '.join(factors.fields)}. Source: {factors.source}."
        )
    )

page.section("Take the figures with you", "CSV files as the importer reads them, of all series or of those you choose.")
picked = bound.choose_several_quietly(
    "Series", "series", names, kind="list", all_of=f"all {len(names):,} series",
    help="Whose prices, dividends and splits the files hold; type a name to find one.",
)  # fmt: skip
bound.tell_ignored(["series"])
taken = picked or tuple(status["ticker"])
with st.container(horizontal=True):
    page.download("Daily prices", lambda: study.extracts.prices(panel, taken), "prices.csv", "prices-csv")
    page.download("Dividends by day", lambda: study.extracts.dividends(panel, taken), "dividends.csv", "dividends-csv")
    page.download("Splits by day", lambda: study.extracts.splits(panel, taken), "splits.csv", "splits-csv")
    if factors is not None:
        page.download("Factors, per cent", stored.factors, "factors.csv", "factors-csv")

page.section("Facts that come with the project")
listing = catalogue.LISTINGS[
    bound.choose(
        "Table", "list", {key: listing.name for key, listing in catalogue.LISTINGS.items()}, "universe",
        help="Which of the project’s tables of facts is shown below.",
    )
]  # fmt: skip
st.caption(plain(listing.about))
page.table(listing.build(), listing.columns, file_name=f"{listing.name.lower().replace(' ', '-')}.csv",
           alt=listing.about, key="catalogue")  # fmt: skip

own.draw()
page.section("Terms of use")
st.markdown(
    "The embedded figures are facts for demonstration and tests. For work of your own, import figures from a source "
    "that you are licensed to use. The factors are those of the Kenneth French data library, under its terms."
)
