"""Market value: what was lost, by company and segment, in dollars or yen, and how sure the share counts are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import study, tables
from dashboard.charts import format as fmt
from dashboard.charts import headline, ranks, records, treemap, waterfall
from dashboard.ui import bound, catalogue, controls, load, page, series, value_table
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
    frame = load.table(tables.market_value, when, chosen.tickers, currency)  # type: ignore[arg-type]
    return frame.assign(name=frame["ticker"].map(names))


title_place, figures_place = st.container(), st.container()
currency = bound.choose(
    "Currency", "currency", CURRENCIES, "USD", help="Yen values use each day's exchange rate on its own close."
)
values = dollars = valued("USD")
if currency == "JPY":
    values = valued("JPY")
    if values["loss_bn"].isna().all() and dollars["loss_bn"].notna().any():
        days = f"{fmt.day(before)} or {fmt.day(when)}"
        st.info(f"No exchange rate of the yen is stored for {days}; US dollars are shown instead.")
        values, currency = dollars, "USD"
    else:
        st.caption(
            "The vendor of the exchange rate stamps the yen's close early, at the start of the London day, and each "
            "value stands at its own day's rate: use the yen figures for orders of magnitude."
        )
money = fmt.MONEY[currency]
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
            KeyFigure("Lost", money(-lost["loss_bn"].sum()), fmt.counted(len(lost), "company", "companies"), "fall"),
            KeyFigure("Gained", money(-gained["loss_bn"].sum(), sign=True),
                      fmt.counted(len(gained), "company", "companies"), "rise"),
            KeyFigure("Net change", money(-net, sign=True),
                      f"{fmt.per_cent(-net / known['cap_before_bn'].sum())} of their value", direction(-net)),
            KeyFigure("Left out", f"{len(values) - len(known):,}", "without a share count or price"),
        ]
    )  # fmt: skip

source = f"{series.source(panel, chosen.tickers)}; share counts in the table below"
unit = "$ bn" if currency == "USD" else "¥ trn"
many_segments, many_fell = known["segment"].nunique() > 1, len(lost) > 1
places = iter(st.columns(2, gap="large") if many_segments and many_fell else [st.container()] * 2)
if many_segments:
    with next(places):
        page.chart(
            waterfall.segments(
                known, theme=look, source=source, money=money, width=room(half=many_fell),
                title=headline.net_change(known, money), subtitle=f"Change in market value by segment, {unit}",
            ),
            "segments",
        )  # fmt: skip
if many_fell:
    with next(places):
        page.chart(
            treemap.losses(
                known, theme=look, source=source, money=money, width=room(half=many_segments),
                title=headline.concentration(known),
                subtitle=f"Market value lost by the companies that fell, {unit}, by segment",
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

reported = tables.records()
both = study.among_records(reported, dollars)
belonging = both[both["status"] == study.COMPUTED]
top = belonging.iloc[0] if len(belonging) else both.iloc[0]
reports = both[(both["ticker"] == top["ticker"]) & (both["date"] == top["date"])]["loss_bn"]
size = float(top["loss_bn"] if len(belonging) else reports.median())
larger = study.larger_losses(reported, top["ticker"], top["date"].date(), size)
page.chart(
    records.by_day(
        both, session=when, theme=look, width=room(),
        source="Source: press reports in the catalogue, each named in the table; computed figures as above",
        title=headline.record(top["company"], size, top["date"], larger),
        subtitle="Market value lost in one day as reported, $ bn; dot: verified report, ring: from memory"
        + (f", diamond: computed here for {fmt.day(when)}" if len(belonging) else ""),
    ),
    "records",
)  # fmt: skip
page.table(
    both,
    catalogue.LISTINGS["records"].columns,
    file_name=f"one-day-losses-{when}.csv",
    alt="The largest one-day losses of market value as reported, with source and certainty.",
    key="records-list",
)
st.caption(
    "Figures are in US dollars of the day. A day stands more than once where publications disagree"
    + ("." if len(belonging) else f"; no chosen company lost enough on {fmt.day(when)} to stand among them.")
)
