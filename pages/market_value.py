"""Market value: what was lost, by company and segment, in dollars or yen, and how sure the share counts are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import value_tables
from dashboard.charts import format as fmt
from dashboard.charts import headline, ranks, records, treemap, waterfall
from dashboard.ui import bound, catalogue, controls, load, page, reported, series, value_table
from dashboard.ui.key_figures import KeyFigure, direction, key_figures
from dashboard.ui.screen import room

CURRENCIES = {"USD": "US dollars", "JPY": "Yen"}

chosen = controls.current()
panel = load.panel()
look = page.theme()
when, before = chosen.session, chosen.session_before
names = series.labels(chosen.tickers)


def valued(currency: str) -> pd.DataFrame:
    """Return the market values of the chosen companies with their names, in a currency of `CURRENCIES`."""
    frame = load.table(value_tables.market_value, when, chosen.tickers, currency)  # type: ignore[arg-type]
    return frame.assign(name=frame["ticker"].map(names))


title_place, figures_place = st.container(), st.container()
currency = bound.choose(
    "Currency", "currency", CURRENCIES, "USD", help="Yen values use each day's exchange rate on its own close."
)
dollars = valued("USD")
unrated = value_tables.missing_rates(panel, when, currency)  # type: ignore[arg-type]
if unrated:
    days = fmt.listed([fmt.day(day) for day in unrated])
    st.warning(f"Yen is chosen, but no exchange rate is stored for {days}: all figures of this page are in US dollars.")
    currency = "USD"
values = dollars if currency == "USD" else valued(currency)
if currency == "JPY":
    st.caption(
        "The vendor of the exchange rate stamps the yen's close early, at the start of the London day, and each "
        "value stands at its own day's rate: use the yen figures for orders of magnitude."
    )
money = fmt.MONEY[currency]
through_rate = value_table.THROUGH_RATE[currency]
known = values.dropna(subset=["loss_bn"])
left_out = value_table.left_out(values, before, when)
lost, gained = known[known["loss_bn"] > 0], known[known["loss_bn"] < 0]

with title_place:
    page.headline(
        headline.dollars_lost(values, when, money),
        f"{controls.day_with_weekday(when)}, from the close of {fmt.day(before)}. A market value needs a share count, "
        f"known for {fmt.count_of(len(known), len(values))} chosen companies. {chosen.mapped_note or ''}".strip(),
    )
if known.empty:
    st.info(f"{left_out} Choose another company or a later day.")
    st.stop()
net = known["loss_bn"].sum()
with figures_place:
    key_figures(
        [
            KeyFigure("Lost", money(-lost["loss_bn"].sum()),
                      fmt.counted(len(lost), "company", "companies") + through_rate, "fall",
                      help=f"Shares times the fall of the close, of the companies that lost value{through_rate}."),
            KeyFigure("Gained", money(-gained["loss_bn"].sum(), sign=True),
                      fmt.counted(len(gained), "company", "companies") + through_rate, "rise",
                      help=f"Shares times the rise of the close, of the companies that gained value{through_rate}."),
            KeyFigure("Net change", money(-net, sign=True),
                      f"{fmt.per_cent(-net / known['cap_before_bn'].sum())} of their value", direction(-net),
                      help=f"Gains less losses{through_rate}; per cent of the market value at the close before."),
            KeyFigure("Left out", f"{len(values) - len(known):,}", "without a share count or price",
                      help="Chosen companies for which no market value can be computed; they are named at the table."),
        ]
    )  # fmt: skip

source = f"{series.source(panel, chosen.tickers)}; share counts in the table below"
unit = "$ bn" if currency == "USD" else "¥ trn"
fell = f"lost value in yen{through_rate}" if currency == "JPY" else "fell"
many_segments, many_fell = known["segment"].nunique() > 1, len(lost) > 1
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
st.caption(value_table.how_sure(known))

told = reported.among_reports(dollars, when)
page.chart(
    records.by_day(
        told.rows, session=when, theme=look, width=room(), title=told.title, subtitle=told.subtitle,
        source="Source: press reports in the catalogue, each named in the table; computed figures as above",
    ),
    "records",
)  # fmt: skip
page.table(
    told.rows,
    catalogue.LISTINGS["records"].columns,
    file_name=f"one-day-losses-{when}.csv",
    alt="The largest one-day losses of market value as reported, with source and certainty.",
    key="records-list",
)
st.caption(told.note)
