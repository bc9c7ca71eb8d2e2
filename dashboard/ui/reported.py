"""A day's losses among the reported ones, and what the figure and the table of them say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard import record_tables, study
from dashboard.charts import format as fmt
from dashboard.charts import headline, records


@dataclass(frozen=True, eq=False)
class Reported:
    """The reported one-day losses with those of a session.

    Attributes
    ----------
    rows : DataFrame
        The columns of `record_tables.records`, largest loss first.
    title, subtitle, note : str
        Of the figure, and below the table.
    """

    rows: pd.DataFrame
    title: str
    subtitle: str
    note: str


def among_reports(dollars: pd.DataFrame, when: dt.date) -> Reported:
    """Put the losses of a session among the reported ones, and say where the largest of them stands.

    Parameters
    ----------
    dollars : DataFrame
        `tables.market_value` of the session in US dollars, with names.
    when : date
        The session.
    """
    listed = record_tables.records()
    both = study.among_records(listed, dollars)
    belonging = both[both["status"] == study.COMPUTED]
    top = belonging.iloc[0] if len(belonging) else both.iloc[0]
    reports = both[(both["ticker"] == top["ticker"]) & (both["date"] == top["date"])]["loss_bn"]
    size = float(top["loss_bn"] if len(belonging) else reports.median())
    larger = study.larger_losses(listed, top["ticker"], top["date"].date(), size)
    computed, none = f", diamond: computed here for {fmt.day(when)}", f"on {fmt.day(when)} to stand among them"
    return Reported(
        both,
        headline.record(top["company"], size, top["date"], larger),
        f"Market value lost in one day as reported, $ bn, {records.choice(both, when)}; dot: verified report, "
        f"ring: from memory{computed if len(belonging) else ''}",
        "Figures are in US dollars of the day. A day stands more than once where publications disagree"
        + ("." if len(belonging) else f"; no chosen company lost enough {none}."),
    )
