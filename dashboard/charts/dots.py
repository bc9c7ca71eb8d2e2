"""How rows of dots are drawn: labels at the left, dots on one axis of money from zero, a text right of the last dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import Draft, finish, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme

TEXT_SIZE = 12
_TEXT_GAP = 10
"""Pixels from the middle of the last dot to its text."""


@dataclass(frozen=True)
class Row:
    """One row: the label at its left, the text at its right, and the value of its last dot, which the text follows."""

    label: str
    text: str
    end: float


@dataclass(frozen=True)
class Dots:
    """Dots of one kind: the row of each (0 is the topmost), its value, what the hover says, and Plotly's marker."""

    rows: Sequence[int]
    values: Sequence[float]
    hovers: Sequence[str]
    marker: dict[str, Any]
    name: str = ""


@dataclass(frozen=True)
class Join:
    """A line from one value of a row to another, below its dots."""

    row: int
    first: float
    last: float
    colour: str


def draw(
    rows: Sequence[Row],
    dots: Sequence[Dots],
    *,
    theme: Theme,
    words: tuple[str, str, str],
    width: int,
    row_height: int,
    money: fmt.Money,
    alt: str,
    joins: Sequence[Join] = (),
) -> go.Figure:
    """Draw the rows from the top down, with room for the text of the row that reaches furthest.

    Parameters
    ----------
    rows, dots, joins
        What is drawn.
    words : tuple of str
        Title, subtitle and source.
    width, row_height : int
        Pixels that the figure can count on, and those between rows.
    money : callable
        How billions of the values' currency are written at the axis.
    alt : str
        The text alternative.
    """
    title, subtitle, source = words
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=row_height * len(rows) + 6,
        left=12 + max(text_width(row.label, TEXT_SIZE) for row in rows),
        right=10,
        foot=26,
    )
    room = (2 * _TEXT_GAP + max(text_width(row.text, TEXT_SIZE) for row in rows)) / layout.plot_width
    high = max(row.end for row in rows) / (1 - room)
    fig = Draft(
        data=[
            {
                "type": "scatter",
                "mode": "markers",
                "x": list(kind.values),
                "y": [-place for place in kind.rows],
                "name": kind.name,
                "marker": kind.marker,
                "hovertext": list(kind.hovers),
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
            for kind in dots
        ],
        layout={
            "xaxis": {
                "range": [0, high],
                "showgrid": True,
                **value_ticks(0, high, max(4, min(7, layout.plot_width // 90)), money),
            },
            "yaxis": {
                "range": [-len(rows) + 0.4, 0.6],
                "tickvals": [-place for place in range(len(rows))],
                "ticktext": [row.label for row in rows],
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 8,
                "gridcolor": theme.grid,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "shapes": [
                {"type": "line", "xref": "x", "yref": "y", "x0": join.first, "x1": join.last, "y0": -join.row,
                 "y1": -join.row, "layer": "below", "line": {"color": join.colour, "width": 2.5}}
                for join in joins
            ],
            "annotations": [
                {"x": row.end, "xref": "x", "y": -place, "yref": "y", "xanchor": "left", "xshift": _TEXT_GAP,
                 "text": row.text, "showarrow": False, "borderpad": 0, "bgcolor": theme.page,
                 "font": {"size": TEXT_SIZE, "color": theme.text}}
                for place, row in enumerate(rows)
            ],
        },
    )  # fmt: skip
    return finish(fig, layout, theme=theme, alt=alt)
