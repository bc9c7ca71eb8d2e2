"""My holdings: what a reader's own shares lost on the day, when they were back, and what they have come to since."""

from __future__ import annotations

import streamlit as st

from dashboard import holdings_tables
from dashboard.charts import format as fmt
from dashboard.charts import holdings_headline, lines
from dashboard.errors import InputError
from dashboard.holdings_text import read_typed
from dashboard.study.holdings import TOTAL
from dashboard.ui import controls, holding, load, page, series
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import room
from dashboard.ui.until import choose_session
from dashboard.ui.words import plain

chosen = controls.current()
panel = load.panel()
look = page.theme()
top = st.container()
st.caption(holding.PROMISE)
text = holding.ask()
example = holding.is_example(text)
whose = "The example’s holdings" if example else "These holdings"
# Nothing of this goes through the caches that readers share.
try:
    held = read_typed(text)
    values = holdings_tables.holdings_path(panel, held.shares, chosen.session)
except InputError as error:
    with top:
        page.headline("Give your holdings to see what they lost")
    st.error(plain(str(error)))
    st.stop()
known = values.dropna()
end = None
if len(known):
    with st.columns([1, 3])[0]:
        end = choose_session(
            "Values end on", "held", known.to_frame(), chosen.session, known.index[-1].date(), "values end",
            "The close of this day counts.",
        )  # fmt: skip
frame = holding.named(
    holdings_tables.holdings(panel, held.shares, chosen.session, end.session if end else chosen.session)
)
whole, parts = frame.iloc[-1].to_dict(), frame.iloc[:-1]
with top:
    deck = [
        "An example, not your holdings: change it below." if example else "",
        holdings_headline.largest(parts),
        chosen.mapped_note or "",
    ]
    page.headline(holdings_headline.lost(whole, whose, chosen.session), " ".join(filter(None, deck)))
for note in (
    *holdings_tables.notes(held.added, frame, fmt.day(chosen.session)),
    *([end.note] if end and end.note else []),
):
    st.info(plain(note))
if end:
    key_figures(holding.figures(whole, chosen.session_before, end.session))
    benchmark = chosen.benchmark
    compared = panel.on_sessions().close[benchmark] if benchmark else None
    drawn = holding.path(values, compared)
    labels = {TOTAL: "Example" if example else "Holdings"} | (series.labels([benchmark]) if benchmark else {})
    page.chart(
        lines.rebased(
            drawn,
            base=chosen.session_before,
            labels=labels,
            colours=series.colours(drawn.columns, look) | {TOTAL: look.accent},
            emphasis=[TOTAL],
            markers=[(chosen.session, series.event_label(chosen), "event")]
            + ([(end.session, fmt.day(end.session), "end")] if end.session < drawn.index[-1].date() else []),
            theme=look,
            source=series.source(panel, [*parts["ticker"], *([benchmark] if benchmark else [])]),
            title=holdings_headline.back(whole, whose, chosen.session_before),
            subtitle=f"Value at the close without dividends, {fmt.day(chosen.session_before)} = 100",
            width=room(),
        ),
        "path",
    )
page.section(
    "Each holding, and all together",
    f"Prices are on today’s split basis. Values end at the close of {fmt.day(end.session)}." if end else None,
)
page.table(
    frame,
    holding.columns(frame),
    file_name="holdings.csv",
    alt=f"What {fmt.counted(len(parts), 'holding')} lost on {fmt.day(chosen.session)} and came to since, and the sum.",
    key="holdings",
    height="content",
    strong=(frame["ticker"] == TOTAL).to_list(),
    private=True,
)
