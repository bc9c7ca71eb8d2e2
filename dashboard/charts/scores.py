"""Scores on one test as bars, those of each table of results under its own month, the highest first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, lead
from dashboard.charts.rows import Row, draw
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError


def by_table(
    frame: pd.DataFrame,
    *,
    own: Sequence[str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = HALF,
) -> go.Figure:
    """Draw the scores, grouped by the month of the table that gave them.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns subject, value (decimal text, per cent), as_of (``YYYY-MM``), note.
    own : sequence of str
        Subjects in the accent colour.
    theme, source, title, subtitle
        Colours; where the figures come from; the finding; what is drawn and its unit.
    width : int
        Pixels that the figure can count on.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If there is no score.
    """
    if frame.empty:
        raise EmptySelectionError("No score is catalogued: reinstall the project's catalogue.")
    scored = frame.assign(score=frame["value"].astype("float64"))
    rows: list[Row | None] = []
    for table, group in scored.groupby("as_of"):
        rows.append(Row(f"Table of {fmt.month(f'{table}-01')}", colour=theme.text))
        for row in group.sort_values("score", ascending=False, kind="stable").to_dict("records"):
            text = f"{row['value']}{fmt.NARROW_SPACE}%"
            named = row["subject"] if pd.isna(row["note"]) else f"{row['subject']}<br>{row['note']}"
            colour = theme.accent if row["subject"] in own else theme.axis
            rows.append(Row(str(row["subject"]), float(row["score"]), text, colour, f"{named}<br>{text}"))
    best = scored.sort_values("score", kind="stable").iloc[-1]
    tables = fmt.counted(scored["as_of"].nunique(), "table")
    alt = (
        f"{lead(title)}Bar chart of {fmt.counted(len(scored), 'score')} of {tables}; "
        f"the highest is {best['subject']} with {best['value']}{fmt.NARROW_SPACE}%."
    )
    return draw(
        rows,
        theme=theme,
        words=(title, subtitle, source),
        width=width,
        suffix=f"{fmt.NARROW_SPACE}%",
        alt=alt,
    )
