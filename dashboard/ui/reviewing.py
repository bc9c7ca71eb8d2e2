"""Half a year later, on the page Recovery: where each company and segment stood, beside the low of April 2025."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import day_tables, tables
from dashboard.charts import Theme, headline_falls, review_headline, segment_words, standing
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.ui import falls, load, page, series, until
from dashboard.ui.columns import Column
from dashboard.ui.controls import Controls
from dashboard.ui.screen import room, screen
from dashboard.ui.table_columns import COMPANY

PARAMETER = "review"
OCCASION = f"{fmt.day(day_tables.REVIEW)} is when the Daiwa Institute of Research looked back at the half-year."

STANDING = {
    "name": COMPANY,
    "ret_to": Column(
        "On that day, %", "per_cent", "Close of the day of review over the close before the event, less one."
    ),
    "event_ret": Column("Event day, %", "per_cent", "Close of the event session over the close before, less one."),
    "april_low_ret": Column(
        f"Low of {review_headline.MONTH}, %",
        "per_cent",
        "Lowest close of that month over the close before the event, less one.",
    ),
    "april_low_date": Column("April low on", "date"),
    "april_sessions": Column(
        "Sessions back from April", "count", "Trading days from that low to a close at or above that before the event."
    ),
    "low_ret": Column("Lowest, %", "per_cent", "Lowest close from the event to the day of review."),
    "low_date": Column("Lowest on", "date"),
    "regained_on": Column("First regained on", "date", "The first close at or above the close before the event."),
    "sessions": Column(
        "Sessions to regain", "count", "Trading days; the event session is the first. Empty: not by then."
    ),
    "close_before": Column("Close before, $", "price", "The close of the session before the event."),
    "ticker": Column("Ticker"),
    "segment": Column("Segment"),
}
"""Of `day_tables.review`."""


def draw(panel: PricePanel, chosen: Controls, closes: pd.DataFrame, look: Theme) -> None:
    """Offer the day of review, say what it shows, and draw segments and companies.

    Parameters
    ----------
    panel : PricePanel
        All stored prices.
    chosen : Controls
        The event and the companies.
    closes : DataFrame, shape (sessions, series)
        Closes of the companies that had one before the event.
    look : Theme
        Colours.
    """
    tickers = tuple(closes.columns)
    usual = day_tables.review_day(panel, chosen.session, tickers)
    place = st.container()
    with st.columns([1, 3])[0]:
        end = until.choose_session(
            "Reviewed on", PARAMETER, closes, chosen.session, usual, "the review is",
            "Where prices stood at the close of this day; nothing later is looked at.",
        )  # fmt: skip
    if end.note:
        st.info(end.note)
    base, day, to = chosen.session_before, chosen.session, end.session
    companies = series.named(load.table(day_tables.review, day, to, tickers))
    phone = screen() == "phone"
    segments = load.table(day_tables.review, day, to, tickers, "segment")
    labels = falls.segment_labels(
        segments["segment"].to_list(), segments.set_index("segment")["companies"], short=phone
    )
    segments = segments.assign(name=segments["segment"].map(labels))
    with place:
        page.section(
            headline_falls.since(companies, base, to), " ".join(filter(None, [
                OCCASION if day == tables.SHOCK and to == day_tables.REVIEW else "",
                review_headline.way_back(companies, day, to),
            ])),
        )  # fmt: skip
    source = series.source(panel, tickers)
    page.chart(
        standing.since(
            segments.sort_values("ret_to", ascending=False, kind="stable"),
            title=headline_falls.paths(dict(zip(segments["segment"], segments["ret_to"], strict=True)), None, to),
            subtitle=f"Mean of the closes of a segment's companies, each counted alike, over that of {fmt.day(base)}, "
            "less one, per cent",
            source=source,
            days=(day, to),
            theme=look,
            width=room(),
            narrow=phone,
            tall=True,
        ),
        "review-segments",
    )
    shown = [name for name in segments["segment"] if name]
    ordered = companies.sort_values("ret_to", ascending=False, kind="stable")
    page.chart(
        standing.since(
            ordered,
            title=review_headline.april(companies, day, to),
            subtitle=f"Closes over that of {fmt.day(base)}, less one, per cent; {segment_words(shown, look)}",
            source=source,
            days=(day, to),
            theme=look,
            width=room(),
            narrow=phone,
        ),
        "review-companies",
    )
    april = companies["april_low_ret"].notna().any()
    page.table(
        ordered,
        {name: column for name, column in STANDING.items() if april or not name.startswith("april")},
        file_name="review.csv",
        alt=f"How each company stood on {fmt.day(to)} against its close of {fmt.day(base)}, one row each.",
        key="review-table",
    )
