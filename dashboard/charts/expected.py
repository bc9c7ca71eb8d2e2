"""Actual against expected returns: one point a company, and the line on which the two are equal."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, lead
from dashboard.charts.axes import value_ticks, wider
from dashboard.charts.company_points import SUFFIX, Points, draw, in_figures, scatter_plan
from dashboard.charts.p_values import significant
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

AIR = 0.06
"""Part of the range that is left free at both ends."""


def scatter(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
    height: int = 440,
) -> go.Figure:
    """Draw each company at its expected and its actual return; below the line it did worse than expected.

    A filled dot differs significantly from what was expected, after correction for the number of companies.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a company: columns ticker, name, segment, expected, actual, beyond (decimals), p_bh. Companies without
        these are left out.
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
        If no company has both returns.
    """
    known = frame.dropna(subset=["expected", "actual"])
    if known.empty:
        raise EmptySelectionError("No chosen company has an expected return: choose other companies or a later day.")
    x, y = (100 * known[name].to_numpy(dtype=float) for name in ("expected", "actual"))
    x_range, y_range = wider(x, AIR), wider(np.concatenate([x, y, [0.0]]), AIR)
    layout = scatter_plan(y_range, title=title, subtitle=subtitle, source=source, width=width, height=height)
    colours = [theme.segment(segment) for segment in known["segment"]]
    fills = [colour if significant(p) else theme.page for colour, p in zip(colours, known["p_bh"], strict=True)]
    far = known.iloc[int(np.argmax(known["beyond"].abs()))]
    return draw(
        Points(
            names=known["name"].to_list(),
            hovers=[_hover(row) for _, row in known.iterrows()],
            x=x,
            y=y,
            x_range=x_range,
            y_range=y_range,
            marker={"color": fills, "line": {"width": 1.6, "color": colours}},
        ),
        below=[
            {
                "type": "scatter",
                "mode": "lines",
                "x": list(x_range),
                "y": list(x_range),
                "line": {"color": theme.text, "width": 1.5},
                "hoverinfo": "skip",
                "name": "as expected",
            }
        ],
        lines=[np.array(x_range)],
        x_axis=value_ticks(*x_range, max(3, min(8, layout.plot_width // 70)), _per_cent),
        y_axis=value_ticks(*y_range, 8, _per_cent),
        x_caption="Expected return; on the line the actual one equals it",
        layout=layout,
        theme=theme,
        alt=(
            f"{lead(title)}Scatter plot of the actual against the expected returns of "
            f"{fmt.counted(len(known), 'company', 'companies')}; furthest from expected is {far['name']}, "
            f"{fmt.per_cent(far['actual'])} where {fmt.per_cent(far['expected'])} was expected."
        ),
    )


def _per_cent(value: float) -> str:
    return f"{in_figures(value)}{SUFFIX}"


def _hover(row: pd.Series) -> str:
    return (
        f"{row['name']} ({row['ticker']})<br>actual {fmt.per_cent(row['actual'], 2)}<br>"
        f"expected {fmt.per_cent(row['expected'], 2)}<br>beyond {fmt.per_cent(row['beyond'], 2)}"
    )
