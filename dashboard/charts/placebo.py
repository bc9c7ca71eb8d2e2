"""What a group's statistic was on ordinary sessions: a histogram with the event marked on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.event_axis import LABEL_LINE, LABEL_SIZE, above, upright
from dashboard.charts.labels import text_width, wrap
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

Write = Callable[[float], str]

BIN = 20
"""Pixels that a bin has at least, roughly."""

STRONG = "strong bars: as far from zero"

LEAST_TOP = 5
"""An axis of counts that reaches at least so far has no ticks between whole numbers."""

ROUNDING = 1e-12


def histogram(
    frame: pd.DataFrame,
    *,
    event: float,
    event_label: str,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    note: str = "",
    write: Write = fmt.per_cent,
    noun: str = "session",
    width: int = HALF,
    height: int = 360,
) -> go.Figure:
    """Draw how often the statistic took which value, those as far from zero as the event's in a stronger colour.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a placebo date, the event's own not among them: column value; rows without a figure are left out.
    event : float
        The statistic of the event, in the unit of `value`.
    event_label : str
        What to call the event: "27 Jan 2025".
    note : str
        Said below the label of the event: how rare it is and the smallest p that the number of dates allows.
    write : callable
        How a value is written; per cent unless given.
    noun : str
        What a placebo date is: "session", or "window" where it has several.
    width, height : int
        Pixels: the width that the figure can count on, and its height.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If there is no placebo date, or no statistic of the event.
    """
    values = frame["value"].dropna().to_numpy(dtype=float)
    if not len(values) or fmt.is_missing(event):
        raise EmptySelectionError(
            f"There is no {noun} before the event to compare it with: choose other companies or a longer estimation "
            "window."
        )
    far = np.abs(values) >= abs(event) * (1 - ROUNDING)
    edges = _edges(np.append(values, event), width)
    counts = [np.histogram(values[part], edges)[0] for part in (~far, far)]
    top = int((counts[0] + counts[1]).max())
    left = 14 + text_width(f"{top:,}", 12)
    text = f"<b>{event_label}: {write(event)}</b>"
    low, high = edges[0], edges[-1]
    air = 0.02 * (high - low)
    low, high = low - air, high + air
    share = (event - low) / (high - low)
    anchor = "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"
    said = "; ".join(part for part in (note, STRONG if far.any() else "") if part)
    lines = wrap(said, LABEL_SIZE - 1, max(text_width(text, LABEL_SIZE, bold=True), 0.6 * (width - left)))
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        height=height,
        left=left,
        right=12,
        head=LABEL_LINE * (1 + len(lines)) + 6,
        foot=26,
    )
    colour = theme.signed(event)
    small = "".join(
        f'<br><span style="color:{theme.muted};font-size:{LABEL_SIZE - 1}px">{line}</span>' for line in lines
    )
    ordinary, strong = blend(theme.axis, theme.page, 0.7), theme.muted
    fig = Draft(
        data=[
            {
                "type": "bar",
                "x": ((edges[:-1] + edges[1:]) / 2).tolist(),
                "y": heights.tolist(),
                "width": float(edges[1] - edges[0]) * 0.94,
                "marker": {"color": fill, "line": {"width": 0}},
                "hovertext": [
                    f"{write(start)} to {write(end)}<br>{fmt.counted(int(number), noun)}"
                    for start, end, number in zip(edges[:-1], edges[1:], heights, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "name": name,
            }
            for heights, fill, name in zip(counts, (ordinary, strong), ("nearer", "as far"), strict=True)
        ],
        layout={
            "barmode": "stack",
            "bargap": 0,
            "xaxis": {
                "range": [low, high],
                "ticks": "outside",
                "ticklen": 4,
                "showline": True,
                **_short(value_ticks(low, high, max(3, min(9, layout.plot_width // 50)), write)),
            },
            "yaxis": {
                "range": [0, 1.04 * top],
                "ticklabelstandoff": 4,
                **value_ticks(0, max(top, LEAST_TOP), 6, fmt.number),
            },
            "hovermode": "closest",
            "shapes": [upright(event, colour, plan=layout, width=2)],
            "annotations": [above(event, text + small, colour, anchor=anchor, shift=0)],
        },
    )
    reached = int(far.sum())
    alt = (
        f"{lead(title)}Histogram of {fmt.counted(len(values), noun)} before the event, from {write(values.min())} to "
        f"{write(values.max())}; {event_label} is at {write(event)}, and {fmt.count_of(reached, len(values))} are as "
        "far from zero."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _short(ticks: dict[str, Any]) -> dict[str, Any]:
    """Return tick labels without decimals where none of them needs any."""
    texts = ticks["ticktext"]
    if not all(re.search(r"\.0+\b", text) or set(re.findall(r"\d", text)) <= {"0"} for text in texts):
        return ticks
    return ticks | {"ticktext": [re.sub(r"\.0+\b", "", text) for text in texts]}


def _edges(values: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """Return the bounds of bins of one round width that hold all values, one bound being zero."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    rough = (high - low or 1.0) / max(16, width // BIN)
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * (1 - 1e-9))
    first, last = int(np.floor(low / step)), int(np.ceil(high / step))
    return np.asarray(step * np.arange(first, max(last, first + 1) + 1), dtype=np.float64)
