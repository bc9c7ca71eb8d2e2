"""The columns of the larger tables: headings, units and one line of help each."""

from __future__ import annotations

from dashboard.charts import lanes
from dashboard.study.sell_off import VOLUME_SESSIONS
from dashboard.ui.columns import Column
from dashboard.ui.dating import STATUS

COMPANY = Column("Company", pinned=True, width=160)
"""Names of companies, wide enough for the longest: by itself a column is as wide as its first rows."""

SELL_OFF = {
    "name": COMPANY,
    "ticker": Column("Ticker"),
    "ret": Column("Return", "per_cent", "Close over the close of the session before."),
    "gap": Column("At the open", "per_cent", "Opening price over the close before: the gap."),
    "low_ret": Column("At the low", "per_cent", "Lowest price of the session over the close before."),
    "volume_ratio": Column(
        "Volume ratio", "ratio", f"Shares traded over their mean of the {VOLUME_SESSIONS} sessions before."
    ),
    "loss_bn": Column("Dollars lost", "dollars_bn", "Market value lost from close to close; a minus is a gain."),
    "ret_2": Column("2 sessions", "per_cent", "From the close before to the close of the second session."),
    "ret_5": Column("5 sessions", "per_cent", "From the close before to the close of the fifth session."),
    "ret_21": Column("21 sessions", "per_cent", "From the close before to the close of the 21st session: a month."),
    "close_before": Column("Close before", "price", "Adjusted for later splits, not for dividends."),
    "close": Column("Close", "price", "Adjusted for later splits, not for dividends."),
    "segment": Column("Segment"),
}
"""Of `tables.sell_off`."""

KINDS = {kind: words for kind, (_, _, words) in lanes.SYMBOLS.items()}
"""Kind of event to the words for it."""
EVENTS = {
    "date": Column("When", "dated"),
    "title": Column("Event"),
    "organisation": Column("Organisation"),
    "kind": Column("Kind", words=KINDS),
    "dated_by": Column("Dated by", help="What the date rests on: launch, first arXiv version, or an article."),
    "session": Column("Session", "date", "First session of the New York exchange that could trade on it."),
    "maps": Column(
        "Why that session", width="medium", help="A day without trading, or news after the close, maps forward."
    ),
    "status": Column("Certainty", help="Verified at a source, or told from memory.", words=STATUS),
    "source": Column("Source"),
    "url": Column("Link", "link"),
    "note": Column("Note"),
}
"""Of `dating.told`."""
DISPUTED = {
    "title": Column("Event", pinned=True),
    "launch": Column("Launch", "dated"),
    "arxiv": Column("First arXiv version", "dated"),
    "sessions": Column("Sessions", "count", "How many different sessions these dates map to; months map to none."),
    "apart": Column("Days apart", "count", "Calendar days between the earliest and the latest day given."),
    "others": Column("Articles and revisions"),
}
"""Of `dating.disputed`."""
