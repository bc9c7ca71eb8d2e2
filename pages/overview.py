"""Overview: what fell, how far, and how many dollars."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import tables
from dashboard.charts import bars, headline, lines, treemap
from dashboard.charts import format as fmt
from dashboard.ui import bound, controls, load, page, series
from dashboard.ui.key_figures import KeyFigure, direction, key_figures
from dashboard.ui.screen import pair, room

CHIPS, NASDAQ, MARKET, AVERAGE = "^SOX", "^IXIC", "^GSPC", "RSP"
NOTES = {CHIPS: "PHLX index", NASDAQ: "composite index", MARKET: "weighted by value", AVERAGE: "the average share"}
LARGE_FALL = -0.10
SPANS = {"30": "30 sessions", "60": "60 sessions", "120": "120 sessions"}

chosen = controls.current()
panel = load.panel()
look = page.theme()
day = load.table(tables.sell_off, chosen.session, chosen.tickers)
indexes = tuple(ticker for ticker in NOTES if ticker in panel.series)
returns = load.table(tables.sell_off, chosen.session, indexes).set_index("ticker")["ret"] if indexes else pd.Series()
known = day.dropna(subset=["ret"])
lost, gained = day[day["loss_bn"] > 0], day[day["loss_bn"] < 0]
fell = int((known["ret"] < LARGE_FALL).sum())


def deck() -> str:
    """Return the sentences below the headline."""
    whose = "companies followed here" if chosen.everyone else fmt.noun(len(known), "chosen company", "chosen companies")
    fallen = fmt.count_of(int((known["ret"] < 0).sum()), len(known))
    far = f"{fell:,} by more than {fmt.per_cent(-LARGE_FALL, 0, sign=False)}"
    parts = [f"{controls.day_with_weekday(chosen.session)}: {fallen} {whose} fell, {far}."]
    if len(lost):
        uncounted = int(day["loss_bn"].isna().sum())
        parts.append(
            f"Those that fell lost {fmt.dollars_bn(lost['loss_bn'].sum())} of market value together"
            + (f", those that rose gained {fmt.dollars_bn(-gained['loss_bn'].sum())}" if len(gained) else "")
            + (f"; {uncounted:,} without a known share count are left out of the dollars." if uncounted else ".")
        )
    return " ".join([*parts, chosen.mapped_note or ""]).strip()


def figures() -> list[KeyFigure]:
    """Return the row of figures: the company that lost most, the indexes, and how many fell far."""
    found = []
    if len(known):
        most = (lost.nlargest(1, "loss_bn") if len(lost) else known).iloc[0]
        dollars = f"{fmt.dollars_bn(-most['loss_bn'], sign=True)} of market value" if len(lost) else ""
        found.append(KeyFigure(most["name"], fmt.per_cent(most["ret"]), dollars, direction(most["ret"])))
    names = series.labels(indexes)
    found += [
        KeyFigure(names[ticker], fmt.per_cent(returns[ticker]), NOTES[ticker], direction(returns[ticker]))
        for ticker in indexes
    ]
    far = f"Fell over {fmt.per_cent(-LARGE_FALL, 0, sign=False)}"
    return [*found, KeyFigure(far, fmt.count_of(fell, len(known)), "of the companies chosen")]


page.headline(headline.one_day(day, chosen.session, returns.get(AVERAGE)), deck())
key_figures(figures())

span = int(bound.choose("Sessions before and after", "span", SPANS, "30"))
picks = series.telling(day)
shown = list(dict.fromkeys([*picks, *([chosen.benchmark] if chosen.benchmark else []), *indexes[-1:]]))
prices = series.around(panel.on_sessions().close[shown], chosen.session, span)
page.chart(
    lines.rebased(
        prices,
        base=chosen.session_before,
        labels=series.labels(shown),
        colours=series.colours(shown, look),
        emphasis=picks[:1],
        markers=series.markers(panel, chosen, prices.index[0].date(), prices.index[-1].date()),
        theme=look,
        source=series.source(panel, shown),
        title=headline.moves(day.set_index("ticker").loc[list(dict.fromkeys([*picks[:1], *picks[-2:]]))]),
        subtitle=f"Close, {fmt.day(chosen.session_before)} = 100; lines mark releases, results and rules",
        width=room(),
    ),
    "prices",
)

left, right = pair()
source = series.source(panel, chosen.tickers)
with left:
    if len(lost):
        page.chart(
            treemap.losses(
                day,
                theme=look,
                source=f"{source}; share counts as on Market value",
                title=headline.dollars_lost(day, chosen.session),
                subtitle="Market value lost by the companies that fell, $ bn, by segment",
                width=room(half=True),
            ),
            "losses",
        )
    else:
        st.info("No chosen company with a known share count lost market value on this day.")
with right:
    page.chart(
        bars.extremes(
            day,
            theme=look,
            source=source,
            title=headline.extremes(day, chosen.session),
            subtitle=f"Return on {fmt.day(chosen.session)}, per cent, the ten furthest down and up",
            width=room(half=True),
        ),
        "extremes",
    )
