"""A day's losses among the reported ones, and what the figure and the table of them say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard import study
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
        Of the figure, and at the table.
    """

    rows: pd.DataFrame
    title: str
    subtitle: str
    note: str


def among_reports(listed: pd.DataFrame, losses: pd.DataFrame, when: dt.date) -> Reported:
    """Put the losses of a session among the reported ones, and say where the largest of them stands.

    Parameters
    ----------
    listed : DataFrame
        `record_tables.records`, each on the day of its fall.
    losses : DataFrame
        `record_tables.computed_records`, all of them.
    when : date
        The session.
    """
    own = losses[losses["date"] == pd.Timestamp(when)]
    both = study.among_records(listed, own.rename(columns={"company": "name"}))
    belonging = both[both["status"] == study.COMPUTED]
    top = belonging.iloc[0] if len(belonging) else both.iloc[0]
    reports = both[(both["ticker"] == top["ticker"]) & (both["date"] == top["date"])]["loss_bn"]
    size = float(top["loss_bn"] if len(belonging) else reports.median())
    larger = study.larger_losses(listed, top["ticker"], top["date"].date(), size)
    computed, none = f", diamond: computed here for {fmt.day(when)}", f"on {fmt.day(when)} to stand among them"
    return Reported(
        both,
        headline.record(top["company"], size, top["date"], larger),
        f"Market value lost in one day as reported, $ bn, {records.choice(both, when)}; "
        f"dot: verified report, ring: from memory{computed if len(belonging) else ''}",
        "A day stands more than once where publications differ"
        + ("." if len(belonging) else f"; no company lost enough {none}."),
    )


def as_reports(losses: pd.DataFrame) -> pd.DataFrame:
    """Return computed losses as `records.by_day` takes them: of status computed, with no source but this project."""
    return losses.assign(status=study.COMPUTED, source="")
