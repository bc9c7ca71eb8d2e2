"""How horizontal bars are drawn: names at the left, values at the ends, headings of groups, one reference line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.anatomy import Draft, finish, plan
from dashboard.charts.axes import number_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme, blend, halo

ROW = 19
TEXT_SIZE = 12
MAX_NAME_WIDTH = 150
NAME_SHARE = 0.36
"""Largest part of the width that the names on the left may take."""


@dataclass(frozen=True)
class Row:
    """One bar, or a heading where `value` is None."""

    name: str
    value: float | None = None
    text: str = ""
    colour: str = ""
    hover: str = ""
    open: bool = False


def draw(
    rows: list[Row | None],
    *,
    theme: Theme,
    words: tuple[str, str, str],
    width: int,
    suffix: str,
    alt: str,
    line: tuple[float, str] | None = None,
    reach: tuple[float, ...] = (),
) -> go.Figure:
    """Draw the rows from the top down: bars with their names left and their values at their ends; None is a gap.

    The axis has room for `reach` too, and its place no longer depends on the names, so that figures beside each other
    have the same one.
    """
    room = min(MAX_NAME_WIDTH, width * NAME_SHARE)
    bars = [(-place, row) for place, row in enumerate(rows) if row is not None and row.value is not None]
    heads = [(-place, row) for place, row in enumerate(rows) if row is not None and row.value is None]
    names = [fit(row.name, TEXT_SIZE, room) for _, row in bars]
    left = 10 + (room if reach else max(text_width(name, TEXT_SIZE) for name in names))
    title, subtitle, source = words
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * len(rows) + 6,
        left=left,
        right=12,
        head=18 if line else 0,
        foot=26,
    )
    values = [row.value or 0.0 for _, row in bars]
    low, high = _bar_range([*values, *reach], [row.text for _, row in bars], layout.plot_width)
    pixel = (high - low) / layout.plot_width
    fig = Draft(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": [place for place, _ in bars],
                "width": 0.72,
                "text": [row.text for _, row in bars],
                "textposition": "outside",
                "textfont": {"size": TEXT_SIZE - 1, "color": theme.text, "shadow": halo(theme)},
                "cliponaxis": False,
                "constraintext": "none",
                "hovertext": [row.hover for _, row in bars],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "color": [blend(row.colour, theme.page, 0.3) if row.open else row.colour for _, row in bars],
                    "line": {
                        "width": [1 if row.open else 0 for _, row in bars],
                        "color": [row.colour for _, row in bars],
                    },
                },
            }
        ],
        layout={
            "xaxis": {
                "range": (low, high),
                "showgrid": True,
                "ticksuffix": suffix,
                **number_ticks(low, high, max(4, min(8, layout.plot_width // 70))),
            },
            "yaxis": {
                "range": [-len(rows) + 0.4, 0.6],
                "tickvals": [place for place, _ in bars],
                "ticktext": names,
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 6,
                "showgrid": False,
                "fixedrange": True,
            },
            "bargap": 0.2,
            "shapes": [
                _upright(0, theme.text),
                *([_upright(line[0], theme.muted, dash="dot", layer="below")] if line else []),
                *(_ground(place, span, theme) for place, row in bars for span in [_label_span(row, pixel)]
                  if line and span[0] < line[0] < span[1]),
            ],
            "annotations": [
                *(_heading(place, row, layout.left, theme) for place, row in heads),
                *([_line_label(line, theme)] if line else []),
            ],
        },
    )  # fmt: skip
    return finish(fig, layout, theme=theme, alt=alt)


def _bar_range(values: list[float], texts: list[str], plot_width: int) -> tuple[float, float]:
    """Return the value range that leaves room for the value labels beyond the ends of the longest bars."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = (10 + max(text_width(text, TEXT_SIZE - 1) for text in texts)) / plot_width
    before = room if low < 0 else 0.0
    after = room if high > 0 else 0.02
    span = (high - low or 1.0) / (1 - before - after)
    return low - before * span, high + after * span


def _label_span(row: Row, pixel: float) -> tuple[float, float]:
    """Return where on the value axis the label at the end of a bar begins and ends; `pixel` is the width of one."""
    value, room = row.value or 0.0, (6 + text_width(row.text, TEXT_SIZE - 1)) * pixel
    return (value - room, value) if value < 0 else (value, value + room)


def _ground(place: int, span: tuple[float, float], theme: Theme) -> dict[str, Any]:
    """Return an area in the colour of the page, between a line behind the bars and a label that it would strike out."""
    return {
        "type": "rect",
        "x0": span[0],
        "x1": span[1],
        "y0": place - 0.45,
        "y1": place + 0.45,
        "layer": "between",
        "fillcolor": theme.page,
        "line": {"width": 0},
    }


def _upright(x: float, colour: str, *, dash: str = "solid", layer: str = "above") -> dict[str, Any]:
    """Return a vertical line through all rows."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "layer": layer,
        "line": {"color": colour, "width": 1, "dash": dash},
    }


def _heading(place: int, row: Row, left: int, theme: Theme) -> dict[str, Any]:
    """Return the coloured heading of a group of bars, at the left edge of the figure."""
    return {
        "text": f"<b>{row.name}</b>",
        "x": 0,
        "xref": "paper",
        "xshift": -left,
        "xanchor": "left",
        "y": place,
        "yref": "y",
        "yanchor": "middle",
        "yshift": -2,
        "showarrow": False,
        "borderpad": 0,
        "bgcolor": theme.page,
        "font": {"size": TEXT_SIZE, "color": row.colour},
    }


def _line_label(line: tuple[float, str], theme: Theme) -> dict[str, Any]:
    """Return the label of the reference line, above the bars and to the side where there is room."""
    return {
        "text": line[1],
        "x": line[0],
        "xref": "x",
        "xanchor": "right" if line[0] <= 0 else "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 11, "color": theme.muted},
    }
