"""Overview: what fell, how far, and how many dollars."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import tables
from dashboard.charts import bars, headline, headline_counts, lines, treemap
from dashboard.charts import format as fmt
from dashboard.ui import bound, controls, load, page, series
from dashboard.ui.key_figures import KeyFigure, direction, key_figures
from dashboard.ui.screen import pair, room

CHIPS, NASDAQ, MARKET, AVERAGE = "^SOX", "^IXIC", "^GSPC", "RSP"
NOTES = {CHIPS: "PHLX index", NASDAQ: "composite index", MARKET: "weighted by value", AVERAGE: "the average share"}
HELP = {
    CHIPS: "Thirty makers of chips and of their machines, weighted by market value; price return of the day.",
    NASDAQ: "All shares listed on the Nasdaq, weighted by market value; price return of the day.",
    MARKET: "500 large US companies, weighted by market value; price return of the day.",
    AVERAGE: "A fund that holds the companies of the S&P 500 in equal parts: how the average share did.",
}
LARGE_FALL = -0.10
EXTREMES = 10
SPANS = {"30": "30 sessions", "60": "60 sessions", "120": "120 sessions"}

chosen = controls.current()
panel = load.panel()
look = page.theme()
day = load.table(tables.sell_off, chosen.session, chosen.tickers)
indexes = tuple(ticker for ticker in NOTES if ticker in panel.series)
returns = load.table(tables.sell_off, chosen.session, indexes).set_index("ticker")["ret"] if indexes else pd.Series()
known = day.dropna(subset=["ret"])
lost = day[day["loss_bn"] > 0]


def deck() -> str:
    """Return the sentences below the headline."""
    whose = "companies followed here" if chosen.everyone else "chosen companies"
    fallen = headline_counts.fallen(day, whose, LARGE_FALL)
    said = f"{controls.day_with_weekday(chosen.session)}: {fallen}."
    return " ".join(filter(None, [said, headline_counts.dollars(day), chosen.mapped_note]))


def figures() -> list[KeyFigure]:
    """Return the row of figures: the company that lost most, the indexes, and how many fell far."""
    found = []
    if len(known):
        most = (lost.nlargest(1, "loss_bn") if len(lost) else known).iloc[0]
        dollars = f"{fmt.dollars_bn(-most['loss_bn'], sign=True)} of market value" if len(lost) else ""
        told = "Close over the close before, less one" + (
            "; the company that lost the most dollars." if dollars else "."
        )
        found.append(KeyFigure(most["name"], fmt.per_cent(most["ret"]), dollars, direction(most["ret"]), help=told))
    names = series.labels(indexes)
    found += [
        KeyFigure(names[name], fmt.per_cent(returns[name]), NOTES[name], direction(returns[name]), help=HELP[name])
        for name in indexes
    ]
    if len(known) > 1:
        fell, limit = int((known["ret"] < LARGE_FALL).sum()), fmt.per_cent(-LARGE_FALL, 0, sign=False)
        found.append(
            KeyFigure(f"Fell over {limit}", fmt.count_of(fell, len(known)), "of the companies chosen",
                      help=f"Companies whose close lay more than {limit} below their close before.")
        )  # fmt: skip
    return found


page.headline(headline.one_day(day, chosen.session, returns.get(AVERAGE)), deck())
key_figures(figures())
if known.empty:
    st.info("None of the chosen companies has prices on this day; choose another day or other companies.")
    st.stop()

span = int(
    bound.choose("Sessions before and after", "span", SPANS, "30", help="How far the chart reaches around the event.")
)
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

if len(known) == 1:
    st.stop()  # neither a tile alone nor a bar alone says more than the figures above
many_lost = len(lost) > 1
places = pair() if many_lost else [st.container()]
source = series.source(panel, chosen.tickers)
if many_lost:
    with places[0]:
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
with places[-1]:
    part = headline_counts.drawn(day, EXTREMES)
    page.chart(
        bars.extremes(
            day,
            theme=look,
            source=source,
            title=headline.extremes(day, chosen.session),
            subtitle=f"Return on {fmt.day(chosen.session)}, per cent" + (f", {part}" if part else ""),
            n=EXTREMES,
            width=room(half=many_lost),
        ),
        "extremes",
    )
