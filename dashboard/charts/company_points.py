"""What the scatters of companies share: points in the colours of segments, named where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import Draft, Plan, finish, plan
from dashboard.charts.event_axis import CAPTION_FOOT, caption
from dashboard.charts.labels import text_width
from dashboard.charts.point_labels import TEXT_SIZE, Floats, named
from dashboard.charts.theme import Theme, halo

SUFFIX = f"{fmt.NARROW_SPACE}%"


@dataclass(frozen=True)
class Points:
    """One point a company.

    Attributes
    ----------
    names, hovers : sequence of str
        What stands beside each point, and what its hover says.
    x, y : ndarray
        Where the points are.
    x_range, y_range : (float, float)
        Ranges of the axes.
    marker : dict
        Plotly's settings of the dots.
    """

    names: Sequence[str]
    hovers: Sequence[str]
    x: Floats
    y: Floats
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    marker: dict[str, Any]


def scatter_plan(
    y_range: tuple[float, float], *, title: str, subtitle: str, source: str, width: int, height: int
) -> Plan:
    """Plan a figure with per cent at the left and a caption below the x axis."""
    return plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        height=height,
        left=14 + text_width(f"{fmt.MINUS}{max(map(abs, y_range)):.0f}{SUFFIX}", 12),
        right=12,
        foot=CAPTION_FOOT,
    )


def draw(
    points: Points,
    *,
    below: Sequence[dict[str, Any]],
    lines: Sequence[Floats],
    x_axis: dict[str, Any],
    y_axis: dict[str, Any],
    x_caption: str,
    layout: Plan,
    theme: Theme,
    alt: str,
    shapes: Sequence[dict[str, Any]] = (),
) -> go.Figure:
    """Draw the points over the traces `below`, their names off the `lines` (heights at both ends of the x axis)."""
    texts, positions = named(points.names, points.x, points.y, points.x_range, points.y_range, lines, layout)
    companies = {
        "type": "scatter",
        # Names as text of the points are drawn in a third of the time that annotations take.
        "mode": "markers+text",
        "x": points.x.tolist(),
        "y": points.y.tolist(),
        "marker": {"size": 9, **points.marker},
        "text": texts,
        "textposition": positions,
        "textfont": {"size": TEXT_SIZE, "color": theme.text, "shadow": halo(theme)},
        "hovertext": list(points.hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "name": "companies",
    }
    drawn = Draft(
        data=[*below, companies],
        layout={
            "xaxis": {"range": list(points.x_range), "ticks": "outside", "ticklen": 4, "showline": True, **x_axis},
            "yaxis": {"range": list(points.y_range), "ticklabelstandoff": 4, **y_axis},
            "hovermode": "closest",
            "shapes": list(shapes),
            "annotations": [caption(x_caption, theme)],
        },
    )
    return finish(drawn, layout, theme=theme, alt=alt)


def in_figures(value: float) -> str:
    """Write the value of a tick with as many figures as it has."""
    return f"{value:,.6g}".replace("-", fmt.MINUS)
