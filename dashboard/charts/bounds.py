"""Bars with what they stand for written above each, and lower bounds that do not end: a bar goes on past its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.anatomy import HALF, Draft, finish, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import wrap
from dashboard.charts.theme import Theme, blend, halo

NAME_SIZE, NOTE_SIZE = 13, 12
_NAME, _NOTE, _BAR, _GAP = 20, 16, 14, 18
"""Pixels of a line of the name, of the note, of the bar, and between rows."""
_BEYOND = 0.18
"""How far a lower bound is drawn past its value, as a part of the axis."""


@dataclass(frozen=True)
class Bar:
    """One bar: its name and amount, what the amount covers, and whether it is a lower bound."""

    name: str
    value: float
    amount: str
    note: str
    colour: str
    at_least: bool = False


def bars(
    rows: Sequence[Bar],
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    write: Callable[[float], str],
    alt: str,
    width: int = HALF,
) -> go.Figure:
    """Draw the bars from the top down, all from zero.

    Parameters
    ----------
    rows : sequence of Bar
        At least one.
    write : callable
        How a value is written at the axis.
    alt : str
        The text alternative.
    theme, source, title, subtitle
        Colours; where the figures come from; the finding; what is drawn and its unit.
    width : int
        Pixels that the figure can count on.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``. A pixel is one unit of its y axis.
    """
    notes = [wrap(row.note, NOTE_SIZE, width - 24) for row in rows]
    tops, below = [], 0
    for lines in notes:
        tops.append(below)
        below += _NAME + _NOTE * len(lines) + _BAR + _GAP
    middles = [top + _NAME + _NOTE * len(lines) + 3 + _BAR / 2 for top, lines in zip(tops, notes, strict=True)]
    layout = plan(title=title, subtitle=subtitle, source=source, width=width, plot_height=below, right=14)
    most = max(row.value for row in rows)
    open_ended = [row.value for row in rows if row.at_least]
    high = max([most * 1.02, *(value / (1 - _BEYOND) for value in open_ended)])
    beyond = [(row, middle) for row, middle in zip(rows, middles, strict=True) if row.at_least]
    fig = Draft(
        data=[
            _trace(rows, middles, [row.value for row in rows], [row.colour for row in rows]),
            *(
                [
                    _trace(
                        [row for row, _ in beyond],
                        [middle for _, middle in beyond],
                        [high - row.value for row, _ in beyond],
                        [blend(row.colour, theme.page, 0.3) for row, _ in beyond],
                    )
                    | {"base": [row.value for row, _ in beyond], "meta": "beyond"}
                ]
                if beyond
                else []
            ),
        ],
        layout={
            "barmode": "overlay",
            "xaxis": {
                "range": [0, high],
                "showgrid": True,
                **value_ticks(0, high, max(4, layout.plot_width // 90), write),
            },
            "yaxis": {"range": [below, 0], "visible": False, "fixedrange": True},
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "above",
                 "line": {"color": theme.text, "width": 1}}
            ],
            "annotations": [
                *(
                    _text(top, f"<b>{row.name}</b>  {row.amount}", NAME_SIZE, theme.text, theme)
                    for row, top in zip(rows, tops, strict=True)
                ),
                *(
                    _text(top + _NAME, "<br>".join(lines), NOTE_SIZE, theme.muted, theme)
                    for top, lines in zip(tops, notes, strict=True)
                    if lines
                ),
                *(
                    {"text": "▶", "x": high, "xref": "x", "y": middle, "yref": "y", "xanchor": "left", "xshift": -6,
                     "yanchor": "middle", "showarrow": False, "borderpad": 0,
                     "font": {"size": _BAR, "color": blend(row.colour, theme.page, 0.6)}}
                    for row, middle in beyond
                ),
            ],
        },
    )  # fmt: skip
    return finish(fig, layout, theme=theme, alt=alt)


def _trace(
    rows: Sequence[Bar], middles: Sequence[float], lengths: Sequence[float], colours: Sequence[str]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": list(middles),
        "width": _BAR,
        "marker": {"color": list(colours)},
        "hovertext": [f"{row.name}<br>{row.amount}" for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _text(top: float, text: str, size: int, colour: str, theme: Theme) -> dict[str, Any]:
    """Return a text above a bar; no line of the grid runs through its letters."""
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "y",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": colour, "shadow": halo(theme)},
    }
