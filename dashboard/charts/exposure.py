"""Abnormal returns against exposure: one point a company, the fitted line, and how steep ordinary sessions are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, lead
from dashboard.charts.axes import value_ticks, wider
from dashboard.charts.company_points import SUFFIX, Points, draw, in_figures, scatter_plan
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

ORDINARY = (2.5, 97.5)
"""Percentiles of the slopes of ordinary sessions between which the band lies."""


def scatter(
    frame: pd.DataFrame,
    slope: float,
    *,
    exposure_label: str,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    ordinary: pd.DataFrame | None = None,
    width: int = HALF,
    height: int = 420,
) -> go.Figure:
    """Draw the line of the given slope through the mean of the points, and the band of lines of ordinary sessions.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a company: columns ticker, name, segment, exposure, car (decimal). Companies without both are left out.
    slope : float
        Of the event's regression, in decimals a unit of exposure; NaN draws no line. With one characteristic its line
        is the fitted one; with several it holds the others at their means.
    exposure_label : str
        What the exposure is and its unit, below the axis.
    ordinary : pandas.DataFrame, optional
        The sessions before the event: column slope. Lines as steep as 95 in 100 of theirs lie in the band.
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
        If no company has both figures.
    """
    known = frame.dropna(subset=["exposure", "car"])
    if known.empty:
        raise EmptySelectionError(
            "No chosen company has both an abnormal return and an exposure: choose other companies."
        )
    x, y = known["exposure"].to_numpy(dtype=float), 100 * known["car"].to_numpy(dtype=float)
    middle = (float(x.mean()), float(y.mean()))
    x_range = wider(x, 0.06)
    ends = np.array(x_range)
    lines = [middle[1] + 100 * slope * (ends - middle[0])] if not fmt.is_missing(slope) else []
    edges = _band(ordinary, ends - middle[0])
    y_range = wider(np.concatenate([y, [0.0], *lines]), 0.06)
    layout = scatter_plan(y_range, title=title, subtitle=subtitle, source=source, width=width, height=height)
    colours = [theme.segment(segment) for segment in known["segment"]]
    below: list[dict[str, Any]] = []
    if edges is not None:
        below.append(
            {"type": "scatter", "mode": "lines", "x": [*x_range, *x_range[::-1]],
             "y": [*(middle[1] + edges[0]), *(middle[1] + edges[1])[::-1]], "fill": "toself",
             "fillcolor": blend(theme.axis, theme.page, 0.18), "line": {"width": 0}, "hoverinfo": "skip",
             "name": "ordinary sessions"}
        )  # fmt: skip
    below += [
        {"type": "scatter", "mode": "lines", "x": list(x_range), "y": line.tolist(), "hoverinfo": "skip",
         "line": {"color": theme.text, "width": 2}, "name": "fitted"}
        for line in lines
    ]  # fmt: skip
    steep = "" if fmt.is_missing(slope) else f"; the fitted line changes by {fmt.per_cent(slope)} a unit"
    return draw(
        Points(
            names=known["name"].to_list(),
            hovers=[
                f"{name} ({ticker})<br>{fmt.per_cent(car, 2)}<br>{exposure_label}: {fmt.number(at, 2)}"
                for name, ticker, car, at in zip(known["name"], known["ticker"], known["car"], x, strict=True)
            ],
            x=x,
            y=y,
            x_range=x_range,
            y_range=y_range,
            marker={"color": colours, "line": {"width": 1, "color": theme.page}},
        ),
        below=below,
        lines=lines,
        x_axis=value_ticks(*x_range, max(3, min(8, layout.plot_width // 50)), in_figures),
        y_axis={"ticksuffix": SUFFIX, "nticks": 7},
        x_caption=exposure_label,
        layout=layout,
        theme=theme,
        alt=(
            f"{lead(title)}Scatter plot of the abnormal returns of "
            f"{fmt.counted(len(known), 'company', 'companies')} against {exposure_label}{steep}."
        ),
        shapes=[
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "between",
             "line": {"color": theme.axis, "width": 1}}
        ],
    )  # fmt: skip


def _band(
    ordinary: pd.DataFrame | None, from_middle: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Return both edges of the band of ordinary slopes, relative to the middle of the points; None without slopes."""
    slopes = np.empty(0) if ordinary is None else ordinary["slope"].dropna().to_numpy(dtype=float)
    if not len(slopes):
        return None
    flat, steep = np.percentile(slopes, ORDINARY)
    return 100 * flat * from_middle, 100 * steep * from_middle
