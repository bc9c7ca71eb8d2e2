"""Three days: the shock beside two sell-offs of other causes, in the same figures of the same companies."""

from __future__ import annotations

import streamlit as st

from dashboard import day_tables
from dashboard.charts import days, days_headline, segment_words
from dashboard.charts import format as fmt
from dashboard.errors import InputError
from dashboard.study.day_comparison import FAR, INDICES, LARGEST
from dashboard.ui import comparing, controls, load, page, series
from dashboard.ui.key_figures import KeyFigure, direction, key_figures
from dashboard.ui.screen import room, screen
from dashboard.ui.words import plain

MIDDLE = (
    "Return of the company in the middle, from the close before to the last close; the average share is the fund RSP."
)

chosen = controls.current()
panel = load.panel()
look = page.theme()
phone = screen() == "phone"
top = st.container()
try:
    asked = comparing.choose_days(panel)
except InputError as error:
    with top:
        page.headline("These days cannot be compared")
        st.error(plain(str(error)))
    st.stop()

figures = load.table(day_tables.compared_figures, asked.texts, chosen.tickers)
by_measure = figures.set_index("measure")
companies = series.named(load.table(day_tables.compared_companies, asked.texts, chosen.tickers))
values = [f"value_{place}" for place in range(1, len(asked.spans) + 1)]
same = companies[companies["compared"]]
names = same["name"].to_list()


def row(measure: str) -> list[float]:
    """Return one measure, day by day."""
    return list(by_measure.loc[[measure], values].to_numpy(dtype=float)[0])


absent = companies.loc[~companies["compared"], "name"].to_list()
fell = days_headline.fallen(asked.days, row("fell"), names)
with top:
    page.headline(
        days_headline.average_share(asked.days, row("ret_equal_weight")) or fell,
        " ".join(
            [
                f"{fell}.",
                f"Left out for want of a price on one of these days: {fmt.listed(absent)}." if absent else "",
            ]
        ),
    )
if same.empty:
    st.info("Choose other companies, or other days.")
    st.stop()
st.caption("  \n".join(map(plain, comparing.causes(asked))))
key_figures(
    [
        KeyFigure(
            day,
            fmt.per_cent(median),
            f"median company; average share {fmt.per_cent(average)}",
            direction(median),
            help=MIDDLE,
        )
        for day, median, average in zip(asked.days, row("median_ret"), row("ret_equal_weight"), strict=True)
    ]
)

segments = load.table(day_tables.compared_segments, asked.texts, chosen.tickers)
rows, indices = comparing.groups(figures, segments, phone=phone)
source = series.source(panel, [*same["ticker"], *INDICES.values()])
page.chart(
    days.beside(
        rows,
        days=asked.days,
        heads=asked.heads,
        theme=look,
        source=source,
        title=days_headline.apart(asked.days, segments),
        subtitle="From the close before to the last close, per cent; of a segment the mean of its companies",
        width=room(),
        narrow=phone,
        tall=True,
        rules=[indices] if 0 < indices < len(rows) else [],
    ),
    "groups",
)
page.section(
    days_headline.concentration(asked.days, row("largest_share"), LARGEST),
    comparing.uncounted(companies, asked.days),
)
comparing.measure_table(figures, asked.heads, f"Key figures of {fmt.listed(asked.days)}, one row each.")
page.chart(
    days.beside(
        same.sort_values("ret_1", kind="stable"),
        days=asked.days,
        heads=asked.heads,
        theme=look,
        source=source,
        title=days_headline.far_falls(asked.days, row("fell_far"), names, FAR),
        subtitle="Return of each company, from the close before to the last close, per cent; "
        + segment_words([name for name in segments["segment"] if name], look),
        width=room(),
        narrow=phone,
    ),
    "companies",
)
ordered = companies.sort_values("ret_1", kind="stable")
page.table(
    ordered,
    comparing.company_columns(asked.heads),
    file_name="days-companies.csv",
    alt=f"Return, dollars lost and sessions to regain the price for each company on {fmt.listed(asked.days)}.",
    key="companies",
    faint=(~ordered["compared"]).to_list(),
)
