"""The largest one-day losses: a row a company and day, a dot a report, a diamond the figure computed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

ROW = 24
TEXT_SIZE = 12
_COMPUTED, _RECALLED = "computed", "recalled"


def by_day(
    frame: pd.DataFrame,
    *,
    session: dt.date,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    n: int = 14,
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
        With its text alternative in ``layout.meta["alt"]``.

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
    place_of = {key: -place for place, key in enumerate(kept)}
    rows = frame[[key in place_of for key in keys]]
    kept_keys = [key for key in keys if key in place_of]
    labels = [_label(reports[key][0][0], key[1], session, width) for key in kept]
    texts = [_range(min(loss for _, loss in reports[key]), largest[key]) for key in kept]
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * len(kept) + 6,
        left=12 + max(text_width(label, TEXT_SIZE) for label in labels),
        right=10,
        foot=26,
    )
    room = (20 + max(text_width(text, TEXT_SIZE) for text in texts)) / layout.plot_width
    high = max(largest.values()) / (1 - room)
    colours = [theme.accent if key[1].date() == session else theme.muted for key in kept_keys]
    fig = Draft(
        data=[
            {
                "type": "scatter",
                "mode": "markers",
                "x": [float(loss) for loss in rows["loss_bn"]],
                "y": [place_of[key] for key in kept_keys],
                "marker": {
                    "size": [12 if status == _COMPUTED else 9 for status in rows["status"]],
                    "symbol": ["diamond" if status == _COMPUTED else "circle" for status in rows["status"]],
                    "color": [
                        theme.page if status == _RECALLED else colour
                        for status, colour in zip(rows["status"], colours, strict=True)
                    ],
                    "line": {"width": 1.6, "color": colours},
                    "opacity": 1,
                },
                "hovertext": [_hover(row) for row in rows.to_dict("records")],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        layout={
            "xaxis": {
                "range": [0, high],
                "showgrid": True,
                **value_ticks(0, high, max(4, min(7, layout.plot_width // 90)), fmt.dollars_bn),
            },
            "yaxis": {
                "range": [-len(kept) + 0.4, 0.6],
                "tickvals": list(place_of.values()),
                "ticktext": labels,
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 8,
                "gridcolor": theme.grid,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "annotations": [
                {"x": largest[key], "xref": "x", "y": place, "yref": "y", "xanchor": "left", "xshift": 10,
                 "text": text, "showarrow": False, "borderpad": 0, "bgcolor": theme.page,
                 "font": {"size": TEXT_SIZE, "color": theme.text}}
                for (key, place), text in zip(place_of.items(), texts, strict=True)
            ],
        },
    )  # fmt: skip
    alt = (
        f"{lead(title)}Dot plot of {fmt.counted(len(kept), 'one-day loss', 'one-day losses')} of market value; "
        f"the largest is {labels[0].replace('<b>', '').replace('</b>', '')}, {texts[0]}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


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
