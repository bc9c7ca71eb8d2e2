"""The largest one-day losses: a row per company and day, a dot per report, a diamond for the figure computed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, lead
from dashboard.charts.dots import TEXT_SIZE, Dots, Row, draw
from dashboard.charts.labels import fit
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

ROW = 24
SHOWN = 14
"""How many losses are drawn, besides those of the session."""
_COMPUTED, _RECALLED = "computed", "recalled"


def by_day(
    frame: pd.DataFrame,
    *,
    session: dt.date,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    n: int = SHOWN,
    width: int = WIDE,
) -> go.Figure:
    """Draw the `n` largest losses, and those of the session whatever their place.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, company, date, loss_bn (billions of US dollars, positive = lost), ret (decimal), source, status
        (``verified``, ``recalled`` or ``computed``).
    session : date
        Its rows stand out.
    n : int
        How many companies and days.
    width : int
        Pixels that the figure can count on.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If there is no loss.
    """
    if frame.empty:
        raise EmptySelectionError("No one-day loss is catalogued: reinstall the project's catalogue.")
    reports: dict[tuple[str, pd.Timestamp], list[tuple[str, float]]] = {}
    keys = list(zip(frame["ticker"], frame["date"], strict=True))
    for key, company, loss in zip(keys, frame["company"], frame["loss_bn"], strict=True):
        reports.setdefault(key, []).append((company, float(loss)))
    largest = {key: max(loss for _, loss in reports[key]) for key in sorted(reports)}
    by_size = sorted(largest, key=lambda key: -largest[key])
    kept = [key for place, key in enumerate(by_size) if place < n or key[1].date() == session]
    place_of = {key: place for place, key in enumerate(kept)}
    drawn = frame[[key in place_of for key in keys]]
    drawn_keys = [key for key in keys if key in place_of]
    rows = [
        Row(
            _label(reports[key][0][0], key[1], session, width),
            _range(min(loss for _, loss in reports[key]), largest[key]),
            largest[key],
        )
        for key in kept
    ]
    colours = [theme.accent if key[1].date() == session else theme.muted for key in drawn_keys]
    marker = {
        "size": [12 if status == _COMPUTED else 9 for status in drawn["status"]],
        "symbol": ["diamond" if status == _COMPUTED else "circle" for status in drawn["status"]],
        "color": [
            theme.page if status == _RECALLED else colour
            for status, colour in zip(drawn["status"], colours, strict=True)
        ],
        "line": {"width": 1.6, "color": colours},
        "opacity": 1,
    }
    hovers = [_hover(row) for row in drawn.to_dict("records")]
    alt = (
        f"{lead(title)}Dot plot of {fmt.counted(len(rows), 'one-day loss', 'one-day losses')} of market value; "
        f"the largest is {rows[0].label.replace('<b>', '').replace('</b>', '')}, {rows[0].text}."
    )
    return draw(
        rows,
        [Dots([place_of[key] for key in drawn_keys], [float(loss) for loss in drawn["loss_bn"]], hovers, marker)],
        theme=theme,
        words=(title, subtitle, source),
        width=width,
        row_height=ROW,
        money=fmt.dollars_bn,
        alt=alt,
    )


def choice(frame: pd.DataFrame, session: dt.date, n: int = SHOWN) -> str:
    """Say which losses `by_day` draws, for its subtitle: "the 14 largest of 24 listed below and those of 27 Jan 2025".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, date, loss_bn.
    session, n
        As `by_day` takes them.
    """
    largest = frame.groupby(["ticker", "date"])["loss_bn"].max().sort_values(ascending=False, kind="stable")
    if len(largest) <= n:
        return "all listed below"
    own = any(day.date() == session for _, day in largest.index[n:])
    return f"the {n:,} largest of {len(largest):,} listed below" + (f" and those of {fmt.day(session)}" if own else "")


def _label(company: str, day: pd.Timestamp, session: dt.date, width: int) -> str:
    """Return the company and its day, in bold where it is the session."""
    name = fit(company, TEXT_SIZE, min(120, 0.2 * width))
    label = f"{name}, {fmt.day(day)}"
    return f"<b>{label}</b>" if day.date() == session else label


def _range(low: float, high: float) -> str:
    """Return one figure, or the range of reports that disagree."""
    smallest, largest = fmt.dollars_bn(low), fmt.dollars_bn(high)
    return largest if smallest == largest else f"${fmt.significant(low)}{fmt.EN_DASH}{largest.removeprefix('$')}"


def _hover(row: Mapping[Any, Any]) -> str:
    """Return company, day, loss, and who says so."""
    told = {_COMPUTED: "computed here", _RECALLED: "from memory, not verified"}.get(str(row["status"]))
    return f"{row['company']}, {fmt.day(row['date'])}<br>{fmt.dollars_bn(row['loss_bn'])}<br>" + (
        told or f"as reported: {row['source']}"
    )
