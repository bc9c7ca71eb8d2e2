"""Sell-off: what every company did on the day, and one of them session by session."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import tables
from dashboard.charts import bars, candles, headline, reaction_headline, session_headline
from dashboard.charts import expected as expected_chart
from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.study.sell_off import VOLUME_SESSIONS
from dashboard.ui import bound, controls, expected, load, page, series
from dashboard.ui.chosen_row import ChosenRow
from dashboard.ui.screen import room, screen
from dashboard.ui.table_columns import SELL_OFF
from dashboard.ui.words import plain

MOST = "most"
ONE_FIGURE = 16  # with no more companies than this, one figure holds them
AROUND = {"10": "10 sessions", "21": "21 sessions", "63": "63 sessions"}
FIRST = {name: SELL_OFF[name] for name in ("name", "ticker", "ret")}
CANDLE_FIELDS = ("open", "high", "low", "close", "volume")

chosen = controls.current()
panel = load.panel()
look = page.theme()
day = load.table(tables.sell_off, chosen.session, chosen.tickers)
known = day.dropna(subset=["ret"])
benchmark = chosen.benchmark or ""
market = load.table(tables.sell_off, chosen.session, (benchmark,))["ret"].iloc[0] if benchmark else float("nan")
benchmark_name = series.labels([benchmark])[benchmark]


def draw_bars(part: pd.DataFrame, title: str, key: str, width: int) -> None:
    """Draw the returns of some companies, all parts on the same axis."""
    page.chart(
        bars.returns(
            part,
            theme=look,
            source=series.source(panel, (*part["ticker"], *([benchmark] if pd.notna(market) else []))),
            title=title,
            subtitle=f"Return on {fmt.day(chosen.session)} and average of each segment, per cent",
            benchmark_return=None if pd.isna(market) else float(market),
            benchmark_label=benchmark_name,
            reach=(float(known["ret"].min()), float(known["ret"].max())),
            width=width,
        ),
        key,
    )


whose = "companies followed here" if chosen.everyone else fmt.noun(len(known), "chosen company", "chosen companies")
deck = [
    f"{controls.day_with_weekday(chosen.session)}: {session_headline.breadth(day, whose)}",
    f"{benchmark_name}: {fmt.per_cent(market)}." if pd.notna(market) else None,
    chosen.mapped_note,
]
page.headline(headline.furthest(day, chosen.session), " ".join(filter(None, deck)))
if known.empty:
    st.info("None of the chosen companies has prices on this day; choose another day or other companies.")
    st.stop()

halves = bars.parts(day) if len(known) > ONE_FIGURE and screen() == "wide" else [day]
if len(halves) == 1:
    draw_bars(day, session_headline.segments_fell(day), "returns", room())
else:
    for place, (column, half) in enumerate(zip(st.columns(2, gap="large"), halves, strict=True)):
        with column:
            draw_bars(half, session_headline.segments_fell(half), f"returns-{place}", room(half=True))

modelled = expected.returns(chosen.session, chosen.tickers, benchmark) if benchmark else day[["ticker"]]
if benchmark and modelled["expected"].notna().any():
    page.chart(
        expected_chart.scatter(
            modelled,
            theme=look,
            source=series.source(panel, (*known["ticker"], benchmark)),
            title=reaction_headline.against_expected(modelled),
            subtitle=f"Actual return on {fmt.day(chosen.session)}, dividends included, above what the market model of "
            f"250 earlier sessions expects with {benchmark_name}; filled: significant after correction",
            width=room(),
        ),
        "expected",
    )
    if left_out := reaction_headline.unexpected(modelled):
        st.caption(plain(left_out))
elif benchmark:
    st.info("No chosen company has enough earlier prices for an expected return; choose a later day.")

ends = common_end(panel.on_sessions().close[known["ticker"]]) or chosen.session
gaps = session_headline.lacking(day, ends, VOLUME_SESSIONS)
page.section(session_headline.busiest(day, chosen.session), f"Choose a row to open its candles below. {gaps}")
place_of_table = st.container()
left, right = st.columns(2, vertical_alignment="bottom")
with left:
    names = series.labels(chosen.tickers)
    options = {MOST: "The day’s main mover", **{ticker: f"{name} {ticker}" for ticker, name in names.items()}}
    pick = bound.choose(
        "Candles of",
        "pick",
        options,
        MOST,
        kind="list",
        help="Whose candles are drawn below; a row of the table chooses too.",
    )
with right:
    around = int(
        bound.choose(
            "Sessions on either side",
            "around",
            AROUND,
            "21",
            help="How many sessions the candles show before and after the event.",
        )
    )
ticker = series.telling(day)[0] if pick == MOST else pick
with place_of_table:
    page.table(
        day.merge(modelled.drop(columns=["name", "segment"]), on="ticker") if benchmark else day,
        {**FIRST, **expected.COLUMNS, **SELL_OFF} if benchmark else SELL_OFF,
        file_name=f"sell-off-{chosen.session}.csv",
        alt=f"Returns, prices, volume and dollars lost of {len(day)} companies on {fmt.day(chosen.session)}",
        key="selloff",
        row=ChosenRow("pick", day["ticker"].to_list(), ticker, MOST),
    )

row = day[day["ticker"] == ticker].iloc[0].to_dict()
sessions = panel.on_sessions()
ohlc = pd.DataFrame({field: getattr(sessions, field)[ticker] for field in CANDLE_FIELDS})
ohlc = series.around(ohlc, chosen.session, around)
if ohlc[["open", "high", "low", "close"]].dropna().empty:
    st.info(f"{row['name']} has no prices around this day; choose another company.")
else:
    page.chart(
        candles.around(
            ohlc,
            name=row["name"],
            event=chosen.session,
            theme=look,
            source=series.source(panel, [ticker]),
            title=session_headline.course(row["name"], row["gap"], row["ret"], chosen.session),
            subtitle="Open, high, low and close of each session, US dollars; filled where the close is below the open",
            width=room(),
        ),
        "candles",
    )
