"""Market value: what was lost, by company and segment, in dollars or yen, and how much of it the market explains."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import value_tables
from dashboard.charts import format as fmt
from dashboard.charts import headline, ranks, treemap, value_headline, waterfall
from dashboard.study.concentration import SHARE
from dashboard.ui import bound, controls, links, load, market_parts, page, series, value_table
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import room
from dashboard.ui.value_figures import value_figures
from dashboard.ui.words import plain

CURRENCIES = {"USD": "US dollars", "JPY": "Yen"}

chosen = controls.current()
panel = load.panel()
look = page.theme()
when, before = chosen.session, chosen.session_before
names = series.labels(chosen.tickers)


def valued(benchmark: str | None) -> pd.DataFrame:
    """Return the market values of the chosen companies with their names, and the parts of their losses."""
    frame = load.table(value_tables.market_value, when, chosen.tickers, currency, benchmark)  # type: ignore[arg-type]
    return frame.assign(name=frame["ticker"].map(names))


title_place, figures_place = st.container(), st.container()
currency = bound.choose(
    "Currency", "currency", CURRENCIES, "USD", help="Yen values use each day's exchange rate on its own close."
)
unrated = value_tables.missing_rates(panel, when, currency)  # type: ignore[arg-type]
if unrated:
    days = fmt.listed([fmt.day(day) for day in unrated])
    st.warning(f"Yen is chosen, but no exchange rate is stored for {days}: all figures of this page are in US dollars.")
    currency = "USD"
if currency == "JPY":
    st.caption(value_table.ABOUT_YEN)
values = valued(chosen.benchmark)
money = fmt.MONEY[currency]
through_rate = value_table.THROUGH_RATE[currency]
known = values.dropna(subset=["loss_bn"])
left_out = value_table.left_out(values, before, when)

with title_place:
    page.headline(
        headline.dollars_lost(values, when, money),
        f"{controls.day_with_weekday(when)}, from the close of {fmt.day(before)}. A market value needs a share count, "
        f"known for {fmt.count_of(len(known), len(values))} chosen companies. {chosen.mapped_note or ''}".strip(),
    )
if known.empty:
    st.info(f"{left_out} Choose another company or a later day.")
    st.stop()
splits = market_parts.splits(values, chosen.benchmark, valued, panel)
with figures_place:
    key_figures(value_figures(known, splits, money, through_rate))

source = f"{series.source(panel, chosen.tickers)}; share counts in the table below"
unit = market_parts.UNITS[currency]
fell = f"lost value in yen{through_rate}" if currency == "JPY" else "fell"
many_segments, many_fell = known["segment"].nunique() > 1, int((known["loss_bn"] > 0).sum()) > 1
places = iter(st.columns(2, gap="large") if many_segments and many_fell else [st.container()] * 2)
if many_segments:
    with next(places):
        page.chart(
            waterfall.segments(
                known, theme=look, source=source, money=money, width=room(half=many_fell),
                title=headline.net_change(known, money),
                subtitle=f"Change in market value by segment, {unit}{through_rate}",
            ),
            "segments",
        )  # fmt: skip
if many_fell:
    with next(places):
        page.chart(
            treemap.losses(
                # the return of the value: the share's in dollars, with the rate's in yen
                known.assign(ret=known["cap_after_bn"] / known["cap_before_bn"] - 1),
                theme=look, source=source, money=money, width=room(half=many_segments),
                title=headline.concentration(known),
                subtitle=f"Market value lost by the companies that {fell}, {unit}, by segment",
            ),
            "losses",
        )  # fmt: skip

page.section("What the market explains, and what goes beyond it", market_parts.note(values, panel, when))
market_parts.draw(splits, panel, chosen.tickers, look, currency)

concentrated = load.table(value_tables.concentration, when, chosen.tickers, currency)  # type: ignore[arg-type]
concentrated = concentrated.assign(name=concentrated["ticker"].map(names))
page.section(value_headline.fewest(concentrated, SHARE), value_headline.who_rose(concentrated, money))
page.table(
    concentrated,
    value_table.concentration_columns(currency),
    file_name=f"concentration-{when}-{currency}.csv",
    alt=f"Who makes up the loss of {fmt.day(when)}, largest first and cumulated, and after them who rose.",
    key="concentration",
)

page.chart(
    ranks.before_after(
        known, names=names, theme=look, source=source, money=money, width=room(), title=headline.ranks(known),
        subtitle=f"Market value, {unit}: ring at the close of {fmt.day(before)}, dot at that of {fmt.day(when)}; "
        "numbers are ranks among all with a known share count",
    ),
    "ranks",
)  # fmt: skip

page.section("Every company, with its share count", left_out or None)
page.table(
    value_table.with_filings(values),
    value_table.columns(currency),
    file_name=f"market-value-{when}-{currency}.csv",
    alt=f"Market value of {len(values)} companies before and after {fmt.day(when)}, with their share counts.",
    key="values",
)
st.caption(plain(value_table.how_sure(known)))
links.to("records", "This day among the largest losses: Records")
