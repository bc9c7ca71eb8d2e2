"""Axes of the event study: sessions counted from the event, a caption below an axis, a line with its label above."""

from __future__ import annotations

from typing import Any

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import Plan
from dashboard.charts.theme import Theme

CAPTION_SIZE = 12
CAPTION_FOOT = 46
"""Pixels that one line of tick labels and a caption need."""

LABEL_SIZE, LABEL_LINE = 12, 16


def session_axis(first: int, last: int, plot_width: float) -> dict[str, Any]:
    """Return the settings of an x axis in sessions from the event, which are whole numbers with their signs."""
    most = max(3, int(plot_width // 55))
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (last - first) / size < most or size == 500)
    shown = [day for day in range(first, last + 1) if day % step == 0]
    return {
        "range": [first, last],
        "tickvals": shown,
        "ticktext": [fmt.number(day, sign=True) for day in shown],
        "hoverformat": "+d",
        "ticks": "outside",
        "ticklen": 4,
        "showline": True,
    }


def caption(text: str, theme: Theme) -> dict[str, Any]:
    """Return the annotation that says below an x axis what it counts."""
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0,
        "yshift": -24,
        "xanchor": "center",
        "yanchor": "top",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": CAPTION_SIZE, "color": theme.muted},
    }


def upright(
    x: float, colour: str, *, plan: Plan, reach: int = 0, width: float = 1.2, layer: str = "above"
) -> dict[str, Any]:
    """Return a vertical line through the plotting area that goes on for `reach` pixels above it."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1 + reach / plan.plot_height,
        "layer": layer,
        "line": {"color": colour, "width": width},
    }


def above(x: float, text: str, colour: str, *, anchor: str = "left", shift: float = 5) -> dict[str, Any]:
    """Return a label above the plotting area, beside or over the line that stands at `x`."""
    return {
        "text": text,
        "xref": "x",
        "yref": "paper",
        "x": x,
        "y": 1,
        "xanchor": anchor,
        "xshift": {"left": shift, "right": -shift}.get(anchor, 0),
        "yshift": 2,
        "yanchor": "bottom",
        "align": anchor,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": LABEL_SIZE, "color": colour},
    }
