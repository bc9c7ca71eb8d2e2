"""Forest plot: the abnormal return of each company with its 95 % interval, and below it who was left out and why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import SOURCE_SIZE, WIDE, Draft, corner_text, finish, lead, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.event_axis import upright
from dashboard.charts.labels import fit, text_width, wrap
from dashboard.charts.p_values import p_value, significant
from dashboard.charts.rows import MAX_NAME_WIDTH, NAME_SHARE
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

ROW = 19
TEXT_SIZE = 12
FOOT = 26
NOTE_LINE = 15
AWAY = 2 * fmt.NO_BREAK_SPACE
"""Between a text and the plot."""

MOST_NAMED = 8
"""More companies than this that were left out for one reason are counted, not named."""


def firms(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
) -> go.Figure:
    """Draw one row a company, the largest loss first; a dot is filled where the result is significant.

    Significant means a p-value below 5 % after the Benjamini-Hochberg correction for the number of companies.

    Parameters
    ----------
    frame : pandas.DataFrame
        The companies of one event window: columns ticker, name, segment, car, ci_low, ci_high (decimals), t, p, p_bh,
        status, reason. Companies without a `car` are listed below the rows.
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
        If no company has an abnormal return.
    """
    known = frame[frame["car"].notna()].sort_values("car", kind="stable")
    if known.empty:
        raise EmptySelectionError(
            "No chosen company has an abnormal return in this window: choose other companies or another window."
        )
    room = min(MAX_NAME_WIDTH, width * NAME_SHARE)
    names = [fit(name, TEXT_SIZE, room) for name in known["name"]]
    values = [fmt.per_cent(car) for car in known["car"]]
    notes = wrap(_left_out(frame[frame["car"].isna()]), SOURCE_SIZE, width - 4)
    count, longest = len(known), max(map(len, values))
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * count + 6,
        left=10 + max(text_width(name, TEXT_SIZE) for name in names),
        right=14 + max(text_width(value, TEXT_SIZE) for value in values),
        foot=FOOT + (NOTE_LINE * len(notes) + 6 if notes else 0),
    )
    car, bottom, top = (100 * known[column].to_numpy(dtype=float) for column in ("car", "ci_low", "ci_high"))
    low, high = (
        float(np.nanmin([0.0, *car, *bottom])),
        float(np.nanmax([0.0, *car, *top])),
    )
    air = 0.03 * (high - low or 1.0)
    places = [-place for place in range(count)]
    colours = [theme.segment(segment) for segment in known["segment"]]
    sure = [significant(p) for p in known["p_bh"]]
    fig = Draft(
        data=[
            {
                "type": "scatter",
                "mode": "markers",
                "x": car.tolist(),
                "y": places,
                "marker": {
                    "size": 9,
                    "color": [
                        colour if filled else theme.page for colour, filled in zip(colours, sure, strict=True)
                    ],
                    "line": {"width": 1.8, "color": colours},
                },
                "hovertext": [_hover(row) for row in known.to_dict("records")],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "cliponaxis": False,
            },
            _beside([f"{name}{AWAY}" for name in names], places, 0, theme.text),
            _beside(
                [f"{AWAY}{text.rjust(longest, fmt.FIGURE_SPACE)}" for text in values],
                places,
                1,
                [theme.text if filled else theme.muted for filled in sure],
            ),
        ],
        layout={
            "xaxis": {
                "range": [low - air, high + air],
                "showgrid": True,
                **value_ticks(
                    low - air, high + air, max(4, min(8, layout.plot_width // 50)), lambda v: fmt.per_cent(v / 100, 0)
                ),
            },
            # Names and values stand on an axis of their own, which does not move when a reader zooms in.
            "xaxis2": {"overlaying": "x", "range": [0, 1], "visible": False, "fixedrange": True},
            "yaxis": {"range": [-count + 0.4, 0.6], "visible": False, "fixedrange": True},
            "hovermode": "closest",
            "shapes": [
                upright(0, theme.text, plan=layout, width=1, layer="between"),
                *(
                    {"type": "line", "xref": "x", "yref": "y", "x0": x0, "x1": x1, "y0": place, "y1": place,
                     "layer": "between", "line": {"color": blend(colour, theme.page, 0.6), "width": 2}}
                    for x0, x1, place, colour in zip(bottom, top, places, colours, strict=True)
                    if x0 < x1
                ),
            ],
            "annotations": (
                [corner_text(notes, layout, size=SOURCE_SIZE, colour=theme.muted, below=True, shift=-FOOT - 2)]
                if notes
                else []
            ),
        },
    )  # fmt: skip
    first = known.iloc[0]
    alt = (
        f"{lead(title)}Forest plot of the abnormal returns of {fmt.counted(count, 'company', 'companies')} with 95 % "
        f"intervals; {fmt.count_of(sum(sure), count)} significant, the lowest is {first['name']}, "
        f"{fmt.per_cent(first['car'])}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _beside(texts: list[str], places: list[int], side: int, colour: str | list[str]) -> dict[str, Any]:
    """Return a text beside each row, at the left (0) or right (1); a trace is faster than ticks and annotations."""
    return {
        "type": "scatter",
        "mode": "text",
        "xaxis": "x2",
        "x": [side] * len(places),
        "y": places,
        "text": texts,
        "textposition": "middle right" if side else "middle left",
        "textfont": {"size": TEXT_SIZE, "color": colour},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "name": "values" if side else "names",
    }


def _hover(row: Mapping[Hashable, Any]) -> str:
    """Return what the hover of one company says."""
    name, ticker = row["name"], row["ticker"]
    lines = [f"{name} ({ticker})", fmt.per_cent(row["car"], 2)]
    if not fmt.is_missing(row["ci_low"]):
        lines.append(f"95 % interval {fmt.per_cent(row['ci_low'], 2)} to {fmt.per_cent(row['ci_high'], 2)}")
        lines.append(f"t {fmt.number(row['t'], 2)}, {p_value(row['p'], 'p')}")
        lines.append(f"{p_value(row['p_bh'], 'p')} after correction")
    if row["reason"]:
        lines.append(str(row["reason"]))
    return "<br>".join(lines)


def _left_out(frame: pd.DataFrame) -> str:
    """Say which companies were left out, by reason."""
    parts = []
    for reason in frame["reason"].unique():
        names = frame.loc[frame["reason"] == reason, "name"].unique().tolist()
        who = f"{len(names)} companies" if len(names) > MOST_NAMED else fmt.listed(names)
        parts.append(f"{who} ({reason or 'no figure'})")
    return f"Left out: {'; '.join(parts)}." if parts else ""
